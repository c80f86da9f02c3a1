public import Diagnostics
internal import Glibc
internal import GRDBSQLite

/// A SQLite file that somebody delivers: its tables and their rows, read only. Nothing of it is part of the warehouse.
///
/// Every value becomes UTF-8 text: an INTEGER as digits, a REAL as the plain decimal that it stands for, when it has at most 15
/// digits. Views and virtual tables are refused, because reading them would run what the file says.
public final class SQLiteTables {
    public struct Table: Sendable {
        public var name: String
        /// With the declared type, in capitals.
        public var columns: [(name: String, type: String)]
        /// Why it cannot be read; nil: it can.
        public var refusal: String?
    }
    /// A value that is no text and no exact number; the field holds `0x` and its bytes, or the number as it stands.
    public struct BadValue: Sendable {
        public var field: Int
        public var isNumber: Bool
    }

    private let path: String
    private var handle: OpaquePointer?

    public init(path: String) throws {
        self.path = path
        // A file that was not closed has a journal beside it; without it the file alone may be in the middle of a change.
        for suffix in ["-wal", "-journal"] {
            var info = stat()
            if stat(path + suffix, &info) == 0 && info.st_size > 0 { throw DiagnosticsError(WarehouseDiagnostics.notClosed(path, journal: path + suffix)) }
        }
        let address = "file:" + path.utf8.map { Self.isPlain($0) ? String(UnicodeScalar($0)) : "%" + Self.hexadecimal($0) }.joined() + "?immutable=1"
        guard sqlite3_open_v2(address, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nil) == SQLITE_OK else { throw error() }
        // No row of a feed is longer; the limit keeps memory bounded.
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 64 << 20)
        for pragma in ["trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "query_only = ON"] {
            if sqlite3_exec(handle, "PRAGMA \(pragma)", nil, nil, nil) != SQLITE_OK { throw error() }
        }
    }

    deinit { sqlite3_close_v2(handle) }

    /// All tables of the file, by name.
    public func tables() throws -> [Table] {
        var tables: [Table] = []
        try each("SELECT name, type, sql LIKE 'create virtual%' FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name") { row in
            let isView = text(row, 1) == "view", isVirtual = sqlite3_column_int(row, 2) != 0
            let refusal = isView ? "it is a view; only tables are read" : isVirtual ? "it is a virtual table" : nil
            tables.append(Table(name: text(row, 0), columns: [], refusal: refusal))
        }
        for index in tables.indices where tables[index].refusal == nil {
            try each("SELECT name, upper(type) FROM pragma_table_xinfo(\(Self.quoted(tables[index].name, "'"))) WHERE hidden = 0 ORDER BY cid") { row in
                tables[index].columns.append((text(row, 0), text(row, 1)))
            }
        }
        return tables
    }

    /// All rows in the order of the table, which is checked for damage first. Rows count from 1; the bytes are valid within the call.
    public func read(_ table: String, columns: [String], row: (_ number: Int, _ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, _ bad: [BadValue]) throws -> Void) throws {
        try check()
        let list = columns.map { Self.quoted($0, "\"") }.joined(separator: ", ")
        var fields = [UnsafeRawBufferPointer](repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: columns.count)
        var bad: [BadValue] = [], number = 0
        let values = Values(count: columns.count)
        try each("SELECT \(list) FROM \(Self.quoted(table, "\"")) NOT INDEXED") { statement in
            number += 1
            bad.removeAll(keepingCapacity: true)
            for index in columns.indices { if let fault = values.take(statement, index, &fields[index]) { bad.append(fault) } }
            try fields.withUnsafeBufferPointer { try row(number, $0, bad) }
        }
    }

    /// SQLite's own check of every page; its first complaint is thrown.
    private func check() throws {
        var complaint = ""
        try each("PRAGMA quick_check(1)") { complaint = text($0, 0) }
        if complaint != "ok" { throw DiagnosticsError(WarehouseDiagnostics.damagedFile(path, reason: complaint)) }
    }

    private func each(_ sql: String, _ row: (OpaquePointer) throws -> Void) throws {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else { throw error() }
        defer { sqlite3_finalize(statement) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try row(statement)
            case SQLITE_DONE: return
            default: throw error()
            }
        }
    }

    private func text(_ statement: OpaquePointer, _ column: Int32) -> String { sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "" }

    private func error() -> DiagnosticsError {
        DiagnosticsError(WarehouseDiagnostics.damagedFile(path, reason: handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no connection"))
    }

    private static func quoted(_ name: String, _ mark: Character) -> String {
        "\(mark)" + name.map { $0 == mark ? "\(mark)\(mark)" : String($0) }.joined() + "\(mark)"
    }

    private static func isPlain(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || [45, 46, 47, 95].contains(byte) }

    private static func hexadecimal(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
}

/// The values of one row as bytes; what has to be made stays until the next row.
private final class Values {
    private var made: [UnsafeMutableRawBufferPointer?]

    init(count: Int) { made = Array(repeating: nil, count: count) }

    deinit { made.forEach { $0?.deallocate() } }

    func take(_ statement: OpaquePointer, _ index: Int, _ field: inout UnsafeRawBufferPointer) -> SQLiteTables.BadValue? {
        let column = Int32(index)
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: field = UnsafeRawBufferPointer(start: nil, count: 0)
        case SQLITE_FLOAT:
            let value = sqlite3_column_double(statement, column), written = String(cString: sqlite3_column_text(statement, column))
            let decimal = PlainDecimal.text(written, of: value)
            field = keep(Array((decimal ?? written).utf8), index)
            if decimal == nil { return SQLiteTables.BadValue(field: index, isNumber: true) }
        case SQLITE_BLOB:
            let bytes = UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: Int(sqlite3_column_bytes(statement, column)))
            let digits = Array("0123456789ABCDEF".utf8)
            field = keep([48, 120] + bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, index)
            return SQLiteTables.BadValue(field: index, isNumber: false)
        default: field = UnsafeRawBufferPointer(start: sqlite3_column_text(statement, column), count: Int(sqlite3_column_bytes(statement, column)))
        }
        return nil
    }

    private func keep(_ bytes: [UInt8], _ index: Int) -> UnsafeRawBufferPointer {
        made[index]?.deallocate()
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
        copy.copyBytes(from: bytes)
        made[index] = copy
        return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(copy)[..<bytes.count])
    }
}

