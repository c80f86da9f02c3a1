public import Diagnostics
internal import Glibc
internal import GRDBSQLite

/// A table or view as it stands in a database file.
public struct SchemaObject: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        public var name: String
        /// `TEXT`, `INTEGER`, `BLOB`; empty for a computed column of a view.
        public var type: String
        public var isNullable: Bool
        /// Place in the primary key, from 1; 0: not in it.
        public var keyPlace: Int
        public var defaultText: String?
    }
    public var name: String
    public var isView: Bool
    public var columns: [Column]
    public var sql: String
}

/// Looks at database files of a warehouse without changing them: nothing is created, upgraded or repaired.
public struct DatabaseProbe {
    private let connection: DetailConnection
    public let path: String

    /// Opens the file for reading only. Throws WRH001 when it is no database that can be read.
    public init(path: String) throws {
        self.path = path
        connection = try DetailConnection(path: path, readOnly: true)
        _ = try connection.number("PRAGMA busy_timeout = 10000")
        _ = try connection.number("SELECT count(*) FROM sqlite_schema")
    }

    /// Tables and views by name, without those of SQLite and of the migrations.
    public func schema() throws -> [SchemaObject] {
        let objects = try rows("SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations' ORDER BY name")
        return try objects.map { object in
            let name = object[0] ?? "", isView = object[1] == "view"
            let sql = "SELECT name, type, \"notnull\", pk, dflt_value FROM pragma_table_xinfo('\(escaped(name))') WHERE hidden IN (0, 2, 3) ORDER BY cid"
            // A view whose tables are gone has no columns; what is wrong with it shows when it is read.
            let columns = try (isView ? (try? rows(sql)) ?? [] : rows(sql)).map { column in
                SchemaObject.Column(
                    name: column[0] ?? "", type: column[1] ?? "", isNullable: column[2] == "0" && (column[3] == "0" || isView), keyPlace: Int(column[3] ?? "") ?? 0,
                    defaultText: column[4])
            }
            return SchemaObject(name: name, isView: isView, columns: columns, sql: object[2] ?? "")
        }
    }

    /// What `PRAGMA integrity_check` finds: pages, indexes, NOT NULL and CHECK constraints; empty when all is well.
    public func integrityProblems() throws -> [String] {
        try rows("PRAGMA integrity_check(20)").compactMap { $0[0] }.filter { $0 != "ok" }
    }

    /// Rows whose foreign key leads nowhere, as `table → parent: count`.
    public func orphans() throws -> [String] {
        try rows("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2").map { "\($0[0] ?? "") → \($0[1] ?? ""): \($0[2] ?? "")" }
    }

    /// Names of the migrations that were applied.
    public func appliedMigrations() throws -> [String] {
        try rows("SELECT identifier FROM grdb_migrations ORDER BY rowid").compactMap { $0[0] }
    }

    /// Names of triggers with their table.
    public func triggers() throws -> [String] {
        try rows("SELECT name || ' of ' || tbl_name FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1").compactMap { $0[0] }
    }

    /// Number of rows that a condition holds for.
    public func count(_ object: String, where condition: String = "1") throws -> Int {
        try connection.number("SELECT count(*) FROM \"\(escaped(object))\" WHERE \(condition)")
    }

    /// The longest text of each column, in characters; 0 where there is none.
    public func longest(_ columns: [String], of table: String) throws -> [Int] {
        let list = columns.map { "coalesce(max(length(\"\(escaped($0))\")), 0)" }.joined(separator: ", ")
        return try columns.isEmpty ? [] : rows("SELECT \(list) FROM \"\(escaped(table))\"")[0].map { Int($0 ?? "") ?? 0 }
    }

    /// The sum of integer columns; 0 for none.
    public func sums(_ columns: [String], of table: String) throws -> [Int64] {
        let list = columns.map { "coalesce(sum(\"\(escaped($0))\"), 0)" }.joined(separator: ", ")
        return try columns.isEmpty ? [] : rows("SELECT \(list) FROM \"\(escaped(table))\"")[0].map { Int64($0 ?? "") ?? 0 }
    }

    /// Reads a view or table through: the number of its rows. Fails where its query does not work.
    public func readThrough(_ object: String) throws -> Int {
        let statement = try connection.prepare("SELECT * FROM \"\(escaped(object))\"")
        defer { sqlite3_finalize(statement) }
        var count = 0
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: count += 1
            case SQLITE_DONE: return count
            default: throw connection.error()
            }
        }
    }

    /// Texts of all rows; nil for null.
    func rows(_ sql: String) throws -> [[String?]] {
        let statement = try connection.prepare(sql)
        defer { sqlite3_finalize(statement) }
        var result: [[String?]] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                result.append((0..<sqlite3_column_count(statement)).map { column in
                    sqlite3_column_text(statement, column).map { String(cString: $0) }
                })
            case SQLITE_DONE: return result
            default: throw connection.error()
            }
        }
    }

    private func escaped(_ name: String) -> String {
        name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"").split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }
}

