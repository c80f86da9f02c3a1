internal import Aggregation
internal import Diagnostics
internal import Quantities
internal import ReportModel
internal import Warehouse

/// Splits one line into fields and checks each by its plan. Fills the row buffer; collects what is wrong.
final class RowParser {
    struct Problem {
        var errorClass: ErrorClass
        var column: Int
    }

    let plans: [ColumnPlan]
    /// The same plans for the inner loop.
    private let code: UnsafeMutablePointer<ColumnPlan>
    private let columnCount: Int
    let buffer: DetailRowBuffer
    let fields: UnsafeMutablePointer<UnsafeRawBufferPointer>
    private let isGB: Bool
    private let delimiter: UInt8
    private(set) var problems: [Problem] = []
    private(set) var fieldCount = 0
    private(set) var rounded = 0
    private(set) var defaulted = 0
    private let converter: TextConverter
    /// UTF-8 texts of the present row that had to be converted.
    private var converted: [UnsafeMutableRawBufferPointer] = []

    init(specification: InterfaceSpecification, plans: [ColumnPlan]) throws {
        self.plans = plans
        columnCount = plans.count
        code = .allocate(capacity: max(1, plans.count))
        code.initialize(from: plans, count: plans.count)
        buffer = DetailRowBuffer(count: plans.count)
        fields = .allocate(capacity: plans.count)
        fields.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: plans.count)
        isGB = specification.encoding == .gb18030
        delimiter = specification.delimiter
        converter = try TextConverter(from: specification.encoding, to: .utf8)
    }

    deinit {
        code.deinitialize(count: columnCount)
        code.deallocate()
        fields.deallocate()
        converted.forEach { $0.deallocate() }
    }

    var view: RowView { RowView(numbers: UnsafePointer(buffer.numbers), isNull: UnsafePointer(buffer.isNull), fields: UnsafePointer(fields)) }

    /// True when the row is accepted. `line` is without its line feed.
    func parse(_ line: UnsafeRawBufferPointer) -> Bool {
        problems.removeAll(keepingCapacity: true)
        if !converted.isEmpty {
            converted.forEach { $0.deallocate() }
            converted.removeAll(keepingCapacity: true)
        }
        var roundedHere = 0, defaultedHere = 0
        if !split(line) {
            problems.append(Problem(errorClass: fieldCount < 0 ? .encoding : .columnCount, column: -1))
            return false
        }
        for index in 0..<columnCount { check(index, &roundedHere, &defaultedHere) }
        if !problems.isEmpty { return false }
        rounded += roundedHere
        defaulted += defaultedHere
        return true
    }

    /// Sets the fields; false when their number is wrong, `fieldCount` −1 when a character is cut off.
    private func split(_ line: UnsafeRawBufferPointer) -> Bool {
        var start = 0, index = 0, count = 0
        let end = line.count, wanted = columnCount
        while index < end {
            let byte = line[index]
            if byte == delimiter {
                if count < wanted { fields[count] = UnsafeRawBufferPointer(rebasing: line[start..<index]) }
                count += 1
                start = index + 1
                index += 1
            } else if isGB && byte >= 0x81 {
                // The second byte of a character may be the delimiter's value (億 is 83 7C).
                let second = index + 1 < end ? line[index + 1] : 0
                index += second >= 0x40 ? 2 : second >= 0x30 && second <= 0x39 ? 4 : 1
            } else {
                index += 1
            }
        }
        if index > end { index = end }
        if count < wanted { fields[count] = UnsafeRawBufferPointer(rebasing: line[min(start, end)..<end]) }
        fieldCount = count + 1
        return fieldCount == wanted
    }

    @inline(__always)
    private func fail(_ errorClass: ErrorClass, _ column: Int) { problems.append(Problem(errorClass: errorClass, column: column)) }

    private func check(_ index: Int, _ rounded: inout Int, _ defaulted: inout Int) {
        var bytes = fields[index]
        if bytes.isEmpty {
            guard let standIn = code[index].defaultBytes else {
                buffer.isNull[index] = true
                buffer.numbers[index] = 0
                if code[index].required { fail(.required, index) }
                return
            }
            defaulted += 1
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: standIn.count, alignment: 1)
            copy.copyBytes(from: standIn)
            converted.append(copy)
            bytes = UnsafeRawBufferPointer(copy)
            fields[index] = bytes
        }
        buffer.isNull[index] = false
        switch code[index].kind {
        case .number:
            switch FieldParsing.number(bytes, code[index]) {
            case .value(let value, let wasRounded):
                buffer.numbers[index] = value
                if wasRounded { rounded += 1 }
            case .failure(let errorClass): fail(errorClass, index)
            }
        case .code:
            let ordinal = code[index].codes!.ordinal(bytes)
            if ordinal >= 0 { buffer.numbers[index] = ordinal } else { fail(isValid(bytes) ? .code : .encoding, index) }
        case .text: text(bytes, index)
        case .date:
            guard let date = FieldParsing.date(bytes) else { return fail(.date, index) }
            if date < 17_530_101 { return fail(.dateRange, index) }
            buffer.numbers[index] = date
        case .period:
            guard bytes.count == 6, let value = FieldParsing.digits(bytes, 0, 6) else { return fail(.type, index) }
            if Int64(value) != code[index].period { return fail(.period, index) }
            buffer.numbers[index] = Int64(value)
        case .logical:
            if bytes.count == 1 && bytes[0] & 0xFE == 48 { buffer.numbers[index] = Int64(bytes[0] & 1) } else { fail(.type, index) }
        }
    }

    private func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        (isGB ? FieldParsing.gb18030Length(bytes) : FieldParsing.utf8Length(bytes)) != nil
    }

    private func text(_ bytes: UnsafeRawBufferPointer, _ index: Int) {
        var high: UInt8 = 0
        for byte in bytes {
            high |= byte
            if byte == 0 { return fail(.encoding, index) }
        }
        buffer.texts[index] = bytes
        if high < 0x80 {
            if bytes.count > code[index].length { fail(.length, index) }
            return
        }
        guard let count = isGB ? FieldParsing.gb18030Length(bytes) : FieldParsing.utf8Length(bytes) else { return fail(.encoding, index) }
        if count > code[index].length { return fail(.length, index) }
        if isGB {
            guard let utf8 = converter.convert(bytes) else { return fail(.encoding, index) }
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: utf8.count, alignment: 1)
            copy.copyBytes(from: utf8)
            converted.append(copy)
            buffer.texts[index] = UnsafeRawBufferPointer(copy)
        }
    }
}
