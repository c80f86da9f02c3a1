internal import Aggregation
internal import DatabaseDumps
internal import Diagnostics
internal import Quantities
internal import ReportModel
internal import Warehouse

/// Splits one line into fields, checks each by its plan, then the rules. Fills the row buffer; collects what is wrong.
final class RowParser {
    struct Problem {
        var errorClass: ErrorClass
        /// −1: the row as a whole.
        var column: Int
    }
    enum Verdict { case accepted, rejected, filtered }

    private let code: UnsafeMutablePointer<ColumnPlan>
    private let columnCount: Int
    private let rules: RulePlan
    let buffer: DetailRowBuffer
    let fields: UnsafeMutablePointer<UnsafeRawBufferPointer>
    private let isGB: Bool
    private let delimiter: UInt8
    private let pattern: UInt64
    private let dropsTrailing: Bool
    private(set) var problems: [Problem] = []
    /// Bits of the rules that the row violates; only for rows without problems.
    private(set) var violations: UInt64 = 0
    /// The filter that left the row out.
    private(set) var filter = 0
    private(set) var fieldCount = 0
    /// How many fields a row has to have.
    private(set) var wantedCount: Int
    /// The row has them; otherwise no value of it can be read.
    private(set) var isSplit = false
    /// Set for dumps.
    private var dumpFields: DumpFields?
    private(set) var rounded = 0
    private(set) var defaulted = 0
    private let decoder: GBDecoder?
    /// UTF-8 of the present row's GB18030 texts.
    private var converted: UnsafeMutableRawPointer
    private var convertedSize = 4096
    private var convertedCount = 0

