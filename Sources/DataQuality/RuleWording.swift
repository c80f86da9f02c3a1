internal import Quantities
internal import ReportModel

/// A test of a row in the words of the form, for papers that go to a provider: `个人应缴 = 缴费基数 × 8%，容差 0.01`.
struct RuleWording {
    let specification: InterfaceSpecification

    func text(_ tests: [RowTest]) -> String { tests.map(text).joined(separator: "；") }

    func text(_ test: RowTest) -> String {
        switch test.kind {
        case .member(let column, let codes, let isNegated): "\(title(column)) \(isNegated ? "不属于" : "属于") \(codes.joined(separator: "、"))"
        case .filled(let column, let isFilled): "\(title(column)) \(isFilled ? "不为空" : "为空")"
        case .text(let column, let values, let isPrefix, let isNegated):
            "\(title(column)) \(isNegated ? "不" : "")\(isPrefix ? "以 \(values.joined(separator: "、")) 开头" : "是 \(values.joined(separator: "、"))")"
        case .compare(let left, let comparison, let right, let within):
            "\(text(left)) \(sign(comparison)) \(text(right))\(within.isZero ? "" : "，容差 \(within)")"
        case .between(let middle, let lower, let upper): "\(text(middle)) 在 \(text(lower)) 与 \(text(upper)) 之间"
        }
    }

    private func title(_ column: String) -> String { specification.columns.first { $0.name == column }?.title ?? column }

    private func sign(_ comparison: RowTest.Comparison) -> String {
        switch comparison {
        case .atLeast: "≥"
        case .atMost: "≤"
        default: comparison.rawValue
        }
    }

    private func text(_ sum: RowSum) -> String {
        sum.terms.enumerated().map { place, term in
            let sign = term.factor.isNegative ? (place == 0 ? "−" : " − ") : place == 0 ? "" : " + "
            return sign + text(term)
        }.joined()
    }

    private func text(_ term: RowSum.Term) -> String {
        let names = term.columns.map(title) + term.calibers.map { "口径 \($0)" } + [term.day.map { $0 == .start ? "期初日" : "期末日" }].compactMap { $0 }
        let factor = term.factor.magnitude
        if names.isEmpty { return "\(factor)" }
        return (names + (factor == .one ? [] : [percent(factor)])).joined(separator: " × ")
    }

    /// A share below one as it is spoken of: 8%.
    private func percent(_ factor: Amount) -> String {
        guard let hundred = try? factor.multiplied(by: Amount(100)), factor < .one else { return "\(factor)" }
        return "\(hundred.reduced)%"
    }
}
