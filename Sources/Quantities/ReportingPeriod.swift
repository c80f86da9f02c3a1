/// The month that a report is about (报告期).
public struct ReportingPeriod: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let year: Int
    public let month: Int

    public init?(year: Int, month: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        self.year = year
        self.month = month
    }

    /// From `2026-10` or `202610`.
    public init?(_ text: some StringProtocol) {
        let digits = text.utf8.filter { $0 != 45 }
        let dashes = text.utf8.count - digits.count
        guard digits.count == 6, digits.allSatisfy({ (48...57).contains($0) }),
            dashes == 0 || (dashes == 1 && Array(text.utf8)[4] == 45),
            let number = Int(String(decoding: digits, as: UTF8.self))
        else { return nil }
        self.init(year: number / 100, month: number % 100)
    }

    private init(monthsSinceZero months: Int) {
        year = (months - 1) / 12
        month = (months - 1) % 12 + 1
    }
    private var monthsSinceZero: Int { year * 12 + month }

    public func adding(months: Int) -> ReportingPeriod { ReportingPeriod(monthsSinceZero: monthsSinceZero + months) }
    public func months(since other: ReportingPeriod) -> Int { monthsSinceZero - other.monthsSinceZero }
    public var previous: ReportingPeriod { adding(months: -1) }
    public var sameMonthLastYear: ReportingPeriod { adding(months: -12) }
    public var january: ReportingPeriod { adding(months: 1 - month) }
    /// From January to this month.
    public var yearToDate: [ReportingPeriod] { (0..<month).map { january.adding(months: $0) } }

    public var firstDay: CalendarDate { CalendarDate(year: year, month: month, day: 1)! }
    public var lastDay: CalendarDate {
        CalendarDate(year: year, month: month, day: CalendarDate.daysInMonth(year: year, month: month))!
    }

    /// `2026-10`
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))" }
    /// `202610`, as interface files name it.
    public var compact: String { "\(padded(year, 4))\(padded(month, 2))" }
    /// `2026 年 10 月`
    public var printed: String { "\(year) 年 \(month) 月" }

    public static func < (a: ReportingPeriod, b: ReportingPeriod) -> Bool { a.monthsSinceZero < b.monthsSinceZero }
}

/// The days on which something is in force: from a first day on, until the day before the next value or a last day.
public struct EffectiveRange: Sendable, Hashable {
    public let from: CalendarDate
    /// Last day in force; nil for "until replaced".
    public let to: CalendarDate?
    public init(from: CalendarDate, to: CalendarDate? = nil) { self.from = from; self.to = to }
    public func overlaps(_ other: EffectiveRange) -> Bool {
        (to.map { other.from <= $0 } ?? true) && (other.to.map { from <= $0 } ?? true)
    }
    public func contains(_ day: CalendarDate) -> Bool { from <= day && (to.map { day <= $0 } ?? true) }
}
