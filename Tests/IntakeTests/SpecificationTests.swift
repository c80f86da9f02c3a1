import Cubes
import Diagnostics
import Foundation
import Intake
import Quantities
import ReportModel
import Testing
import Warehouse

/// Versions, headers and trailers, rules, filters, parts: what a specification declares, and what becomes of files by it.
@Suite struct SpecificationTests {
    @Test func columnsComeAndGoWithVersions() throws {
        let feed = try Feed("versions", """
            versions:
              - {version: 2, from: 2025-07, note: 增加月数}
              - {version: 3, from: 2026-07, note: 取消金额}
            """, columns: """
            columns:
              - {name: key, title: 编号, type: text, length: 8}
              - {name: class, title: 类别, type: code, codes: class}
              - {name: amount, title: 金额, type: number, decimals: 2, until: 2026-06}
              - {name: months, title: 月数, type: number, from: 2025-07}
            """)
        #expect(try feed.load("a|1|1.00\n", period: "2025-06").record.batch.accepted == 1)
        #expect(try feed.load("a|1|1.00|3\n", period: "2025-07").record.batch.accepted == 1)
        #expect(try feed.load("a|1|3\n", period: "2026-10").record.batch.accepted == 1)
        #expect(Feed.ids { _ = try feed.load("a|1|1.00\n", period: "2025-08") } == ["INT011"])
        let versions = ["2025-06", "2025-07", "2026-10"].map { feed.catalogue.interface("f", for: ReportingPeriod($0)!)!.version }
        #expect(versions == [1, 2, 3])
        let tables = try feed.warehouse.summaryTables(from: ReportingPeriod("2025-06")!, to: ReportingPeriod("2026-10")!)
        #expect(tables.map { $0.rows.map(\.measure) } == [["amount", "rows"], ["amount", "rows"], ["rows"]])
    }

    static let controls = """
        header: {marker: H, fields: [period, "-"]}
        trailer: {marker: T, fields: [rows, sum amount]}
        """

    @Test func trailersAreHeldAgainstWhatWasCounted() throws {
        let feed = try Feed("controls", Self.controls)
        let good = try feed.load("H|202610|x\na|1|1.50\nb|9|2.00\nT|2|3.50\n")
        #expect(good.record.controls.map(\.unexplained) == [0, 0])
        #expect(good.record.controls[1].loaded == 150 && good.record.controls[1].rejected == 200)
        let before = try feed.warehouse.history()
        func ids(_ text: String) -> [String] { Feed.ids { _ = try feed.load(text) } }
        #expect(ids("H|202610|x\na|1|1.50\nT|2|1.50\n") == ["INT022"])
        #expect(ids("H|202610|x\na|1|1.50\nT|1|1.51\n") == ["INT022"])
        #expect(ids("H|202610|x\na|1|1.50\n") == ["INT020"])
        #expect(ids("H|202610|x\na|1|1.50\nT|1|1.50\nb|1|1\n") == ["INT021"])
        #expect(ids("H|202609|x\na|1|1.50\nT|1|1.50\n") == ["INT019"])
        #expect(ids("a|1|1.50\nT|1|1.50\n") == ["INT019"])
        #expect(ids("H|202610|x\na|1|1.50\nT|1|1.5x\n") == ["INT019"])
        #expect(try feed.warehouse.history() == before)
        // A value that cannot be read explains a difference of the sum: it is told, not refused.
        let unreadable = try feed.load("H|202610|x\na|1|1.50\nb|1|2x\nT|2|3.50\n")
        #expect(unreadable.record.controls.map(\.unexplained) == [0, 200] && unreadable.diagnostics.contains { $0.id == "INT022" && $0.severity == .warning })
        #expect(try feed.rejects("type").map(\.line) == [3])
    }

    @Test func aTitleLineIsChecked() throws {
        let feed = try Feed("titles", "header: titles")
        #expect(try feed.load("编号|class|金额\na|1|1\n").record.batch.rows == 1)
        #expect(Feed.ids { _ = try feed.load("编号|金额|类别\na|1|1\n") } == ["INT019"])
    }

    static let rules = """
        filters:
          - {id: test, name: 测试, drop: [key starts T]}
        rules:
          - {id: double, name: 两倍, check: double = amount × 2 within 0.01}
          - {id: lower, name: 不低于下限, check: amount >= 口径(lower), when: [class in 2, amount > 0], severity: suspect}
          - {id: early, name: 日期, check: day <= period_end, severity: suspect}
          - {id: zero, name: 为零, check: amount ≠ 0, severity: warning}
        """
    static let ruleColumns = Feed.columns + """

          - {name: double, title: 两倍, type: number, integer_digits: 6, decimals: 2, required: false}
          - {name: day, title: 日期, type: date, required: false}
        """

