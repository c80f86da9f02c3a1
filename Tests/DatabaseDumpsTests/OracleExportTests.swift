import DatabaseDumps
import Diagnostics
import ExpWriter
import Foundation
import Testing

/// What a reader made of a dump: rows as texts, nil is null.
struct Outcome {
    var rows: [String: [[String?]]] = [:]
    var faults: [DumpFault] = []
    var summary = DumpSummary()

    init(_ reader: OracleExportReader, choose: (DumpTable) -> TableChoice = { _ in .read }) throws {
        var current = "", rows: [String: [[String?]]] = [:], faults: [DumpFault] = []
        summary = try reader.read(
            choose: { current = $0.qualifiedName; return choose($0) },
            row: { row in
                rows[current, default: []].append(row.fields.map { $0.baseAddress == nil ? nil : String(decoding: $0, as: UTF8.self) })
                faults += row.faults
            })
        (self.rows, self.faults) = (rows, faults)
    }

    init(_ bytes: [UInt8], options: OracleExportReader.Options = .init(), choose: (DumpTable) -> TableChoice = { _ in .read }) throws {
        try self.init(OracleExportReader(bytes: bytes, name: "demo.dmp", options: options), choose: choose)
    }
}

@Suite struct OracleExportTests {
    private func check(_ dump: RandomDump, _ outcome: Outcome) {
        #expect(outcome.summary.isComplete)
        #expect(outcome.faults.isEmpty)
        #expect(outcome.summary.tables.map(\.table.name) == dump.tables.map(\.name))
        for (table, found) in zip(dump.tables, outcome.summary.tables) {
            #expect(found.table.schema == table.schema)
            #expect(found.sections == table.sections)
            #expect(found.table.columns.isEmpty || found.table.columns.map(\.name) == table.columns.map(\.name))
            if let rows = table.rows {
                #expect(found.state == .read)
                #expect(found.rows == rows.count)
                #expect(outcome.rows["\(table.schema).\(table.name)", default: []] == rows)
            } else if case .refused = found.state {} else { Issue.record("\(table.name) must be refused") }
        }
    }

    @Test func randomTablesReadBackEqual() throws {
        for seed in 0..<1_000 {
            let dump = RandomDump(seed: UInt64(seed))
            check(dump, try Outcome(dump.writer.bytes))
        }
    }

    /// Rows of any length over the borders of the reader's buffer.
    @Test(arguments: [1, 2, 3]) func filesLargerThanTheBufferReadBackEqual(_ seed: Int) throws {
        let dump = RandomDump(seed: UInt64(seed) + 77_000, tables: 6, mostRows: 4_000, longTexts: true)
        let path = FileManager.default.temporaryDirectory.appending(path: "dump-\(seed)-\(UUID().uuidString).dmp").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(dump.writer.bytes).write(to: URL(filePath: path))
        #expect(dump.writer.bytes.count > 1 << 20)
        check(dump, try Outcome(OracleExportReader(path: path)))
    }

    @Test func everyCharacterSet() throws {
        let texts: [(Int, [UInt8], String)] = [
            (852, [0xD6, 0xD0, 0x83, 0x7C, 0x80, 0x41], "中億€A"), (850, [0xD6, 0xD0, 0xB9, 0xFA], "中国"),
            (854, [0x95, 0x34, 0xB2, 0x35, 0x81, 0x30, 0x84, 0x36], "𠮷¥"), (871, [0xED, 0xA1, 0x82, 0xED, 0xBE, 0xB7, 0xE4, 0xB8, 0xAD], "𠮷中"),
            (873, Array("𠮷中é".utf8), "𠮷中é"), (1, Array("plain".utf8), "plain"), (178, [0x80, 0xE9, 0x97], "€é—"), (31, [0xE9, 0xB7], "é·"),
            (2000, [0x4E, 0x2D, 0xD8, 0x42, 0xDF, 0xB7, 0, 0x41], "中𠮷A"),
        ]
        var writer = ExpWriter()
        let columns = texts.map { ExpColumn("C\($0.0)", type: 1, length: 40, charset: $0.0, isNational: $0.0 == 2000) }
        writer.define("T", columns: columns)
        writer.beginRows("T", columns: columns)
        writer.row(texts.map { $0.1 })
        writer.endRows()
        writer.end()
        let outcome = try Outcome(writer.bytes)
        #expect(outcome.rows["SYSTEM.T"] == [texts.map { Optional($0.2) }])
        #expect(outcome.summary.tables[0].table.columns.map(\.charset).prefix(3) == ["ZHS16GBK", "ZHS16CGB231280", "ZHS32GB18030"])
        #expect(outcome.summary.tables[0].table.columns.last?.typeName == "NVARCHAR2")
    }

