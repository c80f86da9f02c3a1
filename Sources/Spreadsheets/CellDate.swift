public import Quantities

/// What day a workbook counts from.
public enum DateSystem: Int, Sendable {
    /// Day 1 is 1900-01-01, and day 60 is a 29 February 1900 that never was (kept by spreadsheets for old files).
    case from1900 = 1900
    /// Day 0 is 1904-01-01.
    case from1904 = 1904
}

/// A day, a time of day, both, or a length of time: a number that the cell's number format shows as such.
public struct CellDate: Sendable, Hashable, CustomStringConvertible {
    /// Days; the fraction is the time of day.
    public let number: CellNumber
    public let system: DateSystem
    /// The format shows a length of time (`[h]:mm`), not a moment.
    public let isElapsed: Bool

    init(number: CellNumber, system: DateSystem, isElapsed: Bool = false) {
        self.number = number
        self.system = system
        self.isElapsed = isElapsed
    }

    private static let millisecondsPerDay = 86_400_000

    /// Whole days and milliseconds, rounded to the millisecond as spreadsheets show them; nil when far outside of any calendar.
    private var parts: (days: Int, milliseconds: Int)? {
        guard number.double > -4_000_000, number.double < 4_000_000 else { return nil }
        let days = number.double.rounded(.down)
        let milliseconds = Int(((number.double - days) * Double(CellDate.millisecondsPerDay)).rounded())
        return milliseconds == CellDate.millisecondsPerDay ? (Int(days) + 1, 0) : (Int(days), milliseconds)
    }

    /// Nil for a length of time, a time of day alone (day 0 of the 1900 system), 29 February 1900, and days before the system or after 9999.
    public var day: CalendarDate? {
        guard !isElapsed, let days = parts?.days else { return nil }
        switch system {
        case .from1900:
            return days < 1 || days == 60 ? nil : CellDate.date(daysAfter1970: days - 25_569 + (days < 60 ? 1 : 0))
        case .from1904:
            return days < 0 ? nil : CellDate.date(daysAfter1970: days - 24_107)
        }
    }

    /// True for day 60 of the 1900 system: spreadsheets show 29 February 1900, a day that never was.
    public var isFictitiousLeapDay: Bool { !isElapsed && system == .from1900 && parts?.days == 60 }

    /// Time of day in milliseconds, 0…86,399,999; nil for a length of time and far outside of the calendar.
    public var millisecondsOfDay: Int? { isElapsed ? nil : parts?.milliseconds }

    /// `2026-10-31`, `2026-10-31 13:05:00`, `13:05:00.250`, `36:00:00` for a length of time; the bare number where there is no such day.
    public var description: String {
        guard let (days, milliseconds) = parts else { return number.double.description }
        if isElapsed { return CellDate.clock(days: days, milliseconds) }
        let time = milliseconds == 0 ? "" : CellDate.clock(days: 0, milliseconds)
        if isFictitiousLeapDay { return time.isEmpty ? "1900-02-29" : "1900-02-29 \(time)" }
        if let day { return time.isEmpty ? day.description : "\(day) \(time)" }
        return days == 0 && system == .from1900 ? CellDate.clock(days: 0, milliseconds) : number.double.description
    }

    private static func clock(days: Int, _ milliseconds: Int) -> String {
        let total = days * millisecondsPerDay + milliseconds, size = abs(total)
        let seconds = size / 1000, rest = size % 1000
        let text = "\(total < 0 ? "-" : "")\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return rest == 0 ? text : "\(text).\(String(1000 + rest).dropFirst())"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    /// By the calendar's 400-year cycle; nil outside of the years 1…9999.
    private static func date(daysAfter1970: Int) -> CalendarDate? {
        let shifted = daysAfter1970 + 719_468
        if shifted < 306 { return nil }
        let era = shifted / 146_097, dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return CalendarDate(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The number of an ISO 8601 text (`2026-10-31`, `2026-10-31T13:05:00.25Z`, `13:05:00`), as XLSX cells of type `d` hold it; nil for anything else.
    static func number(iso bytes: UnsafeBufferPointer<UInt8>, system: DateSystem) -> Double? {
        let text = String(decoding: bytes, as: UTF8.self)
        let halves = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        if let time = halves.last, halves.count == 1 && time.contains(":") || halves[0].isEmpty { return fraction(time) }
        guard let day = CalendarDate(halves[0]), let time = halves.count == 2 ? fraction(halves[1]) : 0 else { return nil }
        let days = daysAfter1970(day)
        switch system {
        case .from1900:
            let serial = days + 25_569
            return serial <= 0 ? nil : Double(serial < 61 ? serial - 1 : serial) + time
        case .from1904:
            return days < -24_107 ? nil : Double(days + 24_107) + time
        }
    }

    /// The part of a day that a time is.
    private static func fraction(_ time: Substring) -> Double? {
        let clock = time.hasSuffix("Z") ? time.dropLast() : time
        let fields = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2 || fields.count == 3, fields.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 } }),
            let hour = Int(fields[0]), let minute = Int(fields[1]), let second = fields.count == 3 ? Double(fields[2]) : 0,
            hour < 24, minute < 60, second < 61
        else { return nil }
        return (Double(hour * 3600 + minute * 60) + second) / 86_400
    }

    private static func daysAfter1970(_ day: CalendarDate) -> Int {
        let year = day.month <= 2 ? day.year - 1 : day.year
        let era = year / 400, yearOfEra = year % 400
        let dayOfYear = (153 * (day.month > 2 ? day.month - 3 : day.month + 9) + 2) / 5 + day.day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
