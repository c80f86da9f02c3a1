public import Quantities

/// Lines over months, drawn on pages; the figures themselves stand in a table of the document.
public struct DocumentChart: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        public var name: String
        /// One for each month; nil where there is none.
        public var values: [Decimal?]
        public init(_ name: String, values: [Decimal?]) { self.name = name; self.values = values }
    }
    public var title: String
    /// `%`, `行`
    public var unit: String
    public var months: [ReportingPeriod]
    public var lines: [Line]

    public init(title: String, unit: String, months: [ReportingPeriod], lines: [Line]) {
        self.title = title; self.unit = unit; self.months = months; self.lines = lines
    }
}
