internal import Documents
internal import ReportModel
internal import Scene

/// What stands around the contents of a document: title, head line, foot.
struct DocumentFrame {
    /// A piece of a line above or below the contents.
    private struct Piece {
        var text: String
        var style: TextStyle
        var alignment: Alignment
    }
    let theme: Theme
    let styles: Styles
    let pageSize: Size
    let rect: Rect
    private let titleLines: [String]
    private let titleStyle: TextStyle
    private let firstHead: [[Piece]]
    private let nextHead: [[Piece]]
    private let markLines: [String]

    init(_ document: Document, isPortrait: Bool, theme: Theme, text: DocumentText) {
        self.theme = theme
        let styles = Styles(theme)
        self.styles = styles
        (pageSize, rect) = Self.page(isPortrait: isPortrait, theme)
        let title = text.printable(document.title, .songBold).replacing("\n", with: " ")
        var style = styles.title
        while text.shaper.width(title, style) > rect.width, style.size > 13 { style.size -= 0.5 }
        titleLines = text.lines(title, style, width: rect.width)
        titleStyle = style
        let head = (0..<3).map { document.head.indices.contains($0) ? text.printable(document.head[$0], .heiRegular).replacing("\n", with: " ") : "" }
        firstHead = Self.head(head[0], head[1], head[2], left: styles.frame, middle: styles.period, width: rect.width, theme, text)
        nextHead = Self.head(text.printable(document.title, .heiBold).replacing("\n", with: " "), head[1], head[2], left: styles.continuedTitle, middle: styles.frame, width: rect.width, theme, text)
        let mark = text.printable(document.mark, .heiRegular).replacing("\n", with: " ")
        markLines = mark.isEmpty ? [] : text.lines(mark, styles.foot, width: rect.width - 80)
    }

    static func page(isPortrait: Bool, _ theme: Theme) -> (Size, Rect) {
        var setup = PageSetup()
        setup.orientation = isPortrait ? .portrait : .landscape
        let size = FormLayout.size(setup), left = theme.marginLeft * pointsPerMillimetre, top = theme.marginTop * pointsPerMillimetre
        return (size, Rect(
            x: left, y: top, width: size.width - left - theme.marginRight * pointsPerMillimetre, height: size.height - top - theme.marginBottom * pointsPerMillimetre))
    }

    /// On one baseline where they fit, smaller if need be; else one below the other.
    private static func head(
        _ left: String, _ middle: String, _ right: String, left leftStyle: TextStyle, middle middleStyle: TextStyle, width: Double, _ theme: Theme, _ text: DocumentText
    ) -> [[Piece]] {
        if left.isEmpty, middle.isEmpty, right.isEmpty { return [] }
        let shaper = text.shaper
        var outer = leftStyle, end = Styles(theme).frame
        func fits() -> Bool {
            let a = shaper.width(left, outer), b = shaper.width(middle, middleStyle), c = shaper.width(right, end), gap = 10.0
            return b == 0 ? a + c + gap <= width : max(a, c) + gap <= (width - b) / 2
        }
        while !fits(), max(outer.size, end.size) > theme.minimumSize {
            outer.size = max(theme.minimumSize, outer.size - 0.25)
            end.size = max(theme.minimumSize, end.size - 0.25)
        }
        if fits() {
            return [[
                Piece(text: left, style: outer, alignment: .left), Piece(text: middle, style: middleStyle, alignment: .centre), Piece(text: right, style: end, alignment: .right),
            ].filter { !$0.text.isEmpty }]
        }
        return [(left, leftStyle), (middle, middleStyle), (right, end)].filter { !$0.0.isEmpty }.flatMap { string, style in
            text.lines(string, style, width: width).map { [Piece(text: $0, style: style, alignment: .left)] }
        }
    }

    // MARK: Places

    private var titleLeading: Double { titleStyle.size * 1.35 }
    private var headLeading: Double { styles.frame.size * 1.5 }
    private func headBaseline(isFirst: Bool) -> Double {
        isFirst ? rect.y + titleStyle.size * 1.06 + Double(titleLines.count - 1) * titleLeading + styles.title.size * 1.5 : rect.y + styles.frame.size * 1.1
    }
    func contentTop(isFirst: Bool) -> Double {
        let head = isFirst ? firstHead : nextHead
        if head.isEmpty { return headBaseline(isFirst: isFirst) - (isFirst ? styles.title.size * 0.55 : 0) }
        return headBaseline(isFirst: isFirst) + Double(head.count - 1) * headLeading + 6.3
    }
    var bottom: Double { rect.maxY - Double(max(0, markLines.count - 1)) * styles.foot.size * 1.35 }

    // MARK: Drawing

    func draw(page: Int, of count: Int, on writer: inout PageWriter) {
        let isFirst = page == 1
        if isFirst {
            let box = writer.box(.title, "title", Rect(x: rect.x, y: rect.y, width: rect.width, height: Double(titleLines.count) * titleLeading))
            for (index, line) in titleLines.enumerated() {
                writer.text(line, titleStyle, x: rect.midX, baseline: rect.y + titleStyle.size * 1.06 + Double(index) * titleLeading, .centre, box: box)
            }
        }
        let head = isFirst ? firstHead : nextHead
        guard !head.isEmpty else { return drawFoot(page: page, of: count, on: &writer) }
        let first = headBaseline(isFirst: isFirst), height = styles.period.size
        let box = writer.box(.headLine, "head", Rect(x: rect.x, y: first - height, width: rect.width, height: height * 1.25 + Double(head.count - 1) * headLeading))
        for (index, line) in head.enumerated() {
            for piece in line {
                let x = piece.alignment == .left ? rect.x : piece.alignment == .right ? rect.maxX : rect.midX
                writer.text(piece.text, piece.style, x: x, baseline: first + Double(index) * headLeading, piece.alignment, box: box)
            }
        }
        drawFoot(page: page, of: count, on: &writer)
    }

    private func drawFoot(page: Int, of count: Int, on writer: inout PageWriter) {
        let style = styles.foot, last = pageSize.height - theme.marginBottom * pointsPerMillimetre * 0.56, step = style.size * 1.35
        let height = Double(max(0, markLines.count - 1)) * step
        let box = writer.box(.foot, "foot", Rect(x: rect.x, y: last - style.size - height, width: rect.width, height: style.size * 1.3 + height))
        for (index, line) in markLines.enumerated() { writer.text(line, style, x: rect.x, baseline: last - height + Double(index) * step, box: box) }
        writer.text("第 \(page) 页 共 \(count) 页", style, x: rect.maxX, baseline: last, .right, box: box)
    }
}
