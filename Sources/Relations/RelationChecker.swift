public import Composition
public import Diagnostics
public import Quantities
public import ReportModel

/// Evaluates the 审核关系 of a report with the report's own cells, exact values, no tolerance unless declared.
public enum RelationChecker {
    /// One result per relation, in the order of the definition; relations that do not hold in this month by their nature
    /// (`except_months`), and those whose cells do not apply in this scope, are left out.
    public static func check(_ definition: ReportDefinition, report: BuiltReport, builder: inout ReportBuilder) throws -> [RelationResult] {
        var results: [RelationResult] = []
        for relation in definition.relations where !relation.exceptMonths.contains(report.period.month) {
            guard let table = definition.tableIndex(relation.table), report.tables.indices.contains(table) else { continue }
            let result: RelationResult
            do { result = try check(relation, definition: definition, report: report, index: table, builder: &builder) } catch QuantityError.overflow {
                throw DiagnosticsError(Diagnostic(
                    "REL003", .error, "a side of the relation '\(relation.text)' does not fit into 38 digits", at: relation.origin,
                    hint: "check the relation and the data; it is not taken as held"))
            }
            if result.checked + result.notEvaluated > 0 { results.append(result) }
        }
        return results
    }

    private static func check(
        _ relation: RelationDefinition, definition: ReportDefinition, report: BuiltReport, index: Int, builder: inout ReportBuilder
    ) throws -> RelationResult {
        let table = report.tables[index], lead = index == 0 || table.name.isEmpty ? "" : "\(table.name) "
        var result = RelationResult(text: lead + relation.text(naming(of: table, builder.context.catalogue)), checked: 0, notEvaluated: 0, failures: [], severity: relation.severity, origin: relation.origin)
        for site in try sites(of: relation, table: table) {
            func operand(_ expression: Expression) throws -> RelationOperand {
                try builder.value(of: expression, in: definition, scope: report.scope, period: report.period, table: index, row: site.row, column: site.column)
            }
            let left = try operand(relation.left), right = try operand(relation.right)
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
        }
        return result
    }

    private static func naming(of table: BuiltTable, _ catalogue: Catalogue) -> Expression.Naming {
        func pairs(_ list: [(name: String?, shown: String)]) -> [String: String] {
            Dictionary(list.compactMap { item in item.name.map { ($0, item.shown) } }, uniquingKeysWith: { first, _ in first })
        }
        return Expression.Naming(
            rows: pairs(table.rows.stored.map { ($0.name, $0.title) }), spans: table.spans,
            columns: pairs(table.columns.filter { $0.group == nil }.map { ($0.name, $0.code) }),
            calibers: pairs(catalogue.calibers.map { ($0.id, $0.name) }))
    }

    // MARK: Where

    private struct Site {
        var row: Int
        var column: Int
        var name: String
    }

    /// A relation between rows is checked in every additive column, one between columns in every row, one between cells once.
    private static func sites(of relation: RelationDefinition, table: BuiltTable) throws -> [Site] {
        let usesRows = relation.left.usesRows || relation.right.usesRows
        let usesColumns = relation.left.usesColumns || relation.right.usesColumns
        if usesColumns {
            let rows = try relation.rows.isEmpty ? table.rows.indices.filter { !relation.exceptRows.contains(table.rows[$0].code) } : relation.rows.flatMap { try self.rows($0, table, relation) }
            let groups = groupColumns(of: relation, table: table)
            return rows.flatMap { row in
                groups.map { Site(row: row, column: $0, name: groups.count > 1 ? "[\(table.rows[row].code),\(table.columns[$0].code)]" : "\(table.rows[row].code)行") }
            }
        }
        if usesRows {
            let chosen = try relation.columns.isEmpty
                ? table.columns.indices.filter { table.columns[$0].unit.dimension.isAdditive }
                : relation.columns.flatMap { try columns($0, table, relation) }
            let rows = groupRows(of: relation, table: table)
            return rows.flatMap { row in
                chosen.map { Site(row: row, column: $0, name: rows.count > 1 ? "[\(table.rows[row].code),\(table.columns[$0].code)]" : "\(table.columns[$0].code)栏") }
            }
        }
        return table.rows.isEmpty || table.columns.isEmpty ? [] : [Site(row: 0, column: 0, name: relation.left.description)]
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