    /// Bytes that are no characters are replaced and reported; the row is delivered.
    @Test func badCharactersAreFaultsOfTheRow() throws {
        let bad: [(Int, [UInt8])] = [
            (852, [0xD6]), (852, [0xFF, 0x41]), (1, [0xD6, 0xD0]), (873, [0xED, 0xA1, 0x82, 0xED, 0xBE, 0xB7]), (871, [0xED, 0xA1, 0x82]), (2000, [0xD8, 0x42]),
            (2000, [0x4E]), (178, [0x81]), (854, [0x84, 0x31, 0xA4, 0x40]),
        ]
        var writer = ExpWriter()
        for (index, item) in bad.enumerated() {
            let columns = [ExpColumn("A", type: 2, length: 22), ExpColumn("B", type: 1, length: 20, charset: item.0)]
            writer.define("T\(index)", columns: columns)
            writer.beginRows("T\(index)", columns: columns)
            writer.row([ExpValue.number("1"), item.1])
            writer.endRows()
        }
        writer.end()
        let outcome = try Outcome(writer.bytes)
        #expect(outcome.faults == bad.map { _ in DumpFault(field: 1, kind: .characters) })
        #expect(outcome.summary.diagnostics.map(\.id) == bad.map { _ in "DMP010" })
        #expect(outcome.rows.values.allSatisfy { $0[0][1]!.contains("\u{FFFD}") })
    }

    /// The same long column many times: the fields are still whole.
    @Test func aColumnCanBeChosenManyTimes() throws {
        let columns = [ExpColumn("A", type: 1, length: 4000, charset: 852), ExpColumn("B", type: 2, length: 22)]
        let text = String(repeating: "億", count: 2_000)
        var writer = ExpWriter()
        writer.define("T", columns: columns)
        writer.beginRows("T", columns: columns)
        writer.row([ExpText.encode(text, charset: 852), ExpValue.number("7")])
        writer.endRows()
        writer.end()
        let outcome = try Outcome(writer.bytes) { _ in .columns([Int](repeating: 0, count: 60) + [1]) }
        #expect(outcome.rows["SYSTEM.T"] == [[String?](repeating: text, count: 60) + ["7"]])
    }

    /// Object tables and XMLTYPE: an INSERT of another form is no silent loss.
    @Test func anUnknownInsertRefusesItsTable() throws {
        let columns = [ExpColumn("A", type: 2, length: 22)]
        var writer = ExpWriter()
        writer.define("X", columns: columns)
        writer.line("INSERT /*+NESTED_TABLE_SET_REFS+*/ INTO \"X\" (\"A\") VALUES (SYS.XMLTYPE(:1))")
        writer.opaque([1, 0, 58, 0, 0, 0])
        writer.endRows()
        writer.define("Y", columns: columns)
        writer.beginRows("Y", columns: columns)
        writer.row([ExpValue.number("1")])
        writer.endRows()
        writer.end()
        let outcome = try Outcome(writer.bytes)
        guard case .refused? = outcome.summary.table("X")?.state else { Issue.record("not refused"); return }
        #expect(outcome.rows == ["SYSTEM.Y": [["1"]]] && outcome.summary.isComplete)
    }

