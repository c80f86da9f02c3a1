public import Composition
public import ReportModel
public import Scene

/// The pages of a report, counted in advance and each made when it is asked for: a table of 50,000 rows never stands in
/// memory as 1,000 pages. Not Sendable: it holds the shaper.
public struct PageSequence {
    private let plan: ReportPlan
    private let theme: Theme
    private let shaper: any TextShaper

    /// Settles sizes and page breaks. Throws `DiagnosticsError`: LAY001 (too wide) to LAY006.
    public init(_ report: BuiltReport, theme: Theme, shaper: any TextShaper) throws {
        plan = try ReportPlan(report, theme: theme, shaper: shaper)
        self.theme = theme
        self.shaper = shaper
    }

    public var count: Int { plan.pages.count }
    public var pageSize: Size { plan.form.pageSize }

    /// The report's title and its charts.
    public var outline: [PagedDocument.OutlineEntry] {
        var entries = [PagedDocument.OutlineEntry(title: FormLayout.titleText(plan.report), page: 0, y: plan.form.frame.y)]
        for (index, page) in plan.pages.enumerated() {
            for slot in page.charts {
                let chart = plan.report.charts[slot.chart]
                entries.append(PagedDocument.OutlineEntry(title: "\(chart.number) \(chart.title)", page: index, y: slot.rect.y))
            }
        }
        return entries
    }

    /// Title as printed, with the name of the scope.
    public var title: String { FormLayout.titleText(plan.report) }

    /// Lays out page `index`, from 0. In a book, where the pages of the report follow each other, it carries its page number there,
    /// `bookPage`, from 0, which also settles the side that it is bound on, and where its links lead.
    public func page(_ index: Int, bookPage: Int? = nil) throws -> Page {
        let page = plan.pages[index], form = plan.form, isFirst = index == 0
        var writer = PageWriter(size: form.pageSize, shaper: shaper, notes: plan.notePlaces)
        form.drawClassification(on: &writer)
        form.drawHead(isFirst: isFirst, continues: !page.segments.isEmpty, on: &writer)
        var y = form.contentTop(isFirst: isFirst)
        for segment in page.segments {
            let part = plan.parts[segment.part]
            if let title = part.title {
                form.drawTableTitle(title + (part.isContinued || segment.rows.lowerBound > 0 ? "（续）" : ""), top: segment.top, on: &writer)
            }
            y = part.painter.draw(segment.rows, top: segment.top + plan.titleHeight(segment.part), on: &writer) + theme.outerRule / 2
        }
        if page.segments.isEmpty {
            let head = form.headPlace(isFirst: isFirst)
            writer.rule(y: y, from: head.x, to: head.maxX, width: theme.headerRule, color: theme.ink, box: 0)
        }
        let signatures = page.hasSignatures ? y : nil
        if page.hasSignatures {
            form.drawSignatures(below: y, on: &writer)
            y += form.signatureHeight
        }
        drawNotes(page.notes, below: y, on: &writer)
        for slot in page.charts {
            let chart = plan.report.charts[slot.chart]
            try ChartLayout.draw(
                chart, in: slot.rect, theme: theme, shaper: shaper, page: &writer.page, parent: 0, categoryDepth: slot.categoryDepth)
        }
        form.drawFoot(page: index + 1, of: count, on: &writer)
        if let bookPage { form.drawBookPage(bookPage + 1, on: &writer) }
        form.drawEdition(signaturesAt: signatures, on: &writer)
        if let bookPage { for link in writer.page.links.indices { writer.page.links[link].page += bookPage - index } }
        writer.page.shift(right: form.shift(page: bookPage ?? index))
        return writer.page
    }

    private func drawNotes(_ lines: Range<Int>, below y: Double, on writer: inout PageWriter) {
        guard !lines.isEmpty else { return }
        let frame = plan.form.frame, leading = plan.notes.leading, height = plan.notesHeight(lines.count)
        let box = writer.box(.notes, "notes", Rect(x: frame.x, y: y, width: frame.width, height: height))
        var lineTop = y + height - Double(lines.count) * leading
        for line in lines {
            for piece in plan.notes.lines[line].pieces {
                let rect = Rect(x: frame.x + piece.x, y: lineTop, width: piece.width, height: leading)
                let pieceBox = writer.box(.notes, piece.name, rect, parent: box)
                writer.text(piece.text, piece.style, x: rect.x, baseline: lineTop + leading / 2 + piece.style.size * 0.37, box: pieceBox)
            }
            lineTop += leading
        }
    }
}
