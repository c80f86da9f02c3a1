internal import Scene

/// The ink of a page: texts with their measured boxes, rules, marks of charts.
struct PageInk {
    struct Text {
        var text: String
        var run: TextRun
        /// On the page; empty for blanks.
        var ink: Rect
        var box: Box
    }
    struct Rule {
        var from: Point
        var to: Point
        var width: Double
        var box: Box
    }
    /// A filled shape or a thick line of a chart.
    struct Mark {
        var outline: [Point]
        var isLine: Bool
        var box: Box
    }

    let page: Page
    var texts: [Text] = []
    var rules: [Rule] = []
    var marks: [Mark] = []
    var colors: [(color: Color, box: Box)] = []

    static let chartKinds: Set<Box.Kind> = [.chart, .chartTitle, .plot, .mark, .axisLabel, .dataLabel, .legend]

    init(_ page: Page, meter: some InkMeter) {
        self.page = page
        for item in page.items {
            let box = page.boxes[item.box]
            switch item.content {
            case .text(let run): add(run, box, meter)
            case .fill(let rect, let color):
                colors.append((color, box))
                if box.kind == .mark, box.name.contains("/s") || box.name.contains("/key") { marks.append(Mark(outline: rect.corners, isLine: false, box: box)) }
            case .line(let from, let to, let width, let color, _):
                colors.append((color, box))
                rules.append(Rule(from: from, to: to, width: width, box: box))
            case .path(let path): add(path, box)
            case .outlines(let run, _, _): colors.append((run.color, box))
            case .image: break
            }
        }
    }

    private mutating func add(_ run: TextRun, _ box: Box, _ meter: some InkMeter) {
        let bytes = page.utf8[run.text], ink = meter.ink(of: bytes, face: run.face, size: run.size)
        texts.append(Text(
            text: String(decoding: bytes, as: UTF8.self), run: run,
            ink: Rect(x: run.origin.x + ink.x, y: run.origin.y + ink.y, width: ink.width, height: ink.height), box: box))
        colors.append((run.color, box))
    }

    private mutating func add(_ path: Path, _ box: Box) {
        for color in [path.fill, path.stroke].compactMap({ $0 }) { colors.append((color, box)) }
        guard box.kind == .mark else { return }
        let points = path.segments.compactMap { segment -> Point? in
            switch segment {
            case .move(let point), .line(let point), .curve(_, _, let point): point
            case .close: nil
            }
        }
        if path.fill != nil, box.name.contains("/s") { marks.append(Mark(outline: points, isLine: false, box: box)) }
        if path.stroke != nil { marks.append(Mark(outline: points, isLine: true, box: box)) }
    }
}

extension Rect {
    var corners: [Point] { [Point(x, y), Point(maxX, y), Point(maxX, maxY), Point(x, maxY)] }

    /// How deep two rectangles lie in each other: the smaller of both overlaps, negative when they are apart.
    func depth(_ other: Rect) -> Double { Swift.min(min(maxX, other.maxX) - max(x, other.x), min(maxY, other.maxY) - max(y, other.y)) }

    /// Does a segment meet the rectangle? (Liang and Barsky's clipping.)
    func meets(_ a: Point, _ b: Point) -> Bool {
        var low = 0.0, high = 1.0
        let dx = b.x - a.x, dy = b.y - a.y
        for (p, q) in [(-dx, a.x - x), (dx, maxX - a.x), (-dy, a.y - y), (dy, maxY - a.y)] {
            if p == 0 {
                if q < 0 { return false }
            } else if p < 0 {
                low = Swift.max(low, q / p)
            } else {
                high = Swift.min(high, q / p)
            }
        }
        return low <= high
    }

    /// Does a polygon cover any of the rectangle?
    func meets(polygon: [Point]) -> Bool {
        guard let last = polygon.last else { return false }
        var previous = last, isInside = false
        for point in polygon {
            if meets(previous, point) { return true }
            if (point.y > midY) != (previous.y > midY), midX < (previous.x - point.x) * (midY - point.y) / (previous.y - point.y) + point.x { isInside.toggle() }
            previous = point
        }
        return isInside
    }
}
