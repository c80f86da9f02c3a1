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
                    #expect((2...6).contains(scale.ticks.count) != values.allSatisfy { $0 == 0 }, "\(values) \(kind) \(scale.ticks.map(\.text))")
                    #expect(points.allSatisfy { (0...1).contains($0!.position) }, "\(values) \(kind)")
                    #expect(Set(scale.ticks.map(\.text)).count == scale.ticks.count)
                }
                if let second = built.secondScale, values.contains(where: { $0 != 0 }) { #expect((3...4).contains(second.ticks.count), "a low zone has few ticks") }
                if kind != .lines || seed % 2 == 0 { #expect(built.scale.minimum <= .zero && built.scale.maximum >= .zero) }
                if kind == .ranking { #expect(built.series[0].points.map { $0!.display.unscaled } == values.sorted(by: >).map { Int128($0) }) }
            }
        }
    }

    /// Nothing but zeros has no scale that could be named.
    @Test(arguments: ChartDefinition.Kind.allCases.filter { ![.pie, .ring, .stackedShare, .tileMap, .smallMultiples].contains($0) }) func zerosHaveNoTicks(_ kind: ChartDefinition.Kind) throws {
        for unit in [Unit.person, .number] {
            let built = try chart(kind, [0, 0, 0], unit: unit)
            #expect(built.scale.ticks.isEmpty && built.secondScale?.ticks.isEmpty != false && built.scale.startsAtZero)
            #expect(built.series.allSatisfy { $0.points.allSatisfy { $0?.position == 0 } })
        }
    }

    /// There is no half person: 1, 2, 3, but no 0.5 and no 2.5.
    @Test(arguments: [ChartDefinition.Kind.bars, .lines, .barsAndLine, .stacked, .waterfall, .area]) func countsHaveWholeTicks(_ kind: ChartDefinition.Kind) throws {
        for unit in [Unit.person, .organisation, .occurrence] {
            for values in [[1, 0, 0], [1, 1, 1], [2, 0, 1], [3, 3, 2], [7, 6, 7], [11, 12, 9]] {
                let built = try chart(kind, values, unit: unit)
                for scale in [built.scale, built.secondScale ?? built.scale] {
                    #expect(scale.ticks.prefix(2).last.map { Int($0.text)! - Int(scale.ticks[0].text)! <= max(1, values[0]) } == true, "\(values) \(scale.ticks.map(\.text))")
                    #expect(scale.ticks.count >= 3 && scale.ticks.allSatisfy { Int($0.text) != nil }, "\(values) \(scale.ticks.map(\.text))")
                }
            }
        }
        #expect(try chart(kind, [1, 0, 1], unit: .percent).scale.ticks.contains { $0.text == "0.5" || $0.text.hasSuffix("2") })
    }

    /// The dot of the lowest value stands clear of an axis that does not start at zero.
    @Test func linesStandClearOfTheirAxis() throws {
        for values in [[90, 95, 100], [88, 92, 99], [1000, 1010, 1024], [-40, -20, 3], [5001, 5900, 7000], [7, 7, 8]] {
            let built = try chart(.lines, values, unit: .number), lowest = built.series[0].points.compactMap { $0?.position }.min()!
            #expect(lowest > 0.05 && (3...6).contains(built.scale.ticks.count), "\(values) \(built.scale.ticks.map(\.text)) \(lowest)")
        }
        #expect(try chart(.lines, [0, 5, 10], unit: .number).series[0].points[0]?.position == 0, "zero stands on zero")
    }

    private func chart(_ kind: ChartDefinition.Kind, _ values: [Int], unit: Unit) throws -> BuiltChart {
        let rows: [RowItem] = values.enumerated().map { .row(RowDefinition(code: "\($0)", title: "\($0)", cells: ["1": .number(Amount($1), M.here)], origin: M.here)) }
        let chart = ChartDefinition(
            id: "f", kind: kind, title: "", unit: unit, categories: .rows(["*"]),
            series: [series("s", "1")] + (kind == .barsAndLine ? [series("t", "1", unit: unit)] : []), startsAtZero: kind != .lines, origin: M.here)
        return try M.build(M.report(columns: FormulaTests.columns([("v", unit, .number(.zero, M.here))]), rows: rows, charts: [chart])).charts[0]
    }

    /// Figures of up to 30 digits beside small and negative ones: every point lies on its axis.
    @Test(arguments: [17, 19, 25, 30]) func scalesHoldFiguresOfManyDigits(_ digits: Int) throws {
        let huge = (0..<digits).reduce(Int128(0)) { value, _ in value * 10 + 9 }
        for values in [[huge, 1, 0], [huge, -huge, 3], [-huge, -1, -2], [huge, huge, huge], [huge, huge - 1, huge - 2]] {
            let rows: [RowItem] = values.enumerated().map { .row(RowDefinition(code: "\($0)", title: "\($0)", cells: ["1": .number(Amount($1), M.here)], origin: M.here)) }
            for kind in [ChartDefinition.Kind.bars, .lines, .ranking, .stacked, .waterfall] {
                let chart = ChartDefinition(
                    id: "f", kind: kind, title: "", unit: .number, categories: .rows(["*"]), series: [series("s", "1")], startsAtZero: kind != .lines, origin: M.here)
                let built = try M.build(M.report(columns: FormulaTests.columns([("v", .number, .number(.zero, M.here))]), rows: rows, charts: [chart])).charts[0]
                #expect((2...6).contains(built.scale.ticks.count), "\(values) \(kind) \(built.scale.ticks.map(\.text))")
                #expect(built.series[0].points.allSatisfy { (0...1).contains($0!.position) && (0...1).contains($0!.base) }, "\(values) \(kind)")
            }
        }
    }

    /// What does not fit is refused with its place, wherever it comes up: at display, on an axis.
    @Test func figuresBeyondAllDigitsAreRefusedWithAPlace() throws {
        let huge = Int128.max - 5, limit = Expression.number(Amount(huge), M.here)
        let rows: [RowItem] = [.row(RowDefinition(code: "01", title: "甲", cells: ["1": limit], origin: M.here))]
        for unit in [Unit.number, .yuan] {
            let columns: [ColumnItem] = [.column(ColumnDefinition(code: "1", title: "", unit: unit, decimals: unit == .yuan ? 2 : 0, value: .number(.zero, M.here), origin: M.here))]
            let chart = ChartDefinition(id: "f", kind: .bars, title: "", unit: unit, decimals: 0, categories: .rows(["*"]), series: [series("s", "1")], origin: M.here)
            let error = #expect(throws: DiagnosticsError.self) { try M.build(M.report(columns: columns, rows: rows, charts: [chart])) }
            #expect(error?.diagnostics.map(\.id) == ["CMP007"] && error?.diagnostics.first?.place == M.here, "\(unit)")
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
        #expect(built.categories.compactMap(\.time).first == "2025 年 10 月" && built.categories.last?.time == "10 月")
        #expect(built.series[0].points.prefix(2).allSatisfy { $0 == nil }, "months that are not loaded are gaps")
        #expect(built.series[0].absences.prefix(2) == [.missing, .missing] && built.series[0].absences.last == .some(nil))
        #expect(built.series[0].points.last??.text == "100.24")
        #expect(built.unitText.contains("纵轴不从零开始"))
        #expect(built.band == nil, "an unverified value is not printed, in a chart either")
    }
}

