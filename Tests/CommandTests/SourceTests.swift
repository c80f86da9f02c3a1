import Foundation
import Testing

/// Other forms than text, and the two sources, as a data maintainer sees them.
@Suite(.serialized) struct SourceTests {
    static let sample = Command.root + "Tests/DatabaseDumpsTests/Samples/person.pgdump"

    /// A workspace whose definitions are the real ones and an interface of source B that comes as a PostgreSQL dump, CSV or SQLite file.
    private func workspace(_ name: String, interface: String = Self.backup, measure: String = "interfaces: [backup], ") throws -> String {
        let path = try Command.workspace(name, from: "2026-10", to: "2026-10", scale: 20000)
        let definitions = path + "/ReportDefs"
        try? FileManager.default.removeItem(atPath: definitions)
        try FileManager.default.copyItem(atPath: Command.root + "ReportDefs", toPath: definitions)
        try interface.write(toFile: definitions + "/interfaces/backup.yaml", atomically: true, encoding: .utf8)
        try "measures:\n  - {code: backup_persons, name: 备份库人数, unit: 人, \(measure)count: rows}\n".write(toFile: definitions + "/measures/backup.yaml", atomically: true, encoding: .utf8)
        let settings = path + "/gazette.yaml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.hasPrefix("definitions:") ? "definitions: ReportDefs" : String($0) }
        try lines.joined(separator: "\n").write(toFile: settings, atomically: true, encoding: .utf8)
        return path
    }

    static let backup = """
        interface: backup
        feed: BF
        name: 备份库人员
        source: B
        version: 1
        effective: 2024-01-01
        owner: 信息统计处
        format: postgres
        file: "BF_{period}.pgdump"
        table: si.person
        alternatives:
          - {format: csv, file: "BF_{period}.csv"}
          - {format: oracle-exp, file: "BF_{period}.DMP", table: PERSON}
        key: [id]
        columns:
          - {name: id, title: 编号, type: text, length: 20}

        """

    private func age(_ path: String) throws { try IntakeDayTests.age(IntakeDayTests.files(path, "202610")) }

    @Test func sourcesAreKeptApart() throws {
        let path = try workspace("sources"), folder = path + "/exchange/202610/"
        try FileManager.default.copyItem(atPath: Self.sample, toPath: folder + "BF_202610.pgdump")
        try age(path)
        #expect(try IntakeDayTests.states(path).states["BF_202610.pgdump"] == "arrived")
        let load = try Command.gazette("load", "2026-10", "--workspace", path, "--quiet")
        #expect(load.status == 0, "\(load.errors)")
        let batches = try Command.gazette("list", "batches", "--workspace", path).text
        let mine = try #require(batches.split(separator: "\n").first { $0.contains("backup-202610-1") })
        #expect(mine.contains("120/120 rows") && mine.contains(" B ") && mine.contains("postgres si.person"), "\(batches)")
        #expect(batches.split(separator: "\n").count { $0.contains("  A ") && $0.contains("text") } >= 17, "\(batches)")
        let list = try Command.gazette("interfaces", "list", "--workspace", path).text
        #expect(list.contains("BF_202610.pgdump or BF_202610.csv or BF_202610.DMP") && list.contains("postgres or csv or oracle-exp"), "\(list)")
        // Another form of the month supersedes it, and nothing of source A.
        try FileManager.default.removeItem(atPath: folder + "BF_202610.pgdump")
        try "ID,姓名\r\n1,甲\r\n2,乙\r\n".write(toFile: folder + "BF_202610.csv", atomically: true, encoding: .utf8)
        try age(path)
        #expect(try Command.gazette("load", "2026-10", "--workspace", path, "--quiet").status == 0)
        let after = try Command.gazette("list", "batches", "--workspace", path).text.split(separator: "\n")
        #expect(after.contains { $0.contains("backup-202610-2") && $0.contains("2/2 rows") && $0.contains("csv BF_202610.csv") })
        #expect(after.filter { $0.contains("superseded by") }.count == 1)
        // The interface cannot change its source; a measure cannot have rows of both.
        let changed = path + "/ReportDefs/interfaces/backup.yaml"
        try Self.backup.replacing("source: B", with: "source: A").write(toFile: changed, atomically: true, encoding: .utf8)
        let other = try Command.gazette("load", "2026-10", "--workspace", path, "--quiet")
        #expect(other.status == 1 && other.errors.contains("INT068") && other.errors.contains("an id of its own"), "\(other.errors)")
        try Self.backup.write(toFile: changed, atomically: true, encoding: .utf8)
        try "measures:\n  - {code: x, name: x, unit: 人, interfaces: [pension, backup], count: rows}\n".write(toFile: path + "/ReportDefs/measures/backup.yaml", atomically: true, encoding: .utf8)
        let lint = try Command.gazette("lint", "--workspace", path)
        #expect(lint.status == 1 && (lint.text + lint.errors).contains("mixes source A (pension) with source B (backup)"))
        try "measures:\n  - {code: x, name: x, unit: 人, interfaces: [backup], count: rows}\n".write(toFile: path + "/ReportDefs/measures/backup.yaml", atomically: true, encoding: .utf8)
        let document = try Command.gazette("interfaces", "document", "backup", "--workspace", path, "--to", path + "/docs")
        let printed = try String(contentsOfFile: path + "/docs/backup.md", encoding: .utf8)
        #expect(document.status == 0 && ["B 社会保险业务备份库", "PostgreSQL 备份", "si.person", "或：文件名", "Oracle exp 导出文件"].allSatisfy(printed.contains), "\(printed)")
    }

