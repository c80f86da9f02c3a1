import Composition
import Cubes
import Diagnostics
import Quantities
import Relations
import ReportModel

/// Definitions whose cells hold figures of up to 38 digits, fractions of large powers, zeros and gaps, under formulas, relations,
/// totals, carried sums and charts: one per seed. They go through every room like any other definition.
struct HostileDefinitions {
    var dice: Dice
    static let here = SourceRange(file: "ReportDefs/reports/hostile.yaml", line: 3, column: 7)
    private static let period = ReportingPeriod(year: 2026, month: 10)!

    init(seed: UInt64) { dice = Dice(seed) }

    /// Builds the report and checks its relations.
    mutating func build() throws -> BuiltReport {
        let definition = report(), catalogue = Catalogue(reports: [definition])
        let context = ReportContext(
            catalogue: catalogue, cube: SummaryCube(tables: [], catalogue: catalogue), office: "编制", city: "市", dataMark: "合成数据", state: "测试版", records: [:])
        var builder = ReportBuilder(context: context)
        var built = try builder.build(definition, scope: ReportScope(district: nil, name: "市"), period: Self.period).report
        built.relations = try RelationChecker.check(definition, report: built, builder: &builder)
        return try builder.finish(built, of: definition)
    }

    mutating func report() -> ReportDefinition {
        let rows = dice.pick([1, 2, 3, 5, 12, 60]), limit = dice.pick([4, 17, 17, 19, 25, 38])
        let columns = self.columns()
        var table = TableDefinition(
            stub: StubDefinition(title: "项目"), columns: columns.map { .column($0) }, rows: (0..<rows).map { .row(row($0, of: rows, columns, digits: limit)) }, origin: Self.here)
        table.carriesForward = dice.oneIn(3)
        if dice.oneIn(3) {
            table.highlights = [HighlightRule(
                left: .column("1", Self.here), comparison: .atLeast, right: .binary(.multiply, .column("2", Self.here), number(digits: limit), Self.here),
                columns: [], look: .warning, origin: Self.here)]
        }
        if dice.oneIn(4) { table.suppression = SuppressionRule(below: Amount(5), columns: ["1"], origin: Self.here) }
        var report = ReportDefinition(
            code: "SB-H", title: "大数", subsystem: "试", frequency: .monthly, table: table,
            charts: (0..<dice.below(3)).map { chart($0, columns) }, relations: relations(rows), origin: Self.here)
        report.page.size = .a3
        report.signatures = []
        return report
    }

    private mutating func columns() -> [ColumnDefinition] {
        let units: [Unit] = [.yuan, .tenThousandYuan, .hundredMillionYuan, .person, .number]
        func column(_ code: Int, _ unit: Unit, _ value: Expression, decimals: Int? = nil) -> ColumnDefinition {
            ColumnDefinition(code: String(code), title: "列\(code)", unit: unit, decimals: decimals, value: value, origin: Self.here)
        }
        let first = dice.pick(units), a = Expression.column("1", Self.here), b = Expression.column("2", Self.here)
        var columns = [column(1, first, .number(.zero, Self.here), decimals: dice.pick([0, 2, 8])), column(2, first, .number(.zero, Self.here))]
        let operation: Expression.BinaryOperator = dice.pick([.add, .subtract, .multiply, .divide])
        columns.append(column(3, operation == .divide ? .number : first, .binary(operation, a, b, Self.here), decimals: dice.pick([0, 2, 8])))
        columns.append(column(4, .percent, .call(dice.pick([.share, .growthOnPreviousRow]), [a], Self.here)))
        columns.append(column(5, .percent, .call(.completion, [a, b], Self.here)))
        if dice.oneIn(2) { columns[3].value = .call(.share, [a], Self.here); columns[3].partsToTotal = .largestRemainder }
        return columns
    }

    private mutating func number(digits: Int) -> Expression {
        if dice.oneIn(12) { return .number(.zero, Self.here) }
        var value: Int128 = 0
        for _ in 0..<dice.from(1...digits) {
            let (next, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow || next > Int128.max - 9 { break }
            value = next + Int128(dice.below(10))
        }
        if dice.oneIn(6) { value = Int128(1) << Int128(dice.from(40...126)) }
        if dice.oneIn(4) { value = -value }
        let amount = Expression.number(dice.oneIn(3) ? Amount(unscaled: value, scale: dice.pick([2, 8, 30])) : Amount(value), Self.here)
        // A fraction without an end, or of a large power of two.
        return dice.oneIn(6) ? .binary(.divide, amount, .number(Amount(dice.oneIn(2) ? 7 : Int128(1) << Int128(dice.from(1...126))), Self.here), Self.here) : amount
    }

    private mutating func row(_ index: Int, of count: Int, _ columns: [ColumnDefinition], digits: Int) -> RowDefinition {
        let code = index < 9 ? "0\(index + 1)" : String(index + 1)
        var row = RowDefinition(code: code, title: dice.words(2...8), style: index == 0 ? .total : .normal, origin: Self.here)
        for column in ["1", "2"] where !dice.oneIn(12) {
            row.cells[column] = index == 0 && count > 1 && dice.oneIn(2)
                ? .call(.sum, [.rowRange("02", count < 10 ? "0\(count)" : String(count), Self.here)], Self.here) : number(digits: digits)
        }
        if row.cells["2"] == nil { row.notApplicable = ["2"] }
        return row
    }

    private mutating func chart(_ index: Int, _ columns: [ColumnDefinition]) -> ChartDefinition {
        let kind = dice.pick([ChartDefinition.Kind.bars, .barsAndLine, .lines, .ranking, .stacked, .stackedShare, .area, .pie, .ring, .histogram, .waterfall])
        let hasTwo = [.bars, .barsAndLine, .lines, .stacked, .stackedShare, .area].contains(kind)
        var series = [SeriesDefinition(name: "甲", column: "1", origin: Self.here)]
        if hasTwo { series.append(SeriesDefinition(name: "乙", column: kind == .barsAndLine ? "5" : "2", unit: kind == .barsAndLine ? .percent : nil, origin: Self.here)) }
        return ChartDefinition(
            id: "fig\(index + 1)", kind: kind, title: "图", unit: columns[0].unit, categories: .rows(["*"]), series: series, startsAtZero: dice.oneIn(2), origin: Self.here)
    }

    private mutating func relations(_ rows: Int) -> [RelationDefinition] {
        guard rows > 1, dice.oneIn(2) else { return [] }
        let parts = Expression.call(.sum, [.rowRange("02", rows < 10 ? "0\(rows)" : String(rows), Self.here)], Self.here)
        return [
            RelationDefinition(left: .row("01", Self.here), comparison: .equal, right: parts, origin: Self.here),
            RelationDefinition(left: .column("3", Self.here), comparison: .atMost, right: .binary(.multiply, .column("1", Self.here), .column("2", Self.here), Self.here), origin: Self.here),
        ]
    }
}
