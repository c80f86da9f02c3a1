/// Reads the records of one worksheet of an XLS stream.
struct XLSSheetReader {
    private var cursor: RecordCursor
    private let start: Int
    private let textCount: Int
    private let formats: [NumberFormat]
    private let context: ReadContext
    private let name: String
    private(set) var collector: SheetCollector
    /// A formula whose text comes in a later record.
    private var awaitingText: (row: Int, column: Int)?

    init(_ stream: [UInt8], at offset: Int, sheet: String, textCount: Int, formats: [NumberFormat], _ collector: SheetCollector, _ context: ReadContext) {
        cursor = RecordCursor(stream, at: offset, sheet: sheet, context)
        start = offset
        self.textCount = textCount
        self.collector = collector
        self.formats = formats
        self.context = context
        name = sheet
    }

    var bytesRead: Int { cursor.position - start }
    private var stream: [UInt8] { cursor.stream }

    /// Goes through the sheet, which is no longer than `bytesLeft`; what it holds is in the collector then.
    mutating func readAll(bytesLeft: Int) throws {
        let first = try cursor.next()
        guard first.kind == RecordKind.begin else { throw context.damagedRecord("the sheet does not begin here", sheet: name, at: start) }
        // Charts within the sheet have a beginning and an end of their own.
        var depth = 1
        while depth > 0 {
            let record = try cursor.next()
            if bytesRead > bytesLeft { throw context.damagedRecord("this sheet lies within another one", sheet: name, at: record.start) }
            switch record.kind {
            case RecordKind.begin: depth += 1
            case RecordKind.end: depth -= 1
            case _ where depth == 1: try read(record)
            default: break
            }
        }
        try closeFormula(with: .empty)
    }

    private mutating func read(_ record: Record) throws {
        let at = record.start
        switch record.kind {
        case RecordKind.rk:
            try cursor.need(10, record)
            try add(at, number(rk: stream.u32(at + 6), stream.u16(at + 4)))
        case RecordKind.mulRK: try readMulRK(record)
        case RecordKind.number:
            try cursor.need(14, record)
            try add(at, number(stream.double(at + 6), at))
        case RecordKind.labelShared:
            try cursor.need(10, record)
            let index = stream.u32(at + 6)
            guard index < textCount else {
                throw context.badCell(sheet: name, place(at), "its text has number \(index), but there are only \(textCount) texts")
            }
            try add(at, .shared(index))
        case RecordKind.label, RecordKind.richString:
            try cursor.need(9, record)
            let content = try cursor.continued(record)
            try add(at, .text(text(content, after: 6)))
        case RecordKind.booleanOrError:
            try cursor.need(8, record)
            try add(at, stream[at + 7] == 0 ? .boolean(stream[at + 6] != 0) : .error(CellError(code: stream[at + 6])))
        case RecordKind.formula: try readFormula(record)
        case RecordKind.string:
            if awaitingText == nil { break }
            // An empty text may lack its flags.
            let text = record.count == 2 && stream.u16(at) == 0 ? "" : try text(cursor.continued(record), after: 0)
            try closeFormula(with: text.isEmpty ? .empty : .text(text))
        case RecordKind.row:
            try cursor.need(16, record)
            if stream[at + 12] & 0x20 != 0 { collector.hideRow(stream.u16(at)) }
        case RecordKind.columnInfo:
            try cursor.need(10, record)
            let first = stream.u16(at), last = min(stream.u16(at + 2), 255)
            if stream[at + 8] & 1 != 0, first <= last { collector.hideColumns(first...last) }
        case RecordKind.mergedCells: try readMergedCells(record)
        default: break
        }
    }

    private func text(_ content: ContinuedBytes, after count: Int) throws -> String {
        var content = content
        for _ in 0..<count { _ = try content.u8() }
        return try content.string()
    }

    // MARK: Cells

