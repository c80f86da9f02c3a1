internal import Composition
internal import Diagnostics

/// 审核关系 as printed: the relations in one line with the result, and a line for each failure.
struct RelationSummary {
    let text: String
    let failures: [String]

    init(_ relations: [RelationResult]) {
        let checked = relations.reduce(0) { $0 + $1.checked }
        let open = relations.reduce(0) { $0 + $1.notEvaluated }
        let failed = relations.reduce(0) { $0 + $1.failures.count }
        var result = "本表核对 \(checked) 处，" + (failed == 0 ? "全部通过" : "\(failed) 处不符")
        if open > 0 { result += "；\(open) 处因缺数未核" }
        let texts = relations.map { relation in relation.text + (relation.exception.map { "（例外：\($0)）" } ?? "") }
        text = texts.joined(separator: "；") + "。" + result + "。"
        failures = relations.flatMap { relation in
            relation.failures.map { failure in
                "不符：\(relation.text)，\(failure.place)：\(failure.left) ≠ \(failure.right)" + (relation.severity == .error ? "" : "（提示）")
            }
        }
    }
}
