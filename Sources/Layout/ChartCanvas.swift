internal import Composition
internal import Diagnostics
internal import ReportModel
internal import Scene

/// Where a chart is being drawn: collects fills, lines, paths, grounds and texts in layers, and remembers what is taken.
struct ChartCanvas {
    let chart: BuiltChart
    let rect: Rect
    let theme: Theme
    let shaper: any TextShaper
    private(set) var page: Page
    private let root: Int
    private let parent: Int
    /// Fills of the chart's bars and areas, by place in the palette.
    private let fills: [Int: UInt32]

    private enum Layer: Int, CaseIterable { case band, grid, grounds, bars, axis, lines, dots, texts }
    private var layers: [[Item]] = Array(repeating: [], count: Layer.allCases.count)
    private var texts: [(text: ShapedText, origin: Point, color: Color, box: Int)] = []
    private var missing: [Character] = []

    /// Rectangles of bars and placed labels.
    private(set) var taken: [Rect] = []
    /// Segments of lines, with their half width.
    private(set) var segments: [(from: Point, to: Point)] = []
    private var gridLines: [Double] = []
    /// How deep the band of the categories below the plot has to be, and how deep what stands in it is.
    let leastCategoryDepth: Double
    var categoryDepth = 0.0

    var smallSize: Double { max(theme.minimumSize, theme.columnNumberSize) }
    var labelSize: Double { max(theme.minimumSize, theme.noteSize) }
    var ink: Color { Color(theme.ink) }
    var grey: Color { Color(theme.grey) }

    init(_ chart: BuiltChart, rect: Rect, theme: Theme, shaper: any TextShaper, page: Page, parent: Int, leastCategoryDepth: Double = 0) {
        self.chart = chart; self.rect = rect; self.theme = theme; self.shaper = shaper; self.page = page; self.parent = parent
        self.leastCategoryDepth = leastCategoryDepth
        root = page.boxes.count
        let isRound = chart.kind == .pie || chart.kind == .ring, bars = chart.series.filter { $0.mark == .bar }
        let marks = isRound ? Array(chart.categories.indices) : bars.map { $0.tinted ? nil : $0.paletteIndex }
        fills = Dictionary(zip(marks, theme.fills(marks)).compactMap { mark, fill in mark.map { ($0, fill) } }) { first, _ in first }
        self.page.boxes.append(Box(kind: .chart, name: chart.id, rect: rect, parent: parent))
    }

    // MARK: Boxes and text

    mutating func box(_ kind: Box.Kind, _ name: String, _ rect: Rect) -> Int {
        page.boxes.append(Box(kind: kind, name: "\(chart.id)/\(name)", rect: rect, parent: root))
        return page.boxes.count - 1
    }

    func shape(_ text: String, size: Double, bold: Bool = false) -> ShapedText { shaper.shape(text, face: bold ? .heiBold : .heiRegular, size: size) }

    /// The text, or as much of its beginning as fits, with an ellipsis: the table beside the chart has all of it.
    func fitted(_ text: String, size: Double, width: Double) -> ShapedText {
        var text = text
        var shaped = shape(text, size: size)
        while shaped.width > width, text.count > 1 {
            text.removeLast()
            shaped = shape(text + "…", size: size)
        }
        return shaped
    }

    func ascent(_ size: Double) -> Double { shaper.metrics(face: .heiRegular, size: size).ascent }
    func descent(_ size: Double) -> Double { shaper.metrics(face: .heiRegular, size: size).descent }
    func height(_ size: Double) -> Double { ascent(size) + descent(size) }

    /// From one baseline to the next in text of several lines.
    func pitch(_ size: Double) -> Double { max(height(size) + 1.5, size * 1.24) }
    /// From a bar up to the baseline of its value: clear of the comma below it.
    func rise(_ size: Double) -> Double { max(descent(size) + 1, size * 0.37) }
    /// From title or legend to the plot: a value above the highest mark stays six points clear of them.
    var headRoom: Double { 6 + ascent(labelSize) + rise(labelSize) }

    enum Anchor { case left, centre, right }

    func frame(of text: ShapedText, at x: Double, baseline: Double, _ anchor: Anchor) -> Rect {
        let left = anchor == .left ? x : anchor == .right ? x - text.width : x - text.width / 2
        return Rect(x: left, y: baseline - ascent(text.size), width: text.width, height: height(text.size))
    }

