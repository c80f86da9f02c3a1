internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Applies `suppress:` to a built table: hides small counts, what would give them away, and what is computed from them.
struct TableSuppressor {
    private let definition: ReportDefinition
    /// Index of the table in the report.
    private let index: Int
    private let rule: SuppressionRule
    private let resolved: ResolvedTable
    private let table: BuiltTable
    /// Columns of counts.
    private let counts: [Int]

    init(_ definition: ReportDefinition, index: Int, rule: SuppressionRule, resolved: ResolvedTable, table: BuiltTable) {
        self.definition = definition; self.index = index; self.rule = rule; self.resolved = resolved; self.table = table
        counts = table.columns.indices.filter { column in
            rule.columns.contains { $0 == table.columns[column].code || $0 == table.columns[column].name }
        }
    }

    /// The hidden cells, as row × column count + column. Throws CMP017 when a small count cannot be protected.
    func hiddenCells() throws -> Set<Int> {
        let width = table.columns.count
        var values = [Amount?](repeating: nil, count: table.rows.count * width)
        var isTotal = [Bool](repeating: false, count: values.count), primary: Set<Int> = []
        for row in table.rows.indices {
            for column in counts {
                let place = row * width + column, value = table.rows[row].cells[column].value.amount
                values[place] = value
                isTotal[place] = table.rows[row].style == .total || table.rows[row].style == .subtotal
                if let value, !value.isZero, value.magnitude < rule.below { primary.insert(place) }
            }
        }
        if primary.isEmpty { return [] }
        var suppression = CellSuppression(values: values, isTotal: isTotal, equations: try equations(values), primary: primary)
        guard suppression.complete() else { throw DiagnosticsError(CompositionDiagnostics.cannotProtect(definition.code, at: rule.origin)) }
        return suppression.hidden.union(dependents(of: suppression.hidden))
    }

    // MARK: What the reader knows

    /// Totals over their parts, formulas and declared relations; only those that hold exactly: others give nothing away.
    private func equations(_ values: [Amount?]) throws -> [CellSuppression.Equation] {
        var found: [[Int: Int]] = []
        for column in counts {
            found += table.partsOfTotals().map { total, parts in
                Dictionary(([(place(total, column), -1)] + parts.map { (place($0, column), 1) }), uniquingKeysWith: +)
            }
        }
        for row in table.rows.indices {
            for column in counts {
                guard let formula = resolved.rows[row].definition.value ?? .some(resolved.columns[column].definition.value),
                    var terms = linear(formula, row: row, column: column)
                else { continue }
                terms[place(row, column), default: 0] -= 1
                found.append(terms)
            }
        }
        for relation in definition.relations where relation.comparison == .equal && definition.tableIndex(relation.table) == index {
            for row in table.rows.indices {
                for column in counts {
                    guard let left = linear(relation.left, row: row, column: column), let right = linear(relation.right, row: row, column: column) else { continue }
                    found.append(left.merging(right.mapValues { -$0 }, uniquingKeysWith: +))
                }
            }
        }
        return try found.compactMap { try equation($0, values) }
    }

    private func equation(_ terms: [Int: Int], _ values: [Amount?]) throws -> CellSuppression.Equation? {
        var sum = Amount.zero
        let used = terms.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        for (cell, coefficient) in used {
            // What is not applicable adds nothing; what is missing makes the relation unknown.
            guard let value = values[cell] else {
                if case .missing = table.rows[cell / table.columns.count].cells[cell % table.columns.count].value { return nil }
                continue
            }
            sum = try sum.adding(value.multiplied(by: Amount(coefficient)))
        }
        let present = used.filter { values[$0.key] != nil }
        return sum.isZero && present.count > 1 ? CellSuppression.Equation(terms: present.map { ($0.key, $0.value) }) : nil
    }

