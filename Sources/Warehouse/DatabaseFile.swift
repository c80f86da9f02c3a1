internal import GRDB

/// An SQLite file with one connection, which is closed when nothing needs it any more.
///
/// The connection's queue is never disposed of. That would start threads that stay, and a process with threads cannot divide its
/// work over processes: a lock that another thread holds would be closed for ever in the new one.
final class DatabaseFile {
    private let queue: DatabaseQueue

    /// `writes`: the file is made where there is none, and keeps a write-ahead log, so that others can read while this one writes.
    init(path: String, writes: Bool, prepare: (@Sendable (Database) throws -> Void)? = nil) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        if writes { configuration.journalMode = .wal }
        if let prepare { configuration.prepareDatabase(prepare) }
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    deinit {
        try? queue.close()
        _ = Unmanaged.passRetained(queue)
    }

    func read<Result>(_ work: (Database) throws -> Result) throws -> Result { try queue.read(work) }
    func write<Result>(_ work: (Database) throws -> Result) throws -> Result { try queue.write(work) }
    func migrate(_ migrator: DatabaseMigrator) throws { try migrator.migrate(queue) }
}
