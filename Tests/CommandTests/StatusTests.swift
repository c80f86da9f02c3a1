import Foundation
import Testing

/// The status page of a month, from an empty folder to a published month.
@Suite struct StatusTests {
    static func status(_ path: String, _ today: String = "2026-11-07", _ rest: String...) throws -> (status: Int32, steps: [String: [String: Any]], actions: [String], all: [[String: Any]]) {
        let done = try Command.gazette(["status", "2026-10", "--workspace", path, "--today", today, "--json"] + rest)
        let objects = Command.objects(done.text)
        try #require(!objects.isEmpty, "\(done.errors)")
        func kind(_ name: String) -> [[String: Any]] { objects.filter { $0["kind"] as? String == name } }
        let steps = Dictionary(uniqueKeysWithValues: kind("step").map { ($0["id"] as! String, $0) })
        return (done.status, steps, kind("action").map { $0["command"] as! String }, objects)
    }

    /// Every file with its bytes and the time of its last change.
    static func tree(_ path: String) throws -> [String: String] {
        let files = FileManager.default.enumerator(atPath: path)!.compactMap { $0 as? String }
        return Dictionary(uniqueKeysWithValues: try files.map { name in
            let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
            let isFile = attributes[.type] as? FileAttributeType == .typeRegular
            let data = isFile ? try Data(contentsOf: URL(filePath: path + "/" + name)) : Data()
            return (name, isFile ? "\(data.count) \(data.hashValue) \(attributes[.modificationDate] ?? "")" : "folder")
        })
    }

    @Test func aMonthFromNothingToPublished() throws {
        let path = try Command.workspace("status", from: "2026-09", to: "2026-10", scale: 10000, defects: true)
        func state(_ result: (status: Int32, steps: [String: [String: Any]], actions: [String], all: [[String: Any]]), _ step: String) -> String? { result.steps[step]?["state"] as? String }
        let file = path + "/exchange/202610/SY_202610.TXT", aside = path + "/SY", files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: path + "/exchange/202610") {
            try files.setAttributes([.modificationDate: Date().addingTimeInterval(-3600)], ofItemAtPath: path + "/exchange/202610/" + name)
        }
        let fresh = try Self.status(path)
        #expect(fresh.status == 0 && state(fresh, "arrival") == "good" && state(fresh, "load") == "open" && fresh.actions.contains("gazette load 2026-10"), "\(fresh)")
        #expect(!files.fileExists(atPath: path + "/warehouse"), "status made a warehouse")
        try files.moveItem(atPath: file, toPath: aside)
        let early = try Self.status(path, "2026-11-04")
        #expect(state(early, "arrival") == "attention" && early.steps["arrival"]?["figure"] as? String == "18/19", "\(early.steps)")
        let late = try Self.status(path)
        #expect(late.status == 1 && state(late, "arrival") == "stop" && late.actions.first?.hasPrefix("gazette contact add unemployment --period 2026-10") == true, "\(late.actions)")
        try files.moveItem(atPath: aside, toPath: path + "/exchange/202610/SY-202610.TXT")
        #expect(try Self.status(path).actions.first == "mv exchange/202610/SY-202610.TXT exchange/202610/SY_202610.TXT")
        try files.moveItem(atPath: path + "/exchange/202610/SY-202610.TXT", toPath: file)

        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        #expect(try Command.gazette("contact", "add", "pension", "--period", "2026-10", "--party", "经办系统", "--subject", "错误数据", "--due", "2026-11-06", "--today", "2026-11-05", "--person", "统计一科", "--workspace", path).status == 0)
        #expect(try Command.gazette("intake", "slip", "2026-10", "--days", "2", "--cause", "养老数据重报", "--interface", "pension", "--person", "统计一科", "--workspace", path).status == 0)
        let loaded = try Self.status(path)
        #expect(state(loaded, "load") == "good" && state(loaded, "rejects") == "attention" && state(loaded, "suspects") == "good" && state(loaded, "balances") == "open", "\(loaded.steps)")
        #expect(loaded.actions.contains("gazette return 2026-10") && loaded.actions.contains("gazette balances run 2026-10") && loaded.actions.first == "gazette contact list 2026-10 --open", "\(loaded.actions)")
        let slip = loaded.all.first { $0["kind"] as? String == "slip" }, day = loaded.all.first { $0["kind"] as? String == "day" }
        #expect(slip?["cause"] as? String == "养老数据重报" && slip?["days"] as? Int == 2 && day?["date"] as? String == "2026-11-07" && day?["planned"] as? String == "2026-11-05")
        let batches = Command.objects(try Command.gazette("list", "batches", "--workspace", path, "--json").text).filter { ($0["batch"] as? String)?.contains("202610") == true }
        let rows = batches.compactMap { ($0["rows"] as? String)?.split(separator: "/").last?.split(separator: " ").first.flatMap { Int($0) } }.reduce(0, +)
        #expect(loaded.all.filter { $0["kind"] as? String == "feed" }.compactMap { $0["rows"] as? Int }.reduce(0, +) == rows)