/// Charts of parts: where marks begin and end, and what they refuse.
@Suite struct PartChartTests {
    typealias M = Miniature

    private func chart(_ kind: ChartDefinition.Kind, _ records: [(String, Bool, [Int])], fields: Int = 1) throws -> BuiltChart {
        let names = (1...fields).map { "v\($0)" }
        let table = RecordTable(
            name: "rows", fields: names, records: records.map { .init(label: $0.0, isSubtotal: $0.1, values: $0.2.map { Decimal(unscaled: Int128($0), scale: 0) }) })
        let definition = M.report(
            columns: names.enumerated().map { .column(ColumnDefinition(code: String($0 + 1), name: $1, title: $1, unit: .person, value: .field($1, M.here), origin: M.here)) },
            rows: [.records(RecordRows(table: "rows", origin: M.here))],
            charts: [ChartDefinition(
                id: "fig1", kind: kind, title: "图", unit: .person, categories: .records("rows"),
                series: names.map { SeriesDefinition(name: $0, column: $0, origin: M.here) }, origin: M.here)])
        var builder = M.builder([definition], records: ["rows": table])
        return try builder.build(definition, scope: ReportScope(district: nil, name: "示例市"), period: M.october).report.charts[0]
    }

    /// Base and end of each mark in thousandths of the axis; empty where there is none.
    private func places(_ series: BuiltSeries) -> [[Int]] {
        series.points.map { point in point.map { [Int(($0.base * 1000).rounded()), Int(($0.position * 1000).rounded())] } ?? [] }
    }

