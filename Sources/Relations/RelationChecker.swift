public import Composition
public import Diagnostics
public import Quantities
public import ReportModel

/// Evaluates the 审核关系 of a report with the report's own cells, exact values, no tolerance unless declared.
public enum RelationChecker {
    /// One result per relation, in the order of the definition; series of relations between cells are one. Relations that do not
    /// hold in this month by their nature (`except_months`), and those whose cells do not apply in this scope, are left out.
    public static func check(_ definition: ReportDefinition, report: BuiltReport, builder: inout ReportBuilder) throws -> [RelationResult] {
        var found: [RelationSeries.Member] = []
        for relation in definition.relations where !relation.exceptMonths.contains(report.period.month) {
            guard let table = definition.tableIndex(relation.table), report.tables.indices.contains(table) else { continue }
            let result: RelationResult
            do { result = try check(relation, definition: definition, report: report, index: table, builder: &builder) } catch QuantityError.overflow {
                throw DiagnosticsError(Diagnostic(
                    "REL003", .error, "a side of the relation '\(relation.text)' does not fit into 38 digits", at: relation.origin,
                    hint: "check the relation and the data; it is not taken as held"))
            }
            if result.checked + result.notEvaluated > 0 { found.append((relation, result)) }
        }
        var results: [RelationResult] = [], rest = found[...]
        while let table = rest.first.flatMap({ definition.tableIndex($0.relation.table) }) {
            let own = rest.prefix { definition.tableIndex($0.relation.table) == table }
            let printed = report.tables[table], lead = lead(printed, index: table)
            results += RelationSeries(printed, naming: naming(of: printed, report.scope, builder.context.catalogue)).folded(Array(own)).map { result in
                var result = result
                result.text = lead + result.text
                return result
            }
            rest = rest.dropFirst(own.count)
        }
        return results
    }

    private static func lead(_ table: BuiltTable, index: Int) -> String { index == 0 || table.name.isEmpty ? "" : "\(table.name) " }

    private static func check(
        _ relation: RelationDefinition, definition: ReportDefinition, report: BuiltReport, index: Int, builder: inout ReportBuilder
    ) throws -> RelationResult {
        let table = report.tables[index], naming = naming(of: table, report.scope, builder.context.catalogue)
        var result = RelationResult(text: relation.text(naming), checked: 0, notEvaluated: 0, failures: [], severity: relation.severity, origin: relation.origin)
        var applicable: [Site] = [], dimension = Unit.Dimension.number
        let sites = try sites(of: relation, table: table, naming: naming)
        for site in sites {
            func operand(_ expression: Expression) throws -> RelationOperand {
                try builder.value(of: expression, in: definition, scope: report.scope, period: report.period, table: index, row: site.row, column: site.column)
            }
            let left = try operand(relation.left), right = try operand(relation.right), before = result.checked + result.notEvaluated
            switch try compare(left, right, relation) {
            case .notApplicable: continue
            case .missing: result.notEvaluated += 1
            case .holds: result.checked += 1
            case .holdsByException:
                result.checked += 1
                result.exception = relation.exception?.reason
            case .fails(let x, let y):
                result.checked += 1
                result.failures.append(RelationResult.Failure(place: site.name, left: x, right: y))
            }
            if result.checked + result.notEvaluated > before {
                applicable.append(site)
                if dimension == .number { dimension = left.dimension }
            }
        }
        result.scope = RelationScope.text(place(of: applicable, sites, relation, table), of: relation, in: report.frequency, dimension: dimension)
        return result
    }

    /// Long tables in which it does not apply here and there say so instead of naming the places.
    private static func place(of applicable: [Site], _ sites: [Site], _ relation: RelationDefinition, _ table: BuiltTable) -> String? {
        guard relation.usesColumns || relation.usesRows else { return nil }
        let scope = RelationScope(axis: relation.usesColumns ? .rows : .columns, table: table)
        let anchors = relation.usesColumns ? groupColumns(of: relation, table: table) : groupRows(of: relation, table: table)
        let exact = scope.text(applicable, anchors: anchors)
        guard let exact, exact.count > longestList else { return exact }
        let short = [scope.text(sites, anchors: anchors), "不适用处除外"].compactMap(\.self).joined(separator: "，")
        return short.count < exact.count ? short : exact
    }

