public import Diagnostics

/// Something that a user of a report may choose: `parameters: [{name: 金额单位, type: unit, values: [万元, 元], default: 万元}]`.
public struct ParameterDefinition: Sendable, Hashable {
    public var name: String
    public var kind: Kind
    /// What may be chosen, in the order in which it is offered.
    public var values: [String]
    /// One of `values`; for `member` nil means every member, for `hide` nothing is hidden.
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

        public var name: String {
            switch self {
            case .member: "member"
            case .unit: "unit"
            case .comparison: "comparison"
            case .hide: "hide"
            }
        }
    }

    public init(name: String, kind: Kind, values: [String], standard: String?, origin: SourceRange) {
        self.name = name; self.kind = kind; self.values = values; self.standard = standard; self.origin = origin
    }
}

/// Values chosen for a parameter in place of its default; several only where columns are hidden.
public struct Choice: Sendable, Hashable {
    public var parameter: String
    public var values: [String]
    public init(parameter: String, values: [String]) { self.parameter = parameter; self.values = values }
}
