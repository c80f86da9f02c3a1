import Foundation
import Testing

/// Bad files, bad folders, kills: a clear error with a place and a next step, and the last good state intact.
@Suite(.serialized) struct LoadFaultTests {
    /// Every planted defect is found: class, line, column and bytes; rows, sums to the cent, rounded values, defaults, suspects and
    /// rows left out equal the manifest.
    @Test func plantedDefectsAreFoundExactly() throws {
        let path = try Command.workspace("defects", from: "2026-10", to: "2026-10", scale: 200, defects: true)
        let load = try Command.gazette("load", "2026-10", "--workspace", path, "--json")
        try #require(load.status == 0, "\(load.errors)")
        let manifest = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path + "/exchange/202610/manifest.json"))) as? [String: Any])
        let files = try #require(manifest["files"] as? [String: [String: Any]])
        var classes = Set<String>(), found = 0
        for line in load.text.split(separator: "\n") {
            let record = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let name = try #require(record["file"] as? String)
            let expected = try #require(files[name])
            func total(_ key: String) -> Int { (record[key] as? [String: Int] ?? [:]).values.reduce(0, +) }
            #expect((record["rows"] as? Int ?? 0) + total("filtered") == expected["rows"] as? Int, "\(line)")
            #expect(record["accepted"] as? Int == expected["clean"] as? Int, "\(line)")
            #expect(record["errors"] as? [String: Int] == expected["defects"] as? [String: Int], "\(line)")
            for key in ["rounded", "defaulted"] { #expect(record[key] as? Int == expected[key] as? Int, "\(key) \(line)") }
            for key in ["suspects", "filtered"] { #expect(total(key) == expected[key] as? Int, "\(key) \(line)") }
            let sums = record["sums"] as? [String: String] ?? [:]
            for (column, cents) in expected["sums"] as? [String: Int] ?? [:] {
                #expect(sums[column].map { Int((Double($0)! * 100).rounded()) } == cents, "\(column) \(line)")
            }
            found += total("errors") + total("suspects") + total("filtered")
            classes.formUnion((record["errors"] as? [String: Int] ?? [:]).keys)
        }
        #expect(found > 250 && classes.count == 15, "\(found) \(classes.sorted())")
        var sources: [String: [Data.SubSequence]] = [:], rejects: [String: [Data.SubSequence]] = [:]
        for line in try String(contentsOfFile: path + "/exchange/202610/defects.tsv", encoding: .utf8).split(separator: "\n").dropFirst() {
            let field = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            if field[2] == "default" { continue }
            func lines(_ file: String, _ cache: inout [String: [Data.SubSequence]]) throws -> [Data.SubSequence] {
                if cache[file] == nil { cache[file] = try Data(contentsOf: URL(filePath: file)).split(separator: 10, omittingEmptySubsequences: false) }
                return cache[file]!
            }
            let source = try lines("\(path)/exchange/202610/\(field[0])", &sources)[Int(field[1])! - 1]
            let found = try lines("\(path)/output/2026-10/rejects/\(field[0].dropLast(4)).\(field[2]).txt", &rejects).first { $0.starts(with: Data("\(field[1])\t".utf8)) }
            #expect(found?.suffix(source.count) == source, "\(line)")
            if field[2] != "column-count" { #expect(found.map { String(decoding: $0.prefix(60), as: UTF8.self) }?.contains("\t\(field[3])\t") == true, "\(line)") }
        }
        #expect(rejects.count >= 15)
    }

    /// A failing flow names the specification and its owner (R133).
    @Test func aFailingFlowNamesTheSpecificationsOwner() throws {
        let path = try Command.workspace("owner", from: "2026-10", to: "2026-10", scale: 20000)
        let file = path + "/exchange/202610/YH_202610.TXT", text = try Data(contentsOf: URL(filePath: file))
        try text.prefix(text.count - 12).write(to: URL(filePath: file))
        let load = try Command.gazette("load", "2026-10", "--workspace", path)
        #expect(load.status == 1 && load.errors.contains("'medical-account' version 1, owner 信息统计处") && load.errors.contains("medical-account.yaml"), "\(load.errors)")
    }

    @Test func badFilesAreNamedAndNothingIsLost() throws {
        let path = try Command.workspace("bad-files", from: "2026-10", to: "2026-10", scale: 20000)
        #expect(try Command.gazette("load", "--workspace", path).status == 0)
        let before = try Command.gazette("list", "batches", "--workspace", path).text
        let file = path + "/exchange/202610/YL_202610.TXT", good = try Data(contentsOf: URL(filePath: file))
        func expect(_ id: String, _ hint: String, _ change: () throws -> Void) throws {
            try change()
            let load = try Command.gazette("load", "2026-10", "--workspace", path)
            #expect(load.status == 1 && load.errors.contains("[\(id)]") && load.errors.contains(hint) && load.errors.contains("202610.TXT"), "\(id): \(load.errors)")
            #expect(try Command.gazette("list", "batches", "--workspace", path).text == before, "\(id) changed the state")
            try? FileManager.default.removeItem(atPath: path + "/exchange/202610/YL-202610.TXT")
            try good.write(to: URL(filePath: file))
        }
        try expect("INT004", "deliver it again") { try Data().write(to: URL(filePath: file)) }
        try expect("INT003", "'YL-202610.TXT'") { try FileManager.default.moveItem(atPath: file, toPath: path + "/exchange/202610/YL-202610.TXT") }
        try expect("INT003", "ask the provider") { try FileManager.default.removeItem(atPath: file) }
        try expect("INT010", "looks like utf-8") {
            let text = String(decoding: good, as: Unicode.ASCII.self)
            var utf8 = Data()
            for line in text.split(separator: "\n") { utf8 += Data(line.split(separator: "|", omittingEmptySubsequences: false).enumerated().map { $0.offset == 5 ? "男" : String($0.element) }.joined(separator: "|").utf8) + [10] }
            try utf8.write(to: URL(filePath: file))
        }
        try expect("INT011", "wrong file, delimiter or specification") { try Data(good.map { $0 == 124 ? 59 : $0 }).write(to: URL(filePath: file)) }
    }

    @Test func aTruncatedFileIsNoticed() throws {
        let path = try Command.workspace("truncated", from: "2026-10", to: "2026-10", scale: 20000)
        let file = path + "/exchange/202610/JG_202610.TXT", good = try Data(contentsOf: URL(filePath: file))
        try good.prefix(good.count - 40).write(to: URL(filePath: file))
        let load = try Command.gazette("load", "2026-10", "--workspace", path)
        #expect(load.errors.contains("[INT005]") && load.errors.contains("may be cut off"), "\(load.errors)")
    }

    @Test func definitionErrorsStopBeforeAnythingIsRead() throws {
        let path = try Command.workspace("bad-definitions", from: "2026-10", to: "2026-10", scale: 20000)
        let definitions = try Command.folder("definitions") + "/defs"
        try FileManager.default.copyItem(atPath: Command.root + "ReportDefs", toPath: definitions)
        let report = definitions + "/reports/overview/Z02.yaml"
        try String(contentsOfFile: report, encoding: .utf8).replacing("title: 应缴,", with: "titel: 应缴,").write(toFile: report, atomically: true, encoding: .utf8)
        let settings = path + "/gazette.yaml"
        let text = try String(contentsOfFile: settings, encoding: .utf8).split(separator: "\n").map { $0.hasPrefix("definitions:") ? "definitions: \(definitions)" : String($0) }
        try text.joined(separator: "\n").write(toFile: settings, atomically: true, encoding: .utf8)
        for command in [["lint"], ["load"], ["run", "2026-10"]] {
            let result = try Command.run(Command.binary, command + ["--workspace", path])
            #expect(result.status == 1 && result.errors.contains("Z02.yaml:20:") && result.errors.contains("did you mean 'title'?"), "\(command): \(result.errors)")
        }
    }

    /// What is found only when a report is built: the place as the user can open it, the line, the next step.
    @Test func faultsOfBuiltReportsAreNamedAtTheirLine() throws {
        let path = try Command.workspace("bad-note", from: "2026-10", to: "2026-10", scale: 50000)
        let definitions = try Command.definitions(of: path, "reports/resident/C01.yaml") { $0.replacing("区县归属按期末经办机构（口径 K12）。", with: "区县归属按期末经办机构（{value K12。") }
        try Command.use(definitions: definitions, in: path)
        #expect(try Command.gazette("load", "--workspace", path, "--quiet").status == 0)
        let render = try Command.gazette("render", "2026-10", "--report", "SB-C01", "--format", "figures", "--workspace", path)
        let lines = render.errors.split(separator: "\n"), first = lines.firstIndex { $0.contains("[CMP012]") }
        let place = try #require(first, "\(render.errors)")
        #expect(render.status == 1 && lines[place].hasPrefix("\(definitions)/reports/resident/C01.yaml:") && lines[place + 1].contains("{value K12。") && render.errors.contains("hint: close it"), "\(render.errors)")
    }

    @Test func anUnusableFolderIsNamed() throws {
        let path = try Command.workspace("unusable", from: "2026-10", to: "2026-10", scale: 20000)
        let settings = path + "/gazette.yaml"
        let text = try String(contentsOfFile: settings, encoding: .utf8).replacing("warehouse: warehouse", with: "warehouse: gazette.yaml/inside")
        try text.write(toFile: settings, atomically: true, encoding: .utf8)
        let load = try Command.gazette("load", "--workspace", path)
        #expect(load.status == 1 && load.errors.contains("gazette.yaml/inside") && load.errors.contains("hint:"), "\(load.errors)")
        let none = try Command.gazette("load", "--workspace", path + "/nowhere")
        #expect(none.status == 1 && none.errors.contains("[WSP004]"), "\(none.errors)")
    }

    /// Months and scales that the demo city does not have: nothing is said of files or folders.
    @Test func theDemoCityNamesTheOptionThatItRefuses() throws {
        let path = try Command.workspace("sample-options", from: "2024-10", to: "2024-10", scale: 50000)
        for (from, to, scale, hint) in [
            ("2020-09", "2026-10", "1000", "--from 2024-10"), ("2026-11", "2026-10", "1000", "--from and --to in order of time"), ("2026-10", "2029-01", "1000", "--to 2028-12"),
            ("2026-10", "2026-10", "0", "--scale"),
        ] {
            let refused = try Command.gazette("sample", "--from", from, "--to", to, "--scale", scale, "--workspace", path)
            #expect(refused.status == 1 && refused.errors.contains("[WSP021]") && refused.errors.contains(hint) && !refused.errors.contains("cannot write"), "\(refused.errors)")
        }
    }

    /// A load that runs out of space, by a limit on the size of files: an error that says so, the old batch in force.
    @Test func aFullDiskLeavesTheOldState() throws {
        let path = try Command.workspace("full", from: "2026-10", to: "2026-10", scale: 5000)
        #expect(try Command.gazette("load", "--workspace", path).status == 0)
        let before = try Command.gazette("list", "batches", "--workspace", path).text
        let file = path + "/exchange/202610/YL_202610.TXT"
        try (try Data(contentsOf: URL(filePath: file)).split(separator: 10).dropFirst().reduce(into: Data()) { $0 += $1 + [10] }).write(to: URL(filePath: file))
        let limited = try Command.run("/bin/bash", ["-c", "trap '' XFSZ; ulimit -f 200; exec '\(Command.binary)' load --workspace '\(path)'"])
        #expect(limited.status == 1 && limited.errors.contains("hint:"), "\(limited.status) \(limited.errors)")
        #expect(try Command.gazette("list", "batches", "--workspace", path).text == before)
        #expect(try Command.gazette("load", "--workspace", path).status == 0)
        #expect(try Command.gazette("list", "batches", "--workspace", path).text.contains("pension-202610-2"))
    }

    /// Killed at 20 points of the load: each file is in its old or its new state, and a rerun finishes with the same figures.
    @Test func aKilledLoadLeavesOldOrNewAndARerunFinishes() throws {
        let path = try Command.workspace("killed", from: "2026-09", to: "2026-10", scale: 2000)
        let started = Date()
        #expect(try Command.gazette("load", "--workspace", path).status == 0)
        let duration = Date().timeIntervalSince(started)
        let whole = try Self.figures(path)
        for point in 0..<20 {
            try FileManager.default.removeItem(atPath: path + "/warehouse")
            let process = Process()
            process.executableURL = URL(filePath: Command.binary)
            process.arguments = ["load", "--workspace", path, "--quiet"]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            Thread.sleep(forTimeInterval: duration * (Double(point) + 0.5) / 20)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let state = try Command.gazette("list", "batches", "--workspace", path)
            #expect(state.status == 0, "point \(point): \(state.errors)")
            #expect(state.text.split(separator: "\n").dropFirst().allSatisfy { $0.contains("in force") }, "\(state.text)")
            let broken = try Ledger.of(path)
            #expect(broken.problems.isEmpty, "point \(point): \(broken)")
            let rerun = try Command.gazette("load", "--workspace", path)
            #expect(rerun.status == 0, "point \(point): \(rerun.errors)")
            #expect(try Self.figures(path) == whole, "point \(point)")
            let ledger = try Ledger.of(path)
            #expect(ledger.problems.isEmpty && ledger.leftovers.isEmpty, "point \(point): \(ledger)")
        }
    }

    static func figures(_ path: String) throws -> Data {
        let render = try Command.gazette("render", "2026-10", "--workspace", path, "--report", "SB-Z02", "--scope", "city", "--format", "figures", "--quiet")
        try #require(render.status == 0, "\(render.errors)")
        return try Data(contentsOf: URL(filePath: path + "/output/2026-10/SB-Z02/SB-Z02_city_2026-10.figures.tsv"))
    }
}
