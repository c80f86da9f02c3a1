internal import Quantities
public import WorkbookExport

/// `workbook.tsv`: every cell of the workbook, its merges, widths, heights, print setup, charts and pictures, from the plan that is written.
///
/// Keys: `SB-Z02!C7` for a cell, `SB-Z02#merge/A1:M1`, `SB-Z02#width/C`, `SB-Z02#height/3`, `SB-Z02#chart/fig1`. The creation date is
/// left out, and so are the pixels of pictures: `pages.tsv` has them.
public enum WorkbookFile {
    static let columns = ["key", "type", "value", "format", "style"]

    public static func text(of plan: WorkbookPlan) -> String {
        var lines = FactLines(.workbook, columns: columns)
        let p = plan.properties
        for (name, value) in [("title", p.title), ("subject", p.subject), ("author", p.author), ("keywords", p.keywords), ("comments", p.comments), ("category", p.category), ("status", p.status)]
            + p.custom.map({ ($0.name, $0.value) })
        {
            lines.add(["#\(name)", "property", value, "", ""])
        }
        let formats = plan.styles.map(\.format.code), looks = plan.styles.map(\.description)
        for name in plan.names { lines.add(["#name/\(name.name)", "name", "\(name.sheet) \(name.range)", "", ""]) }
        for (index, sheet) in plan.sheets.enumerated() {
            lines.add(["\(sheet.name)#sheet", "sheet \(index + 1)", "", "", ""])
            addSetup(sheet, to: &lines)
            for (row, content) in sheet.rows.enumerated() {
                for cell in content.cells {
                    let (type, value) = describe(cell.content, looks)
                    lines.add(["\(sheet.name)!\(CellRange.reference(row, cell.column))", type, value, formats[cell.style], looks[cell.style]])
                }
            }
            for chart in sheet.charts { addChart(chart, sheet.name, to: &lines) }
            for picture in sheet.pictures {
                let place = "\(CellRange.reference(picture.row, picture.column)) \(picture.widthPixels)×\(picture.heightPixels)"
                lines.add(["\(sheet.name)#picture/\(picture.id)", "picture", place, "", picture.description])
            }
        }
        return lines.text
    }

    private static func addSetup(_ sheet: SheetPlan, to lines: inout FactLines) {
        func fact(_ name: String, _ value: String) { lines.add(["\(sheet.name)#\(name)", "setup", value, "", ""]) }
        let page = sheet.page
        fact("freeze", CellRange.reference(sheet.frozenRows, sheet.frozenColumns))
        fact("print-titles", sheet.repeatedRows.map { "\($0.lowerBound + 1):\($0.upperBound + 1)" } ?? "")
        fact("print-area", sheet.printArea.description)
        fact("paper", "\(page.isA3 ? "A3" : "A4") \(page.isLandscape ? "landscape" : "portrait")")
        fact("margins", [page.marginLeft, page.marginRight, page.marginTop, page.marginBottom].map(thousandths).joined(separator: " "))
        fact("footer", page.footer)
        fact("default-height", thousandths(sheet.defaultRowHeight))
        fact("text-numbers", sheet.textNumberRanges.map(\.description).joined(separator: " "))
        if let filter = sheet.filter { fact("filter", filter.description) }
        for (column, pixels) in sheet.columnPixels.enumerated() {
            let reference = CellRange.reference(0, column)
            fact("width/\(reference.dropLast())", String(pixels))
        }
        for (row, content) in sheet.rows.enumerated() {
            if let height = content.height { fact("height/\(row + 1)", thousandths(height)) }
        }
        for merge in sheet.merges { lines.add(["\(sheet.name)#merge/\(merge)", "merge", "", "", ""]) }
    }

    private static func describe(_ content: CellPlan.Content, _ looks: [String]) -> (String, String) {
        switch content {
        case .blank: ("blank", "")
        case .text(let text): ("text", text)
        case .parts(let first, let a, let second, let b): ("text", "{\(looks[a])}\(first){\(looks[b])}\(second)")
        case .number(let number): ("number", number.description)
        case .formula(let text, let number): ("number", "\(number.description) =\(text)")
        }
    }

    private static func addChart(_ chart: ChartPlan, _ sheet: String, to lines: inout FactLines) {
        let key = "\(sheet)#chart/\(chart.id)"
        let axis = chart.axis.map { "\(thousandths($0.minimum)) … \(thousandths($0.maximum)) by \(thousandths($0.step)), \($0.decimals) decimals" } ?? ""
        let place = "\(CellRange.reference(chart.row, chart.column)) \(chart.widthPixels)×\(chart.heightPixels)"
        lines.add([key, "chart \(chart.kind.rawValue)", "\(chart.description)；\(place)", axis, "\(chart.dataSheet) \(chart.categories) \(chart.look.font)"])
        for (index, text) in chart.categoryTexts.enumerated() { lines.add(["\(key)/k\(twoDigits(index + 1))", "category", text, "", ""]) }
        for (index, series) in chart.series.enumerated() {
            let numbers = series.numbers.map { $0?.description ?? "-" }.joined(separator: " ")
            lines.add([
                "\(key)/s\(index + 1)", "series", "\(series.name)：\(numbers)", "\(series.nameCell) \(series.values)",
                "\(series.color) dash \(series.dash) labels \(series.labels.rawValue)",
            ])
            for (number, slice) in series.slices.enumerated() {
                lines.add(["\(key)/s\(index + 1)/\(number + 1)", "slice", slice.label ?? "", "", String(slice.color)])
            }
        }
    }

    private static func thousandths(_ value: Double) -> String {
        value.isFinite && abs(value) < 1e12 ? String(Int64((value * 1000).rounded())) : "?"
    }
}
