/// A request for a code as it is kept: one line of a request file, and how far it has come.
public struct StoredCodeRequest: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        case open, confirmed, rejected, applied
        /// Waits for somebody: the month should not be loaded yet.
        public var isUnsettled: Bool { self == .open || self == .confirmed }
    }
    public var id: Int64
    /// `202610`
    public var period: String
    public var file: String
    public var digest: String
    public var line: Int
    public var table: String
    public var code: String
    public var name: String
    public var short: String
    public var parent: String
    public var effectiveFrom: String?
    public var effectiveTo: String?
    public var action: String
    /// Codes separated by blanks.
    public var successors: String
    public var reason: String
    public var state: State

    public init(
        id: Int64 = 0, period: String, file: String, digest: String, line: Int, table: String, code: String, name: String, short: String, parent: String,
        effectiveFrom: String?, effectiveTo: String?, action: String, successors: String, reason: String, state: State = .open
    ) {
        self.id = id; self.period = period; self.file = file; self.digest = digest; self.line = line; self.table = table; self.code = code; self.name = name
        self.short = short; self.parent = parent; self.effectiveFrom = effectiveFrom; self.effectiveTo = effectiveTo; self.action = action
        self.successors = successors; self.reason = reason; self.state = state
    }
}

/// Who did what to a request, when and why.
public struct CodeEvent: Sendable, Hashable {
    public var request: Int64
    /// requested, confirmed, rejected, applied
    public var event: String
    public var person: String
    public var reason: String
    public var notedAt: String
    public init(request: Int64, event: String, person: String, reason: String, notedAt: String) {
        self.request = request; self.event = event; self.person = person; self.reason = reason; self.notedAt = notedAt
    }
}

/// A code table's file before requests were applied to it: it can be brought back.
public struct CodeFile: Sendable, Hashable {
    public var id: Int64
    public var table: String
    public var digestBefore: String
    public var contentBefore: String
    public var digestAfter: String
    public var requests: [Int64]
    public var person: String
    public var notedAt: String
    public init(id: Int64 = 0, table: String, digestBefore: String, contentBefore: String, digestAfter: String, requests: [Int64], person: String, notedAt: String) {
        self.id = id; self.table = table; self.digestBefore = digestBefore; self.contentBefore = contentBefore; self.digestAfter = digestAfter
        self.requests = requests; self.person = person; self.notedAt = notedAt
    }
    /// The same file takes the place of the same file, for the same requests.
    func isSameReplacement(as other: CodeFile) -> Bool {
        table == other.table && digestBefore == other.digestBefore && digestAfter == other.digestAfter && requests == other.requests
    }
}
