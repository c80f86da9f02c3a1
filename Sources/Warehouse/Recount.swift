public import Cubes
internal import Diagnostics
internal import GRDBSQLite
public import Quantities
public import ReportModel

/// The rows of a detail file counted again by SQL, apart from the load pass: what the summary cells must equal.
public struct Recount: Sendable {
    /// Sorted, without zeros, like the rows of a summary table.
    public var rows: [SummaryRow] = []
    /// Rows for each combination of members of the dimensions.
    public var rowCounts: [[String]: Int] = [:]
    /// Code column → code → rows.
    public var codes: [String: [String: Int]] = [:]
}

extension Warehouse {
    /// Nil when the batch has no detail file. `specification` as resolved for the month; measures of other interfaces are ignored.
    public func recount(
        batch: String, specification: InterfaceSpecification, measures: [MeasureDefinition], codeTables: [CodeTable], calibers: CaliberResolver, period: ReportingPeriod
    ) throws -> Recount? {
        guard let file = try detailFile(batch: batch) else { return nil }
        let connection = try DetailConnection(path: file, readOnly: true)
        defer { connection.close() }
        let door = RecountDoor(
            connection: connection, specification: specification, codeTables: codeTables, calibers: calibers, period: period, codes: try codes(connection))
        return try door.count(measures.filter { $0.interfaces.contains(specification.id) })
    }

    /// Accepted rows of a batch for each combination of the dimensions' members: one reading of its detail file.
    public func countRows(batch: String, dimensions: [String]) throws -> [[String]: Int]? {
        guard let file = try detailFile(batch: batch) else { return nil }
        let connection = try DetailConnection(path: file, readOnly: true)
        defer { connection.close() }
        let codes = try codes(connection)
        var result: [[String]: Int] = [:]
        let names = dimensions.map { "\"\($0)\"" }
        let sql = "SELECT \((names + ["count(*)"]).joined(separator: ", ")) FROM detail\(names.isEmpty ? "" : " GROUP BY \(names.joined(separator: ", "))")"
        try connection.each(sql) { statement in
            let members = dimensions.enumerated().map { index, name in codes[name]?[Int(sqlite3_column_int64(statement, Int32(index)))] ?? "?" }
            result[members, default: 0] += Int(sqlite3_column_int64(statement, Int32(dimensions.count)))
        }
        return result
    }

    private func detailFile(batch: String) throws -> String? {
        try detailFileName(batch: batch).map { "\(folder)/detail/\($0)" }
    }

    /// Column → ordinal → code, as the file itself explains them.
    private func codes(_ connection: DetailConnection) throws -> [String: [Int: String]] {
        var result: [String: [Int: String]] = [:]
        try connection.each("SELECT \"column\", ordinal, code FROM code") { statement in
            result[String(cString: sqlite3_column_text(statement, 0)), default: [:]][Int(sqlite3_column_int64(statement, 1))] = String(cString: sqlite3_column_text(statement, 2))
        }
        return result
    }
}

extension DetailConnection {
    func each(_ sql: String, _ body: (OpaquePointer) -> Void) throws {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw error() }
            body(statement)
        }
    }
}

/// Measures as SQL over one detail file.
private struct RecountDoor {
    let connection: DetailConnection
    let specification: InterfaceSpecification
    let codeTables: [CodeTable]
    let calibers: CaliberResolver
    let period: ReportingPeriod
    /// Column → ordinal → code.
    let codes: [String: [Int: String]]

    func count(_ measures: [MeasureDefinition]) throws -> Recount {
        var result = Recount()
        let usable = measures.filter { measure in measure.columns.allSatisfy { name in specification.columns.contains { $0.name == name } } }
        try countSums(usable, into: &result)
        for measure in usable {
            if case .distinct(let column, let by) = measure.aggregation { result.rows += try distinct(measure, column, by) }
        }
        for column in specification.columns {
            guard case .code = column.type else { continue }
            try connection.each("SELECT \(quoted(column.name)), count(*) FROM detail GROUP BY 1") { statement in
                if sqlite3_column_type(statement, 0) == SQLITE_NULL { return }
                result.codes[column.name, default: [:]][code(column.name, statement, 0), default: 0] += Int(sqlite3_column_int64(statement, 1))
            }
        }
        result.rows.sort()
        return result
    }

