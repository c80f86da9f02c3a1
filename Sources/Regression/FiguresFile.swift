public import Composition
internal import Cubes
internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `figures.tsv`: every figure of a report by business codes, with its exact value and what is printed.
///
/// Keys: `table/r02/c5` (`table-基金/r02/c5` in a further table), `chart/fig1/s2/k03` (series, category; its share of the whole at
/// `…/share`), `chart/fig1/axis2` (what stands at the ticks), `chart/fig1/label01` (targets, reference lines, bands, classes), `chart/fig1/k03/total` (above
/// a stack), `relation/04`, `note/02`, `caliber/base.lower/2025-07-01`.
/// Zero, missing, not applicable and suppressed are four types; a point that a chart does not have (`no-point`) says which of them it is.
public enum FiguresFile {
    static let columns = ["key", "type", "exact", "unit", "decimals", "rounding", "displayed", "marks", "adjustment", "calibers"]

    public static func text(of report: BuiltReport) -> String {
        var lines = FactLines(.figures, columns: columns)
        for (index, table) in report.tables.enumerated() { add(table, index == 0 ? "table" : "table-\(table.name)", rounding: report.rounding, to: &lines) }
        for chart in report.charts { add(chart, to: &lines) }
        for (index, relation) in report.relations.enumerated() { add(relation, number: index + 1, to: &lines) }
        for (index, note) in report.notes.enumerated() {
            lines.add(["note/\(twoDigits(index + 1))", "note", "", "", "", "", note.text, note.mark.map(String.init) ?? "", "", ""])
        }
        for caliber in report.calibers {
            let value = caliber.value
            lines.add([
                "caliber/\(caliber.id)/\(value.effective.from)", "caliber", value.value.description, caliber.unit.name, "", "", value.basis,
                "\(value.evidence.rawValue),\(value.dateEvidence.rawValue)", "", value.effective.to.map { "until \($0)" } ?? "",
            ])
        }
        return lines.text
    }

    private static func add(_ table: BuiltTable, _ key: String, rounding: RoundingRule, to lines: inout FactLines) {
        for row in table.rows where row.style != .heading {
            for (column, cell) in zip(table.columns, row.cells) {
                let exact: String
                switch cell.value {
                case .number(let amount): exact = amount.description
                case .missing(let reason): exact = reason
                case .notApplicable, .suppressed: exact = ""
                }
                lines.add([
                    "\(key)/r\(row.code)/c\(column.code)", cell.value.kind, exact, column.unit.name, cell.display.map { String($0.scale) } ?? "",
                    cell.display == nil ? "" : rounding.rawValue, cell.text, cell.marks.map(String.init).joined(separator: ","),
                    cell.provenance.adjustment == 0 ? "" : String(cell.provenance.adjustment), calibers(cell.provenance.calibers),
                ])
            }
        }
    }

    private static func calibers(_ list: [ResolvedCaliber]) -> String {
        list.map { "\($0.id)@\($0.value.effective.from)=\($0.value.value)" }.joined(separator: ";")
    }

    private static func add(_ chart: BuiltChart, to lines: inout FactLines) {
        lines.add(["chart/\(chart.id)", "chart", chart.kind.rawValue, chart.unit.name, "", "", "\(chart.number) \(chart.title) \(chart.unitText)", "", "", ""])
        let first = chart.kind == .stackedShare ? Unit.percent : chart.unit, second = chart.secondUnit ?? chart.unit
        for (number, axis) in [(chart.scale, first), (chart.secondScale, second)].enumerated() where ![.pie, .ring, .tileMap].contains(chart.kind) {
            guard let scale = axis.0 else { continue }
            lines.add(["chart/\(chart.id)/axis\(number + 1)", "axis", "", axis.1.name, "", "", scale.ticks.map(\.text).joined(separator: "|"), "", "", ""])
        }
        let labels = [chart.target?.text].compactMap { $0 } + chart.references.map(\.text) + (chart.band?.lines ?? []) + chart.classes
        for (index, label) in labels.enumerated() { lines.add(["chart/\(chart.id)/label\(twoDigits(index + 1))", "label", "", "", "", "", label, "", "", ""]) }
        for (index, category) in chart.categories.enumerated() {
            let text = [category.label, category.year ?? "", category.note ?? ""].joined(separator: "|")
            lines.add(["chart/\(chart.id)/k\(twoDigits(index + 1))", "category", "", "", "", "", text, "", "", ""])
            if let total = category.total { lines.add(["chart/\(chart.id)/k\(twoDigits(index + 1))/total", "label", "", chart.unit.name, "", "", total, "", "", ""]) }
        }
        for (number, series) in chart.series.enumerated() {
            lines.add(["chart/\(chart.id)/s\(number + 1)", "series", "", "", "", "", series.name, "", "", ""])
            for (index, point) in series.points.enumerated() {
                let key = "chart/\(chart.id)/s\(number + 1)/k\(twoDigits(index + 1))"
                guard let point else {
                    lines.add([key, "no-point", series.absence(at: index)?.rawValue ?? "", "", "", "", "", "", "", ""])
                    continue
                }
                let unit = series.usesSecondScale ? second : chart.unit
                lines.add([key, "point", point.display.description, unit.name, String(point.display.scale), "", point.text, "", "", ""])
                if let share = point.share { lines.add(["\(key)/share", "share", "", Unit.percent.name, "", "", share, "", "", ""]) }
            }
        }
    }

    private static func add(_ relation: RelationResult, number: Int, to lines: inout FactLines) {
        let failures = relation.failures.map { "\($0.place): \($0.left) against \($0.right)" }.joined(separator: "; ")
        let counts = "checked \(relation.checked), open \(relation.notEvaluated), failed \(relation.failures.count)"
        lines.add([
            "relation/\(twoDigits(number))", "relation", counts, "", "", "", relation.printed, relation.severity.rawValue, relation.exception ?? "", failures,
        ])
    }
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