    /// A formula as whole multiples of count cells of this table; nil when it is anything else.
    private func linear(_ expression: Expression, row: Int, column: Int) -> [Int: Int]? {
        switch expression {
        case .column(let code, _): return resolved.columnIndex(code, near: column).flatMap { count(row, $0) }
        case .row(let code, _): return resolved.rowIndex(code, near: row).flatMap { count($0, column) }
        case .cell(let reference) where reference.report == nil && !reference.previousPeriod:
            guard let other = resolved.rowIndex(reference.row, near: row), let place = resolved.columnIndex(reference.column, near: column) else { return nil }
            return count(other, place)
        case .negate(let inner, _): return linear(inner, row: row, column: column)?.mapValues { -$0 }
        case .binary(let op, let left, let right, _) where op == .add || op == .subtract:
            guard let x = linear(left, row: row, column: column), let y = linear(right, row: row, column: column) else { return nil }
            return x.merging(op == .add ? y : y.mapValues { -$0 }, uniquingKeysWith: +)
        case .call(.sum, let arguments, _):
            var result: [Int: Int] = [:]
            for argument in arguments {
                guard let terms = sumTerms(argument, row: row, column: column) else { return nil }
                result.merge(terms, uniquingKeysWith: +)
            }
            return result
        default: return nil
        }
    }

    private func sumTerms(_ argument: Expression, row: Int, column: Int) -> [Int: Int]? {
        switch resolved.span(of: argument, near: row) {
        case .single: return linear(argument, row: row, column: column)
        case .rows(let rows) where !rows.isEmpty:
            var result: [Int: Int] = [:]
            for index in rows where !resolved.rows[index].isHidden {
                guard let terms = count(index, column) else { return nil }
                result.merge(terms, uniquingKeysWith: +)
            }
            return result
        case .rows, .unknown: return nil
        }
    }

    private func count(_ row: Int, _ column: Int) -> [Int: Int]? { counts.contains(column) ? [place(row, column): 1] : nil }
    private func place(_ row: Int, _ column: Int) -> Int { row * table.columns.count + column }

    // MARK: What is computed from hidden cells

    /// Cells of the same row in columns that are computed from a hidden count, or from the same measures: rates, 累计, 同比.
    private func dependents(of hidden: Set<Int>) -> Set<Int> {
        var result: Set<Int> = []
        for cell in hidden {
            let row = cell / table.columns.count, column = cell % table.columns.count
            for other in table.columns.indices where !counts.contains(other) && reads(other, column) { result.insert(place(row, other)) }
        }
        return result
    }

    /// The measures of a column with what they are narrowed to.
    private func slices(_ column: Int) -> Set<[String: String]> {
        Set(resolved.columns[column].definition.value.measures.map { measure in
            resolved.columns[column].slice.merging(measure.slice) { $1 }.merging(["": measure.code]) { $1 }
        })
    }

    private func reads(_ column: Int, _ count: Int, depth: Int = 0) -> Bool {
        let formula = resolved.columns[column].definition.value
        if !slices(column).isDisjoint(with: slices(count)) { return true }
        return depth < 8 && formula.columns.contains { code in
            guard let next = resolved.columnIndex(code, near: column) else { return false }
            return next == count || (next != column && reads(next, count, depth: depth + 1))
        }
    }
}

extension Expression {
    /// All measures that the expression names.
    var measures: Set<MeasureReference> {
        switch self {
        case .measure(let reference): [reference]
        case .negate(let inner, _): inner.measures
        case .binary(_, let left, let right, _): left.measures.union(right.measures)
        case .call(_, let arguments, _): arguments.reduce(into: []) { $0.formUnion($1.measures) }
        case .number, .quantity, .column, .row, .rowRange, .cell, .caliber, .field: []
        }
    }

    /// Codes or names of all columns that the expression names.
    var columns: Set<String> {
        switch self {
        case .column(let code, _): [code]
        case .cell(let reference): reference.report == nil ? [reference.column] : []
        case .negate(let inner, _): inner.columns
        case .binary(_, let left, let right, _): left.columns.union(right.columns)
        case .call(_, let arguments, _): arguments.reduce(into: []) { $0.formUnion($1.columns) }
        case .number, .quantity, .measure, .row, .rowRange, .caliber, .field: []
        }
    }
}
