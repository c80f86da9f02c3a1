/// A day of the Gregorian calendar, without time or zone.
public struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Nil when there is no such day (30 February) or the year is outside 1…9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.daysInMonth(year: year, month: month)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// From `2026-10-31`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 45, bytes[7] == 45,
            let year = Int(String(decoding: bytes[0..<4], as: UTF8.self)),
            let month = Int(String(decoding: bytes[5..<7], as: UTF8.self)),
            let day = Int(String(decoding: bytes[8..<10], as: UTF8.self)),
            bytes.enumerated().allSatisfy({ $0.offset == 4 || $0.offset == 7 || (48...57).contains($0.element) })
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The day `days` later, or earlier when negative; the first and last days of the calendar are never passed.
    public func adding(days: Int) -> CalendarDate {
        var year = year, month = month, day = day + days
        while day > Self.daysInMonth(year: year, month: month) {
            if year == 9999 && month == 12 { return CalendarDate(year: 9999, month: 12, day: 31)! }
            day -= Self.daysInMonth(year: year, month: month)
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        while day < 1 {
            if year == 1 && month == 1 { return CalendarDate(year: 1, month: 1, day: 1)! }
            (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1)
            day += Self.daysInMonth(year: year, month: month)
        }
        return CalendarDate(year: year, month: month, day: day)!
    }

    /// Days from `other` to this day; negative when it lies before.
    public func days(since other: CalendarDate) -> Int { number - other.number }

    /// Days counted on without a gap, from some day on.
    private var number: Int {
        let year = month <= 2 ? year - 1 : year, month = (month + 9) % 12
        return 365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + day
    }

    /// `2026-10-31`
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
    /// `2026 年 10 月 31 日`: for print, with the half spaces of a set line.
    public var printed: String { "\(year) 年 \(month) 月 \(day) 日" }

    public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