    @Test func partsStandOnEachOther() throws {
        let stacked = try chart(.stacked, [("甲", false, [30, 50]), ("乙", false, [20, -40])], fields: 2)
        // −50 … 100: zero at one third.
        #expect(stacked.scale.minimum == Amount(-50) && stacked.scale.maximum == Amount(100))
        let first = places(stacked.series[0]), second = places(stacked.series[1])
        #expect(first == [[333, 533], [333, 467]])
        #expect(second == [[533, 867], [333, 67]], "negative parts grow down from zero")
        let shares = try chart(.stackedShare, [("甲", false, [30, 70])], fields: 2)
        #expect(places(shares.series[1]) == [[300, 1000]])
        #expect(shares.series[1].points[0]?.share == "70.0%")
    }

    /// A subtotal among months or members would be a point that never was; a waterfall begins and ends with one.
    @Test(arguments: ChartDefinition.Kind.allCases.filter { ![.waterfall, .tileMap, .smallMultiples, .barsAndLine].contains($0) })
    func subtotalsAreNoCategories(_ kind: ChartDefinition.Kind) throws {
        let built = try chart(kind, [("1月", false, [3]), ("3月", false, [2]), ("一季度", true, [5]), ("4月", false, [1])])
        #expect(built.categories.map(\.label) == ["1月", "3月", "4月"])
        #expect(built.series[0].points.map { $0?.text } == ["3", "2", "1"])
    }

    @Test func stacksHaveTotalsWhereEveryPartIsThere() throws {
        let stacked = try chart(.stacked, [("甲", false, [1230, 50]), ("乙", false, [20, -40])], fields: 2)
        #expect(stacked.categories.map(\.total) == ["1,280", nil])
        #expect(try chart(.stackedShare, [("甲", false, [30, 70])], fields: 2).categories.map(\.total) == [nil])
        #expect(try chart(.stacked, [("甲", false, [30])]).categories.map(\.total) == [nil], "one series has its values")
    }

    /// As in the table: added up first, rounded once.
    @Test func totalsAreAddedUpBeforeRounding() throws {
        let third = Expression.binary(.divide, .number(Amount(1), M.here), .number(Amount(3), M.here), M.here)
        let columns = ["1", "2", "3"].map { ColumnItem.column(ColumnDefinition(code: $0, title: "", unit: .yuan, decimals: 2, value: third, origin: M.here)) }
        let stacked = ChartDefinition(
            id: "f", kind: .stacked, title: "图", unit: .yuan, categories: .rows(["*"]), series: ["1", "2", "3"].map { SeriesDefinition(name: $0, column: $0, origin: M.here) }, origin: M.here)
        let built = try M.build(M.report(columns: columns, rows: [FormulaTests.row("01")], charts: [stacked])).charts[0]
        #expect(built.series.map { $0.points[0]?.text } == ["0.33", "0.33", "0.33"] && built.categories[0].total == "1.00")
    }

