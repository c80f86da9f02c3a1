internal import Cubes
internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Computes cells on demand and remembers them. A cell is named by report, scope, period, row and column, so that formulas
/// can reach other columns, rows, months and reports by one mechanism. A class, because its memory is shared by all who ask.
final class Evaluator {
    struct TableKey: Hashable {
        /// `ReportDefinition.lookup`
        var report: String
        /// Index of the table in the report.
        var table = 0
        var scope: ReportScope
        var period: ReportingPeriod
    }
    /// A cell of a table that the evaluator knows by number.
    struct CellKey: Hashable {
        var table: Int
        var row: Int
        var column: Int
        /// The month that measures are about; differs from the table's for year rows and under 上月, 上年同月, 累计.
        var period: ReportingPeriod
    }
    private struct MeasureKey: Hashable {
        var code: String
        var slice: [String: String]
        var period: ReportingPeriod
    }
    private enum State {
        case running
        case done(Evaluated)
    }
    /// A resolved table and the cells of its own period that are known by now, row by row.
    private struct KnownTable {
        var key: TableKey
        var table: ResolvedTable
        var cells: [State?]
        /// What the report's parameters narrow every measure to.
        var slice: [String: String]
        /// What 对比 compares with.
        var comparison: Expression.Function
    }
    /// Where an expression is evaluated.
    struct Site {
        var table: Int
        var row: Int
        /// Nil in relations between named cells only.
        var column: Int
        var period: ReportingPeriod
    }

    let context: ReportContext
    private var known: [KnownTable] = []
    private var numbers: [TableKey: Int] = [:]
    /// Cells under 上月, 上年同月, 累计: another period than their table's.
    private var shiftedCells: [CellKey: State] = [:]
    private var measures: [MeasureKey: Evaluated] = [:]
    /// Tables whose small counts are hidden by now.
    private var suppressed: [Int: (below: Amount, columns: Set<Int>)] = [:]

    init(context: ReportContext) { self.context = context }

    // MARK: Tables and cells

    /// The number of a table, resolved when it is met for the first time.
    func number(of key: TableKey, at place: SourceRange) throws -> Int {
        if let number = numbers[key] { return number }
        guard let definition = context.catalogue.report(key.report), definition.tables.indices.contains(key.table) else {
            throw DiagnosticsError(CompositionDiagnostics.unknownReport(key.report, at: place))
        }
        let table = try ResolvedTable(definition.tables[key.table], scope: key.scope.kind, period: key.period, context: context)
        let number = known.count
        known.append(KnownTable(
            key: key, table: table, cells: Array(repeating: nil, count: table.memoryCount), slice: definition.parameterSlice, comparison: definition.comparison))
        numbers[key] = number
        if table.needsArranging { try arrange(number) }
        return number
    }

    /// Figures first, in the order of the definition; then the order that they ask for, and everything is forgotten.
    private func arrange(_ number: Int) throws {
        let table = known[number].table
        let figures = try table.rows.indices.map { row in
            try table.columns.indices.map { column in try cell(cellKey(number, row: row, column: column)).value.amount }
        }
        known[number].table.arrange(figures)
        known[number].cells = Array(repeating: nil, count: known[number].table.memoryCount)
        shiftedCells = shiftedCells.filter { $0.key.table != number }
    }

    func table(_ number: Int) -> ResolvedTable { known[number].table }
    func key(_ number: Int) -> TableKey { known[number].key }

    /// The cell at its row's own period.
    func cellKey(_ table: Int, row: Int, column: Int) -> CellKey {
        CellKey(table: table, row: row, column: column, period: known[table].table.rows[row].period ?? known[table].key.period)
    }

