internal import Composition
internal import Diagnostics
internal import Quantities

/// Says plainly how the 审核关系 of a form came out.
enum RelationSummary {
    private static let shownFailures = 6

    static func sentences(_ relations: [RelationResult]) -> [String] {
        let failed = relations.filter { !$0.failures.isEmpty }
        let open = relations.reduce(0) { $0 + $1.notEvaluated }
        var sentences: [String] = []
        if failed.isEmpty {
            sentences.append(
                open == 0 ? "本表审核关系 \(relations.count) 条全部通过。"
                    : "本表审核关系 \(relations.count) 条，已核对的全部通过；\(open) 处因缺数据未核对。")
        } else {
            let passed = relations.count - failed.count
            sentences.append(
                "本表审核关系 \(relations.count) 条：\(passed) 条通过，\(failed.count) 条不符" + (open == 0 ? "。" : "；\(open) 处因缺数据未核对。"))
            sentences += failures(failed)
        }
        for relation in relations {
            if let exception = relation.exception { sentences.append("\(relation.text) 按例外处理：\(exception)。") }
        }
        return sentences
    }

    private static func failures(_ relations: [RelationResult]) -> [String] {
        var sentences: [String] = [], left = shownFailures
        let total = relations.reduce(0) { $0 + $1.failures.count }
        for relation in relations where left > 0 {
            let shown = relation.failures.prefix(left)
            left -= shown.count
            let places = shown.map { "\($0.place)：\(printed($0.left)) 与 \(printed($0.right))" }.joined(separator: "，")
            sentences.append("\(relation.severity == .error ? "不符" : "提示")：\(relation.text)（\(places)）。")
        }
        if total > shownFailures { sentences.append("共 \(total) 处不符，其余见审核报告。") }
        return sentences
    }

    private static func printed(_ amount: Amount) -> String { (try? amount.rounded(toScale: 2).text()) ?? amount.description }
}
