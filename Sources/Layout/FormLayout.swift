internal import Composition
internal import Diagnostics
internal import ReportModel
internal import Scene
internal import Glibc

/// The form around the grid: title, head line, signature line, foot. Texts and sizes are settled once; `draw…` puts them on
/// a page.
struct FormLayout {
    let report: BuiltReport
    let theme: Theme
    let styles: Styles
    let pageSize: Size
    /// Left and right edge of everything that belongs to the form, top and bottom of the content.
    let frame: Rect
    /// The same between the margins of the page: running head and foot stand there however narrow the form is.
    let margins: Rect
    private let titleLines: [String]
    private let titleStyle: TextStyle
    /// The form's width, or the page's where the title is wider than the form.
    private let titleWidth: Double
    private let firstHead: HeadLine
    private let nextHead: HeadLine
    /// Why the running head cannot be set.
    private let nextHeadFault: DiagnosticsError?

    /// One line with a left, a middle and a right text.
    private struct HeadLine {
        var left: String
        var right: String
        var leftStyle: TextStyle
        var rightStyle: TextStyle
    }

    /// `narrower` is left free beside the frame, half of it on either side.
    init(_ report: BuiltReport, theme: Theme, shaper: any TextShaper, narrower: Double = 0) throws {
        self.report = report
        self.theme = theme
        styles = Styles(theme)
        pageSize = Self.size(report.page)
        let edge = theme.bindingEdge
        let left = (theme.marginLeft + (report.page.binding == .left ? edge : 0)) * pointsPerMillimetre
        let top = (theme.marginTop + (report.page.binding == .top ? edge : 0)) * pointsPerMillimetre
        margins = Rect(
            x: left, y: top, width: pageSize.width - left - theme.marginRight * pointsPerMillimetre,
            height: pageSize.height - top - theme.marginBottom * pointsPerMillimetre)
        frame = Rect(x: margins.x + narrower / 2, y: top, width: margins.width - narrower, height: margins.height)
        (titleLines, titleStyle) = try Self.title(report, styles: styles, width: margins.width, shaper: shaper)
        let title = titleLines.map { [titleStyle] in shaper.width($0, titleStyle) }.max() ?? 0
        titleWidth = title > frame.width ? margins.width : frame.width
        let right = [report.form.formNumber, report.form.units].filter { !$0.isEmpty }
        firstHead = try Self.headLine(
            report.form.office, right, style: styles.frame, leftStyle: styles.frame, form: frame.width, floor: theme.minimumSize, report: report, styles: styles, shaper: shaper)
        do {
            nextHead = try Self.headLine(
                titleLines.joined(), right + ["续表"], style: styles.frame, leftStyle: styles.continuedTitle, form: margins.width, floor: theme.minimumSize,
                report: report, styles: styles, shaper: shaper)
            nextHeadFault = nil
        } catch let fault as DiagnosticsError {
            (nextHead, nextHeadFault) = (firstHead, fault)
        }
    }

    /// Throws LAY003 where a second page has no room for the running head.
    func checkRunningHead() throws { if let nextHeadFault { throw nextHeadFault } }

    static func size(_ page: PageSetup) -> Size {
        let short = page.size == .a4 ? 210.0 : 297.0, long = page.size == .a4 ? 297.0 : 420.0
        return page.orientation == .portrait
            ? Size(short * pointsPerMillimetre, long * pointsPerMillimetre) : Size(long * pointsPerMillimetre, short * pointsPerMillimetre)
    }

    /// A district's form carries its name at the head of the title.
    static func titleText(_ report: BuiltReport) -> String {
        report.scope.district == nil || report.title.hasPrefix(report.scope.name) ? report.title : report.scope.name + report.title
    }

    /// How narrow the frame may be: three quarters of the page's, with title, head line and signatures at their full size; charts
    /// have at least the width of an upright A4 page. The same in all months and scopes: months count as two digits, and the name
    /// of a district before the title does not count.
    func leastWidth(_ shaper: any TextShaper) -> Double {
        let side = max(shaper.width(firstHead.left, firstHead.leftStyle), shaper.width(firstHead.right, firstHead.rightStyle))
        let head = shaper.width(Self.longest(report.form.period), styles.period) + 2 * (side + styles.frame.size)
        let title = shaper.width(report.title, styles.title)
        let signature = report.form.signatures.map { shaper.width($0, styles.frame) + styles.frame.size }.max() ?? 0
        let charts = report.charts.isEmpty ? 0 : 172 * pointsPerMillimetre
        return max(frame.width * 0.75, head, title, signature * Double(report.form.signatures.count), charts)
    }

    /// The period with every single digit written as two.
    private static func longest(_ period: String) -> String {
        let characters = Array(period)
        return characters.indices.reduce(into: "") { text, index in
            text.append(characters[index])
            func isDigit(_ place: Int) -> Bool { characters.indices.contains(place) && characters[place].isWholeNumber }
            if isDigit(index), !isDigit(index - 1), !isDigit(index + 1) { text.append("0") }
        }
    }

