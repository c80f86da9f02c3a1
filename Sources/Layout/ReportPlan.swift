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
        /// Index into the report's tables.
        var table: Int
        /// Printed above; `isContinued` where it says so from the start.
        var title: String?
        var isContinued: Bool
    }

    let report: BuiltReport
    private(set) var form: FormLayout
    private(set) var parts: [Part] = []
    private(set) var notes: NoteBlock
    private(set) var pages: [PagePlan] = []
    /// What the page breaks within tables cost together.
    private var breakCost = 0.0
    /// Where the note of each mark begins.
    private(set) var notePlaces: [Int: NotePlace] = [:]

    /// Space between a table and the title of the next one.
    static let tableGap = 16.0

    init(_ report: BuiltReport, theme: Theme, shaper: any TextShaper) throws {
        try CharacterCheck.run(report, shaper: shaper)
        self.report = report
        form = try FormLayout(report, theme: theme, shaper: shaper)
        notes = NoteBlock(report, styles: form.styles, width: form.frame.width, shaper: shaper)
        let tables = report.tables.map { MeasuredTable($0, shaper: shaper) }
        var fits = tables.map { _ in TableFit() }
        func make() throws {
            parts = try zip(tables, fits).enumerated().flatMap { number, table in
                try TableParts.make(table.0, fit: table.1, form: form, theme: theme, shaper: shaper, report: report).enumerated().map {
                    Part(painter: $1, table: number, title: table.0.grid.table.title, isContinued: $0 > 0)
                }
            }
        }
        try make()
        if parts.count == tables.count {
            let narrowest = narrowing(tables, theme: theme, shaper: shaper), (wideForm, wideNotes, wideParts) = (form, notes, parts)
            for step in narrowest > Self.leastNarrowing ? Self.narrowingSteps : [] {
                do {
                    form = try FormLayout(report, theme: theme, shaper: shaper, narrower: narrowest * step)
                    notes = NoteBlock(report, styles: form.styles, width: form.frame.width, shaper: shaper)
                    try make()
                    if holds(as: wideParts) { break }
                } catch is DiagnosticsError {}
                (form, notes, parts) = (wideForm, wideNotes, wideParts)
            }
            if let shared = sharedColumns {
                for index in fits.indices { fits[index].shared = shared }
                try make()
            }
        }
        try planTables()
        // A table that grows may push the next one over its page.
        while let table = tables.indices.first(where: { tables[$0].grid.seam.carries && !fits[$0].reservesCarried && isDivided($0) }) {
            fits[table].reservesCarried = true
            try make()
            try planTables()
        }
        tightenRows()
        notePlaces = notes.markLines.compactMapValues { place(ofLine: $0) }
        planCharts(theme, shaper)
        if pages.count > 1 { try form.checkRunningHead() }
    }

    /// The rows of a table stand on several pages.
    private func isDivided(_ table: Int) -> Bool {
        pages.count { $0.segments.contains { parts[$0.part].table == table } } > parts.count { $0.table == table }
    }

    /// How much narrower than the page the form is by its definition: heads, row titles, and columns for figures as long as their
    /// unit and decimals let expect. All scopes and months of a form agree in it.
    private func narrowing(_ tables: [MeasuredTable], theme: Theme, shaper: any TextShaper) -> Double {
        let spare = tables.map { table in
            (try? TableColumns(
                table.grid, measure: table.measure.nominal, left: form.frame.x, width: form.frame.width,
                attempts: [TableSizing.attempts(theme, table.grid.table)[0]], fit: TableFit(), shaper: shaper, report: report))?.spare ?? 0
        }
        return min(spare.min() ?? 0, form.frame.width - form.leastWidth(shaper))
    }

    /// Figures that do not fit into the form's own width make it wider by so much of the rest.
    private static let narrowingSteps = [1, 2.0 / 3, 1.0 / 3]

    /// The tables are set no smaller and no less evenly than in the whole width of the page.
    private func holds(as wide: [Part]) -> Bool {
        parts.count == wide.count && zip(parts, wide).allSatisfy { narrow, wide in
            let (own, other) = (narrow.painter.geometry.columns, wide.painter.geometry.columns)
            return own.attempt <= other.attempt && own.unevenSets <= other.unevenSets
        }
    }

    /// A frame that is a little wider than its tables ask for stays as wide as the page allows.
    private static let leastNarrowing = 24.0

    /// The widths of stub and code column that all tables can have at their type sizes.
    private var sharedColumns: (stub: Double, code: Double)? {
        let columns = parts.map(\.painter.geometry.columns)
        guard columns.count > 1 else { return nil }
        let codes = columns.filter { $0.leastCode > 0 }, code = max(codes.map(\.leastCode).max() ?? 0, codes.map { $0.width(1) }.min() ?? 0)
        let stub = max(columns.map(\.leastStub).max() ?? 0, columns.map { $0.width(0) }.min() ?? 0)
        let fits = columns.allSatisfy { $0.total - $0.leastStub - $0.leastCode + stub + ($0.leastCode > 0 ? code : 0) <= form.frame.width }
        return fits ? (stub, code) : nil
    }

    /// Height of signatures and notes below the bottom rule.
    var closingHeight: Double { form.signatureHeight + notesHeight(notes.lines.count) }
    /// From below the signatures to below the last line.
    func notesHeight(_ lines: Int) -> Double { lines == 0 ? 0 : notesTop + Double(lines) * notes.leading }
    private var notesTop: Double { form.styles.note.size * 0.5 }
    /// Where a line of the notes stands.
    private func place(ofLine line: Int) -> NotePlace? {
        guard let page = pages.firstIndex(where: { $0.notes.contains(line) }) else { return nil }
        return NotePlace(page: page, y: bottom(of: page) - Double(pages[page].notes.upperBound - line) * notes.leading)
    }

    func titleHeight(_ part: Int) -> Double { parts[part].title == nil ? 0 : form.tableTitleHeight }
    /// From the top of a segment to the lower edge of its bottom rule.
    func height(of segment: Segment) -> Double {
        titleHeight(segment.part) + parts[segment.part].painter.height(of: segment.rows) + form.theme.outerRule / 2
    }

    // MARK: Tables

    private mutating func planTables() throws {
        (pages, breakCost) = ([PagePlan()], 0)
        for part in parts.indices { try plan(part) }
        guard !parts.isEmpty else {
            pages[0].hasSignatures = true
            pages[0].notes = 0..<notes.lines.count
            return
        }
    }

    /// Rows become lower, in all tables and on all pages alike, where pages then break so much better.
    private mutating func tightenRows() {
        guard (2...Tightening.mostPages).contains(pages.count) else { return }
        var best = self, least = breakCost + Double(pages.count) * Tightening.page
        for step in 1...Tightening.steps {
            var tight = self
            for part in parts.indices { tight.parts[part].painter.geometry = parts[part].painter.geometry.tightened(by: Double(step) * Tightening.step) }
            guard (try? tight.planTables()) != nil else { break }
            let cost = tight.breakCost + Double(tight.pages.count) * Tightening.page + Double(step) * Tightening.cost
            if cost < least - 1e-9 { (best, least) = (tight, cost) }
        }
        self = best
    }

    /// How much lower rows may become, in parts of their height, and what that and a page are worth in parts of a page left white.
    private enum Tightening {
        static let step = 0.01
        static let steps = 6
        static let cost = 0.02
        static let page = 0.5
        /// Longer tables gain nothing that a reader would see.
        static let mostPages = 12
    }

    private mutating func plan(_ part: Int) throws {
        let table = parts[part].painter, isLast = part == parts.count - 1
        let fixed = titleHeight(part) + table.geometry.bodyTop + table.geometry.emptyHeight + form.theme.outerRule / 2, seam = table.geometry.seamHeight
        let nextTop = form.contentTop(isFirst: false) + spaceBefore(part), nextRoom = form.frame.maxY - nextTop - fixed
        let needed = table.geometry.height(of: 0..<min(2, table.grid.table.rows.count)) + (table.grid.seam.carries ? 2 * seam : 0)
        func pagination(_ firstRoom: Double) -> RowPagination {
            RowPagination(
                rows: table.grid.outlines, tree: table.grid.seam.tree, offsets: table.geometry.rowOffsets, firstRoom: firstRoom, nextRoom: nextRoom,
                closingHeight: isLast ? closingHeight : 0,
                seamAbove: { Double(table.grid.seam.linesAbove($0..<$0)) * seam }, seamBelow: table.grid.seam.carries ? seam : 0)
        }
        var top = start(of: part), firstRoom = form.frame.maxY - top - fixed
        if !pages[pages.count - 1].segments.isEmpty {
            let whole = table.geometry.height(of: 0..<table.grid.table.rows.count) + (isLast ? closingHeight : 0)
            let opening = pagination(firstRoom).openingHeight
            let staysWhole = whole <= nextRoom && firstRoom < 0.55 * nextRoom, opensTorn = opening <= nextRoom && opening > firstRoom
            if parts[part].isContinued || firstRoom < needed || opensTorn || (whole > firstRoom && staysWhole) {
                pages.append(PagePlan())
                (top, firstRoom) = (nextTop, nextRoom)
            }
        }
        let isDivided = table.geometry.height(of: 0..<table.grid.table.rows.count) > firstRoom
        let neededNext = isDivided ? needed + Double(table.grid.seam.tree.depth) * seam : 0
        guard firstRoom >= needed, nextRoom >= neededNext else {
            let needed = max(needed, neededNext)
            throw DiagnosticsError(LayoutDiagnostics.pageTooLow(report, needed: fixed + needed, available: fixed + min(firstRoom, nextRoom)))
        }
        let division = pagination(firstRoom).divide()
        breakCost += division.cost
        for (index, rows) in division.pages.enumerated() {
            if index > 0 { pages.append(PagePlan()) }
            pages[pages.count - 1].segments.append(Segment(part: part, rows: rows, top: index == 0 ? top : nextTop))
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
    private func start(of part: Int) -> Double {
        let last = pages.count - 1
        return pages[last].segments.isEmpty ? form.contentTop(isFirst: last == 0) + spaceBefore(part) : bottom(of: last) + Self.tableGap
    }

    /// The title of the first table on a page keeps off the head line.
    private func spaceBefore(_ part: Int) -> Double { parts[part].title == nil ? 0 : 6 }

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

    private mutating func planCharts(_ theme: Theme, _ shaper: any TextShaper) {
        guard !report.charts.isEmpty else { return }
        let last = pages.count - 1
        let placement = ChartPlacement.place(
            report.charts, frame: form.frame, top: bottom(of: last), nextTop: form.contentTop(isFirst: false) + 12, theme: theme)
        func levelled(_ slots: [ChartPlacement.Slot]) -> [ChartPlacement.Slot] { ChartPlacement.levelled(slots, report.charts, theme: theme, shaper: shaper) }
        pages[last].charts = levelled(placement.first)
        pages += placement.pages.map { PagePlan(charts: levelled($0)) }
    }

    /// Where the content of a planned page ends, charts left out.
    private func bottom(of page: Int) -> Double {
        let plan = pages[page]
        var y = plan.segments.last.map { $0.top + height(of: $0) } ?? form.contentTop(isFirst: page == 0)
        if plan.hasSignatures { y += form.signatureHeight }
        return y + notesHeight(plan.notes.count)
    }
}