    /// One reading of the file for all sums and counts of rows.
    private func countSums(_ measures: [MeasureDefinition], into result: inout Recount) throws {
        var sums: [(measure: String, part: String, scale: Int, sql: String)] = []
        for measure in measures {
            let condition = try condition(measure)
            switch measure.aggregation {
            case .countRows: sums.append((measure.code, "", 0, "sum(CASE WHEN \(condition) THEN 1 ELSE 0 END)"))
            case .sum(let parts):
                for part in parts { sums.append((measure.code, part.part, scale(of: part.column), "sum(CASE WHEN \(condition) THEN coalesce(\(quoted(part.column)), 0) ELSE 0 END)")) }
            case .distinct: break
            }
        }
        let dimensions = specification.dimensions
        let columns = dimensions.map(quoted) + ["count(*)"] + sums.map(\.sql)
        let grouping = dimensions.isEmpty ? "" : " GROUP BY \(dimensions.map(quoted).joined(separator: ", "))"
        var rows: [SummaryRow] = [], counts: [[String]: Int] = [:]
        try connection.each("SELECT \(columns.joined(separator: ", ")) FROM detail\(grouping)") { statement in
            let members = dimensions.enumerated().map { code($1, statement, Int32($0)) }
            counts[members] = Int(sqlite3_column_int64(statement, Int32(dimensions.count)))
            for (index, sum) in sums.enumerated() {
                let value = sqlite3_column_int64(statement, Int32(dimensions.count + 1 + index))
                if value != 0 { rows.append(SummaryRow(measure: sum.measure, part: sum.part, members: members, value: value, scale: sum.scale)) }
            }
        }
        result.rows += rows
        result.rowCounts = counts
    }

    private func distinct(_ measure: MeasureDefinition, _ column: String, _ by: [String]) throws -> [SummaryRow] {
        var rows: [SummaryRow] = []
        let value = "count(DISTINCT nullif(\(quoted(column)), ''))", condition = try condition(measure)
        func add(_ members: [String], _ count: Int64) { if count > 0 { rows.append(SummaryRow(measure: measure.code, members: members, value: count, scale: 0)) } }
        try connection.each("SELECT \(value) FROM detail WHERE \(condition)") { add(specification.dimensions.map { _ in "*" }, sqlite3_column_int64($0, 0)) }
        if by.isEmpty { return rows }
        let names = by.map(quoted).joined(separator: ", ")
        try connection.each("SELECT \(names), \(value) FROM detail WHERE \(condition) GROUP BY \(names)") { statement in
            let members = specification.dimensions.map { dimension in by.firstIndex(of: dimension).map { code(dimension, statement, Int32($0)) } ?? "*" }
            add(members, sqlite3_column_int64(statement, Int32(by.count)))
        }
        return rows
    }

    // MARK: Conditions

    private func condition(_ measure: MeasureDefinition) throws -> String {
        measure.conditions.isEmpty ? "1" : try measure.conditions.map { try "(\(sql($0)))" }.joined(separator: " AND ")
    }

    private func sql(_ condition: MeasureCondition) throws -> String {
        switch condition {
        case .member(let column, let wanted, _):
            guard let definition = specification.columns.first(where: { $0.name == column }), case .code(let id) = definition.type, let table = codeTables.first(where: { $0.id == id })
            else { return "0" }
            let leaves = Set(wanted.flatMap { table.leafCodes(under: $0, on: period.lastDay) })
            let ordinals = (codes[column] ?? [:]).filter { leaves.contains($0.value) }.map { String($0.key) }.sorted()
            return ordinals.isEmpty ? "0" : "coalesce(\(quoted(column)) IN (\(ordinals.joined(separator: ", "))), 0)"
        case .compare(let columns, let comparison, let operand, _):
            guard let value = try value(of: operand) else { return "0" }
            var scale = columns.map { self.scale(of: $0) }.max() ?? 0
            while try scale < 18 && value.rounded(toScale: scale).amount != value { scale += 1 }
            let terms = columns.map { "coalesce(\(quoted($0)), 0) * 1\(String(repeating: "0", count: scale - self.scale(of: $0)))" }
            return "\(terms.joined(separator: " + ")) \(comparison.rawValue) \(try value.rounded(toScale: scale).unscaled)"
        }
    }

    private func value(of operand: MeasureCondition.Operand) throws -> Amount? {
        switch operand {
        case .number(let number): number
        case .caliber(let id, let factor): try calibers.value(id, on: period.lastDay)?.value.value.multiplied(by: factor)
        }
    }

    // MARK: Columns

    private func code(_ column: String, _ statement: OpaquePointer, _ index: Int32) -> String {
        codes[column]?[Int(sqlite3_column_int64(statement, index))] ?? "?"
    }

    private func quoted(_ column: String) -> String { "\"\(column)\"" }

    private func scale(of column: String) -> Int {
        if case .number(let format)? = specification.columns.first(where: { $0.name == column })?.type { format.decimals } else { 0 }
    }
}

extension MeasureDefinition {
    /// Columns that it reads.
    fileprivate var columns: [String] {
        let read = conditions.flatMap { condition -> [String] in
            switch condition {
            case .member(let column, _, _): [column]
            case .compare(let columns, _, _, _): columns
            }
        }
        switch aggregation {
        case .countRows: return read
        case .sum(let parts): return read + parts.map(\.column)
        case .distinct(let column, let by): return read + [column] + by
        }
    }
}