    // MARK: Settling

    /// One line, a little smaller where it must be; else two lines where sense breaks; only then clearly smaller; broken between words
    /// as the last resort.
    private static func title(_ report: BuiltReport, styles: Styles, width: Double, shaper: any TextShaper) throws -> ([String], TextStyle) {
        let text = titleText(report)
        let sizes = Array(stride(from: styles.title.size, through: min(leastTitle, styles.title.size), by: -0.5))
        let large = sizes.filter { $0 >= styles.title.size * leastWholeTitle }
        func settled(_ sizes: [Double], _ lines: (HeadBreaker) -> [String]?) -> ([String], TextStyle)? {
            for size in sizes {
                var style = styles.title
                style.size = size
                if let lines = lines(HeadBreaker { shaper.width($0, style) }) { return (lines, style) }
            }
            return nil
        }
        func whole(_ breaker: HeadBreaker) -> [String]? { breaker.width(text) <= width ? [text] : nil }
        func broken(_ breaker: HeadBreaker) -> [String]? { breaker.twoLines(text, fitting: width, betweenWords: false) }
        let title = settled(large, whole) ?? settled(large, broken) ?? settled(sizes) { whole($0) ?? broken($0) }
            ?? settled(sizes) { $0.twoLines(text, fitting: width, betweenWords: true) }
        guard let title else { throw DiagnosticsError(LayoutDiagnostics.titleTooWide(report, available: width)) }
        return title
    }

    /// The smallest title, in points, and how much smaller it becomes before it is broken, in parts of its size.
    private static let leastTitle = 13.0
    private static let leastWholeTitle = 0.88

    /// Left and right texts at the largest size at which they keep clear of the period.
    private static func headLine(
        _ left: String, _ right: [String], style: TextStyle, leftStyle: TextStyle, form width: Double, floor: Double, report: BuiltReport, styles: Styles,
        shaper: any TextShaper
    ) throws -> HeadLine {
        let half = (width - shaper.width(report.form.period, styles.period)) / 2 - styles.frame.size
        let joined = right.joined(separator: "　")
        var line = HeadLine(left: left, right: joined, leftStyle: leftStyle, rightStyle: style)
        while shaper.width(left, line.leftStyle) > half, line.leftStyle.size > floor { line.leftStyle.size = max(floor, line.leftStyle.size - 0.25) }
        while shaper.width(joined, line.rightStyle) > half, line.rightStyle.size > floor { line.rightStyle.size = max(floor, line.rightStyle.size - 0.25) }
        for (text, style) in [(left, line.leftStyle), (joined, line.rightStyle)] where shaper.width(text, style) > half {
            throw DiagnosticsError(LayoutDiagnostics.lineTooWide(report, what: "the head line", text: text, available: half))
        }
        return line
    }

    // MARK: Places

    private var titleLeading: Double { titleStyle.size * 1.35 }
    private var firstHeadBaseline: Double {
        frame.y + titleStyle.size * 1.06 + Double(titleLines.count - 1) * titleLeading + styles.title.size * 1.5
    }
    private var nextHeadBaseline: Double { frame.y + styles.frame.size * 1.1 }
    /// Top of the table: a little below the head line.
    func contentTop(isFirst: Bool) -> Double { (isFirst ? firstHeadBaseline : nextHeadBaseline) + 6.3 }

    /// Height of the line that names a table, above its top rule.
    var tableTitleHeight: Double { styles.continuedTitle.size * 1.75 }

    /// From the bottom rule of the table to the baseline of the signatures, and to where notes begin.
    var signatureBaseline: Double { styles.frame.size * 1.5 }
    var signatureHeight: Double { report.form.signatures.isEmpty ? 0 : styles.frame.size * 2.15 }

    // MARK: Drawing

    func drawHead(isFirst: Bool, continues: Bool, on writer: inout PageWriter) {
        if isFirst {
            let box = writer.box(.title, "title", Rect(
                x: frame.midX - titleWidth / 2, y: frame.y, width: titleWidth, height: Double(titleLines.count) * titleLeading))
            for (index, line) in titleLines.enumerated() {
                let baseline = frame.y + titleStyle.size * 1.06 + Double(index) * titleLeading
                writer.text(line, titleStyle, x: frame.midX, baseline: baseline, .centre, box: box)
            }
        }
        let baseline = isFirst ? firstHeadBaseline : nextHeadBaseline
        var line = isFirst ? firstHead : nextHead
        if !isFirst, !continues { line.right = String(line.right.dropLast("　续表".count)) }
        let place = headPlace(isFirst: isFirst)
        let box = writer.box(.headLine, "head", Rect(
            x: place.x, y: baseline - styles.period.size, width: place.width, height: styles.period.size * 1.25))
        writer.text(line.left, line.leftStyle, x: place.x, baseline: baseline, box: box)
        var period = styles.period
        if !isFirst { period.size = styles.frame.size }
        writer.text(report.form.period, period, x: place.midX, baseline: baseline, .centre, box: box)
        writer.text(line.right, line.rightStyle, x: place.maxX, baseline: baseline, .right, box: box)
    }

