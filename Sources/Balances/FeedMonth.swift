public import Cubes
public import Quantities
public import ReportModel
public import Warehouse

/// What is loaded of one interface for one month, and what was loaded before.
public struct FeedMonth: Sendable {
    /// As resolved for the month.
    public var specification: InterfaceSpecification
    public var record: LoadRecord
    public var summary: SummaryTable
    /// Accepted rows for each combination of members; nil: not counted yet.
    public var rowCounts: [[String]: Int]?
    /// The batch that this one took the place of.
    public var former: LoadRecord?
    public var formerSummary: SummaryTable?
    public var formerRowCounts: [[String]: Int]?
    /// It was loaded under other definitions than today's.
    public var hasOldRules: Bool
    public init(
        specification: InterfaceSpecification, record: LoadRecord, summary: SummaryTable, rowCounts: [[String]: Int]? = nil, former: LoadRecord? = nil,
        formerSummary: SummaryTable? = nil, hasOldRules: Bool = false
    ) {
        self.specification = specification; self.record = record; self.summary = summary; self.rowCounts = rowCounts; self.former = former
        self.formerSummary = formerSummary; self.hasOldRules = hasOldRules
    }

    var oldRules: (kind: String, text: String)? {
        hasOldRules ? ("rules", "批次 \(record.batch.id) 按旧规则装载，须重新装载") : nil
    }
}
