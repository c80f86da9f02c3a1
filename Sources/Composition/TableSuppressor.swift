internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Applies `suppress:` to a built table: hides small counts, what would give them away, and what is computed from them.
struct TableSuppressor {
    private let definition: ReportDefinition
    /// Index of the table in the report.
    private let index: Int
    private let rule: SuppressionRule
    private let number: Int
    private let evaluator: Evaluator
    private let resolved: ResolvedTable
    private let table: BuiltTable

    init(_ definition: ReportDefinition, index: Int, rule: SuppressionRule, number: Int, evaluator: Evaluator, table: BuiltTable) {
        self.definition = definition; self.index = index; self.rule = rule; self.number = number; self.evaluator = evaluator; self.table = table
        resolved = evaluator.table(number)
    }

    /// The hidden cells, as row × column count + column. Throws CMP017 when a small count cannot be protected.
    func hiddenCells() throws -> Set<Int> {
        let counts = table.columns.indices.filter { column in
            rule.columns.contains { $0 == table.columns[column].code || $0 == table.columns[column].name }
        }
        var values = [Amount?](repeating: nil, count: table.rows.count * table.columns.count), small: Set<Int> = []
        for row in table.rows.indices {
            for column in table.columns.indices where table.columns[column].unit.dimension.isAdditive || counts.contains(column) {
                values[place(row, column)] = table.rows[row].cells[column].value.amount
            }
            for column in counts {
                if let value = values[place(row, column)], !value.isZero, value.magnitude < rule.below { small.insert(place(row, column)) }
            }
        }
        if small.isEmpty { return [] }
        var published = PublishedRelations(definition, index: index, number: number, evaluator: evaluator, table: table, values: values)
        let relations = try published.relations(), operands = operands(except: published.explained)
        var suppression = CellSuppression(cells: try cells(values, counts: Set(counts)), relations: relations)
        var hidden = small
        while true {
            guard suppression.hide(hidden.filter { values[$0] != nil }) else {
                throw DiagnosticsError(CompositionDiagnostics.cannotProtect(definition.code, at: rule.origin))
            }
            hidden.formUnion(suppression.hidden)
            let derived = derived(from: hidden, counts: suppression.hidden, operands)
            if derived.isSubset(of: hidden) { return hidden }
            hidden.formUnion(derived)
        }
    }

    private func place(_ row: Int, _ column: Int) -> Int { row * table.columns.count + column }

    private func cells(_ values: [Amount?], counts: Set<Int>) throws -> [Int: CellSuppression.Cell] {
        var steps: [Unit.Dimension: Amount] = [:]
        for column in table.columns {
            let step = try Amount(unscaled: 1, scale: column.decimals).multiplied(by: column.unit.baseValue(.one))
            steps[column.unit.dimension] = max(steps[column.unit.dimension] ?? (column.unit.dimension == .money ? step : .one), step)
        }
        var cells: [Int: CellSuppression.Cell] = [:]
        for row in table.rows.indices {
            let isTotal = table.rows[row].style == .total || table.rows[row].style == .subtotal
            for column in table.columns.indices {
                guard let value = values[place(row, column)] else { continue }
                let isPrinted = !table.rows[row].isHidden && !table.columns[column].isHidden, isListed = counts.contains(column)
                let cost: CellSuppression.Cost = !isPrinted ? .unprinted : isListed ? isTotal ? .listedTotal : .listedPart : isTotal ? .otherTotal : .otherPart
                cells[place(row, column)] = CellSuppression.Cell(value: value, cost: cost, step: steps[table.columns[column].unit.dimension] ?? .one)
            }
        }
        return cells
    }

    // MARK: What is computed from hidden cells

    /// What the formula of a cell reads.
    private struct Operands {
        var cells: Set<Int> = []
        var measures: Set<MeasureReference> = []
    }

    /// Cells that are computed from a hidden one, in any row, or from a hidden count's measure in the same slice: rates, 占比, 增幅, 累计, 同比.
    private func derived(from hidden: Set<Int>, counts: Set<Int>, _ operands: [Int: Operands]) -> Set<Int> {
        let width = table.columns.count
        let measures = counts.reduce(into: Set<MeasureReference>()) { $0.formUnion(self.operands(row: $1 / width, column: $1 % width).measures) }
        var result = hidden, size = -1
        while result.count > size {
            size = result.count
            for (cell, read) in operands where !read.cells.isDisjoint(with: result) || !read.measures.isDisjoint(with: measures) { result.insert(cell) }
        }
        return result
    }

    /// Of all cells that are more than a figure of the own month or one of the relations.
    private func operands(except explained: Set<Int>) -> [Int: Operands] {
        var result: [Int: Operands] = [:]
        for row in resolved.rows.indices where resolved.rows[row].record == nil {
            for column in table.columns.indices where !explained.contains(place(row, column)) {
                let formula = evaluator.formula(of: evaluator.cellKey(number, row: row, column: column))
                if case .measure = formula { continue }
                if formula != nil { result[place(row, column)] = operands(row: row, column: column) }
            }
        }
        return result
    }

    private func operands(row: Int, column: Int) -> Operands {
        guard resolved.rows[row].record == nil, let formula = evaluator.formula(of: evaluator.cellKey(number, row: row, column: column)) else { return Operands() }
        var result = Operands()
        read(formula, row: row, column: column, &result)
        return result
    }

    private func read(_ expression: Expression, row: Int, column: Int, _ result: inout Operands) {
        switch expression {
        case .measure(let reference):
            let site = Evaluator.Site(table: number, row: row, column: column, period: evaluator.key(number).period)
            // The place in the definition plays no part in what it is.
            result.measures.insert(MeasureReference(code: reference.code, slice: evaluator.slice(of: reference, at: site), origin: rule.origin))
        case .column(let code, _):
            if let other = resolved.columnIndex(code, near: column) { result.cells.insert(place(row, other)) }
        case .row(let code, _):
            if let other = resolved.rowIndex(code, near: row) { result.cells.insert(place(other, column)) }
        case .cell(let reference):
            guard let found = evaluator.context.catalogue.table(of: reference, in: definition, own: index), found.report.lookup == definition.lookup,
                found.table == index, let other = resolved.rowIndex(reference.row, near: row), let near = resolved.columnIndex(reference.column, near: column)
            else { return }
            result.cells.insert(place(other, near))
        case .negate(let inner, _): read(inner, row: row, column: column, &result)
        case .binary(_, let left, let right, _):
            read(left, row: row, column: column, &result)
            read(right, row: row, column: column, &result)
        case .call(let function, let arguments, _):
            for argument in arguments {
                if case .rows(let rows) = resolved.span(of: argument, near: row) { for other in rows { result.cells.insert(place(other, column)) } }
                else { read(argument, row: row, column: column, &result) }
            }
            let other = switch function {
            case .share: resolved.totalRow
            case .previousRow, .growthOnPreviousRow: row > 0 ? row - 1 : nil
            default: Int?.none
            }
            if let other { for argument in arguments { read(argument, row: other, column: column, &result) } }
        case .number, .quantity, .rowRange, .caliber, .field: break
        }
    }
}

extension Expression {
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