    /// An axis does not leave a quarter of its height empty for the last thousandth of its highest figure.
    @Test func anAxisEndsNearItsHighestFigure() throws {
        let over = try chart(.bars, [("甲", false, [3002]), ("乙", false, [10])])
        #expect(over.scale.ticks.map(\.text) == ["0", "1,000", "2,000", "3,000"] && over.scale.maximum == Amount(3002))
        #expect(over.series[0].points[0]?.position == 1 && over.scale.ticks[3].position < 1)
        #expect(try chart(.bars, [("甲", false, [3200])]).scale.ticks.last?.text == "4,000")
    }

    /// The line in a zone of its own starts above zero where more than half of the zone would be empty.
    @Test func aLowZoneLiesAroundItsLine() throws {
        let high = try chart(.barsAndLine, [("甲", false, [10, 84]), ("乙", false, [20, 90])], fields: 2)
        #expect(high.secondScale.map { [$0.minimum, $0.maximum] } == [Amount(84), Amount(90)] && high.secondScale?.startsAtZero == false)
        let low = try chart(.barsAndLine, [("甲", false, [10, 4]), ("乙", false, [20, 90])], fields: 2)
        #expect(low.secondScale?.minimum == .zero && low.secondScale?.startsAtZero == true)
    }

    /// Where the column below a category has no figure, its mark stands there: `收缴率 缺`.
    @Test func notesOfCategoriesSayWhatIsMissing() throws {
        let share = FormulaTests.columns([("v", .number, .number(.one, M.here)), ("w", .number, M.divide(M.measure("paid"), M.measure("paid")))])
        func notes(months: Range<Int>) throws -> [String?] {
            var chart = ChartDefinition(
                id: "f", kind: .bars, title: "图", unit: .number, categories: .rows(["01", "02"]), series: [SeriesDefinition(name: "s", column: "1", origin: M.here)], origin: M.here)
            chart.categoryNote = .init(prefix: "率 ", column: "2", suffix: "%")
            let rows = [FormulaTests.row("01"), FormulaTests.row("02", notApplicable: ["2"])]
            var builder = M.builder([M.report(columns: share, rows: rows, charts: [chart])], months: months)
            let report = builder.context.catalogue.reports[0]
            return try builder.build(report, scope: ReportScope(district: nil, name: ""), period: M.october).report.charts[0].categories.map(\.note)
        }
        #expect(try notes(months: 0..<25) == ["率 1%", "率 —"])
        #expect(try notes(months: 0..<24) == ["率 缺", "率 —"])
    }

