import Cubes
import Diagnostics
import ExpWriter
import Foundation
import GRDBSQLite
import Intake
import Quantities
import ReportModel
import Testing
import Warehouse

/// A feed that may come as text, as a table of a dump, or as CSV: the same rows give the same facts, and what cannot be read is
/// refused by name.
@Suite struct DumpFeedTests {
    static let columns = """
        columns:
          - {name: period, title: 期间, type: period, source: AAE003}
          - {name: key, title: 编号, type: text, length: 8, source: AAC001}
          - {name: class, title: 类别, type: code, codes: class, source: AAC009}
          - {name: name, title: 姓名, type: text, length: 4, required: false, source: AAC003}
          - {name: amount, title: 金额, type: number, integer_digits: 6, decimals: 2, rounding: half-away, minimum: -500, source: AAC040}
          - {name: months, title: 月数, type: number, integer_digits: 3, default: "7", source: AAE202}
          - {name: day, title: 日期, type: date, source: AAC030}
          - {name: compact, title: 日期, type: date, format: yyyymmdd, required: false, source: AAC031}
          - {name: paid, title: 到账, type: logical, source: AAE100}
        """
    static let rest = """
        alternatives:
          - {format: oracle-exp, file: "F_{period}.DMP", table: AC20}
          - {format: postgres, file: "F_{period}.sql", table: si.ac20}
          - {format: csv, file: "F_{period}.csv"}
          - {format: sqlite, file: "F_{period}.db", table: ac20}
        rules:
          - {id: big, name: 大额, check: amount < 900, severity: suspect}
          - {id: long, name: 长期, check: months < 100, severity: warning}
          - {id: even, name: 偶数, check: months > 3, when: [class in 20], severity: error}
        filters:
          - {id: paid, name: 未到账, drop: [paid = 0, months > 50]}
        """
    /// Types as in a database; the compact date is a text there.
    static let described: [Delivery.Column] = [
        .init(name: "AAE003", type: 2), .init(name: "AAC001", type: 1), .init(name: "AAC009", type: 1), .init(name: "AAC003", type: 1), .init(name: "AAC040", type: 2),
        .init(name: "AAE202", type: 2), .init(name: "AAC030", type: 12), .init(name: "AAC031", type: 1), .init(name: "AAE100", type: 1),
    ]

    /// Good rows and rows of every fault that a database can hold.
    static func rows(_ count: Int, seed: UInt64) -> [[String?]] {
        var random = SplitMix(seed: seed)
        func one<T>(_ list: [T]) -> T { list.randomElement(using: &random)! }
        return (0..<count).map { number in
            let whole = Int.random(in: -600...1100, using: &random), cents = Int.random(in: 0...9999, using: &random)
            // As a NUMBER is printed: no zeros at the end.
            var amount = "\(whole)" + (cents == 0 ? "" : "." + String("\(10000 + cents)".dropFirst()))
            while amount.contains(".") && amount.last == "0" { amount.removeLast() }
            if whole == 0 && amount == "0." { amount = "0" }
            return [
                one(["202610", "202610", "202610", "202610", "202610", "202610", "202609"]),
                one(["k\(number)", "k\(number)", "k\(number)", "k\(number / 3)", "k\(number)-zu lang", nil]), one(["1", "男", "20", "20", "1", "9", "21"]),
                one(["张三", "億万富", nil, "一二三四五", "a|b".replacing("|", with: "-")]), one([amount, amount, amount, "1234567", nil]),
                one(["1", "12", "120", "60", nil]), one(["2026-10-01", "2024-02-29", "1700-01-01", nil, "2026-10-31"]), one(["20241231", nil, "20240230", "20241231"]),
                one(["1", "0", "1", "1", "2"]),
            ]
        }
    }

    private struct Facts: Equatable {
        var counts: [Int]
        var named: [String]
        var sums: [String]
        var summary: [String]
        var detail: [[String?]]
        var rejects: [String: [String]]
        var diagnostics: Set<String>
    }

