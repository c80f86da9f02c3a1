/// Writes Oracle `exp` files for tests, by the layout in Docs/DatabaseDumps.md: header, records of text, bind blocks, rows.
///
/// It notes where length fields and character set ids stand, so that tests can damage them on purpose.
public struct ExpWriter {
    public private(set) var bytes: [UInt8] = []
    /// Offsets of two-byte fields: lengths, type numbers, counts, marks.
    public private(set) var wordOffsets: [Int] = []
    /// Offsets of the character set ids of columns.
    public private(set) var charsetOffsets: [Int] = []
    /// Offsets where rows begin.
    public private(set) var rowOffsets: [Int] = []
    /// Gets all bytes when there are many, and empties the buffer; for files larger than memory should hold.
    public var drain: (([UInt8]) -> Void)?
    private let charset: Int
    private let recordLength: Int

    public init(charset: Int = 852, version: String = "V11.02.00", user: String = "SYSTEM", mode: String = "RUSERS", recordLength: Int = 8192) {
        self.charset = charset
        self.recordLength = recordLength
        bytes += [3, UInt8(charset >> 8), UInt8(charset & 0xFF)]
        line("EXPORT:\(version)")
        line("D\(user)")
        line(mode)
        line(String(recordLength))
        line("0")
        line("72")
        line("0")
        for id in [charset, charset, 2000] { bytes += [UInt8(id >> 8), UInt8(id & 0xFF)] }
        bytes += [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x27, 0] + Array("                    Wed May 27 11:13:21 2026 demo.dmp".utf8)
        pad()
        // Tables of the client's conversion, with bytes that look like line feeds, and the settings of the session.
        bytes += [0x64, 0, 0, 0, 0, 0x60, 1, 0x24, 15, 5, 11, 12, 3, 12, 12, 5, 4, 5, 13, 6, 9, 7, 8, 5, 5, 5, 5, 5, 15, 5, 5, 5, 5, 5, 10, 5, 5, 5, 5, 5, 4, 5]
        bytes += [6, 0] + Array("+08:00".utf8) + [4, 0] + Array("BYTE".utf8) + [0, 0]
        line("")
        line("METRICSU")
    }

    public mutating func line(_ text: String) { bytes += Array(text.utf8) + [10] }

    public mutating func connect(_ user: String) { line("CONNECT \(user)") }

    /// TABLE and CREATE TABLE; without rows this is a table exported with rows=n.
    public mutating func define(_ name: String, columns: [ExpColumn]) {
        let quoted = encoded(name)
        bytes += Array("TABLE \"".utf8) + quoted + Array("\"\nCREATE TABLE \"".utf8) + quoted + Array("\" (".utf8)
        for (index, column) in columns.enumerated() {
            bytes += Array("\(index > 0 ? ", " : "")\"".utf8) + encoded(column.name) + Array("\" \(column.declaration)".utf8)
        }
        line(")  PCTFREE 10 PCTUSED 40 INITRANS 1 MAXTRANS 255 TABLESPACE \"USERS\" LOGGING NOCOMPRESS")
    }

    /// INSERT record and bind block. Behind columns of other than scalar types comes what real files have there.
    public mutating func beginRows(_ name: String, columns: [ExpColumn]) {
        bytes += Array("INSERT INTO \"".utf8) + encoded(name) + Array("\" (".utf8)
        for (index, column) in columns.enumerated() { bytes += Array("\(index > 0 ? ", " : "")\"".utf8) + encoded(column.name) + [0x22] }
        line(") VALUES (\(columns.indices.map { ":\($0 + 1)" }.joined(separator: ", ")))")
        word(columns.count)
        for column in columns {
            word(column.type)
            word(column.length)
            if column.hasCharset {
                charsetOffsets.append(bytes.count)
                word(column.charset)
                word(column.isNational ? 2 : 1)
            }
        }
        if columns.allSatisfy(\.isScalar) {
            word(0)
            word(0)
        } else {
            bytes += [7, 0] + [UInt8](repeating: 0, count: 20)
            for column in columns where !column.isScalar { bytes += [0, UInt8(column.name.utf8.count)] + Array(column.name.utf8) }
            bytes += [0, 0]
        }
    }

    /// A row; nil is null.
    public mutating func row(_ fields: [[UInt8]?]) {
        rowOffsets.append(bytes.count)
        for field in fields {
            word(field?.count ?? 0xFFFE)
            if let field { bytes += field }
        }
        word(0)
        if let drain, bytes.count > 1 << 20 {
            drain(bytes)
            bytes.removeAll(keepingCapacity: true)
            (wordOffsets, rowOffsets) = ([], [])
        }
    }

    public mutating func endRows() {
        word(0xFFFF)
        bytes.append(10)
    }

    /// Bytes that belong to no structure known here, like the contents of a LOB.
    public mutating func opaque(_ content: [UInt8]) { bytes += content }

    /// Records that follow a table: index, statistics with pieces of text, a comment.
    public mutating func trailer(_ name: String) {
        line("CREATE UNIQUE INDEX \"\(name)_PK\" ON \"\(name)\" (\"ID\" )  PCTFREE 10 INITRANS 2 MAXTRANS 255")
        line("ANALSTATS TS \"\(name)\"")
        bytes += [0xFD, 0xFF, 0x1E, 0] + Array("DECLARE  SREC DBMS_STATS.STATREC; BEGIN".utf8) + [3, 0] + Array("1,6".utf8) + [0, 0]
        line("")
        line("COMMENT ON TABLE \"\(name)\" IS ")
        bytes += [12, 0] + Array("'INSERT INTO '".utf8) + [0, 0]
        line("")
    }

    public mutating func end() {
        line("ENDTABLE")
        line("METRICET 22")
        line("EXIT")
        line("EXIT")
        pad()
    }

    private mutating func pad() { bytes += [UInt8](repeating: 0, count: recordLength - bytes.count % recordLength) }

    private mutating func word(_ value: Int) {
        wordOffsets.append(bytes.count)
        bytes.append(UInt8(value & 0xFF))
        bytes.append(UInt8(value >> 8))
    }

    private func encoded(_ text: String) -> [UInt8] { ExpText.encode(text, charset: charset) ?? Array(text.utf8) }
}
