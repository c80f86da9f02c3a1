internal import GRDB

/// Tables of `mart.sqlite` that do not depend on definitions, by named migrations in order. The table `fact` and the views by
/// dimension and subject follow from the definitions; see `MartStructure`.
enum MartSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 dimensions, facts, figures") { database in
            try database.execute(sql: reference + figures + view)
        }
        return migrator
    }

    private static let reference = """
        CREATE TABLE mart_info(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE structure_change(
            number INTEGER PRIMARY KEY, changed_at TEXT NOT NULL, version TEXT NOT NULL, object TEXT NOT NULL,
            action TEXT NOT NULL CHECK(action IN ('created', 'changed', 'removed'))) STRICT;
        CREATE TABLE period(
            period TEXT PRIMARY KEY NOT NULL CHECK(length(period) = 7), year INTEGER NOT NULL, quarter INTEGER NOT NULL CHECK(quarter BETWEEN 1 AND 4),
            month INTEGER NOT NULL CHECK(month BETWEEN 1 AND 12), first_day TEXT NOT NULL CHECK(length(first_day) = 10),
            last_day TEXT NOT NULL CHECK(length(last_day) = 10), previous TEXT NOT NULL CHECK(length(previous) = 7),
            same_month_last_year TEXT NOT NULL CHECK(length(same_month_last_year) = 7)) STRICT, WITHOUT ROWID;
        CREATE TABLE dimension(code TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, code_table TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE member(
            dimension TEXT NOT NULL REFERENCES dimension(code), code TEXT NOT NULL, effective_from TEXT NOT NULL CHECK(length(effective_from) = 10),
            effective_to TEXT CHECK(length(effective_to) = 10), name TEXT NOT NULL, short TEXT NOT NULL, parent TEXT, level INTEGER NOT NULL,
            is_leaf INTEGER NOT NULL CHECK(is_leaf IN (0, 1)), position INTEGER NOT NULL, successors TEXT NOT NULL, remark TEXT NOT NULL,
            PRIMARY KEY(dimension, code, effective_from)) STRICT, WITHOUT ROWID;
        CREATE TABLE measure(
            code TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, subject TEXT NOT NULL, unit TEXT NOT NULL, caliber TEXT,
            over_time TEXT NOT NULL CHECK(over_time IN ('flow', 'stock')), is_protected INTEGER NOT NULL CHECK(is_protected IN (0, 1))) STRICT, WITHOUT ROWID;
        CREATE TABLE measure_source(
            measure TEXT NOT NULL REFERENCES measure(code), interface TEXT NOT NULL, aggregation TEXT NOT NULL, conditions TEXT NOT NULL,
            is_additive INTEGER NOT NULL CHECK(is_additive IN (0, 1)), PRIMARY KEY(measure, interface)) STRICT, WITHOUT ROWID;
        CREATE TABLE interface(code TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, insurance TEXT, owner TEXT NOT NULL, provider TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE batch(
            id TEXT PRIMARY KEY NOT NULL, interface TEXT NOT NULL, period TEXT NOT NULL CHECK(length(period) = 7), file TEXT NOT NULL,
            digest TEXT NOT NULL CHECK(length(digest) = 64), rows INTEGER NOT NULL, accepted INTEGER NOT NULL, rejected INTEGER NOT NULL,
            cells INTEGER NOT NULL, loaded_at TEXT, UNIQUE(interface, period)) STRICT, WITHOUT ROWID;

        """

    private static let figures = """
        CREATE TABLE report(
            id INTEGER PRIMARY KEY, report TEXT NOT NULL, variant TEXT NOT NULL, period TEXT NOT NULL CHECK(length(period) = 7), scope TEXT NOT NULL,
            title TEXT NOT NULL, scope_name TEXT NOT NULL, frequency TEXT NOT NULL CHECK(frequency IN ('monthly', 'annual')), inputs TEXT NOT NULL CHECK(length(inputs) = 64),
            provenance_code TEXT NOT NULL, cells INTEGER NOT NULL, built_at TEXT NOT NULL, is_current INTEGER NOT NULL CHECK(is_current IN (0, 1)),
            UNIQUE(report, variant, period, scope)) STRICT;
        CREATE TABLE report_row(
            report INTEGER NOT NULL REFERENCES report(id), table_number INTEGER NOT NULL, row_number INTEGER NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL,
            level INTEGER NOT NULL, style TEXT NOT NULL, PRIMARY KEY(report, table_number, row_number)) STRICT, WITHOUT ROWID;
        CREATE TABLE report_column(
            report INTEGER NOT NULL REFERENCES report(id), table_number INTEGER NOT NULL, column_number INTEGER NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL,
            member TEXT, unit TEXT NOT NULL, decimals INTEGER NOT NULL, PRIMARY KEY(report, table_number, column_number)) STRICT, WITHOUT ROWID;
        CREATE TABLE figure(
            report INTEGER NOT NULL REFERENCES report(id), table_number INTEGER NOT NULL, row_number INTEGER NOT NULL, column_number INTEGER NOT NULL,
            state TEXT NOT NULL CHECK(state IN ('value', 'zero', 'missing', 'not-applicable', 'suppressed')),
            value TEXT, scale INTEGER, printed TEXT NOT NULL, source_set INTEGER NOT NULL, PRIMARY KEY(report, table_number, row_number, column_number),
            CHECK((state IN ('value', 'zero')) = (value IS NOT NULL))) STRICT, WITHOUT ROWID;
        CREATE TABLE source_set(
            report INTEGER NOT NULL REFERENCES report(id), number INTEGER NOT NULL, batch TEXT NOT NULL, PRIMARY KEY(report, number, batch)) STRICT, WITHOUT ROWID;

        """

    private static let view = """
        CREATE VIEW report_figure AS
            SELECT r.report, r.variant, r.period, r.scope, r.scope_name, f.table_number, w.code AS row_code, w.title AS row_title, c.code AS column_code,
                c.title AS column_title, c.member, c.unit, f.state, f.value, f.scale, f.printed,
                (SELECT group_concat(batch, ' ') FROM (SELECT batch FROM source_set s WHERE s.report = f.report AND s.number = f.source_set ORDER BY batch)) AS batches,
                r.is_current
            FROM report r JOIN figure f ON f.report = r.id
                JOIN report_row w ON w.report = f.report AND w.table_number = f.table_number AND w.row_number = f.row_number
                JOIN report_column c ON c.report = f.report AND c.table_number = f.table_number AND c.column_number = f.column_number;
        """
}
