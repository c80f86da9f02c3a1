internal import Diagnostics

/// Reads CSV with quoting as RFC 4180 has it: fields in quotes may hold delimiters, line feeds and doubled quotes; lines end in LF or CR LF.
///
/// An empty field without quotes is null, one in quotes is an empty text. One pass, constant memory. Use a reader once.
public final class CSVReader {
    public struct Options: Sendable {
        public var delimiter = UInt8(ascii: ",")
        public var charset = DumpCharset.al32utf8
        /// The first record names the columns; else they are named 1, 2, 3 …
        public var hasHeader = true
        public init() {}
    }

    private let source: ByteSource
    private let options: Options
    private let decoder: CharacterDecoder
    private var list: FieldList
    private var line = 1
    private var lineOfNext = 1

    public convenience init(path: String, options: Options = Options(), observe: ((UnsafeRawBufferPointer) -> Void)? = nil) throws {
        try self.init(ByteSource(path: path, observe: observe), options)
    }

    public convenience init(bytes: [UInt8], name: String, options: Options = Options()) throws {
        try self.init(ByteSource(bytes: bytes, name: name), options)
    }

    private init(_ source: ByteSource, _ options: Options) throws {
        self.source = source
        self.options = options
        decoder = try CharacterDecoder(options.charset)
        list = FieldList(decoder: decoder)
        if options.charset == .al16utf16 {
            throw DiagnosticsError(DumpDiagnostics.encoding(source.name, line: 0, name: "UTF-16", instruction: "deliver the file as UTF-8 or GB18030"))
        }
        let delimiter = options.delimiter
        if delimiter == 0x22 || delimiter == 10 || delimiter == 13 || delimiter >= 0x80 || (options.charset.isChinese && (delimiter >= 0x40 || (0x30...0x39).contains(delimiter))) {
            throw DiagnosticsError(DumpDiagnostics.text(
                source.name, line: 0, table: "", reason: "'\(Character(Unicode.Scalar(delimiter)))' cannot divide fields in \(options.charset.name): it may be a part of a character"))
        }
    }

    /// One pass; see `OracleExportReader.read`. `choose` is asked once; the table has the name given here.
    ///
    /// A row with too many or too few fields carries the fault `fieldCount`; quotes that do not close end the reading.
    public func read(table name: String, choose: (DumpTable) throws -> TableChoice, row: (DumpRow) throws -> Void) throws -> DumpSummary {
        var summary = DumpSummary()
        if try source.need(3), source.base.loadUnaligned(fromByteOffset: source.start, as: UInt16.self).littleEndian == 0xBBEF,
            source.base.load(fromByteOffset: source.start + 2, as: UInt8.self) == 0xBF { source.start += 3 }
        guard var size = try record(name) else { return summary }
        let table = DumpTable(schema: "", name: name, columns: try columns())
        if options.hasHeader { source.start += size }
        let choice = try choose(table)
        let chosen: [Int]
        switch choice {
        case .skip: chosen = []
        case .read: chosen = Array(table.columns.indices)
        case .columns(let list): chosen = list
        }
        if let wrong = chosen.first(where: { !table.columns.indices.contains($0) }) { throw DiagnosticsError(DumpDiagnostics.badChoice(name, index: wrong)) }
        var result = DumpSummary.Table(table: table, state: choice == .skip ? .skipped : .read, rows: 0, sections: 1, faults: 0, offset: source.position)
        if !options.hasHeader { line = 1; lineOfNext = 1 }
        while let next = try record(name) {
            size = next
            result.rows += 1
            if choice != .skip {
                let bytes = UnsafePointer((source.base + source.start).assumingMemoryBound(to: UInt8.self))
                try list.deliver(
                    bytes, size: size, chosen: chosen, expected: table.columns.count, number: result.rows, offset: source.position, unescape: Self.unquote, to: row)
                result.faults += list.faults.count
            }
            source.start += size
        }
        summary.tables = [result]
        summary.isComplete = true
        summary.bytesRead = source.bytesRead
        if result.faults > 0 { summary.diagnostics.append(DumpDiagnostics.faults(source.name, table: name, count: result.faults, charsets: options.charset.name)) }
        return summary
    }

