internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Are units used as types? 万元 + 元 is refused, the change of a rate is 百分点, 累计 of a stock is refused.
struct UnitCheck {
    /// What a formula yields.
    enum Kind: Equatable {
        /// A bare number of the formula: a factor, a number of %, or zero of anything.
        case literal(isZero: Bool)
        /// A value in base units; `display` is set when it comes straight from columns with that display unit.
        case value(Unit.Dimension, display: Unit?)
        /// Not known (an error was reported, or a field of a record).
        case unknown
    }

    let catalogue: Catalogue
    let reading: Reading

    init(_ catalogue: Catalogue, _ reading: Reading) {
        self.catalogue = catalogue
        self.reading = reading
    }

    func run() {
        for report in catalogue.reports {
            let outlines = report.tables.indices.map { TableOutline(report, $0) }
            outlines.forEach(check)
            for relation in report.relations { if let table = report.tableIndex(relation.table) { check(relation, outlines[table]) } }
            for chart in report.charts { if let table = report.tableIndex(chart.table) { check(chart, outlines[table]) } }
        }
    }

    private func check(_ outline: TableOutline) {
        checkCircles(outline)
        for column in outline.columns { check(column.value, fits: column.unit, outline: outline, column: column) }
        for row in outline.rows {
            if let value = row.value { check(value, of: row, outline) }
            for (name, expression) in row.cells.sorted(by: { $0.key < $1.key }) {
                if let column = outline.column(name) { check(expression, fits: column.unit, outline: outline, column: column) }
            }
        }
        for rule in outline.table.highlights {
            compare(infer(rule.left, outline, column: nil), infer(rule.right, outline, column: nil), rule.left, rule.right, what: "the condition")
        }
    }

    /// A row's formula in the columns that it replaces the formulas of: one mistake is enough.
    private func check(_ value: Expression, of row: RowDefinition, _ outline: TableOutline) {
        let columns = outline.columns.filter { column in
            let names = [column.code, column.name].compactMap { $0 }
            return column.value.readsMeasures && column.unit.dimension.isAdditive && !row.notApplicable.contains("*")
                && !names.contains { row.cells[$0] != nil || row.notApplicable.contains($0) } && !column.notApplicable.contains(row.code)
        }
        once(columns) { check(value, fits: $0.unit, outline: outline, column: $0) }
    }

    /// Checks one column after the other up to the first that has a mistake.
    private func once(_ columns: [ColumnDefinition], _ check: (ColumnDefinition) -> Void) {
        let before = reading.bag.diagnostics.count
        for column in columns where reading.bag.diagnostics.count == before { check(column) }
    }

    private func check(_ expression: Expression, fits unit: Unit, outline: TableOutline, column: ColumnDefinition) {
        if unit.dimension == .percent, let place = timesHundred(expression) { reading.add(DefinitionDiagnostics.timesHundred(at: place)) }
        let kind = infer(expression, outline, column: column)
        if kind == .literal(isZero: false), !unit.dimension.takesBareNumbers {
            return bareNumber(in: expression, is: "the value of a column in \(unit.name)", of: unit)
        }
        guard case .value(let dimension, _) = kind else { return }
        if dimension == unit.dimension || (dimension == .number && unit.dimension == .percent) { return }
        let hint = dimension == .percentagePoint ? "the difference of two rates is in 百分点" : "declare the column in a unit of \(name(dimension))"
        reading.add(DefinitionDiagnostics.units("the formula yields \(name(dimension)), but the column is in \(unit.name)", hint: hint, at: expression.place))
    }

    private func check(_ relation: RelationDefinition, _ outline: TableOutline) {
        let isOfRows = relation.left.usesRows || relation.right.usesRows
        let named = relation.columns.compactMap(outline.column)
        let columns: [ColumnDefinition?] = !isOfRows ? [nil] : named.isEmpty ? outline.columns.filter { $0.unit.dimension.isAdditive } : named
        let before = reading.bag.diagnostics.count
        for column in columns where reading.bag.diagnostics.count == before {
            let left = infer(relation.left, outline, column: column), right = infer(relation.right, outline, column: column)
            compare(left, right, relation.left, relation.right, what: "the relation")
            check(relation.toleranceUnit, "tolerance", of: left, right, at: relation.origin)
            check(relation.exception?.unit, "amount", of: left, right, at: relation.origin)
        }
    }