    private static let longestList = 60

    /// A district's figures on a form that is made for the city alone are told as such: nobody can look them up there.
    private static func naming(of table: BuiltTable, _ scope: ReportScope, _ catalogue: Catalogue) -> Expression.Naming {
        func pairs(_ list: [(name: String?, shown: String)]) -> [String: String] {
            Dictionary(list.compactMap { item in item.name.map { ($0, item.shown) } }, uniquingKeysWith: { first, _ in first })
        }
        return Expression.Naming(
            rows: pairs(table.rows.stored.map { ($0.name, $0.title) }), spans: table.spans,
            columns: pairs(table.columns.filter { $0.group == nil }.map { ($0.name, $0.code) }),
            calibers: pairs(catalogue.calibers.map { ($0.id, $0.name) }),
            reports: Dictionary(catalogue.reports.map {
                ($0.shortCode, $0.code + (scope.district == nil || $0.scopes.contains(.district) ? "表" : "表（区县数）"))
            }, uniquingKeysWith: { first, _ in first }))
    }

    // MARK: Where

    struct Site {
        var row: Int
        var column: Int
        var name: String
    }

    /// A relation between rows is checked in every additive column, one between columns in every row, one between cells once.
    private static func sites(of relation: RelationDefinition, table: BuiltTable, naming: Expression.Naming) throws -> [Site] {
        if relation.usesColumns {
            let rows = try relation.rows.isEmpty
                ? table.rows.indices.filter { !relation.exceptRows.contains(table.rows[$0].code) } : relation.rows.flatMap { try self.rows($0, table, relation) }
            let groups = groupColumns(of: relation, table: table)
            return rows.flatMap { row in
                groups.map { Site(row: row, column: $0, name: groups.count > 1 ? "\(table.rows[row].code)行\(table.columns[$0].code)栏" : "\(table.rows[row].code)行") }
            }
        }
        if relation.usesRows {
            let chosen = try relation.columns.isEmpty
                ? table.columns.indices.filter { table.columns[$0].unit.dimension.isAdditive }
                : relation.columns.flatMap { try columns($0, table, relation) }
            let rows = groupRows(of: relation, table: table)
            return rows.flatMap { row in
                chosen.map { Site(row: row, column: $0, name: rows.count > 1 ? "\(table.rows[row].code)行\(table.columns[$0].code)栏" : "\(table.columns[$0].code)栏") }
            }
        }
        return table.rows.isEmpty || table.columns.isEmpty ? [] : [Site(row: 0, column: 0, name: relation.left.printed(naming))]
    }

    /// A relation between named columns of a repeated group is checked in every group: one column of each.
    private static func groupColumns(of relation: RelationDefinition, table: BuiltTable) -> [Int] {
        guard let name = relation.left.firstColumn ?? relation.right.firstColumn else { return [0] }
        let found = table.columns.indices.filter { table.columns[$0].code == name || table.columns[$0].name == name }
        return found.isEmpty ? [0] : found
    }

    /// A relation between named rows of a group is checked in every group: one row of each.
    private static func groupRows(of relation: RelationDefinition, table: BuiltTable) -> [Int] {
        guard let name = relation.left.firstRow ?? relation.right.firstRow else { return [0] }
        let found = table.rows.indices.filter { table.rows[$0].code == name || table.rows[$0].name == name }
        return found.isEmpty ? [0] : found
    }

    /// A row by code, or all rows of a name.
    private static func rows(_ codeOrName: String, _ table: BuiltTable, _ relation: RelationDefinition) throws -> [Int] {
        let named = table.rows.indices.filter { table.rows[$0].name == codeOrName }
        return named.isEmpty ? [try row(codeOrName, table, relation)] : named
    }

