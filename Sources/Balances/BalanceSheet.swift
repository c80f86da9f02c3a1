public import Quantities
public import ReportModel
public import Warehouse

/// Collects the comparisons of one balance: all are counted, those that do not simply agree are kept.
public struct BalanceSheet {
    public let definition: BalanceDefinition
    public private(set) var results: [BalanceResult] = []
    public private(set) var lines: [BalanceLine] = []
    private var positions: [String: Int] = [:]
    private var hasWhole: Set<Int> = []

    public init(_ definition: BalanceDefinition) { self.definition = definition }

    public mutating func add(_ line: BalanceLine) {
        let key = "\(line.subject)\u{0}\(line.item)"
        let index = positions[key] ?? results.count
        if index == results.count {
            positions[key] = index
            results.append(BalanceResult(balance: definition.id, subject: line.subject, item: line.item))
        }
        results[index].compared += 1
        switch line.verdict {
        case .agrees: results[index].agreed += 1
        case .explained: results[index].explained += 1
        case .warns: results[index].warned += 1
        case .blocks: results[index].blocked += 1
        case .open: results[index].open += 1
        }
        if definition.kind != .reports { total(line, index) }
        if line.verdict != .agrees { lines.append(line) }
    }

    /// The comparison of the whole wins over the sums of the parts.
    private mutating func total(_ line: BalanceLine, _ index: Int) {
        if line.place.isEmpty {
            results[index].left = line.left
            results[index].right = line.right
            hasWhole.insert(index)
        } else if !hasWhole.contains(index) {
            results[index].left = Self.sum(results[index].left, line.left)
            results[index].right = Self.sum(results[index].right, line.right)
        }
    }

    private static func sum(_ a: Amount?, _ b: Amount?) -> Amount? {
        guard let a else { return b }
        guard let b else { return a }
        return try? a.adding(b)
    }

    /// Two figures that must be equal to the last cent; `cause` is asked when they are not.
    public mutating func exact(
        _ subject: String, _ item: String, _ place: String = "", left: Amount?, right: Amount?, cause: () -> (kind: String, text: String)? = { nil }
    ) {
        var line = BalanceLine(balance: definition.id, subject: subject, item: item, place: place, left: left, right: right, verdict: .agrees)
        if left == nil || right == nil {
            line.verdict = .open
        } else if left != right {
            line.verdict = definition.severity == .blocks ? .blocks : .warns
        }
        if line.verdict != .agrees, let found = cause() {
            line.causeKind = found.kind
            line.cause = found.text
        }
        add(line)
    }
}

/// `district=110105 class=11`
func placeText(_ dimensions: [String], _ members: [String]) -> String {
    zip(dimensions, members).map { "\($0)=\($1)" }.joined(separator: " ")
}
