import ExpWriter
import Foundation
import GRDBSQLite
import Testing

/// The same rows, written in every form in which a feed may be delivered. Values are texts as an interface file has them; nil is null.
struct Delivery {
    struct Column {
        var name: String
        /// As in `ExpColumn`: 1 VARCHAR2, 2 NUMBER, 12 DATE.
        var type: Int
        var length = 200
    }
    static let gbk = 852
    var columns: [Column]
    var rows: [[String?]]

    func text(_ delimiter: String = "|") -> Data { Data(rows.map { $0.map { $0 ?? "" }.joined(separator: delimiter) + "\n" }.joined().utf8) }

    /// The table among others, its texts in GBK.
    func oracle(table: String = "AC20", owner: String = "SI") -> ExpWriter {
        var writer = ExpWriter(charset: Self.gbk)
        let others = [ExpColumn("ID", type: 2, length: 22), ExpColumn("BILD", type: 113, length: 4000)]
        writer.connect(owner)
        writer.define("AA10", columns: [others[0]])
        writer.beginRows("AA10", columns: [others[0]])
        for id in 1...3 { writer.row([ExpValue.number("\(id)")]) }
        writer.endRows()
        let described = columns.map { ExpColumn($0.name, type: $0.type, length: $0.type == 1 ? $0.length : $0.type == 2 ? 22 : 7, charset: $0.type == 1 ? Self.gbk : 0) }
        writer.define(table, columns: described)
        writer.beginRows(table, columns: described)
        for row in rows { writer.row(zip(columns, row).map { column, value in value.map { Self.oracle(column, $0) } }) }
        writer.endRows()
        writer.trailer(table)
        writer.end()
        return writer
    }

    private static func oracle(_ column: Column, _ value: String) -> [UInt8] {
        switch column.type {
        case 2: return ExpValue.number(value)
        case 12:
            let parts = value.split { "- :".contains($0) }.compactMap { Int($0) }
            return ExpValue.date(parts[0], parts[1], parts[2], parts.count > 3 ? parts[3] : 0, parts.count > 4 ? parts[4] : 0, parts.count > 5 ? parts[5] : 0)
        default: return ExpText.encode(value, charset: gbk) ?? Array(value.utf8)
        }
    }

    func copy(table: String = "si.ac20") -> Data {
        func escaped(_ value: String?) -> String {
            // By scalars: CR LF is one character.
            let escapes: [Unicode.Scalar: String] = ["\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"]
            return value.map { $0.unicodeScalars.map { escapes[$0] ?? String($0) }.joined() } ?? "\\N"
        }
        let body = rows.map { $0.map(escaped).joined(separator: "\t") + "\n" }.joined()
        return Data("""
            --
            -- PostgreSQL database dump
            --
            SET client_encoding = 'UTF8';
            COPY si.other (id) FROM stdin;
            1
            \\.
            COPY \(table) (\(columns.map { $0.name.lowercased() }.joined(separator: ", "))) FROM stdin;
            \(body)\\.
            -- PostgreSQL database dump complete

            """.utf8)
    }

    /// Columns in the opposite order and one more; every field that is not null in quotes.
    func csv() -> Data {
        func quoted(_ value: String?) -> String { value.map { "\"\($0.replacing("\"", with: "\"\""))\"" } ?? "" }
        let head = columns.map(\.name).reversed() + ["其他"]
        return Data((head.joined(separator: ",") + "\r\n" + rows.map { ($0.reversed().map(quoted) + ["x"]).joined(separator: ",") + "\r\n" }.joined()).utf8)
    }

    /// NUMBER as NUMERIC, so that SQLite stores INTEGER and REAL; an index over all columns that reading must not follow.
    func sqlite(_ path: String, table: String = "AC20") throws {
        try? FileManager.default.removeItem(atPath: path)
        var connection: OpaquePointer?, statement: OpaquePointer?
        try #require(sqlite3_open(path, &connection) == SQLITE_OK)
        defer { sqlite3_close_v2(connection) }
        func execute(_ sql: String) throws { try #require(sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK, "\(String(cString: sqlite3_errmsg(connection)))") }
        let names = columns.map { "\"\($0.name)\"" }
        try execute("BEGIN; CREATE TABLE other(x); CREATE VIEW v AS SELECT 1 AS \(names[0])")
        try execute("CREATE TABLE \"\(table)\"(\(zip(names, columns).map { "\($0) \($1.type == 2 ? "NUMERIC" : "TEXT")" }.joined(separator: ", ")))")
        try execute("CREATE INDEX i ON \"\(table)\"(\(names.reversed().joined(separator: ", ")))")
        try #require(sqlite3_prepare_v2(connection, "INSERT INTO \"\(table)\" VALUES (\(names.map { _ in "?" }.joined(separator: ",")))", -1, &statement, nil) == SQLITE_OK)
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for row in rows {
            for (index, value) in row.enumerated() {
                if let value { sqlite3_bind_text(statement, Int32(index + 1), value, -1, transient) } else { sqlite3_bind_null(statement, Int32(index + 1)) }
            }
            try #require(sqlite3_step(statement) == SQLITE_DONE)
            sqlite3_reset(statement)
        }
        sqlite3_finalize(statement)
        try execute("COMMIT")
    }
}
