internal import Scene

/// The ink of a page: texts with their measured boxes, rules, marks of charts.
struct PageInk {
    struct Text {
        var text: String
        var run: TextRun
        /// On the page; empty for blanks.
        var ink: Rect
        var box: Box
        /// Index of `box` on the page.
        var place: Int
    }
    struct Rule {
        var from: Point
        var to: Point
        var width: Double
        var color: Color
        var box: Box
    }
    /// A filled shape of a chart, or a line `width` wide.
    struct Mark {
        var outline: [Point]
        var width: Double?
        var box: Box

        /// How far it lies in a rectangle.
        func depth(in rect: Rect) -> Double {
            guard let width else { return rect.depth(ofShape: outline) }
            return zip(outline, outline.dropFirst()).map { rect.depth(ofStroke: $0, $1, width: width) }.max() ?? 0
        }
    }
    /// Where anything is drawn that is no text: `nil` colour for pictures.
    struct Drawing {
        var rect: Rect
        var color: Color?
        var box: Box
    }

    let page: Page
    var texts: [Text] = []
    var rules: [Rule] = []
    var marks: [Mark] = []
    var drawings: [Drawing] = []
    var colors: [(color: Color, box: Box)] = []

    static let chartKinds: Set<Box.Kind> = [.chart, .chartTitle, .plot, .mark, .axisLabel, .dataLabel, .legend]

    init(_ page: Page, meter: some InkMeter) {
        self.page = page
        for item in page.items {
            let box = page.boxes[item.box]
            switch item.content {
            case .text(let run): add(run, box, item.box, meter)
            case .fill(let rect, let color):
                colors.append((color, box))
                drawings.append(Drawing(rect: rect, color: color, box: box))
                if box.kind == .mark, box.name.contains("/s") || box.name.contains("/key") { marks.append(Mark(outline: rect.corners, box: box)) }
            case .line(let from, let to, let width, let color, _):
                colors.append((color, box))
                rules.append(Rule(from: from, to: to, width: width, color: color, box: box))
                drawings.append(Drawing(rect: Rect(around: [from, to]), color: color, box: box))
            case .path(let path): add(path, box)
            case .outlines(let run, _, _): colors.append((run.color, box))
            case .image(let image): drawings.append(Drawing(rect: image.rect, box: box))
            }
        }
    }

    private mutating func add(_ run: TextRun, _ box: Box, _ place: Int, _ meter: some InkMeter) {
        let bytes = page.utf8[run.text], ink = meter.ink(of: bytes, face: run.face, size: run.size)
        texts.append(Text(
            text: String(decoding: bytes, as: UTF8.self), run: run,
            ink: Rect(x: run.origin.x + ink.x, y: run.origin.y + ink.y, width: ink.width, height: ink.height), box: box, place: place))
        colors.append((run.color, box))
    }

    private mutating func add(_ path: Path, _ box: Box) {
        for color in [path.fill, path.stroke].compactMap({ $0 }) { colors.append((color, box)) }
        let points = path.segments.compactMap { segment -> Point? in
            switch segment {
            case .move(let point), .line(let point), .curve(_, _, let point): point
            case .close: nil
            }
        }
        if !points.isEmpty { drawings.append(Drawing(rect: Rect(around: points), color: path.stroke ?? path.fill, box: box)) }
        // Dots on lines belong to the chart itself.
        if path.fill != nil, box.kind == .chart || box.kind == .mark && box.name.contains("/s") { marks.append(Mark(outline: points, box: box)) }
        if path.stroke != nil, box.kind == .mark { marks.append(Mark(outline: points, width: path.width, box: box)) }
    }
}

extension Rect {
    var corners: [Point] { [Point(x, y), Point(maxX, y), Point(maxX, maxY), Point(x, maxY)] }

    init(around points: [Point]) {
        let x = points.map(\.x).min()!, y = points.map(\.y).min()!
        self.init(x: x, y: y, width: points.map(\.x).max()! - x, height: points.map(\.y).max()! - y)
    }

    /// How deep two rectangles lie in each other: the smaller of both overlaps, negative when they are apart.
    func depth(_ other: Rect) -> Double { Swift.min(min(maxX, other.maxX) - max(x, other.x), min(maxY, other.maxY) - max(y, other.y)) }

    /// How far a stroke lies in the rectangle: the shortest way out, along the axes or along or across the stroke. Not above zero when they are apart.
    func depth(ofStroke a: Point, _ b: Point, width: Double) -> Double {
        let reach = width / 2
        if min(a.x, b.x) - reach >= maxX || max(a.x, b.x) + reach <= x || min(a.y, b.y) - reach >= maxY || max(a.y, b.y) + reach <= y { return 0 }
        let length = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
        let along = length > 0 ? Point((b.x - a.x) / length, (b.y - a.y) / length) : Point(1, 0), across = Point(-along.y, along.x)
        let half = Point(across.x * reach, across.y * reach)
        let stroke = [Point(a.x + half.x, a.y + half.y), Point(a.x - half.x, a.y - half.y), Point(b.x + half.x, b.y + half.y), Point(b.x - half.x, b.y - half.y)]
        return [Point(1, 0), Point(0, 1), along, across].map { axis in
            func extent(_ points: [Point]) -> (low: Double, high: Double) {
                let places = points.map { $0.x * axis.x + $0.y * axis.y }
                return (places.min()!, places.max()!)
            }
            let own = extent(corners), other = extent(stroke)
            return min(own.high - other.low, other.high - own.low)
        }.min()!
    }

    /// How far a filled shape lies in the rectangle: the smaller side of what it covers there. (Sutherland and Hodgman's clipping.)
    func depth(ofShape outline: [Point]) -> Double {
        if !outline.contains(where: { $0.x > x }) || !outline.contains(where: { $0.x < maxX }) || !outline.contains(where: { $0.y > y }) { return 0 }
        var shape = outline
        for (isUpright, limit, sign) in [(true, x, 1.0), (true, maxX, -1), (false, y, 1), (false, maxY, -1)] {
            func room(_ point: Point) -> Double { ((isUpright ? point.x : point.y) - limit) * sign }
            guard var previous = shape.last else { return 0 }
            var clipped: [Point] = []
            for point in shape {
                let a = room(previous), b = room(point)
                if (a < 0) != (b < 0) {
                    let part = a / (a - b)
                    clipped.append(Point(previous.x + (point.x - previous.x) * part, previous.y + (point.y - previous.y) * part))
                }
                if b >= 0 { clipped.append(point) }
                previous = point
            }
            shape = clipped
        }
        if shape.isEmpty { return 0 }
        let covered = Rect(around: shape)
        return min(covered.width, covered.height)
    }

    /// How far another rectangle stands out of this one; not above zero when it is inside.
    func excess(of other: Rect) -> Double { max(max(x - other.x, other.maxX - maxX), max(y - other.y, other.maxY - maxY)) }

    func contains(_ other: Rect) -> Bool { excess(of: other) <= 0 }
}
