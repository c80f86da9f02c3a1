internal import Diagnostics
internal import Quantities
internal import ReportModel

/// What a table tells about its figures besides the figures: which of them add up to which. The reader will try whatever the form
/// suggests, so what is declared counts as much as what shows in the figures: totals over their parts by place, formulas,
/// declared relations, measures of a whole and of its parts, lines that equal the sum of their neighbours, the order of sorted
/// rows, 其中. A sum that does not hold exactly gives nothing away; what is at least its parts still bounds them.
struct PublishedRelations {
    private let definition: ReportDefinition
    /// Index of the table in the report.
    private let index: Int
    private let number: Int
    private let evaluator: Evaluator
    private let resolved: ResolvedTable
    private let table: BuiltTable
    /// Figures that may be added up, by row × column count + column; nil elsewhere and for special values.
    private let values: [Amount?]

    /// Cells that are measures, or sums of measures.
    private var sources: [(cell: Int, source: PartitionedMeasures.Source)] = []
    /// The first cell of each.
    private var cells: [PartitionedMeasures.Source: Int] = [:]
    private var found: [CellRelation] = []
    private var known: Set<[Int]> = []
    /// Cells whose formula is among the relations: they need no other protection.
    private(set) var explained: Set<Int> = []

    init(_ definition: ReportDefinition, index: Int, number: Int, evaluator: Evaluator, table: BuiltTable, values: [Amount?]) {
        self.definition = definition; self.index = index; self.number = number; self.evaluator = evaluator; self.table = table; self.values = values
        resolved = evaluator.table(number)
        for row in resolved.rows.indices where resolved.rows[row].record == nil {
            for column in additive where values[place(row, column)] != nil {
                guard let formula = formula(row, column), let source = source(formula, row: row, column: column) else { continue }
                sources.append((place(row, column), source))
                if cells[source] == nil { cells[source] = place(row, column) }
            }
        }
    }

    mutating func relations() throws -> [CellRelation] {
        let totals = table.partsOfTotals(), width = table.columns.count
        let printedRows = table.rows.indices.filter { !table.rows[$0].isHidden && table.rows[$0].style != .heading }
        for column in additive {
            for (total, parts) in totals { try addSum(place(total, column), parts.map { place($0, column) }) }
        }
        try addFormulas()
        try addDeclared()
        try addPartitions()
        try addNeighbours(lines: printedRows, across: printedColumns) { $0 * width + $1 }
        try addNeighbours(lines: printedColumns, across: Array(table.rows.indices)) { $1 * width + $0 }
        try addOrder()
        try addOfWhich()
        return found
    }

    private var additive: [Int] { table.columns.indices.filter { table.columns[$0].unit.dimension.isAdditive } }
    private var printedColumns: [Int] { additive.filter { !table.columns[$0].isHidden } }
    private func formula(_ row: Int, _ column: Int) -> Expression? { evaluator.formula(of: evaluator.cellKey(number, row: row, column: column)) }
    private func place(_ row: Int, _ column: Int) -> Int { row * table.columns.count + column }

    // MARK: Relations that hold

    private mutating func addSum(_ total: Int, _ parts: [Int]) throws {
        _ = try add([(total, -1)] + parts.map { ($0, 1) }, .equal)
    }

    /// Keeps the relation when it holds; false when it does not, or says nothing.
    private mutating func add(_ terms: [(cell: Int, coefficient: Int)], _ comparison: RelationDefinition.Comparison) throws -> Bool {
        var sum = Amount.zero
        for (cell, coefficient) in terms {
            // What is not applicable adds nothing; what is missing makes the relation unknown.
            guard let value = values[cell] else {
                if case .missing = table.rows[cell / table.columns.count].cells[cell % table.columns.count].value { return false }
                continue
            }
            sum = try sum.adding(coefficient == 1 ? value : value.multiplied(by: Amount(coefficient)))
        }
        var used = terms.filter { values[$0.cell] != nil && $0.coefficient != 0 }
        guard used.count > 1 else { return false }
        switch comparison {
        case .equal where !sum.isZero: return false
        case .atLeast where sum.isNegative: return false
        case .atMost where sum > .zero: return false
        case .atMost:
            used = used.map { ($0.cell, -$0.coefficient) }
            sum = sum.negated
        default: break
        }
        used.sort { $0.cell < $1.cell }
        let sign = comparison == .equal && used[0].coefficient < 0 ? -1 : 1
        if known.insert([comparison == .equal ? 0 : 1] + used.flatMap { [$0.cell, $0.coefficient * sign] }).inserted {
            found.append(CellRelation(terms: used, slack: comparison == .equal ? nil : sum))
        }
        return true
    }