    @Test func rulesRejectQueueAndCount() throws {
        let feed = try Feed("rules", Self.rules, columns: Self.ruleColumns)
        let text = """
            a|1|1.00|2.01|
            b|1|1.00|2.02|
            c|20|150.00|300.00|
            d|20|200.00|400.00|2026-10-31
            e|1|5.00||2026-11-01
            f|20|0.00|0|
            T1|20|1.00|x|
            g|20|1.00|3.00|

            """
        let record = try feed.load(text).record
        #expect(record.batch.rows == 7 && record.batch.accepted == 5 && record.batch.rejected == 2)
        #expect(record.count("rule-double") == 2 && record.count("lower") == 1 && record.count("early") == 1 && record.count("zero") == 1 && record.count("test") == 1)
        #expect(try feed.rejects("rule-double").map(\.line) == [2, 8] && feed.rejects("rule-double").map(\.column) == ["double", "double"])
        #expect(try feed.rejects("suspect-lower").map(\.line) == [3] && feed.rejects("suspect-early").map(\.line) == [5])
        #expect(try feed.rejects("filter-test").map(\.line) == [7] && feed.rejects("warning-zero").map(\.line) == [6])
        let queue = try feed.warehouse.suspects(interface: "f", period: ReportingPeriod("2026-10")!)
        #expect(queue.rows.map(\.line) == [3, 5] && queue.rows.map(\.rules) == ["lower", "early"] && queue.count == 2)
        // The limit of June is the lower one.
        #expect(try feed.load(text, period: "2026-06").record.count("lower") == 0)
    }

    @Test func decisionsAreAppliedToTheSameBytesOnly() throws {
        let feed = try Feed("decisions", Self.rules, columns: Self.ruleColumns)
        func row(_ text: String) -> [UInt8] { Array(text.utf8) }
        let decisions = [
            SuspectDecision(row: row("a|20|1.00|2|"), action: .accept), SuspectDecision(row: row("b|20|2.00|4|"), action: .fix(row("b|20|250.00|500|"))),
            SuspectDecision(row: row("c|20|3.00|6|"), action: .giveBack), SuspectDecision(row: row("d|20|4.00|8|"), action: .fix(row("d|20|5.00|99|"))),
            SuspectDecision(row: row("e|20|5.00|1|"), action: .accept),
        ]
        let record = try feed.load("a|20|1.00|2|\nb|20|2.00|4|\nc|20|3.00|6|\nd|20|4.00|8|\ne|20|5.00|1|\nf|20|6.00|12|\n", decisions: decisions).record
        #expect(record.settled == 1 && record.corrected == 1 && record.count("returned") == 1)
        #expect(record.count("rule-double") == 2, "a wrong correction and an accepted error stay errors")
        #expect(record.count("lower") == 1 && record.batch.accepted == 3 && record.amount == 25700)
        #expect(try feed.rejects("returned").map(\.line) == [3])
        #expect(try feed.load("a|20|1.50|3|\n", decisions: decisions).record.count("lower") == 1)
    }

    @Test func aDeliveryOfPartsIsOneBatch() throws {
        let feed = try Feed("parts", "parts: [A, B]", file: "F_{period}_{part}.TXT")
        let result = try feed.load(["F_202610_A.TXT": Data("a|1|1\nb|1|2\na|1|1\n".utf8), "F_202610_B.TXT": Data("c|1|4\nb|1|8\nd|1\n".utf8)])
        #expect(result.record.batch.rows == 6 && result.record.batch.accepted == 3 && result.record.amount == 700)
        #expect(try feed.rejects("duplicate-key", stem: "F_202610_A").map(\.line) == [3])
        #expect(try feed.rejects("duplicate-key", stem: "F_202610_B").map(\.line) == [2])
        #expect(try feed.rejects("column-count", stem: "F_202610_B").map(\.line) == [3])
        #expect(result.record.files.map(\.accepted) == [2, 1])
        let period = ReportingPeriod("2026-10")!
        // As near to one as to the other: nobody is told to rename it.
        #expect(ArrivalCheck.likelyNames(feed.catalogue, period: period, present: ["F_202610_C.TXT"]).isEmpty)
        let present = ["F_202610_A.TXT", "F_202610_b.TXT"], likely = ArrivalCheck.likelyNames(feed.catalogue, period: period, present: present)
        let missing = FileArrival.locate(feed.catalogue.interface("f", for: period)!, period: period, folder: "x", present: present, likely: likely)
        if case .failure(let error) = missing { #expect(error.diagnostics.map(\.hint) == ["is it 'F_202610_b.TXT'? rename it if so; otherwise ask the provider to deliver it"]) } else { Issue.record("found") }
    }
}
