internal import Composition
internal import ReportModel
internal import Scene

/// A small line for each series in a panel of its own; name and last value stand above it, all panels share one scale.
struct MultiplesChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    static let panelHeight = 56.0
    private static let gutter = 16.0, narrowest = 92.0

    /// As many panels side by side as fit, in rows about equally full.
    static func grid(_ count: Int, width: Double) -> (rows: Int, columns: Int) {
        let most = max(1, min(count, Int((width + gutter) / (narrowest + gutter))))
        let rows = (count + most - 1) / most
        return (rows, (count + rows - 1) / max(1, rows))
    }

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        let grid = Self.grid(chart.series.count, width: area.width), axis = canvas.height(canvas.smallSize) + 2
        let width = (area.width + Self.gutter) / Double(grid.columns) - Self.gutter, top = area.y - 5
        let height = (area.maxY - top - axis) / Double(grid.rows)
        for index in chart.series.indices {
            let row = index / grid.columns, column = index % grid.columns
            let panel = Rect(x: area.x + Double(column) * (width + Self.gutter), y: top + Double(row) * height, width: width, height: height)
            draw(index, in: panel, on: &canvas)
            // Months stand under the lowest panel of each column.
            if index + grid.columns >= chart.series.count { drawMonths(index, below: panel, on: &canvas) }
        }
    }

    private func draw(_ index: Int, in panel: Rect, on canvas: inout ChartCanvas) {
        let series = chart.series[index], size = canvas.smallSize
        let baseline = panel.y + canvas.ascent(size) + 2
        let value = canvas.shape(series.points.last.flatMap { $0 }?.text ?? canvas.text(of: series.absence(at: series.points.count - 1) ?? .missing), size: size)
        canvas.set(value, at: panel.maxX, baseline: baseline, .right, color: canvas.grey, kind: .dataLabel, name: "last\(index)")
        let name = canvas.fitted(series.name, size: size, width: panel.width - value.width - 5)
        canvas.set(name, at: panel.x, baseline: baseline, .left, color: canvas.ink, kind: .dataLabel, name: "panel\(index)")
        let plotTop = baseline + canvas.descent(size) + 4, bottom = panel.maxY - 7
        let plot = Rect(x: panel.x, y: plotTop, width: panel.width, height: max(8, bottom - plotTop))
        canvas.grid(y: plot.maxY, from: plot.x, to: plot.maxX)
        let slot = (plot.width - 5) / Double(max(1, chart.categories.count - 1))
        let points = series.points.enumerated().map { category, point in
            point.map { Point(plot.x + Double(category) * slot, plot.maxY - $0.position * plot.height) }
        }
        let color = canvas.color(of: series), runs = LineRuns(points).runs
        for (number, run) in runs.enumerated() {
            canvas.polyline(run, color: color, dash: [], name: "s\(index).\(number)")
            // A dot on the first point stays inside the panel.
            if run.count == 1 || number == runs.count - 1 { canvas.dot(Point(max(run.last!.x, plot.x + 1.7), run.last!.y), color: color, radius: 1.7) }
        }
    }

    /// `2026 年 10 月`
    private func month(_ category: BuiltCategory, in year: String?) -> String { ((year ?? "") + category.label + " 月").spaced }

    private func drawMonths(_ index: Int, below panel: Rect, on canvas: inout ChartCanvas) {
        guard let first = chart.categories.first, let last = chart.categories.last else { return }
        let baseline = panel.maxY - 7 + 2 + canvas.ascent(canvas.smallSize)
        let end = canvas.fitted(month(last, in: chart.categories.last { $0.year != nil }?.year), size: canvas.smallSize, width: panel.width)
        let start = canvas.shape(month(first, in: first.year), size: canvas.smallSize)
        canvas.set(end, at: panel.maxX, baseline: baseline, .right, color: canvas.grey, kind: .axisLabel, name: "to\(index)")
        if start.width + end.width + 8 <= panel.width {
            canvas.set(start, at: panel.x, baseline: baseline, .left, color: canvas.grey, kind: .axisLabel, name: "from\(index)")
        }
    }
}
