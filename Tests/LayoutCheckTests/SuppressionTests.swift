import DefinitionLoading
import Diagnostics
import LayoutCheck
import Quantities
import ReportModel
import Testing

/// Accepted findings: read from YAML, applied until their day, and never forgotten.
@Suite struct SuppressionTests {
    private static let report = """
        report: SB-T01
        title: 试表
        subsystem: overview
        table:
          stub: {title: 项目}
          columns: [{code: "1", title: 数, unit: 人, value: "1"}]
          rows: [{code: "01", title: 甲}]
        """

    private func load(_ text: String) -> (suppressions: [LayoutSuppression], diagnostics: [Diagnostic]) {
        let files = [("reports/T01.yaml", Self.report), ("layout-suppressions.yaml", text)].map {
            DefinitionFile(path: $0.0, bytes: Array($0.1.utf8), digest: "")
        }
        let (catalogue, bag) = CatalogueLoader.load(files: files)
        return (catalogue.suppressions, bag.sorted.filter { $0.place?.file == "layout-suppressions.yaml" })
    }

    private func suppression(cell: String? = nil, page: Int? = nil, rule: String = "LC004") -> LayoutSuppression {
        LayoutSuppression(
            rule: rule, report: "SB-T01", cell: cell, page: page, reason: "试", expires: CalendarDate("2026-11-30")!,
            origin: SourceRange(file: "layout-suppressions.yaml", line: 7, column: 5))
    }

    private let finding = LayoutFinding(.labelOverMark, page: 2, element: "fig1/v0c3 “12”")

    @Test func isReadWithItsPlace() throws {
        let (suppressions, diagnostics) = load("""
            suppressions:
              - rule: LC004
                report: SB-T01
                cell: fig1/v0c3
                page: 2
                reason: 图例待改
                expires: 2026-11-30
            """)
        #expect(diagnostics == [])
        let one = try #require(suppressions.first)
        #expect(one.rule == "LC004" && one.cell == "fig1/v0c3" && one.page == 2 && one.expires == CalendarDate("2026-11-30") && one.origin.line == 2)
        #expect(load("suppressions: []").diagnostics == [])
    }

    @Test(arguments: [
        ("rule: LC004, report: SB-T01, reason: 试", "DEF005", "expires"), ("rule: LC004, report: SB-T01, expires: 2026-11-30", "DEF005", "reason"),
        ("report: SB-T01, reason: 试, expires: 2026-11-30", "DEF005", "rule"), ("rule: LC004, reason: 试, expires: 2026-11-30", "DEF005", "report"),
        ("rule: LC004, report: SB-T01, reason: 试, expires: 2026-11-30, until: 3", "DEF003", "until"),
        ("rule: LC004, report: SB-T01, reason: ' ', expires: 2026-11-30", "DEF018", "reason"),
        ("rule: overlap, report: SB-T01, reason: 试, expires: 2026-11-30", "DEF010", "overlap"),
        ("rule: LC004, report: SB-T01, reason: 试, expires: soon", "DEF010", "soon"),
        ("rule: LC004, report: SB-T02, reason: 试, expires: 2026-11-30", "DEF012", "SB-T02"),
        ("rule: LC004, report: SB-T01, page: 0, reason: 试, expires: 2026-11-30", "DEF010", "page"),
    ]) func mistakesHaveAPlace(item: String, id: String, word: String) {
        let diagnostics = load("suppressions:\n  - {\(item)}\n").diagnostics
        #expect(diagnostics.map(\.id) == [id] && diagnostics.allSatisfy { $0.message.contains(word) && $0.place?.line == 2 && $0.severity == .error }, "\(diagnostics)")
    }

    @Test func holdsUntilItsDay() {
        for (today, left) in [("2026-11-30", 0), ("2026-12-01", 1)] {
            var use = SuppressionUse([suppression(cell: "fig1/", page: 2)], today: CalendarDate(today)!)
            #expect(use.apply(to: [finding], of: "SB-T01").count == left)
            let diagnostics = use.diagnostics()
            #expect(diagnostics.map(\.id) == (left == 0 ? [] : ["LC090"]) && diagnostics.allSatisfy { $0.severity == .error && $0.place?.line == 7 })
            #expect(use.suppressed == 1 - left)
        }
    }

    @Test func whatItDoesNotNameStays() {
        let others = [
            suppression(cell: "fig2/"), suppression(page: 1), suppression(rule: "LC001"),
        ]
        for one in others {
            var use = SuppressionUse([one], today: CalendarDate("2026-11-01")!)
            #expect(use.apply(to: [finding], of: "SB-T01") == [finding])
            #expect(use.diagnostics().map(\.id) == ["LC091"] && use.diagnostics()[0].severity == .warning)
            #expect(use.diagnostics(isComplete: false) == [])
        }
        var use = SuppressionUse([suppression()], today: CalendarDate("2026-11-01")!)
        #expect(use.apply(to: [finding], of: "SB-T09") == [finding])
        #expect(use.diagnostics() == [], "a report that was not checked says nothing about its suppressions")
        #expect(SuppressionUse([suppression(rule: "LC999")], today: CalendarDate("2026-11-01")!).diagnostics().map(\.id) == ["LC092"])
    }
}