    func cell(_ key: CellKey) throws -> Evaluated {
        if let record = known[key.table].table.rows[key.row].record { return try recordValue(record, table: key.table, column: key.column) }
        switch state(of: key) {
        case .done(let result): return result
        case .running:
            let row = known[key.table].table.rows[key.row].definition
            throw DiagnosticsError(CompositionDiagnostics.cycle(name(of: key), at: row.origin))
        case nil: break
        }
        remember(key, .running)
        do {
            let result = try compute(key)
            remember(key, .done(result))
            return result
        } catch let error as QuantityError {
            remember(key, nil)
            let place = formula(of: key)?.place ?? known[key.table].table.rows[key.row].definition.origin
            throw error == .overflow ? DiagnosticsError(CompositionDiagnostics.overflow(name(of: key), at: place)) : error as any Error
        } catch {
            remember(key, nil)
            throw error
        }
    }

    /// Nil for a cell under another period than its row's.
    private func place(of key: CellKey) -> Int? {
        let table = known[key.table]
        guard key.period == table.table.rows[key.row].period ?? table.key.period else { return nil }
        return key.row * table.table.columns.count + key.column
    }

    private func state(of key: CellKey) -> State? {
        if let place = place(of: key) { known[key.table].cells[place] } else { shiftedCells[key] }
    }

    private func remember(_ key: CellKey, _ state: State?) {
        if let place = place(of: key) { known[key.table].cells[place] = state } else { shiftedCells[key] = state }
    }

    /// From now on these cells, and small counts of other months, are suppressed for all who ask.
    func suppress(_ cells: Set<Int>, of number: Int, below: Amount, columns: Set<Int>) {
        let width = known[number].table.columns.count
        for cell in cells where known[number].table.rows[cell / width].record == nil {
            known[number].cells[cell] = .done(.special(.suppressed, known[number].table.columns[cell % width].definition.unit.dimension))
        }
        suppressed[number] = (below, columns)
        shiftedCells = shiftedCells.filter { $0.key.table != number }
    }

    private func name(of key: CellKey) -> String {
        let table = known[key.table].table
        return "[\(table.rows[key.row].definition.code),\(table.columns[key.column].code)] of \(known[key.table].key.report)"
    }

    private func compute(_ key: CellKey) throws -> Evaluated {
        let column = known[key.table].table.columns[key.column]
        guard let formula = formula(of: key) else { return .special(.notApplicable, column.definition.unit.dimension) }
        let site = Site(table: key.table, row: key.row, column: key.column, period: key.period)
        var result = try evaluate(formula, at: site).converted(to: column.definition.unit.dimension)
        if let rule = suppressed[key.table], rule.columns.contains(key.column), case .number(let count) = result.value, !count.isZero,
            count.magnitude < rule.below
        { result.value = .suppressed }
        result.isLiteral = false
        return result
    }

    private func recordValue(_ record: ResolvedTable.Record, table: Int, column: Int) throws -> Evaluated {
        let unit = known[table].table.columns[column].definition.unit
        guard let field = known[table].table.recordFields[record.table].fields[column] else { return .special(.notApplicable, unit.dimension) }
        let value = known[table].table.recordFields[record.table].table.value(record.index, field).amount
        return Evaluated(value: .number(try unit.baseValue(value)), dimension: unit.dimension)
    }

    /// The formula of a cell: the row's for this column, none where not applicable, the row's own for additive columns, the column's.
    func formula(of key: CellKey) -> Expression? {
        let table = known[key.table].table
        let row = table.rows[key.row].definition, column = table.columns[key.column]
        let names = [column.code, column.definition.name].compactMap { $0 }
        for name in names { if let own = row.cells[name] { return own } }
        if row.notApplicable.contains("*") || names.contains(where: row.notApplicable.contains) { return nil }
        if column.definition.notApplicable.contains(row.code) { return nil }
        if !column.definition.scopes.isEmpty, !column.definition.scopes.contains(known[key.table].key.scope.kind) { return nil }
        if let value = row.value, column.definition.value.readsMeasures { return value }
        return column.definition.value
    }

