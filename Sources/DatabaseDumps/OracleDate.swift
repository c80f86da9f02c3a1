internal import Quantities

/// Oracle's DATE (7 bytes) and TIMESTAMP (7 or 11 bytes) as text.
enum OracleDate {
    /// `-4712-01-01 00:00:00.123456789`
    static let longestText = 40

    /// `yyyy-mm-dd`, followed by ` hh:mm:ss` when it is not midnight and `.fraction` when there is one; nil when there is no such time.
    @inline(__always)
    static func decode(_ source: UnsafePointer<UInt8>, _ count: Int, into output: UnsafeMutablePointer<UInt8>) -> Int? {
        let year = (Int(source[0]) - 100) * 100 + Int(source[1]) - 100
        let month = Int(source[2]), day = Int(source[3])
        let hour = Int(source[4]) - 1, minute = Int(source[5]) - 1, second = Int(source[6]) - 1
        guard isDay(year, month, day), (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        var fraction = 0
        if count == 11 {
            fraction = Int(source[7]) << 24 | Int(source[8]) << 16 | Int(source[9]) << 8 | Int(source[10])
            if fraction > 999_999_999 { return nil }
        }
        var length = 0
        @inline(__always) func put(_ value: Int, _ width: Int) {
            var rest = value
            for place in stride(from: width - 1, through: 0, by: -1) {
                output[length + place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            length += width
        }
        @inline(__always) func put(_ byte: UInt8) { output[length] = byte; length += 1 }
        if year < 0 { put(0x2D) }
        put(abs(year), 4); put(0x2D); put(month, 2); put(0x2D); put(day, 2)
        if hour | minute | second | fraction == 0 { return length }
        put(0x20); put(hour, 2); put(0x3A); put(minute, 2); put(0x3A); put(second, 2)
        if fraction > 0 {
            put(0x2E); put(fraction, 9)
            while output[length - 1] == 0x30 { length -= 1 }
        }
        return length
    }

    /// Oracle counts by the Julian calendar before 15 October 1582, where every fourth year is a leap year.
    @inline(__always)
    private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        guard year != 0, (-4712...9999).contains(year), (1...12).contains(month), day >= 1 else { return false }
        if day <= 28 { return true }
        if year < 1583 && month == 2 { return day <= 29 && (year > 0 ? year : year + 1) % 4 == 0 }
        return day <= CalendarDate.daysInMonth(year: year, month: month)
    }
}
