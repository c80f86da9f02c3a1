internal import Cubes
internal import Quantities
internal import ReportModel

extension Evaluator {
    /// The record of how a computed cell came about: its formula with every operand's value, the calibers and batches below it.
    func provenance(of key: CellKey, result: Evaluated) throws -> Provenance {
        guard let formula = formula(of: key) else { return .none }
        let site = Site(table: key.table, row: key.row, column: key.column, period: key.period)
        var operands: [Provenance.Operand] = []
        try collect(formula, at: site, into: &operands)
        return Provenance(
            formula: formula.description, operands: operands,
            calibers: result.calibers.sorted { ($0.id, $0.value.effective.from) < ($1.id, $1.value.effective.from) },
            batches: result.batches.sorted())
    }

    private func collect(_ expression: Expression, at site: Site, into operands: inout [Provenance.Operand]) throws {
        switch expression {
        case .number, .quantity, .field: break
        case .measure, .column, .cell, .caliber: try add(expression, at: site, to: &operands)
        case .row, .rowRange:
            let table = table(site.table)
            switch table.span(of: expression, near: site.row) {
            case .single: try add(expression, at: site, to: &operands)
            case .rows(let rows):
                for row in rows where !table.rows[row].isHidden { try add(.row(table.rows[row].definition.code, expression.place), at: site, to: &operands) }
            case .unknown: return
            }
        case .negate(let inner, _): try collect(inner, at: site, into: &operands)
        case .binary(_, let left, let right, _):
            try collect(left, at: site, into: &operands)
            try collect(right, at: site, into: &operands)
        case .call(let function, let arguments, _):
            for inner in sites(of: function, at: site) {
                for argument in arguments { try collect(argument, at: inner, into: &operands) }
            }
        }
    }

    private func add(_ operand: Expression, at site: Site, to operands: inout [Provenance.Operand]) throws {
        operands.append(Provenance.Operand(label: label(operand, at: site), value: try evaluate(operand, at: site).value.sourceText))
    }

    private func sites(of function: Expression.Function, at site: Site) -> [Site] {
        switch function {
        case .previousMonth: [site.shifted(-1)]
        case .sameMonthLastYear: [site.shifted(-12)]
        case .comparison: [site.shifted(comparedMonths(site))]
        case .comparisonGrowth: [site, site.shifted(comparedMonths(site))]
        case .yearOnYear: [site, site.shifted(-12)]
        case .monthOnMonth: [site, site.shifted(-1)]
        case .yearToDate: site.period.yearToDate.map(site.at)
        case .previousRow: [above(site)].compactMap { $0 }
        case .growthOnPreviousRow: [site, above(site)].compactMap { $0 }
        case .share: [site, totalRow(site)].compactMap { $0 }
        case .sum, .ifMissing, .completion, .round, .elapsedYear: [site]
        }
    }

    private func totalRow(_ site: Site) -> Site? {
        table(site.table).totalRow.map { row in
            var total = site
            total.row = row
            return total
        }
    }

    private func above(_ site: Site) -> Site? {
        if site.row == 0 { return nil }
        var above = site
        above.row -= 1
        above.period = table(site.table).rows[above.row].period ?? site.period
        return above
    }

    /// `paid{district: 110105, insurance: 110} 2026-10`, `7栏 2026-10`, `口径(base.lower) 2026-10-31`
    private func label(_ expression: Expression, at site: Site) -> String {
        switch expression {
        case .measure(let reference):
            var full = reference
            full.slice = slice(of: reference, at: site)
            return "\(Expression.measure(full)) \(site.period)"
        case .caliber: return "\(expression) \(site.period.lastDay)"
        case .column:
            let row = table(site.table).rows[site.row].definition.code
            return "\(expression) \(row)行 \(site.period)"
        default: return "\(expression) \(site.period)"
        }
    }
}