    /// The head line stands over the form, the running head between the margins.
    func headPlace(isFirst: Bool) -> Rect { isFirst ? frame : margins }

    func drawTableTitle(_ text: String, top: Double, on writer: inout PageWriter) {
        let style = styles.continuedTitle, baseline = top + style.size * 1.05
        let box = writer.box(.title, "table-title", Rect(x: frame.x, y: top, width: frame.width, height: tableTitleHeight))
        writer.text(text, style, x: frame.x, baseline: baseline, box: box)
    }

    /// Signatures in equal parts of the frame; the last one ends at the right edge, unless it is a mere label to be written after.
    func drawSignatures(below y: Double, on writer: inout PageWriter) {
        let signatures = report.form.signatures
        guard !signatures.isEmpty else { return }
        let box = writer.box(.signature, "signatures", Rect(x: frame.x, y: y, width: frame.width, height: signatureHeight))
        let baseline = y + signatureBaseline
        for (index, text) in signatures.enumerated() {
            if index > 0, index == signatures.count - 1, !text.hasSuffix("：") {
                writer.text(text, styles.frame, x: frame.maxX, baseline: baseline, .right, box: box)
            } else {
                let x = frame.x + frame.width * Double(index) / Double(signatures.count)
                writer.text(text, styles.frame, x: x, baseline: baseline, box: box)
            }
        }
    }

    /// Where the page stands to the right of an odd one: even pages of a book are bound on their right side.
    func shift(page index: Int) -> Double {
        guard report.page.binding == .left, report.page.isDuplex, index % 2 == 1 else { return 0 }
        return pageSize.width - frame.maxX - frame.x
    }

    /// 密级 in the upper margin.
    func drawClassification(on writer: inout PageWriter) {
        guard let text = report.form.classification else { return }
        var style = styles.continuedTitle
        style.size = max(style.size, 10.5)
        let baseline = frame.y - style.size * 0.8
        let box = writer.box(.headLine, "classification", Rect(x: margins.x, y: baseline - style.size, width: margins.width / 2, height: style.size * 1.3))
        writer.text(text, style, x: margins.x, baseline: baseline, box: box)
    }

    /// The layer over everything else: it belongs to the edition, not to the content. To be drawn after the foot.
    func drawEdition(signaturesAt y: Double?, on writer: inout PageWriter) {
        let text = theme.watermark.replacing("{state}", with: report.form.state)
        if !text.isEmpty { drawWatermark(text, on: &writer) }
        guard let seal = report.form.seal, let y else { return }
        let width = seal.width * pointsPerMillimetre, height = width * Double(seal.pixels.height) / Double(seal.pixels.width)
        let x = frame.maxX - frame.width / Double(max(1, report.form.signatures.count)) * 0.62 - width / 2
        let rect = Rect(
            x: min(x, frame.maxX - width), y: min(y + signatureBaseline - height * 0.3, pageSize.height - height - 12), width: width, height: height)
        let box = writer.box(.watermark, "seal", rect)
        writer.page.items.append(Item(box: box, .image(Image(png: seal.png, rect: rect))))
    }

    /// Rises from the lower left, as long as three fifths of the diagonal.
    private func drawWatermark(_ text: String, on writer: inout PageWriter) {
        let width = pageSize.width, height = pageSize.height
        let diagonal = (width * width + height * height).squareRoot(), degrees = 24.0, radians = degrees * .pi / 180
        let unit = writer.shaper.unitWidth(text, .heiBold), size = min(diagonal * 0.6 / unit, height * 0.16)
        let length = unit * size, middle = size * 0.36
        var run = writer.shaper.append(text.utf8, face: .heiBold, size: size, color: Color(theme.hair), origin: Point(0, 0), to: &writer.page)
        run.origin = Point(
            width / 2 - length / 2 * cos(radians) + middle * sin(radians), height / 2 + length / 2 * sin(radians) + middle * cos(radians))
        let box = writer.box(.watermark, "watermark", Rect(x: 0, y: 0, width: width, height: height))
        writer.page.items.append(Item(box: box, .outlines(run, degrees: degrees, width: 0.3)))
    }

    private var footBaseline: Double { pageSize.height - theme.marginBottom * pointsPerMillimetre * 0.56 }

    func drawBookPage(_ number: Int, on writer: inout PageWriter) {
        BookFront.drawNumber(number, styles: styles, size: pageSize, baseline: footBaseline, on: &writer)
    }

    func drawFoot(page: Int, of count: Int, on writer: inout PageWriter) {
        let baseline = footBaseline
        let foot = FootLine(report, style: styles.foot, left: margins.x, right: margins.maxX)
        foot.draw(ending: "第 \(page) 页 共 \(count) 页", baseline: baseline, on: &writer)
    }
}
