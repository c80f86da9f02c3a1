import Composition
import Diagnostics
import Quantities
import ReportModel
import Testing

@Suite struct YearAndMarkTests {
    typealias M = Miniature

    func report() -> ReportDefinition {
        M.report(
            columns: FormulaTests.columns([
                ("floor", .yuanPerMonth, .caliber("floor", M.here)), ("wage", .yuanPerMonth, .caliber("wage", M.here)),
                ("mean", .yuanPerMonth, M.divide(M.call(.yearToDate, M.measure("paid")), M.call(.yearToDate, M.measure("payers")))),
                ("growth", .percent, M.call(.growthOnPreviousRow, M.column("mean"))),
            ]),
            rows: [.years(YearRows(from: 2023, firstCode: "01", partialYearNote: "partial", origin: M.here))],
            notes: [
                NoteDefinition(text: "下限 {value floor} 元，自 {from floor}（{basis floor}）。", origin: M.here), NoteDefinition(id: "partial", text: "未满一年", origin: M.here),
                NoteDefinition(id: "copy", text: "转载", origin: M.here), NoteDefinition(id: "unproven", text: "未核实", origin: M.here),
                NoteDefinition(id: "unused", text: "不用", origin: M.here),
            ],
            evidenceNotes: ["second-hand": "copy", "unverified": "unproven"], frequency: .annual)
    }

    @Test func yearsUseTheirOwnPeriod() throws {
        let built = try M.build(report())
        let rows = built.table!.rows
        #expect(rows.map(\.title) == ["2023 年", "2024 年", "2025 年", "2026 年"])
        #expect(rows.map(\.code) == ["01", "02", "03", "04"])
        // 2024 holds only October to December: missing, not a smaller sum. 2026 runs to October.
        #expect(rows.map { $0.cells[2].value.kind } == ["missing", "missing", "number", "number"])
        #expect(rows.map { $0.cells[3].value.kind } == ["not-applicable", "missing", "missing", "number"])
        #expect(rows.map { $0.cells[1].text } == ["缺", "缺", "50", "缺"])
    }

    /// What a chart says beside a figure of an earlier year, and why a year has none.
    @Test func chartsKnowTheirYearsAndWhatIsMissing() throws {
        var definition = report()
        definition.charts = [ChartDefinition(
            id: "f", kind: .lines, title: "图", unit: .yuanPerMonth, categories: .rows(["*"]),
            series: [SeriesDefinition(name: "工资", column: "2", origin: M.here)], startsAtZero: true, origin: M.here)]
        let chart = try M.build(definition).charts[0]
        #expect(chart.categories.map(\.label) == ["2023", "2024", "2025", "2026"] && chart.categories.map(\.time) == ["2023 年", "2024 年", "2025 年", "2026 年"])
        #expect(chart.series[0].points.map { $0?.text } == [nil, nil, "50", nil] && chart.series[0].absences == [.missing, .missing, nil, .missing])
    }

    @Test func evidenceMarksCellsAndUnverifiedIsNotPrinted() throws {
        let built = try M.build(report())
        let rows = built.table!.rows
        #expect(rows.map { $0.cells[0].text } == ["缺", "100", "110", "缺"], "2026's value is unverified")
        #expect(rows.map { $0.cells[0].marks } == [[], [], [1], [2]])
        #expect(rows[3].cells[2].marks == [3] && rows[2].cells[2].marks.isEmpty, "the year that is not over is marked")
        #expect(built.notes.map(\.mark) == [1, 2, 3, nil])
        #expect(built.notes.map(\.text) == ["转载", "未核实", "未满一年", "下限 缺，自 2026 年 7 月 1 日（文〔2025〕1号）。"])
        #expect(built.form.period == "2026 年（截至 10 月）")
    }

    /// A value that is not printed has no unit, however it is written; one that is printed keeps it.
    @Test(arguments: [
        ("标准 {value floor} 元。", "标准 缺。"), ("标准 {value floor} 元/月。", "标准 缺。"), ("标准{value floor}元", "标准缺"), ("{value floor} 倍", "缺 倍"),
        ("{value floor} 元自{from floor}起", "缺自2026 年 7 月 1 日起"), ("{value floor}", "缺"),
    ]) func aMissingValueHasNoUnit(_ text: String, _ expected: String) throws {
        let report = M.report(columns: [], rows: [], notes: [NoteDefinition(text: text, origin: M.here)])
        #expect(try M.build(report).notes.map(\.text) == [expected], "2026's value is unverified")
        var builder = M.builder([report])
        let known = try builder.build(report, scope: ReportScope(district: nil, name: ""), period: ReportingPeriod("2025-10")!).report
        #expect(known.notes[0].text.contains("110") && known.notes[0].text.contains("元") == text.contains("元"))
    }

    @Test func noteWithoutValueInForceIsAnError() throws {
        let bad = M.report(columns: [], rows: [], notes: [NoteDefinition(text: "{value wage} {value nothing} {price wage}", origin: M.here)])
        let error = #expect(throws: DiagnosticsError.self) { try M.build(bad) }
        #expect(error?.diagnostics.map(\.id) == ["CMP010", "CMP011", "CMP012"])
    }

    @Test(arguments: ["自 {from wage", "标准 {", "{value wage} 元，{basis wage"]) func anUnclosedBraceIsAnError(_ text: String) throws {
        let bad = M.report(columns: [], rows: [], notes: [NoteDefinition(text: text, origin: M.here)])
        let error = try #require(throws: DiagnosticsError.self) { try M.build(bad) }
        let told = try #require(error.diagnostics.last)
        #expect(told.id == "CMP012" && told.place == M.here && told.message.contains("not closed") && told.hint?.contains("{value ID}") == true, "\(error)")
    }
}
