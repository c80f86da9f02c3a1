internal import Quantities
internal import ReportModel

/// Finds the formulas of a table that stay inside it. Records and measures have none.
struct FormulaBuilder {
    let definition: ReportDefinition
    /// Index of the table in the report.
    let index: Int
    let resolved: ResolvedTable
    let period: ReportingPeriod
    let catalogue: Catalogue

    /// More parts than this are no total that a reader checks.
    private static let mostParts = 500

    func formulas(of table: BuiltTable) -> TableFormulas {
        var result = TableFormulas()
        for (place, column) in resolved.columns.enumerated() {
            let value = column.definition.value
            if value.readsMeasures { result.measured.insert(column.code) }
            var line = TableFormulas.Line()
            line.value = formula(value, at: Place(column: place))
            if line.value != nil { result.columns[column.code] = line }
        }
        for (place, row) in resolved.rows.enumerated() where row.record == nil {
            let line = line(of: row.definition, at: place)
            if !line.isEmpty { result.rows[row.definition.code] = line }
        }
        addRelations(to: &result)
        if !resolved.rows.contains(where: { $0.record != nil }) { addTotals(of: table, to: &result) }
        return result
    }

    private func line(of row: RowDefinition, at place: Int) -> TableFormulas.Line {
        var line = TableFormulas.Line()
        line.value = row.value.flatMap { formula($0, at: Place(row: place)) }
        for (column, expression) in row.cells {
            for index in resolved.columns.indices where resolved.columns[index].code == column || resolved.columns[index].definition.name == column {
                line.cells[resolved.columns[index].code] = .some(formula(expression, at: Place(row: place, column: index)))
            }
        }
        return line
    }

    // MARK: Sums that are not defined as such

    private func addRelations(to result: inout TableFormulas) {
        for relation in definition.relations where relation.comparison == .equal && definition.tableIndex(relation.table) == index {
            switch relation.left {
            case .row(let code, _):
                guard let row = resolved.rowIndex(code), let right = formula(relation.right, at: Place(row: row)), right.isSum else { continue }
                let columns = Set(relation.columns.compactMap { resolved.columnIndex($0, near: nil) }.map { resolved.columns[$0].code })
                result.rows[resolved.rows[row].definition.code, default: TableFormulas.Line()].sums
                    .append(TableFormulas.Sum(formula: right, only: relation.columns.isEmpty ? nil : columns))
            case .column(let code, _):
                guard let column = resolved.columnIndex(code, near: nil), resolved.columns[column].group == nil,
                    let right = formula(relation.right, at: Place(column: column)), right.isSum
                else { continue }
                func codes(_ names: [String]) -> Set<String> {
                    Set(names.compactMap { resolved.rowIndex($0) }.map { resolved.rows[$0].definition.code })
                }
                result.columns[resolved.columns[column].code, default: TableFormulas.Line()].sums.append(
                    TableFormulas.Sum(formula: right, only: relation.rows.isEmpty ? nil : codes(relation.rows), except: codes(relation.exceptRows)))
            default: continue
            }
        }
    }

    private func addTotals(of table: BuiltTable, to result: inout TableFormulas) {
        for (total, parts) in table.partsOfTotals() where (2...FormulaBuilder.mostParts).contains(parts.count) {
            let sum = CellFormula.sum(parts.map { .cell(.code(table.rows[$0].code), column: nil) })
            result.rows[table.rows[total].code, default: TableFormulas.Line()].sums.append(TableFormulas.Sum(formula: sum))
        }
    }

    // MARK: Expressions

    /// Where a formula stands: a row, a column, or both.
    private struct Place {
        var row: Int?
        var column: Int?
    }

    /// Nil when the expression reads anything but cells of this table and numbers.
    private func formula(_ expression: Expression, at place: Place, row: CellFormula.Row = .own) -> CellFormula? {
        switch expression {
        case .number(let amount, _): return .number(amount)
        case .column(let code, _): return column(code, place).map { .cell(row, column: $0) }
        case .row(let code, _): return self.row(code, place).map { .cell(.code($0), column: nil) }
        case .cell(let reference): return cell(reference, place)
        case .negate(let inner, _): return formula(inner, at: place, row: row).map { .negate($0) }
        case .binary(let op, let left, let right, _):
            guard let x = formula(left, at: place, row: row), let y = formula(right, at: place, row: row) else { return nil }
            return .binary(op.formulaOperator, x, y)
        case .call(let function, let arguments, _): return call(function, arguments, place, row)
        case .quantity, .measure, .rowRange, .caliber, .field: return nil
        }
    }