    private mutating func add(_ terms: [Int: Int], _ comparison: RelationDefinition.Comparison = .equal) throws -> Bool {
        try add(terms.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, comparison)
    }

    // MARK: What is declared

    private mutating func addFormulas() throws {
        for row in resolved.rows.indices where resolved.rows[row].record == nil {
            for column in additive {
                guard let formula = formula(row, column), var terms = linear(formula, row: row, column: column) else { continue }
                terms[place(row, column), default: 0] -= 1
                if try add(terms) { explained.insert(place(row, column)) }
            }
        }
    }

    private mutating func addDeclared() throws {
        var groups: Set<Int?> = []
        let oneOfEachGroup = resolved.rows.indices.filter { groups.insert(resolved.rows[$0].group).inserted }
        for relation in definition.relations where definition.tableIndex(relation.table) == index {
            let readsColumns = !relation.left.columns.isEmpty || !relation.right.columns.isEmpty
            for row in readsColumns ? Array(resolved.rows.indices) : oneOfEachGroup {
                for column in additive {
                    guard let left = linear(relation.left, row: row, column: column), let right = linear(relation.right, row: row, column: column) else { continue }
                    _ = try add(left.merging(right.mapValues { -$0 }, uniquingKeysWith: +), relation.comparison)
                }
            }
        }
    }