    private func facts(_ feed: Feed, _ result: FeedLoader.Result, delimiter: String = "|") throws -> Facts {
        let record = result.record, period = ReportingPeriod("2026-10")!
        let table = try #require(try feed.warehouse.summaryTables(from: period, to: period).first)
        var rejects: [String: [String]] = [:]
        for kind in (record.errors + record.suspects.map { .init(name: "suspect-\($0.name)", count: $0.count) } + record.warnings.map { .init(name: "warning-\($0.name)", count: $0.count) }
            + record.filters.map { .init(name: "filter-\($0.name)", count: $0.count) })
        {
            let entries = try feed.rejects(kind.name)
            #expect(entries.count == kind.count, "\(kind.name)")
            rejects[kind.name] = entries.map { "\($0.line) \($0.column) " + String(decoding: $0.row, as: UTF8.self).replacing(delimiter, with: "|") }
        }
        return Facts(
            counts: [record.batch.rows, record.batch.accepted, record.batch.rejected, record.rounded, record.defaulted],
            named: (record.errors + record.suspects + record.warnings + record.filters).map { "\($0.name) \($0.count)" },
            sums: record.sums.map { "\($0.column) \($0.sum) \($0.scale) \($0.rejected) \($0.unreadable)" },
            summary: table.rows.map { "\($0.measure) \($0.part) \($0.members) \($0.value) \($0.scale)" }, detail: try feed.detail(), rejects: rejects,
            diagnostics: Set(result.diagnostics.map(\.id)))
    }

    @Test func theSameRowsInEveryFormGiveTheSameFacts() throws {
        let delivery = Delivery(columns: Self.described, rows: Self.rows(3000, seed: 7))
        let feed = try Feed("forms", Self.rest, columns: Self.columns)
        let text = try facts(feed, try feed.load(["F_202610.TXT": delivery.text()]))
        // The test is about something: every class that a database can hold occurs.
        for name in ["required", "length", "code", "date", "date-range", "integer-digits", "range", "period", "type", "duplicate-key", "rule-even", "big", "long", "paid"] {
            #expect(text.named.contains { $0.hasPrefix("\(name) ") }, "\(name)")
        }
        #expect(text.counts[1] > 100 && text.counts[3] > 30 && text.counts[4] > 30 && text.summary.count > 5)
        let dump = try feed.load(["F_202610.DMP": Data(delivery.oracle().bytes)])
        #expect(try facts(feed, dump) == text)
        #expect(dump.record.files.map { "\($0.form) \($0.table) \($0.encoding)" } == ["oracle-exp SI.AC20 ZHS16GBK"] && dump.record.files[0].rows == text.counts[0])
        #expect(try facts(feed, try feed.load(["F_202610.sql": delivery.copy()])) == text)
        var opposite = text
        opposite.rejects = opposite.rejects.mapValues { _ in [] }
        var csv = try facts(feed, try feed.load(["F_202610.csv": delivery.csv()]), delimiter: ",")
        #expect(csv.rejects == text.rejects, "in the order of the specification, whatever the order in the file")
        csv.rejects = opposite.rejects
        #expect(csv == opposite)
        let path = feed.folder + "/made.db"
        try delivery.sqlite(path)
        let sqlite = try feed.load(["F_202610.db": Data(contentsOf: URL(filePath: path))])
        #expect(try facts(feed, sqlite) == text)
        #expect(sqlite.record.files[0].digest.count == 64 && sqlite.record.files[0].form == "sqlite")
        let history = try feed.warehouse.history()
        #expect(history.count == 5 && history.dropLast().allSatisfy { $0.supersededBy != nil } && history.allSatisfy { $0.source == "A" })
    }

    static func row(_ key: String?, amount: String? = "1", day: String = "2026-10-01", name: String? = "名") -> [String?] { ["202610", key, "1", name, amount, "4", day, nil, "1"] }

