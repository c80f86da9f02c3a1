internal import Composition
internal import Diagnostics
internal import ReportModel
internal import Scene

/// Everything that is settled before a page is drawn: sizes, and what stands on which page.
struct ReportPlan {
    struct PagePlan {
        var rows: Range<Int>?
        /// Which part of a divided table the rows are of.
        var part = 0
        /// Signatures stand here.
        var hasSignatures = false
        /// Lines of the notes.
        var notes: Range<Int> = 0..<0
        var charts: [ChartPlacement.Slot] = []
    }

    let report: BuiltReport
    let form: FormLayout
    /// One, or the parts of a table that is wider than its page.
    let tables: [TablePainter]
    let notes: NoteBlock
    private(set) var pages: [PagePlan] = []

    init(_ report: BuiltReport, theme: Theme, shaper: any TextShaper) throws {
        try CharacterCheck.run(report, shaper: shaper)
        self.report = report
        let form = try FormLayout(report, theme: theme, shaper: shaper)
        self.form = form
        notes = NoteBlock(report, styles: form.styles, width: form.frame.width, shaper: shaper)
        tables = try report.table.map { try TableParts.make($0, form: form, theme: theme, shaper: shaper, report: report) } ?? []
        try planRows()
        planCharts(theme)
    }

    /// Height of signatures and notes below the bottom rule.
    var closingHeight: Double { form.signatureHeight + notesHeight(notes.lines.count) }
    /// From below the signatures to below the last line.
    func notesHeight(_ lines: Int) -> Double { lines == 0 ? 0 : notesTop + Double(lines) * notes.leading }
    private var notesTop: Double { form.styles.note.size * 0.5 }

    private mutating func planRows() throws {
        guard !tables.isEmpty else {
            pages = [PagePlan(hasSignatures: true, notes: 0..<notes.lines.count)]
            return
        }
        for (part, table) in tables.enumerated() { try planRows(of: table, part: part, isLast: part == tables.count - 1) }
    }

    private mutating func planRows(of table: TablePainter, part: Int, isLast: Bool) throws {
        let fixed = table.geometry.bodyTop + form.theme.outerRule / 2, seam = table.geometry.seamHeight
        let firstRoom = form.frame.maxY - form.contentTop(isFirst: pages.isEmpty) - fixed
        let nextRoom = form.frame.maxY - form.contentTop(isFirst: false) - fixed
        let needed = table.geometry.height(of: 0..<min(2, table.grid.table.rows.count)) + (table.grid.seam.carries ? 2 * seam : 0)
        guard firstRoom >= needed else {
            throw DiagnosticsError(LayoutDiagnostics.pageTooLow(report, needed: fixed + needed, available: fixed + firstRoom))
        }
        let division = RowPagination(
            rows: table.grid.outlines, offsets: table.geometry.rowOffsets, firstRoom: firstRoom, nextRoom: nextRoom,
            closingHeight: isLast ? closingHeight : 0,
            seamAbove: { Double(table.grid.seam.linesAbove($0..<$0)) * seam }, seamBelow: table.grid.seam.carries ? seam : 0
        ).divide()
        pages += division.pages.map { PagePlan(rows: $0, part: part) }
        guard isLast else { return }
        if division.closingFits {
            pages[pages.count - 1].hasSignatures = true
            pages[pages.count - 1].notes = 0..<notes.lines.count
        } else {
            planLooseClosing(table, firstRoom: firstRoom, nextRoom: nextRoom)
        }
    }

    /// Signatures and as many note lines as fit below the last rows; the other lines on pages after it.
    private mutating func planLooseClosing(_ table: TablePainter, firstRoom: Double, nextRoom: Double) {
        let last = pages.count - 1
        var room = (last == 0 ? firstRoom : nextRoom) - table.bodyHeight(of: pages[last].rows ?? 0..<0)
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
        var y = form.contentTop(isFirst: page == 0)
        if let rows = plan.rows { y += tables[plan.part].height(of: rows) + form.theme.outerRule / 2 }
        if plan.hasSignatures { y += form.signatureHeight }
        return y + notesHeight(plan.notes.count)
    }
}