extension DatabaseProbe {
    /// Batches in force of a catalogue with what their detail file must hold.
    public struct ExpectedDetail: Sendable {
        public var batch: String
        public var interface: String
        public var period: String
        public var file: String?
        public var accepted: Int
        public var sums: [(column: String, sum: Int64)]
    }

    public func expectedDetails() throws -> [ExpectedDetail] {
        let sums = Dictionary(grouping: try rows("SELECT batch, \"column\", sum FROM load_sum ORDER BY batch, position")) { $0[0] ?? "" }
        return try rows("SELECT id, interface, period, detail_file, accepted FROM batch WHERE superseded_by IS NULL ORDER BY period, interface").map { row in
            ExpectedDetail(
                batch: row[0] ?? "", interface: row[1] ?? "", period: row[2] ?? "", file: row[3], accepted: Int(row[4] ?? "") ?? 0,
                sums: (sums[row[0] ?? ""] ?? []).map { ($0[1] ?? "", Int64($0[2] ?? "") ?? 0) })
        }
    }

    /// Detail files of all batches, superseded ones too.
    public func knownDetailFiles() throws -> Set<String> { Set(try rows("SELECT detail_file FROM batch WHERE detail_file IS NOT NULL").compactMap { $0[0] }) }

    /// Holds the cells of the mart against those of the catalogue; answers the number of equal cells and the differences.
    /// A protected measure must stand in the mart without its value, every other one with it.
    public static func compare(catalogue: DatabaseProbe, mart: DatabaseProbe, protected: Set<String>) throws -> (equal: Int, differences: [String]) {
        var equal = 0, differences: [String] = []
        let batches = try catalogue.rows("SELECT id, dimensions FROM batch WHERE superseded_by IS NULL ORDER BY period, interface")
        let inMart = try mart.rows("SELECT id FROM batch").compactMap { $0[0] }, wanted = Set(batches.compactMap { $0[0] })
        differences += inMart.filter { !wanted.contains($0) }.map { "\($0): no longer in force, but in the mart" }
        for batch in batches {
            let id = batch[0] ?? "", dimensions = (batch[1] ?? "").split(separator: "|").map(String.init)
            guard inMart.contains(id) else {
                differences.append("\(id): not in the mart")
                continue
            }
            let columns = dimensions.map { "\"\($0)\"" }.joined(separator: " || '|' || ")
            let cells = try catalogue.rows("SELECT measure || ' ' || part || ' ' || members, value || 'e-' || scale, measure FROM summary WHERE batch = '\(id)' ORDER BY 1")
            let facts = try mart.rows("SELECT measure || ' ' || part || ' ' || \(columns.isEmpty ? "''" : columns), value || 'e-' || scale, state FROM fact WHERE batch = '\(id)' ORDER BY 1")
            if cells.count != facts.count { differences.append("\(id): \(cells.count) cells in the catalogue, \(facts.count) in the mart") }
            for (cell, fact) in zip(cells, facts) {
                let isProtected = protected.contains(cell[2] ?? "")
                if cell[0] == fact[0], isProtected ? fact[1] == nil && fact[2] == "suppressed" : cell[1] == fact[1] { equal += 1 } else {
                    differences.append("\(id): \(cell[0] ?? "")" + (isProtected && fact[1] != nil ? ": a protected value stands in the mart" : ": \(cell[1] ?? "") in the catalogue, \(fact[1] ?? "nothing") in the mart"))
                }
            }
        }
        return (equal, differences)
    }

    /// Code requests that are open or confirmed.
    public func unsettledRequests() throws -> Int {
        let isThere = try rows("SELECT 1 FROM sqlite_schema WHERE name = 'code_request'").count > 0
        return isThere ? try count("code_request", where: "state IN ('open', 'confirmed')") : 0
    }

    /// Reports of the mart whose batches are no longer in force, as `SB-Z02 city 2026-10`.
    public func oldReports() throws -> [String] {
        try rows("SELECT report || ' ' || scope || ' ' || period || CASE variant WHEN '' THEN '' ELSE ' ' || variant END FROM report WHERE is_current = 0 ORDER BY 1").compactMap { $0[0] }
    }
}
