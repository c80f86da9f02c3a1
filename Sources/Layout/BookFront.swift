public import ReportModel
public import Scene

/// Cover and contents of a book of reports: what stands on which page, with links.
public struct BookFront {
    /// A report in the book.
    public struct Entry: Sendable, Hashable {
        public var group: String
        public var code: String
        public var title: String
        /// Its number of pages.
        public var pages: Int
        public init(group: String, code: String, title: String, pages: Int) { self.group = group; self.code = code; self.title = title; self.pages = pages }
    }

    /// A line of the contents: the name of a group, or a report with its first page in the book, counted from 0.
    private enum Line {
        case group(String)
        case report(Entry, page: Int)
    }

    private let title: String
    private let subtitles: [String]
    private let marks: String
    private let lines: [Line]
    private let size: Size
    private let theme: Theme
    private let styles: Styles
    private let frame: Rect
    private let perPage: Int
    private static let leading = 17.0

    /// `subtitles` stand below the title on the cover: office, period. `marks` is the foot: edition and data mark.
    public init(title: String, subtitles: [String], marks: String, entries: [Entry], theme: Theme) {
        self.title = title; self.subtitles = subtitles; self.marks = marks; self.theme = theme
        styles = Styles(theme)
        size = FormLayout.size(PageSetup())
        let left = theme.marginLeft * pointsPerMillimetre * 1.3, top = theme.marginTop * pointsPerMillimetre
        frame = Rect(x: left, y: top, width: size.width - 2 * left, height: size.height - top - theme.marginBottom * pointsPerMillimetre)
        perPage = max(4, Int((frame.height - 48) / Self.leading))
        let groups = Set(entries.map(\.group)).count
        let lineCount = entries.count + (groups > 1 ? Self.runs(entries) : 0)
        let contents = max(1, (lineCount + perPage - 1) / perPage)
        var page = 1 + contents, group: String?, lines: [Line] = []
        for entry in entries {
            if groups > 1, entry.group != group { lines.append(.group(entry.group)) }
            group = entry.group
            lines.append(.report(entry, page: page))
            page += entry.pages
        }
        self.lines = lines
    }

    /// How often the group changes.
    private static func runs(_ entries: [Entry]) -> Int { entries.indices.count { $0 == 0 || entries[$0].group != entries[$0 - 1].group } }

    /// Pages before the first report: the cover and the contents.
    public var count: Int { 1 + max(1, (lines.count + perPage - 1) / perPage) }
    /// First page of each report, counted from 0.
    public var starts: [Int] { lines.compactMap { if case .report(_, let page) = $0 { page } else { nil } } }

    /// Bookmarks: groups with their reports below them.
    public var outline: [PagedDocument.OutlineEntry] {
        var entries = [PagedDocument.OutlineEntry(title: "目录", page: 1, y: 0)], parent: Int?
        for (index, line) in lines.enumerated() {
            switch line {
            case .group(let name):
                guard index + 1 < lines.count, case .report(_, let page) = lines[index + 1] else { continue }
                parent = entries.count
                entries.append(PagedDocument.OutlineEntry(title: name, page: page, y: 0))
            case .report(let entry, let page): entries.append(PagedDocument.OutlineEntry(title: "\(entry.code) \(entry.title)", page: page, y: 0, parent: parent))
            }
        }
        return entries
    }

    public func pages(shaper: any TextShaper) -> [Page] {
        [cover(shaper)] + (1..<count).map { number in
            contents(Array(lines[(number - 1) * perPage..<min(lines.count, number * perPage)]), number: number, shaper)
        }
    }

