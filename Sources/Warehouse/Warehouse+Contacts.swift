public import Diagnostics
internal import GRDB
public import Quantities

extension Warehouse {
    /// Adds a contact and returns its number.
    @discardableResult
    public func add(_ contact: ContactEntry) throws -> Int64 {
        var id: Int64 = 0
        try change { database in
            try database.execute(
                sql: "INSERT INTO contact(period, interface, party, channel, subject, due, person, noted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    contact.period.compact, contact.interface, contact.party, contact.channel, contact.subject, contact.due?.description, contact.person, contact.notedAt,
                ])
            id = database.lastInsertedRowID
        }
        return id
    }

    /// Contacts of a month, or of all months, in the order in which they were noted.
    public func contacts(period: ReportingPeriod?) throws -> [ContactEntry] {
        try query { database in
            try Row.fetchAll(database, sql: "SELECT * FROM contact WHERE ? IS NULL OR period = ? ORDER BY id", arguments: [period?.compact, period?.compact]).compactMap { row in
                guard let period = ReportingPeriod(row["period"] as String) else { return nil }
                return ContactEntry(
                    id: row["id"], period: period, interface: row["interface"], party: row["party"], channel: row["channel"], subject: row["subject"],
                    due: (row["due"] as String?).flatMap { CalendarDate($0) }, person: row["person"], notedAt: row["noted_at"], answeredBy: row["answered_by"])
            }
        }
    }

    /// Closes a contact; false when there is no open one of that number.
    public func closeContact(_ id: Int64, answer: String) throws -> Bool {
        var count = 0
        try change { database in
            try database.execute(sql: "UPDATE contact SET answered_by = ? WHERE id = ? AND answered_by IS NULL", arguments: [answer, id])
            count = database.changesCount
        }
        return count == 1
    }

    /// Links the open contacts of a feed and month to the delivery that answers them.
    public func answerContacts(interface: String, period: ReportingPeriod, batch: String) throws {
        try change { database in
            try database.execute(
                sql: "UPDATE contact SET answered_by = ? WHERE interface = ? AND period = ? AND answered_by IS NULL", arguments: [batch, interface, period.compact])
        }
    }

    public func add(_ slip: SlipEntry) throws {
        try change { database in
            try database.execute(
                sql: "INSERT INTO slip(period, days, cause, interface, person, noted_at) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [slip.period.compact, slip.days, slip.cause, slip.interface, slip.person, slip.notedAt])
        }
    }

    public func slips(period: ReportingPeriod) throws -> [SlipEntry] {
        try query { database in
            try Row.fetchAll(database, sql: "SELECT * FROM slip WHERE period = ? ORDER BY id", arguments: [period.compact]).map { row in
                SlipEntry(period: period, days: row["days"], cause: row["cause"], interface: row["interface"], person: row["person"], notedAt: row["noted_at"])
            }
        }
    }
}
