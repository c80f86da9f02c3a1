import DatabaseDumps
import Diagnostics
import ExpWriter
import Foundation
import Testing

@Suite struct DumpFormatTests {
    private func padded(_ bytes: [UInt8]) -> [UInt8] { bytes + [UInt8](repeating: 0, count: 600) }

    @Test func filesAreKnownByTheirHeads() {
        let pump = [6, 1] + [UInt8](repeating: 0xB0, count: 0x41) + Array("\"SYSTEM\".\"SYS_EXPORT_FULL_01\"".utf8)
        let olderPump = [3, 1] + [UInt8](repeating: 0, count: 0x41) + Array("\"SI\".\"MYJOB\"".utf8)
        let cases: [([UInt8], DumpFormat)] = [
            (ExpWriter().bytes, .oracleExport), (padded(pump), .oracleDataPump), (padded(olderPump), .oracleDataPump),
            (padded(Array("TAPE".utf8) + [0, 0, 3, 0]), .sqlServerBackup(compressed: false)), (padded(Array("MSSQLBAK".utf8)), .sqlServerBackup(compressed: true)),
            (padded(Array("PGDMP".utf8) + [1, 14, 0]), .postgresArchive), (Array("SQLite format 3\0".utf8), .sqlite), (padded([0x1F, 0x8B, 8]), .container("gzip")),
            (Array("--\n-- PostgreSQL database dump\n--\n".utf8), .postgresText), (Array("a,b\n1,2\n".utf8), .unknown), ([], .unknown), ([3], .unknown),
            (Array("TAPE,1\n".utf8), .unknown),
        ]
        for (head, format) in cases { #expect(DumpFormat.recognise(head) == format) }
    }

    /// What is refused says what it is and what to ask the provider for.
    @Test func refusalsInstruct() {
        let wanted: [(DumpFormat, String, String)] = [
            (.oracleDataPump, "expdp", "DIRECT=N"), (.sqlServerBackup(compressed: true), "MSSQLBAK", "bcp"), (.sqlServerBackup(compressed: false), "TAPE", "bcp"),
            (.container("ZIP"), "ZIP", "unpack"), (.unknown, "no dump", "CSV"),
        ]
        for (format, name, instruction) in wanted {
            let diagnostic = format.refusal(file: "x")
            #expect(diagnostic?.message.contains(name) == true && diagnostic?.hint?.contains(instruction) == true)
        }
        for format in [DumpFormat.oracleExport, .postgresText, .postgresArchive, .sqlite] { #expect(format.refusal(file: "x") == nil) }
        #expect(throws: (any Error).self) { try OracleExportReader(bytes: Array("MSSQLBAK".utf8), name: "x") }
    }

    @Test func everyIdIsDescribed() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let documented = try String(contentsOf: root.appending(path: "Docs/Diagnostics.md"), encoding: .utf8)
        for file in ["Sources/DatabaseDumps/DumpDiagnostics.swift", "Sources/Pipeline/PostgresArchive.swift"] {
            let ids = try String(contentsOf: root.appending(path: file), encoding: .utf8).matches(of: #/"(DMP\d{3})"/#).map { String($0.output.1) }
            #expect(!ids.isEmpty)
            for id in ids { #expect(documented.contains("| \(id) |"), "\(id)") }
        }
    }
}
