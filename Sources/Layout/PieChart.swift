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
        /// Of its middle.
        var y: Double
        var names: [ShapedText]
        var values: [ShapedText]
        var share: Double
        var isRight: Bool

        var lines: [ShapedText] { names + values }
        func height(_ line: Double) -> Double { line * Double(lines.count) + 3 }
    }

    /// Between the disc and the names.
    private static let reach = 22.0

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        guard let series = chart.series.first else { return }
        let line = canvas.pitch(canvas.labelSize)
        let centre = Point(area.midX, area.y - 6 + (area.height + 6) / 2)
        // The disc is as large as it can be beside its names.
        var radius = max(12, min(area.height / 2 - 4, area.width * 0.23, 78)), labels = labels(series, radius: radius, centre: centre, in: area, canvas)
        while radius > 20, !fit(labels, radius: radius, in: area, line: line) {
            radius = max(20, radius - 3)
            labels = self.labels(series, radius: radius, centre: centre, in: area, canvas)
        }
        for (category, point) in series.points.enumerated() {
            guard let point else { continue }
            let wedge = wedge(from: point.base, to: point.position, centre: centre, radius: radius)
            canvas.area(wedge, color: canvas.fill(category), name: "s0c\(category)", bounds: bounds(wedge))
        }
        if chart.kind == .ring {
            canvas.area(wedge(from: 0, to: 1, centre: centre, radius: radius * 0.56), color: .white, name: "hole", bounds: Rect(x: centre.x, y: centre.y, width: 0, height: 0))
        }
        for isRight in [true, false] {
            place(labels.filter { $0.isRight == isRight }, centre: centre, radius: radius, area: area, line: line, isRight: isRight, on: &canvas)
        }
    }

    private func room(_ radius: Double, in area: Rect) -> Double { area.width / 2 - radius - Self.reach }

    private func labels(_ series: BuiltSeries, radius: Double, centre: Point, in area: Rect, _ canvas: ChartCanvas) -> [Label] {
        let room = room(radius, in: area), size = canvas.labelSize
        return series.points.enumerated().compactMap { category, point in
            guard let point else { return nil }
            let direction = direction((point.base + point.position) / 2)
            let name = ChartLabels.lines(chart.categories[category].label, width: room, limit: 3) { canvas.shape($0, size: size).width }
            let value = "\(point.text)（\(point.share ?? "")）"
            let values = canvas.shape(value, size: size).width > room ? [point.text, "（\(point.share ?? "")）"] : [value]
            return Label(
                category: category, edge: Point(centre.x + direction.x * radius, centre.y + direction.y * radius), y: centre.y + direction.y * (radius + 12),
                names: name.map { canvas.shape($0, size: size) }, values: values.map { canvas.shape($0, size: size) }, share: point.position - point.base,
                isRight: direction.x >= 0)
        }
    }

    private func fit(_ labels: [Label], radius: Double, in area: Rect, line: Double) -> Bool {
        let room = room(radius, in: area)
        if labels.contains(where: { $0.lines.contains { $0.width > room } }) { return false }
        return [true, false].allSatisfy { side in
            labels.filter { $0.isRight == side }.reduce(0) { $0 + $1.height(line) } <= area.height + 6
        }
    }

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

    /// Labels of one side in a column, pushed apart, each led to the middle of its slice. Those of the smallest slices are left out
    /// when the column is not high enough, names that are too long are cut: the table beside the chart has them.
    private func place(_ side: [Label], centre: Point, radius: Double, area: Rect, line: Double, isRight: Bool, on canvas: inout ChartCanvas) {
        var labels = side.sorted { ($0.y, $0.category) < ($1.y, $1.category) }
        let room = room(radius, in: area), top = area.y - 6
        for index in labels.indices {
            labels[index].names = labels[index].names.map { canvas.fitted($0.text, size: $0.size, width: room) }
            if labels[index].values.contains(where: { $0.width > room }) { labels[index].values = labels[index].values.suffix(1) }
        }
        while labels.reduce(0, { $0 + $1.height(line) }) > area.maxY - top, let least = labels.indices.min(by: { labels[$0].share < labels[$1].share }) {
            _ = canvas.box(.dataLabel, "l\(labels[least].category).dropped", Rect(x: labels[least].edge.x, y: labels[least].edge.y, width: 0, height: 0))
            labels.remove(at: least)
        }
        var next = top
        for index in labels.indices {
            let half = labels[index].height(line) / 2
            labels[index].y = max(next + half, labels[index].y)
            next = labels[index].y + half
        }
        var limit = area.maxY
        for index in labels.indices.reversed() {
            let half = labels[index].height(line) / 2
            labels[index].y = min(limit - half, labels[index].y)
            limit = labels[index].y - half
        }
        let x = isRight ? centre.x + radius + Self.reach : centre.x - radius - Self.reach
        for label in labels {
            let knee = Point(x - (isRight ? 6 : -6), label.y)
            canvas.leader(from: label.edge, to: knee)
            canvas.leader(from: knee, to: Point(x - (isRight ? 2 : -2), label.y))
            for (number, text) in label.lines.enumerated() {
                let baseline = label.y - line * Double(label.lines.count) / 2 + canvas.ascent(canvas.labelSize) + Double(number) * line + 0.5
                canvas.set(
                    text, at: x, baseline: baseline, isRight ? .left : .right, color: number < label.names.count ? canvas.ink : canvas.grey, kind: .dataLabel,
                    name: "l\(label.category).\(number)")
            }
        }
    }
}
