import Composition
import Diagnostics
import Quantities
import ReportModel
import Testing

@Suite struct ChartAndTotalTests {
    typealias M = Miniature

    /// Three thirds of one hundred: 33.34 + 33.33 + 33.33 in display, thirds in value.
    @Test(arguments: [[1, 1, 1], [1, 2, 4], [5, 5, 5, 5, 5, 5, 5], [0, 0, 9], [997, 2, 1]])
    func partsMeetTheTotal(_ weights: [Int]) throws {
        let total = weights.reduce(0, +)
        let rows: [RowItem] = [.row(RowDefinition(code: "T", title: "T", style: .total, cells: ["1": .number(Amount(total), M.here)], origin: M.here))]
            + weights.enumerated().map { index, weight in
                .row(RowDefinition(code: "\(index)", title: "", cells: ["1": .number(Amount(weight), M.here)], origin: M.here))
            }
        let columns: [ColumnItem] = [
            .column(ColumnDefinition(code: "1", title: "", unit: .number, value: .number(.zero, M.here), origin: M.here)),
            .column(ColumnDefinition(code: "2", title: "", unit: .percent, value: M.divide(M.column("1"), M.cell("T", "1")), partsToTotal: .largestRemainder, origin: M.here)),
        ]
        let table = try M.build(M.report(columns: columns, rows: rows)).table!
        let shown = table.rows.dropFirst().map { $0.cells[1].display!.unscaled }
        #expect(shown.reduce(0, +) == 10000)
        for (row, weight) in zip(table.rows.dropFirst(), weights) {
            let cell = row.cells[1]
            #expect(cell.value.amount == (try Amount(weight * 100).divided(by: Amount(total))), "the exact value does not move")
            let rounded = try #require(cell.value.amount).rounded(toScale: 2).unscaled
            #expect(cell.display!.unscaled - rounded == Int128(cell.provenance.adjustment) && abs(cell.provenance.adjustment) <= 1)
        }
    }

    func series(_ name: String, _ column: String, row: String? = nil, unit: Unit? = nil) -> SeriesDefinition {
        SeriesDefinition(name: name, column: column, row: row, unit: unit, origin: M.here)
    }

    @Test func scalesHoldTheirValuesWithFewTicks() throws {
        for seed in 1...400 {
            var state = UInt64(seed) &* 6364136223846793005 &+ 1442695040888963407
            func next(_ bound: Int) -> Int { state = state &* 6364136223846793005 &+ 1442695040888963407; return Int(state >> 33) % bound }
            let size = [1, 10, 1000, 1_000_000, 1_000_000_000][next(5)]
            let values = (0..<6).map { _ in next(2 * size) - (next(3) == 0 ? size : 0) }
            let rows: [RowItem] = values.enumerated().map { .row(RowDefinition(code: "\($0)", title: "\($0)", cells: ["1": .number(Amount($1), M.here)], origin: M.here)) }
            for kind in [ChartDefinition.Kind.bars, .lines, .ranking, .barsAndLine] {
                let chart = ChartDefinition(id: "f", kind: kind, title: "", unit: .number, categories: .rows(["*"]),
                    series: [series("s", "1"), series("t", "1", unit: .number)], startsAtZero: seed % 2 == 0, origin: M.here)
                let built = try M.build(M.report(columns: FormulaTests.columns([("v", .number, .number(.zero, M.here))]), rows: rows, charts: [chart])).charts[0]
                for (scale, points) in [(built.scale, built.series[0].points), (built.secondScale ?? built.scale, built.series[1].points)] {
                    #expect((2...6).contains(scale.ticks.count), "\(values) \(kind) \(scale.ticks.map(\.text))")
                    #expect(points.allSatisfy { (0...1).contains($0!.position) }, "\(values) \(kind)")
                    #expect(Set(scale.ticks.map(\.text)).count == scale.ticks.count)
                }
                if let second = built.secondScale { #expect(second.ticks.map(\.position) == built.scale.ticks.map(\.position), "one grid for both axes") }
                if kind != .lines || seed % 2 == 0 { #expect(built.scale.minimum <= .zero && built.scale.maximum >= .zero) }
                if kind == .ranking { #expect(built.series[0].points.map { $0!.display.unscaled } == values.sorted(by: >).map { Int128($0) }) }
            }
        }
    }

    @Test func monthsBandAndTableFigures() throws {
        let paid = M.measure("paid", ["insurance": "110", "district": "01", "part": "unit"])
        let chart = ChartDefinition(id: "f", kind: .lines, title: "走势", unit: .yuan, categories: .months(13), series: [series("实缴", "1", row: "01")],
            startsAtZero: false, band: "floor", origin: M.here)
        let report = M.report(columns: FormulaTests.columns([("v", .yuan, paid)]), rows: [FormulaTests.row("01")], charts: [chart])
        let built = try M.build(report, months: 14..<25).charts[0]
        #expect(built.categories.map(\.label) == ["10", "11", "12", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])
        #expect(built.categories.compactMap(\.year) == ["2025年", "2026年"])
        #expect(built.series[0].points.prefix(2).allSatisfy { $0 == nil }, "months that are not loaded are gaps")
        #expect(built.series[0].points.last??.text == "100.24")
        #expect(built.unitText.contains("纵轴不从零开始"))
        #expect(built.band == nil, "an unverified value is not printed, in a chart either")
    }
}
