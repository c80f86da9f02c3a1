public import Diagnostics
internal import GRDB

/// 图表支持库 `mart.sqlite`: the published read model beside the catalogue. Everything in it can be made again.
///
/// Each refresh is one transaction: readers of any tool see the state before or after it, also while a load runs.
public final class MartDatabase {
    let path: String
    private let database: DatabaseFile

    /// Opens the mart of a warehouse folder, creating or upgrading it.
    public init(folder: String) throws {
        try FileSync.makeFolder(folder)
        path = "\(folder)/mart.sqlite"
        do {
            database = try DatabaseFile(path: path, for: .writing)
            let migrator = MartSchema.migrator
            if try database.read({ try migrator.hasBeenSuperseded($0) }) { throw DiagnosticsError(WarehouseDiagnostics.newerSchema(path)) }
            try database.migrate(migrator)
        } catch let error as DatabaseError {
            throw DiagnosticsError(WarehouseDiagnostics.mart(path, code: error.resultCode.rawValue, message: error.message ?? "unknown error"))
        }
    }

    /// Names of all migrations of the mart, in order.
    public static var migrations: [String] { MartSchema.migrator.migrations }

    /// What a refresh brings.
    public struct Refresh {
        public var structure: MartStructure
        /// Digest of the structure with the definitions that say how cells are decoded: another one makes the facts anew.
        public var structureDigest: String
        /// Dimensions, members, measures, interfaces; replaced as a whole when their digest changes.
        public var reference: [MartRows]
        public var referenceDigest: String
        /// Batches in force in the catalogue.
        public var batches: [String]
        /// Batch row and facts of one batch.
        public var contents: (String) throws -> [MartRows]
        /// Everything is made anew, whatever is there.
        public var isRebuild: Bool
        public var at: String
        public var version: String
        public init(
            structure: MartStructure, structureDigest: String, reference: [MartRows], referenceDigest: String, batches: [String], isRebuild: Bool, at: String,
            version: String, contents: @escaping (String) throws -> [MartRows]
        ) {
            self.structure = structure; self.structureDigest = structureDigest; self.reference = reference; self.referenceDigest = referenceDigest
            self.batches = batches; self.isRebuild = isRebuild; self.at = at; self.version = version; self.contents = contents
        }
    }

    public struct Outcome: Sendable {
        public var added = 0
        public var removed = 0
        public var structureChanged = false
    }

    /// Brings the mart to the state of the catalogue in one transaction; touches nothing when it is there already.
    public func refresh(_ refresh: Refresh) throws -> Outcome {
        var outcome = Outcome()
        try change { database in
            let info = try Self.info(database)
            outcome.structureChanged = refresh.isRebuild || info["structure"] != refresh.structureDigest
            if outcome.structureChanged { try restructure(database, refresh) }
            if outcome.structureChanged || info["reference"] != refresh.referenceDigest { try Self.replace(refresh.reference, in: database) }
            let present = Set(try String.fetchAll(database, sql: "SELECT id FROM batch")), wanted = Set(refresh.batches)
            for id in present.subtracting(wanted).sorted() {
                try database.execute(sql: "DELETE FROM fact WHERE batch = ?", arguments: [id])
                try database.execute(sql: "DELETE FROM batch WHERE id = ?", arguments: [id])
                outcome.removed += 1
            }
            for id in refresh.batches where !present.contains(id) {
                for rows in try refresh.contents(id) { try Self.insert(rows, into: database) }
                outcome.added += 1
            }
            if outcome.added + outcome.removed == 0, !outcome.structureChanged, info["reference"] == refresh.referenceDigest { return }
            try Self.markReports(database)
            for (key, value) in [("structure", refresh.structureDigest), ("reference", refresh.referenceDigest), ("refreshed_at", refresh.at), ("version", refresh.version)] {
                try database.execute(sql: "INSERT INTO mart_info VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", arguments: [key, value])
            }
        }
        return outcome
    }

    /// Figures whose batches are no longer in force are told apart, never silently old.
    private static func markReports(_ database: Database) throws {
        try database.execute(sql: """
            UPDATE report SET is_current = NOT EXISTS(SELECT 1 FROM source_set s WHERE s.report = report.id AND s.batch NOT IN (SELECT id FROM batch))
            """)
    }

