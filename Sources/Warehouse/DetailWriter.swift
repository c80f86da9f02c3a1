public import Diagnostics
internal import Glibc
internal import GRDBSQLite

/// Writes one detail file aside; nothing is visible until the warehouse commits it.
public struct DetailWriter {
    /// Where the file is built: `…/202610-1.sqlite.part`.
    let path: String

    static let pageSize = 16384

    /// Makes the file with its tables and returns the door for the rows.
    ///
    /// `codes`: code column → codes by ordinal; stored as table `code` so that the file explains itself.
    public func begin(columns: [DetailColumn], codes: [(column: String, codes: [String])]) throws -> DetailTable {
        unlink(path)
        let connection = try DetailConnection(path: path)
        defer { connection.close() }
        try connection.execute("PRAGMA page_size = \(Self.pageSize); PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        let definitions = columns.map { ", \"\($0.name)\" \($0.isText ? "TEXT" : "INTEGER")" }
        try connection.execute("CREATE TABLE detail(line INTEGER PRIMARY KEY\(definitions.joined())) STRICT;")
        try connection.execute("""
            CREATE TABLE code("column" TEXT NOT NULL, ordinal INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY("column", ordinal)) STRICT, WITHOUT ROWID;
            CREATE TABLE suspect(line INTEGER PRIMARY KEY, rules TEXT NOT NULL, row BLOB NOT NULL) STRICT;
            """)
        for (column, codes) in codes {
            for (ordinal, code) in codes.enumerated() {
                try connection.execute("INSERT INTO code VALUES ('\(escape(column))', \(ordinal), '\(escape(code))');")
            }
        }
        try connection.execute("COMMIT;")
        let root = try connection.number("SELECT rootpage FROM sqlite_schema WHERE name = 'detail'")
        let pages = try connection.number("PRAGMA page_count")
        connection.close()
        return try DetailTable(path: path, columns: columns, rootPage: root, pageCount: pages)
    }

    /// Removes what a failed load left.
    public func discard() { unlink(path) }

    private func escape(_ text: String) -> String { text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") }
}

/// A raw connection to a file that is being built or read.
final class DetailConnection {
    private(set) var handle: OpaquePointer!
    private let path: String

    init(path: String, readOnly: Bool = false) throws {
        self.path = path
        if sqlite3_open_v2(path, &handle, readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) != SQLITE_OK {
            let failure = error()
            close()
            throw failure
        }
    }

    deinit { close() }

    func execute(_ sql: String) throws {
        if sqlite3_exec(handle, sql, nil, nil, nil) != SQLITE_OK { throw error() }
    }

    /// The first value of the first row; 0 when there is none.
    func number(_ sql: String) throws -> Int {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return Int(sqlite3_column_int64(statement, 0))
        case SQLITE_DONE: return 0
        default: throw error()
        }
    }

    func prepare(_ sql: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else { throw error() }
        return statement
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
