/// Kinds of records of an XLS stream that matter here (BIFF8).
enum RecordKind {
    static let formula = 0x06, end = 0x0A, dateMode = 0x22, filePass = 0x2F, `continue` = 0x3C, columnInfo = 0x7D, boundSheet = 0x85
    static let mulRK = 0xBD, richString = 0xD6, xf = 0xE0, mergedCells = 0xE5, sharedStrings = 0xFC, labelShared = 0xFD
    static let number = 0x203, row = 0x208, label = 0x204, booleanOrError = 0x205, string = 0x207
    static let array = 0x221, table = 0x236, rk = 0x27E, format = 0x41E, sharedFormula = 0x4BC, begin = 0x809
}

/// One record: its kind, and where its content lies in the stream.
struct Record {
    let kind: Int
    /// Of the content, after the four bytes of the head.
    let start: Int
    let count: Int
}

/// Goes through the records of a stream, one after another.
struct RecordCursor {
    let stream: [UInt8]
    let context: ReadContext
    /// For messages; nil before the first sheet.
    let sheet: String?
    private(set) var position: Int

    init(_ stream: [UInt8], at position: Int, sheet: String? = nil, _ context: ReadContext) {
        self.stream = stream
        self.position = position
        self.sheet = sheet
        self.context = context
    }

    mutating func next() throws -> Record {
        guard stream.has(4, at: position) else { throw context.damagedRecord("the stream is cut off: its last record is missing", sheet: sheet, at: position) }
        let record = Record(kind: stream.u16(position), start: position + 4, count: stream.u16(position + 2))
        guard stream.has(record.count, at: record.start) else { throw context.damagedRecord("a record of \(record.count) bytes is cut off", sheet: sheet, at: position) }
        position = record.start + record.count
        return record
    }

    /// The kind of the record that comes next; nil at the end of the stream.
    var nextKind: Int? { stream.has(4, at: position) ? stream.u16(position) : nil }

    /// Throws unless the record has at least `count` bytes.
    @inline(__always) func need(_ count: Int, _ record: Record) throws {
        if record.count < count { throw context.damagedRecord("a record (kind \(record.kind)) of \(record.count) bytes needs at least \(count)", sheet: sheet, at: record.start) }
    }

    /// The content of the record and of the CONTINUE records behind it.
    mutating func continued(_ record: Record) throws -> ContinuedBytes {
        var segments = [record.start..<record.start + record.count]
        while nextKind == RecordKind.continue {
            let more = try next()
            segments.append(more.start..<more.start + more.count)
        }
        return ContinuedBytes(stream, segments, sheet: sheet, context)
    }
}

/// Content that runs over several records. Characters that run over repeat their flag byte at each join.
struct ContinuedBytes {
    private let stream: [UInt8]
    private let segments: [Range<Int>]
    private let sheet: String?
    private let context: ReadContext
    private var segment = 0
    private(set) var position: Int

    init(_ stream: [UInt8], _ segments: [Range<Int>], sheet: String?, _ context: ReadContext) {
        self.stream = stream
        self.segments = segments
        self.sheet = sheet
        self.context = context
        position = segments[0].lowerBound
    }

    var byteCount: Int { segments.reduce(0) { $0 + $1.count } }

    private var left: Int { segments[segment].upperBound - position }

    /// Goes on to the next segment that holds something.
    private mutating func advance() throws {
        while left == 0 {
            guard segment + 1 < segments.count else { throw context.damagedRecord("a text is cut off", sheet: sheet, at: position) }
            segment += 1
            position = segments[segment].lowerBound
        }
    }

    mutating func u8() throws -> Int {
        if left == 0 { try advance() }
        defer { position += 1 }
        return Int(stream[position])
    }
    mutating func u16() throws -> Int { try u8() | u8() << 8 }
    mutating func u32() throws -> Int { try u16() | u16() << 16 }

    private mutating func skip(_ count: Int) throws {
        var rest = count
        while rest > 0 {
            try advance()
            let step = min(rest, left)
            position += step
            rest -= step
        }
    }

    /// A text with a 16-bit length, flags, and what the flags announce: formatting runs and phonetic text, both left out.
    mutating func string() throws -> String {
        let count = try u16()
        return try characters(count, flags: u8())
    }

    private mutating func characters(_ count: Int, flags: Int) throws -> String {
        let runs = flags & 8 != 0 ? try u16() : 0
        let phoneticBytes = flags & 4 != 0 ? try u32() : 0
        var isWide = flags & 1 != 0, rest = count, text = ""
        let fits = rest << (isWide ? 1 : 0) <= left
        if fits {
            text = isWide ? wide(rest) : narrow(rest)
        } else {
            var units: [UInt16] = []
            while rest > 0 {
                if left == 0 {
                    try advance()
                    isWide = try u8() & 1 != 0
                    continue
                }
                let step = min(rest, isWide ? left / 2 : left)
                if step == 0 { throw context.damagedRecord("a record ends within a character", sheet: sheet, at: position) }
                for index in 0..<step { units.append(isWide ? UInt16(stream.u16(position + 2 * index)) : UInt16(stream[position + index])) }
                position += isWide ? 2 * step : step
                rest -= step
            }
            text = String(decoding: units, as: UTF16.self)
        }
        try skip(4 * runs)
        try skip(phoneticBytes)
        return text
    }

    /// The low bytes of UTF-16.
    private mutating func narrow(_ count: Int) -> String {
        let bytes = stream[position..<position + count]
        position += count
        return bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : String(decoding: bytes.map(UInt16.init), as: UTF16.self)
    }

    private mutating func wide(_ count: Int) -> String {
        let start = position
        position += 2 * count
        return String(decoding: (0..<count).map { UInt16(stream.u16(start + 2 * $0)) }, as: UTF16.self)
    }
}
