public import Quantities

/// The summary cells that one load of one interface file produced: what reports read instead of detail rows.
public struct SummaryTable: Sendable, Hashable {
    /// Interface specification id: `pension`.
    public var interface: String
    public var period: ReportingPeriod
    /// Insurance code when the whole file has one; it acts as a dimension with one member.
    public var insurance: String?
    public var batch: Batch
    /// Dimensions of `rows.members`, in this order: `district`, `class`.
    public var dimensions: [String]
    /// Sorted by measure, part, members.
    public var rows: [SummaryRow]

    public init(interface: String, period: ReportingPeriod, insurance: String?, batch: Batch, dimensions: [String], rows: [SummaryRow]) {
        self.interface = interface; self.period = period; self.insurance = insurance; self.batch = batch
        self.dimensions = dimensions; self.rows = rows
    }
}

/// One summary cell.
public struct SummaryRow: Sendable, Hashable, Comparable {
    public var measure: String
    /// Member of the dimension `part`, or empty.
    public var part: String
    /// Member code per dimension of the table; `*` where a distinct count is not split by that dimension.
    public var members: [String]
    /// In base units (元, 人) × 10^`scale`.
    public var value: Int64
    public var scale: Int

    public init(measure: String, part: String = "", members: [String], value: Int64, scale: Int) {
        self.measure = measure; self.part = part; self.members = members; self.value = value; self.scale = scale
    }

    public static func < (a: SummaryRow, b: SummaryRow) -> Bool {
        if a.measure != b.measure { return a.measure < b.measure }
        if a.part != b.part { return a.part < b.part }
        return a.members.lexicographicallyPrecedes(b.members)
    }
}

/// One accepted load of one interface file. A re-load makes a new batch that supersedes the old one; batches are history.
public struct Batch: Sendable, Hashable {
    /// `pension-202610-1`: interface, period, sequence of the load.
    public var id: String
    public var file: String
    /// SHA-256 of the file's bytes, hex.
    public var digest: String
    public var rows: Int
    public var accepted: Int
    public var rejected: Int
    public init(id: String, file: String, digest: String, rows: Int, accepted: Int, rejected: Int) {
        self.id = id; self.file = file; self.digest = digest; self.rows = rows; self.accepted = accepted; self.rejected = rejected
    }
}
