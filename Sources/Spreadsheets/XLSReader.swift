/// Reads the stream of an XLS workbook (BIFF8, Excel 97–2003).
///
/// BIFF8 text is UTF-16 (or its low bytes), whatever CODEPAGE says. Source of the record layouts: the published [MS-XLS].
struct XLSReader {
    let stream: [UInt8]
    let context: ReadContext

    /// A stream without its container, and the formats before Excel 5, which never had one.
    static func isBareStream(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 8 else { return false }
        return [0x0009, 0x0209, 0x0409, RecordKind.begin].contains(bytes.u16(0)) && (4...16).contains(bytes.u16(2))
    }

    /// What the records before the sheets say.
    struct Globals {
        var dateSystem = DateSystem.from1900
        var sheets: [(name: String, visibility: Sheet.Visibility, offset: Int)] = []
        var strings: [String] = []
        /// By format id.
        var formats: [Int: NumberFormat] = [:]
        /// Format id of each cell style.
        var styles: [Int] = []

        /// Of each cell style.
        var styleFormats: [NumberFormat] { styles.map { formats[$0] ?? NumberFormat(builtIn: $0) } }
    }

    func workbook() throws -> Workbook {
        let globals = try globals()
        if globals.sheets.isEmpty { throw context.noSheet }
        var budget = ReadBudget(), sheets: [Sheet] = []
        // Sheets lie one after another: together they are no longer than the stream.
        var bytesLeft = stream.count
        let formats = globals.styleFormats
        for (name, visibility, offset) in globals.sheets {
            let collector = SheetCollector(name, visibility, shared: globals.strings, dateSystem: globals.dateSystem, budget, context)
            var reader = XLSSheetReader(stream, at: offset, sheet: name, textCount: globals.strings.count, formats: formats, collector, context)
            try reader.readAll(bytesLeft: bytesLeft)
            bytesLeft -= reader.bytesRead
            budget = reader.collector.budget
            sheets.append(reader.collector.sheet())
        }
        return Workbook(file: context.file, kind: .xls, dateSystem: globals.dateSystem, sheets: sheets)
    }

    private func globals() throws -> Globals {
        var cursor = RecordCursor(stream, at: 0, context), result = Globals()
        try checkBegin(cursor.next(), cursor)
        while true {
            let record = try cursor.next()
            switch record.kind {
            case RecordKind.end: return result
            case RecordKind.filePass: throw context.encrypted
            case RecordKind.dateMode:
                try cursor.need(2, record)
                result.dateSystem = stream.u16(record.start) == 1 ? .from1904 : .from1900
            case RecordKind.boundSheet: try readBoundSheet(record, cursor, into: &result)
            case RecordKind.format:
                try cursor.need(5, record)
                var content = try cursor.continued(record)
                let id = try content.u16()
                result.formats[id] = NumberFormat(code: try content.string())
            case RecordKind.xf:
                try cursor.need(4, record)
                result.styles.append(stream.u16(record.start + 2))
            case RecordKind.sharedStrings:
                if !result.strings.isEmpty { throw context.damagedRecord("there is a second table of texts", sheet: nil, at: record.start) }
                result.strings = try sharedStrings(cursor.continued(record))
            default: break
            }
        }
    }

    private func checkBegin(_ record: Record, _ cursor: RecordCursor) throws {
        switch record.kind {
        case 0x0009: throw context.oldVersion("Excel 2")
        case 0x0209: throw context.oldVersion("Excel 3")
        case 0x0409: throw context.oldVersion("Excel 4")
        case RecordKind.begin: break
        default: throw context.damagedRecord("the stream does not begin as a workbook does", sheet: nil, at: 0)
        }
        try cursor.need(4, record)
        let version = stream.u16(record.start)
        if version == 0x0500 { throw context.oldVersion("Excel 5 or 95") }
        if version != 0x0600 { throw context.damagedRecord("it is of a version that does not exist (\(version))", sheet: nil, at: record.start) }
    }

    private func readBoundSheet(_ record: Record, _ cursor: RecordCursor, into globals: inout Globals) throws {
        try cursor.need(8, record)
        let start = record.start
        // 0 is a worksheet; macro sheets, charts and program modules hold no cells of a table.
        guard stream[start + 5] == 0 else { return }
        let visibility: Sheet.Visibility = switch stream[start + 4] & 3 {
            case 0: .visible
            case 1: .hidden
            default: .veryHidden
            }
        let count = Int(stream[start + 6]), isWide = stream[start + 7] & 1 != 0
        try cursor.need(8 + (isWide ? 2 * count : count), record)
        let units = (0..<count).map { isWide ? UInt16(stream.u16(start + 8 + 2 * $0)) : UInt16(stream[start + 8 + $0]) }
        globals.sheets.append((String(decoding: units, as: UTF16.self), visibility, stream.u32(start)))
        if globals.sheets.count > context.limits.sheets { throw context.overLimit("sheets", context.limits.sheets) }
    }

    private func sharedStrings(_ content: ContinuedBytes) throws -> [String] {
        var content = content
        _ = try content.u32()
        let count = try content.u32()
        if count > context.limits.strings { throw context.overLimit("shared texts", context.limits.strings) }
        var strings: [String] = []
        // A text has at least three bytes: do not trust the count with more memory than that.
        strings.reserveCapacity(min(count, content.byteCount / 3))
        for _ in 0..<count { strings.append(try content.string()) }
        return strings
    }
}