    /// Values that a text file cannot hold stand in the error files behind a backslash, and come back from there.
    @Test func valuesWithDelimitersAndLineFeedsKeepTheirRow() throws {
        let rows = [Self.row("a|b"), Self.row("c\nd"), Self.row("e\\n"), Self.row("f|f|f|f|f|f"), Self.row("g\r\nggggggg")]
        let feed = try Feed("escapes", Self.rest, columns: Self.columns)
        for (file, data) in [("F_202610.DMP", Data(Delivery(columns: Self.described, rows: rows).oracle().bytes)), ("F_202610.sql", Delivery(columns: Self.described, rows: rows).copy())] {
            let record = try feed.load([file: data]).record
            #expect(record.batch.accepted == 3 && record.count("length") == 2)
            #expect(try feed.detail("SELECT key FROM detail") == [["a|b"], ["c\nd"], ["e\\n"]])
            let rejected = try feed.rejects("length")
            #expect(rejected.map(\.line) == [4, 5])
            let specification = feed.catalogue.interface("f", for: ReportingPeriod("2026-10")!)!.form(ofFile: file, for: ReportingPeriod("2026-10")!)
            #expect(try rejected.map { try #require(RowText.fields(Array($0.row), of: specification, encoding: .utf8)) }.map { $0[1] } == ["f|f|f|f|f|f", "g\r\nggggggg"])
        }
    }

    /// Suspects of a dump are decided like those of a text file.
    @Test func decisionsHoldForRowsOfDumps() throws {
        let rows = [Self.row("a", amount: "950.5", day: "2026-10-01 08:30:00"), Self.row("b", amount: "960", name: "x|\\y"), Self.row("c", amount: "970"), Self.row("c", amount: "980")]
        let feed = try Feed("decide", Self.rest, columns: Self.columns), period = ReportingPeriod("2026-10")!
        let data = ["F_202610.DMP": Data(Delivery(columns: Self.described, rows: rows).oracle().bytes)]
        #expect(try feed.load(data).record.count("big") == 3)
        let suspects = try feed.warehouse.suspects(interface: "f", period: period).rows
        #expect(suspects.map(\.line) == [1, 2, 3])
        let specification = feed.catalogue.interface("f", for: period)!.form(ofFile: "F_202610.DMP", for: period)
        var fields = try #require(RowText.fields(suspects[1].row, of: specification, encoding: .utf8))
        #expect(fields[3] == "x|\\y")
        fields[4] = "1.25"
        let fixed = try #require(RowText.row(fields, of: specification, encoding: .utf8))
        #expect(try RowText.faults(of: fixed, specification, encoding: .utf8, catalogue: feed.catalogue, period: period).isEmpty)
        #expect(try RowText.faults(of: suspects[0].row, specification, encoding: .utf8, catalogue: feed.catalogue, period: period).isEmpty, "with its time of day")
        let decided = try feed.load(data, decisions: [
            .init(row: suspects[0].row, action: .accept), .init(row: suspects[1].row, action: .fix(fixed)), .init(row: suspects[2].row, action: .giveBack),
        ]).record
        #expect(decided.settled == 1 && decided.corrected == 1 && decided.count("returned") == 1 && decided.count("big") == 1)
        #expect(try feed.detail("SELECT line, key, amount, day FROM detail").map { $0.map { $0 ?? "" } } == [["1", "a", "95050", "20261001"], ["2", "b", "125", "20261001"], ["4", "c", "98000", "20261001"]])
    }

