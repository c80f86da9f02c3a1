internal import Composition
internal import ReportModel
internal import Scene

/// What a chart says that has nothing to draw: no figure, or nothing but zeros, for which any scale would be invented.
struct ChartStatement {
    let text: String

    /// Height of title and statement, in points; of a title in three lines, too.
    static let height = 50.0

    /// Nil for a chart that has something to draw.
    init?(_ chart: BuiltChart) {
        let isFlat = chart.scale.ticks.isEmpty && chart.secondScale?.ticks.isEmpty ?? true
        guard chart.isEmpty || isFlat else { return nil }
        let places = chart.series.flatMap { series in series.points.indices.map { (series: series, category: $0) } }
        // Shares of nothing have no point, and no mark either.
        let figures = places.count { $0.series.points[$0.category] != nil || $0.series.absences.indices.contains($0.category) && $0.series.absence(at: $0.category) == nil }
        text = figures == 0 ? "本期无数据" : figures == places.count ? "各项均为 0" : "有数据的各项均为 0"
    }

    /// Below the title at the left edge; in the middle where the chart is as high as others.
    func draw(in plot: Rect, on canvas: inout ChartCanvas) {
        let shaped = canvas.shape(text, size: canvas.theme.bodySize), isLow = plot.maxY - canvas.rect.y <= Self.height
        if !isLow { canvas.axis(from: Point(plot.x, plot.maxY - 12), to: Point(plot.maxX, plot.maxY - 12)) }
        let baseline = isLow ? plot.y - canvas.headRoom + 5 + canvas.ascent(shaped.size) : plot.midY
        canvas.set(shaped, at: isLow ? plot.x : plot.midX, baseline: baseline, isLow ? .left : .centre, color: canvas.grey, kind: .dataLabel, name: "empty")
    }
}
