public import Diagnostics
internal import GRDB
public import Quantities

extension Warehouse {
    /// Keeps a run with all its results, in one transaction; earlier runs stay. Returns its number.
    @discardableResult
    public func add(_ run: BalanceRun) throws -> Int64 {
        try failpoints.reach(.balancesBegun)
        var id: Int64 = 0
        try change { database in
            try database.execute(
                sql: "INSERT INTO balance_run(period, run_at, definitions, batches, skipped) VALUES (?, ?, ?, ?, ?)",
                arguments: [run.period.compact, run.runAt, run.definitions, run.batches.joined(separator: " "), run.skipped.joined(separator: "\n")])
            id = database.lastInsertedRowID
            let result = try database.makeStatement(sql: "INSERT INTO balance_result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            for (position, r) in run.results.enumerated() {
                try result.execute(arguments: [
                    id, position, r.balance, r.subject, r.item, r.compared, r.agreed, r.explained, r.warned, r.blocked, r.open, r.left?.description, r.right?.description,
                ])
            }
            let line = try database.makeStatement(sql: "INSERT INTO balance_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            for (position, l) in run.lines.enumerated() {
                try line.execute(arguments: [
                    id, position, l.balance, l.subject, l.item, l.place, l.left?.description, l.right?.description, l.verdict.rawValue, l.causeKind, l.cause,
                ])
            }
            try failpoints.reach(.balancesWritten)
        }
        try failpoints.reach(.balancesCommitted)
        return id
    }

    /// The latest run of a month, as computed; explanations stand apart.
    public func balances(period: ReportingPeriod) throws -> BalanceRun? {
        try query { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM balance_run WHERE period = ? ORDER BY id DESC LIMIT 1", arguments: [period.compact]) else { return nil }
            let id = row["id"] as Int64
            var run = BalanceRun(
                id: id, period: period, runAt: row["run_at"], definitions: row["definitions"], batches: Self.words(row["batches"], " "), skipped: Self.words(row["skipped"], "\n"))
            run.results = try Row.fetchAll(database, sql: "SELECT * FROM balance_result WHERE run = ? ORDER BY position", arguments: [id]).map { row in
                var result = BalanceResult(balance: row["balance"], subject: row["subject"], item: row["item"])
                result.compared = row["compared"]; result.agreed = row["agreed"]; result.explained = row["explained"]
                result.warned = row["warned"]; result.blocked = row["blocked"]; result.open = row["open"]
                result.left = Self.amount(row["left"]); result.right = Self.amount(row["right"])
                return result
            }
            run.lines = try Row.fetchAll(database, sql: "SELECT * FROM balance_line WHERE run = ? ORDER BY position", arguments: [id]).map(Self.line)
            return run
        }
    }

    public func add(_ explanations: [BalanceExplanation]) throws {
        try change { database in
            for e in explanations {
                try database.execute(
                    sql: """
                        INSERT INTO balance_explanation(period, balance, subject, item, place, "left", "right", reason, person, noted_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        e.period.compact, e.line.balance, e.line.subject, e.line.item, e.line.place, e.line.left?.description, e.line.right?.description, e.reason,
                        e.person, e.notedAt,
                    ])
            }
        }
    }

    /// Explanations of a month in the order in which they were noted.
    public func explanations(period: ReportingPeriod) throws -> [BalanceExplanation] {
        try query { database in
            try Row.fetchAll(database, sql: "SELECT *, 'explained' AS verdict, NULL AS cause_kind, NULL AS cause FROM balance_explanation WHERE period = ? ORDER BY id", arguments: [period.compact]).map {
                BalanceExplanation(id: $0["id"], period: period, line: Self.line($0), reason: $0["reason"], person: $0["person"], notedAt: $0["noted_at"])
            }
        }
    }

    /// Accepted rows of a batch for each combination of members, when they have been counted.
    public func rowCounts(batch: String) throws -> [[String]: Int]? {
        let rows = try query { try Row.fetchAll($0, sql: "SELECT members, rows FROM batch_rows WHERE batch = ?", arguments: [batch]) }
        if rows.isEmpty { return nil }
        return Dictionary(rows.map { (Self.words($0["members"], "|"), $0["rows"] as Int) }, uniquingKeysWith: +)
    }

    /// Keeps them: a batch never changes.
    public func keep(rowCounts: [[String]: Int], batch: String) throws {
        try change { database in
            try database.execute(sql: "DELETE FROM batch_rows WHERE batch = ?", arguments: [batch])
            for (members, rows) in rowCounts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                try database.execute(sql: "INSERT INTO batch_rows VALUES (?, ?, ?)", arguments: [batch, members.joined(separator: "|"), rows])
            }
        }
    }

    private static func line(_ row: Row) -> BalanceLine {
        BalanceLine(
            balance: row["balance"], subject: row["subject"], item: row["item"], place: row["place"], left: amount(row["left"]), right: amount(row["right"]),
            verdict: BalanceLine.Verdict(rawValue: row["verdict"]) ?? .open, causeKind: row["cause_kind"], cause: row["cause"])
    }

    private static func words(_ text: String, _ separator: Character) -> [String] {
        text.isEmpty ? [] : text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }

    /// `1234.5` or `2/3`, as `Amount` describes itself.
    private static func amount(_ text: String?) -> Amount? {
        guard let text else { return nil }
        let parts = text.split(separator: "/")
        guard parts.count == 2 else { return Amount(decimalText: text) }
        guard let numerator = Amount(decimalText: parts[0]), let denominator = Amount(decimalText: parts[1]) else { return nil }
        return try? numerator.divided(by: denominator)
    }
}
