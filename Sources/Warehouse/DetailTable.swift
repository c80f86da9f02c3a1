internal import Diagnostics
internal import Glibc
internal import GRDBSQLite

/// The rows of a detail file on their way in. Records are made from the row buffer without SQLite, whose row insert took two
/// fifths of a load; SQLite reads the file as its own.
public final class DetailTable {
    private let path: String
    private let file: Int32
    private let pages: TablePages
    private let columns: [DetailColumn]
    private let sources: UnsafeMutablePointer<Int32>
    private let header: UnsafeMutableRawPointer
    private var body: UnsafeMutableRawPointer
    private var bodySize: Int

    init(path: String, columns: [DetailColumn], rootPage: Int, pageCount: Int) throws {
        self.path = path
        self.columns = columns
        file = open(path, O_RDWR | O_CLOEXEC)
        if file < 0 { throw FileSync.failure(path) }
        pages = TablePages(handle: file, pageSize: DetailWriter.pageSize, rootPage: rootPage, pageCount: pageCount)
        sources = .allocate(capacity: max(1, columns.count))
        for (index, column) in columns.enumerated() { sources[index] = Int32(column.isText ? -1 - column.source : column.source) }
        header = .allocate(byteCount: columns.count * 9 + 16, alignment: 8)
        bodySize = columns.count * 8 + 4096
        body = .allocate(byteCount: bodySize, alignment: 8)
    }

    deinit {
        close(file)
        sources.deallocate()
        header.deallocate()
        body.deallocate()
    }

    /// Adds the buffer's row; lines must ascend. A full disk is reported by `finish`.
    public func append(_ row: DetailRowBuffer) {
        // The row number stands for the column `line`, which the record holds as null.
        header.storeBytes(of: 0, as: UInt8.self)
        var types = header + 1
        var count = 0
        for index in 0..<columns.count {
            let encoded = Int(sources[index])
            let source = encoded < 0 ? -1 - encoded : encoded
            if row.isNull[source] {
                types.storeBytes(of: 0, as: UInt8.self)
                types += 1
            } else if encoded < 0 {
                let text = row.texts[source]
                types += Varint.write(UInt64(13 + 2 * text.count), to: types)
                if text.count > 0 {
                    reserve(count + text.count)
                    memcpy(body + count, text.baseAddress!, text.count)
                    count += text.count
                }
            } else {
                types.storeBytes(of: integer(row.numbers[source], &count), as: UInt8.self)
                types += 1
            }
        }
        pages.append(row: row.line, header: header, headerCount: types - header, body: body, bodyCount: count)
    }

    private func reserve(_ needed: Int) {
        let least = needed + columns.count * 8
        if least <= bodySize { return }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: least * 2, alignment: 8)
        memcpy(larger, body, bodySize)
        body.deallocate()
        body = larger
        bodySize = least * 2
    }

    /// Writes the shortest form and returns its serial type.
    @inline(__always)
    private func integer(_ value: Int64, _ count: inout Int) -> UInt8 {
        if value == 0 { return 8 }
        if value == 1 { return 9 }
        let magnitude = value < 0 ? ~value : value
        let target = body + count
        if magnitude < 1 << 7 {
            target.storeBytes(of: Int8(truncatingIfNeeded: value), as: Int8.self)
            count += 1
            return 1
        }
        if magnitude < 1 << 15 {
            target.storeBytes(of: Int16(truncatingIfNeeded: value).bigEndian, as: Int16.self)
            count += 2
            return 2
        }
        if magnitude < 1 << 23 {
            target.storeBytes(of: Int32(truncatingIfNeeded: value << 8).bigEndian, as: Int32.self)
            count += 3
            return 3
        }
        if magnitude < 1 << 31 {
            target.storeBytes(of: Int32(truncatingIfNeeded: value).bigEndian, as: Int32.self)
            count += 4
            return 4
        }
        if magnitude < 1 << 47 {
            target.storeBytes(of: (value << 16).bigEndian, as: Int64.self)
            count += 6
            return 5
        }
        target.storeBytes(of: value.bigEndian, as: Int64.self)
        count += 8
        return 6
    }

    /// Finishes the table, adds the suspects that `next` gives, and syncs the file.
    public func finish(suspects next: () throws -> SuspectRow?) throws {
        let code = pages.finish()
        if code != 0 { throw DiagnosticsError(WarehouseDiagnostics.file(path, reason: String(cString: strerror(code)))) }
        if let first = try next() {
            let connection = try DetailConnection(path: path)
            defer { connection.close() }
            try connection.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
            let statement = try connection.prepare("INSERT INTO suspect VALUES (?, ?, ?)")
            defer { sqlite3_finalize(statement) }
            var suspect: SuspectRow? = first
            while let row = suspect {
                sqlite3_bind_int64(statement, 1, row.line)
                let code = row.rules.withCString { rules in
                    sqlite3_bind_text(statement, 2, rules, -1, nil)
                    return row.row.withUnsafeBytes { bytes in
                        sqlite3_bind_blob(statement, 3, bytes.baseAddress, Int32(bytes.count), nil)
                        return sqlite3_step(statement)
                    }
                }
                if code != SQLITE_DONE { throw connection.error() }
                sqlite3_reset(statement)
                suspect = try next()
            }
            try connection.execute("COMMIT;")
        }
        try FileSync.file(path)
    }
}

/// 疑似数据: a row that was loaded although rules say that it may be wrong.
public struct SuspectRow: Sendable, Hashable {
    /// Line as in the detail table.
    public var line: Int64
    /// Ids of the violated rules, separated by commas.
    public var rules: String
    /// The row as received, without its line end.
    public var row: [UInt8]
    public init(line: Int64, rules: String, row: [UInt8]) { self.line = line; self.rules = rules; self.row = row }
}