    /// Sets text with its baseline at `baseline`; it takes its place.
    @discardableResult
    mutating func set(_ text: ShapedText, at x: Double, baseline: Double, _ anchor: Anchor, color: Color, kind: Box.Kind, name: String) -> Rect {
        let frame = frame(of: text, at: x, baseline: baseline, anchor)
        let index = box(kind, name, frame)
        texts.append((text, Point(frame.x, baseline), color, index))
        missing += text.missing
        taken.append(frame)
        return frame
    }

    /// A light ground, where text crosses grid lines.
    mutating func ground(_ frame: Rect) {
        if gridLines.contains(where: { $0 > frame.y - 0.5 && $0 < frame.maxY + 0.5 }) {
            layers[Layer.grounds.rawValue].append(Item(box: root, .fill(frame.insetBy(dx: -1.2, dy: -0.2), .white)))
        }
    }

    // MARK: Marks

    mutating func grid(y: Double, from x: Double, to end: Double) {
        gridLines.append(y)
        layers[Layer.grid.rawValue].append(Item(box: root, .line(from: Point(x, y), to: Point(end, y), width: theme.hairRule, color: Color(theme.grid), dash: [])))
    }
    /// Labels placed later keep clear of it.
    mutating func axis(from: Point, to: Point) {
        segments.append((from, to))
        layers[Layer.axis.rawValue].append(Item(box: root, .line(from: from, to: to, width: 0.6, color: ink, dash: [])))
    }
    mutating func band(_ area: Rect) {
        let index = box(.mark, "band", area)
        layers[Layer.band.rawValue].append(Item(box: index, .fill(area, Color(theme.bandTint))))
    }
    mutating func bar(_ area: Rect, color: Color, name: String) {
        let index = box(.mark, name, area)
        layers[Layer.bars.rawValue].append(Item(box: index, .fill(area, color)))
        taken.append(area)
    }

    /// The small square before the name of a series.
    mutating func key(x: Double, baseline: Double, color: Color, name: String) {
        bar(Rect(x: x, y: baseline - ChartLegend.square * 0.95, width: ChartLegend.square, height: ChartLegend.square), color: color, name: name)
    }

    /// A filled polygon; labels keep away from `bounds`, or from nothing where that is empty.
    mutating func area(_ outline: [Point], color: Color, name: String, bounds: Rect? = nil) {
        guard let first = outline.first else { return }
        let xs = outline.map(\.x), ys = outline.map(\.y)
        let area = bounds ?? Rect(x: xs.min()!, y: ys.min()!, width: xs.max()! - xs.min()!, height: ys.max()! - ys.min()!)
        let index = box(.mark, name, area)
        layers[Layer.bars.rawValue].append(Item(box: index, .path(Path(segments: [.move(first)] + outline.dropFirst().map { .line($0) } + [.close], fill: color))))
        if area.width > 0 { taken.append(area) }
    }

    /// A dashed line down across bars, in a casing of white, without which it could not be seen on them. The casing is open at the
    /// heights `bare`, from above: there it would hide the tip of a bar; and above the axis that it ends on.
    mutating func reference(from: Point, to: Point, bare: [ClosedRange<Double>] = [], name: String) {
        var start = from.y
        for end in bare.map({ ($0.lowerBound, $0.upperBound) }) + [(to.y - 0.3, to.y)] {
            if end.0 > start { layers[Layer.lines.rawValue].append(Item(box: root, .line(from: Point(from.x, start), to: Point(to.x, end.0), width: 2.6, color: .white, dash: []))) }
            start = end.1
        }
        polyline([from, to], color: referenceColor, dash: [3, 2], name: name)
    }

    /// A polyline through points that follow each other.
    mutating func polyline(_ points: [Point], color: Color, dash: [Double], name: String) {
        guard let first = points.first else { return }
        for (a, b) in zip(points, points.dropFirst()) { segments.append((a, b)) }
        let xs = points.map(\.x), ys = points.map(\.y)
        let area = Rect(x: xs.min()!, y: ys.min()!, width: xs.max()! - xs.min()!, height: ys.max()! - ys.min()!)
        let index = box(.mark, name, area)
        let path = Path(segments: [.move(first)] + points.dropFirst().map { .line($0) }, stroke: color, width: 1.4, dash: dash)
        if points.count > 1 { layers[Layer.lines.rawValue].append(Item(box: index, .path(path))) }
    }

