internal import Composition
internal import ReportModel
internal import Scene

/// From one total to the next: totals stand on zero, steps hang between them, rises and falls in colours of their own.
struct WaterfallChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        guard let series = chart.series.first else { return }
        let tickWidth = chart.scale.ticks.map { canvas.shape($0.text, size: canvas.smallSize).width }.max() ?? 0
        let left = area.x + tickWidth + 10, slot = (area.maxX - left) / Double(max(1, chart.categories.count))
        let axis = CategoryAxis(canvas, slot: slot)
        let plot = Rect(x: area.x, y: area.y, width: area.width, height: max(20, area.height - axis.height))
        _ = canvas.drawTicks(chart.scale, in: plot, name: "y")
        let centres = chart.categories.indices.map { left + (Double($0) + 0.5) * slot }, width = min(36, slot * 0.62)
        func y(_ position: Double) -> Double { plot.maxY - position * plot.height }
        for (category, point) in series.points.enumerated() {
            guard let point else { continue }
            let bar = Rect(x: centres[category] - width / 2, y: min(y(point.base), y(point.position)), width: width, height: abs(y(point.base) - y(point.position)))
            canvas.bar(bar, color: color(category, point, canvas), name: "s0c\(category)")
            if category + 1 < centres.count, series.points[category + 1] != nil {
                canvas.leader(from: Point(centres[category] + width / 2, y(point.position)), to: Point(centres[category + 1] - width / 2, y(point.position)))
            }
        }
        let base = y(chart.scale.zeroPosition)
        canvas.axis(from: Point(area.x, base), to: Point(area.maxX, base))
        axis.draw(below: plot.maxY, centres: centres, on: &canvas)
        for (category, point) in series.points.enumerated() {
            guard let point else {
                if let absence = series.absence(at: category) { canvas.absent(absence, at: centres[category], base: base, name: "0c\(category)") }
                continue
            }
            label(point, category, at: centres[category], top: min(y(point.base), y(point.position)), bottom: max(y(point.base), y(point.position)), on: &canvas)
        }
    }

    /// Totals, rises and falls: they differ in lightness too.
    private func color(_ category: Int, _ point: BuiltPoint, _ canvas: ChartCanvas) -> Color {
        let fills = canvas.theme.fills([0, 1, 2])
        return Color(chart.categories[category].isTotal ? fills[0] : point.position >= point.base ? fills[2] : fills[1])
    }

    private func label(_ point: BuiltPoint, _ category: Int, at centre: Double, top: Double, bottom: Double, on canvas: inout ChartCanvas) {
        let isFall = !chart.categories[category].isTotal && point.position < point.base
        let text = canvas.shape(point.text, size: canvas.labelSize), x = canvas.inside(centre, text)
        for shift in stride(from: 0.0, through: 22.0, by: 2.0) {
            for above in isFall ? [false, true] : [true, false] {
                let baseline = above ? top - canvas.rise(text.size) - shift : bottom + canvas.ascent(text.size) + 1.5 + shift
                let frame = canvas.frame(of: text, at: x, baseline: baseline, .centre)
                if !canvas.isFree(frame, clearance: 0.9, beside: 1.2) { continue }
                canvas.ground(frame)
                canvas.set(text, at: x, baseline: baseline, .centre, color: canvas.ink, kind: .dataLabel, name: "v0c\(category)")
                return
            }
        }
        _ = canvas.box(.dataLabel, "v0c\(category).dropped", Rect(x: centre, y: top, width: 0, height: 0))
    }
}
