/// A value of the mart as it is stored.
public enum MartValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)

    public static func optional(_ text: String?) -> MartValue { text.map(MartValue.text) ?? .null }
    public static func flag(_ value: Bool) -> MartValue { .integer(value ? 1 : 0) }
}

/// Rows of one table of the mart, as many values as columns.
public struct MartRows: Sendable, Hashable {
    public var table: String
    public var columns: [String]
    public var rows: [[MartValue]]
    public init(_ table: String, columns: [String], rows: [[MartValue]] = []) { self.table = table; self.columns = columns; self.rows = rows }
}

/// What of the mart's structure follows from the definitions: the columns of `fact`, and views.
public struct MartStructure: Sendable, Hashable {
    public struct View: Sendable, Hashable {
        public var name: String
        /// The SELECT.
        public var query: String
        public init(name: String, query: String) { self.name = name; self.query = query }
    }
    /// Dimensions that cells are split by: a column of `fact` each.
    public var dimensions: [String]
    public var views: [View]
    public init(dimensions: [String], views: [View]) { self.dimensions = dimensions; self.views = views }

    /// Columns of `fact` in order.
    public var factColumns: [String] { ["batch", "interface", "period", "measure", "part"] + dimensions + ["state", "value", "scale", "unit"] }

    var factStatements: String {
        let members = dimensions.map { "\"\($0)\" TEXT, " }.joined()
        return """
            CREATE TABLE fact(
                batch TEXT NOT NULL REFERENCES batch(id), interface TEXT NOT NULL, period TEXT NOT NULL CHECK(length(period) = 7), measure TEXT NOT NULL,
                part TEXT NOT NULL, \(members)state TEXT NOT NULL CHECK(state IN ('value', 'suppressed')), value INTEGER, scale INTEGER NOT NULL, unit TEXT NOT NULL,
                CHECK((state = 'value') = (value IS NOT NULL))) STRICT;
            CREATE INDEX fact_measure ON fact(measure, period);
            CREATE INDEX fact_batch ON fact(batch);
            """
    }
}

/// The figures of one built report for the mart; `rows` are those of its tables, with `report` left out.
public struct MartReport: Sendable {
    public var code: String
    public var variant: String
    public var period: String
    public var scope: String
    public var title: String
    public var scopeName: String
    public var frequency: String
    /// Digest of everything that the figures follow from: equal inputs are not written again.
    public var inputs: String
    public var provenanceCode: String
    public var rows: [Row]
    public var columns: [Column]
    public var figures: [Figure]
    /// Ids of batches, by number of the set.
    public var sourceSets: [[String]]

    public struct Row: Sendable {
        public var table: Int, number: Int
        public var code: String, title: String
        public var level: Int
        public var style: String
        public init(table: Int, number: Int, code: String, title: String, level: Int, style: String) {
            self.table = table; self.number = number; self.code = code; self.title = title; self.level = level; self.style = style
        }
    }
    public struct Column: Sendable {
        public var table: Int, number: Int
        public var code: String, title: String
        public var member: String?
        public var unit: String
        public var decimals: Int
        public init(table: Int, number: Int, code: String, title: String, member: String?, unit: String, decimals: Int) {
            self.table = table; self.number = number; self.code = code; self.title = title; self.member = member; self.unit = unit; self.decimals = decimals
        }
    }
    public struct Figure: Sendable {
        public var table: Int, row: Int, column: Int
        /// value, zero, missing, not-applicable, suppressed
        public var state: String
        /// Exact, in the base unit; nil where there is no number.
        public var value: String?
        /// Decimals of `value`; nil where it is a quotient that has no decimal form.
        public var scale: Int?
        public var printed: String
        public var sourceSet: Int
        public init(table: Int, row: Int, column: Int, state: String, value: String?, scale: Int?, printed: String, sourceSet: Int) {
            self.table = table; self.row = row; self.column = column; self.state = state; self.value = value; self.scale = scale
            self.printed = printed; self.sourceSet = sourceSet
        }
    }

    public init(code: String, variant: String, period: String, scope: String, title: String, scopeName: String, frequency: String, inputs: String, provenanceCode: String) {
        self.code = code; self.variant = variant; self.period = period; self.scope = scope; self.title = title; self.scopeName = scopeName
        self.frequency = frequency; self.inputs = inputs; self.provenanceCode = provenanceCode
        rows = []; columns = []; figures = []; sourceSets = []
    }
}
