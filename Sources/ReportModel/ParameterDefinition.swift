public import Diagnostics
public import Quantities

/// Something that a user of a report may choose: `parameters: [{name: 金额单位, type: unit, values: [万元, 元], default: 万元}]`.
public struct ParameterDefinition: Sendable, Hashable {
    public var name: String
    public var kind: Kind
    /// What may be chosen, in the order in which it is offered.
    public var values: [String]
    /// One of `values`; for `member` nil means every member, for `hide` nothing is hidden; `period` and `scope` have none: they follow the run.
    public var standard: String?
    public var origin: SourceRange

    public enum Kind: Sendable, Hashable {
        /// Narrows every measure of the report to a member of the dimension.
        case member(dimension: String)
        /// Shows columns of the default unit in another unit of the same dimension.
        case unit
        /// What `对比(…)` and `对比增幅(…)` compare with: `上月` or `上年同月`.
        case comparison
        /// Columns (by code or name) that may be left out.
        case hide
        /// The month of the run: `values` are months and ranges of months, `2025-01～2026-12`, `2025-01～`.
        case period
        /// Who gets an edition: `values` are `city` and district codes.
        case scope

        public var name: String {
            switch self {
            case .member: "member"
            case .unit: "unit"
            case .comparison: "comparison"
            case .hide: "hide"
            case .period: "period"
            case .scope: "scope"
            }
        }
    }

    public init(name: String, kind: Kind, values: [String], standard: String?, origin: SourceRange) {
        self.name = name; self.kind = kind; self.values = values; self.standard = standard; self.origin = origin
    }

    /// May several values be chosen at once?
    public var takesSeveral: Bool { kind == .hide || kind == .scope }

    public func offers(_ value: String) -> Bool {
        guard kind == .period else { return values.contains(value) }
        return ReportingPeriod(value).map { month in values.contains { Self.months($0)?.contains(month) == true } } ?? false
    }

    /// `2026-10`, `2025-01～2026-12` or `2025-01～`; nil: none of them.
    public static func months(_ text: String) -> ClosedRange<ReportingPeriod>? {
        let ends = text.split(separator: "～", maxSplits: 1, omittingEmptySubsequences: false).map { ReportingPeriod(String($0)) }
        guard let first = ends[0] else { return nil }
        if ends.count == 1 { return first...first }
        if text.hasSuffix("～") { return first...ReportingPeriod(year: 2999, month: 12)! }
        return ends[1].flatMap { first <= $0 ? first...$0 : nil }
    }
}

/// Values chosen for a parameter in place of its default; several only where columns are hidden or scopes are named.
public struct Choice: Sendable, Hashable {
    public var parameter: String
    public var values: [String]
    public init(parameter: String, values: [String]) { self.parameter = parameter; self.values = values }
}
