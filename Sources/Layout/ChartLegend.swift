internal import Composition
internal import Scene

/// Names of the series in a row above the plot, each behind a small square of its colour.
struct ChartLegend {
    private let names: [ShapedText]
    private let colors: [Color]
    private static let square = 5.5, gap = 4.0, space = 13.0

    init(_ canvas: ChartCanvas) {
        names = canvas.chart.series.map { canvas.shape($0.name, size: canvas.labelSize) }
        colors = canvas.chart.series.map { canvas.color(of: $0) }
    }

    /// Draws from the upper edge of `area` and answers what is left of it.
    func draw(in area: Rect, on canvas: inout ChartCanvas) -> Rect {
        guard names.count > 1 else { return area }
        let line = canvas.height(canvas.labelSize) + 2
        var x = area.x, baseline = area.y - 6 + canvas.ascent(canvas.labelSize)
        for (index, name) in names.enumerated() {
            let width = Self.square + Self.gap + name.width
            if x > area.x, x + width > area.maxX {
                x = area.x
                baseline += line
            }
            let square = Rect(x: x, y: baseline - Self.square * 0.95, width: Self.square, height: Self.square)
            canvas.bar(square, color: colors[index], name: "key\(index)")
            canvas.set(name, at: x + Self.square + Self.gap, baseline: baseline, .left, color: canvas.ink, kind: .legend, name: "series\(index)")
            x += width + Self.space
        }
        let top = baseline + canvas.descent(canvas.labelSize) + 13
        return Rect(x: area.x, y: top, width: area.width, height: max(24, area.maxY - top))
    }
}
