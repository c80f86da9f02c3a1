internal import Cubes
public import Quantities
public import ReportModel
public import Warehouse

/// All that is known about the load of one feed and month.
public struct FeedOutcome: Sendable {
    /// As resolved for the month.
    public var specification: InterfaceSpecification
    public var record: LoadRecord
    /// Nil when the error files of that load are no longer there.
    public var tally: RejectTally?
    /// Contacts about this feed and month.
    public var contacts: [ContactEntry]
    /// Who delivers it; nil: nobody is named in exchange.yaml.
    public var provider: String?
    /// Last day for the delivery, with the slips of the month.
    public var due: CalendarDate
    public var districts: CodeTable?

    public init(
        specification: InterfaceSpecification, record: LoadRecord, tally: RejectTally?, contacts: [ContactEntry], provider: String?, due: CalendarDate, districts: CodeTable?
    ) {
        self.specification = specification; self.record = record; self.tally = tally; self.contacts = contacts
        self.provider = provider; self.due = due; self.districts = districts
    }

    /// Records of all error classes: a row with several faults counts once in each of its classes.
    var errorRecords: Int { record.errors.reduce(0) { $0 + $1.count } }
    var suspectRecords: Int { record.suspects.reduce(0) { $0 + $1.count } }

    func districtName(_ code: String) -> String {
        code == RejectTally.unknown ? "无法判定" : districts?.member(code).map { "\($0.name)（\(code)）" } ?? code
    }

    /// Districts with rejected rows in the order of the code table, the unknown one last.
    var districtCodes: [String] {
        guard let tally else { return [] }
        return (districts?.members.map(\.code) ?? []).filter { tally.rows[$0] != nil } + (tally.rows[RejectTally.unknown] != nil ? [RejectTally.unknown] : [])
    }

    /// `缴费基数（base）`; of an error file's `period+person` and `16/15` in words.
    func columnTitle(_ name: String) -> String {
        let counts = name.split(separator: "/").compactMap { Int($0) }
        if counts.count == 2 { return "\(counts[0]) 列，应为 \(counts[1]) 列" }
        let parts = name.split(separator: "+").map { part in specification.columns.first { $0.name == part } }
        if parts.count > 1, parts.allSatisfy({ $0 != nil }) { return parts.map { $0!.title }.joined(separator: "、") }
        return specification.columns.first { $0.name == name }.map { "\($0.title)（\(name)）" } ?? name
    }
}

/// A part of a whole in percent, to three places; nil when the whole is nothing.
func share(_ part: Int, of whole: Int) -> Decimal? {
    whole == 0 ? nil : Decimal(unscaled: RoundingRule.halfAwayFromZero.divide(Int128(part) * 100_000, by: Int128(whole)), scale: 3)
}
