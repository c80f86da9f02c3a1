internal import GRDB
public import Quantities

/// A file that a load refused as a whole, so that nobody is told to load the same bytes again.
public struct RefusedFile: Sendable, Hashable {
    public var interface: String
    public var period: ReportingPeriod
    public var file: String
    /// SHA-256 (hex).
    public var digest: String
    public var bytes: Int
    /// Of the load: under other rules the file may be right.
    public var recipe: String
    public var message: String
    public var hint: String
    public init(interface: String, period: ReportingPeriod, file: String, digest: String, bytes: Int, recipe: String, message: String, hint: String) {
        self.interface = interface; self.period = period; self.file = file; self.digest = digest; self.bytes = bytes
        self.recipe = recipe; self.message = message; self.hint = hint
    }
}

extension Warehouse {
    /// Takes the place of what was noted of the feed's month; none for a delivery that was loaded.
    public func note(_ refusals: [RefusedFile], interface: String, period: ReportingPeriod, at time: String) throws {
        try change { database in
            try database.execute(sql: "DELETE FROM refusal WHERE interface = ? AND period = ?", arguments: [interface, period.compact])
            for refusal in refusals {
                try database.execute(sql: "INSERT INTO refusal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", arguments: [
                    interface, period.compact, refusal.file, refusal.digest, refusal.bytes, refusal.recipe, refusal.message, refusal.hint, time,
                ])
            }
        }
    }

    public func refusals(period: ReportingPeriod) throws -> [RefusedFile] {
        try query { database in
            try Row.fetchAll(database, sql: "SELECT * FROM refusal WHERE period = ? ORDER BY interface, file", arguments: [period.compact]).map { row in
                RefusedFile(
                    interface: row["interface"], period: period, file: row["file"], digest: row["digest"], bytes: row["bytes"], recipe: row["recipe"],
                    message: row["message"], hint: row["hint"])
            }
        }
    }
}
