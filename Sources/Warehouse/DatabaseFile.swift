internal import GRDB

/// An SQLite file with one connection, which is closed when nothing needs it any more.
///
/// The connection's queue is never disposed of. That would start threads that stay, and a process with threads cannot divide its
/// work over processes: a lock that another thread holds would be closed for ever in the new one.
final class DatabaseFile {
    private let queue: DatabaseQueue

    enum Use {
        /// Nothing is changed, not even by opening it.
        case reading
        /// The file is made where there is none, and keeps a write-ahead log, so that others can read while this one writes. What
        /// was written last may be lost with the power.
        case writing
        /// What a transaction wrote is on the disk when it is over.
        case recording
    }

    init(path: String, for use: Use) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        if use != .reading { configuration.journalMode = .wal }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        guard use == .recording else { return }
        // GRDB sets NORMAL with the log, after everything that can be prepared.
        let level = try queue.inDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(database, sql: "PRAGMA synchronous")
        }
        guard level == 2 else { throw DatabaseError(message: "PRAGMA synchronous is \(level ?? -1), not 2") }
    }

    deinit {
        try? queue.close()
        _ = Unmanaged.passRetained(queue)
    }

    func read<Result>(_ work: (Database) throws -> Result) throws -> Result { try queue.read(work) }
    func write<Result>(_ work: (Database) throws -> Result) throws -> Result { try queue.write(work) }
    func migrate(_ migrator: DatabaseMigrator) throws { try migrator.migrate(queue) }
}
