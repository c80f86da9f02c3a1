internal import ReportModel

/// The last of the numbered notes: what —, 缺 and * mean, as far as they stand on the form and its own notes do not say it.
struct MarkExplanation {
    let theme: Theme

    /// Nil when there is nothing to say. The report as it is printed.
    func note(for report: BuiltReport) -> BuiltNote? {
        let marks = [(theme.notApplicableText, "不适用"), (theme.missingText, "无数据"), (theme.suppressedText, "为保护个人信息予以隐去")]
        let shown = shown(in: report)
        let told = marks.filter { mark in shown.contains(mark.0) && !report.notes.contains { Self.explains($0.text, mark.0) } }
        return told.isEmpty ? nil : BuiltNote(mark: nil, text: told.map { "“\($0.0)”表示\($0.1)" }.joined(separator: "，") + "。")
    }

    /// Every way in which a note may name a mark: “—”, "—", 「—」.
    private static func explains(_ text: String, _ mark: String) -> Bool {
        [("“", "”"), ("\"", "\""), ("「", "」"), ("‘", "’")].contains { text.contains($0.0 + mark + $0.1) }
    }

    /// The texts of special values that stand in cells.
    private func shown(in report: BuiltReport) -> Set<String> {
        var found: Set<String> = []
        for table in report.tables {
            for row in table.rows.stored where row.style != .heading {
                for cell in row.cells where cell.display == nil { found.insert(cell.text) }
            }
            // In records only columns that do not apply show no number: the first row tells.
            for run in table.rows.runs {
                guard let first = run.run.first, !first.cells.arePlainNumbers else { continue }
                for cell in first.cells where cell.display == nil { found.insert(cell.text) }
            }
        }
        return found
    }
}
