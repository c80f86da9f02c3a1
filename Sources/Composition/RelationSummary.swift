internal import Diagnostics
internal import Quantities

/// 审核关系 of a form in the words of every output: the result, the relations that fail, the exceptions that were applied.
public struct RelationSummary {
    /// `本表审核关系 10 条全部通过。`
    public let result: String
    /// A sentence for each relation that fails, and one for what is not shown.
    public let failures: [String]
    /// A sentence for each documented exception.
    public let exceptions: [String]
    private let relations: [RelationResult]
    /// Single comparisons that are named; the others stand in the figures file.
    public static let shownFailures = 6

    public init(_ relations: [RelationResult]) {
        self.relations = relations
        let failed = relations.filter { !$0.failures.isEmpty }, open = relations.reduce(0) { $0 + $1.notEvaluated }
        let unchecked = "；\(open) 处（涉及 \(relations.count { $0.notEvaluated > 0 }) 条）因缺数据未核对。"
        if !relations.isEmpty, open > 0, relations.allSatisfy({ $0.checked == 0 }) {
            result = "本表审核关系 \(relations.count) 条，本期因缺数据均未核对。"
        } else if failed.isEmpty {
            result = open == 0
                ? "本表审核关系 \(relations.count) 条全部通过。" : "本表审核关系 \(relations.count) 条，已核对的全部通过\(unchecked)"
        } else {
            result = "本表审核关系 \(relations.count) 条：\(relations.count - failed.count) 条通过，\(failed.count) 条不符"
                + (open == 0 ? "。" : unchecked)
        }
        failures = Self.failures(failed)
        exceptions = relations.compactMap { relation in relation.exception.map { "\(relation.printed.spaced) 按例外处理：\($0.spaced)。" } }
    }

    /// The relations and the result in one paragraph, without the failures; empty when there are no relations.
    public var paragraph: String {
        relations.isEmpty ? "" : relations.map(\.printed.spaced).joined(separator: "；") + "。" + result + exceptions.joined()
    }

    private static func failures(_ relations: [RelationResult]) -> [String] {
        var sentences: [String] = [], left = shownFailures
        let total = relations.reduce(0) { $0 + $1.failures.count }
        for relation in relations where left > 0 {
            let shown = relation.failures.prefix(left)
            left -= shown.count
            let places = shown.map { "\($0.place.spaced)：\(printed($0.left)) 与 \(printed($0.right))" }.joined(separator: "，")
            sentences.append("\(relation.severity == .error ? "不符" : "提示")：\(relation.printed.spaced)（\(places)）。")
        }
        if total > shownFailures { sentences.append("共 \(total) 处不符，其余见审核报告。") }
        return sentences
    }

    private static func printed(_ amount: Amount) -> String { (try? amount.rounded(toScale: 2).text()) ?? amount.description }
}