    private func check(_ unit: Unit?, _ key: String, of left: Kind, _ right: Kind, at place: SourceRange) {
        guard let unit, let dimension = left.dimension ?? right.dimension, dimension != unit.dimension else { return }
        reading.add(DefinitionDiagnostics.units(
            "'\(key)' is in \(unit.name), but the relation compares \(name(dimension))", hint: "write it in \(units(of: dimension))", at: place))
    }

    /// Both sides of a relation or a condition.
    private func compare(_ left: Kind, _ right: Kind, _ first: Expression, _ second: Expression, what: String) {
        switch (left, right) {
        case (.value(let x, _), .value(let y, _)):
            if x == y || Set([x, y]) == [.number, .percent] { return }
            reading.add(DefinitionDiagnostics.units("\(what) compares \(name(x)) with \(name(y))", hint: "compare like with like", at: first.place))
        case (.value(let x, let unit), .literal(false)) where !x.takesBareNumbers: bareNumber(in: second, is: "compared with \(name(x))", of: unit, x)
        case (.literal(false), .value(let y, let unit)) where !y.takesBareNumbers: bareNumber(in: first, is: "compared with \(name(y))", of: unit, y)
        default: return
        }
    }

    /// 1,000 beside a column in 万元: 1,000 万元 or 1,000 元?
    private func bareNumber(in expression: Expression, is use: String, of unit: Unit?, _ dimension: Unit.Dimension? = nil) {
        let number = expression.bareNumber.map { "\($0)" } ?? "…"
        let names = ([unit].compactMap { $0?.name } + Unit.all.filter { $0.dimension == dimension ?? unit?.dimension }.map(\.name)).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        reading.add(DefinitionDiagnostics.units(
            "\(number == "…" ? "a bare number" : number) is \(use), but has no unit",
            hint: "write \(names.map { "\(number) \($0)" }.joined(separator: " or "))",
            at: expression.place))
    }

    func units(of dimension: Unit.Dimension) -> String { Unit.all.filter { $0.dimension == dimension }.map(\.name).joined(separator: " or ") }

    // MARK: Inference

    func infer(_ expression: Expression, _ outline: TableOutline, column: ColumnDefinition?) -> Kind {
        switch expression {
        case .number(let amount, _): return .literal(isZero: amount.isZero)
        case .quantity(_, let unit, _): return .value(unit.dimension, display: nil)
        case .field: return .unknown
        case .measure(let reference):
            return catalogue.measures.first { $0.code == reference.code }.map { .value($0.unit.dimension, display: nil) } ?? .unknown
        case .column(let code, _): return outline.column(code).map { .value($0.unit.dimension, display: $0.unit) } ?? .unknown
        case .row, .rowRange: return column.map { .value($0.unit.dimension, display: $0.unit) } ?? .unknown
        case .cell(let reference):
            guard let found = catalogue.table(of: reference, in: outline.report, own: outline.index) else { return .unknown }
            let other = reference.report == nil ? outline : TableOutline(found.report, found.table)
            return other.column(reference.column).map { .value($0.unit.dimension, display: $0.unit) } ?? .unknown
        case .caliber(let id, _): return catalogue.caliber(id).map { .value($0.unit.dimension, display: nil) } ?? .unknown
        case .negate(let inner, _): return infer(inner, outline, column: column)
        case .binary(let op, let left, let right, let place):
            let x = infer(left, outline, column: column), y = infer(right, outline, column: column)
            if op == .add || op == .subtract { bareNumber(x, y, left, right) }
            return combine(op, x, y, at: place)
        case .call(let function, let arguments, let place):
            return call(function, arguments, outline, column, at: place)
        }
    }

    /// A bare number added to or taken from what has a unit.
    private func bareNumber(_ left: Kind, _ right: Kind, _ first: Expression, _ second: Expression) {
        if case .value(let x, let unit) = left, !x.takesBareNumbers, right == .literal(isZero: false) {
            bareNumber(in: second, is: "added to or taken from \(name(x))", of: unit, x)
        } else if case .value(let y, let unit) = right, !y.takesBareNumbers, left == .literal(isZero: false) {
            bareNumber(in: first, is: "added to or taken from \(name(y))", of: unit, y)
        }
    }