    /// Makes `fact` and the views of the structure anew, and notes what was created, changed and removed.
    private func restructure(_ database: Database, _ refresh: Refresh) throws {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE (type = 'view' AND name <> 'report_figure') OR name = 'fact'"
        let before = Dictionary(uniqueKeysWithValues: try Row.fetchAll(database, sql: sql).map { ($0["name"] as String, $0["sql"] as String) })
        for name in before.keys.sorted() where name != "fact" { try database.execute(sql: "DROP VIEW \"\(name)\"") }
        try database.execute(sql: "DROP TABLE IF EXISTS fact; DELETE FROM batch;")
        try database.execute(sql: refresh.structure.factStatements)
        for view in refresh.structure.views { try database.execute(sql: "CREATE VIEW \"\(view.name)\" AS \(view.query)") }
        let after = Dictionary(uniqueKeysWithValues: try Row.fetchAll(database, sql: sql).map { ($0["name"] as String, $0["sql"] as String) })
        for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
            let action = before[name] == nil ? "created" : after[name] == nil ? "removed" : "changed"
            try database.execute(sql: "INSERT INTO structure_change(changed_at, version, object, action) VALUES (?, ?, ?, ?)", arguments: [refresh.at, refresh.version, name, action])
        }
    }

    private static func replace(_ reference: [MartRows], in database: Database) throws {
        try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
        for rows in reference.reversed() { try database.execute(sql: "DELETE FROM \"\(rows.table)\"") }
        for rows in reference { try insert(rows, into: database) }
    }

    private static func insert(_ rows: MartRows, into database: Database) throws {
        if rows.rows.isEmpty { return }
        let columns = rows.columns.map { "\"\($0)\"" }.joined(separator: ", ")
        let statement = try database.makeStatement(
            sql: "INSERT INTO \"\(rows.table)\"(\(columns)) VALUES (\(rows.columns.map { _ in "?" }.joined(separator: ", ")))")
        for row in rows.rows {
            try statement.execute(arguments: StatementArguments(row.map { value -> (any DatabaseValueConvertible)? in
                switch value {
                case .null: nil
                case .integer(let number): number
                case .text(let text): text
                }
            }))
        }
    }

    static func info(_ database: Database) throws -> [String: String] {
        Dictionary(uniqueKeysWithValues: try Row.fetchAll(database, sql: "SELECT key, value FROM mart_info").map { ($0[0], $0[1]) })
    }

    // MARK: Figures of reports

    /// Digests of the inputs of all figures that are up to date; the digest holds the report, its scope and its month too.
    public func storedInputs() throws -> Set<String> {
        Set(try query { try String.fetchAll($0, sql: "SELECT inputs FROM report WHERE is_current = 1") })
    }

    /// Stores the figures of built reports in place of those that are there, in one transaction; answers how many reports.
    public func record(_ reports: [MartReport], at time: String) throws -> Int {
        if reports.isEmpty { return 0 }
        try change { database in
            for report in reports {
                let known = try Int64.fetchOne(database, sql: "SELECT id FROM report WHERE report = ? AND variant = ? AND period = ? AND scope = ?",
                    arguments: [report.code, report.variant, report.period, report.scope])
                if let known {
                    for (table, key) in [("figure", "report"), ("report_row", "report"), ("report_column", "report"), ("source_set", "report"), ("report", "id")] {
                        try database.execute(sql: "DELETE FROM \(table) WHERE \(key) = ?", arguments: [known])
                    }
                }
                try Self.insert(report, at: time, into: database)
            }
            // A load may have come between building and storing.
            try Self.markReports(database)
        }
        return reports.count
    }

    private static func insert(_ report: MartReport, at time: String, into database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO report(report, variant, period, scope, title, scope_name, frequency, inputs, provenance_code, cells, built_at, is_current)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
                """,
            arguments: [
                report.code, report.variant, report.period, report.scope, report.title, report.scopeName, report.frequency, report.inputs, report.provenanceCode,
                report.figures.count, time,
            ])
        let id = database.lastInsertedRowID
        var statement = try database.makeStatement(sql: "INSERT INTO report_row VALUES (?, ?, ?, ?, ?, ?, ?)")
        for row in report.rows { try statement.execute(arguments: [id, row.table, row.number, row.code, row.title, row.level, row.style]) }
        statement = try database.makeStatement(sql: "INSERT INTO report_column VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for column in report.columns {
            try statement.execute(arguments: [id, column.table, column.number, column.code, column.title, column.member, column.unit, column.decimals])
        }
        statement = try database.makeStatement(sql: "INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for figure in report.figures {
            try statement.execute(arguments: [id, figure.table, figure.row, figure.column, figure.state, figure.value, figure.scale, figure.printed, figure.sourceSet])
        }
        statement = try database.makeStatement(sql: "INSERT INTO source_set VALUES (?, ?, ?)")
        for (number, batches) in report.sourceSets.enumerated() {
            for batch in batches { try statement.execute(arguments: [id, number, batch]) }
        }
    }

    // MARK: Reading

    func query<T>(_ work: (Database) throws -> T) throws -> T {
        do { return try database.read(work) } catch let error as DatabaseError { throw diagnostic(error) }
    }

    private func change(_ work: (Database) throws -> Void) throws {
        do { try database.write(work) } catch let error as DatabaseError { throw diagnostic(error) }
    }

    private func diagnostic(_ error: DatabaseError) -> DiagnosticsError {
        DiagnosticsError(WarehouseDiagnostics.mart(path, code: error.resultCode.rawValue, message: error.message ?? "unknown error"))
    }
}
