import Cubes
import Diagnostics
import Foundation
import Intake
import Quantities
import Testing
import Warehouse

/// Bytes of every kind: what is accepted, what is rejected under which class, line and bytes.
@Suite struct RowTests {
    @Test func rowsAreKeptByteForByte() throws {
        let feed = try Feed("bytes")
        var data = Data([0xEF, 0xBB, 0xBF])
        for line in ["a|1|1.005\r\n", "b|1|-1.005\r\n", "c|1|12x\r\n", "\r\n", "d|1|１２\n", "e|1|1e5\n", "f|1|1,234\n", "g|1|+5\n", "h|1| 5\n", "i|1|-0.004\n", "j|21|1\n", "k|1|1234567\n", "l|1|.5\n", "m|1|5.\n", "n|1|1\0\n", "123456789|1|1\n", "o|1|1|\n", "p|2|1\n", "|1|1\n", "q|1|9"] {
            data += Data(line.utf8)
        }
        let result = try feed.load(["F_202610.TXT": data]), record = result.record
        #expect(record.batch.rows == 20 && record.batch.accepted == 4)
        #expect(try feed.detail() == [["1", "a", "0", "101"], ["2", "b", "0", "-101"], ["10", "i", "0", "0"], ["20", "q", "0", "900"]])
        #expect(record.rounded == 3)
        #expect(try feed.rejects("type").map(\.line) == [3, 5, 6, 7, 8, 9, 13, 14, 15])
        #expect(try feed.rejects("type")[0].row == Data("c|1|12x\r".utf8), "the carriage return was received")
        #expect(try feed.rejects("column-count").map(\.line) == [4, 17] && feed.rejects("column-count").map(\.column) == ["1/3", "4/3"])
        #expect(try feed.rejects("code").map(\.line) == [11, 18], "an ended code, and one with children")
        #expect(try feed.rejects("integer-digits").map(\.line) == [12] && feed.rejects("length").map(\.line) == [16] && feed.rejects("required").map(\.line) == [19])
        #expect(Set(result.diagnostics.map(\.id)) == ["INT005", "INT006", "INT007", "INT013"])
    }

    static let textColumns = """
        columns:
          - {name: key, title: 编号, type: text, length: 8}
          - {name: class, title: 类别, type: code, codes: class}
          - {name: name, title: 名称, type: text, length: 4, required: false}
          - {name: amount, title: 金额, type: number, decimals: 2}
        """

    /// 億 (83 7C) and other characters whose second byte is the delimiter's, at every place of a field.
    @Test func aTrailByteIsNoDelimiter() throws {
        for encoding in ["gb18030", "gbk", "detect"] {
            let feed = try Feed("trail-\(encoding)", "encoding: \(encoding)", columns: Self.textColumns)
            let names = ["億", "億億", "a億", "億a", "亿億", "ab億c", "億𠮷", "𠮷億", "男", ""]
            let text = names.enumerated().map { "k\($0.offset)|男|\($0.element)|\($0.offset)\n" }.joined()
            let record = try feed.load(["F_202610.TXT": Feed.gb(text)]).record
            #expect(record.batch.accepted == names.count && record.files[0].encoding == "gb18030")
            #expect(try feed.detail("SELECT name FROM detail").map { $0[0] ?? "" } == names)
        }
    }

    @Test func encodingsAreDetectedAndStated() throws {
        let feed = try Feed("detect", "encoding: detect", columns: Self.textColumns)
        #expect(try feed.load("a|男|名|1\n").record.files[0].encoding == "utf-8")
        #expect(try feed.load(["F_202610.TXT": Feed.gb("a|男|名|1\n")]).record.files[0].encoding == "gb18030")
        #expect(try feed.load("a|1|x|1\n").record.files[0].encoding == "utf-8")
        #expect(try feed.detail("SELECT name FROM detail") == [["x"]])
    }

    @Test func nulBytesMakeNoCode() throws {
        let feed = try Feed("nul")
        #expect(try feed.load("a|1|1\nb|\u{0}1|1\nc|\u{0}\u{0}20|1\nd|1\u{0}|1\ne|\u{0}|1\n").record.batch.accepted == 1)
        #expect(try feed.rejects("code").map(\.line) == [2, 3, 4, 5])
    }

