internal import Diagnostics

/// Reads the COPY sections of a PostgreSQL dump as text: of `pg_dump`, or of `pg_restore --data-only -f -` for an archive (`-Fc`).
///
/// One pass, constant memory. Texts must be UTF-8. Use a reader once.
public final class CopyTextReader {
    private let source: ByteSource
    private var summary = DumpSummary()
    private var line = 0
    private var list: FieldList

    public convenience init(path: String, observe: ((UnsafeRawBufferPointer) -> Void)? = nil) throws {
        try self.init(ByteSource(path: path, observe: observe))
    }

    /// Reads from an open descriptor, for instance a pipe of `pg_restore`; `name` stands in messages. The descriptor stays open.
    public convenience init(descriptor: Int32, name: String) throws {
        try self.init(ByteSource(descriptor: descriptor, name: name, observe: nil))
    }

    public convenience init(bytes: [UInt8], name: String) throws { try self.init(ByteSource(bytes: bytes, name: name)) }

    private init(_ source: ByteSource) throws {
        self.source = source
        list = FieldList(decoder: try CharacterDecoder(.al32utf8))
    }

    /// One pass; see `OracleExportReader.read`. Rows number from 1 in every table.
    public func read(choose: (DumpTable) throws -> TableChoice, row: (DumpRow) throws -> Void) throws -> DumpSummary {
        while let text = try source.line() {
            line += 1
            if text.starts(with: "SET client_encoding".utf8) { try checkEncoding(text) }
            if text.starts(with: "-- PostgreSQL database dump complete".utf8) { summary.isComplete = true }
            if text.starts(with: "COPY ".utf8), let table = CopyStatement.parse(text) { try readSection(table, choose, row) }
        }
        summary.bytesRead = source.bytesRead
        for table in summary.tables where table.faults > 0 {
            summary.diagnostics.append(DumpDiagnostics.faults(source.name, table: table.table.qualifiedName, count: table.faults, charsets: "UTF-8"))
        }
        if !summary.isComplete { summary.diagnostics.append(DumpDiagnostics.noEnd(source.name, offset: source.position)) }
        return summary
    }

    private func checkEncoding(_ text: UnsafeRawBufferPointer) throws {
        let parts = text.split(separator: UInt8(ascii: "'"))
        guard parts.count >= 2 else { return }
        let name = String(decoding: parts[1].prefix(30), as: UTF8.self)
        if ["UTF8", "SQL_ASCII", "UNICODE"].contains(name) { return }
        throw DiagnosticsError(DumpDiagnostics.encoding(
            source.name, line: line, name: name, instruction: "have it dumped again with: pg_dump --encoding=UTF8"))
    }

    private func readSection(_ table: DumpTable, _ choose: (DumpTable) throws -> TableChoice, _ row: (DumpRow) throws -> Void) throws {
        let choice = try choose(table)
        let chosen = try choice.places(in: table)
        let place = summary.tables.count
        summary.tables.append(.init(table: table, state: choice == .skip ? .skipped : .read, rows: 0, sections: 1, faults: 0, offset: source.position))
        while true {
            let offset = source.position
            guard let text = try source.line() else { throw cutOff(table, summary.tables[place].rows + 1) }
            line += 1
            if text.count == 2 && text[0] == 0x5C && text[1] == 0x2E { return }
            summary.tables[place].rows += 1
            if choice != .skip { try deliver(text, offset, place, chosen, row) }
        }
    }

    private func deliver(_ text: UnsafeRawBufferPointer, _ offset: Int, _ place: Int, _ chosen: [Int], _ row: (DumpRow) throws -> Void) throws {
        let table = summary.tables[place].table, bytes = text.bindMemory(to: UInt8.self)
        split(bytes, most: table.columns.count + 1)
        if table.columns.isEmpty && bytes.isEmpty { list.spans.removeAll(keepingCapacity: true) }
        if list.spans.count != table.columns.count {
            let compared = list.spans.count > table.columns.count ? "more" : "fewer"
            throw DiagnosticsError(DumpDiagnostics.text(
                source.name, line: line, table: table.qualifiedName, reason: "the row has \(compared) fields than the \(table.columns.count) columns of the table"))
        }
        guard let base = bytes.baseAddress else { return }
        try list.deliver(
            base, chosen: chosen, expected: table.columns.count, number: summary.tables[place].rows, offset: offset, unescape: Self.unescape, to: row)
        summary.tables[place].faults += list.faults.count
    }

    private func cutOff(_ table: DumpTable, _ row: Int) -> DiagnosticsError {
        DiagnosticsError(DumpDiagnostics.truncated(source.name, table: table.qualifiedName, row: row, offset: source.position))
    }

    /// Fields of the row, as far as there are at most `most`.
    private func split(_ bytes: UnsafeBufferPointer<UInt8>, most: Int) {
        list.spans.removeAll(keepingCapacity: true)
        var start = 0, isEscaped = false
        func close(_ end: Int) {
            let isNull = end - start == 2 && bytes[start] == 0x5C && bytes[start + 1] == 0x4E
            list.spans.append(.init(start: start, length: end - start, isEscaped: isEscaped && !isNull, isNull: isNull))
            start = end + 1
            isEscaped = false
        }
        for index in bytes.indices {
            if bytes[index] == 9 {
                close(index)
                if list.spans.count >= most { return }
            } else if bytes[index] == 0x5C { isEscaped = true }
        }
        close(bytes.count)
    }

    /// `\b \f \n \r \t \v \\`, up to three octal or two hexadecimal digits; any other character stands for itself.
    private static func unescape(_ source: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>) -> Int {
        var index = 0, length = 0
        func digits(_ base: UInt32, most: Int) -> UInt8? {
            var value: UInt32 = 0, used = 0
            while used < most, index < count, let digit = hexDigit(source[index]), digit < base { value = value * base + digit; index += 1; used += 1 }
            return used == 0 ? nil : UInt8(truncatingIfNeeded: value)
        }
        while index < count {
            var byte = source[index]
            index += 1
            if byte == 0x5C && index < count {
                byte = source[index]
                switch byte {
                case UInt8(ascii: "b"): byte = 8; index += 1
                case UInt8(ascii: "f"): byte = 12; index += 1
                case UInt8(ascii: "n"): byte = 10; index += 1
                case UInt8(ascii: "r"): byte = 13; index += 1
                case UInt8(ascii: "t"): byte = 9; index += 1
                case UInt8(ascii: "v"): byte = 11; index += 1
                case UInt8(ascii: "0")...UInt8(ascii: "7"): byte = digits(8, most: 3) ?? byte
                case UInt8(ascii: "x"):
                    index += 1
                    byte = digits(16, most: 2) ?? byte
                default: index += 1
                }
            }
            output[length] = byte
            length += 1
        }
        return length
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 48...57: UInt32(byte) - 48
        case 65...70: UInt32(byte) - 55
        case 97...102: UInt32(byte) - 87
        default: nil
        }
    }
}
