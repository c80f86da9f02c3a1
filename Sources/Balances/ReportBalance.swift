public import Composition
internal import Cubes
internal import DefinitionLoading
internal import Diagnostics
internal import Quantities
internal import ReportModel
internal import Warehouse

/// 统计等于报表: every printed cell that reads measures, computed again from its formula with figures that are asked for anew.
public struct ReportBalance {
    private let cube: RollupCube
    private var formulas: [String: Expression?] = [:]

    public init(cube: RollupCube) { self.cube = cube }

    /// Nothing is compared in rows made from records and in cells that are suppressed.
    public mutating func compare(_ report: BuiltReport, into sheet: inout BalanceSheet) throws {
        for table in report.printed.tables {
            let name = table.name.isEmpty ? "" : table.name
            for row in table.rows.stored {
                for (column, cell) in zip(table.columns, row.cells) {
                    if cell.value == .suppressed || cell.provenance.formula.isEmpty { continue }
                    guard let formula = formula(cell.provenance.formula), formula.readsMeasures else { continue }
                    try compare(cell, formula, isPercent: column.unit.dimension == .percent, "\(name)[\(row.code),\(column.code)]", report, into: &sheet)
                }
            }
        }
    }

    private mutating func compare(
        _ cell: BuiltCell, _ formula: Expression, isPercent: Bool, _ place: String, _ report: BuiltReport, into sheet: inout BalanceSheet
    ) throws {
        var fold = FormulaFold(operands: cell.provenance.operands.map { operand in operandValue(operand) })
        for operand in fold.operands where operand.isMeasure {
            let isNeither = operand.recorded == nil && operand.queried == nil
            sheet.exact(report.key, "operands", "\(place) \(operand.label)", left: isNeither ? .zero : operand.recorded, right: isNeither ? .zero : operand.queried)
        }
        let result = try fold.value(formula)
        switch (cell.value, result) {
        case (_, .unknown): break
        case (.number(let printed), .number(let again)):
            let isShare = try isPercent && printed == again.multiplied(by: Amount(100))
            sheet.exact(report.key, "cells", place, left: printed, right: isShare ? printed : again)
        case (.number(let printed), .none): sheet.exact(report.key, "cells", place, left: printed, right: nil)
        case (_, .number(let again)): sheet.exact(report.key, "cells", place, left: nil, right: again)
        default: sheet.exact(report.key, "cells", place, left: .zero, right: .zero)
        }
    }

    /// The figure as the report recorded it and as the cube gives it now.
    private mutating func operandValue(_ operand: Provenance.Operand) -> FormulaFold.Operand {
        let recorded = Amount(decimalText: operand.value)
        guard let blank = operand.label.lastIndex(of: " "), let period = ReportingPeriod(operand.label[operand.label.index(after: blank)...]),
            case .measure(let reference)?? = formulas[cached: String(operand.label[..<blank])]
        else { return .init(label: operand.label, isMeasure: false, month: nil, recorded: recorded, queried: recorded) }
        let queried: Amount? = if case .value(let amount, _)? = try? cube.value(of: reference.code, in: reference.slice, period: period) { amount } else { nil }
        return .init(label: operand.label, isMeasure: true, month: period, recorded: recorded, queried: queried)
    }

    private mutating func formula(_ text: String) -> Expression? { formulas[cached: text] ?? nil }
}

extension [String: Expression?] {
    /// Formulas recur in hundreds of cells; nil: no formula.
    fileprivate subscript(cached text: String) -> Expression?? {
        mutating get {
            if let known = self[text] { return known }
            let parsed = try? ExpressionParser.parse(text, at: SourceRange(file: "", line: 1, column: 1))
            self[text] = .some(parsed)
            return .some(parsed)
        }
    }
}

/// Computes a formula from the operands of a cell's record, which stand in the order in which the formula reads them.
struct FormulaFold {
    struct Operand {
        var label: String
        var isMeasure: Bool
        var month: ReportingPeriod?
        var recorded: Amount?
        var queried: Amount?
    }
    enum Result {
        case number(Amount)
        /// Missing or not applicable.
        case none
        /// The formula uses what is not computed here; its operands were compared one by one.
        case unknown
    }
    let operands: [Operand]
    private var next = 0

    init(operands: [Operand]) { self.operands = operands }

    mutating func value(_ expression: Expression) throws -> Result {
        switch expression {
        case .number(let number, _): return .number(number)
        case .quantity(let number, let unit, _): return .number(try unit.baseValue(number))
        case .measure, .column, .row, .cell, .caliber:
            guard operands.indices.contains(next) else { return .unknown }
            next += 1
            return operands[next - 1].queried.map { .number($0) } ?? .none
        case .negate(let inner, _):
            if case .number(let value) = try value(inner) { return .number(value.negated) }
            return .unknown
        case .binary(let sign, let left, let right, _): return try binary(sign, try value(left), try value(right))
        case .call(.previousMonth, let arguments, _), .call(.sameMonthLastYear, let arguments, _):
            return arguments.count == 1 ? try value(arguments[0]) : .unknown
        case .call(.yearToDate, let arguments, _): return arguments.count == 1 ? try yearToDate(arguments[0]) : .unknown
        default: return .unknown
        }
    }

    private func binary(_ sign: Expression.BinaryOperator, _ left: Result, _ right: Result) throws -> Result {
        guard case .number(let a) = left, case .number(let b) = right else {
            if case .unknown = left { return .unknown }
            if case .unknown = right { return .unknown }
            return .none
        }
        switch sign {
        case .add: return .number(try a.adding(b))
        case .subtract: return .number(try a.subtracting(b))
        case .multiply: return .number(try a.multiplied(by: b))
        case .divide: return b.isZero ? .none : .number(try a.divided(by: b))
        }
    }

    /// The operands of the months stand one after the other: as long as the month grows, the sum goes on.
    private mutating func yearToDate(_ argument: Expression) throws -> Result {
        var sum: Result = .number(.zero), last: ReportingPeriod?
        while operands.indices.contains(next), let month = operands[next].month, last.map({ month > $0 && month.year == $0.year }) ?? true {
            let before = next
            last = month
            sum = try binary(.add, sum, try value(argument))
            if next == before { return .unknown }
        }
        return last == nil ? .unknown : sum
    }
}
