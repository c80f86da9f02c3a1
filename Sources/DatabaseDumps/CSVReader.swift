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
        let chosen = try choice.places(in: table)
        var result = DumpSummary.Table(table: table, state: choice == .skip ? .skipped : .read, rows: 0, sections: 1, faults: 0, offset: source.position)
        if !options.hasHeader { line = 1; lineOfNext = 1 }
        while let next = try record(name) {
            size = next
            result.rows += 1
            if choice != .skip {
                let bytes = UnsafePointer((source.base + source.start).assumingMemoryBound(to: UInt8.self))
                try list.deliver(
                    bytes, chosen: chosen, expected: table.columns.count, number: result.rows, offset: source.position, unescape: Self.unquote, to: row)
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
            bytes, chosen: Array(list.spans.indices), expected: list.spans.count, number: 0, offset: 0, unescape: Self.unquote,
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

    /// Fills the spans and gives the size of the record; nil when it may go on behind what is in the buffer.
    private func scan(_ table: String) throws -> Int? {
        list.spans.removeAll(keepingCapacity: true)
        newLines = 0
        let bytes = UnsafeRawPointer(source.base + source.start).assumingMemoryBound(to: UInt8.self), available = source.available
        var index = 0
        while true {
            let isQuoted = index < available && bytes[index] == 0x22
            guard let end = try isQuoted ? quotedField(bytes, &index, table) : plainField(bytes, &index) else { return nil }
            if list.spans.count >= OracleColumn.mostColumns {
                throw fault(table, "the record has more than \(OracleColumn.mostColumns) fields")
            }
            list.spans.append(end)
            if index < available && bytes[index] == options.delimiter {
                index += 1
                continue
            }
            if isQuoted && index < available && bytes[index] == 13 {
                index += 1
                if index >= available && !source.atEnd { return nil }
            } else if !isQuoted && end.length > 0 && bytes[end.start + end.length - 1] == 13 {
                list.spans[list.spans.count - 1].length -= 1
                list.spans[list.spans.count - 1].isNull = end.length == 1
            }
            if index < available && bytes[index] != 10 { throw fault(table, "text stands behind the closing quote of field \(list.spans.count)") }
            if index < available { newLines += 1 }
            return min(index + 1, available)
        }
    }

    /// A field in quotes; `index` moves behind the closing quote.
    private func quotedField(_ bytes: UnsafePointer<UInt8>, _ index: inout Int, _ table: String) throws -> FieldList.Span? {
        let available = source.available, start = index + 1
        var isEscaped = false
        index = start
        while true {
            while index < available && bytes[index] != 0x22 {
                if bytes[index] == 10 { newLines += 1 }
                index += 1
            }
            if index >= available {
                if !source.atEnd { return nil }
                newLines = 0
                throw fault(table, "the quotes that open in this record do not close")
            }
            if index + 1 >= available {
                if !source.atEnd { return nil }
                break
            }
            if bytes[index + 1] != 0x22 { break }
            isEscaped = true
            index += 2
        }
        index += 1
        return .init(start: start, length: index - 1 - start, isEscaped: isEscaped, isNull: false)
    }

    /// A field without quotes; `index` moves to its delimiter or line end.
    private func plainField(_ bytes: UnsafePointer<UInt8>, _ index: inout Int) -> FieldList.Span? {
        let available = source.available, start = index, delimiter = options.delimiter
        while index < available && bytes[index] != delimiter && bytes[index] != 10 { index += 1 }
        if index >= available && !source.atEnd { return nil }
        return .init(start: start, length: index - start, isEscaped: false, isNull: index == start)
    }

    private func fault(_ table: String, _ reason: String) -> DiagnosticsError {
        DiagnosticsError(DumpDiagnostics.text(source.name, line: lineOfNext + newLines, table: table, reason: reason))
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
