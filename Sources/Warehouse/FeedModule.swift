internal import GRDBSQLite

/// The SQLite virtual table `feed`: `INSERT INTO detail SELECT * FROM feed` pulls the rows that `advance` puts into the
/// buffer. Twice as fast as one INSERT a row.
final class FeedModule {
    let buffer: DetailRowBuffer
    let columns: [DetailColumn]
    let advance: () -> Bool
    var atEnd = false

    init(buffer: DetailRowBuffer, columns: [DetailColumn], advance: @escaping () -> Bool) {
        self.buffer = buffer
        self.columns = columns
        self.advance = advance
    }

    /// Registers the table with a connection that uses it before this object goes away.
    func register(on connection: OpaquePointer) -> Int32 {
        sqlite3_create_module_v2(connection, "feed", Self.module, Unmanaged.passUnretained(self).toOpaque(), nil)
    }

    fileprivate var declaration: String {
        "CREATE TABLE feed(line, \(columns.map { "\"\($0.name)\"" }.joined(separator: ", ")))"
    }

    private struct Table {
        var base: sqlite3_vtab
        var feed: Unmanaged<FeedModule>
    }
    private struct Cursor {
        var base: sqlite3_vtab_cursor
        var feed: Unmanaged<FeedModule>
        var columns: UnsafeMutablePointer<Int32>
        var columnCount: Int
        var buffer: Unmanaged<DetailRowBuffer>
    }

    /// Shared by all connections; never changed after it is made.
    nonisolated(unsafe) private static let module: UnsafeMutablePointer<sqlite3_module> = {
        let module = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
        module.initialize(to: sqlite3_module())
        module.pointee.iVersion = 0
        module.pointee.xConnect = { connection, context, _, _, result, _ in
            let feed = Unmanaged<FeedModule>.fromOpaque(context!)
            let code = sqlite3_declare_vtab(connection, feed.takeUnretainedValue().declaration)
            if code != SQLITE_OK { return code }
            let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
            table.initialize(to: Table(base: sqlite3_vtab(), feed: feed))
            result!.pointee = UnsafeMutableRawPointer(table).assumingMemoryBound(to: sqlite3_vtab.self)
            return SQLITE_OK
        }
        module.pointee.xBestIndex = { _, info in
            info!.pointee.estimatedCost = 1e6
            return SQLITE_OK
        }
        module.pointee.xDisconnect = { table in
            UnsafeMutableRawPointer(table!).assumingMemoryBound(to: Table.self).deallocate()
            return SQLITE_OK
        }
        module.pointee.xOpen = { table, result in
            let feed = UnsafeMutableRawPointer(table!).assumingMemoryBound(to: Table.self).pointee.feed
            let object = feed.takeUnretainedValue()
            let columns = UnsafeMutablePointer<Int32>.allocate(capacity: object.columns.count + 1)
            for (index, column) in object.columns.enumerated() { columns[index] = Int32(column.isText ? -1 - column.source : column.source) }
            let cursor = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
            cursor.initialize(to: Cursor(
                base: sqlite3_vtab_cursor(), feed: feed, columns: columns, columnCount: object.columns.count,
                buffer: Unmanaged.passUnretained(object.buffer)))
            result!.pointee = UnsafeMutableRawPointer(cursor).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
            return SQLITE_OK
        }
        module.pointee.xClose = { cursor in
            let typed = UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self)
            typed.pointee.columns.deallocate()
            typed.deallocate()
            return SQLITE_OK
        }
        module.pointee.xFilter = { cursor, _, _, _, _ in FeedModule.step(cursor) }
        module.pointee.xNext = { cursor in FeedModule.step(cursor) }
        module.pointee.xEof = { cursor in
            UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self).pointee.feed._withUnsafeGuaranteedRef { $0.atEnd ? 1 : 0 }
        }
        module.pointee.xColumn = { cursor, context, column in
            let typed = UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self)
            typed.pointee.buffer._withUnsafeGuaranteedRef { buffer in
                if column == 0 {
                    sqlite3_result_int64(context, buffer.line)
                    return
                }
                let encoded = Int(typed.pointee.columns[Int(column) - 1])
                let source = encoded < 0 ? -1 - encoded : encoded
                if buffer.isNull[source] {
                    sqlite3_result_null(context)
                } else if encoded < 0 {
                    let text = buffer.texts[source]
                    sqlite3_result_text(context, text.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(text.count), nil)
                } else {
                    sqlite3_result_int64(context, buffer.numbers[source])
                }
            }
            return SQLITE_OK
        }
        module.pointee.xRowid = { cursor, row in
            row!.pointee = UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self).pointee.buffer._withUnsafeGuaranteedRef { $0.line }
            return SQLITE_OK
        }
        return module
    }()

    private static func step(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> Int32 {
        UnsafeMutableRawPointer(cursor!).assumingMemoryBound(to: Cursor.self).pointee.feed._withUnsafeGuaranteedRef { feed in
            feed.atEnd = !feed.advance()
            return SQLITE_OK
        }
    }
}