    /// Chinese texts in a database that is declared US7ASCII.
    @Test func theTrueCharacterSetCanBeNamed() throws {
        let columns = [ExpColumn("名称", type: 1, length: 20, charset: 1)]
        var writer = ExpWriter()
        writer.define("表", columns: columns)
        writer.beginRows("表", columns: columns)
        writer.row([[0xD6, 0xD0, 0xB9, 0xFA]])
        writer.endRows()
        writer.end()
        var options = OracleExportReader.Options()
        options.textCharset = .zhs16gbk
        let outcome = try Outcome(writer.bytes, options: options)
        #expect(outcome.rows["SYSTEM.表"] == [["中国"]])
        #expect(outcome.summary.tables[0].table.columns[0].name == "名称")
    }

    @Test func onlyChosenColumnsInTheGivenOrder() throws {
        let dump = RandomDump(seed: 4242, tables: 6)
        let readable = dump.tables.filter { $0.rows != nil }
        let wanted = readable[1]
        let outcome = try Outcome(dump.writer.bytes) { table in
            table.name == wanted.name ? .columns([wanted.columns.count - 1, 0, 0]) : .skip
        }
        #expect(outcome.rows == (wanted.rows!.isEmpty ? [:] : ["\(wanted.schema).\(wanted.name)": wanted.rows!.map { [$0.last!, $0[0], $0[0]] }]))
        #expect(outcome.summary.tables.map(\.rows) == dump.tables.map { $0.rows?.count ?? 0 })
        #expect(throws: DiagnosticsError.self) { try Outcome(dump.writer.bytes) { _ in .columns([99]) } }
        let described = outcome.summary.table(wanted.name)!.table
        #expect(try described.indices(of: ["column_0", wanted.columns.last!.name], file: "a.dmp") == [0, wanted.columns.count - 1])
        let error = #expect(throws: DiagnosticsError.self) { try described.indices(of: ["COLUMN_0", "NONE"], file: "a.dmp") }
        #expect(error?.diagnostics[0].id == "DMP016" && error?.diagnostics[0].message.hasSuffix("NONE") == true)
    }

    @Test(arguments: [
        (112, "CLOB"), (113, "BLOB"), (114, "BFILE"), (8, "LONG"), (24, "LONG RAW"), (121, "object type"), (122, "nested table"), (123, "VARRAY"), (58, "XMLTYPE"),
        (100, "BINARY_FLOAT"), (101, "BINARY_DOUBLE"), (181, "WITH TIME ZONE"), (231, "LOCAL TIME ZONE"), (183, "INTERVAL DAY"), (777, "type number 777"),
    ]) func refusedTablesAreNamedAndTheOthersLoad(_ type: Int, _ name: String) throws {
        let good = [ExpColumn("ID", type: 2, length: 22)], bad = good + [ExpColumn("X", type: type, length: 80, charset: 852)]
        var writer = ExpWriter()
        for (table, columns) in [("BEFORE", good), ("BAD", bad), ("AFTER", good)] {
            writer.define(table, columns: columns)
            writer.beginRows(table, columns: columns)
            // Contents that look like records and ends must not mislead.
            if table == "BAD" {
                writer.opaque(Array("x\nTABLE \"FALSE\"\nCREATE TABLE \"FALSE\" (\nINSERT INTO \"FALSE\" (\"A\") VALUES (:1)".utf8) + [0xFF, 0xFF, 10, 0xFF, 0xFF, 0xFF, 10, 3])
            } else { writer.row([ExpValue.number("12")]) }
            writer.endRows()
            writer.trailer(table)
        }
        writer.end()
        let outcome = try Outcome(writer.bytes)
        #expect(outcome.rows == ["SYSTEM.BEFORE": [["12"]], "SYSTEM.AFTER": [["12"]]])
        #expect(outcome.summary.diagnostics.map(\.id) == ["DMP008"])
        guard case .refused(let reason)? = outcome.summary.table("BAD")?.state else { Issue.record("not refused"); return }
        #expect(reason.contains(name) && reason.contains("column X"))
    }

