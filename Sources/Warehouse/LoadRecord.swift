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
    /// Rule → rows that were loaded and wait for a decision.
    public var suspects: [ErrorCount] = []
    /// Rule → rows that were loaded and counted.
    public var warnings: [ErrorCount] = []
    /// Filter → rows left out by declaration; not among the batch's rows.
    public var filters: [ErrorCount] = []
    public var rounded: Int
    public var defaulted: Int
    /// Suspects that earlier decisions settled: accepted as they are, and loaded with corrected values.
    public var settled = 0
    public var corrected = 0
    /// Number column → sum of the accepted rows × 10^scale.
    public var sums: [ColumnSum]
    /// The files of the delivery, in order.
    public var files: [FileRecord] = []
    /// What headers and trailers declare, beside what was counted.
    public var controls: [ControlResult] = []
    /// What was delivered and is not loaded as it stands, by district and figure. Kept with the batch, but not read with its
    /// history: `Warehouse.districtFigures(batch:)`.
    public var districts: [DistrictFigure] = []
    /// `A` or `B`: interface files, or the business backup library.
    public var source = "A"
    /// When it was loaded, as the caller says.
    public var loadedAt: String?

    public struct ErrorCount: Sendable, Hashable {
        public var name: String
        public var count: Int
        public init(name: String, count: Int) { self.name = name; self.count = count }
    }
    public struct ColumnSum: Sendable, Hashable {
        public var column: String
        public var sum: Int64
        public var scale: Int
        /// Sum of the rejected rows whose value can be read.
        public var rejected: Int64
        /// Rejected rows whose value cannot be read.
        public var unreadable: Int
        public init(column: String, sum: Int64, scale: Int, rejected: Int64 = 0, unreadable: Int = 0) {
            self.column = column; self.sum = sum; self.scale = scale; self.rejected = rejected; self.unreadable = unreadable
        }
    }
    public struct FileRecord: Sendable, Hashable {
        public var name: String
        public var digest: String
        public var bytes: Int
        public var rows: Int
        public var accepted: Int
        /// Of the texts; character sets by their names in a database.
        public var encoding: String
        /// `text`, `oracle-exp` …
        public var form: String
        /// Table that the rows stand in; empty for text.
        public var table: String
        public init(name: String, digest: String, bytes: Int, rows: Int, accepted: Int, encoding: String, form: String = "text", table: String = "") {
            self.name = name; self.digest = digest; self.bytes = bytes; self.rows = rows; self.accepted = accepted; self.encoding = encoding
            self.form = form; self.table = table
        }
    }
    /// declared = loaded + rejected + filtered + unexplained
    public struct ControlResult: Sendable, Hashable {
        public var file: String
        /// `header rows`, `trailer sum base`
        public var item: String
        public var declared: Int64
        public var loaded: Int64
        public var rejected: Int64
        public var filtered: Int64
        public var scale: Int
        /// Rejected rows whose value cannot be read; they explain a difference of a sum.
        public var unreadable: Int
        public var unexplained: Int64 { declared - loaded - rejected - filtered }
        public init(file: String, item: String, declared: Int64, loaded: Int64, rejected: Int64, filtered: Int64, scale: Int, unreadable: Int) {
            self.file = file; self.item = item; self.declared = declared; self.loaded = loaded; self.rejected = rejected
            self.filtered = filtered; self.scale = scale; self.unreadable = unreadable
        }
    }

    public struct DistrictFigure: Sendable, Hashable {
        public enum Kind: String, Sendable, CaseIterable {
            case rejected, filtered
            /// Rows loaded with other values by decision: as received, less as loaded.
            case corrected
        }
        public var kind: Kind
        /// Code of the district; empty for rows whose district cannot be read.
        public var district: String
        /// `rows`, `sum COLUMN`, `measure CODE`, `measure CODE PART`.
        public var figure: String
        /// Sum of what can be read, × 10^scale.
        public var value: Int64
        public var scale: Int
        /// Rows whose part of the figure cannot be read.
        public var unreadable: Int
        public init(kind: Kind, district: String, figure: String, value: Int64, scale: Int, unreadable: Int) {
            self.kind = kind; self.district = district; self.figure = figure; self.value = value; self.scale = scale; self.unreadable = unreadable
        }
    }

    public init(
        batch: Batch, interface: String, period: ReportingPeriod, sequence: Int, recipe: String, supersededBy: String? = nil,
        errors: [ErrorCount], rounded: Int, defaulted: Int, sums: [ColumnSum]
    ) {
        self.batch = batch; self.interface = interface; self.period = period; self.sequence = sequence; self.recipe = recipe
        self.supersededBy = supersededBy; self.errors = errors; self.rounded = rounded; self.defaulted = defaulted; self.sums = sums
    }
}
