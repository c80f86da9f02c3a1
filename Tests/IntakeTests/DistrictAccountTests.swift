import Cubes
import Foundation
import Intake
import Quantities
import Testing
import Warehouse

/// What a batch did not load as delivered, by district and figure: rows, number columns, measures.
@Suite struct DistrictAccountTests {
    static let columns = """
        columns:
          - {name: key, title: 编号, type: text, length: 8}
          - {name: district, title: 区县, type: code, codes: district}
          - {name: class, title: 类别, type: code, codes: class}
          - {name: amount, title: 金额, type: number, integer_digits: 6, decimals: 2, rounding: half-away}
        """
    static let measures = """
        measures:
          - {code: ones, name: 甲类, unit: 人, interfaces: [f], count: rows, where: ["class in 1"]}
          - {code: amount, name: 金额, unit: 元, interfaces: [f], sum: amount, where: ["class in 1"]}

        """

    private func feed(_ name: String) throws -> Feed {
        try Feed(
            name, "filters:\n  - {id: test, name: 测试, drop: key is zz}\nrules:\n  - {id: big, name: 大额, check: amount <= 100, severity: suspect}", columns: Self.columns, measures: Self.measures,
            codes: ["district": "code,name,short,parent,effective_from,effective_to,remark\nA,甲区,甲,,,,\nB,乙区,乙,,,,\n"])
    }

    /// Figure texts as `kind district figure value unreadable`.
    private func texts(_ feed: Feed, _ batch: String) throws -> Set<String> {
        Set(try #require(try feed.warehouse.districtFigures(batch: batch)).map { "\($0.kind) \($0.district) \($0.figure) \($0.value) \($0.unreadable)" })
    }

    @Test func everyWayOfNotBeingLoadedIsCounted() throws {
        let feed = try feed("accounts")
        let text = "a|A|1|10\nb|A|1|xx\nc|B|9|5\nd|C|1|7\ne|A|1\nzz|B|1|3\na|A|1|4\nf|B|20|1\ng|A|20|x\n"
        let record = try feed.load(text).record
        #expect(record.batch.accepted == 2 && record.batch.rejected == 6)
        #expect(try texts(feed, record.batch.id) == [
            // b: its amount; g: not of class 1 in any case; a again, at its full value.
            "rejected A rows 3 0", "rejected A sum amount 400 2", "rejected A measure ones 2 0", "rejected A measure amount 400 1",
            // c: its class, so that no measure can be told.
            "rejected B rows 1 0", "rejected B sum amount 500 0", "rejected B measure ones 0 1", "rejected B measure amount 0 1",
            // d: no such district; e: no columns.
            "rejected  rows 2 0", "rejected  sum amount 700 1", "rejected  measure ones 1 1", "rejected  measure amount 700 1",
            "filtered B rows 1 0", "filtered B sum amount 300 0", "filtered B measure ones 1 0", "filtered B measure amount 300 0",
        ])
        let sums = try feed.warehouse.detailSums(interface: "f", period: ReportingPeriod("2026-10")!, by: "district", columns: ["amount"])
        #expect(sums.map { "\($0.code) \($0.rows) \($0.sums)" }.sorted() == ["A 1 [1000]", "B 1 [100]"])
        let whole = try feed.warehouse.detailSums(interface: "f", period: ReportingPeriod("2026-10")!, by: nil, columns: ["amount"])
        #expect(whole.count == 1 && whole[0].rows == 2 && whole[0].sums == [1100])
    }

    /// A corrected row: as received, less as loaded; a returned one counts as rejected. Rounding of rows that are only looked at is not counted.
    @Test func decisionsAreAccountedFor() throws {
        let feed = try feed("corrected")
        let text = "a|A|1|500.005\nb|B|1|200\nc|A|1|1\n"
        let decisions = [
            SuspectDecision(row: Array("a|A|1|500.005".utf8), action: .fix(Array("a|B|1|50".utf8))), SuspectDecision(row: Array("b|B|1|200".utf8), action: .giveBack),
        ]
        let record = try feed.load(text, decisions: decisions).record
        #expect(record.batch.accepted == 2 && record.corrected == 1 && record.rounded == 0)
        #expect(try texts(feed, record.batch.id) == [
            "corrected A rows 1 0", "corrected A sum amount 50001 0", "corrected A measure ones 1 0", "corrected A measure amount 50001 0",
            "corrected B rows -1 0", "corrected B sum amount -5000 0", "corrected B measure ones -1 0", "corrected B measure amount -5000 0",
            "rejected B rows 1 0", "rejected B sum amount 20000 0", "rejected B measure ones 1 0", "rejected B measure amount 20000 0",
        ])
    }

    @Test func aCleanBatchHasNothing() throws {
        let feed = try feed("clean")
        let record = try feed.load("a|A|1|10\n").record
        #expect(try feed.warehouse.districtFigures(batch: record.batch.id) == [])
    }
}
