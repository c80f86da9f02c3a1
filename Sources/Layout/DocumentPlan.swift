internal import Composition
internal import Documents
internal import ReportModel
internal import Scene

/// Settles what of a document stands on which page, before anything is drawn.
struct DocumentPlan {
    enum Placed {
        case heading(String, level: Int, y: Double)
        case paragraph([String], number: Int, y: Double)
        case table(Int, band: Int, parts: [DocumentTablePlan.Part], title: [String], y: Double)
        case chart(BuiltChart, Rect)
    }
    /// A block with its texts broken.
    private enum Block {
        case heading([String], level: Int)
        case paragraph([String], number: Int)
        case table(Int)
        case chart(BuiltChart)
        case pageBreak
    }

    let frame: DocumentFrame
    let theme: Theme
    private(set) var tables: [DocumentTablePlan] = []
    private(set) var pages: [[Placed]] = [[]]
    private(set) var outline: [PagedDocument.OutlineEntry] = []
    private var blocks: [Block] = []
    private var y = 0.0
    /// The next block, if there is one, begins a page.
    private var isBroken = false

    /// A line of text longer than this is hard to follow: ems.
    private static let measure = 68.0

    init(_ document: Document, theme: Theme, text: DocumentText) throws {
        self.theme = theme
        let needs = document.tables.map { table in
            let printable = DocumentTablePlan.printable(table, text)
            return DocumentColumns.needs(printable, heads: printable.columns.map(\.title), theme: theme, text: text)
        }
        // Upright when nothing has to be broken for it.
        let upright = DocumentFrame.page(isPortrait: true, theme).1.width
        frame = DocumentFrame(document, isPortrait: needs.allSatisfy { DocumentColumns.natural($0, size: theme.bodySize) <= upright }, theme: theme, text: text)
        try take(document.blocks.isEmpty ? [.paragraph("无")] : document.blocks, needs, text)
        outline = [PagedDocument.OutlineEntry(title: document.title, page: 0, y: frame.rect.y)]
        y = frame.contentTop(isFirst: true)
        for index in blocks.indices { place(index) }
    }

    private mutating func take(_ given: [Document.Block], _ needs: [[DocumentColumns.Needs]], _ text: DocumentText) throws {
        var paragraphs = 0, charts = 0
        for block in given {
            switch block {
            case .heading(let title, let level):
                let style = headingStyle(level)
                blocks.append(.heading(text.lines(text.printable(title, style.face), style, width: frame.rect.width), level: level))
            case .paragraph(let string):
                paragraphs += 1
                let style = bodyStyle, width = min(frame.rect.width, style.size * Self.measure)
                blocks.append(.paragraph(text.lines(text.printable(string, style.face), style, width: width), number: paragraphs))
            case .table(let table):
                blocks.append(.table(tables.count))
                tables.append(DocumentTablePlan(table, number: tables.count + 1, width: frame.rect.width, needs: needs[tables.count], theme: theme, text: text))
            case .chart(let chart):
                charts += 1
                blocks.append(.chart(try .trend(
                    id: "fig\(charts)", number: "图\(charts)", title: text.printable(chart.title, .heiBold), unit: text.printable(chart.unit, .heiRegular), months: chart.months,
                    lines: chart.lines.map { (text.printable($0.name, .heiRegular), $0.values) })))
            case .pageBreak: blocks.append(.pageBreak)
            }
        }
    }

    // MARK: Styles and distances

    func headingStyle(_ level: Int) -> TextStyle { TextStyle(.heiBold, max(theme.minimumSize, theme.bodySize + (level == 1 ? 2 : 0.5)), theme.ink) }
    var bodyStyle: TextStyle { TextStyle(.heiRegular, max(theme.minimumSize, theme.bodySize), theme.ink) }
    var paragraphLeading: Double { bodyStyle.size * 1.6 }
    func headingLeading(_ level: Int) -> Double { headingStyle(level).size * 1.4 }
    private static let afterTable = 12.0, afterParagraph = 5.0, afterHeading = 3.5

    private var isFresh: Bool { pages[pages.count - 1].isEmpty }
    private var room: Double { frame.bottom - y }
    /// A block keeps off what stands above it, and the head line when it begins with text.
    private func before(_ block: Block) -> Double {
        switch block {
        case .heading(_, let level): isFresh ? 6 : level == 1 ? 8 : 4
        case .paragraph: isFresh ? 6 : 0
        case .table(let index): isFresh && tables[index].titleHeight(0) > 0 ? 4 : 0
        case .chart: isFresh ? 6 : 0
        case .pageBreak: 0
        }
    }

    /// What of a block must stand together where it begins; a heading takes the beginning of the next block with it.
    private func beginning(_ index: Int) -> Double {
        guard blocks.indices.contains(index) else { return 0 }
        switch blocks[index] {
        case .heading(let lines, let level): return 8 + Double(lines.count) * headingLeading(level) + Self.afterHeading + beginning(index + 1)
        case .paragraph(let lines, _):
            // A few words about a table stay with it.
            if lines.count <= 3, blocks.indices.contains(index + 1), isTableOrChart(blocks[index + 1]) {
                return Double(lines.count) * paragraphLeading + Self.afterParagraph + beginning(index + 1)
            }
            return Double(min(2, lines.count)) * paragraphLeading
        case .table(let table): return tables[table].beginning(0)
        case .chart(let chart): return height(chart)
        case .pageBreak: return 0
        }
    }