    private static func row(_ code: String, _ table: BuiltTable, _ relation: RelationDefinition) throws -> Int {
        if let index = table.rowIndex(code) { return index }
        throw DiagnosticsError(Diagnostic(
            "REL001", .error, "the relation '\(relation.text)' names row '\(code)', which the table does not have", at: relation.origin,
            hint: "use a row code of the table"))
    }

    /// All columns with this code or name: a name in a repeated group stands for each of its columns.
    private static func columns(_ name: String, _ table: BuiltTable, _ relation: RelationDefinition) throws -> [Int] {
        let found = table.columns.indices.filter { table.columns[$0].code == name || table.columns[$0].name == name }
        if !found.isEmpty { return found }
        throw DiagnosticsError(Diagnostic(
            "REL002", .error, "the relation '\(relation.text)' names column '\(name)', which the table does not have", at: relation.origin,
            hint: "use a column code or name of the table"))
    }

    // MARK: Verdict

    private enum Verdict {
        case holds, holdsByException, missing, notApplicable
        case fails(Amount, Amount)
    }

    private static func compare(_ left: RelationOperand, _ right: RelationOperand, _ relation: RelationDefinition) throws -> Verdict {
        // What does not apply cannot be checked once its other side comes, either.
        for value in [left.value, right.value] { if case .notApplicable = value { return .notApplicable } }
        for value in [left.value, right.value] { if case .missing = value { return .missing } }
        guard var x = left.value.amount, var y = right.value.amount else { return .notApplicable }
        if left.dimension == .percent, right.dimension == .number, !right.isLiteral { y = try y.multiplied(by: Amount(100)) }
        if right.dimension == .percent, left.dimension == .number, !left.isLiteral { x = try x.multiplied(by: Amount(100)) }
        let difference = try x.subtracting(y)
        let holds = switch relation.comparison {
        case .equal: difference.magnitude <= relation.tolerance
        case .atLeast: difference >= relation.tolerance.negated
        case .atMost: difference <= relation.tolerance
        }
        if holds { return .holds }
        if let exception = relation.exception, difference == exception.amount { return .holdsByException }
        return .fails(x, y)
    }
}

extension RelationDefinition {
    fileprivate var usesRows: Bool { left.usesRows || right.usesRows }
    fileprivate var usesColumns: Bool { left.usesColumns || right.usesColumns }
}

extension Expression {
    fileprivate var usesRows: Bool { contains { if case .row = $0 { true } else if case .rowRange = $0 { true } else { false } } }
    fileprivate var usesColumns: Bool { contains { if case .column = $0 { true } else { false } } }

    fileprivate var firstRow: String? {
        switch self {
        case .row(let code, _), .rowRange(let code, _, _): code
        case .negate(let inner, _): inner.firstRow
        case .binary(_, let left, let right, _): left.firstRow ?? right.firstRow
        case .call(_, let arguments, _): arguments.lazy.compactMap(\.firstRow).first
        case .number, .quantity, .measure, .column, .cell, .caliber, .field: nil
        }
    }

    fileprivate var firstColumn: String? {
        switch self {
        case .column(let code, _): code
        case .negate(let inner, _): inner.firstColumn
        case .binary(_, let left, let right, _): left.firstColumn ?? right.firstColumn
        case .call(_, let arguments, _): arguments.lazy.compactMap(\.firstColumn).first
        default: nil
        }
    }

    private func contains(_ matches: (Expression) -> Bool) -> Bool {
        if matches(self) { return true }
        return switch self {
        case .negate(let inner, _): inner.contains(matches)
        case .binary(_, let left, let right, _): left.contains(matches) || right.contains(matches)
        case .call(_, let arguments, _): arguments.contains { $0.contains(matches) }
        default: false
        }
    }
}