    private mutating func add(_ at: Int, _ value: RawValue, isFormula: Bool = false) throws {
        if awaitingText != nil { try closeFormula(with: .empty) }
        let row = stream.u16(at), column = stream.u16(at + 2)
        if column > 255 { throw context.badCell(sheet: name, place(at), "an XLS sheet ends with column IV") }
        try collector.add(row: row, column: column, value, isFormula: isFormula)
    }

    private func place(_ at: Int) -> String { CellName.text(row: stream.u16(at), column: stream.u16(at + 2)) }

    /// Rows of the form: row, first column, then style and number of each cell, last column.
    private mutating func readMulRK(_ record: Record) throws {
        try cursor.need(12, record)
        if awaitingText != nil { try closeFormula(with: .empty) }
        let row = stream.u16(record.start), first = stream.u16(record.start + 2), count = (record.count - 6) / 6
        if first + count > 256 || stream.u16(record.start + 4 + 6 * count) != first + count - 1 {
            throw context.badCell(sheet: name, place(record.start), "the row of numbers that begins here has a wrong length")
        }
        for index in 0..<count {
            let at = record.start + 4 + 6 * index
            let value = try number(rk: stream.u32(at + 2), stream.u16(at))
            try collector.add(row: row, column: first + index, value, isFormula: false)
        }
    }

    private mutating func readFormula(_ record: Record) throws {
        try cursor.need(20, record)
        let at = record.start
        guard stream.u16(at + 12) == 0xFFFF else { return try add(at, number(stream.double(at + 6), at), isFormula: true) }
        switch stream[at + 6] {
        case 0:
            if awaitingText != nil { try closeFormula(with: .empty) }
            awaitingText = (stream.u16(at), stream.u16(at + 2))
            if stream.u16(at + 2) > 255 { throw context.badCell(sheet: name, place(at), "an XLS sheet ends with column IV") }
        case 1: try add(at, .boolean(stream[at + 8] != 0), isFormula: true)
        case 2: try add(at, .error(CellError(code: stream[at + 8])), isFormula: true)
        case 3: try add(at, .empty, isFormula: true)
        default: throw context.badCell(sheet: name, place(at), "the result of its formula is of a kind that does not exist (\(stream[at + 6]))")
        }
    }

    private mutating func closeFormula(with value: RawValue) throws {
        guard let (row, column) = awaitingText else { return }
        awaitingText = nil
        try collector.add(row: row, column: column, value, isFormula: true)
    }

    // MARK: Numbers

    /// 30 bits of a whole number or of a binary number, perhaps times 100: n ÷ 100, rounded once, is the nearest binary number to that decimal.
    private func number(rk bits: Int, _ style: Int) throws -> RawValue {
        let plain = bits & 2 != 0 ? Double(Int32(truncatingIfNeeded: bits) >> 2) : Double(bitPattern: UInt64(bits & 0xFFFF_FFFC) << 32)
        let value = bits & 1 != 0 ? plain / 100 : plain
        return try number(value, style: style) { "a row of numbers" }
    }

    private func number(_ value: Double, _ at: Int) throws -> RawValue {
        try number(value, style: stream.u16(at + 4)) { place(at) }
    }

    private func number(_ value: Double, style: Int, place: () -> String) throws -> RawValue {
        guard value.isFinite else { throw context.badCell(sheet: name, place(), "it holds a number that is none (infinite or undefined)") }
        return .number(value, style < formats.count ? formats[style] : .number, isInexact: false)
    }

    private mutating func readMergedCells(_ record: Record) throws {
        try cursor.need(2, record)
        let count = stream.u16(record.start)
        try cursor.need(2 + 8 * count, record)
        for index in 0..<count {
            let at = record.start + 2 + 8 * index
            let range = CellRange(firstRow: stream.u16(at), firstColumn: stream.u16(at + 4), lastRow: stream.u16(at + 2), lastColumn: stream.u16(at + 6))
            if range.lastColumn > 255 { throw context.badMergedRange(sheet: name, range.description) }
            try collector.merge(range)
        }
    }
}
