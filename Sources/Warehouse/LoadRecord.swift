public import Cubes
public import Quantities

/// What one load of one interface file gave: the row of the batch history.
public struct LoadRecord: Sendable, Hashable {
    public var batch: Batch
    public var interface: String
    public var period: ReportingPeriod
    public var sequence: Int
    /// Digest of everything that shaped the result besides the file: specification, measures, codes, calibers.
    public var recipe: String
    /// Batch that took its place; nil while it is current.
    public var supersededBy: String?
    /// Error class → rejected rows, in the order of the classes.
    public var errors: [ErrorCount]
    public var rounded: Int
    public var defaulted: Int
    /// Number column → sum of the accepted rows × 10^scale.
    public var sums: [ColumnSum]

    public struct ErrorCount: Sendable, Hashable {
        public var name: String
        public var count: Int
        public init(name: String, count: Int) { self.name = name; self.count = count }
    }
    public struct ColumnSum: Sendable, Hashable {
        public var column: String
        public var sum: Int64
        public var scale: Int
        public init(column: String, sum: Int64, scale: Int) { self.column = column; self.sum = sum; self.scale = scale }
    }

    public init(
        batch: Batch, interface: String, period: ReportingPeriod, sequence: Int, recipe: String, supersededBy: String? = nil,
        errors: [ErrorCount], rounded: Int, defaulted: Int, sums: [ColumnSum]
    ) {
        self.batch = batch; self.interface = interface; self.period = period; self.sequence = sequence; self.recipe = recipe
        self.supersededBy = supersededBy; self.errors = errors; self.rounded = rounded; self.defaulted = defaulted; self.sums = sums
    }
}