    private func combine(_ op: Expression.BinaryOperator, _ left: Kind, _ right: Kind, at place: SourceRange) -> Kind {
        if left == .unknown || right == .unknown { return .unknown }
        switch op {
        case .add, .subtract:
            if case .literal(let isZero) = left, case .literal(let other) = right { return .literal(isZero: isZero && other) }
            guard case .value(let x, let p) = left, case .value(let y, let q) = right else { return left.isLiteral ? right : left }
            if x != y {
                reading.add(DefinitionDiagnostics.units("\(name(x)) \(op.rawValue) \(name(y)) mixes units", hint: "add only amounts of the same unit", at: place))
                return .unknown
            }
            if let p, let q, p != q {
                reading.add(DefinitionDiagnostics.units(
                    "\(p.name) \(op.rawValue) \(q.name) mixes units", hint: "give both columns the same unit, or use the measures themselves", at: place))
                return .unknown
            }
            return op == .subtract && x == .percent ? .value(.percentagePoint, display: nil) : .value(x, display: p ?? q)
        case .multiply:
            if left.isLiteral { return right }
            if right.isLiteral { return left }
            guard case .value(let x, _) = left, case .value(let y, _) = right else { return .unknown }
            if x == .number { return .value(y, display: nil) }
            if y == .number { return .value(x, display: nil) }
            reading.add(DefinitionDiagnostics.units("\(name(x)) × \(name(y)) has no unit", hint: "multiply by a plain number or a ratio", at: place))
            return .unknown
        case .divide:
            guard case .value(let x, let p) = left else { return right.isLiteral ? left : .unknown }
            guard case .value(let y, _) = right else { return .value(x, display: p) }
            if x == y { return .value(.number, display: nil) }
            if x == .money, [.persons, .organisations, .occurrences].contains(y) { return .value(.moneyPerPerson, display: nil) }
            if y == .number { return .value(x, display: nil) }
            reading.add(DefinitionDiagnostics.units("\(name(x)) ÷ \(name(y)) has no unit", hint: "divide like by like, or money by persons", at: place))
            return .unknown
        }
    }

    private func call(_ function: Expression.Function, _ arguments: [Expression], _ outline: TableOutline, _ column: ColumnDefinition?, at place: SourceRange) -> Kind {
        let kinds = arguments.map { infer($0, outline, column: column) }
        if [.sum, .ifMissing, .completion].contains(function) {
            for (kind, argument) in zip(kinds, arguments).dropFirst() { bareNumber(kinds[0], kind, arguments[0], argument) }
        }
        switch function {
        case .previousMonth, .sameMonthLastYear, .comparison, .previousRow, .ifMissing, .round: return kinds[0]
        case .share, .elapsedYear: return .value(.percent, display: nil)
        case .completion:
            if case .value(let x, _) = kinds[0], case .value(let y, _) = kinds[1], x != y {
                reading.add(DefinitionDiagnostics.units("完成率 compares \(name(x)) with \(name(y))", hint: "compare like with like", at: place))
                return .unknown
            }
            return .value(.percent, display: nil)
        case .yearOnYear, .monthOnMonth, .comparisonGrowth, .growthOnPreviousRow: return .value(.percent, display: nil)
        case .sum: return kinds.dropFirst().reduce(kinds[0]) { combine(.add, $0, $1, at: place) }
        case .yearToDate:
            if let stock = stock(in: arguments[0], outline) {
                reading.add(DefinitionDiagnostics.misuse("'\(stock)' is a state at the end of the month and cannot be accumulated", hint: "show it without 累计", at: place))
            } else if case .value(let dimension, _) = kinds[0], [.percent, .percentagePoint, .moneyPerPerson].contains(dimension) {
                reading.add(DefinitionDiagnostics.misuse("\(name(dimension)) cannot be accumulated over months", hint: "accumulate its parts, then divide", at: place))
            }
            return kinds[0]
        }
    }

