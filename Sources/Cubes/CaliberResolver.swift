public import Quantities
public import ReportModel

/// Finds the caliber value in force on a day, as it was known on a day.
public struct CaliberResolver: Sendable {
    private let calibers: [String: CaliberDefinition]

    public init(_ calibers: [CaliberDefinition]) {
        self.calibers = Dictionary(calibers.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public func definition(_ id: String) -> CaliberDefinition? { calibers[id] }

    /// The value whose effective range holds `day`; with several, the one that took effect last, then the one known last.
    /// Values known only after `knownOn` are ignored. Nil when none is in force: the caller shows it as missing.
    public func value(_ id: String, on day: CalendarDate, knownOn: CalendarDate? = nil) -> ResolvedCaliber? {
        guard let caliber = calibers[id] else { return nil }
        let candidates = caliber.values.filter { value in
            value.effective.contains(day) && (knownOn.map { limit in value.knownFrom.map { $0 <= limit } ?? true } ?? true)
        }
        let best = candidates.max { a, b in
            if a.effective.from != b.effective.from { return a.effective.from < b.effective.from }
            switch (a.knownFrom, b.knownFrom) {
            case (nil, _?): return true
            case (let x?, let y?): return x < y
            default: return false
            }
        }
        return best.map { ResolvedCaliber(id: id, name: caliber.name, unit: caliber.unit, value: $0) }
    }

    /// First days of the values that took effect after `start` and not after `end`: where a chart shows a change of caliber.
    public func changes(_ id: String, after start: CalendarDate, until end: CalendarDate) -> [CalendarDate] {
        (calibers[id]?.values.map(\.effective.from) ?? []).filter { $0 > start && $0 <= end }.sorted()
    }
}

/// A caliber value that was used: goes into provenance, notes and the manifest.
public struct ResolvedCaliber: Sendable, Hashable {
    public var id: String
    public var name: String
    public var unit: Unit
    public var value: CaliberValue
    public init(id: String, name: String, unit: Unit, value: CaliberValue) {
        self.id = id; self.name = name; self.unit = unit; self.value = value
    }
}
