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
        migrator.registerMigration("2 files, controls, suspects, contacts") { database in
            try database.execute(sql: """
                ALTER TABLE batch ADD COLUMN filtered INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE batch ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE batch ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE batch ADD COLUMN loaded_at TEXT;
                ALTER TABLE load_error ADD COLUMN kind TEXT NOT NULL DEFAULT 'error';
                ALTER TABLE load_sum ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE load_sum ADD COLUMN unreadable INTEGER NOT NULL DEFAULT 0;
                CREATE TABLE load_file(
                    batch TEXT NOT NULL REFERENCES batch(id), position INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
                    bytes INTEGER NOT NULL, rows INTEGER NOT NULL, accepted INTEGER NOT NULL, encoding TEXT NOT NULL,
                    PRIMARY KEY(batch, position)) STRICT, WITHOUT ROWID;
                CREATE TABLE load_control(
                    batch TEXT NOT NULL REFERENCES batch(id), position INTEGER NOT NULL, file TEXT NOT NULL, item TEXT NOT NULL,
                    declared INTEGER NOT NULL, loaded INTEGER NOT NULL, rejected INTEGER NOT NULL, filtered INTEGER NOT NULL,
                    scale INTEGER NOT NULL, unreadable INTEGER NOT NULL, PRIMARY KEY(batch, position)) STRICT, WITHOUT ROWID;
                CREATE TABLE suspect_decision(
                    id INTEGER PRIMARY KEY, interface TEXT NOT NULL, period TEXT NOT NULL, line INTEGER NOT NULL, row TEXT NOT NULL,
                    rules TEXT NOT NULL, decision TEXT NOT NULL CHECK(decision IN ('accept', 'fix', 'return')), replacement TEXT,
                    reason TEXT NOT NULL, person TEXT NOT NULL, decided_at TEXT NOT NULL, batch TEXT NOT NULL REFERENCES batch(id),
                    revoked_by INTEGER REFERENCES suspect_decision(id)) STRICT;
                CREATE INDEX suspect_decision_feed ON suspect_decision(interface, period);
                CREATE TABLE contact(
                    id INTEGER PRIMARY KEY, period TEXT NOT NULL, interface TEXT NOT NULL, party TEXT NOT NULL, channel TEXT NOT NULL,
                    subject TEXT NOT NULL, due TEXT, person TEXT NOT NULL, noted_at TEXT NOT NULL,
                    answered_by TEXT) STRICT;
                CREATE TABLE slip(
                    id INTEGER PRIMARY KEY, period TEXT NOT NULL, days INTEGER NOT NULL, cause TEXT NOT NULL, interface TEXT NOT NULL,
                    person TEXT NOT NULL, noted_at TEXT NOT NULL) STRICT;
                """)
        }
        migrator.registerMigration("3 sources") { database in
            try database.execute(sql: """
                ALTER TABLE batch ADD COLUMN source TEXT NOT NULL DEFAULT 'A' CHECK(source IN ('A', 'B'));
                ALTER TABLE load_file ADD COLUMN form TEXT NOT NULL DEFAULT 'text';
                ALTER TABLE load_file ADD COLUMN "table" TEXT NOT NULL DEFAULT '';
                """)
        }
        migrator.registerMigration("4 reconciliation") { database in
            try database.execute(sql: """
                ALTER TABLE batch ADD COLUMN has_districts INTEGER NOT NULL DEFAULT 0;
                CREATE TABLE load_district(
                    batch TEXT NOT NULL REFERENCES batch(id), kind TEXT NOT NULL CHECK(kind IN ('rejected', 'filtered', 'corrected')), district TEXT NOT NULL,
                    figure TEXT NOT NULL, value INTEGER NOT NULL, scale INTEGER NOT NULL, unreadable INTEGER NOT NULL,
                    PRIMARY KEY(batch, kind, district, figure)) STRICT, WITHOUT ROWID;
                CREATE TABLE reconciliation(
                    id INTEGER PRIMARY KEY, period TEXT NOT NULL, inputs TEXT NOT NULL, made_at TEXT NOT NULL) STRICT;
                CREATE INDEX reconciliation_period ON reconciliation(period, id);
                CREATE TABLE reconciliation_file(
                    run INTEGER NOT NULL REFERENCES reconciliation(id), position INTEGER NOT NULL, definition TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
                    bytes INTEGER NOT NULL, state TEXT NOT NULL, required INTEGER NOT NULL, PRIMARY KEY(run, position)) STRICT, WITHOUT ROWID;
                CREATE TABLE reconciliation_line(
                    run INTEGER NOT NULL REFERENCES reconciliation(id), position INTEGER NOT NULL, definition TEXT NOT NULL, role TEXT NOT NULL, interface TEXT NOT NULL,
                    batch TEXT NOT NULL, district TEXT NOT NULL, figure TEXT NOT NULL, unit TEXT NOT NULL, blocks INTEGER NOT NULL, place TEXT NOT NULL, declared TEXT,
                    tolerance TEXT NOT NULL, loaded TEXT NOT NULL, rejected TEXT NOT NULL, filtered TEXT NOT NULL, corrected TEXT NOT NULL,
                    unreadable INTEGER NOT NULL, by_unreadable TEXT NOT NULL, without_district TEXT NOT NULL, rounding TEXT NOT NULL, unexplained TEXT NOT NULL,
                    PRIMARY KEY(run, position)) STRICT, WITHOUT ROWID;
                """)
        }
        migrator.registerMigration("6 balances") { database in
            try database.execute(sql: """
                CREATE TABLE balance_run(
                    id INTEGER PRIMARY KEY, period TEXT NOT NULL, run_at TEXT NOT NULL, definitions TEXT NOT NULL, batches TEXT NOT NULL,
                    skipped TEXT NOT NULL) STRICT;
                CREATE INDEX balance_run_period ON balance_run(period);
                CREATE TABLE balance_result(
                    run INTEGER NOT NULL REFERENCES balance_run(id), position INTEGER NOT NULL, balance TEXT NOT NULL, subject TEXT NOT NULL,
                    item TEXT NOT NULL, compared INTEGER NOT NULL, agreed INTEGER NOT NULL, explained INTEGER NOT NULL, warned INTEGER NOT NULL,
                    blocked INTEGER NOT NULL, open INTEGER NOT NULL, "left" TEXT, "right" TEXT,
                    PRIMARY KEY(run, position), CHECK(compared = agreed + explained + warned + blocked + open)) STRICT, WITHOUT ROWID;
                CREATE TABLE balance_line(
                    run INTEGER NOT NULL REFERENCES balance_run(id), position INTEGER NOT NULL, balance TEXT NOT NULL, subject TEXT NOT NULL,
                    item TEXT NOT NULL, place TEXT NOT NULL, "left" TEXT, "right" TEXT, verdict TEXT NOT NULL, cause_kind TEXT, cause TEXT,
                    PRIMARY KEY(run, position)) STRICT, WITHOUT ROWID;
                CREATE TABLE balance_explanation(
                    id INTEGER PRIMARY KEY, period TEXT NOT NULL, balance TEXT NOT NULL, subject TEXT NOT NULL, item TEXT NOT NULL,
                    place TEXT NOT NULL, "left" TEXT, "right" TEXT, reason TEXT NOT NULL, person TEXT NOT NULL, noted_at TEXT NOT NULL) STRICT;
                CREATE INDEX balance_explanation_period ON balance_explanation(period);
                CREATE TABLE batch_rows(
                    batch TEXT NOT NULL REFERENCES batch(id), members TEXT NOT NULL, rows INTEGER NOT NULL,
                    PRIMARY KEY(batch, members)) STRICT, WITHOUT ROWID;
                """)
        }
        migrator.registerMigration("6 history") { database in
            try database.execute(sql: """
                CREATE TABLE reclean(
                    id INTEGER PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL, definitions TEXT NOT NULL, made_at TEXT NOT NULL,
                    state TEXT NOT NULL CHECK(state IN ('open', 'switched', 'discarded')), reason TEXT, person TEXT, decided_at TEXT) STRICT;
                CREATE TABLE reclean_batch(
                    reclean INTEGER NOT NULL REFERENCES reclean(id), batch TEXT NOT NULL, interface TEXT NOT NULL, period TEXT NOT NULL, base TEXT,
                    PRIMARY KEY(reclean, interface, period)) STRICT, WITHOUT ROWID;
                """)
        }
        migrator.registerMigration("7 codes and mart") { database in
            try database.execute(sql: """
                CREATE TABLE code_request(
                    id INTEGER PRIMARY KEY, period TEXT NOT NULL CHECK(length(period) = 6), file TEXT NOT NULL, digest TEXT NOT NULL CHECK(length(digest) = 64),
                    line INTEGER NOT NULL, code_table TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, short TEXT NOT NULL, parent TEXT NOT NULL,
                    effective_from TEXT CHECK(length(effective_from) = 10), effective_to TEXT CHECK(length(effective_to) = 10),
                    action TEXT NOT NULL CHECK(action IN ('new', 'change', 'end')), successors TEXT NOT NULL, reason TEXT NOT NULL,
                    state TEXT NOT NULL CHECK(state IN ('open', 'confirmed', 'rejected', 'applied'))) STRICT;
                CREATE INDEX code_request_period ON code_request(period);
                CREATE TABLE code_event(
                    id INTEGER PRIMARY KEY, request INTEGER NOT NULL REFERENCES code_request(id), event TEXT NOT NULL CHECK(event IN ('requested', 'confirmed', 'rejected', 'applied')),
                    person TEXT NOT NULL, reason TEXT NOT NULL, noted_at TEXT NOT NULL) STRICT;
                CREATE TABLE code_file(
                    id INTEGER PRIMARY KEY, code_table TEXT NOT NULL, digest_before TEXT NOT NULL CHECK(length(digest_before) = 64), content_before TEXT NOT NULL,
                    digest_after TEXT NOT NULL CHECK(length(digest_after) = 64), requests TEXT NOT NULL, person TEXT NOT NULL, noted_at TEXT NOT NULL) STRICT;
                """)
        }
        migrator.registerMigration("8 refusals") { database in
            try database.execute(sql: """
                CREATE TABLE refusal(
                    interface TEXT NOT NULL, period TEXT NOT NULL, file TEXT NOT NULL, digest TEXT NOT NULL CHECK(length(digest) = 64), bytes INTEGER NOT NULL,
                    recipe TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL, noted_at TEXT NOT NULL, PRIMARY KEY(interface, period, file)) STRICT, WITHOUT ROWID;
                """)
        }
        return migrator
    }

    // MARK: Writing

    static func insert(_ record: LoadRecord, detailFile: String?, into database: Database) throws {
        let batch = record.batch
        try database.execute(
            sql: """
                INSERT INTO batch(id, interface, period, sequence, file, digest, recipe, rows, accepted, rejected, rounded, defaulted, detail_file, dimensions,
                    filtered, settled, corrected, loaded_at, has_districts, source)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, 1, ?)
                """,
            arguments: [
                batch.id, record.interface, record.period.compact, record.sequence, batch.file, batch.digest, record.recipe, batch.rows,
                batch.accepted, batch.rejected, record.rounded, record.defaulted, detailFile, record.filters.reduce(0) { $0 + $1.count },
                record.settled, record.corrected, record.loadedAt, record.source,
            ])
        let kinds = [("error", record.errors), ("suspect", record.suspects), ("warning", record.warnings), ("filter", record.filters)]
        for (position, entry) in kinds.flatMap({ kind in kind.1.map { (kind.0, $0) } }).enumerated() {
            try database.execute(sql: "INSERT INTO load_error(batch, position, name, count, kind) VALUES (?, ?, ?, ?, ?)",
                arguments: [batch.id, position, entry.1.name, entry.1.count, entry.0])
        }
        for (position, sum) in record.sums.enumerated() {
            try database.execute(sql: "INSERT INTO load_sum(batch, position, \"column\", sum, scale, rejected, unreadable) VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [batch.id, position, sum.column, sum.sum, sum.scale, sum.rejected, sum.unreadable])
        }
        for (position, file) in record.files.enumerated() {
            try database.execute(
                sql: "INSERT INTO load_file(batch, position, name, digest, bytes, rows, accepted, encoding, form, \"table\") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [batch.id, position, file.name, file.digest, file.bytes, file.rows, file.accepted, file.encoding, file.form, file.table])
        }
        for (position, control) in record.controls.enumerated() {
            try database.execute(sql: "INSERT INTO load_control VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", arguments: [
                batch.id, position, control.file, control.item, control.declared, control.loaded, control.rejected, control.filtered, control.scale, control.unreadable,
            ])
        }
    }

    static func insert(_ figures: [LoadRecord.DistrictFigure], of batch: String, into database: Database) throws {
        let statement = try database.makeStatement(sql: "INSERT INTO load_district VALUES (?, ?, ?, ?, ?, ?, ?)")
        for figure in figures {
            try statement.execute(arguments: [batch, figure.kind.rawValue, figure.district, figure.figure, figure.value, figure.scale, figure.unreadable])
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
            let counts = try Row.fetchAll(database, sql: "SELECT name, count, kind FROM load_error WHERE batch = ? ORDER BY position", arguments: [batch.id])
            func counted(_ kind: String) -> [LoadRecord.ErrorCount] { counts.filter { $0["kind"] == kind }.map { .init(name: $0["name"], count: $0["count"]) } }
            let sums = try Row.fetchAll(database, sql: "SELECT * FROM load_sum WHERE batch = ? ORDER BY position", arguments: [batch.id])
            var record = LoadRecord(
                batch: batch, interface: row["interface"], period: period, sequence: row["sequence"], recipe: row["recipe"],
                supersededBy: row["superseded_by"], errors: counted("error"), rounded: row["rounded"], defaulted: row["defaulted"],
                sums: sums.map { .init(column: $0["column"], sum: $0["sum"], scale: $0["scale"], rejected: $0["rejected"], unreadable: $0["unreadable"]) })
            record.suspects = counted("suspect")
            record.warnings = counted("warning")
            record.filters = counted("filter")
            record.settled = row["settled"]
            record.corrected = row["corrected"]
            record.loadedAt = row["loaded_at"]
            record.source = row["source"]
            record.files = try Row.fetchAll(database, sql: "SELECT * FROM load_file WHERE batch = ? ORDER BY position", arguments: [batch.id]).map {
                .init(name: $0["name"], digest: $0["digest"], bytes: $0["bytes"], rows: $0["rows"], accepted: $0["accepted"], encoding: $0["encoding"],
                    form: $0["form"], table: $0["table"])
            }
            record.controls = try Row.fetchAll(database, sql: "SELECT * FROM load_control WHERE batch = ? ORDER BY position", arguments: [batch.id]).map {
                .init(
                    file: $0["file"], item: $0["item"], declared: $0["declared"], loaded: $0["loaded"], rejected: $0["rejected"],
                    filtered: $0["filtered"], scale: $0["scale"], unreadable: $0["unreadable"])
            }
            return record
        }
    }

    private static func batch(_ row: Row) -> Batch {
        Batch(id: row["id"], file: row["file"], digest: row["digest"], rows: row["rows"], accepted: row["accepted"], rejected: row["rejected"])
    }

    /// By period and interface.
    static func summaryTables(_ database: Database, where condition: String, _ arguments: StatementArguments) throws -> [SummaryTable] {
        let batches = try Row.fetchAll(
            database, sql: "SELECT * FROM batch WHERE \(condition) ORDER BY period, interface", arguments: arguments)
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
