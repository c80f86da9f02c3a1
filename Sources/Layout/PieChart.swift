internal import Composition
internal import Glibc
internal import ReportModel
internal import Scene

/// Shares of a whole from twelve o'clock clockwise, as a disc or a ring; names and shares beside it on leader lines.
struct PieChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    private struct Label {
        var category: Int
        var edge: Point
        var y: Double
        var lines: [ShapedText]
        var isRight: Bool
    }

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        guard let series = chart.series.first else { return }
        let line = canvas.height(canvas.labelSize) + 1
        let radius = max(12, min(area.height / 2 - 4, area.width * 0.23, 78))
        let centre = Point(area.midX, area.y - 6 + (area.height + 6) / 2)
        var labels: [Label] = []
        for (category, point) in series.points.enumerated() {
            guard let point else { continue }
            let wedge = wedge(from: point.base, to: point.position, centre: centre, radius: radius)
            canvas.area(wedge, color: color(category, canvas), name: "s0c\(category)", bounds: bounds(wedge))
            let middle = (point.base + point.position) / 2, direction = direction(middle)
            let lines = [chart.categories[category].label, "\(point.text)（\(point.share ?? "")）"].map { canvas.shape($0, size: canvas.labelSize) }
            labels.append(Label(
                category: category, edge: Point(centre.x + direction.x * radius, centre.y + direction.y * radius),
                y: centre.y + direction.y * (radius + 12), lines: lines, isRight: direction.x >= 0))
        }
        if chart.kind == .ring {
            canvas.area(wedge(from: 0, to: 1, centre: centre, radius: radius * 0.56), color: .white, name: "hole", bounds: Rect(x: centre.x, y: centre.y, width: 0, height: 0))
        }
        for isRight in [true, false] {
            place(labels.filter { $0.isRight == isRight }, centre: centre, radius: radius, area: area, line: line, isRight: isRight, on: &canvas)
        }
    }

    private func color(_ category: Int, _ canvas: ChartCanvas) -> Color { Color(canvas.theme.palette[category % canvas.theme.palette.count]) }

    private func direction(_ fraction: Double) -> Point { Point(sin(2 * .pi * fraction), -cos(2 * .pi * fraction)) }

    /// A sector as a polygon whose edges are too short to be seen, with a hair of white between neighbours.
    private func wedge(from start: Double, to end: Double, centre: Point, radius: Double) -> [Point] {
        let isWhole = end - start > 0.9999, gap = isWhole ? 0 : min(0.0012, (end - start) / 4)
        let steps = max(2, Int(((end - start) * 180).rounded(.up)))
        var points = (0...steps).map { step -> Point in
            let at = direction(start + gap + (end - start - 2 * gap) * Double(step) / Double(steps))
            return Point(centre.x + at.x * radius, centre.y + at.y * radius)
        }
        if !isWhole { points.append(centre) }
        return points
    }

    private func bounds(_ points: [Point]) -> Rect {
        let xs = points.map(\.x), ys = points.map(\.y)
        return Rect(x: xs.min()!, y: ys.min()!, width: xs.max()! - xs.min()!, height: ys.max()! - ys.min()!)
    }

    /// Labels of one side in a column, pushed apart, each led to the middle of its slice.
    private func place(_ side: [Label], centre: Point, radius: Double, area: Rect, line: Double, isRight: Bool, on canvas: inout ChartCanvas) {
        var labels = side.sorted { ($0.y, $0.category) < ($1.y, $1.category) }
        let height = 2 * line + 3, top = area.y - 6 + height / 2, bottom = area.maxY - height / 2
        var next = top
        for index in labels.indices {
            labels[index].y = max(next, labels[index].y)
            next = labels[index].y + height
        }
        var limit = bottom
        for index in labels.indices.reversed() {
            labels[index].y = min(limit, labels[index].y)
            limit = labels[index].y - height
        }
        let x = isRight ? centre.x + radius + 22 : centre.x - radius - 22
        for label in labels {
            let knee = Point(x - (isRight ? 6 : -6), label.y)
            canvas.leader(from: label.edge, to: knee)
            canvas.leader(from: knee, to: Point(x - (isRight ? 2 : -2), label.y))
            for (number, text) in label.lines.enumerated() {
                let baseline = label.y - line + canvas.ascent(canvas.labelSize) + Double(number) * line + 0.5
                canvas.set(
                    text, at: x, baseline: baseline, isRight ? .left : .right, color: number == 0 ? canvas.ink : canvas.grey, kind: .dataLabel,
                    name: "l\(label.category).\(number)")
            }
        }
    }
}