    /// Dates of a database come in the declared form, with or without a time; in a period column as the month.
    @Test func datesComeInTheDeclaredForm() throws {
        let columns = """
            columns:
              - {name: period, title: 期间, type: period}
              - {name: key, title: 编号, type: text, length: 8}
              - {name: class, title: 类别, type: code, codes: class}
              - {name: amount, title: 金额, type: number, decimals: 2}
              - {name: a, title: 甲, type: date}
              - {name: b, title: 乙, type: date, format: yyyymmdd}
              - {name: c, title: 丙, type: date, format: yyyy/mm/dd}
              - {name: d, title: 丁, type: logical}
            """
        let described: [Delivery.Column] = [
            .init(name: "PERIOD", type: 12), .init(name: "KEY", type: 1), .init(name: "CLASS", type: 2), .init(name: "AMOUNT", type: 2), .init(name: "A", type: 12), .init(name: "B", type: 12),
            .init(name: "C", type: 12), .init(name: "D", type: 2),
        ]
        func rows(_ flag: String) -> [[String?]] {
            [
                ["2026-10-01", "k1", "1", "0.1", "2024-02-29", "2024-02-29 23:59:59", "2024-02-29", flag], ["2026-09-30", "k2", "1", "2", "2024-02-29", "2024-02-29", "2024-02-29", flag],
                ["2026-10-31 08:00:00", "k3", "1", "-3", "1752-12-31", "2024-02-29", "2024-02-29", flag],
            ]
        }
        let feed = try Feed("dates-of-dumps", Self.rest.split(separator: "rules:")[0].description, columns: columns)
        for (file, data) in [("F_202610.DMP", Data(Delivery(columns: described, rows: rows("1")).oracle().bytes)), ("F_202610.sql", Delivery(columns: described, rows: rows("t")).copy())] {
            let record = try feed.load([file: data]).record
            #expect(record.batch.accepted == 1 && record.count("period") == 1 && record.count("date-range") == 1, "\(file)")
            #expect(try feed.detail() == [["1", "k1", "0", "10", "20240229", "20240229", "20240229", "1"]])
        }
        // A CSV file is text: its dates are as declared.
        let csv = try feed.load(["F_202610.csv": Data("period,KEY,类别,AMOUNT,a,b,C,d\n202610,k1,1,1,2024-02-29,20240229,2024/02/29,1\n202610,k2,1,1,2024-02-29,2024-02-29,2024/02/29,1\n202610,k3,1\n202610,k4,1,1,2024-02-29,20240229,2024/02/29,1,9\n".utf8)]).record
        #expect(csv.batch.accepted == 1 && csv.count("date") == 1 && csv.count("column-count") == 2)
        let short = try feed.rejects("column-count")
        #expect(short.map(\.line) == [3, 4] && short.map(\.column) == ["3/8", "9/8"] && short.map { String(decoding: $0.row, as: UTF8.self) } == ["202610,k3,1", "202610,k4,1,1,2024-02-29,20240229,2024/02/29,1,9"])
    }

    /// Bytes that are no characters, no number, no day: the row is rejected under its class, the others are loaded.
    @Test func brokenValuesRejectTheirRow() throws {
        let feed = try Feed("broken-values", Self.rest, columns: Self.columns)
        var writer = ExpWriter(charset: Delivery.gbk)
        let columns = Self.described.map { ExpColumn($0.name, type: $0.type, length: $0.type == 1 ? 200 : $0.type == 2 ? 22 : 7, charset: $0.type == 1 ? Delivery.gbk : 0) }
        writer.connect("SI")
        writer.define("AC20", columns: columns)
        writer.beginRows("AC20", columns: columns)
        func values(_ key: String) -> [[UInt8]?] {
            [ExpValue.number("202610"), Array(key.utf8), [49], nil, ExpValue.number("1.5"), ExpValue.number("4"), ExpValue.date(2026, 10, 1), nil, [49]]
        }
        writer.row(values("a"))
        for (place, bytes) in [(3, [0x81, 0x20]), (4, [0xC1, 0xFF]), (6, [120, 126, 13, 1, 1, 1, 1])] as [(Int, [UInt8])] {
            var row = values("b\(place)")
            row[place] = bytes
            writer.row(row)
        }
        writer.endRows()
        writer.end()
        let result = try feed.load(["F_202610.DMP": Data(writer.bytes)])
        #expect(result.record.batch.accepted == 1 && result.record.batch.rejected == 3)
        #expect(["encoding", "type", "date"].map { result.record.count($0) } == [1, 1, 1])
        #expect(try feed.rejects("encoding").map(\.line) == [2] && feed.rejects("type").map(\.line) == [3] && feed.rejects("date").map(\.line) == [4])
        #expect(result.diagnostics.contains { $0.id == "DMP010" })
    }

