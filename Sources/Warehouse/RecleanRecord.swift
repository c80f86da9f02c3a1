public import Quantities

/// 重洗: past months loaded again under other rules, aside of what is in force until somebody decides.
public struct RecleanRecord: Sendable {
    public enum State: String, Sendable, CaseIterable {
        case open, switched, discarded
    }
    /// A batch that waits, and the one that it would replace.
    public struct Item: Sendable, Hashable {
        public var interface: String
        public var period: ReportingPeriod
        public var batch: String
        /// Nil: nothing was loaded for the month.
        public var base: String?
        public init(interface: String, period: ReportingPeriod, batch: String, base: String?) {
            self.interface = interface; self.period = period; self.batch = batch; self.base = base
        }
    }
    public var id: Int64
    public var first: ReportingPeriod
    public var last: ReportingPeriod
    /// Folder of the rules, as given.
    public var definitions: String
    public var madeAt: String
    public var state: State
    public var items: [Item]
    public var reason: String?
    public var person: String?
    public var decidedAt: String?
    public init(
        id: Int64, first: ReportingPeriod, last: ReportingPeriod, definitions: String, madeAt: String, state: State = .open, items: [Item], reason: String? = nil,
        person: String? = nil, decidedAt: String? = nil
    ) {
        self.id = id; self.first = first; self.last = last; self.definitions = definitions; self.madeAt = madeAt; self.state = state; self.items = items
        self.reason = reason; self.person = person; self.decidedAt = decidedAt
    }
}