    /// What, and the period: unless the title or the records say a time themselves.
    @Test func titlesCarryThePeriod() throws {
        func title(
            _ title: String, _ categories: ChartDefinition.Categories, _ frequency: ReportDefinition.Frequency = .monthly, period: String = "2026-10",
            value: ReportModel.Expression = .number(.one, M.here), other: ReportModel.Expression = .number(.one, M.here), series: [String] = ["1"]
        ) throws -> String {
            let series = series.map { SeriesDefinition(name: $0, column: $0, row: "01", origin: M.here) }
            let chart = ChartDefinition(id: "f", kind: .lines, title: title, unit: .number, categories: categories, series: series, origin: M.here)
            let columns = FormulaTests.columns([("v", .number, value), ("w", .number, other)])
            var report = M.report(columns: columns, rows: [FormulaTests.row("01")], charts: [chart])
            report.frequency = frequency
            var builder = M.builder([report])
            return try builder.build(report, scope: ReportScope(district: nil, name: ""), period: ReportingPeriod(period)!).report.charts[0].title
        }
        #expect(try title("构成", .rows(["*"])) == "构成（2026 年 10 月）")
        #expect(try title("构成", .rows(["*"]), .annual) == "构成（2026 年 1—10 月）")
        #expect(try title("构成", .rows(["*"]), .annual, period: "2025-12") == "构成（2025 年）")
        let paid = M.measure("paid"), month = M.divide(paid, paid), year = M.divide(M.call(.yearToDate, paid), paid)
        #expect(try title("比", .rows(["*"]), .annual, value: month) == "比（2026 年 10 月）", "a figure of the last month")
        #expect(try title("比", .rows(["*"]), .annual, period: "2025-12", value: month) == "比（2025 年 12 月）")
        #expect(try title("比", .rows(["*"]), .annual, value: year) == "比（2026 年 1—10 月）")
        #expect(try title("比", .rows(["*"]), .annual, value: M.divide(M.column("2"), month), other: year) == "比（2026 年 1—10 月）", "through a column")
        #expect(try title("实缴", .rows(["*"]), value: year) == "实缴（2026 年 1—10 月）", "a form of a month, figures of the year so far")
        #expect(try title("实缴", .rows(["*"]), value: M.divide(M.column("2"), month), other: year, series: ["1", "2"]) == "实缴（2026 年 1—10 月）", "one through the other")
        #expect(try title("实缴", .rows(["*"]), value: year, other: month, series: ["1", "2"]) == "实缴（2026 年 10 月）", "not all of them")
        #expect(try title("实缴", .rows(["*"]), period: "2026-01", value: year) == "实缴（2026 年 1 月）")
        #expect(try title("实缴", .rows(["*"]), period: "2025-12", value: year) == "实缴（2025 年）")
        #expect(try title("收缴率", .months(13)) == "收缴率（2025 年 10 月—2026 年 10 月）")
        #expect(try title("收缴率，近 13 个月", .months(13)) == "收缴率，近 13 个月")
        #expect(try chart(.bars, [("甲", false, [1])]).title == "图（2026 年 10 月）")
        #expect(try chart(.bars, [("一季度", false, [1])]).title == "图")
    }

    /// Each class ends where the next one begins; the chart says that the limit is not of it.
    @Test func classesOfATileMapJoin() throws {
        let rows = zip(["01", "02"], [3, 7]).map { code, figure in
            RowItem.row(RowDefinition(code: code, title: code, cells: ["1": .number(Amount(figure), M.here)], slice: ["district": code], origin: M.here))
        }
        let map = ChartDefinition(
            id: "f", kind: .tileMap, title: "图", unit: .number, categories: .rows(["*"]), series: [SeriesDefinition(name: "s", column: "1", origin: M.here)], origin: M.here)
        let built = try M.build(M.report(columns: FormulaTests.columns([("v", .number, .number(.zero, M.here))]), rows: rows, charts: [map])).charts[0]
        #expect(built.classes == ["3～7", "7"] && built.unitText.hasSuffix("，除最高档外不含上限"))
    }

    @Test func waterfallStepsFromTotalToTotal() throws {
        let steps = try chart(.waterfall, [("年初", true, [60]), ("收入", false, [30]), ("支出", false, [-50]), ("期末", true, [40])])
        #expect(places(steps.series[0]) == [[0, 600], [600, 900], [900, 400], [0, 400]])
    }

    @Test func slicesAddUpAndAreFew() throws {
        let pie = try chart(.pie, [("甲", false, [25]), ("乙", false, [0]), ("丙", false, [75])])
        #expect(places(pie.series[0]) == [[0, 250], [], [250, 1000]])
        #expect(pie.series[0].points[2]?.share == "75.0%")
        let many = #expect(throws: DiagnosticsError.self) { try chart(.ring, (0..<7).map { ("\($0)", false, [1]) }) }
        #expect(many?.diagnostics.map(\.id) == ["CMP019"])
        let negative = #expect(throws: DiagnosticsError.self) { try chart(.pie, [("甲", false, [-1]), ("乙", false, [2])]) }
        #expect(negative?.diagnostics.map(\.id) == ["CMP018"])
    }

    @Test func aShareNeedsATotal() {
        let report = M.report(columns: FormulaTests.columns([("share", .percent, M.call(.share, M.measure("paid")))]), rows: [.row(RowDefinition(code: "01", title: "甲", origin: M.here))])
        let error = #expect(throws: DiagnosticsError.self) { try M.build(report) }
        #expect(error?.diagnostics.map(\.id) == ["CMP016"])
    }
}
