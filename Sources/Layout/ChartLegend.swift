internal import Composition
internal import ReportModel
internal import Scene

/// Names of series in rows, each behind a small square of its colour.
struct ChartLegend {
    private struct Entry {
        var name: ShapedText
        var color: Color
        var row: Int
        var x: Double
    }
    private let entries: [Entry]
    private let line: Double
    static let square = 5.5, gap = 4.0
    private static let space = 13.0

    /// For `series` of the chart, or all of them, `width` wide; `unit` follows the last name.
    init(_ canvas: ChartCanvas, series: [BuiltSeries]? = nil, unit: String = "", width: Double) {
        let series = series ?? canvas.chart.series
        line = canvas.height(canvas.labelSize) + 2
        var entries: [Entry] = [], row = 0, x = 0.0
        for (index, one) in series.enumerated() {
            let lead = Self.square + Self.gap, suffix = index + 1 == series.count ? unit : ""
            var name = canvas.shape(canvas.name(of: one) + suffix, size: canvas.labelSize)
            if lead + name.width > width {
                let rest = suffix.isEmpty ? 0 : canvas.shape(suffix, size: canvas.labelSize).width
                name = canvas.shape(canvas.fitted(canvas.name(of: one), size: canvas.labelSize, width: width - lead - rest).text + suffix, size: canvas.labelSize)
            }
            if x > 0, x + lead + name.width > width { (row, x) = (row + 1, 0) }
            entries.append(Entry(name: name, color: canvas.color(of: one), row: row, x: x))
            x += lead + name.width + Self.space
        }
        self.entries = entries
    }

    /// From the first baseline to the last one.
    var depth: Double { Double(entries.last?.row ?? 0) * line }

    func draw(x: Double, baseline: Double, names: String, on canvas: inout ChartCanvas) {
        for (index, entry) in entries.enumerated() {
            let baseline = baseline + Double(entry.row) * line
            canvas.key(x: x + entry.x, baseline: baseline, color: entry.color, name: "key\(index)")
            canvas.set(entry.name, at: x + entry.x + Self.square + Self.gap, baseline: baseline, .left, color: canvas.ink, kind: .legend, name: "\(names)\(index)")
        }
    }

    /// Draws from the upper edge of `area` and answers what is left of it. A single series needs no legend beside the chart's title.
    func draw(in area: Rect, evenForOne: Bool = false, on canvas: inout ChartCanvas) -> Rect {
        guard evenForOne || entries.count > 1 else { return area }
        let baseline = area.y - 6 + canvas.ascent(canvas.labelSize)
        draw(x: area.x, baseline: baseline, names: "series", on: &canvas)
        let top = baseline + depth + canvas.descent(canvas.labelSize) + canvas.headRoom
        return Rect(x: area.x, y: top, width: area.width, height: max(24, area.maxY - top))
    }
}