    /// REAL values are decimals only when 15 digits tell them; blobs are no text.
    @Test func sqliteValuesAreExactOrRejected() throws {
        let feed = try Feed("real", Self.rest.split(separator: "rules:")[0].description)
        let path = feed.folder + "/real.db"
        var connection: OpaquePointer?
        try #require(sqlite3_open(path, &connection) == SQLITE_OK)
        let sql = """
            CREATE TABLE ac20(key, class, amount REAL);
            INSERT INTO ac20 VALUES ('a', 1, 0.1), ('b', 1, 0.1 + 0.2), ('c', 1, 12), ('d', 1.0, 1e-5), ('e', 1, 999999.994), ('f', 1, 1e300), (x'67', 1, 1), ('h', 1, -0.005), ('i', 1, '7.10'), ('j', 1, 1e15);
            """
        try #require(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close_v2(connection)
        let record = try feed.load(["F_202610.db": Data(contentsOf: URL(filePath: path))]).record
        #expect(try feed.detail("SELECT key, amount FROM detail") == [["a", "10"], ["c", "1200"], ["d", "0"], ["e", "99999999"], ["h", "-1"], ["i", "710"]])
        #expect(record.count("type") == 1 && record.count("encoding") == 1 && record.count("integer-digits") == 2)
        #expect(try feed.rejects("type").map { String(decoding: $0.row, as: UTF8.self) } == ["b|1|0.3"])
    }

    // MARK: Refusals

    private func diagnostics(_ feed: Feed, _ files: [String: Data]) -> [Diagnostic] {
        do { _ = try feed.load(files) } catch let error as DiagnosticsError { return error.diagnostics } catch { Issue.record("\(error)") }
        return []
    }

    @Test func otherFilesAreRefusedByName() throws {
        let feed = try Feed("refused", Self.rest, columns: Self.columns)
        #expect(try feed.load(["F_202610.TXT": Delivery(columns: Self.described, rows: [Self.row("a")]).text()]).record.batch.accepted == 1)
        let before = try feed.warehouse.history()
        let zeros = [UInt8](repeating: 0, count: 600)
        let pump = [6, 1] + [UInt8](repeating: 0xB0, count: 0x41) + Array("\"SYSTEM\".\"SYS_EXPORT_FULL_01\"".utf8) + zeros
        let dump = Data(Delivery(columns: Self.described, rows: [Self.row("a")]).oracle().bytes)
        let direct = [3, 3, 0x54] + Array("EXPORT:V11.02.00\nUSI\nRTABLES\n8192\nD\n0\n72\n0\n".utf8) + zeros
        let cases: [(String, [UInt8], String, String, String)] = [
            ("F_202610.DMP", pump, "DMP002", "expdp", "DIRECT=N"), ("F_202610.DMP", Array("MSSQLBAK".utf8) + zeros, "DMP002", "SQL Server", "bcp"),
            ("F_202610.DMP", [0x1F, 0x8B, 8] + zeros, "DMP002", "gzip", "unpack"), ("F_202610.TXT", [0x1F, 0x8B, 8] + zeros, "DMP002", "gzip", "unpack"),
            ("F_202610.sql", Array("PGDMP".utf8) + zeros, "INT067", "archives", "text or CSV"), ("F_202610.sql", Array(dump), "INT061", "Oracle exp file", "postgres"),
            ("F_202610.DMP", Array("a|b|c\n".utf8), "INT061", "perhaps text", "format"), ("F_202610.db", Array("a|b|c\n".utf8), "INT061", "perhaps text", "format"),
            ("F_202610.TXT", Array(dump), "INT061", "Oracle exp file", "format"), ("F_202610.csv", Array(dump), "INT061", "Oracle exp file", "format"),
            ("F_202610.DMP", [], "INT004", "empty", "deliver"), ("F_202610.DMP", direct, "DMP002", "direct", "DIRECT=N"),
        ]
        for (name, bytes, id, message, hint) in cases {
            let found = diagnostics(feed, [name: Data(bytes)])
            #expect(found.map(\.id) == [id], "\(name) \(message): \(found)")
            #expect(found.first?.message.contains(message) == true && (found.first?.message ?? "").appending(found.first?.hint ?? "").contains(hint), "\(found)")
            #expect(found.first?.place?.file.hasSuffix(name) == true)
        }
        #expect(try feed.warehouse.history() == before)
    }

