public import Cubes
internal import Diagnostics
internal import GRDB
internal import GRDBSQLite
public import Quantities

extension Warehouse {
    /// What a batch did not load as delivered, by district; nil for a batch of a version that did not keep it.
    public func districtFigures(batch: String) throws -> [LoadRecord.DistrictFigure]? {
        try query { database in
            guard try Int.fetchOne(database, sql: "SELECT has_districts FROM batch WHERE id = ?", arguments: [batch]) == 1 else { return nil }
            return try Row.fetchAll(database, sql: "SELECT * FROM load_district WHERE batch = ? ORDER BY kind, district, figure", arguments: [batch]).compactMap { row in
                LoadRecord.DistrictFigure.Kind(rawValue: row["kind"]).map {
                    .init(kind: $0, district: row["district"], figure: row["figure"], value: row["value"], scale: row["scale"], unreadable: row["unreadable"])
                }
            }
        }
    }

    /// Rows and sums of number columns of the batch in force, for each code of a column: read from the detail rows, in one pass
    /// without sorting them. One total under an empty code when `column` is nil.
    public func detailSums(interface: String, period: ReportingPeriod, by column: String?, columns: [String]) throws -> [(code: String, rows: Int64, sums: [Int64])] {
        guard let file = try currentDetailFile(interface: interface, period: period) else { return [] }
        let connection = try DetailConnection(path: file, readOnly: true)
        defer { connection.close() }
        let codes = try column.map { try self.codes($0, connection) } ?? []
        func quoted(_ name: String) -> String { "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" }
        let statement = try connection.prepare("SELECT \(([column.map(quoted) ?? "NULL"] + columns.map(quoted)).joined(separator: ", ")) FROM detail")
        defer { sqlite3_finalize(statement) }
        // The first place is for rows without a code.
        let width = columns.count
        var rows = [Int64](repeating: 0, count: codes.count + 1), sums = [Int64](repeating: 0, count: rows.count * width), overflow = false
        while true {
            let state = sqlite3_step(statement)
            if state == SQLITE_DONE { break }
            guard state == SQLITE_ROW else { throw connection.error() }
            let place = sqlite3_column_type(statement, 0) == SQLITE_NULL ? 0 : min(Int(sqlite3_column_int64(statement, 0)) + 1, codes.count)
            rows[place] += 1
            for index in 0..<width {
                let (sum, isOver) = sums[place * width + index].addingReportingOverflow(sqlite3_column_int64(statement, Int32(1 + index)))
                sums[place * width + index] = sum
                overflow = overflow || isOver
            }
        }
        if overflow { throw DiagnosticsError(WarehouseDiagnostics.file(file, reason: "a sum does not fit into 64 bits")) }
        return rows.indices.filter { rows[$0] > 0 }.map { ($0 == 0 ? "" : codes[$0 - 1], rows[$0], Array(sums[$0 * width..<($0 + 1) * width])) }
    }

    /// Codes of a column by ordinal.
    private func codes(_ column: String, _ connection: DetailConnection) throws -> [String] {
        let statement = try connection.prepare("SELECT code FROM code WHERE \"column\" = ? ORDER BY ordinal")
        defer { sqlite3_finalize(statement) }
        return try column.withCString { name in
            sqlite3_bind_text(statement, 1, name, -1, nil)
            var codes: [String] = []
            while true {
                let state = sqlite3_step(statement)
                if state == SQLITE_DONE { return codes }
                guard state == SQLITE_ROW else { throw connection.error() }
                codes.append(String(cString: sqlite3_column_text(statement, 0)))
            }
        }
    }

    /// Adds a reconciliation; earlier ones stay as history.
    public func record(_ result: ReconciliationRecord) throws {
        try change { database in
            try database.execute(sql: "INSERT INTO reconciliation(period, inputs, made_at) VALUES (?, ?, ?)", arguments: [result.period.compact, result.inputs, result.madeAt])
            let run = database.lastInsertedRowID
            for (position, file) in result.files.enumerated() {
                try database.execute(sql: "INSERT INTO reconciliation_file VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    arguments: [run, position, file.definition, file.name, file.digest, file.bytes, file.state.rawValue, file.isRequired])
            }
            let statement = try database.makeStatement(sql: "INSERT INTO reconciliation_line VALUES (\(Array(repeating: "?", count: 22).joined(separator: ", ")))")
            for (position, line) in result.lines.enumerated() {
                try statement.execute(arguments: [
                    run, position, line.definition, line.role, line.interface, line.batch, line.district, line.figure, line.unit, line.blocks, line.place,
                    line.declared?.description, line.tolerance.description, line.loaded.description, line.rejected.description, line.filtered.description,
                    line.corrected.description, line.unreadable, line.byUnreadable.description, line.withoutDistrict.description, line.rounding.description,
                    line.unexplained.description,
                ])
            }
        }
    }

    /// The latest reconciliation of a month.
    public func reconciliation(period: ReportingPeriod) throws -> ReconciliationRecord? {
        try query { database in
            guard let head = try Row.fetchOne(database, sql: "SELECT * FROM reconciliation WHERE period = ? ORDER BY id DESC LIMIT 1", arguments: [period.compact]) else { return nil }
            let run = head["id"] as Int64
            var result = ReconciliationRecord(period: period, inputs: head["inputs"], madeAt: head["made_at"])
            result.files = try files(database, run)
            result.lines = try Row.fetchAll(database, sql: "SELECT * FROM reconciliation_line WHERE run = ? ORDER BY position", arguments: [run]).map(Self.line)
            return result
        }
    }

    /// The files of the latest reconciliation of each month.
    public func reconciledFiles() throws -> [(period: ReportingPeriod, file: ReconciliationRecord.File)] {
        try query { database in
            try Row.fetchAll(database, sql: "SELECT period, max(id) AS run FROM reconciliation GROUP BY period ORDER BY period").flatMap { row in
                guard let period = ReportingPeriod(row["period"] as String) else { return [(period: ReportingPeriod, file: ReconciliationRecord.File)]() }
                return try files(database, row["run"]).map { (period, $0) }
            }
        }
    }

    private func files(_ database: Database, _ run: Int64) throws -> [ReconciliationRecord.File] {
        try Row.fetchAll(database, sql: "SELECT * FROM reconciliation_file WHERE run = ? ORDER BY position", arguments: [run]).map { row in
            .init(
                definition: row["definition"], name: row["name"], digest: row["digest"], bytes: row["bytes"], state: .init(rawValue: row["state"]) ?? .unreadable,
                isRequired: row["required"])
        }
    }

    private static func line(_ row: Row) -> ReconciliationRecord.Line {
        func amount(_ name: String) -> Amount { Amount(decimalText: row[name] as String) ?? .zero }
        return .init(
            definition: row["definition"], role: row["role"], interface: row["interface"], batch: row["batch"], district: row["district"], figure: row["figure"],
            unit: row["unit"], blocks: row["blocks"], place: row["place"], declared: (row["declared"] as String?).flatMap { Amount(decimalText: $0) },
            tolerance: amount("tolerance"), loaded: amount("loaded"), rejected: amount("rejected"), filtered: amount("filtered"), corrected: amount("corrected"),
            unreadable: row["unreadable"], byUnreadable: amount("by_unreadable"), withoutDistrict: amount("without_district"), rounding: amount("rounding"),
            unexplained: amount("unexplained"))
    }
}