    mutating func dot(_ centre: Point, color: Color, radius: Double = 2.1) {
        let k = 0.5523 * radius, r = radius, x = centre.x, y = centre.y
        let circle = Path(segments: [
            .move(Point(x + r, y)), .curve(Point(x + r, y + k), Point(x + k, y + r), Point(x, y + r)), .curve(Point(x - k, y + r), Point(x - r, y + k), Point(x - r, y)),
            .curve(Point(x - r, y - k), Point(x - k, y - r), Point(x, y - r)), .curve(Point(x + k, y - r), Point(x + r, y - k), Point(x + r, y)), .close,
        ], fill: color)
        layers[Layer.dots.rawValue].append(Item(box: root, .path(circle)))
        segments += [(Point(x - r, y), Point(x + r, y)), (Point(x, y - r), Point(x, y + r))]
    }

    /// A hair line that leads somewhere; later labels keep clear of it.
    mutating func leader(from: Point, to: Point) {
        segments.append((from, to))
        layers[Layer.grid.rawValue].append(Item(box: root, .line(from: from, to: to, width: theme.hairRule, color: Color(theme.hair), dash: [])))
    }

    // MARK: What is not there

    /// The mark that tables have there.
    func text(of absence: BuiltSeries.Absence) -> String {
        switch absence {
        case .missing: theme.missingText
        case .notApplicable: theme.notApplicableText
        case .suppressed: theme.suppressedText
        }
    }

    /// A series keeps its place where it has no figure at all: `机关事业养老 —`.
    func name(of series: BuiltSeries) -> String { series.wholeAbsence.map { "\(series.name) \(text(of: $0))" } ?? series.name }

    /// In place of a bar, a grey mark above `base`, where a bar of nothing has its figure; with `room` at its sides, there if not in the middle.
    mutating func absent(_ absence: BuiltSeries.Absence, at centre: Double, base: Double, room: Double = 0, name: String) {
        let text = shape(text(of: absence), size: labelSize), aside = text.width / 2 + 3
        for place in aside + text.width / 2 > room ? [0] : [0, aside, -aside] {
            for shift in stride(from: 0.0, through: 12.0, by: 2.0) {
                let x = inside(centre + place, text), baseline = base - rise(labelSize) - shift, frame = frame(of: text, at: x, baseline: baseline, .centre)
                if !isFree(frame, clearance: 0.8, beside: 0.6) { continue }
                ground(frame)
                set(text, at: x, baseline: baseline, .centre, color: grey, kind: .dataLabel, name: "absent\(name)")
                return
            }
        }
        _ = box(.dataLabel, "absent\(name).dropped", Rect(x: centre, y: base, width: 0, height: 0))
    }

    // MARK: Places

    /// Where the middle of a centred text stands that is kept inside the chart.
    func inside(_ centre: Double, _ text: ShapedText) -> Double {
        min(rect.maxX - text.width / 2, max(rect.x + text.width / 2, centre))
    }

    /// True when the rectangle is inside the chart and nothing lies in it: no bar, no label, no line. `clearance` above and below, `beside`
    /// at its sides.
    func isFree(_ area: Rect, clearance: Double = 0.8, beside: Double? = nil) -> Bool {
        let wide = area.insetBy(dx: -(beside ?? clearance), dy: -clearance), edge = 1e-6
        if area.x < rect.x - edge || area.maxX > rect.maxX + edge || area.maxY > rect.maxY + edge { return false }
        if wide.x < rect.x - 1.5 || wide.maxX > rect.maxX + 1.5 || wide.y < rect.y || wide.maxY > rect.maxY + 1 { return false }
        if taken.contains(where: { $0.overlaps(wide) }) { return false }
        return !segments.contains { crosses($0.from, $0.to, wide) }
    }

    /// True when a hair line would cross no bar and no label.
    func isClear(from: Point, to: Point) -> Bool { !taken.contains { crosses(from, to, $0) } }

