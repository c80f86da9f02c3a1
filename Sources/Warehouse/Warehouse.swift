public import Cubes
public import Diagnostics
internal import Glibc
internal import GRDB
public import Quantities

/// The warehouse folder of a workspace.
///
/// `catalog.sqlite` is the truth: a load becomes visible by one transaction in it, after its detail file has been synced and
/// renamed into place. A killed load leaves the old state; its leftovers are removed by the next load.
public final class Warehouse {
    let folder: String
    let failpoints: Failpoints
    private let database: DatabaseFile
    /// A load is being prepared: kept so that only one process loads at a time.
    private var lock: Int32 = -1

    /// Opens a warehouse only to look at it; nil when there is none. One of an earlier version is not upgraded but refused.
    public static func existing(folder: String) throws -> Warehouse? {
        access("\(folder)/catalog.sqlite", F_OK) == 0 ? try Warehouse(folder: folder, upgrades: false) : nil
    }

    /// Opens the warehouse in `folder`, creating or upgrading it. `failpoints`: for tests.
    public convenience init(folder: String, failpoints: Failpoints = .none) throws { try self.init(folder: folder, failpoints: failpoints, upgrades: true) }

    private init(folder: String, failpoints: Failpoints = .none, upgrades: Bool) throws {
        self.folder = folder
        self.failpoints = failpoints
        if upgrades { try FileSync.makeFolder(folder) }
        let path = "\(folder)/catalog.sqlite"
        do {
            // Who only looks does not write.
            database = try DatabaseFile(path: path, for: upgrades ? .recording : .reading)
            let migrator = WarehouseSchema.migrator
            if try database.read({ try migrator.hasBeenSuperseded($0) }) { throw DiagnosticsError(WarehouseDiagnostics.newerSchema(path)) }
            if upgrades {
                try database.migrate(migrator)
            } else if try !database.read({ try migrator.hasCompletedMigrations($0) }) {
                throw DiagnosticsError(WarehouseDiagnostics.olderSchema(path))
            }
        } catch let error as DatabaseError {
            throw DiagnosticsError(WarehouseDiagnostics.database(path, code: error.resultCode.rawValue, message: error.message ?? "unknown error"))
        }
    }

    deinit { if lock >= 0 { close(lock) } }

    /// Names of all migrations of the catalogue, in order.
    public static var migrations: [String] { WarehouseSchema.migrator.migrations }

    // MARK: Loading

    /// Takes the loading lock (a second loader gets WRH001 "busy") and removes leftovers of a killed load.
    public func beginLoading() throws {
        if lock >= 0 { return }
        let path = "\(folder)/loading.lock"
        lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        if lock < 0 { throw FileSync.failure(path) }
        if flock(lock, LOCK_EX | LOCK_NB) != 0 {
            close(lock)
            lock = -1
            throw DiagnosticsError(WarehouseDiagnostics.database(path, code: 5, message: "another load is running"))
        }
        try failpoints.reach(.lockTaken)
        try removeLeftovers()
        try removeOldSides()
        try failpoints.reach(.leftoversRemoved)
    }

    public func endLoading() {
        if lock >= 0 { close(lock) }
        lock = -1
    }

    private func removeLeftovers() throws {
        let known = Set(try query { try String.fetchAll($0, sql: "SELECT detail_file FROM batch WHERE detail_file IS NOT NULL") })
        for interface in FileSync.names(in: "\(folder)/detail") {
            for name in FileSync.names(in: "\(folder)/detail/\(interface)") where !known.contains("\(interface)/\(name)") {
                unlink("\(folder)/detail/\(interface)/\(name)")
            }
        }
    }

    /// Sequence number that the next load of this interface and period gets.
    public func nextSequence(interface: String, period: ReportingPeriod) throws -> Int {
        try query { database in
            try Int.fetchOne(database, sql: "SELECT coalesce(max(sequence), 0) + 1 FROM batch WHERE interface = ? AND period = ?",
                arguments: [interface, period.compact]) ?? 1
        }
    }

    public func detailWriter(interface: String, period: ReportingPeriod, sequence: Int) throws -> DetailWriter {
        try FileSync.makeFolder("\(folder)/detail/\(interface)")
        try failpoints.reach(.detailBegun)
        return DetailWriter(path: "\(folder)/detail/\(interface)/\(period.compact)-\(sequence).sqlite.part")
    }

