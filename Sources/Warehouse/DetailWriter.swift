public import Diagnostics
internal import Glibc
internal import GRDBSQLite

/// Writes one detail file aside; nothing is visible until the warehouse commits it.
public struct DetailWriter {
    /// Where the file is built: `…/202610-1.sqlite.part`.
    let path: String

    /// Fills the table `detail` with the rows that `advance` puts into the buffer, then syncs the file.
    ///
    /// `codes`: code column → codes by ordinal; stored as table `code` so that the file explains itself.
    public func write(
        columns: [DetailColumn], codes: [(column: String, codes: [String])], buffer: DetailRowBuffer, advance: @escaping () -> Bool
    ) throws {
        unlink(path)
        let connection = try DetailConnection(path: path)
        defer { connection.close() }
        try connection.execute("PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -8000;")
        let definitions = columns.map { "\"\($0.name)\" \($0.isText ? "TEXT" : "INTEGER")" }
        try connection.execute("CREATE TABLE detail(line INTEGER PRIMARY KEY, \(definitions.joined(separator: ", "))) STRICT;")
        try connection.execute("CREATE TABLE code(\"column\" TEXT NOT NULL, ordinal INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY(\"column\", ordinal)) STRICT, WITHOUT ROWID;")
        for (column, codes) in codes {
            for (ordinal, code) in codes.enumerated() {
                try connection.execute("INSERT INTO code VALUES ('\(escape(column))', \(ordinal), '\(escape(code))');")
            }
        }
        let feed = FeedModule(buffer: buffer, columns: columns, advance: advance)
        try withExtendedLifetime(feed) {
            if feed.register(on: connection.handle) != SQLITE_OK { throw connection.error() }
            try connection.execute("BEGIN; INSERT INTO detail SELECT * FROM feed; COMMIT;")
        }
        connection.close()
        try FileSync.file(path)
    }

    /// Removes what a failed load left.
    public func discard() { unlink(path) }

    private func escape(_ text: String) -> String { text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") }
}

/// A raw connection to a file that is being built.
final class DetailConnection {
    private(set) var handle: OpaquePointer!
    private let path: String

    init(path: String) throws {
        self.path = path
        if sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) != SQLITE_OK {
            let failure = error()
            close()
            throw failure
        }
    }

    deinit { close() }

    func execute(_ sql: String) throws {
        if sqlite3_exec(handle, sql, nil, nil, nil) != SQLITE_OK { throw error() }
    }

    func close() {
        if handle != nil { sqlite3_close_v2(handle) }
        handle = nil
    }

    func error() -> DiagnosticsError {
        let code = sqlite3_errcode(handle) & 0xFF
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no connection"
        return DiagnosticsError(WarehouseDiagnostics.database(path, code: code, message: message))
    }
}
