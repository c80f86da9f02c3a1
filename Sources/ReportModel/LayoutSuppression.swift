public import Diagnostics
public import Quantities

/// An accepted finding of the layout check: `ReportDefs/layout-suppressions.yaml`.
public struct LayoutSuppression: Sendable, Hashable {
    /// `LC004`
    public var rule: String
    /// Form number: `SB-Z02`.
    public var report: String
    /// Beginning of the element's name, `r02c5` or `fig1/`; nil for all.
    public var cell: String?
    /// From 1; nil for all.
    public var page: Int?
    public var reason: String
    /// The last day on which it holds.
    public var expires: CalendarDate
    public var origin: SourceRange

    public init(rule: String, report: String, cell: String? = nil, page: Int? = nil, reason: String, expires: CalendarDate, origin: SourceRange) {
        self.rule = rule; self.report = report; self.cell = cell; self.page = page; self.reason = reason; self.expires = expires
        self.origin = origin
    }
}