    @Test func tablesThatCannotBeLoadedAreNamed() throws {
        let feed = try Feed("tables", Self.rest, columns: Self.columns)
        func oracle(_ table: String, lob: Bool = false, rows: Bool = true, twice: Bool = false) -> Data {
            var writer = ExpWriter(charset: Delivery.gbk), columns = Self.described.map { ExpColumn($0.name, type: $0.type, length: 22, charset: $0.type == 1 ? Delivery.gbk : 0) }
            if lob { columns.append(ExpColumn("ZP", type: 113, length: 4000)) }
            for owner in twice ? ["SI", "BAK"] : ["SI"] {
                writer.connect(owner)
                writer.define(table, columns: columns)
                if !rows { continue }
                writer.beginRows(table, columns: columns)
                if !lob { writer.row(Self.row("a").map { _ in nil }) } else { writer.opaque([1, 2, 3]) }
                writer.endRows()
            }
            writer.end()
            return Data(writer.bytes)
        }
        let missing = diagnostics(feed, ["F_202610.DMP": oracle("AC02")])
        #expect(missing.map(\.id) == ["INT062"] && missing[0].hint?.contains("is it 'SI.AC02'?") == true && missing[0].notes[0].message.contains("SI.AC02"), "\(missing)")
        let lob = diagnostics(feed, ["F_202610.DMP": oracle("AC20", lob: true)])
        #expect(lob.map(\.id) == ["INT063"] && lob[0].message.contains("BLOB") && lob[0].message.contains("SI.AC20") && lob[0].hint?.contains("without that column") == true, "\(lob)")
        #expect(diagnostics(feed, ["F_202610.DMP": oracle("AC20", rows: false)]).map(\.id) == ["INT064"])
        let twice = diagnostics(feed, ["F_202610.DMP": oracle("AC20", twice: true)])
        #expect(twice.map(\.id) == ["INT065"] && twice[0].message.contains("SI.AC20, BAK.AC20"))
        #expect(diagnostics(feed, ["F_202610.DMP": Data(Delivery(columns: Self.described, rows: []).oracle().bytes)]).map(\.id) == ["INT066"])
        var renamed = Self.described
        renamed[4].name = "AAC4O"
        let lacks = diagnostics(feed, ["F_202610.DMP": Data(Delivery(columns: renamed, rows: [Self.row("a")]).oracle().bytes)])
        #expect(lacks.map(\.id) == ["DMP016"] && lacks[0].message.contains("AAC040") && lacks[0].hint?.contains("did you mean 'AAC4O' for AAC040?") == true, "\(lacks)")
        let csv = diagnostics(feed, ["F_202610.csv": Delivery(columns: renamed, rows: [Self.row("a")]).csv()])
        #expect(csv.map(\.id) == ["DMP016"])
        #expect(diagnostics(feed, ["F_202610.sql": Delivery(columns: Self.described, rows: [Self.row("a")]).copy(table: "si.ac21")]).map(\.id) == ["INT062"])
        #expect(try feed.warehouse.history().isEmpty)
    }

