public import Quantities

/// A decision about a suspect as it stands in the log; never changed, only revoked by a later one.
public struct StoredDecision: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable { case accept, fix, giveBack = "return" }

    public var id: Int64
    public var interface: String
    public var period: ReportingPeriod
    /// Line in the detail table of the batch that was looked at.
    public var line: Int64
    public var row: [UInt8]
    /// Ids of the rules that the row violates, separated by commas.
    public var rules: String
    public var decision: Kind
    /// For `fix`: the row that is loaded in its place.
    public var replacement: [UInt8]?
    public var reason: String
    public var person: String
    public var decidedAt: String
    public var batch: String
    public var revokedBy: Int64?

    public init(
        id: Int64 = 0, interface: String, period: ReportingPeriod, line: Int64, row: [UInt8], rules: String, decision: Kind, replacement: [UInt8]? = nil,
        reason: String, person: String, decidedAt: String, batch: String, revokedBy: Int64? = nil
    ) {
        self.id = id; self.interface = interface; self.period = period; self.line = line; self.row = row; self.rules = rules
        self.decision = decision; self.replacement = replacement; self.reason = reason; self.person = person; self.decidedAt = decidedAt
        self.batch = batch; self.revokedBy = revokedBy
    }
}
