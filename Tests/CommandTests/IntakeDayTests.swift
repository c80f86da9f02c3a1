import Foundation
import Testing

/// The data maintainer's day: files arrive, are wrong, are asked for, come again; suspects are decided.
@Suite(.serialized) struct IntakeDayTests {
    static func files(_ path: String, _ month: String) -> [String] {
        try! FileManager.default.contentsOfDirectory(atPath: "\(path)/exchange/\(month)").map { "\(path)/exchange/\(month)/\($0)" }
    }
    /// Files count as delivered when they have not changed for a minute.
    static func age(_ files: [String]) throws {
        for file in files { try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -7200)], ofItemAtPath: file) }
    }
    static func states(_ path: String, _ arguments: String...) throws -> (status: Int32, states: [String: String], text: String) {
        let status = try Command.run(Command.binary, ["intake", "status", "2026-10", "--json", "--today", "2026-11-07", "--workspace", path] + arguments)
        var states: [String: String] = [:]
        for line in status.text.split(separator: "\n") {
            let record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let file = try #require(record["file"] as? String), state = try #require(record["state"] as? String)
            states[file] = state
        }
        return (status.status, states, status.text)
    }

    @Test func everythingWrongWithTheFolderIsNamed() throws {
        let path = try Command.workspace("arrival", from: "2026-09", to: "2026-10", scale: 5000)
        try Self.age(Self.files(path, "202609") + Self.files(path, "202610"))
        #expect(try Command.gazette("load", "2026-09", "--workspace", path, "--quiet").status == 0)
        let good = try Self.states(path)
        #expect(good.status == 0 && good.states.count == 19 && Set(good.states.values) == ["arrived"])
        let folder = path + "/exchange/202610/", files = FileManager.default
        try files.moveItem(atPath: folder + "YL_202610.TXT", toPath: folder + "YL202610.txt")
        try files.removeItem(atPath: folder + "DW_202610.TXT")
        try Data().write(to: URL(filePath: folder + "SY_202610.TXT"))
        try files.removeItem(atPath: folder + "JG_202610.TXT")
        try files.copyItem(atPath: path + "/exchange/202609/JG_202609.TXT", toPath: folder + "JG_202610.TXT")
        try files.removeItem(atPath: folder + "GF_202610.TXT")
        try files.copyItem(atPath: folder + "GL_202610.TXT", toPath: folder + "GF_202610.TXT")
        try Data("x".utf8).write(to: URL(filePath: folder + "unbekannt.doc"))
        try files.copyItem(atPath: folder + "CF_202610.TXT", toPath: folder + "CF_202610_copy.TXT")
        let half = try Data(contentsOf: URL(filePath: folder + "GS_202610.TXT")).prefix(9000)
        try half.write(to: URL(filePath: folder + "GS_202610.TXT"))
        try Self.age(Self.files(path, "202610"))
        try files.setAttributes([.modificationDate: Date()], ofItemAtPath: folder + "YB_202610.TXT")
        let bad = try Self.states(path)
        #expect(bad.status == 1)
        let expected = [
            "YL_202610.TXT": "misnamed", "DW_202610.TXT": "missing", "SY_202610.TXT": "empty", "JG_202610.TXT": "repeated", "GF_202610.TXT": "repeated",
            "GL_202610.TXT": "repeated", "GS_202610.TXT": "volume", "YB_202610.TXT": "growing", "unbekannt.doc": "extra", "CF_202610.TXT": "arrived",
            "CF_202610_copy.TXT": "extra",
        ]
        for (file, state) in expected { #expect(bad.states[file] == state, "\(file): \(bad.states[file] ?? "none")") }
        #expect(bad.text.contains("the same bytes as CF_202610.TXT"))
        // The stray file is offered to the feed whose name it is nearest to, by every command.
        let loaded = try Command.gazette("load", "2026-10", "--workspace", path)
        #expect(loaded.status == 1 && loaded.errors.components(separatedBy: "is it 'YL202610.txt'").count == 2, "\(loaded.errors)")
        // Files that were loaded are reported although others were not.
        #expect(loaded.text.contains("loaded ") && loaded.text.contains(" files, "), "\(loaded.text)")
        let published = try Command.gazette("publish", "2026-10", "--workspace", path)
        #expect(published.status == 1 && published.errors.contains("[WSP022]") && published.errors.contains("units"), "\(published.errors)")
        #expect(bad.text.contains("likely 'YL202610.txt'") && bad.text.contains("the same bytes as JG_202609.TXT of 2026-09") && bad.text.contains("\"days_late\":2"))
    }

    /// A wrong encoding is named before the load; what a load refused stays refused until other bytes come; no more is taken back
    /// than has slipped.
    @Test func refusedFilesAreRememberedAndNamed() throws {
        let path = try Command.workspace("refused", from: "2026-10", to: "2026-10", scale: 5000), folder = path + "/exchange/202610/", files = FileManager.default
        try files.moveItem(atPath: folder + "YB_202610.TXT", toPath: path + "/utf8.txt")
        #expect(try Command.run("/usr/bin/iconv", ["-f", "utf-8", "-t", "gb18030", "-o", folder + "YB_202610.TXT", path + "/utf8.txt"]).status == 0)
        try files.moveItem(atPath: folder + "CF_202610.TXT", toPath: path + "/right.txt")
        try Data(String(repeating: "no row of this interface\n", count: 40).utf8).write(to: URL(filePath: folder + "CF_202610.TXT"))
        try Self.age(Self.files(path, "202610"))
        let before = try Self.states(path)
        #expect(before.states["YB_202610.TXT"] == "refused" && before.text.contains("looks like gb18030") && before.states["CF_202610.TXT"] == "arrived", "\(before.text)")
        let load = try Command.gazette("load", "2026-10", "--workspace", path)
        #expect(load.status == 1 && load.errors.contains("[INT010]") && load.errors.contains("[INT011]"), "\(load.errors)")
        let after = try Self.states(path)
        #expect(after.states["CF_202610.TXT"] == "refused" && after.text.contains("not a single row was accepted"), "\(after.text)")
        let status = try Command.gazette("status", "2026-10", "--workspace", path).text
        #expect(status.contains("CF_202610.TXT 不能读") && !status.contains("待装载"), "\(status)")
        for (file, name) in [("right.txt", "CF_202610.TXT"), ("utf8.txt", "YB_202610.TXT")] {
            try files.removeItem(atPath: folder + name)
            try files.moveItem(atPath: path + "/" + file, toPath: folder + name)
        }
        try Self.age(Self.files(path, "202610"))
        #expect(try Self.states(path).states.filter { $0.key == "CF_202610.TXT" || $0.key == "YB_202610.TXT" }.values.allSatisfy { $0 == "arrived" })
        #expect(try Command.gazette("load", "2026-10", "--workspace", path, "--quiet").status == 0)
        let slip = try Command.gazette("intake", "slip", "2026-10", "--days", "-3", "--cause", "顺延", "--person", "甲", "--workspace", path)
        #expect(slip.status != 0 && slip.errors.contains("nothing to take back"), "\(slip.errors)")
    }

    /// Asked for, slipped, delivered again: the new batch supersedes and answers the contact.
    @Test func aNewDeliveryAnswersTheContact() throws {
        let path = try Command.workspace("contact", from: "2026-10", to: "2026-10", scale: 20000)
        func contact(_ arguments: String...) throws -> Command.Output { try Command.run(Command.binary, ["contact"] + arguments + ["--workspace", path]) }
        try Self.age(Self.files(path, "202610"))
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        let add = try contact("add", "pension", "--period", "2026-10", "--party", "经办系统", "--subject", "行数不符", "--due", "2026-11-06", "--person", "甲", "--today", "2026-11-05")
        #expect(add.status == 0, "\(add.errors)")
        #expect(try contact("list", "2026-10", "--today", "2026-11-06").text.contains("open"))
        #expect(try contact("list", "2026-10", "--today", "2026-11-07").text.contains("overdue"))
        func refused(_ words: String, _ arguments: String...) throws {
            let output = try Command.run(Command.binary, ["contact"] + arguments + ["--workspace", path])
            #expect(output.status == 1 && output.errors.contains("[WSP012]") && output.errors.contains(words), "\(output.errors)")
        }
        try refused("a contact needs a text in --party and --subject", "add", "pension", "--party", "", "--subject", "…", "--person", "甲")
        try refused("--due 2026-11-06 is before the day of the contact, 2026-11-15", "add", "pension", "--party", "x", "--subject", "x", "--due", "2026-11-06", "--person", "甲")
        try refused("needs a text in --answer", "close", "1", "--answer", " ")
        let list = try contact("add", "check-table", "--period", "2026-09", "--party", "经办系统", "--subject", "缺核对表", "--person", "甲")
        #expect(list.status == 0, "a check table is asked for, too: \(list.errors)")
        let lines = try contact("list", "2026-09").text.split(separator: "\n").map { $0.replacing(#/ {2,}/#, with: "  ") }
        #expect(lines.count == 2 && lines[0] == "number  period  interface  party  channel  subject  due  state  person  noted", "\(lines)")
        #expect(lines.last?.contains("缺核对表  —  open  甲") == true, "\(lines)")
        let wrong = try contact("add", "pensoin", "--party", "x", "--subject", "x", "--person", "甲")
        #expect(wrong.status == 1 && wrong.errors.contains("did you mean 'pension'?"))
        let slip = try Command.gazette("intake", "slip", "2026-10", "--days", "2", "--cause", "养老数据重报", "--interface", "pension", "--person", "甲", "--workspace", path)
        #expect(slip.status == 0 && slip.text.contains("2026-11-17  正式版上线  (planned 2026-11-15)"), "\(slip.text)\(slip.errors)")
        let file = URL(filePath: path + "/exchange/202610/YL_202610.TXT")
        try Data(contentsOf: file).split(separator: 10).dropLast().reduce(into: Data()) { $0 += $1 + [10] }.write(to: file)
        try Self.age([file.path()])
        #expect(try Self.states(path).text.contains("it will supersede what is loaded"))
        #expect(try Command.gazette("load", "2026-10", "--workspace", path, "--quiet").status == 0)
        #expect(try contact("list", "2026-10").text.contains("pension-202610-2"))
        #expect(try contact("list", "2026-10", "--open").text == "no open contacts\n")
        #expect(try Command.gazette("list", "batches", "--workspace", path).text.contains("superseded by pension-202610-2"))
    }

    /// Docs/MonthInIntake.md, played from its first command to its last on a fresh demo city: what it shows is what is printed.
    @Test func theGuideShowsWhatIsPrinted() throws {
        let folder = try Command.folder("guide")
        for name in ["ReportDefs", "Fonts"] { try FileManager.default.copyItem(atPath: Command.root + name, toPath: folder + "/" + name) }
        let play = try Command.run("/usr/bin/python3", [Command.root + "Tests/Oracles/play_guide.py", Command.binary, Command.root + "Docs/MonthInIntake.md", folder])
        #expect(play.status == 0 && play.text.hasSuffix("31 commands, 0 differences\n"), "\(play.text)\(play.errors)")
    }

    /// The load starts by itself when the last file is there, and not before.
    @Test func watchLoadsWhenTheSetIsComplete() throws {
        let path = try Command.workspace("watch", from: "2026-10", to: "2026-10", scale: 20000)
        try Self.age(Self.files(path, "202610"))
        let file = path + "/exchange/202610/YL_202610.TXT", aside = path + "/YL_202610.TXT"
        try FileManager.default.moveItem(atPath: file, toPath: aside)
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: Command.binary)
        process.arguments = ["watch", "2026-10", "--once", "--interval", "1", "--workspace", path]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try Command.unblocked { try process.run() }
        Thread.sleep(forTimeInterval: 2.5)
        #expect(process.isRunning)
        #expect(try Command.gazette("list", "batches", "--workspace", path).text == "no batches\n")
        try FileManager.default.moveItem(atPath: aside, toPath: file)
        for _ in 0..<100 where process.isRunning { Thread.sleep(forTimeInterval: 0.2) }
        #expect(!process.isRunning)
        if process.isRunning { process.terminate() }
        let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(text.contains("18 of 19 files arrived; YL_202610.TXT missing") && text.contains("complete, 19 files") && text.contains("loaded 17 files"), "\(text)")
        #expect(try Self.states(path).states["YL_202610.TXT"] == "loaded")
    }

    @Test func suspectsAreDecidedLoggedAndApplied() throws {
        let path = try Command.workspace("suspects", from: "2026-10", to: "2026-10", scale: 200, defects: true)
        func load() throws -> [String: Any] {
            let load = try Command.gazette("load", "2026-10", "--workspace", path, "--json")
            let line = load.text.split(separator: "\n").first { $0.contains("YL_202610.TXT") }
            return try line.map { try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) } ?? [:]
        }
        func suspects(_ arguments: String...) throws -> Command.Output { try Command.run(Command.binary, ["suspects"] + arguments + ["--workspace", path]) }
        let before = try load(), count = try #require((before["suspects"] as? [String: Int])?["base-limits"])
        let accepted = try #require(before["accepted"] as? Int)
        try #require(count >= 4)
        let list = try suspects("list", "2026-10", "--json")
        var lines: [Int] = []
        for line in list.text.split(separator: "\n") {
            let record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let number = try #require(record["line"] as? Int), values = try #require(record["values"] as? [String: String])
            lines.append(number)
            #expect(values["person"]?.contains("*********") == true && values["base"] != nil, "\(values)")
        }
        #expect(lines.count == count)
        let who = ["--reason", "核实", "--person", "甲"]
        func decide(_ arguments: [String]) throws -> Command.Output { try Command.run(Command.binary, ["suspects"] + arguments + who + ["--workspace", path]) }
        #expect(try decide(["accept", "2026-10", "pension", "\(lines[0])"]).status == 0)
        #expect(try decide(["return", "2026-10", "pension", "\(lines[1])"]).status == 0)
        let wrong = try decide(["fix", "2026-10", "pension", "\(lines[2])", "--set", "base=10000.00"])
        #expect(wrong.status == 1 && wrong.errors.contains("due_unit (rule due-unit: due_unit = base × 16% within 0.01), due_person (rule due-person: "), "\(wrong.errors)")
        let fixed = try decide(["fix", "2026-10", "pension", "\(lines[2])", "--set", "base=10000.00", "--set", "due_unit=1600.00", "--set", "due_person=800.00"])
        #expect(fixed.status == 0, "\(fixed.errors)")
        #expect(try decide(["accept", "2026-10", "pension", "999999999"]).status == 1)
        let after = try load()
        #expect(after["settled"] as? Int == 1 && after["corrected"] as? Int == 1)
        #expect((after["suspects"] as? [String: Int])?["base-limits"] == count - 3)
        #expect(after["accepted"] as? Int == accepted - 1 && (after["errors"] as? [String: Int])?["returned"] == 1)
        let log = try suspects("log", "2026-10").text
        #expect(log.split(separator: "\n").count == 4 && log.hasPrefix("number  interface  line") && log.contains("甲") && log.contains("核实") && log.contains("return"))
        // Another decision about the same row revokes the first; all of a rule at once.
        #expect(try decide(["accept", "2026-10", "pension", "--rule", "base-limits"]).status == 0)
        #expect(try load()["settled"] as? Int == count - 2)
        #expect(try suspects("list", "2026-10").text == "no suspects\n")
    }

    @Test func theSpecificationIsWrittenAsADocument() throws {
        let path = try Command.workspace("document", from: "2026-10", to: "2026-10", scale: 20000)
        let written = try Command.gazette("interfaces", "document", "--to", path + "/documents", "--workspace", path)
        #expect(written.status == 0 && written.text.split(separator: "\n").count == 68, "\(written.errors)")
        let text = try String(contentsOfFile: path + "/documents/medical-account.md", encoding: .utf8)
        for part in ["# 数据接口规范：职工医疗保险银行个人账户划入", "| 8 | amount | 划入金额 | 数值 | 9+2 | 是 |", "amount = base × rate within 0.01", "“T”｜行数｜划入金额合计", "列为疑似", "代码表 district"] {
            #expect(text.contains(part), "\(part)")
        }
        let html = try String(contentsOfFile: path + "/documents/pension.html", encoding: .utf8)
        #expect(html.contains("base between 口径(base.lower) and 口径(base.upper)") && html.contains("系统测试单位") && html.contains("lang=\"zh-CN\""))
    }

    /// R033: a monthly feed with header, trailer and rules exists by its specification and nothing else.
    @Test func aFeedIsAddedBySpecificationAlone() throws {
        for (file, text) in try Command.files(below: Command.root + "Sources") where !file.hasPrefix("SampleCity") && file.hasSuffix(".swift") {
            #expect(!String(decoding: text, as: UTF8.self).contains("medical-account") && !String(decoding: text, as: UTF8.self).contains("YH_"), "\(file)")
        }
        let path = try Command.workspace("account", from: "2026-10", to: "2026-10", scale: 5000)
        let load = try Command.gazette("load", "--workspace", path, "--json")
        let line = try #require(load.text.split(separator: "\n").first { $0.contains("YH_202610.TXT") })
        let record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let text = try Data(contentsOf: URL(filePath: path + "/exchange/202610/YH_202610.TXT")).split(separator: 10)
        let trailer = String(decoding: text.last!, as: UTF8.self).split(separator: "|")
        #expect(record["accepted"] as? Int == Int(trailer[1]) && (record["sums"] as? [String: String])?["amount"].flatMap(Double.init) == Double(trailer[2]))
        #expect(record["encodings"] as? [String] == ["gb18030"])
    }
}
