public import Diagnostics
public import Quantities

/// A chart made from cells of the report's table.
public struct ChartDefinition: Sendable {
    public var id: String
    public var kind: Kind
    public var title: String
    /// Unit of the (left) axis; cells in another unit of the same dimension are converted.
    public var unit: Unit
    public var decimals: Int
    public var categories: Categories
    public var series: [SeriesDefinition]
    /// Name of the table that its cells are of; nil: the first one.
    public var table: String?
    /// Rows that get a panel each in `small-multiples`; `["*"]` for all but totals.
    public var panels: [String] = []
    /// False lets a line chart start above zero; it then says so.
    public var startsAtZero: Bool
    /// Tints the range from the last change of this caliber on, with its note.
    public var band: String?
    /// A column whose value is written under each category: prefix, column code or name, suffix.
    public var categoryNote: CategoryNote?
    public var references: [Reference]
    /// A line across the bars of a ranking, at the value of a formula.
    public var target: Target?
    public var origin: SourceRange

    public enum Kind: String, Sendable, CaseIterable {
        /// Grouped vertical bars.
        case bars
        /// Vertical bars on the left axis, a line on the right one (the last series).
        case barsAndLine = "bars-and-line"
        case lines
        /// Horizontal bars, sorted by value.
        case ranking
        /// The series on top of each other.
        case stacked
        /// The same as shares of each category's whole.
        case stackedShare = "stacked-100"
        /// Stacked areas, for categories that are months.
        case area
        /// Shares of the whole of one series, at most six.
        case pie, ring
        /// Touching bars over bands, with reference lines between or on them.
        case histogram
        /// Steps from one total to the next: each bar begins where the one before ends.
        case waterfall
        /// One small line for each row of `panels`, all on the same scale.
        case smallMultiples = "small-multiples"
        /// A square for each member of a dimension, tinted by class, at the place that its code table gives.
        case tileMap = "tile-map"
    }

    /// A vertical line in a histogram.
    public struct Reference: Sendable, Hashable {
        public enum Side: String, Sendable, CaseIterable { case before, at, after }
        public var name: String
        /// Its value in force stands behind the name.
        public var caliber: String?
        public var side: Side
        /// Code of the row whose bar it stands before, on or after.
        public var row: String
        public var origin: SourceRange
        public init(name: String, caliber: String?, side: Side, row: String, origin: SourceRange) {
            self.name = name; self.caliber = caliber; self.side = side; self.row = row; self.origin = origin
        }
    }

    public struct Target: Sendable {
        public var name: String
        public var value: Expression
        public init(name: String, value: Expression) { self.name = name; self.value = value }
    }

    public enum Categories: Sendable, Hashable {
        /// Row codes; `["*"]` for all rows but totals.
        case rows([String])
        /// The last n months up to the period.
        case months(Int)
        /// The category labels are the record labels of a record table.
        case records(String)
    }

    public struct CategoryNote: Sendable, Hashable {
        public var prefix: String
        public var column: String
        public var suffix: String
        public init(prefix: String, column: String, suffix: String) { self.prefix = prefix; self.column = column; self.suffix = suffix }
    }

    public init(
        id: String, kind: Kind, title: String, unit: Unit, decimals: Int? = nil, categories: Categories, series: [SeriesDefinition],
        startsAtZero: Bool = true, band: String? = nil, categoryNote: CategoryNote? = nil,
        references: [Reference] = [], target: Target? = nil, origin: SourceRange
    ) {
        self.id = id; self.kind = kind; self.title = title; self.unit = unit; self.decimals = decimals ?? unit.defaultDecimals
        self.categories = categories; self.series = series; self.startsAtZero = startsAtZero; self.band = band
        self.categoryNote = categoryNote; self.references = references; self.target = target; self.origin = origin
    }
}

/// One series: a column over the categories' rows, or one cell over the months.
public struct SeriesDefinition: Sendable, Hashable {
    public var name: String
    /// Column code or name.
    public var column: String
    /// Row code, for categories that are months.
    public var row: String?
    /// Planned or past values are drawn in a light tint.
    public var tinted: Bool
    /// Unit of the right axis, for the line of `bars-and-line`.
    public var unit: Unit?
    public var origin: SourceRange
    public init(name: String, column: String, row: String? = nil, tinted: Bool = false, unit: Unit? = nil, origin: SourceRange) {
        self.name = name; self.column = column; self.row = row; self.tinted = tinted; self.unit = unit; self.origin = origin
    }
}
