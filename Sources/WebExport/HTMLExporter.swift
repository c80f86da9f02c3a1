public import Composition
internal import Quantities
public import ReportModel

/// A report as one HTML file: a table that screen readers can walk, notes, relations, charts as pictures within the file.
public struct HTMLExporter {
    private let report: BuiltReport
    private let theme: Theme
    private let relations: RelationSummary

    public init(_ report: BuiltReport, theme: Theme) {
        self.report = report
        self.theme = theme
        relations = RelationSummary(report.relations)
    }

    /// `charts` are SVG pictures, in the order of the report's charts.
    public func export(charts: [String]) -> String {
        var html = Markup()
        html.embed("<!DOCTYPE html>\n")
        html.open("html", [("lang", "zh-CN")])
        head(&html)
        html.open("body")
        html.open("main")
        html.element("h1", [], title)
        html.open("div", [("class", "frame")])
        for text in [report.form.office, report.form.period, report.form.formNumber, report.form.units] where !text.isEmpty { html.element("span", [], text) }
        html.close("div")
        for table in report.tables { self.table(table, &html) }
        html.element("p", [("class", "signatures")], report.form.signatures.joined(separator: "　　　　"))
        notes(&html)
        html.open("div", [("class", "charts")])
        for (chart, svg) in zip(report.charts, charts) {
            html.open("figure")
            html.embed(svg)
            html.element("figcaption", [], "\(chart.number) \(chart.title)（\(chart.unitText)）")
            html.close("figure")
        }
        html.close("div")
        html.element("footer", [], [report.form.state, report.form.dataMark ?? "", report.form.provenanceCode.isEmpty ? "" : "溯源码 " + report.form.provenanceCode]
            .filter { !$0.isEmpty }.joined(separator: "　"))
        html.close("main")
        html.close("body")
        html.close("html")
        return html.text
    }

    private var title: String { report.scope.district == nil ? report.title : report.scope.name + report.title }

