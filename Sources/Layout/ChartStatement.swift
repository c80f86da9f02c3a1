internal import Composition
internal import ReportModel
internal import Scene

/// A chart that has nothing to draw: its title, and what it says instead.
struct ChartStatement {
    let text: String

    /// Height of title and statement, in points; of a title in three lines, too.
    static let height = 50.0

    /// Nil for a chart that has something to draw.
    init?(_ chart: BuiltChart) {
        guard let text = chart.statement else { return nil }
        self.text = text
    }

    /// Below the title at the left edge; in the middle where the chart is as high as others.
    func draw(in plot: Rect, on canvas: inout ChartCanvas) {
        let shaped = canvas.shape(text, size: canvas.theme.bodySize), isLow = canvas.rect.height < 1.5 * Self.height
        if !isLow { canvas.axis(from: Point(plot.x, plot.maxY - 12), to: Point(plot.maxX, plot.maxY - 12)) }
        let baseline = isLow ? plot.y - canvas.headRoom + 5 + canvas.ascent(shaped.size) : plot.midY
        canvas.set(shaped, at: isLow ? plot.x : plot.midX, baseline: baseline, isLow ? .left : .centre, color: canvas.grey, kind: .dataLabel, name: "empty")
    }
}
