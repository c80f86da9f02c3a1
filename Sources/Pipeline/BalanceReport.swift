internal import Documents
public import Quantities
internal import ReportModel
internal import Warehouse

/// The balances of a month as they are shown: with names, explanations, and whether they are still true.
public struct BalanceReport: Sendable {
    public struct Balance: Sendable {
        public var id: String
        public var name: String
        public var compared = 0
        public var agreed = 0
        public var explained = 0
        public var warned = 0
        public var blocked = 0
        public var open = 0
        /// Left out of the run.
        public var isSkipped = false
        /// Its differences block, unless something settles them.
        var canBlock = true
        var light: TrafficLight {
            if isSkipped || compared == 0 { return .open }
            if blocked > 0 { return .stop }
            if warned > 0 { return .attention }
            return open == compared ? .open : .good
        }
        /// `good`, `open`, `attention`, `stop`
        public var state: String { light.rawValue }
    }
    public struct Line: Sendable {
        public var number: Int
        public var balance: String
        public var subject: String
        public var item: String
        public var place: String
        /// Exact text, or nil.
        public var left: String?
        public var right: String?
        public var difference: String?
        /// `explained`, `warns`, `blocks`, `open`
        public var verdict: String
        /// What the data say: `policy`, `delivery`, `codes`, `caliber`, `specification`, `rules` …; or `explanation`.
        public var causeKind: String?
        public var cause: String?
        /// Both sides must be equal: no explanation makes it right.
        var isExact: Bool
        var stored: BalanceLine
        public var needsExplanation: Bool { !isExact && (verdict == "warns" || verdict == "blocks") }
    }
    public var period: ReportingPeriod
    public var runAt: String
    /// Why the result is no longer that of today's data and definitions.
    public var staleReasons: [String]
    public var balances: [Balance]
    public var lines: [Line]
    private let office: String
    private let mark: String

    public var isStale: Bool { !staleReasons.isEmpty }
    /// A balance that can block was left out.
    public var isPartial: Bool { balances.contains { $0.isSkipped && $0.canBlock } }
    public var isBlocking: Bool { balances.contains { $0.blocked > 0 } }

    init(
        _ run: BalanceRun, definitions: [BalanceDefinition], explanations: [BalanceExplanation], staleReasons: [String], mark: String, office: String,
        measures: [MeasureDefinition]
    ) {
        period = run.period; runAt = run.runAt; self.staleReasons = staleReasons; self.office = office; self.mark = mark
        let kinds = Dictionary(definitions.map { ($0.id, $0.kind) }, uniquingKeysWith: { first, _ in first })
        lines = run.lines.enumerated().map { index, stored in
            var line = Line(
                number: index + 1, balance: stored.balance, subject: stored.subject, item: stored.item, place: stored.place, left: stored.left?.description,
                right: stored.right?.description, difference: stored.difference?.description, verdict: stored.verdict.rawValue, causeKind: stored.causeKind,
                cause: stored.cause, isExact: kinds[stored.balance] != .months && kinds[stored.balance] != .change, stored: stored)
            if line.needsExplanation, let found = explanations.last(where: { $0.holds(for: stored) }) {
                line.verdict = "explained"
                line.causeKind = "explanation"
                line.cause = "\(found.reason)（\(found.person)，\(found.notedAt.prefix(10))）"
            }
            return line
        }
        var found: [Balance] = definitions.map { Balance(id: $0.id, name: $0.name, isSkipped: run.skipped.contains($0.id), canBlock: $0.canBlock) }
        for result in run.results {
            guard let index = found.firstIndex(where: { $0.id == result.balance }) else { continue }
            found[index].compared += result.compared
            found[index].agreed += result.agreed
        }
        for index in found.indices {
            let own = lines.filter { $0.balance == found[index].id }
            found[index].explained = own.count { $0.verdict == "explained" }
            found[index].warned = own.count { $0.verdict == "warns" }
            found[index].blocked = own.count { $0.verdict == "blocks" }
            found[index].open = own.count { $0.verdict == "open" }
        }
        balances = found
    }

    // MARK: Printed

    /// For a terminal; `all`: explained lines one by one, too.
    public func text(all: Bool = false) -> String { document(all: all).console }
    public func html(all: Bool = true) -> String { document(all: all).html }

    func document(all: Bool) -> Document {
        var document = Document(title: "平衡核对", head: [office, period.printed, "核对时间 \(runAt)"], mark: mark)
        if isStale { document.paragraph("▲ 结果已过时：\(staleReasons.joined(separator: "；"))。请重新核对：gazette balances run \(period)") }
        var table = DocumentTable(columns: [.init("平衡关系"), .init("状态"), .figures("比对"), .figures("相符"), .figures("有原因"), .figures("提示"), .figures("阻止"), .figures("未比对")])
        for balance in balances {
            let light: DocumentCell = .light(balance.light, balance.isSkipped ? "本次未做" : balance.light == .open ? "未比对" : "")
            table.add([.text(balance.name), light, .count(balance.compared), .count(balance.agreed), .count(balance.explained), .count(balance.warned), .count(balance.blocked), .count(balance.open)])
        }
        document.table(table)
        let pending = lines.filter { $0.verdict == "blocks" || $0.verdict == "warns" }
        document.heading("须处理 \(pending.count) 项")
        document.table(Self.table(pending))
        let causes = Dictionary(grouping: lines.filter { $0.verdict == "explained" || $0.verdict == "open" }, by: { "\($0.verdict)\u{0}\($0.cause ?? "")" })
        if !causes.isEmpty {
            document.heading("原因已查明或未比对")
            if all {
                document.table(Self.table(lines.filter { $0.verdict == "explained" || $0.verdict == "open" }))
            } else {
                var table = DocumentTable(columns: [.init("原因"), .figures("项数"), .init("涉及")])
                for (_, group) in causes.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
                    table.add([.text(group[0].cause ?? "—"), .count(group.count), .text(Set(group.map(\.subject)).sorted().joined(separator: "、"))])
                }
                document.table(table)
            }
        }
        return document
    }

    private static func table(_ lines: [Line]) -> DocumentTable {
        var table = DocumentTable(columns: [.figures("序号"), .init("状态"), .init("接口或报表"), .init("项目"), .init("位置"), .figures("本方"), .figures("对方"), .figures("差额"), .init("原因")])
        for line in lines {
            let light: TrafficLight = switch line.verdict {
            case "blocks": .stop
            case "warns": .attention
            case "open": .open
            default: .good
            }
            let word = switch line.verdict {
            case "blocks": "阻止"
            case "warns": "提示"
            case "open": "未比对"
            default: "有原因"
            }
            table.add([
                .count(line.number), .light(light, word), .code(line.subject), .code(line.item), .text(line.place.isEmpty ? "全部" : line.place), cell(line.left), cell(line.right),
                difference(line.difference), .text(line.cause ?? (line.isExact ? "必须相等" : "未查明，须说明")),
            ])
        }
        return table
    }

    private static func cell(_ text: String?) -> DocumentCell {
        guard let text else { return .missing }
        return decimal(text).map { .figure($0) } ?? .text(text)
    }

    private static func difference(_ text: String?) -> DocumentCell {
        guard let text else { return .notApplicable }
        return decimal(text).map { .difference($0) } ?? .text(text)
    }

    static func decimal(_ text: String) -> Decimal? {
        guard let amount = Amount(decimalText: text) else { return nil }
        let scale = text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
        return try? amount.rounded(toScale: scale)
    }
}