    /// Does a segment meet a rectangle? (Liang and Barsky's clipping.)
    private func crosses(_ a: Point, _ b: Point, _ area: Rect) -> Bool {
        var low = 0.0, high = 1.0
        let dx = b.x - a.x, dy = b.y - a.y
        for (p, q) in [(-dx, a.x - area.x), (dx, area.maxX - a.x), (-dy, a.y - area.y), (dy, area.maxY - a.y)] {
            if p == 0 { if q < 0 { return false } } else if p < 0 { low = max(low, q / p) } else { high = min(high, q / p) }
        }
        return low <= high
    }

    // MARK: Frame

    /// Title at the left edge, unit at the right; returns what is left for the plot and its labels.
    mutating func drawFrame() -> Rect {
        let size = theme.bodySize + 0.5
        let number = shape("\(chart.number)  ", size: size, bold: true), room = rect.width - number.width
        let titles = ChartLabels.lines(chart.title, width: room, limit: 3) { shape($0, size: size, bold: true).width }.map { shape($0, size: size, bold: true) }
        // Two zones carry their units in their captions.
        let unit = shape(chart.kind == .barsAndLine && !ChartLayout.isLow(chart) ? "" : chart.unitText, size: labelSize)
        var baseline = rect.y + ascent(size), end = rect.x
        set(number, at: rect.x, baseline: baseline, .left, color: ink, kind: .chartTitle, name: "number")
        for (line, title) in titles.enumerated() {
            if line > 0 { baseline += height(size) + 1 }
            end = set(title, at: rect.x + number.width, baseline: baseline, .left, color: ink, kind: .chartTitle, name: line == 0 ? "title" : "title\(line)").maxX
        }
        if unit.width > 0 {
            if end + 12 + unit.width > rect.maxX { baseline += height(size) + 1 }
            set(unit, at: rect.maxX, baseline: baseline, .right, color: grey, kind: .axisLabel, name: "unit")
        }
        let top = baseline + descent(size) + headRoom
        return Rect(x: rect.x, y: top, width: rect.width, height: rect.maxY - top)
    }

    /// Horizontal grid lines over the whole width with their tick labels above them at the left edge. Returns the labels' width.
    mutating func drawTicks(_ scale: BuiltScale, in plot: Rect, atRight: Bool = false, color: Color? = nil, name: String) -> Double {
        var width = 0.0
        for (index, tick) in scale.ticks.enumerated() {
            let y = plot.maxY - tick.position * plot.height
            if !atRight { grid(y: y, from: rect.x, to: rect.maxX) }
            let isBase = scale.startsAtZero && abs(tick.position - scale.zeroPosition) < 1e-9 && scale.ticks.count > 1
            if isBase && !atRight && scale.zeroPosition == 0 { continue }
            let label = shape(tick.text, size: smallSize)
            set(label, at: atRight ? rect.maxX : rect.x, baseline: y - 2, atRight ? .right : .left, color: color ?? grey, kind: .axisLabel, name: "\(name)\(index)")
            width = max(width, label.width)
        }
        return width
    }

    func palette(_ index: Int) -> Color { Color(theme.palette[index % theme.palette.count]) }

    /// Bars and areas differ in lightness; lines have the colours of the palette, for they differ in dash too.
    func fill(_ index: Int) -> Color { fills[index].map { Color($0) } ?? palette(index) }
    func color(of series: BuiltSeries) -> Color {
        series.tinted ? Color(theme.plannedTint) : series.mark == .bar ? fill(series.paletteIndex) : palette(series.paletteIndex)
    }

    /// For the name and the values of a series: tints and light colours are too light to be read. Grey is what has no figure.
    func textColor(of series: BuiltSeries) -> Color { series.tinted || series.wholeAbsence != nil ? grey : textColor(series.paletteIndex) }
    func textColor(_ index: Int) -> Color { Color(theme.textColor(theme.palette[index % theme.palette.count])) }

    /// Reference and target lines.
    var referenceColor: Color { palette(3) }
    var referenceTextColor: Color { textColor(3) }

    // MARK: The end

    /// The page with everything in drawing order.
    mutating func finish() throws -> Page {
        if !missing.isEmpty { throw DiagnosticsError(LayoutDiagnostics.missingInChart(chart.id, missing)) }
        for layer in layers { page.items += layer }
        for text in texts { page.add(text.text, at: text.origin, color: text.color, box: text.box) }
        return page
    }
}
