import Composition
import Cubes
import Diagnostics
import Quantities
import ReportModel

/// Charts of every kind with hostile data. Scales, stacks and shares come from the real builder, over invented records.
struct RandomCharts {
    var dice: Dice
    typealias Kind = ChartDefinition.Kind
    enum Data: CaseIterable { case usual, oneGiant, allZero, allMissing, negatives, onePoint, sixty, tiny, huge, gaps }

    private static let place = SourceRange(file: "ReportDefs/reports/random.yaml", line: 9, column: 5)

    mutating func chart(_ number: Int) -> BuiltChart { chart(number, kind: dice.pick(Kind.allCases), data: dice.oneIn(2) ? .usual : dice.pick(Data.allCases)) }

    mutating func chart(_ number: Int, kind: Kind, data: Data) -> BuiltChart {
        let isMonths = [.lines, .area, .smallMultiples].contains(kind) && !dice.oneIn(5)
        let count = categoryCount(kind, data), series = seriesCount(kind), longNames = dice.oneIn(4)
        let labels = (0..<count).map { isMonths ? String($0 % 12 + 1) : dice.words(longNames && dice.oneIn(3) ? 9...16 : 2...8) }
        let names = (0..<series).map { _ in dice.words(longNames ? 8...14 : 2...6) }
        let decimals = dice.pick([0, 2, 2])
        let values = (0..<count).map { category in (0..<series).map { value(kind, data, category: category, series: $0, decimals: decimals) } }
        let table = RecordTable(
            name: "t", fields: (0..<series).map { "f\($0)" },
            records: (0..<count).map { .init(label: labels[$0], isSubtotal: kind == .waterfall && ($0 == 0 || $0 == count - 1 || dice.oneIn(9)), values: values[$0]) })
        let builtKind = kind == .smallMultiples ? Kind.lines : kind == .tileMap ? .ranking : kind
        let definition = ChartDefinition(
            id: "fig\(number)", kind: builtKind, title: dice.words(longNames ? 14...26 : 4...12), unit: dice.pick([.hundredMillionYuan, .tenThousandYuan, .person]),
            categories: .records("t"),
            series: names.enumerated().map { SeriesDefinition(
                name: $1, column: "f\($0)", tinted: $0 == 0 && series > 1 && dice.oneIn(3), unit: kind == .barsAndLine && $0 == series - 1 ? .percent : nil, origin: Self.place) },
            startsAtZero: !dice.oneIn(3), origin: Self.place)
        var chart = build(definition, table)
        chart.kind = kind
        dress(&chart, isMonths: isMonths, data: data, number: number)
        return chart
    }

    private func build(_ chart: ChartDefinition, _ table: RecordTable) -> BuiltChart {
        let column = ColumnDefinition(code: "1", title: "数", unit: .person, value: .field("f0", Self.place), origin: Self.place)
        var report = ReportDefinition(
            code: "SB-R", title: "表", subsystem: "试",
            table: TableDefinition(stub: StubDefinition(title: "项目"), columns: [.column(column)], rows: [.records(RecordRows(table: "t", origin: Self.place))], origin: Self.place),
            charts: [chart], origin: Self.place)
        report.signatures = []
        let catalogue = Catalogue(reports: [report])
        let context = ReportContext(
            catalogue: catalogue, cube: SummaryCube(tables: [], catalogue: catalogue), office: "", city: "", dataMark: nil, state: "", records: ["t": table])
        var builder = ReportBuilder(context: context)
        return try! builder.build(report, scope: ReportScope(district: nil, name: ""), period: ReportingPeriod(year: 2026, month: 10)!).report.charts[0]
    }

    private mutating func categoryCount(_ kind: Kind, _ data: Data) -> Int {
        if data == .onePoint { return 1 }
        switch kind {
        case .pie, .ring: return dice.from(1...6)
        case .tileMap: return dice.from(2...17)
        case .smallMultiples: return dice.pick([6, 13, 24])
        default: return data == .sixty ? 60 : dice.pick([2, 3, dice.from(4...8), dice.from(6...17), 13, 25])
        }
    }

