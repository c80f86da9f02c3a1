public import Documents
public import ReportModel
public import Scene

/// Lays out a document: what can be set → widths of columns → page breaks → pages. Landscape, or upright when every table fits
/// upright without a break.
///
/// Nothing is clipped: long texts are broken, rows stay whole unless they are higher than a page, tables that are too wide are
/// divided into bands. Characters that the faces lack are spelled (`〈U+1F600〉`), because contents may come from damaged files.
public enum DocumentLayout {
    /// `author` and `created` (`2026-11-15T00:00:00Z`) come from the settings. Throws when a chart cannot be drawn.
    public static func layOut(_ document: Document, theme: Theme, shaper: any TextShaper, author: String, created: String) throws -> PagedDocument {
        let plan = try DocumentPlan(document, theme: theme, text: DocumentText(shaper: shaper))
        var result = PagedDocument(title: document.title, author: author, subject: document.head.filter { !$0.isEmpty }.joined(separator: " "), keywords: document.mark, created: created)
        result.outline = plan.outline
        result.pages.reserveCapacity(plan.pages.count)
        for index in plan.pages.indices { result.pages.append(try page(index, of: plan, shaper: shaper)) }
        return result
    }

    private static func page(_ index: Int, of plan: DocumentPlan, shaper: any TextShaper) throws -> Page {
        var writer = PageWriter(size: plan.frame.pageSize, shaper: shaper)
        plan.frame.draw(page: index + 1, of: plan.pages.count, on: &writer)
        let rect = plan.frame.rect, middle = TablePainter.Metrics(shaper: shaper).han
        for placed in plan.pages[index] {
            switch placed {
            case .heading(let line, let level, let y):
                draw([line], plan.headingStyle(level), leading: plan.headingLeading(level), kind: .heading, name: "heading", x: rect.x, width: rect.width, y: y, middle, on: &writer)
            case .paragraph(let lines, let number, let y):
                draw(lines, plan.bodyStyle, leading: plan.paragraphLeading, kind: .notes, name: "p\(number)", x: rect.x, width: rect.width, y: y, middle, on: &writer)
            case .table(let table, let band, let parts, let title, let y):
                let own = plan.tables[table], height = own.titleHeight(band)
                if !title.isEmpty {
                    let style = TextStyle(.heiBold, own.size, plan.theme.ink)
                    draw(title, style, leading: own.titleLeading, kind: .heading, name: "\(own.name)-title", x: rect.x, width: rect.width, y: y, middle, on: &writer)
                }
                DocumentTablePainter(plan: own, band: band, theme: plan.theme, left: rect.x, width: rect.width).draw(parts, top: y + height, on: &writer)
            case .chart(let chart, let area): try ChartLayout.draw(chart, in: area, theme: plan.theme, shaper: shaper, page: &writer.page, parent: 0)
            }
        }
        return writer.page
    }

    private static func draw(
        _ lines: [String], _ style: TextStyle, leading: Double, kind: Box.Kind, name: String, x: Double, width: Double, y: Double, _ middle: Double, on writer: inout PageWriter
    ) {
        let box = writer.box(kind, name, Rect(x: x, y: y, width: width, height: Double(lines.count) * leading))
        for (index, line) in lines.enumerated() {
            writer.text(line, style, x: x, baseline: y + (Double(index) + 0.5) * leading + middle * style.size, box: box)
        }
    }
}
