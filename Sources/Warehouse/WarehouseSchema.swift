internal import Cubes
internal import GRDB
internal import Quantities

/// Tables of `catalog.sqlite`, by named migrations in order; and the statements that read and write them.
enum WarehouseSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 batches and summary cells") { database in
            try database.execute(sql: """
                CREATE TABLE batch(
                    id TEXT PRIMARY KEY NOT NULL, interface TEXT NOT NULL, period TEXT NOT NULL CHECK(length(period) = 6),
                    sequence INTEGER NOT NULL CHECK(sequence > 0), file TEXT NOT NULL, digest TEXT NOT NULL CHECK(length(digest) = 64),
                    recipe TEXT NOT NULL, rows INTEGER NOT NULL, accepted INTEGER NOT NULL, rejected INTEGER NOT NULL,
                    rounded INTEGER NOT NULL, defaulted INTEGER NOT NULL, detail_file TEXT, superseded_by TEXT,
                    insurance TEXT, dimensions TEXT NOT NULL,
                    UNIQUE(interface, period, sequence), CHECK(rows = accepted + rejected)) STRICT;
                CREATE UNIQUE INDEX batch_current ON batch(interface, period) WHERE superseded_by IS NULL;
                CREATE TABLE load_error(
                    batch TEXT NOT NULL REFERENCES batch(id), position INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
                    PRIMARY KEY(batch, position)) STRICT, WITHOUT ROWID;
                CREATE TABLE load_sum(
                    batch TEXT NOT NULL REFERENCES batch(id), position INTEGER NOT NULL, "column" TEXT NOT NULL, sum INTEGER NOT NULL,
                    scale INTEGER NOT NULL, PRIMARY KEY(batch, position)) STRICT, WITHOUT ROWID;
                CREATE TABLE summary(
                    batch TEXT NOT NULL REFERENCES batch(id), measure TEXT NOT NULL, part TEXT NOT NULL, members TEXT NOT NULL,
                    value INTEGER NOT NULL, scale INTEGER NOT NULL, PRIMARY KEY(batch, measure, part, members)) STRICT, WITHOUT ROWID;
                """)
        }
        return migrator
    }

    // MARK: Writing

    static func insert(_ record: LoadRecord, detailFile: String?, into database: Database) throws {
        let batch = record.batch
        try database.execute(
            sql: """
                INSERT INTO batch(id, interface, period, sequence, file, digest, recipe, rows, accepted, rejected, rounded, defaulted, detail_file, dimensions)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')
                """,
            arguments: [
                batch.id, record.interface, record.period.compact, record.sequence, batch.file, batch.digest, record.recipe, batch.rows,
                batch.accepted, batch.rejected, record.rounded, record.defaulted, detailFile,
            ])
        for (position, error) in record.errors.enumerated() {
            try database.execute(sql: "INSERT INTO load_error VALUES (?, ?, ?, ?)", arguments: [batch.id, position, error.name, error.count])
        }
        for (position, sum) in record.sums.enumerated() {
            try database.execute(sql: "INSERT INTO load_sum VALUES (?, ?, ?, ?, ?)", arguments: [batch.id, position, sum.column, sum.sum, sum.scale])
        }
    }

    static func insert(_ summary: SummaryTable, into database: Database) throws {
        try database.execute(sql: "UPDATE batch SET insurance = ?, dimensions = ? WHERE id = ?",
            arguments: [summary.insurance, summary.dimensions.joined(separator: "|"), summary.batch.id])
        let statement = try database.makeStatement(sql: "INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?)")
        for row in summary.rows {
            try statement.execute(arguments: [summary.batch.id, row.measure, row.part, row.members.joined(separator: "|"), row.value, row.scale])
        }
    }

    // MARK: Reading

    static func records(_ database: Database, where condition: String, _ arguments: StatementArguments) throws -> [LoadRecord] {
        try Row.fetchAll(database, sql: "SELECT * FROM batch WHERE \(condition) ORDER BY period, interface, sequence", arguments: arguments).compactMap { row in
            guard let period = ReportingPeriod(row["period"] as String) else { return nil }
            let batch = batch(row)
            let errors = try Row.fetchAll(database, sql: "SELECT name, count FROM load_error WHERE batch = ? ORDER BY position", arguments: [batch.id])
            let sums = try Row.fetchAll(database, sql: "SELECT \"column\", sum, scale FROM load_sum WHERE batch = ? ORDER BY position", arguments: [batch.id])
            return LoadRecord(
                batch: batch, interface: row["interface"], period: period, sequence: row["sequence"], recipe: row["recipe"],
                supersededBy: row["superseded_by"], errors: errors.map { .init(name: $0["name"], count: $0["count"]) }, rounded: row["rounded"],
                defaulted: row["defaulted"], sums: sums.map { .init(column: $0["column"], sum: $0["sum"], scale: $0["scale"]) })
        }
    }

    private static func batch(_ row: Row) -> Batch {
        Batch(id: row["id"], file: row["file"], digest: row["digest"], rows: row["rows"], accepted: row["accepted"], rejected: row["rejected"])
    }

    static func summaryTables(_ database: Database, from first: ReportingPeriod, to last: ReportingPeriod) throws -> [SummaryTable] {
        let batches = try Row.fetchAll(
            database, sql: "SELECT * FROM batch WHERE superseded_by IS NULL AND period BETWEEN ? AND ? ORDER BY period, interface",
            arguments: [first.compact, last.compact])
        let statement = try database.makeStatement(sql: "SELECT measure, part, members, value, scale FROM summary WHERE batch = ? ORDER BY measure, part, members")
        return try batches.compactMap { row in
            guard let period = ReportingPeriod(row["period"] as String) else { return nil }
            let batch = batch(row), dimensions = row["dimensions"] as String
            var rows: [SummaryRow] = []
            let cursor = try Row.fetchCursor(statement, arguments: [batch.id])
            while let cell = try cursor.next() {
                let members = (cell[2] as String).split(separator: "|", omittingEmptySubsequences: false).map(String.init)
                rows.append(SummaryRow(measure: cell[0], part: cell[1], members: dimensions.isEmpty ? [] : members, value: cell[3], scale: cell[4]))
            }
            return SummaryTable(
                interface: row["interface"], period: period, insurance: row["insurance"], batch: batch,
                dimensions: dimensions.isEmpty ? [] : dimensions.split(separator: "|").map(String.init), rows: rows)
        }
    }
}
