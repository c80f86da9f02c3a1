import DatabaseDumps
import Foundation
import Testing

/// Files written by a PostgreSQL 15 server (合成数据): its dump as text and its own CSV of the same table must give the same rows.
@Suite struct PostgresSampleTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Samples")

    @Test func dumpAndCSVOfTheServerAgree() throws {
        var copied: [[String?]] = [], listed: [[String?]] = []
        func texts(_ row: DumpRow) -> [String?] { row.fields.map { $0.baseAddress == nil ? nil : String(decoding: $0, as: UTF8.self) } }
        let dump = try CopyTextReader(path: Self.folder.appending(path: "person.sql").path()).read(
            choose: { $0.name == "person" ? .read : .skip }, row: { copied.append(texts($0)) })
        let csv = try CSVReader(path: Self.folder.appending(path: "person.csv").path()).read(table: "person", choose: { _ in .read }, row: { listed.append(texts($0)) })
        #expect(dump.isComplete && dump.tables.map(\.table.qualifiedName) == ["public.empty", "si.person"])
        #expect(copied.count == 120 && copied == listed)
        #expect(dump.tables[1].table.columns.map(\.name) == csv.tables[0].table.columns.map(\.name))
        #expect(copied.contains { $0[2] == "line\nbreak\rback\\slash" } && copied.contains { $0[2] == nil } && copied.contains { $0[2] == "" })
    }

    @Test func theArchiveIsRecognised() throws {
        let head = [UInt8](try Data(contentsOf: Self.folder.appending(path: "person.pgdump")).prefix(DumpFormat.headLength))
        #expect(DumpFormat.recognise(head) == .postgresArchive)
        let text = [UInt8](try Data(contentsOf: Self.folder.appending(path: "person.sql")).prefix(DumpFormat.headLength))
        #expect(DumpFormat.recognise(text) == .postgresText)
    }
}
