internal import Foundation
internal import Quantities

/// The wall clock, for records of who did what when; never for anything that is printed on a form.
enum Clock {
    /// UTC: `2026-11-05T08:30:00Z`.
    static func now() -> String { Date().ISO8601Format() }

    /// The day, where the machine stands.
    static func today() -> CalendarDate {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
        return CalendarDate(year: parts.year ?? 1, month: parts.month ?? 1, day: parts.day ?? 1) ?? CalendarDate(year: 1, month: 1, day: 1)!
    }
}
