/// Values as a database stores them.
public enum ExpValue {
    /// NUMBER from plain decimal text with up to 40 digits: sign, exponent to the base of 100, digits.
    public static func number(_ text: String) -> [UInt8] {
        var digits = Array(text.utf8)
        let isNegative = digits.first == 45
        if isNegative { digits.removeFirst() }
        let point = digits.firstIndex(of: 46) ?? digits.count
        var whole = Array(digits[..<point]), fraction = Array(digits[min(digits.count, point + 1)...])
        if whole.count % 2 == 1 { whole.insert(48, at: 0) }
        if fraction.count % 2 == 1 { fraction.append(48) }
        var exponent = whole.count / 2 - 1
        let all: [UInt8] = whole + fraction
        var pairs: [UInt8] = []
        for place in stride(from: 0, to: all.count, by: 2) {
            let tens = all[place] - 48, ones = all[place + 1] - 48
            pairs.append(tens * 10 + ones)
        }
        while pairs.first == 0 { pairs.removeFirst(); exponent -= 1 }
        while pairs.last == 0 { pairs.removeLast() }
        if pairs.isEmpty { return [0x80] }
        let head = UInt8(exponent + 65) | 0x80
        if !isNegative { return [head] + pairs.map { $0 + 1 } }
        return [~head] + pairs.map { 101 - $0 } + (pairs.count < 20 ? [102] : [])
    }

    /// DATE: century and year with 100 added, month, day, and the time with 1 added.
    public static func date(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0) -> [UInt8] {
        [UInt8(year / 100 + 100), UInt8(year % 100 + 100), UInt8(month), UInt8(day), UInt8(hour + 1), UInt8(minute + 1), UInt8(second + 1)]
    }

    /// TIMESTAMP: the date, and the fraction in nanoseconds when there is one.
    public static func timestamp(_ date: [UInt8], nanoseconds: Int) -> [UInt8] {
        nanoseconds == 0 ? date : date + [24, 16, 8, 0].map { UInt8(nanoseconds >> $0 & 0xFF) }
    }
}