    /// A stock measure that the expression reads, directly or through columns.
    private func stock(in expression: Expression, _ outline: TableOutline, depth: Int = 0) -> String? {
        switch expression {
        case .measure(let reference): return catalogue.measures.contains { $0.code == reference.code && $0.overTime == .stock } ? reference.code : nil
        case .column(let code, _): return depth > 8 ? nil : outline.column(code).flatMap { stock(in: $0.value, outline, depth: depth + 1) }
        case .negate(let inner, _): return stock(in: inner, outline, depth: depth)
        case .binary(_, let l, let r, _): return stock(in: l, outline, depth: depth) ?? stock(in: r, outline, depth: depth)
        case .call(_, let arguments, _): return arguments.lazy.compactMap { stock(in: $0, outline, depth: depth) }.first
        default: return nil
        }
    }

    /// `7栏 ÷ 5栏 × 100`
    private func timesHundred(_ expression: Expression) -> SourceRange? {
        guard case .binary(.multiply, let left, let right, let place) = expression else { return nil }
        for (factor, other) in [(left, right), (right, left)] {
            if case .number(let amount, _) = factor, amount == Amount(100), case .binary(.divide, _, _, _) = other { return place }
        }
        return nil
    }

    // MARK: Circles

    private func checkCircles(_ outline: TableOutline) {
        var reported = Set<String>()
        for column in outline.columns {
            let start = column.code ?? column.name ?? column.title
            if reported.contains(start) { continue }
            if let circle = circle(from: start, column, outline, path: [start]) {
                circle.forEach { reported.insert($0) }
                reading.add(DefinitionDiagnostics.circle((circle + [start]).map { "\($0)栏" }.joined(separator: " → "), at: column.origin))
            }
        }
    }

    private func circle(from start: String, _ column: ColumnDefinition, _ outline: TableOutline, path: [String]) -> [String]? {
        for reference in sameCellColumns(column.value) {
            guard let next = outline.column(reference) else { continue }
            let name = next.code ?? next.name ?? next.title
            if name == start { return path }
            if path.contains(name) { continue }
            if let found = circle(from: start, next, outline, path: path + [name]) { return found }
        }
        return nil
    }

    /// Columns that a formula reads in the same row and month: through 上月 and the like a column may read itself.
    private func sameCellColumns(_ expression: Expression) -> [String] {
        switch expression {
        case .column(let code, _): return [code]
        case .negate(let inner, _): return sameCellColumns(inner)
        case .binary(_, let l, let r, _): return sameCellColumns(l) + sameCellColumns(r)
        case .call(let function, let arguments, _):
            return [.previousMonth, .sameMonthLastYear, .comparison, .previousRow].contains(function) ? [] : arguments.flatMap(sameCellColumns)
        default: return []
        }
    }

    func name(_ dimension: Unit.Dimension) -> String {
        switch dimension {
        case .money: "money (元)"
        case .moneyPerPerson: "money per person (元/人)"
        case .persons: "persons (人)"
        case .organisations: "organisations (户)"
        case .occurrences: "occurrences (人次)"
        case .months: "months (月)"
        case .percent: "a rate (%)"
        case .percentagePoint: "百分点"
        case .number: "a plain number"
        }
    }
}

extension UnitCheck.Kind {
    var isLiteral: Bool { if case .literal = self { true } else { false } }
    var dimension: Unit.Dimension? { if case .value(let dimension, _) = self { dimension } else { nil } }
}

extension Unit.Dimension {
    /// A bare number beside a rate counts %, one beside a plain number is one; beside all others it needs its unit.
    var takesBareNumbers: Bool { self == .percent || self == .percentagePoint || self == .number }
}

extension Expression {
    /// The number itself, with its sign.
    fileprivate var bareNumber: Amount? {
        switch self {
        case .number(let amount, _): amount
        case .negate(let inner, _): inner.bareNumber?.negated
        default: nil
        }
    }

    fileprivate var usesRows: Bool {
        switch self {
        case .row, .rowRange: true
        case .negate(let inner, _): inner.usesRows
        case .binary(_, let left, let right, _): left.usesRows || right.usesRows
        case .call(_, let arguments, _): arguments.contains(where: \.usesRows)
        default: false
        }
    }
}