    private func head(_ html: inout Markup) {
        html.open("head")
        html.open("meta", [("charset", "utf-8")])
        html.open("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
        html.element("title", [], "\(title) \(report.form.period)")
        html.embed("<style>\(style)</style>\n")
        html.close("head")
    }

    private var style: String {
        func hex(_ color: UInt32) -> String {
            let digits = String(color, radix: 16)
            return "#" + String(repeating: "0", count: 6 - digits.count) + digits
        }
        return """
            body{margin:2rem auto;max-width:90rem;padding:0 1rem;color:\(hex(theme.ink));font-family:'Gazette Hei','Noto Sans CJK SC','Microsoft YaHei',sans-serif;font-size:14px;line-height:1.5}
            h1{text-align:center;font-family:'Gazette Song','Noto Serif CJK SC',SimSun,serif;font-size:1.7rem}
            .frame{display:flex;justify-content:space-between;gap:2rem;flex-wrap:wrap;color:\(hex(theme.grey));margin:0 0 .4rem}
            .scroll{overflow-x:auto}
            table{border-collapse:collapse;width:100%;border-top:2px solid;border-bottom:2px solid;font-variant-numeric:tabular-nums}
            thead{background:\(hex(theme.headerTint))}th{font-weight:400}thead tr:last-child th{border-bottom:1px solid;color:\(hex(theme.grey));font-size:.8em;padding:0}
            th[scope=colgroup]{border-bottom:1px solid \(hex(theme.hair))}th,td{padding:.2rem .5rem}thead th{text-align:center}tbody th{text-align:left;white-space:nowrap}td{text-align:right;white-space:nowrap}table.wrap tbody th{white-space:normal}caption{text-align:left;font-weight:700;padding:.3rem 0}
            tr.empty td{text-align:center;color:\(hex(theme.grey))}tbody tr{border-bottom:1px solid \(hex(theme.grid))}tr.total{background:\(hex(theme.totalTint))}tr.total *,tr.subtotal *,tr.heading *{font-weight:700}
            td.code,abbr,sup{color:\(hex(theme.grey));text-decoration:none;text-align:center}td.warning{background:\(hex(theme.warningTint));font-weight:700}td.strong{font-weight:700}td.muted{color:\(hex(theme.grey))}
            .notes,.signatures,footer{color:\(hex(theme.grey));font-size:.9em}.charts{display:flex;flex-wrap:wrap;gap:1.5rem}figure{flex:1 1 30rem;margin:1.5rem 0;max-width:50rem}sup a,.notes a{color:inherit;text-decoration:none}figure svg{width:100%;height:auto}figcaption,.unseen{position:absolute;left:-100vw}
            @media print{.scroll{overflow:visible}}
            """
    }

    // MARK: Table

    private func table(_ table: BuiltTable, _ html: inout Markup) {
        html.open("div", [("class", "scroll"), ("role", "region"), ("aria-label", table.title ?? title), ("tabindex", "0")])
        html.open("table", table.stubOverflow == .wrap ? [("class", "wrap")] : [])
        html.element("caption", table.title == nil ? [("class", "unseen")] : [], table.title ?? title)
        html.open("thead")
        for row in 0..<table.headerRowCount { headRow(row, table, &html) }
        html.open("tr")
        for number in ["甲"] + (table.codeTitle == nil ? [] : ["乙"]) + table.columns.map(\.code) { html.element("th", [("scope", "col")], number) }
        html.close("tr")
        html.close("thead")
        html.open("tbody")
        for (index, row) in table.rows.enumerated() { bodyRow(row, after: index > 0 ? table.rows[index - 1] : nil, table, &html) }
        if table.rows.isEmpty {
            html.open("tr", [("class", "empty")])
            html.element("td", [("colspan", String(table.columns.count + (table.codeTitle == nil ? 1 : 2)))], BuiltTable.emptyText)
            html.close("tr")
        }
        html.close("tbody")
        html.close("table")
        html.close("div")
    }

    private func headRow(_ row: Int, _ table: BuiltTable, _ html: inout Markup) {
        html.open("tr")
        if row == 0 {
            let rows = ("rowspan", String(table.headerRowCount))
            html.element("th", [("scope", "col"), rows], table.diagonal.isEmpty ? table.stubTitle : table.diagonal.reversed().joined(separator: " ＼ "))
            if let code = table.codeTitle { html.element("th", [("scope", "col"), rows], code) }
        }
        for cell in table.headerCells.filter({ $0.row == row }).sorted(by: { $0.column < $1.column }) {
            html.open("th", [
                ("scope", cell.isSpanner ? "colgroup" : "col"), ("rowspan", String(cell.rowSpan)), ("colspan", String(cell.columnSpan)),
            ])
            for (index, line) in (cell.lines + (cell.unitLine.map { [$0] } ?? [])).enumerated() {
                if index > 0 { html.embed("<br>") }
                html.add(line)
            }
            html.close("th")
        }
        html.close("tr")
    }

    private func bodyRow(_ row: BuiltRow, after previous: BuiltRow?, _ table: BuiltTable, _ html: inout Markup) {
        html.open("tr", [("class", row.style.rawValue)])
        let opensSupplement = row.style == .supplement && previous?.style != .supplement
        let lead = row.style == .ofWhich && row.opensOfWhich ? "其中：" : opensSupplement ? "补充资料：" : ""
        // The rows of a run stand under the first character after its word.
        let follows = lead.isEmpty ? (row.style == .ofWhich ? 3.0 : row.style == .supplement ? 5.0 : 0) : 0
        html.open("th", [("scope", "row"), ("style", "padding-left:calc(\(SVGExporter.number(0.5 + Double(row.level) * 1.6))rem + \(SVGExporter.number(follows))em)")])
        html.add(lead + row.title)
        marks(row.marks, &html)
        html.close("th")
        if table.codeTitle != nil { html.element("td", [("class", "code")], row.style == .heading ? "" : row.code) }
        for cell in row.cells {
            html.open("td", cell.emphasis.map { [("class", $0.rawValue)] } ?? [])
            if let meaning = meaning(of: cell.value), !cell.text.isEmpty {
                html.element("abbr", [("title", meaning)], cell.text)
            } else {
                html.add(cell.text)
            }
            marks(cell.marks, &html)
            html.close("td")
        }
        html.close("tr")
    }

    /// What a special value means, for those who hear the table.
    private func meaning(of value: BuiltValue) -> String? {
        switch value {
        case .number: nil
        case .missing: "无数据"
        case .notApplicable: "不适用"
        case .suppressed: "隐去"
        }
    }

    private func marks(_ numbers: [Int], _ html: inout Markup) {
        for number in numbers {
            html.embed("<sup>")
            let isFirst = html.isNew("mark\(number)")
            html.element("a", [("href", "#note\(number)")] + (isFirst ? [("id", "mark\(number)")] : []), Self.mark(number))
            html.embed("</sup>")
        }
    }

    private static func mark(_ number: Int) -> String {
        (1...20).contains(number) ? String(UnicodeScalar(UInt32(0x2460 + number - 1))!) : "(\(number))"
    }

    private func notes(_ html: inout Markup) {
        guard !report.notes.isEmpty || !report.relations.isEmpty else { return }
        html.open("section", [("class", "notes"), ("aria-label", "说明")])
        var plain = 0
        for note in report.notes {
            if note.mark == nil { plain += 1 }
            guard let mark = note.mark else {
                html.element("p", [], "\(plain). \(note.text)")
                continue
            }
            html.open("p", [("id", "note\(mark)")])
            if html.isNew("mark\(mark)") { html.add(Self.mark(mark)) } else { html.element("a", [("href", "#mark\(mark)")], Self.mark(mark)) }
            html.add(" \(note.text)")
            html.close("p")
        }
        if !report.relations.isEmpty { html.element("p", [], "审核关系　" + relations.paragraph) }
        for failure in relations.failures { html.element("p", [("class", "failure")], failure) }
        html.close("section")
    }
}