    /// `encoding` is that of the file, never `detect`.
    init(
        specification: InterfaceSpecification, encoding: InterfaceSpecification.Encoding, plans: [ColumnPlan], rules: RulePlan, buffer: DetailRowBuffer
    ) throws {
        columnCount = plans.count
        wantedCount = plans.count
        dumpFields = specification.format == .text ? nil : DumpFields(specification, types: nil)
        code = .allocate(capacity: max(1, plans.count))
        code.initialize(from: plans, count: plans.count)
        self.rules = rules
        self.buffer = buffer
        fields = .allocate(capacity: max(1, plans.count))
        fields.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: max(1, plans.count))
        isGB = encoding == .gb18030
        delimiter = specification.delimiter
        pattern = UInt64(specification.delimiter) &* 0x0101_0101_0101_0101
        dropsTrailing = specification.allowsTrailingDelimiter
        let hasText = specification.columns.contains { if case .text = $0.type { true } else { false } }
        decoder = isGB && hasText ? try GBDecoder() : nil
        converted = .allocate(byteCount: convertedSize, alignment: 8)
    }

    deinit {
        for index in 0..<columnCount { code[index].deallocate() }
        code.deallocate()
        fields.deallocate()
        converted.deallocate()
    }

    var view: RowView { RowView(numbers: UnsafePointer(buffer.numbers), isNull: UnsafePointer(buffer.isNull), fields: UnsafePointer(fields)) }

    /// `line` is without its line end.
    func judge(_ line: UnsafeRawBufferPointer) -> Verdict {
        begin()
        var roundedHere = 0, defaultedHere = 0
        isSplit = split(line)
        if !isSplit { return refuseCount() }
        if decoder != nil { prepareConversion(line.count) }
        for index in 0..<columnCount { check(index, &roundedHere, &defaultedHere) }
        return verdict(roundedHere, defaultedHere)
    }

    /// A row of a dump, its fields in the order of the specification's columns.
    func judge(_ given: DumpRow) -> Verdict {
        begin()
        let row = dumpFields?.shaped(given) ?? given
        var roundedHere = 0, defaultedHere = 0
        isSplit = row.fields.count == columnCount && !row.faults.contains { $0.kind == .fieldCount }
        fieldCount = row.fields.count
        if !isSplit { return refuseCount() }
        for index in 0..<columnCount {
            fields[index] = row.fields[index]
            check(index, &roundedHere, &defaultedHere)
        }
        for fault in row.faults where !problems.contains(where: { $0.column == fault.field }) {
            fail(fault.kind == .characters ? .encoding : fault.kind == .date ? .date : .type, fault.field)
        }
        return verdict(roundedHere, defaultedHere)
    }

    /// A row as it is kept: a line of text, or a row of a dump written by `DumpLine`.
    func judge(received line: UnsafeRawBufferPointer) -> Verdict {
        if dumpFields == nil { return judge(line) }
        prepareConversion(line.count)
        var given = DumpLine.split(line, delimiter: delimiter, into: converted)
        return given.withUnsafeMutableBufferPointer { judge(DumpRow(number: 0, offset: 0, fields: UnsafeBufferPointer($0), faults: [])) }
    }

    /// The table that the rows to come are of.
    func begin(_ table: DumpFeed.Table) {
        dumpFields = table.fields
        wantedCount = table.fieldCount
    }

    @inline(__always)
    private func begin() {
        if !problems.isEmpty { problems.removeAll(keepingCapacity: true) }
        violations = 0
    }

    private func refuseCount() -> Verdict {
        problems.append(Problem(errorClass: .columnCount, column: -1))
        return .rejected
    }

    @inline(__always)
    private func verdict(_ roundedHere: Int, _ defaultedHere: Int) -> Verdict {
        if rules.hasFilters, let found = rules.filter(view, isBad: { column in problems.contains { $0.column == column } }) {
            filter = found
            return .filtered
        }
        if !problems.isEmpty { return .rejected }
        if !rules.isEmpty {
            violations = rules.violations(view)
            if violations & rules.errors != 0 { return .rejected }
        }
        rounded += roundedHere
        defaulted += defaultedHere
        return .accepted
    }

    /// The same for a row that is only looked at: what it rounds and where it takes defaults is not counted.
    func inspect(_ line: UnsafeRawBufferPointer) -> Verdict {
        let before = (rounded, defaulted)
        defer { (rounded, defaulted) = before }
        return judge(received: line)
    }

    // MARK: Splitting

    /// Sets the fields; false when their number is wrong. Eight bytes at a time; a delimiter right after a byte above 0x7F may be
    /// the second byte of a character in GB18030 (億 is 83 7C), which walking from the field's start tells.
    private func split(_ line: UnsafeRawBufferPointer) -> Bool {
        let end = line.count
        guard let base = line.baseAddress, end > 0 else {
            fields[0] = UnsafeRawBufferPointer(start: line.baseAddress, count: 0)
            fieldCount = 1
            return columnCount == 1
        }
        let wanted = columnCount
        var start = 0, index = 0, count = 0
        while index < end {
            var hits: UInt64
            if index + 8 <= end {
                let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ pattern
                hits = ~(((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | word | 0x7F7F_7F7F_7F7F_7F7F)
            } else {
                hits = 0
                for offset in 0..<(end - index) where line[index + offset] == delimiter { hits |= 0x80 << UInt64(8 * offset) }
            }
            while hits != 0 {
                let position = index + hits.trailingZeroBitCount >> 3
                hits &= hits - 1
                if isGB, position > start, line[position - 1] >= 0x81, isTrailByte(line, position, from: start) { continue }
                if count < wanted { fields[count] = UnsafeRawBufferPointer(start: base + start, count: position - start) }
                count += 1
                start = position + 1
            }
            index += 8
        }
        // Nothing behind the last delimiter: it may be one that ends the row.
        if dropsTrailing && count > 0 && start == end { count -= 1 } else if count < wanted { fields[count] = UnsafeRawBufferPointer(start: base + start, count: end - start) }
        fieldCount = count + 1
        return fieldCount == wanted
    }

    private func isTrailByte(_ line: UnsafeRawBufferPointer, _ position: Int, from start: Int) -> Bool {
        var index = start
        while index < position {
            let byte = line[index]
            if byte < 0x81 { index += 1 } else {
                let second = line[index + 1]
                index += second >= 0x40 ? 2 : second >= 0x30 && second <= 0x39 ? 4 : 1
            }
        }
        return index > position
    }

    // MARK: Fields

    @inline(__always)
    private func fail(_ errorClass: ErrorClass, _ column: Int) { problems.append(Problem(errorClass: errorClass, column: column)) }

    @inline(__always)
    private func check(_ index: Int, _ rounded: inout Int, _ defaulted: inout Int) {
        let plan = UnsafePointer(code + index)
        var bytes = fields[index]
        if bytes.isEmpty {
            guard let standIn = plan.pointee.standIn else {
                buffer.isNull[index] = true
                buffer.numbers[index] = 0
                if plan.pointee.required { fail(.required, index) }
                return
            }
            defaulted += 1
            bytes = standIn
            fields[index] = bytes
        }
        buffer.isNull[index] = false
        switch plan.pointee.kind {
        case .number:
            switch FieldParsing.number(bytes, plan) {
            case .value(let value, let wasRounded):
                buffer.numbers[index] = value
                if wasRounded { rounded += 1 }
            case .failure(let errorClass): fail(errorClass, index)
            }
        case .code:
            let ordinal = plan.pointee.codes.unsafelyUnwrapped.ordinal(bytes)
            if ordinal >= 0 { buffer.numbers[index] = ordinal } else { fail(isValid(bytes) ? .code : .encoding, index) }
        case .text: text(bytes, index, plan.pointee.length)
        case .date:
            guard let date = FieldParsing.date(bytes, plan.pointee.dateFormat) else { return fail(.date, index) }
            if date < 17_530_101 { return fail(.dateRange, index) }
            buffer.numbers[index] = date
        case .period:
            guard bytes.count == 6, let value = FieldParsing.digits(bytes, 0, 6) else { return fail(.type, index) }
            if Int64(value) != plan.pointee.period { return fail(.period, index) }
            buffer.numbers[index] = Int64(value)
        case .logical:
            if bytes.count == 1 && bytes[0] & 0xFE == 48 { buffer.numbers[index] = Int64(bytes[0] & 1) } else { fail(.type, index) }
        }
    }

    private func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        (isGB ? FieldParsing.gb18030Length(bytes) : FieldParsing.utf8Length(bytes)) != nil
    }

    private func prepareConversion(_ count: Int) {
        convertedCount = 0
        if count * 2 <= convertedSize { return }
        converted.deallocate()
        convertedSize = count * 4
        converted = .allocate(byteCount: convertedSize, alignment: 8)
    }

    @inline(__always)
    private func text(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ length: Int) {
        var high: UInt8 = 0, lowest: UInt8 = 255
        for position in 0..<bytes.count {
            high |= bytes[position]
            lowest = min(lowest, bytes[position])
        }
        if lowest == 0 { return fail(.encoding, index) }
        buffer.texts[index] = bytes
        if high < 0x80 {
            if bytes.count > length { fail(.length, index) }
            return
        }
        if isGB { return convert(bytes, index, length) }
        guard let count = FieldParsing.utf8Length(bytes) else { return fail(.encoding, index) }
        if count > length { fail(.length, index) }
    }

    private func convert(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ length: Int) {
        // A default is as short as its column; all fields together fit, because the room is twice the line.
        if convertedCount + bytes.count * 2 > convertedSize { return fail(.length, index) }
        guard let result = decoder?.decode(bytes, to: converted + convertedCount) else { return fail(.encoding, index) }
        if result.characters > length { return fail(.length, index) }
        buffer.texts[index] = UnsafeRawBufferPointer(start: converted + convertedCount, count: result.bytes)
        convertedCount += result.bytes
    }
}