    /// A file that cannot be loaded is refused with its remedy while it lies in the folder, and by the load.
    @Test func refusalsAreSeenBeforeTheLoad() throws {
        let path = try workspace("refusals"), folder = path + "/exchange/202610/"
        let zeros = Data(repeating: 0, count: 600)
        let cases: [(name: String, data: Data, reason: String, remedy: String)] = [
            ("BF_202610.DMP", Data([6, 1]) + Data(repeating: 0xB0, count: 0x41) + Data("\"SI\".\"SYS_EXPORT_FULL_01\"".utf8) + zeros, "Data Pump", "DIRECT=N"),
            ("BF_202610.DMP", Data("MSSQLBAK".utf8) + zeros, "SQL Server backup", "bcp"), ("BF_202610.csv", Data([0x1F, 0x8B, 8]) + zeros, "gzip", "unpack"),
            ("BF_202610.csv", Data("nummer,name\r\n1,x\r\n".utf8), "lacks the columns id", "correct the names"),
            ("BF_202610.pgdump", try Data(contentsOf: URL(filePath: Self.sample.replacing(".pgdump", with: ".sql"))).replacing("si.person", with: "si.persons"), "no table si.person", "'si.persons'"),
        ]
        for (name, data, reason, remedy) in cases {
            try data.write(to: URL(filePath: folder + name))
            try age(path)
            let status = try IntakeDayTests.states(path)
            #expect(status.status == 1 && status.states[name] == "refused" && status.text.contains(reason) && status.text.contains(remedy), "\(name): \(status.text)")
            let load = try Command.gazette("load", "2026-10", "--workspace", path, "--quiet")
            #expect(load.status == 1 && load.errors.contains(name) && load.errors.contains(reason) && load.errors.contains(remedy) && load.errors.contains("interface specification 'backup'"), "\(load.errors)")
            try FileManager.default.removeItem(atPath: folder + name)
        }
        try FileManager.default.copyItem(atPath: Self.sample, toPath: folder + "BF_202610.pgdump")
        try "id\n1\n".write(toFile: folder + "BF_202610.csv", atomically: true, encoding: .utf8)
        try age(path)
        let twice = try IntakeDayTests.states(path)
        #expect(twice.states["BF_202610.pgdump"] == "twice" && twice.states["BF_202610.csv"] == "twice")
        let load = try Command.gazette("load", "2026-10", "--workspace", path, "--quiet")
        #expect(load.status == 1 && load.errors.contains("INT060"))
    }
    /// While the set is not complete, a file is read when it is new or changed, not at every look. The command that unpacks archives
    /// is counted.
    @Test func watchLooksIntoAnUnchangedFileOnce() throws {
        let path = try workspace("watch-findings"), folder = path + "/exchange/202610/", tools = path + "/tools", log = tools + "/log", files = FileManager.default
        try files.createDirectory(atPath: tools, withIntermediateDirectories: true)
        try "#!/bin/sh\necho called >> '\(log)'\nexec /usr/bin/pg_restore \"$@\"\n".write(toFile: tools + "/pg_restore", atomically: true, encoding: .utf8)
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tools + "/pg_restore")
        try files.removeItem(atPath: folder + "YL_202610.TXT")
        try files.copyItem(atPath: Self.sample, toPath: folder + "BF_202610.pgdump")
        try age(path)
        func calls() -> Int { ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n").count }
        func wait(for count: Int) -> Int {
            for _ in 0..<100 where calls() < count { Thread.sleep(forTimeInterval: 0.1) }
            // Time for three more looks.
            Thread.sleep(forTimeInterval: 3.5)
            return calls()
        }
        let variables = ["PATH": "\(tools):/usr/bin:/bin"]
        #expect(try Command.gazette("intake", "status", "2026-10", "--workspace", path, environment: variables).status == 1)
        let once = calls()
        try #require(once > 0)
        let process = Process()
        process.executableURL = URL(filePath: Command.binary)
        process.arguments = ["watch", "2026-10", "--interval", "1", "--workspace", path]
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try Command.unblocked { try process.run() }
        defer { if process.isRunning { process.terminate() } }
        #expect(wait(for: 2 * once) == 2 * once)
        try files.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: folder + "BF_202610.pgdump")
        #expect(wait(for: 3 * once) == 3 * once)
        #expect(process.isRunning)
    }
}

extension Data {
    fileprivate func replacing(_ text: String, with other: String) -> Data { Data(String(decoding: self, as: UTF8.self).replacing(text, with: other).utf8) }
}