/// REAL values as decimals. SQLite writes 15 digits; a value that they give back exactly is the only decimal of 15 digits at its
/// place, so it is what was put in. Others (sums of REAL values, figures with more digits) have no exact decimal.
enum PlainDecimal {
    /// `written` without exponent and without decimals that are zero; nil when it is not the value.
    static func text(_ written: String, of value: Double) -> String? {
        guard Double(written) == value, value.isFinite else { return nil }
        var digits = Array(written.utf8), exponent = 0
        if let mark = digits.firstIndex(of: UInt8(ascii: "e")) {
            exponent = Int(String(decoding: digits[(mark + 1)...], as: UTF8.self)) ?? 0
            digits.removeSubrange(mark...)
        }
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.count
        var all = Array(digits[..<point]) + Array(digits[min(point + 1, digits.count)...])
        var whole = point + exponent
        if whole < 1 {
            all.insert(contentsOf: [UInt8](repeating: 48, count: 1 - whole), at: 0)
            whole = 1
        }
        while all.count < whole { all.append(48) }
        while all.count > whole && all.last == 48 { all.removeLast() }
        let fraction: [UInt8] = all.count > whole ? [UInt8(ascii: ".")] + Array(all[whole...]) : []
        let sign: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        return String(decoding: sign + Array(all[..<whole]) + fraction, as: UTF8.self)
    }
}
