public import ReportModel
public import Scene

/// Checks the pages of a report one by one, and what only shows over all of them.
///
/// The steps: measure the ink of each page → rules of ink → places → type and colour → rules of charts → furniture → tables over pages →
/// columns of each table.
public struct LayoutCheck<Meter: InkMeter> {
    private let theme: Theme
    private let meter: Meter
    private let kind: PageKind
    private var isForm: Bool { kind == .form }
    /// Ink may touch, but not overlap by more than this: points.
    static var tolerance: Double { 0.25 }

    public init(theme: Theme, meter: Meter, of kind: PageKind = .form) {
        self.theme = theme
        self.meter = meter
        self.kind = kind
    }

    /// In the order of pages. With `facts` the furniture must say exactly these.
    public func findings(in document: PagedDocument, facts: PageFacts? = nil) -> [LayoutFinding] { findings(in: document.pages, facts: facts) }

    public func findings(in pages: [Page], facts: PageFacts? = nil) -> [LayoutFinding] { findings(ofPages: pages.count, facts: facts) { pages[$0] } }

    /// Page by page, each asked for once: nothing holds a thousand pages.
    public func findings(ofPages count: Int, facts: PageFacts? = nil, page: (Int) throws -> Page) rethrows -> [LayoutFinding] {
        var found: [LayoutFinding] = [], tables = TableRules(isForm: isForm), columns = ColumnEvenness()
        for index in 0..<count {
            let ink = PageInk(try page(index), meter: meter), number = index + 1
            found += texts(ink, number) + rules(ink, number)
            found += PlaceRules(ink, page: number, kind: kind, theme: theme, tolerance: Self.tolerance).findings + type(ink, number)
            found += ChartRules(ink, page: number, tolerance: Self.tolerance).findings + furniture(ink, number, of: count, facts)
            tables.add(ink, page: number)
            columns.add(ink, page: number)
        }
        found += tables.findings + columns.findings
        return found.enumerated().sorted { ($0.element.page, $0.offset) < ($1.element.page, $1.offset) }.map(\.element)
    }

    private func finding(_ rule: LayoutFinding.Rule, _ page: Int, _ text: PageInk.Text, _ excess: Double = 0) -> LayoutFinding {
        LayoutFinding(rule, page: page, element: "\(text.box.name) “\(text.text)”", excess: excess)
    }

    // MARK: Ink

    private func texts(_ ink: PageInk, _ page: Int) -> [LayoutFinding] {
        let sorted = ink.texts.filter { $0.ink.width > 0 }.sorted { ($0.ink.y, $0.ink.x) < ($1.ink.y, $1.ink.x) }
        var found: [LayoutFinding] = []
        for (index, text) in sorted.enumerated() {
            for other in sorted[(index + 1)...] {
                if other.ink.y >= text.ink.maxY { break }
                let depth = text.ink.depth(other.ink)
                if depth > Self.tolerance { found.append(finding(.textOverText, page, other, depth)) }
            }
        }
        return found
    }

    /// Rules of the form, axes and leaders of charts; the grid of a chart is crossed on purpose, on a ground of white.
    private func rules(_ ink: PageInk, _ page: Int) -> [LayoutFinding] {
        let rules = ink.rules.filter { !PageInk.chartKinds.contains($0.box.kind) || $0.color.rgb != theme.grid }
        return ink.texts.compactMap { text in
            if text.ink.width == 0 { return nil }
            let depth = rules.map { text.ink.depth(ofStroke: $0.from, $0.to, width: $0.width) }.max() ?? 0
            return depth > (PageInk.chartKinds.contains(text.box.kind) ? Self.tolerance : 0.05) ? finding(.textOverRule, page, text, depth) : nil
        }
    }

    // MARK: Type and colour

    private func type(_ ink: PageInk, _ page: Int) -> [LayoutFinding] {
        var found: [LayoutFinding] = []
        for text in ink.texts {
            // Marks of notes are raised and smaller.
            let floor = text.text.unicodeScalars.allSatisfy { (0x2460...0x2473).contains($0.value) } ? theme.minimumSize * 0.7 : theme.minimumSize
            if text.run.size < floor - 1e-6 { found.append(finding(.belowMinimumSize, page, text, floor - text.run.size)) }
            if !meter.missing(in: text.text.utf8, face: text.run.face).isEmpty {
                found.append(finding(.missingGlyph, page, text))
            } else if !meter.draws(text.text.utf8, with: ink.page.glyphs[text.run.glyphs].lazy.map(\.id), face: text.run.face) {
                found.append(finding(.foreignFace, page, text))
            }
        }
        let known = palette
        var told: Set<UInt32> = []
        for (color, box) in ink.colors where !known.contains(color.rgb) && told.insert(color.rgb).inserted {
            found.append(LayoutFinding(.colorOffPalette, page: page, element: "\(box.name) \(color)"))
        }
        return found
    }

    private var palette: Set<UInt32> {
        Set([
            theme.ink, theme.grey, theme.faint, theme.headerTint, theme.totalTint, theme.warningTint, theme.hair, theme.grid, theme.plannedTint, theme.bandTint,
            Color.white.rgb,
        ] + theme.seriesColors + theme.ramp)
    }

    // MARK: Furniture

    private func furniture(_ ink: PageInk, _ page: Int, of count: Int, _ facts: PageFacts?) -> [LayoutFinding] {
        var found: [LayoutFinding] = []
        func texts(_ kind: Box.Kind) -> [String] { ink.texts.filter { $0.box.kind == kind && $0.ink.width > 0 }.map(\.text) }
        func add(_ element: String) { found.append(LayoutFinding(.missingFurniture, page: page, element: element)) }
        if !hasContent(ink) { found.append(LayoutFinding(.blankPage, page: page, element: "page")) }
        let foot = texts(.foot)
        if kind == .picture {
            if foot.isEmpty { add("foot") }
            return found
        }
        // A title that is broken over lines is read without the break.
        func spaceless(_ text: String) -> String { text.filter { $0 != " " } }
        let title = spaceless(texts(.title).joined())
        if page == 1 || kind == .bookFront, title.isEmpty || facts.map({ !title.contains(spaceless($0.title)) }) ?? false { add("title") }
        let head = texts(.headLine)
        for (name, mark) in [("表号", facts?.formNumber ?? "表号"), ("报告期", facts?.period ?? "年"), ("计量单位", facts?.units ?? "")]
        where isForm && !mark.isEmpty && !head.contains(where: { $0.contains(mark) }) { add(name) }
        let number = kind == .bookFront ? page == 1 ? nil : "— \(page) —" : "第 \(page) 页 共 \(count) 页"
        if let number, !foot.contains(number) { found.append(LayoutFinding(.pageNumber, page: page, element: "foot")) }
        return found
    }

    /// Something stands on the page besides its furniture and the heads of a table that has no row there.
    private func hasContent(_ ink: PageInk) -> Bool {
        let content: Set<Box.Kind> = [.cell, .stubCell, .heading, .notes, .chart, .chartTitle, .mark, .axisLabel, .dataLabel, .legend]
        return ink.texts.contains { content.contains($0.box.kind) && $0.ink.width > 0 } || ink.drawings.contains { content.contains($0.box.kind) }
            || kind == .bookFront && ink.texts.contains { $0.box.kind == .title && $0.ink.width > 0 }
    }
}
