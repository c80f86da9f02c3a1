import DatabaseDumps
import Diagnostics
import ExpWriter
import Testing

@Suite struct TextDumpTests {
    private func copy(_ text: String, choose: (DumpTable) -> TableChoice = { _ in .read }) throws -> (rows: [[String?]], summary: DumpSummary) {
        var rows: [[String?]] = []
        let summary = try CopyTextReader(bytes: Array(text.utf8), name: "dump.sql").read(
            choose: choose, row: { rows.append($0.fields.map { $0.baseAddress == nil ? nil : String(decoding: $0, as: UTF8.self) }) })
        return (rows, summary)
    }

    private func csv(_ bytes: [UInt8], options: CSVReader.Options = .init(), choose: (DumpTable) -> TableChoice = { _ in .read }) throws -> (rows: [[String?]], faults: [DumpFault], summary: DumpSummary) {
        var rows: [[String?]] = [], faults: [DumpFault] = []
        let summary = try CSVReader(bytes: bytes, name: "x.csv", options: options).read(
            table: "X", choose: choose,
            row: { rows.append($0.fields.map { $0.baseAddress == nil ? nil : String(decoding: $0, as: UTF8.self) }); faults += $0.faults })
        return (rows, faults, summary)
    }

    @Test func copyTextIsRead() throws {
        let text = """
            --
            -- PostgreSQL database dump
            --
            SET client_encoding = 'UTF8';
            COPY public.person (id, "Full Name", note) FROM stdin;
            1\t张三\t\\N
            2\ta\\tb\\nc\\\\d\t
            3\t\\101\\x42\\q\t\\\\N
            \\.

            COPY "My Schema"."T""x" (a) FROM stdin;
            \\.

            --
            -- PostgreSQL database dump complete
            --
            """
        let result = try copy(text)
        #expect(result.rows == [["1", "张三", nil], ["2", "a\tb\nc\\d", ""], ["3", "ABq", "\\N"]])
        #expect(result.summary.tables.map(\.table.qualifiedName) == ["public.person", "My Schema.T\"x"])
        #expect(result.summary.tables[0].table.columns.map(\.name) == ["id", "Full Name", "note"])
        #expect(result.summary.isComplete && result.summary.diagnostics.isEmpty)
    }

    @Test func copyTextFaultsHaveTheirPlace() throws {
        for (text, id) in [
            ("COPY t (a, b) FROM stdin;\n1\t2\n1\n\\.\n", "DMP013"), ("COPY t (a) FROM stdin;\n1\t2\n\\.\n", "DMP013"), ("COPY t (a) FROM stdin;\n1\n", "DMP006"),
            ("SET client_encoding = 'GBK';\n", "DMP012"),
        ] {
            let error = try #require(throws: DiagnosticsError.self) { try copy(text) }
            #expect(error.diagnostics[0].id == id && error.diagnostics[0].place != nil && error.diagnostics[0].hint != nil)
        }
    }

    @Test func csvWithQuoting() throws {
        let text = "\u{FEFF}编号,\"名称,全\",备注\r\n1,\"a,\"\"b\"\"\r\nc\",\r\n2,,\"\"\r\n3,x\"y,z"
        let result = try csv(Array(text.utf8))
        #expect(result.rows == [["1", "a,\"b\"\r\nc", nil], ["2", nil, ""], ["3", "x\"y", "z"]])
        #expect(result.summary.tables[0].table.columns.map(\.name) == ["编号", "名称,全", "备注"])
        #expect(result.faults.isEmpty && result.summary.tables[0].rows == 3)
        #expect(try csv(Array(text.utf8), choose: { _ in .columns([2, 0]) }).rows == [[nil, "1"], ["", "2"], ["z", "3"]])
    }

    @Test func csvInGBKAndWithoutHeader() throws {
        var options = CSVReader.Options()
        (options.charset, options.hasHeader, options.delimiter) = (.zhs16gbk, false, 9)
        let result = try csv([0xD6, 0xD0, 9, 0x83, 0x7C, 10], options: options)
        #expect(result.rows == [["中", "億"]])
        #expect(result.summary.tables[0].table.columns.map(\.name) == ["1", "2"])
        options.delimiter = UInt8(ascii: "|")
        #expect(throws: DiagnosticsError.self) { try csv([], options: options) }
    }

    @Test func csvFaults() throws {
        let short = try csv(Array("a,b\n1\n1,2,3\n".utf8))
        #expect(short.rows == [["1"], ["1", "2", "3"]], "as they stand")
        #expect(short.faults.map(\.kind) == [.fieldCount, .fieldCount])
        for text in ["a\n\"x", "a\n\"x\"y\n", "a\n" + String(repeating: ",", count: 5_000)] {
            let error = try #require(throws: DiagnosticsError.self) { try csv(Array(text.utf8)) }
            #expect(error.diagnostics[0].id == "DMP013" && error.diagnostics[0].place?.line == 2)
        }
        #expect(try csv([]).summary.tables.isEmpty)
    }

    /// Random rows written by the rules of both formats read back equal.
    @Test func randomRowsReadBackEqual() throws {
        let pool = Array("aB0,\"\n\r\t\\|中億𠮷 '")
        for seed in 0..<500 {
            var random = SeededGenerator(UInt64(seed) + 9)
            let width = Int.random(in: 1...6, using: &random)
            let rows: [[String?]] = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                (0..<width).map { _ in
                    Int.random(in: 0..<6, using: &random) == 0 ? nil : String((0..<Int.random(in: 0...9, using: &random)).map { _ in pool.randomElement(using: &random)! })
                }
            }
            func escaped(_ value: String?) -> String {
                guard let value else { return "\\N" }
                return value.unicodeScalars.map { ["\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"][String($0)] ?? String($0) }.joined()
            }
            let names = (0..<width).map { "c\($0)" }
            let text = "COPY s.t (\(names.joined(separator: ", "))) FROM stdin;\n" + rows.map { $0.map(escaped).joined(separator: "\t") + "\n" }.joined() + "\\.\n"
            #expect(try copy(text).rows == rows)
            func quoted(_ value: String?) -> String { value.map { "\"" + $0.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\"" } ?? "" }
            let lines = ([names.map(Optional.some)] + rows).map { $0.map(quoted).joined(separator: ",") }
            // A row of one null is an empty line, which CSV cannot tell from none at the end.
            #expect(try csv(Array((lines.joined(separator: "\r\n") + "\r\n").utf8)).rows == rows)
        }
    }
}