    @Test func sqliteFilesAreReadOnlyWhenSound() throws {
        let feed = try Feed("sqlite", Self.rest, columns: Self.columns), path = feed.folder + "/made.db"
        let delivery = Delivery(columns: Self.described, rows: Self.rows(2000, seed: 3))
        func load() throws -> [Diagnostic] { diagnostics(feed, ["F_202610.db": try Data(contentsOf: URL(filePath: path))]) }
        try delivery.sqlite(path, table: "ac02")
        #expect(try load().map(\.id) == ["INT062"] && load()[0].hint?.contains("'ac02'") == true)
        try delivery.sqlite(path)
        var connection: OpaquePointer?
        try #require(sqlite3_open(path, &connection) == SQLITE_OK)
        for sql in ["ALTER TABLE AC20 RENAME TO hidden", "CREATE VIEW AC20 AS SELECT * FROM hidden"] { try #require(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK) }
        sqlite3_close_v2(connection)
        let view = try load()
        #expect(view.map(\.id) == ["INT063"] && view[0].message.contains("view"))
        try delivery.sqlite(path)
        let whole = try Data(contentsOf: URL(filePath: path))
        for damaged in [whole.prefix(whole.count / 2), whole.prefix(9000) + Data(repeating: 0x5A, count: 4096) + whole.dropFirst(9000 + 4096)] {
            try damaged.write(to: URL(filePath: path))
            #expect(try load().map(\.id) == ["WRH061"])
        }
        try whole.write(to: URL(filePath: path))
        try Data([1]).write(to: URL(filePath: feed.folder + "/F_202610.db-wal"))
        #expect(try load().map(\.id) == ["WRH060"])
    }

    /// One form in a month; the missing file is named in all of its forms.
    @Test func twoFormsAtOnceAreRefused() throws {
        let feed = try Feed("twice", Self.rest, columns: Self.columns), period = ReportingPeriod("2026-10")!, delivery = Delivery(columns: Self.described, rows: [Self.row("a")])
        let both = diagnostics(feed, ["F_202610.TXT": delivery.text(), "F_202610.DMP": Data(delivery.oracle().bytes)])
        #expect(both.map(\.id) == ["INT060"] && both[0].message.contains("F_202610.TXT and F_202610.DMP"))
        func arrivals(_ names: [String]) -> [Arrival] {
            ArrivalCheck.check(feed.catalogue, period: period, files: names.enumerated().map { ArrivedFile(name: $1, bytes: 10 + $0, age: 999) }, known: [])
        }
        #expect(arrivals(["F_202610.TXT", "F_202610.DMP"]).map { "\($0.name) \($0.state.rawValue)" } == ["F_202610.TXT twice", "F_202610.DMP twice"])
        #expect(arrivals(["F_202610.DMP"]).map { "\($0.name) \($0.state.rawValue)" } == ["F_202610.DMP arrived"])
        let missing = arrivals([])
        #expect(missing.map(\.state) == [.missing] && missing[0].detail == "or F_202610.DMP, F_202610.sql, F_202610.csv, F_202610.db")
        #expect(arrivals(["F202610.DMP"]).map { "\($0.name) \($0.state.rawValue) \($0.detail)" } == ["F_202610.TXT misnamed likely 'F202610.DMP'"])
        let located = FileArrival.locate(feed.catalogue.interface("f", for: period)!, period: period, folder: "x", present: ["F202610.DMP"], likely: ArrivalCheck.likelyNames(feed.catalogue, period: period, present: ["F202610.DMP"]))
        if case .failure(let error) = located { #expect(error.diagnostics[0].hint?.contains("'F202610.DMP'") == true) } else { Issue.record("found") }
    }
}
