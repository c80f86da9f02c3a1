public import Composition
public import ReportModel
public import Scene

/// Lays out a report: the steps are check of characters → sizes → page breaks → pages.
public enum ReportLayout {
    /// All pages at once. `author` and `created` (`2026-11-15T00:00:00Z`) come from the release parameters.
    /// Throws `DiagnosticsError`: LAY001 table too wide, LAY002 title, LAY003 line too wide, LAY004 missing characters,
    /// LAY005 page too low, LAY006 carried sum too large; nothing is ever clipped.
    public static func layOut(
        _ report: BuiltReport, theme: Theme, shaper: any TextShaper, author: String, created: String
    ) throws -> PagedDocument {
        let sequence = try PageSequence(report, theme: theme, shaper: shaper)
        var document = description(of: report, author: author, created: created)
        document.outline = sequence.outline
        document.pages.reserveCapacity(sequence.count)
        for index in 0..<sequence.count { document.pages.append(try sequence.page(index)) }
        return document
    }

    /// Size of a chart picture: 1000 × 600 pixels at 144 dots per inch.
    public static let pictureSize = Size(500, 300)

    /// A chart of the report as a page of its own, for a picture file: the chart, and a foot with the marks of the report. A ranking
    /// with more rows than `size` has room for makes the page higher.
    public static func chartPage(
        _ chart: BuiltChart, of report: BuiltReport, size: Size = pictureSize, theme: Theme, shaper: any TextShaper
    ) throws -> Page {
        try CharacterCheck.run(report, shaper: shaper)
        let style = Styles(theme).foot, margin = 12.0
        var size = size
        if chart.kind == .ranking {
            size.height = max(size.height, ChartLayout.preferredHeight(chart, width: size.width, theme: theme) + 2 * margin + style.size * 2)
        }
        var writer = PageWriter(size: size, shaper: shaper)
        writer.fill(Rect(x: 0, y: 0, width: size.width, height: size.height), Color.white.rgb, box: 0)
        let area = Rect(x: margin, y: margin, width: size.width - 2 * margin, height: size.height - 2 * margin - style.size * 2)
        try ChartLayout.draw(chart, in: area, theme: theme, shaper: shaper, page: &writer.page, parent: 0)
        let ending = "\(FormLayout.titleText(report))　\(report.form.period)"
        FootLine(report, style: style, left: margin, right: size.width - margin).draw(
            ending: shaper.width(ending, style) < size.width / 2 ? ending : report.code, baseline: size.height - margin, on: &writer)
        return writer.page
    }

    /// The document without its pages: for writing the pages of a `PageSequence` one by one.
    public static func description(of report: BuiltReport, author: String, created: String) -> PagedDocument {
        PagedDocument(
            title: "\(FormLayout.titleText(report)) \(report.form.period)", author: author, subject: report.code,
            keywords: [report.scope.name, report.form.dataMark ?? "", report.form.provenanceCode].filter { !$0.isEmpty }.joined(separator: ", "),
            created: created)
    }
}
