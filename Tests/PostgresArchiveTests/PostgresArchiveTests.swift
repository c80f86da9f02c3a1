import DatabaseDumps
import Diagnostics
import Foundation
import Pipeline
import Testing

/// Needs PostgreSQL's client programs; skipped where they are missing.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pg_restore"), "pg_restore is not installed"))
struct PostgresArchiveTests {
    static let sample = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "DatabaseDumpsTests/Samples/person.pgdump").path()

    private func rows(_ archive: PostgresArchive, tables: [String] = []) throws -> (rows: [[String?]], summary: DumpSummary) {
        var rows: [[String?]] = []
        let summary = try archive.read(
            tables: tables, choose: { _ in .read }, row: { rows.append($0.fields.map { $0.baseAddress == nil ? nil : String(decoding: $0, as: UTF8.self) }) })
        return (rows, summary)
    }

    @Test func anArchiveGivesTheRowsOfItsTextDump() throws {
        let archive = try rows(PostgresArchive(path: Self.sample), tables: ["person"])
        var text: [[String?]] = []
        _ = try CopyTextReader(path: Self.sample.replacing(".pgdump", with: ".sql")).read(
            choose: { $0.name == "person" ? .read : .skip }, row: { text.append($0.fields.map { $0.baseAddress == nil ? nil : String(decoding: $0, as: UTF8.self) }) })
        #expect(archive.rows == text && text.count == 120)
        #expect(archive.summary.isComplete && archive.summary.tables.map(\.table.qualifiedName) == ["si.person"])
    }

    /// A cut archive is an error even though pg_restore delivers what it can.
    @Test func damagedArchivesAreErrors() throws {
        let whole = try Data(contentsOf: URL(filePath: Self.sample))
        let path = FileManager.default.temporaryDirectory.appending(path: "cut-\(UUID().uuidString).pgdump").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        for share in [4, 2] {
            try whole.prefix(whole.count - whole.count / share).write(to: URL(filePath: path))
            let error = try #require(throws: DiagnosticsError.self) { try rows(PostgresArchive(path: path)) }
            #expect(error.diagnostics[0].id == "DMP021" && error.diagnostics[0].hint != nil)
        }
    }

    @Test func aMissingCommandIsNamed() throws {
        var archive = PostgresArchive(path: Self.sample)
        archive.command = "no-such-command"
        let error = try #require(throws: DiagnosticsError.self) { try rows(archive) }
        #expect(error.diagnostics[0].id == "DMP020")
    }
}
