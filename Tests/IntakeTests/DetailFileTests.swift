import Cubes
import Foundation
import Intake
import Quantities
import Testing
import Warehouse

/// Detail files are written without SQLite; SQLite is the judge of them.
@Suite struct DetailFileTests {
    static let wide = """
        columns:
          - {name: key, title: 编号, type: text, length: 12}
          - {name: class, title: 类别, type: code, codes: class}
          - {name: amount, title: 金额, type: number, integer_digits: 16, decimals: 0, required: false}
          - {name: note, title: 说明, type: text, length: 4000, required: false}
          - {name: more, title: 说明, type: text, length: 4000, required: false}
          - {name: most, title: 说明, type: text, length: 4000, required: false}
          - {name: last, title: 说明, type: text, length: 4000, required: false}
          - {name: end, title: 说明, type: text, length: 4000, required: false}
        """

    /// Sizes around the edges of pages and levels, numbers at the edges of their storage forms, texts that need overflow pages.
    @Test(arguments: [1, 2, 300, 5_000, 400_000]) func sqliteReadsWhatWasWritten(_ rows: Int) throws {
        let feed = try Feed("pages-\(rows)", columns: Self.wide)
        var generator = SplitMix(seed: UInt64(rows))
        let edges: [Int64] = [0, 1, -1, 127, 128, -128, -129, 32767, 32768, -32768, 8_388_607, 8_388_608, -8_388_608, 2_147_483_647, 2_147_483_648, 140_737_488_355_327, 140_737_488_355_328, -140_737_488_355_329, 100_000_000_000]
        var text = "", expected: [[String?]] = []
        for index in 0..<rows {
            let number = index % 7 == 0 ? nil : edges[index % edges.count]
            let isLong = rows <= 5_000 && index % 50 == 3
            let notes = (0..<5).map { _ in String(repeating: "x", count: Int(generator.next() % (isLong ? 4001 : rows > 5_000 ? 3 : 60))) }
            text += "k\(index)|\(index % 2 == 0 ? "1" : "20")|\(number.map(String.init) ?? "")|\(notes.joined(separator: "|"))\n"
            if rows <= 5_000 { expected.append(["\(index + 1)", "k\(index)", index % 2 == 0 ? "0" : "1", number.map(String.init)] + notes.map { $0.isEmpty ? nil : $0 }) }
        }
        let record = try feed.load(text).record
        #expect(record.batch.accepted == rows)
        if rows <= 5_000 { #expect(try feed.detail() == expected) } else {
            #expect(try feed.detail("SELECT count(*), min(line), max(line), sum(amount), count(DISTINCT key) FROM detail") == [["\(rows)", "1", "\(rows)", "\(record.amount)", "\(rows)"]])
            #expect(try feed.detail("SELECT key FROM detail WHERE line = 314159") == [["k314158"]])
        }
    }

    /// More duplicates than fit into memory at once: found through the spill, in the order of the lines.
    @Test func duplicatesAreFoundThroughTheSpill() throws {
        let feed = try Feed("spill")
        let count = 2_100_000
        var text = ""
        text.reserveCapacity(count * 14)
        for index in 0..<count { text += "\(index)|1|1\n" }
        text += "0|1|5\n\(count - 1)|1|5\n"
        let record = try feed.load(text).record
        #expect(record.batch.accepted == count && record.count("duplicate-key") == 2)
        #expect(try feed.rejects("duplicate-key").map(\.line) == [count + 1, count + 2])
    }

    /// History: a load supersedes, the former file stays, the same moment of commit decides.
    @Test func loadsSupersedeAndStay() throws {
        let feed = try Feed("history"), period = ReportingPeriod("2026-10")!
        _ = try feed.load("a|1|1\n")
        _ = try feed.load("a|1|2\nb|1|3\n")
        let history = try feed.warehouse.history()
        #expect(history.map(\.supersededBy) == ["f-202610-2", nil] && history.map(\.batch.rows) == [1, 2])
        #expect(try feed.warehouse.current(interface: "f", period: period)?.sequence == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: feed.folder + "/warehouse/detail/f").sorted() == ["202610-1.sqlite", "202610-2.sqlite"])
    }
}