    /// A formula as whole multiples of cells of this table; nil when it is anything else.
    private func linear(_ expression: Expression, row: Int, column: Int) -> [Int: Int]? {
        switch expression {
        case .number(let amount, _): return amount.isZero ? [:] : nil
        case .measure: return source(expression, row: row, column: column).flatMap { cells[$0] }.map { [$0: 1] }
        case .column(let code, _): return resolved.columnIndex(code, near: column).flatMap { cell(row, $0) }
        case .row(let code, _): return resolved.rowIndex(code, near: row).flatMap { cell($0, column) }
        case .cell(let reference):
            guard reads(reference), let other = resolved.rowIndex(reference.row, near: row), let place = resolved.columnIndex(reference.column, near: column)
            else { return nil }
            return cell(other, place)
        case .negate(let inner, _): return linear(inner, row: row, column: column)?.mapValues { -$0 }
        case .binary(let op, let left, let right, _) where op == .add || op == .subtract:
            guard let x = linear(left, row: row, column: column), let y = linear(right, row: row, column: column) else { return nil }
            return x.merging(op == .add ? y : y.mapValues { -$0 }, uniquingKeysWith: +)
        case .binary(.multiply, .number(let factor, _), let inner, _), .binary(.multiply, let inner, .number(let factor, _), _):
            guard let factor = factor.wholeNumber, factor.magnitude < 1000 else { return nil }
            return linear(inner, row: row, column: column)?.mapValues { $0 * factor }
        case .call(.previousRow, let arguments, _): return row > 0 ? linear(arguments[0], row: row - 1, column: column) : nil
        // Whether they change anything shows in the figures.
        case .call(.round, let arguments, _), .call(.ifMissing, let arguments, _): return linear(arguments[0], row: row, column: column)
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
                guard let terms = cell(index, column) else { return nil }
                result.merge(terms, uniquingKeysWith: +)
            }
            return result
        case .rows, .unknown: return nil
        }
    }

    /// True for a cell of this table in its own month.
    private func reads(_ reference: CellReference) -> Bool {
        guard !reference.previousPeriod, let found = evaluator.context.catalogue.table(of: reference, in: definition, own: index) else { return false }
        return found.report.lookup == definition.lookup && found.table == index
    }

    private func cell(_ row: Int, _ column: Int) -> [Int: Int]? {
        table.columns[column].unit.dimension.isAdditive ? [place(row, column): 1] : nil
    }

    // MARK: What the form suggests

    private mutating func addPartitions() throws {
        let catalogue = evaluator.context.catalogue, day = evaluator.key(number).period.lastDay
        let measures = PartitionedMeasures(sources) { dimension, member in catalogue.codeTable(forDimension: dimension)?.member(member, on: day)?.parent }
        for partition in measures.partitions() {
            let terms = [(cell: partition.whole, coefficient: 1)] + partition.parts.map { (cell: $0, coefficient: -1) }
            // A count of different units is less than its parts, and bounded by each.
            if try add(terms, .equal) || add(terms, .atLeast) { continue }
            _ = try add(terms, .atMost)
            for part in partition.parts { _ = try add([(partition.whole, 1), (part, -1)], .atLeast) }
        }
    }

    private func source(_ formula: Expression, row: Int, column: Int) -> PartitionedMeasures.Source? {
        guard formula.addsMeasures else { return nil }
        let site = Evaluator.Site(table: number, row: row, column: column, period: evaluator.key(number).period)
        var slice = evaluator.slice(of: MeasureReference(code: "", origin: formula.place), at: site)
        let inner = formula.measures, when = resolved.rows[row].period.map { " \($0)" } ?? ""
        if inner.count == 1, let only = inner.first {
            slice.merge(only.slice) { $1 }
            return PartitionedMeasures.Source(measure: formula.timeText + only.code + when, slice: slice)
        }
        for dimension in inner.flatMap(\.slice.keys) { slice[dimension] = nil }
        return PartitionedMeasures.Source(measure: formula.description + when, slice: slice)
    }

    /// Figures of a line that are below this together prove nothing.
    private static let leastEvidence = Amount(20)

    /// Lines that equal the sum of the lines beside them, wherever they have figures.
    private mutating func addNeighbours(lines: [Int], across: [Int], at place: (Int, Int) -> Int) throws {
        let figures = lines.map { line in across.map { values[place(line, $0)] ?? .zero } }
        for total in lines.indices where try figures[total].reduce(.zero, { try $0.adding($1.magnitude) }) >= Self.leastEvidence {
            for step in [1, -1] {
                var sum = figures[total].map(\.negated), next = total + step, parts: [Int] = []
                while figures.indices.contains(next), !sum.contains(where: { $0 > .zero }), sum.contains(where: { !$0.isZero }) {
                    for index in across.indices { sum[index] = try sum[index].adding(figures[next][index]) }
                    parts.append(lines[next])
                    next += step
                }
                guard parts.count > 1, sum.allSatisfy(\.isZero) else { continue }
                for other in across { try addSum(place(lines[total], other), parts.map { place($0, other) }) }
            }
        }
    }

    /// Sorted rows: no figure is larger than the one before it.
    private mutating func addOrder() throws {
        for run in resolved.runs {
            guard let order = run.order, let column = resolved.columnIndex(order.column, near: nil), additive.contains(column) else { continue }
            let printed = run.rows.filter { !resolved.rows[$0].isHidden }
            for (above, below) in zip(printed, printed.dropFirst()) {
                _ = try add([(place(above, column), 1), (place(below, column), -1)], order.ascending ? .atMost : .atLeast)
            }
        }
    }

    /// 其中: no figure is larger than the row's that it belongs to.
    private mutating func addOfWhich() throws {
        for row in table.rows.indices where table.rows[row].style == .ofWhich {
            let above = table.rows.indices[..<row].last { table.rows[$0].style != .ofWhich && table.rows[$0].level <= table.rows[row].level }
            guard let whole = above else { continue }
            for column in additive { _ = try add([(place(whole, column), 1), (place(row, column), -1)], .atLeast) }
        }
    }
}

extension Expression {
    /// True for a measure and for sums of measures: its cells add up over the members of a dimension.
    fileprivate var addsMeasures: Bool {
        switch self {
        case .measure: true
        case .negate(let inner, _): inner.addsMeasures
        case .binary(.add, let left, let right, _), .binary(.subtract, let left, let right, _): left.addsMeasures && right.addsMeasures
        case .call(let function, let arguments, _):
            [.previousMonth, .sameMonthLastYear, .yearToDate, .comparison, .sum].contains(function) && arguments.allSatisfy(\.addsMeasures)
        default: false
        }
    }

    /// The functions around a single measure.
    fileprivate var timeText: String {
        if case .call(let function, let arguments, _) = self { return "\(function.rawValue) \(arguments[0].timeText)" }
        if case .negate(let inner, _) = self { return "− \(inner.timeText)" }
        return ""
    }
}
