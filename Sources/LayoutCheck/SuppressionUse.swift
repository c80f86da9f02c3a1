public import Diagnostics
public import Quantities
public import ReportModel

/// Applies the accepted findings to those of a run, report by report, and tells in the end what is wrong with the list itself.
public struct SuppressionUse: Sendable {
    private let suppressions: [LayoutSuppression]
    private let today: CalendarDate
    private var uses: [Int]
    private var reports: Set<String> = []
    public private(set) var suppressed = 0

    /// `today`: a suppression that ended before it no longer holds.
    public init(_ suppressions: [LayoutSuppression], today: CalendarDate) {
        self.suppressions = suppressions
        self.today = today
        uses = Array(repeating: 0, count: suppressions.count)
    }

    /// What is left of the findings of a report; `code` is its form number.
    public mutating func apply(to findings: [LayoutFinding], of code: String) -> [LayoutFinding] {
        reports.insert(code)
        return findings.filter { finding in
            var isSuppressed = false
            for (index, suppression) in suppressions.enumerated() where suppression.covers(finding, of: code) && suppression.expires >= today {
                uses[index] += 1
                isSuppressed = true
            }
            if isSuppressed { suppressed += 1 }
            return !isSuppressed
        }
    }

    /// Expired ones (LC090) and unknown rules (LC092) are errors; one that suppressed nothing (LC091) is a warning, given only
    /// when `isComplete`: every report that it names was checked for all scopes.
    public func diagnostics(isComplete: Bool = true) -> [Diagnostic] {
        suppressions.enumerated().compactMap { index, suppression in
            let name = "the suppression of \(suppression.rule) in \(suppression.report)"
            if LayoutFinding.Rule(rawValue: suppression.rule) == nil {
                let rules = LayoutFinding.Rule.allCases.map(\.rawValue)
                return Diagnostic(
                    "LC092", .error, "there is no layout rule '\(suppression.rule)'", at: suppression.origin,
                    hint: Suggestion.nearest(to: suppression.rule, among: rules).map { "did you mean '\($0)'?" } ?? "rules: \(rules[0]) to \(rules[rules.count - 1])")
            }
            if suppression.expires < today {
                return Diagnostic(
                    "LC090", .error, "\(name) expired on \(suppression.expires) (today counts as \(today))", at: suppression.origin,
                    hint: "remove the cause of the finding and this entry, or give a new day with a reason")
            }
            if isComplete, uses[index] == 0, reports.contains(suppression.report) {
                return Diagnostic(
                    "LC091", .warning, "\(name) suppresses nothing", at: suppression.origin, hint: "remove this entry: the finding is gone")
            }
            return nil
        }
    }
}

extension LayoutSuppression {
    func covers(_ finding: LayoutFinding, of code: String) -> Bool {
        rule == finding.rule.rawValue && report == code && (page == nil || page == finding.page) && (cell.map(finding.element.hasPrefix) ?? true)
    }
}
