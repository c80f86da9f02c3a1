public import Cubes
public import Diagnostics
internal import Glibc
internal import GRDB
public import Quantities

/// A reclean is a warehouse of its own in `reclean/<number>`. Its batches have the ids that they will have here.
extension Warehouse {
    /// Number of the next reclean. Only while the loading lock is held.
    public func nextReclean() throws -> Int64 {
        try query { try Int64.fetchOne($0, sql: "SELECT coalesce(max(id), 0) + 1 FROM reclean") ?? 1 }
    }

    /// The warehouse of a reclean, with nothing in it when it is new.
    public func side(of id: Int64) throws -> Warehouse { try Warehouse(folder: sideFolder(id), failpoints: failpoints) }

    /// Removes what a reclean of this number left that was never noted.
    public func clearSide(of id: Int64) throws { try FileSync.removeTree(sideFolder(id)) }

    private func sideFolder(_ id: Int64) -> String { "\(folder)/reclean/\(id)" }

    /// Notes a finished reclean; from now on it waits for a decision.
    public func add(_ record: RecleanRecord) throws {
        try change { database in
            try database.execute(
                sql: "INSERT INTO reclean(id, first, last, definitions, made_at, state) VALUES (?, ?, ?, ?, ?, 'open')",
                arguments: [record.id, record.first.compact, record.last.compact, record.definitions, record.madeAt])
            for item in record.items {
                try database.execute(
                    sql: "INSERT INTO reclean_batch VALUES (?, ?, ?, ?, ?)", arguments: [record.id, item.batch, item.interface, item.period.compact, item.base])
            }
        }
        try failpoints.reach(.recleanNoted)
    }

    /// All recleans by number.
    public func recleans() throws -> [RecleanRecord] {
        try query { database in
            try Row.fetchAll(database, sql: "SELECT * FROM reclean ORDER BY id").compactMap { row in
                guard let first = ReportingPeriod(row["first"] as String), let last = ReportingPeriod(row["last"] as String) else { return nil }
                let items = try Row.fetchAll(database, sql: "SELECT * FROM reclean_batch WHERE reclean = ? ORDER BY period, interface", arguments: [row["id"] as Int64])
                return RecleanRecord(
                    id: row["id"], first: first, last: last, definitions: row["definitions"], madeAt: row["made_at"],
                    state: RecleanRecord.State(rawValue: row["state"]) ?? .discarded,
                    items: items.compactMap { item in
                        ReportingPeriod(item["period"] as String).map { RecleanRecord.Item(interface: item["interface"], period: $0, batch: item["batch"], base: item["base"]) }
                    },
                    reason: row["reason"], person: row["person"], decidedAt: row["decided_at"])
            }
        }
    }

    /// Makes the batches of a reclean current, all in one transaction; the ones that they replace stay as history. Refused when
    /// something was loaded since it was made. Only while the loading lock is held.
    public func switchTo(_ record: RecleanRecord, reason: String, person: String, at time: String) throws {
        for item in record.items {
            let current = try current(interface: item.interface, period: item.period)?.batch.id
            if current != item.base { throw DiagnosticsError(WarehouseDiagnostics.recleanIsOld(record.id, item.interface, item.period.description, current: current ?? "none")) }
        }
        let side = try side(of: record.id)
        for item in record.items { try link(item, from: side) }
        for interface in Set(record.items.map(\.interface)).sorted() { try FileSync.folder("\(folder)/detail/\(interface)") }
        try failpoints.reach(.filesSynced)
        let batches = try record.items.map { item in
            var load = try side.current(interface: item.interface, period: item.period)
            load?.districts = try side.districtFigures(batch: item.batch) ?? []
            return (load, try side.summaryTable(batch: item.batch), item)
        }
        try change { database in
            for (load, summary, item) in batches {
                guard let load, let summary else { throw DiagnosticsError(WarehouseDiagnostics.file(sideFolder(record.id), reason: "batch \(item.batch) is not in it")) }
                let name = "\(item.interface)/\(item.period.compact)-\(load.sequence).sqlite"
                try insertCurrent(load, summary, detailFile: try side.detailFileName(batch: item.batch) == nil ? nil : name, into: database)
                try failpoints.reach(.batchSwitched)
            }
            try decide(record.id, .switched, reason, person, time, database)
            try failpoints.reach(.recleanDecided)
        }
        try failpoints.reach(.switchCommitted)
        try FileSync.removeTree(sideFolder(record.id))
        try failpoints.reach(.sideRemoved)
    }

    /// The file gets a second name, so that the reclean stays whole until the transaction is through.
    private func link(_ item: RecleanRecord.Item, from side: Warehouse) throws {
        guard let name = try side.detailFileName(batch: item.batch) else { return }
        try FileSync.makeFolder("\(folder)/detail/\(item.interface)")
        let target = "\(folder)/detail/\(name)"
        unlink(target)
        if Glibc.link("\(side.folder)/detail/\(name)", target) != 0 { throw FileSync.failure(target) }
        try failpoints.reach(.fileLinked)
    }

    /// Throws away the batches of a reclean; the record stays.
    public func discard(_ record: RecleanRecord, reason: String, person: String, at time: String) throws {
        try change { try decide(record.id, .discarded, reason, person, time, $0) }
        try failpoints.reach(.switchCommitted)
        try FileSync.removeTree(sideFolder(record.id))
        try failpoints.reach(.sideRemoved)
    }

    private func decide(_ id: Int64, _ state: RecleanRecord.State, _ reason: String, _ person: String, _ time: String, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE reclean SET state = ?, reason = ?, person = ?, decided_at = ? WHERE id = ?", arguments: [state.rawValue, reason, person, time, id])
    }

    /// Removes the folders of recleans that wait for no decision: interrupted, switched or discarded ones.
    func removeOldSides() throws {
        let open = Set(try recleans().filter { $0.state == .open }.map { String($0.id) })
        for name in FileSync.names(in: "\(folder)/reclean") where !open.contains(name) { try FileSync.removeTree("\(folder)/reclean/\(name)") }
    }
}
