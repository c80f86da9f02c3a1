internal import Composition
internal import Diagnostics
internal import Quantities

/// 审核关系 in the page's own words: the relations and the result in one paragraph, and a line for each relation that fails.
struct RelationSummary {
    let text: String
    let failures: [String]

    init(_ relations: [RelationResult]) {
        let failed = relations.filter { !$0.failures.isEmpty }
        let open = relations.reduce(0) { $0 + $1.notEvaluated }
        let result: String
        if failed.isEmpty {
            result = open == 0
                ? "本表审核关系 \(relations.count) 条全部通过。" : "本表审核关系 \(relations.count) 条，已核对的全部通过；\(open) 处因缺数据未核对。"
        } else {
            result = "本表审核关系 \(relations.count) 条：\(relations.count - failed.count) 条通过，\(failed.count) 条不符"
                + (open == 0 ? "。" : "；\(open) 处因缺数据未核对。")
        }
        let exceptions = relations.compactMap { relation in relation.exception.map { "\(relation.text) 按例外处理：\($0)。" } }
        text = relations.map(\.text).joined(separator: "；") + "。" + result + exceptions.joined()
        failures = failed.map { relation in
            let places = relation.failures.map { "\($0.place)：\(RelationSummary.printed($0.left)) 与 \(RelationSummary.printed($0.right))" }
            return "\(relation.severity == .error ? "不符" : "提示")：\(relation.text)（\(places.joined(separator: "，"))）。"
        }
    }

    private static func printed(_ amount: Amount) -> String { (try? amount.rounded(toScale: 2).text()) ?? amount.description }
}