    private func columns() throws -> [DumpColumn] {
        var names: [String] = []
        let bytes = UnsafePointer((source.base + source.start).assumingMemoryBound(to: UInt8.self))
        try list.deliver(
            bytes, size: 0, chosen: Array(list.spans.indices), expected: list.spans.count, number: 0, offset: 0, unescape: Self.unquote,
            to: { row in names = row.fields.map { String(decoding: $0, as: UTF8.self) } })
        return names.enumerated().map { DumpColumn(name: options.hasHeader ? $0.element : String($0.offset + 1), charset: options.charset.name) }
    }

    /// Bytes of the next record with its line end, which is wholly in the buffer then; nil at the end.
    private func record(_ table: String) throws -> Int? {
        if try !source.need(1) { return nil }
        while true {
            if let size = try scan(table) {
                line = lineOfNext
                lineOfNext += newLines
                return size
            }
            if try !source.more() && source.available == 0 { return nil }
        }
    }

    private var newLines = 0

    /// Fills the spans; nil when the record may go on behind what is in the buffer.
    private func scan(_ table: String) throws -> Int? {
        list.spans.removeAll(keepingCapacity: true)
        newLines = 0
        let bytes = UnsafeRawPointer(source.base + source.start).assumingMemoryBound(to: UInt8.self), available = source.available
        let delimiter = options.delimiter
        var index = 0
        while true {
            var start = index, isEscaped = false
            let isQuoted = index < available && bytes[index] == 0x22
            var end: Int
            if isQuoted {
                start += 1
                index += 1
                while true {
                    while index < available && bytes[index] != 0x22 { if bytes[index] == 10 { newLines += 1 }; index += 1 }
                    if index >= available { return source.atEnd ? try open(table) : nil }
                    if index + 1 < available && bytes[index + 1] == 0x22 { isEscaped = true; index += 2; continue }
                    if index + 1 >= available && !source.atEnd { return nil }
                    break
                }
                end = index
                index += 1
            } else {
                while index < available && bytes[index] != delimiter && bytes[index] != 10 { index += 1 }
                end = index
            }
            if index >= available && !source.atEnd { return nil }
            if list.spans.count > OracleColumn.mostColumns {
                throw DiagnosticsError(DumpDiagnostics.text(source.name, line: lineOfNext, table: table, reason: "the record has more than \(OracleColumn.mostColumns) fields"))
            }
            if index < available && bytes[index] == delimiter {
                append(start, end, isEscaped, isQuoted)
                index += 1
                continue
            }
            if isQuoted && index < available && bytes[index] == 13 {
                index += 1
                if index >= available && !source.atEnd { return nil }
            } else if !isQuoted && end > start && bytes[end - 1] == 13 { end -= 1 }
            if index < available && bytes[index] != 10 {
                throw DiagnosticsError(DumpDiagnostics.text(source.name, line: lineOfNext + newLines, table: table, reason: "text stands behind the closing quote of field \(list.spans.count + 1)"))
            }
            append(start, end, isEscaped, isQuoted)
            if index < available { newLines += 1 }
            return min(index + 1, available)
        }
    }

    private func append(_ start: Int, _ end: Int, _ isEscaped: Bool, _ isQuoted: Bool) {
        list.spans.append(.init(start: start, length: end - start, isEscaped: isEscaped, isNull: !isQuoted && end == start))
    }

    private func open(_ table: String) throws -> Int? {
        throw DiagnosticsError(DumpDiagnostics.text(source.name, line: lineOfNext, table: table, reason: "the quotes that open in this record do not close"))
    }

    /// Two quotes are one.
    private static func unquote(_ source: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>) -> Int {
        var index = 0, length = 0
        while index < count {
            output[length] = source[index]
            length += 1
            index += source[index] == 0x22 && index + 1 < count && source[index + 1] == 0x22 ? 2 : 1
        }
        return length
    }
}