    /// Refuses a row formula over a column that is a ratio of measures.
    func checkAdditivity(_ table: ResolvedTable) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for row in table.rows.stored.map(\.definition) where row.value != nil {
            for column in table.columns where column.definition.value.readsMeasures {
                let names = [column.code, column.definition.name].compactMap { $0 }
                let isOverridden = names.contains { row.cells[$0] != nil || row.notApplicable.contains($0) } || row.notApplicable.contains("*")
                if !isOverridden, !column.definition.unit.dimension.isAdditive {
                    found.append(CompositionDiagnostics.ratioUnderRowFormula(column: column.code, row: row.code, at: row.value!.place))
                }
            }
        }
        return found
    }

    // MARK: Expressions

    func evaluate(_ expression: Expression, at site: Site) throws -> Evaluated {
        switch expression {
        case .number(let amount, _):
            return Evaluated(value: .number(amount), dimension: .number, isLiteral: true)
        case .quantity(let amount, let unit, _):
            return Evaluated(value: .number(try unit.baseValue(amount)), dimension: unit.dimension)
        case .measure(let reference):
            return measure(reference, at: site)
        case .field(let name, let place):
            throw DiagnosticsError(CompositionDiagnostics.noField(name, at: place))
        case .column(let code, let place):
            return try evaluateCell(row: site.row, column: try columnIndex(code, site, place), at: site)
        case .row(let code, let place):
            return try evaluateCell(row: try rowIndex(code, site, place), column: site.column, at: site)
        case .rowRange(_, _, let place):
            throw DiagnosticsError(CompositionDiagnostics.unknownRow("range outside sum", in: known[site.table].key.report, at: place))
        case .cell(let reference):
            return try otherCell(reference, at: site)
        case .caliber(let id, let place):
            return try caliber(id, at: site, place: place)
        case .negate(let inner, _):
            let zero = Evaluated(value: .number(.zero), dimension: .number)
            let value = try evaluate(inner, at: site)
            var result = try Evaluated.binary(.subtract, zero, value)
            result.dimension = value.dimension
            return result
        case .binary(let op, let left, let right, _):
            return try Evaluated.binary(op, try evaluate(left, at: site), try evaluate(right, at: site))
        case .call(let function, let arguments, let place):
            return try call(function, arguments, place, at: site)
        }
    }

    private func evaluateCell(row: Int, column: Int, at site: Site) throws -> Evaluated {
        let table = known[site.table].table
        let period = table.rows[row].period != nil && row != site.row ? table.rows[row].period! : site.period
        var result = try cell(CellKey(table: site.table, row: row, column: column, period: period))
        result.directCalibers = []
        return result
    }

    private func measure(_ reference: MeasureReference, at site: Site) -> Evaluated {
        let key = MeasureKey(code: reference.code, slice: slice(of: reference, at: site), period: site.period)
        if let known = measures[key] { return known }
        let dimension = context.catalogue.measures.first { $0.code == reference.code }?.unit.dimension ?? .number
        let result: Evaluated = switch context.cube.value(of: key.code, in: key.slice, period: key.period) {
        case .value(let amount, let batches): Evaluated(value: .number(amount), dimension: dimension, batches: Set(batches))
        case .missing(let interface): .special(.notLoaded(interface, site.period), dimension)
        case .notApplicable: .special(.notApplicable, dimension)
        }
        measures[key] = result
        return result
    }

    /// How many months 对比 goes back.
    func comparedMonths(_ site: Site) -> Int { known[site.table].comparison == .previousMonth ? -1 : -12 }

    /// What a measure is narrowed to: parameters, scope, column, row, then the reference itself.
    func slice(of reference: MeasureReference, at site: Site) -> [String: String] {
        let table = known[site.table].table
        var slice = known[site.table].slice
        if let district = known[site.table].key.scope.district { slice["district"] = district }
        slice.merge(table.columns[site.column].slice) { $1 }
        slice.merge(table.rows[site.row].groupSlice) { $1 }
        slice.merge(table.rows[site.row].definition.slice) { $1 }
        slice.merge(reference.slice) { $1 }
        return slice
    }

    private func caliber(_ id: String, at site: Site, place: SourceRange) throws -> Evaluated {
        guard let definition = context.calibers.definition(id) else {
            throw DiagnosticsError(CompositionDiagnostics.unknownCaliber(id, at: place))
        }
        guard let resolved = context.calibers.value(id, on: site.period.lastDay, knownOn: context.knownOn) else {
            return .special(.missing(reason: "\(id) \(site.period.lastDay)"), definition.unit.dimension)
        }
        let value: BuiltValue = resolved.value.evidence == .unverified
            ? .missing(reason: "unverified") : .number(try definition.unit.baseValue(resolved.value.value))
        return Evaluated(value: value, dimension: definition.unit.dimension, calibers: [resolved], directCalibers: [resolved])
    }

    private func otherCell(_ reference: CellReference, at site: Site) throws -> Evaluated {
        let ownKey = known[site.table].key
        var key = ownKey, period = site.period
        guard let own = context.catalogue.report(key.report), let found = context.catalogue.table(of: reference, in: own, own: key.table) else {
            throw DiagnosticsError(CompositionDiagnostics.unknownReport(reference.report ?? key.report, at: reference.origin))
        }
        key.report = found.report.lookup
        key.table = found.table
        let isOwn = key.report == ownKey.report && key.table == ownKey.table
        if reference.previousPeriod {
            let step = found.report.frequency == .annual ? -12 : -1
            key.period = key.period.adding(months: step)
            period = period.adding(months: step)
        }
        let other = try number(of: key, at: reference.origin), table = known[other].table
        guard let row = table.rowIndex(reference.row, near: isOwn ? site.row : nil) else {
            throw DiagnosticsError(CompositionDiagnostics.unknownRow(reference.row, in: key.report, at: reference.origin))
        }
        guard let column = table.columnIndex(reference.column, near: isOwn ? site.column : nil) else {
            throw DiagnosticsError(CompositionDiagnostics.unknownColumn(reference.column, in: key.report, at: reference.origin))
        }
        var result = try cell(CellKey(table: other, row: row, column: column, period: table.rows[row].period ?? period))
        result.directCalibers = []
        return result
    }

    private func columnIndex(_ code: String, _ site: Site, _ place: SourceRange) throws -> Int {
        guard let index = known[site.table].table.columnIndex(code, near: site.column) else {
            throw DiagnosticsError(CompositionDiagnostics.unknownColumn(code, in: known[site.table].key.report, at: place))
        }
        return index
    }

    private func rowIndex(_ code: String, _ site: Site, _ place: SourceRange) throws -> Int {
        guard let index = known[site.table].table.rowIndex(code, near: site.row) else {
            throw DiagnosticsError(CompositionDiagnostics.unknownRow(code, in: known[site.table].key.report, at: place))
        }
        return index
    }

    // MARK: Functions

    private func call(_ function: Expression.Function, _ arguments: [Expression], _ place: SourceRange, at site: Site) throws -> Evaluated {
        if function == .elapsedYear {
            return Evaluated(value: .number(try Amount(site.period.month * 100).divided(by: Amount(12))), dimension: .percent)
        }
        let first = arguments[0]
        switch function {
        case .elapsedYear: return .special(.notApplicable, .percent)
        case .previousMonth: return try evaluate(first, at: site.shifted(-1))
        case .comparison: return try evaluate(first, at: site.shifted(comparedMonths(site)))
        case .comparisonGrowth: return try growth(of: first, from: site.shifted(comparedMonths(site)), to: site)
        case .sameMonthLastYear: return try evaluate(first, at: site.shifted(-12))
        case .yearToDate: return try sum(try site.period.yearToDate.map { try evaluate(first, at: site.at($0)) })
        case .yearOnYear: return try growth(of: first, from: site.shifted(-12), to: site)
        case .monthOnMonth: return try growth(of: first, from: site.shifted(-1), to: site)
        case .previousRow:
            return try evaluate(first, at: try rowAbove(site, place))
        case .growthOnPreviousRow:
            if site.row == 0 { return .special(.notApplicable, .percent) }
            return try growth(of: first, from: try rowAbove(site, place), to: site)
        case .sum: return try sum(try terms(arguments, at: site))
        case .share:
            guard let total = known[site.table].table.totalRow else {
                throw DiagnosticsError(CompositionDiagnostics.noTotalRow(in: known[site.table].key.report, at: place))
            }
            var whole = site
            whole.row = total
            return try percentage(of: try evaluate(first, at: site), in: try evaluate(first, at: whole))
        case .completion: return try percentage(of: try evaluate(first, at: site), in: try evaluate(arguments[1], at: site))
        case .round:
            var result = try evaluate(first, at: site)
            guard case .number(let amount) = result.value, case .number(let places, _) = arguments[1] else { return result }
            let rule = context.catalogue.report(known[site.table].key.report)?.rounding ?? .halfAwayFromZero
            result.value = .number(try amount.rounded(toScale: places.wholeNumber ?? 0, rule).amount)
            return result
        case .ifMissing:
            let value = try evaluate(first, at: site)
            if case .missing = value.value { return try evaluate(arguments[1], at: site) }
            return value
        }
    }

    private func percentage(of part: Evaluated, in whole: Evaluated) throws -> Evaluated {
        let sources = Evaluated(value: .notApplicable, dimension: .percent).withSources(of: part, whole)
        var result = sources
        if let special = Evaluated.specialResult(part.value, whole.value) {
            result.value = special
        } else if case .number(let x) = part.value, case .number(let y) = whole.value, !y.isZero {
            result.value = .number(try x.multiplied(by: Amount(100)).divided(by: y))
        }
        return result
    }

    private func rowAbove(_ site: Site, _ place: SourceRange) throws -> Site {
        if site.row == 0 { throw DiagnosticsError(CompositionDiagnostics.noPreviousRow("in row 1 of \(known[site.table].key.report)", at: place)) }
        var above = site
        above.row -= 1
        above.period = known[site.table].table.rows[above.row].period ?? site.period
        return above
    }

    private func terms(_ arguments: [Expression], at site: Site) throws -> [Evaluated] {
        var result: [Evaluated] = []
        for argument in arguments {
            switch known[site.table].table.span(of: argument, near: site.row) {
            case .single: result.append(try evaluate(argument, at: site))
            case .unknown(let code): throw DiagnosticsError(CompositionDiagnostics.unknownRow(code, in: known[site.table].key.report, at: argument.place))
            case .rows(let rows):
                for row in rows where !known[site.table].table.rows[row].isHidden { result.append(try evaluateCell(row: row, column: site.column, at: site)) }
            }
        }
        return result
    }

    /// Sum of those that apply; not applicable when none does; missing when one is missing.
    private func sum(_ terms: [Evaluated]) throws -> Evaluated {
        let applicable = terms.filter { $0.value != .notApplicable }
        guard var result = applicable.first ?? terms.first else { return .special(.notApplicable) }
        for term in applicable.dropFirst() { result = try Evaluated.binary(.add, result, term) }
        return result
    }

    private func growth(of expression: Expression, from before: Site, to now: Site) throws -> Evaluated {
        let new = try evaluate(expression, at: now), old = try evaluate(expression, at: before)
        let sources = Evaluated(value: .notApplicable, dimension: .percent).withSources(of: new, old)
        guard case .number(let base) = old.value, case .number(let value) = new.value else {
            var result = sources
            result.value = Evaluated.specialResult(new.value, old.value) ?? .notApplicable
            return result
        }
        if base <= .zero { return sources }
        var result = sources
        result.value = .number(try value.divided(by: base).subtracting(.one).multiplied(by: Amount(100)))
        return result
    }
}

extension Evaluator.Site {
    func shifted(_ months: Int) -> Self { at(period.adding(months: months)) }
    func at(_ period: ReportingPeriod) -> Self {
        var site = self
        site.period = period
        return site
    }
}
