public import Cubes
public import Quantities
public import ReportModel

/// The measures of one interface file on single rows, faulty ones too: what a row that is not loaded would have added.
public final class RowMeasures {
    public struct Figure: Sendable, Hashable {
        public let measure: String
        /// Member of the dimension `part`; empty when there is none.
        public let part: String
        public let scale: Int
        /// The row adds one when its value occurs nowhere else: such figures are not additive.
        public let isDistinct: Bool
    }
    public let figures: [Figure]
    /// −1 counts rows.
    private let plans: [(column: Int, conditions: UInt64)]
    private let tests: [(code: ConditionCode, columns: [Int])]

    public init(
        specification: InterfaceSpecification, measures: [MeasureDefinition], ordinals: CodeOrdinals, codeTables: [CodeTable],
        calibers: CaliberResolver, period: ReportingPeriod
    ) throws {
        let compiler = MeasureCompiler(specification: specification, ordinals: ordinals, codeTables: codeTables, calibers: calibers, period: period)
        let plan = try compiler.compile(measures.filter { $0.interfaces.contains(specification.id) })
        figures = plan.sums.map { Figure(measure: $0.measure, part: $0.part, scale: $0.scale, isDistinct: false) }
            + plan.distincts.map { Figure(measure: $0.measure, part: "", scale: 0, isDistinct: true) }
        plans = plan.sums.map { ($0.column, $0.conditions) } + plan.distincts.map { ($0.column, $0.conditions) }
        tests = plan.tests.map { test in
            let columns = switch test.test {
            case .member(let column, _): [column]
            case .compare(let columns, _, _): columns.map(\.column)
            }
            return (ConditionCode(test.test), columns)
        }
    }

    deinit { tests.forEach { $0.code.deallocate() } }

    /// Calls `body` with the index of each figure and what the row adds to it; nil where faulty columns leave that open.
    public func evaluate(_ row: RowView, isFaulty: UnsafePointer<Bool>, _ body: (Int, Int64?) -> Void) {
        var holds: UInt64 = 0, open: UInt64 = 0
        for (index, test) in tests.enumerated() {
            if test.columns.contains(where: { isFaulty[$0] }) { open |= 1 << UInt64(index) } else if test.code.holds(row) { holds |= 1 << UInt64(index) }
        }
        for (index, plan) in plans.enumerated() {
            if plan.conditions & ~(holds | open) != 0 {
                body(index, 0)
            } else if plan.conditions & open != 0 || plan.column >= 0 && isFaulty[plan.column] {
                body(index, nil)
            } else if plan.column < 0 {
                body(index, 1)
            } else {
                body(index, row.isNull[plan.column] ? 0 : figures[index].isDistinct ? 1 : row.numbers[plan.column])
            }
        }
    }
}