    private func cover(_ shaper: any TextShaper) -> Page {
        var writer = PageWriter(size: size, shaper: shaper)
        var style = styles.title
        style.size = 30
        while shaper.width(title, style) > frame.width, style.size > 14 { style.size -= 1 }
        let middle = size.height * 0.36
        let box = writer.box(.title, "title", Rect(x: frame.x, y: middle - style.size, width: frame.width, height: style.size * 1.4))
        writer.text(title, style, x: size.width / 2, baseline: middle, .centre, box: box)
        writer.rule(y: middle + 22, from: size.width / 2 - 60, to: size.width / 2 + 60, width: theme.outerRule, color: theme.ink, box: 0)
        var below = styles.period
        below.size = 14
        for (index, text) in subtitles.enumerated() {
            let baseline = middle + 56 + Double(index) * 26
            let line = writer.box(.headLine, "subtitle\(index + 1)", Rect(x: frame.x, y: baseline - 14, width: frame.width, height: 18))
            writer.text(text, below, x: size.width / 2, baseline: baseline, .centre, box: line)
        }
        foot(nil, &writer)
        return writer.page
    }

    private func contents(_ lines: [Line], number: Int, _ shaper: any TextShaper) -> Page {
        var writer = PageWriter(size: size, shaper: shaper)
        var style = styles.title
        let heading = writer.box(.title, "contents", Rect(x: frame.x, y: frame.y, width: frame.width, height: 30))
        writer.text(number == 1 ? "目　录" : "目　录（续）", style, x: size.width / 2, baseline: frame.y + style.size, .centre, box: heading)
        style = styles.frame
        style.size = max(theme.minimumSize, theme.bodySize + 1)
        style.color = Color(theme.ink)
        let codeWidth = lines.map { if case .report(let entry, _) = $0 { shaper.width(entry.code, style) } else { 0 } }.max() ?? 0
        for (index, line) in lines.enumerated() {
            let baseline = frame.y + 52 + Double(index) * Self.leading
            let rect = Rect(x: frame.x, y: baseline - Self.leading * 0.72, width: frame.width, height: Self.leading)
            let box = writer.box(.notes, "line\(index + 1)", rect)
            switch line {
            case .group(let name): writer.text(name, styles.heading(size: style.size), x: frame.x, baseline: baseline, box: box)
            case .report(let entry, let page):
                draw(entry, page: page, codeWidth: codeWidth, baseline: baseline, style: style, box: box, &writer)
                writer.page.links.append(Link(rect: rect, page: page))
            }
        }
        foot(number + 1, &writer)
        return writer.page
    }

    /// Code, title, dots and page number.
    private func draw(_ entry: Entry, page: Int, codeWidth: Double, baseline: Double, style: TextStyle, box: Int, _ writer: inout PageWriter) {
        let left = frame.x + 12, number = String(page + 1)
        writer.text(entry.code, style, x: left, baseline: baseline, box: box)
        let start = left + codeWidth + 12, end = frame.maxX - writer.shaper.width(number, style)
        var titleStyle = style
        while writer.shaper.width(entry.title, titleStyle) > end - start - 12, titleStyle.size > theme.minimumSize { titleStyle.size -= 0.25 }
        let width = writer.text(entry.title, titleStyle, x: start, baseline: baseline, box: box)
        writer.text(number, style, x: frame.maxX, baseline: baseline, .right, box: box)
        if end - start - width > 24 {
            writer.page.items.append(Item(box: box, .line(
                from: Point(start + width + 8, baseline - 2), to: Point(end - 8, baseline - 2), width: 0.5, color: Color(theme.hair), dash: [0.6, 2.4])))
        }
    }

    private func foot(_ number: Int?, _ writer: inout PageWriter) {
        let baseline = size.height - theme.marginBottom * pointsPerMillimetre * 0.56
        let box = writer.box(.foot, "foot", Rect(x: frame.x, y: baseline - styles.foot.size, width: frame.width, height: styles.foot.size * 1.3))
        writer.text(marks, styles.foot, x: frame.x, baseline: baseline, box: box)
        if let number { Self.drawNumber(number, styles: styles, size: size, baseline: baseline, on: &writer) }
    }

    /// The page number of the book, in the middle of the foot.
    static func drawNumber(_ number: Int, styles: Styles, size: Size, baseline: Double, on writer: inout PageWriter) {
        let box = writer.box(.foot, "book-page", Rect(x: size.width / 2 - 30, y: baseline - styles.foot.size, width: 60, height: styles.foot.size * 1.3))
        writer.text("— \(number) —", styles.foot, x: size.width / 2, baseline: baseline, .centre, box: box)
    }
}
