import Composition
import Diagnostics
import Quantities
import ReportModel
import Testing

/// Numbers with a unit in formulas and conditions.
@Suite struct QuantityTests {
    typealias M = Miniature
    static func quantity(_ number: String, _ unit: Unit) -> Expression { .quantity(Amount(decimalText: number)!, unit, M.here) }

    /// District 01 pays 150.48 元 in insurance 110, district 02 three times that.
    static func table(_ rule: HighlightRule, sum: Expression = M.column("paid")) -> ReportDefinition {
        var report = M.report(
            columns: FormulaTests.columns([
                ("paid", .tenThousandYuan, M.measure("paid")), ("more", .yuan, sum), ("heads", .person, M.measure("payers")),
            ]),
            rows: [FormulaTests.row("01", ["insurance": "110", "district": "01"]), FormulaTests.row("02", ["insurance": "110", "district": "02"])])
        report.tables[0].highlights = [rule]
        return report
    }
    static func rule(_ left: Expression, _ right: Expression, except: [String] = []) -> HighlightRule {
        HighlightRule(left: left, comparison: .atLeast, right: right, columns: ["1"], exceptRows: except, look: .strong, origin: M.here)
    }
    static func marked(_ report: ReportDefinition) throws -> [Bool] { try M.build(report).table!.rows.map { $0.cells[0].emphasis != nil } }

    @Test func aQuantityIsReadInItsUnit() throws {
        let sum = Expression.binary(.add, M.column("paid"), Self.quantity("1.5", .tenThousandYuan), M.here)
        let built = try M.build(Self.table(Self.rule(M.column("paid"), Self.quantity("1", .yuan)), sum: sum))
        #expect(FormulaTests.texts(built) == [["0.02", "15,150.48", "7"], ["0.05", "15,451.44", "21"]])
        #expect(built.table!.rows[0].cells[1].provenance.formula == "paid栏 + 1.5 万元")
    }

    @Test(arguments: [("150.48", [true, true]), ("150.49", [false, true]), ("451.45", [false, false])])
    func aConditionComparesAmountsNotDigits(_ limit: String, _ expected: [Bool]) throws {
        #expect(try Self.marked(Self.table(Self.rule(M.column("paid"), Self.quantity(limit, .yuan)))) == expected)
        let inWan = Self.quantity("0.0\(limit.filter { $0 != "." })", .tenThousandYuan)
        #expect(try Self.marked(Self.table(Self.rule(M.column("paid"), inWan))) == expected)
    }

    /// 0.25 of the city is 25 %.
    @Test func aRatioIsComparedWithARateAsARate() throws {
        let share = M.divide(M.column("paid"), M.measure("paid", ["district": "02"]))
        #expect(try Self.marked(Self.table(Self.rule(share, Self.quantity("33", .percent)))) == [true, true])
        #expect(try Self.marked(Self.table(Self.rule(share, Self.quantity("34", .percent)))) == [false, true])
        #expect(try Self.marked(Self.table(Self.rule(share, .number(Amount(decimalText: "0.34")!, M.here)))) == [false, true])
    }

    @Test func rowsCanBeLeftOut() throws {
        #expect(try Self.marked(Self.table(Self.rule(M.column("paid"), .number(.zero, M.here), except: ["02"]))) == [true, false])
    }

    /// The right axis of a line without a unit of its own is in the chart's unit; a target line given as a ratio stands at its percentage.
    @Test func axesAndTargetsSayWhatTheyShow() throws {
        let share = M.divide(M.column("paid"), M.measure("paid", ["district": "02"]))
        var report = M.report(
            columns: FormulaTests.columns([("paid", .yuan, M.measure("paid")), ("share", .percent, share)]), rows: [FormulaTests.row("01", ["insurance": "110", "district": "01"])])
        func chart(_ kind: ChartDefinition.Kind, _ unit: Unit, _ columns: [String]) -> ChartDefinition {
            ChartDefinition(
                id: "f", kind: kind, title: "", unit: unit, categories: .rows(["01"]), series: columns.map { SeriesDefinition(name: $0, column: $0, origin: M.here) },
                target: kind == .ranking ? .init(name: "线", value: M.divide(.number(.one, M.here), Self.quantity("4", .number))) : nil, origin: M.here)
        }
        report.charts = [chart(.barsAndLine, .yuan, ["paid", "paid"]), chart(.ranking, .percent, ["share"])]
        let charts = try M.build(report).charts
        #expect(charts[0].secondUnit == .yuan)
        #expect(charts[1].target?.text == "线 25.00")
    }
}
