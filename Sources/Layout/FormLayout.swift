internal import Composition
internal import Diagnostics
internal import ReportModel
internal import Scene

/// The form around the grid: title, head line, signature line, foot. Texts and sizes are settled once; `draw…` puts them on
/// a page.
struct FormLayout {
    let report: BuiltReport
    let theme: Theme
    let styles: Styles
    let pageSize: Size
    /// Left and right edge of everything, top and bottom of the content.
    let frame: Rect
    private let titleLines: [String]
    private let titleStyle: TextStyle
    private let firstHead: HeadLine
    private let nextHead: HeadLine

    /// One line with a left, a middle and a right text.
    private struct HeadLine {
        var left: String
        var right: String
        var leftStyle: TextStyle
        var rightStyle: TextStyle
        var continued = false
    }

    init(_ report: BuiltReport, theme: Theme, shaper: any TextShaper) throws {
        self.report = report
        self.theme = theme
        styles = Styles(theme)
        pageSize = Self.size(report.page)
        let left = theme.marginLeft * pointsPerMillimetre, top = theme.marginTop * pointsPerMillimetre
        frame = Rect(
            x: left, y: top, width: pageSize.width - left - theme.marginRight * pointsPerMillimetre,
            height: pageSize.height - top - theme.marginBottom * pointsPerMillimetre)
        (titleLines, titleStyle) = try Self.title(report, styles: styles, width: frame.width, shaper: shaper)
        let right = [report.form.formNumber, report.form.units].filter { !$0.isEmpty }
        firstHead = try Self.headLine(
            report.form.office, right, style: styles.frame, leftStyle: styles.frame, form: frame.width, floor: theme.minimumSize, report: report, styles: styles, shaper: shaper)
        var next = try Self.headLine(
            titleLines.joined(), right + ["续表"], style: styles.frame, leftStyle: styles.continuedTitle, form: frame.width, floor: theme.minimumSize, report: report,
            styles: styles, shaper: shaper)
        next.continued = true
        nextHead = next
    }

    static func size(_ page: PageSetup) -> Size {
        let short = page.size == .a4 ? 210.0 : 297.0, long = page.size == .a4 ? 297.0 : 420.0
        return page.orientation == .portrait
            ? Size(short * pointsPerMillimetre, long * pointsPerMillimetre) : Size(long * pointsPerMillimetre, short * pointsPerMillimetre)
    }

    /// A district's form carries its name at the head of the title.
    static func titleText(_ report: BuiltReport) -> String {
        report.scope.district == nil || report.title.hasPrefix(report.scope.name) ? report.title : report.scope.name + report.title
    }

    // MARK: Settling

    private static func title(_ report: BuiltReport, styles: Styles, width: Double, shaper: any TextShaper) throws -> ([String], TextStyle) {
        let text = titleText(report)
        var style = styles.title
        while shaper.width(text, style) > width, style.size > 13 { style.size -= 0.5 }
        if shaper.width(text, style) <= width { return ([text], style) }
        let breaker = HeadBreaker { shaper.width($0, style) }
        for effort in [HeadBreaker.Effort.sense, .halves] {
            let lines = breaker.lines([text], fitting: width, effort: effort)
            if lines.count <= 2, lines.allSatisfy({ shaper.width($0, style) <= width }) { return (lines, style) }
        }
        throw DiagnosticsError(LayoutDiagnostics.titleTooWide(report, available: width))
    }

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

    /// From the bottom rule of the table to the baseline of the signatures, and to where notes begin.
    var signatureBaseline: Double { styles.frame.size * 1.5 }
    var signatureHeight: Double { report.form.signatures.isEmpty ? 0 : styles.frame.size * 2.15 }

    // MARK: Drawing

    func drawHead(isFirst: Bool, continues: Bool, on writer: inout PageWriter) {
        if isFirst {
            let box = writer.box(.title, "title", Rect(x: frame.x, y: frame.y, width: frame.width, height: Double(titleLines.count) * titleLeading))
            for (index, line) in titleLines.enumerated() {
                let baseline = frame.y + titleStyle.size * 1.06 + Double(index) * titleLeading
                writer.text(line, titleStyle, x: frame.midX, baseline: baseline, .centre, box: box)
            }
        }
        let baseline = isFirst ? firstHeadBaseline : nextHeadBaseline
        var line = isFirst ? firstHead : nextHead
        if !isFirst, !continues { line.right = String(line.right.dropLast("　续表".count)) }
        let box = writer.box(.headLine, "head", Rect(
            x: frame.x, y: baseline - styles.period.size, width: frame.width, height: styles.period.size * 1.25))
        writer.text(line.left, line.leftStyle, x: frame.x, baseline: baseline, box: box)
        var period = styles.period
        if !isFirst { period.size = styles.frame.size }
        writer.text(report.form.period, period, x: frame.midX, baseline: baseline, .centre, box: box)
        writer.text(line.right, line.rightStyle, x: frame.maxX, baseline: baseline, .right, box: box)
    }

    /// Signatures in equal parts of the frame; the last one ends at the right edge when it is filled in.
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

    func drawFoot(page: Int, of count: Int, on writer: inout PageWriter) {
        let baseline = pageSize.height - theme.marginBottom * pointsPerMillimetre * 0.56
        let foot = FootLine(report, style: styles.foot, left: frame.x, right: frame.maxX)
        foot.draw(ending: "第 \(page) 页 共 \(count) 页", baseline: baseline, on: &writer)
    }
}