    @Test func anUnknownCharacterSetRefusesItsTable() throws {
        let columns = [ExpColumn("A", type: 1, length: 9, charset: 832)]
        var writer = ExpWriter()
        writer.define("T", columns: columns)
        writer.beginRows("T", columns: columns)
        writer.row([[65]])
        writer.endRows()
        writer.define("EMPTY", columns: columns)
        writer.end()
        let outcome = try Outcome(writer.bytes)
        #expect(outcome.summary.tables.map(\.state) == [.refused(reason: "column A is in the character set number 832, which is not known"), .structureOnly])
    }

    @Test func aCorruptLengthIsAnErrorWithItsPlace() throws {
        let columns = [ExpColumn("ID", type: 2, length: 22), ExpColumn("NAME", type: 1, length: 20, charset: 852)]
        var writer = ExpWriter()
        writer.connect("SI")
        writer.define("PERSON", columns: columns)
        writer.beginRows("PERSON", columns: columns)
        for number in 1...5 { writer.row([ExpValue.number("\(number)"), Array("name\n".utf8)]) }
        writer.endRows()
        writer.end()
        var bytes = writer.bytes
        let place = writer.rowOffsets[2]
        bytes[place] = 200
        let error = try #require(throws: DiagnosticsError.self) { try Outcome(bytes) }
        let diagnostic = error.diagnostics[0]
        #expect(diagnostic.id == "DMP005")
        #expect(diagnostic.place == SourceRange(file: "demo.dmp", line: 3))
        #expect(diagnostic.message.hasPrefix("table SI.PERSON, row 3, byte \(place): column ID, a NUMBER, has the length 200"))
        #expect(diagnostic.hint != nil)
    }

    /// A file that is cut off anywhere is an error or says that its end is missing; rows before the cut are right.
    @Test func cutFilesNeverPassAsWhole() throws {
        let dump = RandomDump(seed: 99, tables: 5)
        let bytes = dump.writer.bytes
        let end = bytes.lastIndex { $0 != 0 }! - 5
        for length in stride(from: 0, to: end, by: 37) {
            do {
                let outcome = try Outcome(Array(bytes[..<length]))
                #expect(!outcome.summary.isComplete)
                #expect(outcome.summary.diagnostics.contains { $0.id == "DMP009" })
            } catch let error as DiagnosticsError {
                #expect(["DMP003", "DMP004", "DMP005", "DMP006"].contains(error.diagnostics[0].id))
            }
        }
    }

    @Test func headerNamesVersionUserModeAndCharacterSets() throws {
        let header = try OracleExportReader(bytes: ExpWriter(charset: 852, user: "SI", mode: "RTABLES").bytes, name: "a.dmp").header
        #expect(header.version == "11.02.00" && header.user == "SI" && header.mode == .tables && header.clientCharset == 852 && header.nationalCharset == 2000)
    }

    @Test func directPathAndSetsOfFilesAreRefusedByName() throws {
        let bytes = ExpWriter().bytes
        func refusal(_ from: String, _ to: String) -> Diagnostic? {
            let text = String(decoding: bytes, as: Unicode.ASCII.self)
            guard let range = text.range(of: from) else { return nil }
            let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
            var changed = bytes
            changed.replaceSubrange(start..<(start + from.utf8.count), with: Array(to.utf8))
            do { _ = try OracleExportReader(bytes: changed, name: "a.dmp") } catch { return (error as? DiagnosticsError)?.diagnostics.first }
            return nil
        }
        let direct = refusal("DSYSTEM\n", "DSYSTEM\nD\n")
        #expect(direct?.id == "DMP002" && direct?.message.contains("direct=y") == true && direct?.hint?.contains("DIRECT=N") == true)
        let set = refusal("\n0\n72\n", "\n2\n72\n")
        #expect(set?.id == "DMP002" && set?.hint?.contains("FILESIZE") == true)
    }
}
