internal import Cubes
internal import Quantities
internal import ReportModel

/// The last of the numbered notes: what —, 缺 and * mean, as far as they stand on the form and its own notes do not say it, and for
/// 缺 the interfaces that are not loaded.
struct MarkExplanation {
    let context: ReportContext

    /// Nil when there is nothing to say. The report as it is printed.
    func note(for report: BuiltReport) -> BuiltNote? {
        let text = [meanings(in: report), notLoaded(in: report)].compactMap(\.self).joined()
        return text.isEmpty ? nil : BuiltNote(mark: nil, text: text)
    }

    private func meanings(in report: BuiltReport) -> String? {
        let theme = context.catalogue.theme
        let marks = [(theme.notApplicableText, "不适用"), (theme.missingText, "无数据"), (theme.suppressedText, "为保护个人信息予以隐去")]
        let shown = shown(in: report)
        let told = marks.filter { mark in shown.contains(mark.0) && !report.notes.contains { Self.explains($0.text, mark.0) } }
        return told.isEmpty ? nil : told.map { "“\($0.0)”表示\($0.1)" }.joined(separator: "，") + "。"
    }

    /// `2026 年 10 月未载入的接口数据：失业保险金发放。` Only what a 缺 on the form comes from, and of the months of the report's year: its own, and
    /// earlier ones that something was loaded for (before a workspace's first month everything is missing).
    private func notLoaded(in report: BuiltReport) -> String? {
        let cells = report.tables.flatMap(\.rows.stored).flatMap(\.cells), missing = Set(cells.map(\.value).filter { $0.kind == "missing" })
        if missing.isEmpty { return nil }
        let sentences = report.period.yearToDate.compactMap { month -> String? in
            guard month == report.period || context.cube.periods.contains(month) else { return nil }
            let ids = context.catalogue.interfaces.map(\.id).filter { missing.contains(.notLoaded($0, month)) && !context.cube.holds($0, in: month) }
            var names: [String] = []
            for id in ids {
                if let name = context.catalogue.interface(id, for: month)?.name, !names.contains(name) { names.append(name) }
            }
            return names.isEmpty ? nil : "\(month.printed)未载入的接口数据：\(names.joined(separator: "、"))。"
        }
        return sentences.isEmpty ? nil : sentences.joined()
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