    private func call(_ function: Expression.Function, _ arguments: [Expression], _ place: Place, _ row: CellFormula.Row) -> CellFormula? {
        switch function {
        case .sum: return sum(arguments, place, row)
        case .share:
            guard row == .own, let total = resolved.totalRow, let part = formula(arguments[0], at: place),
                let whole = formula(arguments[0], at: place, row: .code(resolved.rows[total].definition.code))
            else { return nil }
            return .percentage(part, whole)
        case .completion:
            guard let part = formula(arguments[0], at: place, row: row), let whole = formula(arguments[1], at: place, row: row) else { return nil }
            return .percentage(part, whole)
        case .elapsedYear:
            // Rows of years have a part of their own.
            guard resolved.rows.allSatisfy({ $0.period == nil }) else { return nil }
            return (try? Amount(period.month * 100).divided(by: Amount(12))).map { .number($0) }
        case .previousRow, .growthOnPreviousRow:
            // The row above must be the printed one.
            guard row == .own, !resolved.rows.contains(where: \.isHidden), let above = formula(arguments[0], at: place, row: .above) else { return nil }
            if function == .previousRow { return above }
            return formula(arguments[0], at: place).map { .growth($0, above) }
        case .previousMonth, .sameMonthLastYear, .yearToDate, .yearOnYear, .monthOnMonth, .round, .comparison, .comparisonGrowth, .ifMissing:
            return nil
        }
    }

    private func sum(_ arguments: [Expression], _ place: Place, _ row: CellFormula.Row) -> CellFormula? {
        var terms: [CellFormula] = []
        for argument in arguments {
            switch resolved.span(of: argument, near: place.row) {
            case .single:
                guard let term = formula(argument, at: place, row: row) else { return nil }
                terms.append(term)
            case .rows(let rows) where !rows.isEmpty:
                for index in rows where !resolved.rows[index].isHidden && resolved.rows[index].definition.style != .heading {
                    terms.append(.cell(.code(resolved.rows[index].definition.code), column: nil))
                }
            case .rows, .unknown: return nil
            }
        }
        return .sum(terms)
    }

    private func cell(_ reference: CellReference, _ place: Place) -> CellFormula? {
        guard !reference.previousPeriod, let found = catalogue.table(of: reference, in: definition, own: index), found.table == index,
            found.report.lookup == definition.lookup, let row = row(reference.row, place), let column = column(reference.column, place)
        else { return nil }
        return .cell(.code(row), column: column)
    }

    /// The row's code; nil when the name means another row in each group and the group is not known.
    private func row(_ codeOrName: String, _ place: Place) -> String? {
        guard let found = resolved.rowIndex(codeOrName, near: place.row) else { return nil }
        if place.row == nil, resolved.rows[found].definition.code != codeOrName, resolved.rows.count(where: { $0.definition.name == codeOrName }) > 1 { return nil }
        return resolved.rows[found].definition.code
    }

    private func column(_ codeOrName: String, _ place: Place) -> String? {
        guard let found = resolved.columnIndex(codeOrName, near: place.column) else { return nil }
        if place.column == nil, resolved.columns.count(where: { $0.code == codeOrName || $0.definition.name == codeOrName }) > 1 { return nil }
        return resolved.columns[found].code
    }
}

extension CellFormula {
    /// Sums and differences of cells: what a relation between figures is; a rate in a relation defines nothing.
    var isSum: Bool {
        switch self {
        case .binary(.add, let left, let right), .binary(.subtract, let left, let right): left.isTerm && right.isTerm
        case .sum(let parts): parts.allSatisfy(\.isTerm)
        case .number, .cell, .negate, .binary, .percentage, .growth: false
        }
    }
    private var isTerm: Bool { if case .cell = self { true } else { isSum } }
}

extension Expression.BinaryOperator {
    var formulaOperator: CellFormula.Operator {
        switch self {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        }
    }
}

extension BuiltTable {
    /// Each total row with the rows that it adds up by its place: the rows of the next level below or above it.
    func partsOfTotals() -> [(total: Int, parts: [Int])] {
        let normal: Set<RowStyle> = [.normal, .subtotal]
        return rows.indices.flatMap { total -> [(total: Int, parts: [Int])] in
            switch rows[total].style {
            case .total: return [(total, rows.indices.filter { $0 != total && rows[$0].level == 0 && normal.contains(rows[$0].style) && !rows[$0].isHidden })]
            case .subtotal:
                let below = rows.indices[(total + 1)...].prefix { rows[$0].level > rows[total].level }
                let above = rows.indices[..<total].reversed().prefix { rows[$0].level > rows[total].level && rows[$0].style != .heading }
                return [below.map { $0 }, above.map { $0 }].map { run in
                    (total, run.filter { rows[$0].level == rows[total].level + 1 && normal.contains(rows[$0].style) && !rows[$0].isHidden })
                }.filter { !$0.1.isEmpty }
            default: return []
            }
        }
    }
}