    private func isTableOrChart(_ block: Block) -> Bool {
        switch block {
        case .table, .chart: true
        case .heading, .paragraph, .pageBreak: false
        }
    }

    private func height(_ chart: BuiltChart) -> Double {
        ChartLayout.preferredHeight(chart, width: frame.rect.width, theme: theme) * (ChartLayout.isLow(chart) ? 1 : 0.82)
    }

    // MARK: Placing

    private mutating func newPage() {
        pages.append([])
        y = frame.contentTop(isFirst: false)
    }

    private mutating func put(_ placed: Placed) { pages[pages.count - 1].append(placed) }

    private mutating func place(_ index: Int) {
        if case .pageBreak = blocks[index] {
            isBroken = !isFresh
            return
        }
        if isBroken { newPage() }
        isBroken = false
        let fullPage = frame.bottom - frame.contentTop(isFirst: false)
        if !isFresh, before(blocks[index]) + min(beginning(index), fullPage - 10) > room { newPage() }
        y += before(blocks[index])
        switch blocks[index] {
        case .heading(let lines, let level): placeHeading(lines, level)
        case .paragraph(let lines, let number): placeParagraph(lines, number)
        case .table(let table): for band in tables[table].bands.indices { placeTable(table, band: band) }
        case .chart(let chart):
            let height = min(height(chart), room)
            put(.chart(chart, Rect(x: frame.rect.x, y: y, width: frame.rect.width, height: height)))
            y += height + Self.afterTable
        case .pageBreak: break
        }
    }

    private mutating func placeHeading(_ lines: [String], _ level: Int) {
        let parent = level == 1 ? 0 : outline.lastIndex { $0.parent == 0 } ?? 0
        outline.append(PagedDocument.OutlineEntry(title: lines.joined(), page: pages.count - 1, y: y, parent: parent))
        // A heading higher than a page goes on as it is: line by line.
        for line in lines {
            if headingLeading(level) > room { newPage() }
            put(.heading(line, level: level, y: y))
            y += headingLeading(level)
        }
        y += Self.afterHeading
    }

    private mutating func placeParagraph(_ lines: [String], _ number: Int) {
        var rest = lines[...]
        while !rest.isEmpty {
            var count = min(rest.count, max(1, Int(room / paragraphLeading)))
            // No line of a paragraph alone on the next page.
            if rest.count - count == 1, count > 2 { count -= 1 }
            put(.paragraph(Array(rest.prefix(count)), number: number, y: y))
            y += Double(count) * paragraphLeading
            rest = rest.dropFirst(count)
            if !rest.isEmpty { newPage() }
        }
        y += Self.afterParagraph
    }

    private mutating func placeTable(_ index: Int, band: Int) {
        let plan = tables[index]
        if band > 0, !isFresh, plan.beginning(band) > room { newPage() }
        var next = DocumentTablePlan.Part(row: 0, lines: 0..<0), isContinued = false
        repeat {
            let title = plan.title(band, isContinued: isContinued)
            let fixed = plan.titleHeight(band) + plan.headHeight(band)
            var parts = fill(plan, band, from: next, height: room - fixed, mustTake: isFresh)
            if parts.isEmpty, !plan.table.rows.isEmpty {
                newPage()
                parts = fill(plan, band, from: next, height: room - fixed, mustTake: true)
            }
            put(.table(index, band: band, parts: parts, title: title, y: y))
            let rows = plan.table.rows.isEmpty ? plan.noneHeight : parts.reduce(0) { $0 + plan.height(lines: $1.lines.count) }
            y += fixed + rows
            if let last = parts.last {
                let isWhole = last.lines.upperBound == plan.bands[band].lineCount(last.row)
                next = .init(row: isWhole ? last.row + 1 : last.row, lines: isWhole ? 0..<0 : last.lines.upperBound..<last.lines.upperBound)
            }
            isContinued = true
            if next.row < plan.table.rows.count { newPage() }
        } while next.row < plan.table.rows.count
        y += Self.afterTable
    }

    /// The rows from `start` on that go into a height. A row is divided only when it is higher than the page.
    private func fill(_ plan: DocumentTablePlan, _ band: Int, from start: DocumentTablePlan.Part, height: Double, mustTake: Bool) -> [DocumentTablePlan.Part] {
        var parts: [DocumentTablePlan.Part] = [], used = 0.0, row = start.row, first = start.lines.lowerBound
        while row < plan.table.rows.count {
            let count = plan.bands[band].lineCount(row), own = plan.height(lines: count - first)
            if used + own > height {
                if parts.isEmpty, mustTake {
                    let lines = min(count - first, plan.lines(in: height))
                    parts.append(.init(row: row, lines: first..<first + lines))
                }
                break
            }
            parts.append(.init(row: row, lines: first..<count))
            used += own
            row += 1
            first = 0
        }
        return kept(parts, plan, band)
    }

    /// A section is not the last row of a page, and a total not the only one of the next.
    private func kept(_ parts: [DocumentTablePlan.Part], _ plan: DocumentTablePlan, _ band: Int) -> [DocumentTablePlan.Part] {
        var parts = parts
        guard let last = parts.last, last.row + 1 < plan.table.rows.count, last.lines.upperBound == plan.bands[band].lineCount(last.row) else { return parts }
        if last.row + 2 == plan.table.rows.count, plan.table.rows[last.row + 1].style == .total, parts.count > 1 { parts.removeLast() }
        while parts.count > 1, plan.table.rows[parts[parts.count - 1].row].style == .section { parts.removeLast() }
        return parts
    }
}
