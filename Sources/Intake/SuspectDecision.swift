/// What somebody decided about one row: applied whenever the same bytes come again in that feed and month.
public struct SuspectDecision: Sendable, Hashable {
    public enum Action: Sendable, Hashable {
        /// Load it, and do not ask again.
        case accept
        /// Load this row in its place.
        case fix([UInt8])
        /// Reject it to the class `returned`.
        case giveBack
    }
    /// The row as received, without its line end.
    public var row: [UInt8]
    public var action: Action
    public init(row: [UInt8], action: Action) { self.row = row; self.action = action }
}
