public import Quantities

/// One comparison of a balance that did not simply agree, or the reason why it could not be made.
public struct BalanceLine: Sendable, Hashable {
    public enum Verdict: String, Sendable, CaseIterable {
        case agrees
        /// Out of line with a cause that was found in the data, or with an explanation on record.
        case explained
        case warns
        case blocks
        /// Not compared: one side is not there.
        case open
    }
    /// Id of the balance's definition.
    public var balance: String
    /// Interface or report.
    public var subject: String
    /// Measure, cell or column.
    public var item: String
    /// `district=110105 class=11`; empty: the whole.
    public var place: String
    /// Nil: there is none.
    public var left: Amount?
    public var right: Amount?
    public var verdict: Verdict
    /// What the data say about the reason: `policy`, `delivery`, `codes` …; nil: none found.
    public var causeKind: String?
    public var cause: String?

    public init(
        balance: String, subject: String, item: String, place: String = "", left: Amount?, right: Amount?, verdict: Verdict, causeKind: String? = nil,
        cause: String? = nil
    ) {
        self.balance = balance; self.subject = subject; self.item = item; self.place = place; self.left = left; self.right = right
        self.verdict = verdict; self.causeKind = causeKind; self.cause = cause
    }

    /// Nil when a side is missing.
    public var difference: Amount? {
        guard let left, let right else { return nil }
        return try? left.subtracting(right)
    }
}

/// All comparisons of a balance about one item of one subject, counted.
public struct BalanceResult: Sendable, Hashable {
    public var balance: String
    public var subject: String
    public var item: String
    public var compared = 0
    public var agreed = 0
    public var explained = 0
    public var warned = 0
    public var blocked = 0
    public var open = 0
    /// Of the whole, where there is one comparison of it; else the sums.
    public var left: Amount?
    public var right: Amount?
    public init(balance: String, subject: String, item: String) { self.balance = balance; self.subject = subject; self.item = item }
}

/// The balances of a month as they were computed at one time.
public struct BalanceRun: Sendable {
    public var id: Int64
    public var period: ReportingPeriod
    public var runAt: String
    /// Digest of the definitions that it was computed under.
    public var definitions: String
    /// Ids of the batches that it read, of this month and the one before, sorted.
    public var batches: [String]
    /// Balance → why it was left out of this run.
    public var skipped: [String]
    public var results: [BalanceResult]
    /// Numbered from 1 for the reader.
    public var lines: [BalanceLine]
    public init(
        id: Int64 = 0, period: ReportingPeriod, runAt: String, definitions: String, batches: [String], skipped: [String] = [],
        results: [BalanceResult] = [], lines: [BalanceLine] = []
    ) {
        self.id = id; self.period = period; self.runAt = runAt; self.definitions = definitions; self.batches = batches; self.skipped = skipped
        self.results = results; self.lines = lines
    }
}

/// Why a figure is right although it is out of line. It holds for these figures only.
public struct BalanceExplanation: Sendable, Hashable {
    public var id: Int64
    public var period: ReportingPeriod
    public var line: BalanceLine
    public var reason: String
    public var person: String
    public var notedAt: String
    public init(id: Int64 = 0, period: ReportingPeriod, line: BalanceLine, reason: String, person: String, notedAt: String) {
        self.id = id; self.period = period; self.line = line; self.reason = reason; self.person = person; self.notedAt = notedAt
    }

    public func holds(for other: BalanceLine) -> Bool {
        line.balance == other.balance && line.subject == other.subject && line.item == other.item && line.place == other.place
            && line.left == other.left && line.right == other.right
    }
}