    /// Makes a finished load current: renames the detail file into place, then records batch and summary cells and
    /// supersedes the former batch, all in one transaction.
    public func commit(_ record: LoadRecord, summary: SummaryTable, detail: DetailWriter?) throws {
        var detailFile: String?
        try failpoints.reach(.detailWritten)
        if let detail {
            let name = "\(record.interface)/\(record.period.compact)-\(record.sequence).sqlite"
            let target = "\(folder)/detail/\(name)"
            if rename(detail.path, target) != 0 { throw FileSync.failure(target) }
            try failpoints.reach(.detailRenamed)
            try FileSync.folder("\(folder)/detail/\(record.interface)")
            try failpoints.reach(.folderSynced)
            detailFile = name
        }
        try change { try insertCurrent(record, summary, detailFile: detailFile, into: $0) }
        try failpoints.reach(.loadCommitted)
    }

    /// Supersedes the batch in force, if any.
    func insertCurrent(_ record: LoadRecord, _ summary: SummaryTable, detailFile: String?, into database: Database) throws {
        try database.execute(sql: "UPDATE batch SET superseded_by = ? WHERE interface = ? AND period = ? AND superseded_by IS NULL",
            arguments: [record.batch.id, record.interface, record.period.compact])
        try failpoints.reach(.formerSuperseded)
        try WarehouseSchema.insert(record, detailFile: detailFile, into: database)
        try WarehouseSchema.insert(record.districts, of: record.batch.id, into: database)
        try failpoints.reach(.batchInserted)
        try WarehouseSchema.insert(summary, into: database)
        try failpoints.reach(.cellsInserted)
    }

    // MARK: Reading

    /// The batch in force for an interface and period, if any.
    public func current(interface: String, period: ReportingPeriod) throws -> LoadRecord? {
        try query { try WarehouseSchema.records($0, where: "interface = ? AND period = ? AND superseded_by IS NULL", [interface, period.compact]).first }
    }

    /// The batches in force of a month, by interface.
    public func current(period: ReportingPeriod) throws -> [LoadRecord] {
        try query { try WarehouseSchema.records($0, where: "period = ? AND superseded_by IS NULL", [period.compact]) }
    }

    /// One batch, in force or not.
    public func record(batch: String) throws -> LoadRecord? {
        try query { try WarehouseSchema.records($0, where: "id = ?", [batch]).first }
    }

    /// The batch whose place a batch took.
    public func former(of batch: String) throws -> LoadRecord? {
        try query { try WarehouseSchema.records($0, where: "superseded_by = ?", [batch]).last }
    }

    /// Ids of the batches in force within a range of months, sorted.
    public func currentBatches(from first: ReportingPeriod, to last: ReportingPeriod) throws -> [String] {
        try query {
            try String.fetchAll($0, sql: "SELECT id FROM batch WHERE superseded_by IS NULL AND period BETWEEN ? AND ? ORDER BY id", arguments: [first.compact, last.compact])
        }
    }

    /// All loads, superseded ones too, by period, interface and sequence.
    public func history() throws -> [LoadRecord] {
        try query { try WarehouseSchema.records($0, where: "1 = 1", []) }
    }

    /// Summary tables of the batches in force within a range of months, by period and interface.
    public func summaryTables(from first: ReportingPeriod, to last: ReportingPeriod) throws -> [SummaryTable] {
        try query { try WarehouseSchema.summaryTables($0, where: "superseded_by IS NULL AND period BETWEEN ? AND ?", [first.compact, last.compact]) }
    }

    /// Summary table of one batch, in force or not.
    public func summaryTable(batch: String) throws -> SummaryTable? {
        try query { try WarehouseSchema.summaryTables($0, where: "id = ?", [batch]).first }
    }

    /// Name of a batch's detail file below `detail`.
    func detailFileName(batch: String) throws -> String? {
        try query { try String.fetchOne($0, sql: "SELECT detail_file FROM batch WHERE id = ?", arguments: [batch]) }
    }

    /// Ids of the batches in force with the time of their load, by period and interface.
    public func currentBatches() throws -> [(id: String, loadedAt: String?)] {
        try query { database in
            try Row.fetchAll(database, sql: "SELECT id, loaded_at FROM batch WHERE superseded_by IS NULL ORDER BY period, interface").map { ($0["id"], $0["loaded_at"]) }
        }
    }

    /// Months with at least one batch in force.
    public func periods() throws -> [ReportingPeriod] {
        try query { try String.fetchAll($0, sql: "SELECT DISTINCT period FROM batch WHERE superseded_by IS NULL ORDER BY period") }.compactMap { ReportingPeriod($0) }
    }

    func query<T>(_ work: (Database) throws -> T) throws -> T {
        do { return try database.read(work) } catch let error as DatabaseError { throw diagnostic(error) }
    }

    func change(_ work: (Database) throws -> Void) throws {
        do { try database.write(work) } catch let error as DatabaseError { throw diagnostic(error) }
    }

    private func diagnostic(_ error: DatabaseError) -> DiagnosticsError {
        DiagnosticsError(WarehouseDiagnostics.database("\(folder)/catalog.sqlite", code: error.resultCode.rawValue, message: error.message ?? "unknown error"))
    }
}