    private mutating func seriesCount(_ kind: Kind) -> Int {
        switch kind {
        case .pie, .ring, .ranking, .histogram, .waterfall, .tileMap: 1
        case .bars: dice.from(1...4)
        case .barsAndLine: dice.from(2...4)
        case .lines, .stacked, .stackedShare, .area: dice.from(1...7)
        case .smallMultiples: dice.from(1...18)
        }
    }

    private mutating func value(_ kind: Kind, _ data: Data, category: Int, series: Int, decimals: Int) -> Decimal {
        let isPositive = [.pie, .ring, .area, .stackedShare, .tileMap].contains(kind)
        var value: Int128
        switch data {
        case .usual, .onePoint, .sixty, .gaps, .allMissing: value = 5000 + dice.number(digits: 4) * 3
        case .oneGiant: value = category == 0 ? 95_000_000 : 1 + dice.number(digits: 5)
        case .allZero: value = 0
        case .negatives: value = dice.number(digits: 6) * (dice.oneIn(2) ? -1 : 1)
        case .tiny: value = dice.number(digits: 1)
        case .huge: value = dice.number(digits: 15)
        }
        if kind == .barsAndLine, data == .usual { value += Int128(series) * 100 }
        return Decimal(unscaled: isPositive ? abs(value) : value, scale: decimals)
    }

    /// What records cannot say: gaps, years, notes, bands, reference lines, targets, tiles.
    private mutating func dress(_ chart: inout BuiltChart, isMonths: Bool, data: Data, number: Int) {
        chart.number = "图\(number)"
        if data == .allMissing { for index in chart.series.indices { chart.series[index].points = chart.series[index].points.map { _ in nil } } }
        if data == .gaps, ![.pie, .ring, .area].contains(chart.kind) {
            for index in chart.series.indices { chart.series[index].points = chart.series[index].points.map { dice.oneIn(3) ? nil : $0 } }
            let kinds: [BuiltSeries.Absence] = [.missing, .notApplicable, .suppressed]
            for index in chart.series.indices { chart.series[index].absences = chart.series[index].points.map { $0 == nil ? dice.pick(kinds) : nil } }
        }
        chart.isEmpty = chart.series.allSatisfy { $0.points.allSatisfy { $0 == nil } }
        if isMonths { for index in chart.categories.indices where index % 12 == 0 { chart.categories[index].year = "\(2024 + index / 12)年" } }
        if !isMonths, dice.oneIn(4), [.bars, .barsAndLine, .stacked].contains(chart.kind) {
            for index in chart.categories.indices { chart.categories[index].note = "收缴率 \(90 + dice.below(10)).\(10 + dice.below(89))%" }
        }
        switch chart.kind {
        case .lines where dice.oneIn(2):
            chart.band = BuiltChart.Band(firstCategory: dice.below(chart.categories.count), lines: ["2026 年 7 月起", "基数下限 7,270 元"])
        case .histogram where dice.oneIn(2):
            chart.references = (0..<dice.from(1...4)).map { _ in
                BuiltChart.Reference(place: Double(dice.below(chart.categories.count * 2 + 1)) / 2, text: dice.words(2...8) + " 7,270")
            }
        case .ranking where dice.oneIn(2):
            chart.target = BuiltChart.Target(position: Double(dice.below(101)) / 100, text: "目标 95.00")
        case .smallMultiples: chart.unitText += "，各图纵轴 \(chart.scale.ticks.first?.text ?? "")～\(chart.scale.ticks.last?.text ?? "")"
        case .tileMap: addTiles(&chart)
        default: break
        }
    }

    private mutating func addTiles(_ chart: inout BuiltChart) {
        let width = dice.from(3...6), classes = dice.from(1...5)
        for index in chart.categories.indices { chart.categories[index].tile = TilePlace(row: index / width + 1, column: index % width + 1) }
        chart.classes = (0..<classes).map { "\($0 * 1200)～\(($0 + 1) * 1200)" }
        chart.series[0].points = chart.series[0].points.map { point in
            guard var point else { return nil }
            point.position = Double(dice.below(classes))
            return point
        }
    }
}