    /// 億 at the end of a line ends in the byte of the delimiter.
    @Test func aTrailByteIsNoTrailingDelimiter() throws {
        let feed = try Feed("trail-end", "encoding: gb18030\ntrailing_delimiter: true", columns: """
            columns:
              - {name: key, title: 编号, type: text, length: 8}
              - {name: class, title: 类别, type: code, codes: class}
              - {name: amount, title: 金额, type: number, decimals: 2}
              - {name: name, title: 名称, type: text, length: 4, required: false}
            """)
        #expect(try feed.load(["F_202610.TXT": Feed.gb("a|1|1|億\nb|1|1|億|\nc|1|1||\nd|1|1|億||\n")]).record.batch.accepted == 3)
        #expect(try feed.detail("SELECT name FROM detail") == [["億"], ["億"], [nil]] && feed.rejects("column-count").map(\.line) == [4])
    }

    @Test func brokenTextIsAnErrorOfItsLine() throws {
        let feed = try Feed("broken", "encoding: gb18030", columns: Self.textColumns)
        var data = Feed.gb("a|男|名|1\n")
        data += Data("b|1|".utf8) + [0xC3, 0x7F] + Data("|1\nc|1|".utf8) + [0x81] + Data("|1\nd|1|".utf8) + [0xFF, 0xFE] + Data("|1\n".utf8)
        data += Feed.gb("e|男|一二三四五|1\n")
        let record = try feed.load(["F_202610.TXT": data]).record
        #expect(record.batch.accepted == 1)
        #expect(try feed.rejects("length").map(\.line) == [5])
        #expect(Set(try feed.rejects("encoding").map(\.line) + feed.rejects("column-count").map(\.line)) == [2, 3, 4])
    }

    @Test func datesAndLogicalValues() throws {
        let feed = try Feed("dates", columns: """
            columns:
              - {name: key, title: 编号, type: text, length: 8}
              - {name: class, title: 类别, type: code, codes: class}
              - {name: amount, title: 金额, type: number, default: "7"}
              - {name: a, title: 日期, type: date}
              - {name: b, title: 日期, type: date, format: yyyymmdd}
              - {name: c, title: 日期, type: date, format: yyyy/mm/dd, required: false}
              - {name: d, title: 是否, type: logical}
            """)
        let record = try feed.load("""
            a|1||2024-02-29|20240229|2024/02/29|1
            b|1|1|2023-02-29|20240229||0
            c|1|1|2024-02-29|20240230||0
            d|1|1|1753-01-01|17521231||0
            e|1|1|2024-02-29|20240229|2024-02-29|0
            f|1|1|2024-02-29|20240229||2

            """).record
        #expect(record.batch.accepted == 1 && record.defaulted == 1 && record.amount == 7)
        #expect(try feed.rejects("date").map(\.line) == [2, 3, 5] && feed.rejects("date-range").map(\.line) == [4] && feed.rejects("type").map(\.line) == [6])
        #expect(try feed.detail() == [["1", "a", "0", "7", "20240229", "20240229", "20240229", "1"]])
    }

    @Test func trailingDelimitersWhereDeclared() throws {
        let feed = try Feed("trailing", "trailing_delimiter: true")
        #expect(try feed.load("a|1|1|\nb|1|2\nc|1|3||\n").record.batch.accepted == 2)
    }

    /// Every row wrong, none is forgotten; and the same with every row suspect.
    @Test func countsAreNeverCapped() throws {
        let feed = try Feed("all-bad", "rules:\n  - {id: big, name: 大, check: amount > 5, severity: suspect}\n")
        let bad = "a|1|1\n" + (0..<50_000).map { "b\($0)|9|1\n" }.joined()
        #expect(try feed.load(bad).record.batch.rejected == 50_000 && feed.rejects("code").count == 50_000)
        let suspect = try feed.load((0..<30_000).map { "b\($0)|1|1\n" }.joined()).record
        let queue = try feed.warehouse.suspects(interface: "f", period: ReportingPeriod("2026-10")!, offset: 29_990, limit: 5)
        #expect(suspect.count("big") == 30_000 && queue.count == 30_000 && queue.rows.map(\.line) == [29991, 29992, 29993, 29994, 29995])
    }
}
