public import ReportModel
public import Scene

/// Checks the pages of a report one by one, and what only shows over all of them.
///
/// The steps: measure the ink of each page → rules of ink → type and colour → rules of charts → furniture → rows over pages →
/// columns of each table.
public struct LayoutCheck<Meter: InkMeter> {
    private let theme: Theme
    private let meter: Meter
    /// Pages of a form carry 表号 and 报告期, and numbers below the heads of their columns; pages of a document need not.
    private let isForm: Bool
    /// Ink may touch, but not overlap by more than this: points.
    static var tolerance: Double { 0.25 }

    public init(theme: Theme, meter: Meter, isForm: Bool = true) {
        self.theme = theme
        self.meter = meter
        self.isForm = isForm
    }

    /// In the order of pages. With `facts` the furniture must say exactly these.
    public func findings(in document: PagedDocument, facts: PageFacts? = nil) -> [LayoutFinding] { findings(in: document.pages, facts: facts) }

    public func findings(in pages: [Page], facts: PageFacts? = nil) -> [LayoutFinding] {
        var found: [LayoutFinding] = [], seen: [String: Int] = [:], columns = ColumnEvenness()
        let rows = rowCounts(pages)
        for (index, page) in pages.enumerated() {
            let ink = PageInk(page, meter: meter), number = index + 1
            found += texts(ink, number) + rules(ink, number) + boxes(ink, number) + type(ink, number)
            found += ChartRules(ink, page: number, tolerance: Self.tolerance).findings
            found += furniture(ink, number, of: pages.count, facts) + table(ink, number, rows, &seen)
            columns.add(ink, page: number)
        }
        found += columns.findings
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

    /// Rules of the form; those of charts are crossed on purpose, on a ground of white.
    private func rules(_ ink: PageInk, _ page: Int) -> [LayoutFinding] {
        let rules = ink.rules.filter { !PageInk.chartKinds.contains($0.box.kind) }
        return ink.texts.compactMap { text in
            if PageInk.chartKinds.contains(text.box.kind) || text.ink.width == 0 { return nil }
            let core = text.ink.insetBy(dx: 0.05, dy: 0.05)
            guard let rule = rules.first(where: { core.insetBy(dx: -$0.width / 2, dy: -$0.width / 2).meets($0.from, $0.to) }) else { return nil }
            let depth = rule.from.y == rule.to.y ? min(rule.from.y - text.ink.y, text.ink.maxY - rule.from.y) + rule.width / 2 : 0
            return finding(.textOverRule, page, text, depth)
        }
    }

    private func boxes(_ ink: PageInk, _ page: Int) -> [LayoutFinding] {
        let cells: Set<Box.Kind> = [.cell, .stubCell, .headerCell, .columnNumber]
        let paper = Rect(x: 0, y: 0, width: ink.page.size.width, height: ink.page.size.height)
        let printable = paper.width > 560 ? paper.insetBy(dx: 14, dy: 14) : paper
        return ink.texts.flatMap { text -> [LayoutFinding] in
            if text.ink.width == 0 { return [] }
            var found: [LayoutFinding] = []
            let box = text.box.rect
            if cells.contains(text.box.kind) {
                let out = max(max(box.x - text.ink.x, text.ink.maxX - box.maxX), max(box.y - text.ink.y, text.ink.maxY - box.maxY))
                if out > Self.tolerance { found.append(finding(.textOutOfBox, page, text, out)) }
            }
            let out = max(max(printable.x - text.ink.x, text.ink.maxX - printable.maxX), max(printable.y - text.ink.y, text.ink.maxY - printable.maxY))
            if out > 0 { found.append(finding(.clipped, page, text, out)) }
            return found
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

    // MARK: Furniture and rows

    private func furniture(_ ink: PageInk, _ page: Int, of count: Int, _ facts: PageFacts?) -> [LayoutFinding] {
        var found: [LayoutFinding] = []
        func texts(_ kind: Box.Kind) -> [String] { ink.texts.filter { $0.box.kind == kind }.map(\.text) }
        let kinds = Set(ink.page.boxes.map(\.kind))
        if kinds.isDisjoint(with: [.table, .chart, .notes, .heading]) { found.append(LayoutFinding(.blankPage, page: page, element: "page")) }
        // A title that is broken over lines is read without the break.
        func spaceless(_ text: String) -> String { text.filter { $0 != " " } }
        let title = spaceless(texts(.title).joined())
        if page == 1, title.isEmpty || facts.map({ !title.contains(spaceless($0.title)) }) ?? false {
            found.append(LayoutFinding(.missingFurniture, page: page, element: "title"))
        }
        let head = texts(.headLine)
        for (name, mark) in [("表号", facts?.formNumber ?? "表号"), ("报告期", facts?.period ?? "年"), ("计量单位", facts?.units ?? "")]
        where isForm && !mark.isEmpty && !head.contains(where: { $0.contains(mark) }) { found.append(LayoutFinding(.missingFurniture, page: page, element: name)) }
        if !texts(.foot).contains("第 \(page) 页 共 \(count) 页") { found.append(LayoutFinding(.pageNumber, page: page, element: "foot")) }
        return found
    }

    /// Rows of each table, on all pages together. A wide table's rows stand on several pages.
    private func rowCounts(_ pages: [Page]) -> [String: Int] {
        var rows: [String: Set<String>] = [:]
        for page in pages {
            let lines = Set(page.boxes.filter { $0.kind == .cell && !$0.name.hasPrefix("carried") }.map { RowPlace($0) })
            var titles: [RowPlace: Box] = [:]
            for box in page.boxes where box.kind == .stubCell && lines.contains(RowPlace(box)) {
                if let other = titles[RowPlace(box)], other.rect.x <= box.rect.x { continue }
                titles[RowPlace(box)] = box
            }
            for title in titles.values { rows[page.boxes[max(0, title.parent)].name, default: []].insert(title.name) }
        }
        return rows.mapValues(\.count)
    }

    private struct RowPlace: Hashable {
        var table: Int
        var y: Double
        init(_ box: Box) { (table, y) = (box.parent, box.rect.y) }
    }

    /// Every page of a table has its heads; no row stands on two pages; no total stands alone, torn from its parts: a table of one row is whole.
    private func table(_ ink: PageInk, _ page: Int, _ counts: [String: Int], _ seen: inout [String: Int]) -> [LayoutFinding] {
        var found: [LayoutFinding] = []
        let boxes = ink.page.boxes
        guard boxes.contains(where: { $0.kind == .table }) else { return [] }
        let numbers = boxes.filter { $0.kind == .columnNumber }.map(\.name)
        if !boxes.contains(where: { $0.kind == .headerCell }) || isForm && numbers.isEmpty {
            found.append(LayoutFinding(.missingHeader, page: page, element: "main"))
        }
        for box in boxes where box.kind == .cell && !box.name.hasPrefix("carried") {
            let name = "\(boxes[max(0, box.parent)].name)/\(box.name)"
            if let other = seen[name] { found.append(LayoutFinding(.rowTwice, page: page, element: "\(box.name), also on page \(other)")) }
            seen[name] = page
        }
        let rows = Set(boxes.filter { $0.kind == .cell && !$0.name.hasPrefix("carried") }.map(\.rect.y))
        if page > 1, rows.count == 1, let total = ink.texts.first(where: { $0.box.kind == .stubCell && $0.run.face == .heiBold }),
            counts[boxes[max(0, total.box.parent)].name] ?? 0 > 1
        {
            found.append(finding(.loneTotal, page, total))
        }
        return found
    }
}

extension Rect {
    func contains(_ other: Rect) -> Bool { other.x >= x && other.maxX <= maxX && other.y >= y && other.maxY <= maxY }
}