        #expect(try Command.gazette("run", "2026-10", "--workspace", path, "--quiet").status == 0)
        #expect(try Command.gazette("balances", "run", "2026-10", "--workspace", path, "--quiet").status == 0)
        let lint = try Command.gazette("lint", "--pages", "2026-10", "--workspace", path, "--quiet", "--json")
        let made = try Self.status(path)
        #expect(state(made, "layout") == (lint.status == 0 ? "good" : "stop"))
        for step in ["reports", "relations"] { #expect(state(made, step) == "good", "\(made.steps[step] ?? [:])") }
        #expect(["good", "attention"].contains(state(made, "balances") ?? "") && !made.actions.contains("gazette run 2026-10"), "\(made.actions)")
        #expect(made.actions.contains("gazette publish 2026-10") == made.steps.values.allSatisfy { $0["state"] as? String != "stop" }, "\(made.actions)")
        #expect(try Command.gazette("publish", "2026-10", "--workspace", path, "--quiet").status == 0)
        #expect(try state(Self.status(path), "publication") == "good")
        // A re-delivery makes everything after it out of date.
        Thread.sleep(forTimeInterval: 1.1)
        #expect(try Command.gazette("reload", "2026-10", "unemployment", "--workspace", path, "--quiet").status == 0)
        let stale = try Self.status(path)
        for step in ["reports", "relations", "publication"] { #expect(state(stale, step) == "attention", "\(stale.steps[step] ?? [:])") }
    }

    /// Deadlines are compared with the system date of the workspace, not with the day of the clock; `--today` is stronger.
    @Test func theDayIsTheSystemDateOfTheWorkspace() throws {
        let path = try Command.workspace("status-day", from: "2026-10", to: "2026-10", scale: 50000), settings = path + "/gazette.yaml"
        try FileManager.default.removeItem(atPath: path + "/exchange/202610/SY_202610.TXT")
        try IntakeDayTests.age(IntakeDayTests.files(path, "202610"))
        func run(_ arguments: String...) throws -> String { try Command.run(Command.binary, arguments + ["--workspace", path]).text }
        #expect(try Command.gazette("contact", "add", "unemployment", "--period", "2026-10", "--party", "经办系统", "--subject", "缺文件", "--due", "2026-11-05", "--today", "2026-11-05", "--person", "统计一科", "--workspace", path).status == 0)
        for (day, late) in [("2026-11-05", 0), ("2026-11-07", 2)] {
            let text = try String(contentsOfFile: settings, encoding: .utf8)
            try text.replacing(#/system_date: .*/#, with: "system_date: \(day)").write(toFile: settings, atomically: true, encoding: .utf8)
            #expect(try run("status", "2026-10").contains("系统日期 \(day)"))
            let steps = Command.objects(try run("status", "2026-10", "--json")).filter { $0["kind"] as? String == "step" }
            #expect(steps.first { $0["id"] as? String == "arrival" }?["state"] as? String == (late > 0 ? "stop" : "attention"))
            #expect(try run("intake", "status", "2026-10").contains("missing   SY_202610.TXT\(late > 0 ? "  \(late) days late (due 2026-11-05)" : "  →")"))
            #expect(try run("contact", "list", "2026-10").contains("overdue") == (late > 0))
            #expect(try run("contact", "list", "2026-10", "--today", "2026-11-04").contains("open"))
            #expect(try run("status", "2026-10", "--today", "2026-11-04").contains("系统日期 2026-11-04"))
        }
    }

    @Test func thePageChangesNothingAndIsThereAtOnce() throws {
        let path = try Command.workspace("status-quiet", from: "2026-08", to: "2026-10", scale: 5000)
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        #expect(try Command.gazette("balances", "run", "2026-10", "--workspace", path, "--quiet", "--without", "summary-report").status == 0)
        let before = try Self.tree(path)
        var best = Double.infinity
        for _ in 0..<4 {
            let started = Date()
            _ = try Self.status(path)
            best = min(best, Date().timeIntervalSince(started))
        }
        #expect(try Self.tree(path) == before)
        #if DEBUG
        #expect(best < 6, "\(best) s")
        #else
        #expect(best < 1, "\(best) s")
        #endif
        // No folder can be made below a file: said with path and reason, and for balances before they are computed.
        for arguments in [["status", "2026-10"], ["balances", "run", "2026-10"], ["balances", "show", "2026-10"]] {
            let refused = try Command.gazette(arguments + ["--workspace", path, "--html", path + "/gazette.yaml/x.html"])
            #expect(refused.status == 1 && refused.errors.contains("cannot write '\(path)/gazette.yaml/x.html': Not a directory [WSP003]") && refused.errors.contains("hint: "), "\(refused.errors)")
            #expect(!refused.errors.contains("comparisons"), "\(refused.errors)")
        }
        #expect(try Self.tree(path) == before)
        let page = try Command.gazette("status", "2026-10", "--workspace", path, "--html", path + "/../status.html")
        #expect(try String(contentsOfFile: path + "/../status.html", encoding: .utf8).contains("<h2>下一步</h2>"), "\(page.errors)")
    }
}
