public import Diagnostics
internal import GRDB
internal import GRDBSQLite
public import Quantities

extension Warehouse {
    /// Decisions in force for a feed and month, in the order in which they were made.
    public func decisions(interface: String, period: ReportingPeriod) throws -> [StoredDecision] {
        try decisionLog(interface: interface, period: period).filter { $0.revokedBy == nil }
    }

    /// All decisions, revoked ones too; of all feeds for nil.
    public func decisionLog(interface: String?, period: ReportingPeriod) throws -> [StoredDecision] {
        try query { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM suspect_decision WHERE period = ? AND (? IS NULL OR interface = ?) ORDER BY id",
                arguments: [period.compact, interface, interface]
            ).compactMap { row in
                guard let period = ReportingPeriod(row["period"] as String), let decision = StoredDecision.Kind(rawValue: row["decision"]) else { return nil }
                return StoredDecision(
                    id: row["id"], interface: row["interface"], period: period, line: row["line"], row: Self.bytes(row["row"]), rules: row["rules"],
                    decision: decision, replacement: (row["replacement"] as String?).map(Self.bytes), reason: row["reason"], person: row["person"],
                    decidedAt: row["decided_at"], batch: row["batch"], revokedBy: row["revoked_by"])
            }
        }
    }

    /// Bytes are kept as hexadecimal text, so that the log can be read with any tool.
    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Adds decisions to the log, all or none. An earlier decision about the same row is revoked by the new one.
    public func record(_ decisions: [StoredDecision]) throws {
        try change { database in
            for decision in decisions {
                try database.execute(
                    sql: """
                        INSERT INTO suspect_decision(interface, period, line, row, rules, decision, replacement, reason, person, decided_at, batch)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        decision.interface, decision.period.compact, decision.line, Self.hex(decision.row), decision.rules, decision.decision.rawValue,
                        decision.replacement.map(Self.hex), decision.reason, decision.person, decision.decidedAt, decision.batch,
                    ])
                let id = database.lastInsertedRowID
                try database.execute(
                    sql: "UPDATE suspect_decision SET revoked_by = ? WHERE interface = ? AND period = ? AND row = ? AND id <> ? AND revoked_by IS NULL",
                    arguments: [id, decision.interface, decision.period.compact, Self.hex(decision.row), id])
            }
        }
    }

    /// Suspects of the batch in force that are listed from `offset` on, at most `limit`; and how many there are.
    public func suspects(interface: String, period: ReportingPeriod, offset: Int = 0, limit: Int = .max) throws -> (rows: [SuspectRow], count: Int) {
        guard let file = try currentDetailFile(interface: interface, period: period) else { return ([], 0) }
        let connection = try DetailConnection(path: file, readOnly: true)
        defer { connection.close() }
        if try connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'suspect'") == 0 { return ([], 0) }
        let count = try connection.number("SELECT count(*) FROM suspect")
        let statement = try connection.prepare("SELECT line, rules, row FROM suspect ORDER BY line LIMIT \(min(limit, 1 << 40)) OFFSET \(offset)")
        defer { sqlite3_finalize(statement) }
        return (try fetch(statement, connection), count)
    }

    /// The suspects on given lines; a line that is no suspect is left out.
    public func suspects(interface: String, period: ReportingPeriod, lines: [Int64]) throws -> [SuspectRow] {
        guard let file = try currentDetailFile(interface: interface, period: period) else { return [] }
        let connection = try DetailConnection(path: file, readOnly: true)
        defer { connection.close() }
        if try connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'suspect'") == 0 { return [] }
        return try lines.flatMap { line in
            let statement = try connection.prepare("SELECT line, rules, row FROM suspect WHERE line = \(line)")
            defer { sqlite3_finalize(statement) }
            return try fetch(statement, connection)
        }
    }

    private func fetch(_ statement: OpaquePointer, _ connection: DetailConnection) throws -> [SuspectRow] {
        var rows: [SuspectRow] = []
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return rows }
            guard code == SQLITE_ROW else { throw connection.error() }
            let bytes = UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, 2), count: Int(sqlite3_column_bytes(statement, 2)))
            rows.append(SuspectRow(line: sqlite3_column_int64(statement, 0), rules: String(cString: sqlite3_column_text(statement, 1)), row: Array(bytes)))
        }
    }

    /// Path of the detail file of the batch in force.
    func currentDetailFile(interface: String, period: ReportingPeriod) throws -> String? {
        try query { database in
            try String.fetchOne(database, sql: "SELECT detail_file FROM batch WHERE interface = ? AND period = ? AND superseded_by IS NULL", arguments: [interface, period.compact])
        }.map { "\(folder)/detail/\($0)" }
    }
}
