internal import Foundation

/// The wall clock, for records of who did what when; never for anything that is printed on a form, nor for the day that deadlines
/// are compared with (R068: the system date is a setting).
enum Clock {
    /// UTC: `2026-11-05T08:30:00Z`.
    static func now() -> String { Date().ISO8601Format() }
}
