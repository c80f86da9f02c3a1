public import Diagnostics
public import Quantities

/// One line of a provider's request file (编码变更申请): a code that is new, changes, or ends.
public struct CodeRequest: Sendable, Hashable {
    public enum Action: String, Sendable, Hashable, CaseIterable {
        /// 新增: a code that is not in force yet.
        case new
        /// 变更: another name, short name or parent from a day on; the line until then stays as it is.
        case change
        /// 停用: the last day of a code, with what takes its place.
        case end

        public var name: String {
            switch self {
            case .new: "新增"
            case .change: "变更"
            case .end: "停用"
            }
        }
        static func named(_ text: String) -> Action? { allCases.first { $0.rawValue == text || $0.name == text } }
    }

    public var table: String
    public var code: String
    /// Empty: as it was (for a change), or not asked (for an end).
    public var name: String
    public var short: String
    /// Empty: as it was, or none; `-`: none any more.
    public var parent: String
    /// First day of a new or changed code.
    public var from: CalendarDate?
    /// Last day of a code that ends.
    public var to: CalendarDate?
    public var action: Action
    public var successors: [String]
    public var reason: String
    /// Line in the request file.
    public var origin: SourceRange

    public init(
        table: String, code: String, name: String, short: String, parent: String, from: CalendarDate?, to: CalendarDate?, action: Action, successors: [String], reason: String,
        origin: SourceRange
    ) {
        self.table = table; self.code = code; self.name = name; self.short = short; self.parent = parent; self.from = from; self.to = to
        self.action = action; self.successors = successors; self.reason = reason; self.origin = origin
    }

    /// Asks for the same thing, whatever the reason.
    public func isSame(as other: CodeRequest) -> Bool {
        table == other.table && code == other.code && name == other.name && short == other.short && parent == other.parent && from == other.from && to == other.to
            && action == other.action && successors == other.successors
    }
}
