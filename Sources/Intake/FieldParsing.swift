internal import Quantities
internal import ReportModel

/// Parsers of single fields over bytes; each returns a value or an error class.
enum FieldParsing {
    enum NumberResult {
        case value(Int64, rounded: Bool)
        case failure(ErrorClass)
    }

    /// Sign, digits, optional point and digits; nothing else. Scaled by 10^decimals, rounded once by the plan's rule.
    @inline(__always)
    static func number(_ bytes: UnsafeRawBufferPointer, _ plan: UnsafePointer<ColumnPlan>) -> NumberResult {
        var index = 0
        let count = bytes.count
        let negative = bytes[0] == UInt8(ascii: "-")
        if negative { index = 1 }
        var value: UInt64 = 0
        var digits = 0, significant = 0
        while index < count {
            let digit = bytes[index] &- 48
            if digit > 9 { break }
            value = value &* 10 &+ UInt64(digit)
            digits += 1
            if significant > 0 || digit > 0 { significant += 1 }
            index += 1
            if significant > 18 { return allDigits(bytes, from: index) ? .failure(.integerDigits) : .failure(.type) }
        }
        if digits == 0 { return .failure(.type) }
        var decimals = 0, rounded = false
        if index < count {
            if bytes[index] != UInt8(ascii: ".") || index + 1 == count { return .failure(.type) }
            index += 1
            let integer = significant
            while index < count {
                let digit = bytes[index] &- 48
                if digit > 9 { return .failure(.type) }
                if decimals == plan.pointee.decimals { break }
                if significant > 17 { return .failure(.integerDigits) }
                value = value &* 10 &+ UInt64(digit)
                if significant > 0 || digit > 0 { significant += 1 }
                decimals += 1
                index += 1
            }
            if integer > plan.pointee.integerDigits { return allDigits(bytes, from: index) ? .failure(.integerDigits) : .failure(.type) }
            if index < count {
                guard let tail = tail(bytes, from: index) else { return .failure(.type) }
                if tail != .zero {
                    if plan.pointee.rounding == .reject { return .failure(.decimals) }
                    rounded = true
                    if roundsUp(tail, value, plan.pointee.rounding) { value += 1 }
                }
            }
        } else if significant > plan.pointee.integerDigits { return .failure(.integerDigits) }
        while decimals < plan.pointee.decimals {
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return .failure(.integerDigits) }
            value = scaled
            decimals += 1
        }
        guard value <= UInt64(Int64.max) else { return .failure(.integerDigits) }
        let signed = negative ? -Int64(value) : Int64(value)
        if signed < plan.pointee.minimum || signed > plan.pointee.maximum { return .failure(.range) }
        return .value(signed, rounded: rounded)
    }

    private enum Tail { case zero, belowHalf, half, aboveHalf }

    /// How the digits beyond the last kept one compare with one half; nil when they are no digits.
    private static func tail(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Tail? {
        var rest = false
        for index in start..<bytes.count {
            let digit = bytes[index] &- 48
            if digit > 9 { return nil }
            if index > start && digit > 0 { rest = true }
        }
        let first = bytes[start] &- 48
        if first > 5 || (first == 5 && rest) { return .aboveHalf }
        if first == 5 { return .half }
        return first == 0 && !rest ? .zero : .belowHalf
    }

    private static func roundsUp(_ tail: Tail, _ value: UInt64, _ rule: ColumnPlan.Rounding) -> Bool {
        switch rule {
        case .halfAway: tail == .half || tail == .aboveHalf
        case .halfEven: tail == .aboveHalf || (tail == .half && value % 2 == 1)
        case .down, .reject: false
        }
    }

    private static func allDigits(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        var point = false
        for index in start..<bytes.count {
            if bytes[index] == UInt8(ascii: "."), !point { point = true } else if bytes[index] &- 48 > 9 { return false }
        }
        return true
    }

    /// yyyymmdd of a date in the declared form; nil when there is no such day.
    @inline(__always)
    static func date(_ bytes: UnsafeRawBufferPointer, _ format: InterfaceColumn.DateFormat) -> Int64? {
        let mark: UInt8 = format == .dashes ? 45 : 47, step = format == .compact ? 0 : 1
        if bytes.count != 8 + 2 * step || (step == 1 && (bytes[4] != mark || bytes[7] != mark)) { return nil }
        guard let year = digits(bytes, 0, 4), let month = digits(bytes, 4 + step, 2), let day = digits(bytes, 6 + 2 * step, 2) else { return nil }
        if year == 0 || month == 0 || month > 12 || day == 0 || day > 31 { return nil }
        if day > 28 && day > CalendarDate.daysInMonth(year: year, month: month) { return nil }
        return Int64(year * 10000 + month * 100 + day)
    }

    @inline(__always)
    static func digits(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for index in start..<(start + count) {
            let digit = bytes[index] &- 48
            if digit > 9 { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// Number of characters of valid text, nil when it is not valid in the encoding. Strict UTF-8: no surrogates, no overlong forms.
    static func utf8Length(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 0, count = 0
        while index < bytes.count {
            let byte = bytes[index]
            let size = byte < 0x80 ? 1 : byte >= 0xC2 && byte < 0xE0 ? 2 : byte >= 0xE0 && byte < 0xF0 ? 3 : byte >= 0xF0 && byte < 0xF5 ? 4 : 0
            if size == 0 || index + size > bytes.count { return nil }
            for offset in 1..<max(size, 1) where bytes[index + offset] & 0xC0 != 0x80 { return nil }
            if size == 3, (byte == 0xE0 && bytes[index + 1] < 0xA0) || (byte == 0xED && bytes[index + 1] >= 0xA0) { return nil }
            if size == 4, (byte == 0xF0 && bytes[index + 1] < 0x90) || (byte == 0xF4 && bytes[index + 1] >= 0x90) { return nil }
            index += size
            count += 1
        }
        return count
    }

    /// The same for GB18030: one, two or four bytes a character. Whether a pair is assigned is left to the converter.
    static func gb18030Length(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 0, count = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 { index += 1 } else if byte == 0x80 || byte == 0xFF || index + 1 >= bytes.count { return nil } else {
                let second = bytes[index + 1]
                if second >= 0x30 && second <= 0x39 {
                    if index + 3 >= bytes.count || bytes[index + 2] < 0x81 || bytes[index + 2] == 0xFF || bytes[index + 3] < 0x30 || bytes[index + 3] > 0x39 { return nil }
                    index += 4
                } else if second >= 0x40 && second != 0x7F && second != 0xFF { index += 2 } else { return nil }
            }
            count += 1
        }
        return count
    }
}
