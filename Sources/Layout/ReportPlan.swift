internal import Composition
internal import Diagnostics
internal import ReportModel
internal import Scene

/// Everything that is settled before a page is drawn: sizes, and what stands on which page.
struct ReportPlan {
    /// Rows of a table on a page.
    struct Segment {
        /// Index into `ReportPlan.parts`.
        var part: Int
        var rows: Range<Int>
        /// Where the title of the table stands, or its top rule where it has none.
        var top: Double
    }

    struct PagePlan {
        var segments: [Segment] = []
        /// Signatures stand here.
        var hasSignatures = false
        /// Lines of the notes.
        var notes: Range<Int> = 0..<0
        var charts: [ChartPlacement.Slot] = []
    }

    /// A table that fits its page, or one of the parts of a table that does not.
    struct Part {
        var painter: TablePainter
        /// Printed above; `isContinued` where it says so from the start.
        var title: String?
        var isContinued: Bool
    }

    let report: BuiltReport
    let form: FormLayout
    let parts: [Part]
    let notes: NoteBlock
    private(set) var pages: [PagePlan] = []

    /// Space between a table and the title of the next one.
    static let tableGap = 16.0

    init(_ report: BuiltReport, theme: Theme, shaper: any TextShaper) throws {
        try CharacterCheck.run(report, shaper: shaper)
        self.report = report
        let form = try FormLayout(report, theme: theme, shaper: shaper)
        self.form = form
        notes = NoteBlock(report, styles: form.styles, width: form.frame.width, shaper: shaper)
        parts = try report.tables.flatMap { table in
            try TableParts.make(table, form: form, theme: theme, shaper: shaper, report: report).enumerated().map {
                Part(painter: $1, title: table.title, isContinued: $0 > 0)
            }
        }
        try planTables()
        planCharts(theme)
    }

    /// Height of signatures and notes below the bottom rule.
    var closingHeight: Double { form.signatureHeight + notesHeight(notes.lines.count) }
    /// From below the signatures to below the last line.
    func notesHeight(_ lines: Int) -> Double { lines == 0 ? 0 : notesTop + Double(lines) * notes.leading }
    private var notesTop: Double { form.styles.note.size * 0.5 }

    func titleHeight(_ part: Int) -> Double { parts[part].title == nil ? 0 : form.tableTitleHeight }
    /// From the top of a segment to the lower edge of its bottom rule.
    func height(of segment: Segment) -> Double {
        titleHeight(segment.part) + parts[segment.part].painter.height(of: segment.rows) + form.theme.outerRule / 2
    }

    // MARK: Tables

    private mutating func planTables() throws {
        pages = [PagePlan()]
        for part in parts.indices { try plan(part) }
        guard !parts.isEmpty else {
            pages[0].hasSignatures = true
            pages[0].notes = 0..<notes.lines.count
            return
        }
    }

    private mutating func plan(_ part: Int) throws {
        let table = parts[part].painter, isLast = part == parts.count - 1
        let fixed = titleHeight(part) + table.geometry.bodyTop + table.geometry.noneHeight + form.theme.outerRule / 2, seam = table.geometry.seamHeight
        let nextRoom = form.frame.maxY - form.contentTop(isFirst: false) - fixed
        let needed = table.geometry.height(of: 0..<min(2, table.grid.table.rows.count)) + (table.grid.seam.carries ? 2 * seam : 0)
        var top = startOfTable, firstRoom = form.frame.maxY - top - fixed
        if !pages[pages.count - 1].segments.isEmpty {
            let whole = table.geometry.height(of: 0..<table.grid.table.rows.count) + (isLast ? closingHeight : 0)
            let staysWhole = whole <= nextRoom && firstRoom < 0.55 * nextRoom
            if parts[part].isContinued || firstRoom < needed || (whole > firstRoom && staysWhole) {
                pages.append(PagePlan())
                (top, firstRoom) = (form.contentTop(isFirst: false), nextRoom)
            }
        }
        guard firstRoom >= needed else {
            throw DiagnosticsError(LayoutDiagnostics.pageTooLow(report, needed: fixed + needed, available: fixed + firstRoom))
        }
        let division = RowPagination(
            rows: table.grid.outlines, offsets: table.geometry.rowOffsets, firstRoom: firstRoom, nextRoom: nextRoom,
            closingHeight: isLast ? closingHeight : 0,
            seamAbove: { Double(table.grid.seam.linesAbove($0..<$0)) * seam }, seamBelow: table.grid.seam.carries ? seam : 0
        ).divide()
        for (index, rows) in division.pages.enumerated() {
            if index > 0 { pages.append(PagePlan()) }
            pages[pages.count - 1].segments.append(Segment(part: part, rows: rows, top: index == 0 ? top : form.contentTop(isFirst: false)))
        }
        guard isLast else { return }
        if division.closingFits {
            pages[pages.count - 1].hasSignatures = true
            pages[pages.count - 1].notes = 0..<notes.lines.count
        } else {
            planLooseClosing()
        }
    }

    /// Where the next table begins on the last page.
    private var startOfTable: Double {
        let last = pages.count - 1
        return pages[last].segments.isEmpty ? form.contentTop(isFirst: last == 0) : bottom(of: last) + Self.tableGap
    }

    /// Signatures and as many note lines as fit below the last rows; the other lines on pages after it.
    private mutating func planLooseClosing() {
        let last = pages.count - 1
        var room = form.frame.maxY - bottom(of: last)
        var start = 0
        if room >= form.signatureHeight + notesHeight(min(2, notes.lines.count)) {
            room -= form.signatureHeight
            start = linesThatFit(room, from: 0)
            pages[last].hasSignatures = true
            pages[last].notes = 0..<start
        } else {
            start = linesThatFit(form.frame.maxY - form.contentTop(isFirst: false) - form.signatureHeight, from: 0)
            pages.append(PagePlan(hasSignatures: true, notes: 0..<start))
        }
        while start < notes.lines.count {
            let end = start + max(1, linesThatFit(form.frame.maxY - form.contentTop(isFirst: false), from: start))
            pages.append(PagePlan(notes: start..<end))
            start = end
        }
    }

    private func linesThatFit(_ room: Double, from start: Int) -> Int {
        max(0, min(notes.lines.count - start, Int(((room - notesTop) / notes.leading).rounded(.down))))
    }

    // MARK: Charts

    private mutating func planCharts(_ theme: Theme) {
        guard !report.charts.isEmpty else { return }
        let last = pages.count - 1
        let placement = ChartPlacement.place(
            report.charts, frame: form.frame, top: bottom(of: last), nextTop: form.contentTop(isFirst: false) + 12, theme: theme)
        pages[last].charts = placement.first
        pages += placement.pages.map { PagePlan(charts: $0) }
    }

    /// Where the content of a planned page ends, charts left out.
    private func bottom(of page: Int) -> Double {
        let plan = pages[page]
        var y = plan.segments.last.map { $0.top + height(of: $0) } ?? form.contentTop(isFirst: page == 0)
        if plan.hasSignatures { y += form.signatureHeight }
        return y + notesHeight(plan.notes.count)
    }
}
