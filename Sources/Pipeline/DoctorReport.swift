/// What `gazette doctor` found: a line per item.
public struct DoctorReport: Sendable {
    public enum State: String, Sendable, Comparable {
        case good, attention, stop
        public var symbol: String { self == .good ? "●" : self == .attention ? "▲" : "■" }
        private var rank: Int { self == .good ? 0 : self == .attention ? 1 : 2 }
        public static func < (a: State, b: State) -> Bool { a.rank < b.rank }
    }

    public struct Item: Sendable {
        /// `nullability`
        public var id: String
        /// 为空性
        public var name: String
        public var state: State = .good
        /// What was looked at, in numbers.
        public var checked = ""
        /// What is wrong, a line each.
        public var findings: [String] = []
        /// What to do.
        public var advice = ""

        init(_ id: String, _ name: String) { self.id = id; self.name = name }

        mutating func stop(_ finding: String, advice: String) { note(finding, .stop, advice) }
        mutating func warn(_ finding: String, advice: String) { note(finding, .attention, advice) }

        private mutating func note(_ finding: String, _ state: State, _ advice: String) {
            findings.append(finding)
            if state > self.state || self.advice.isEmpty { self.advice = advice }
            self.state = max(self.state, state)
        }
    }
    public var items: [Item] = []
    public var state: State { items.map(\.state).max() ?? .good }
}
