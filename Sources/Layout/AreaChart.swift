internal import Composition
internal import ReportModel
internal import Scene

/// Areas on top of each other over months; a month without all figures is a gap.
struct AreaChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        var plot = ChartLegend(canvas, width: area.width).draw(in: area, on: &canvas)
        let tickWidth = chart.scale.ticks.map { canvas.shape($0.text, size: canvas.smallSize).width }.max() ?? 0
        let last = chart.series.compactMap { $0.points.last ?? nil }.map { canvas.shape($0.text, size: canvas.labelSize) }
        let left = plot.x + tickWidth + 10, right = plot.maxX - (last.map(\.width).max() ?? 0) - 6
        let slot = (right - left) / Double(max(1, chart.categories.count - 1))
        let axis = CategoryAxis(canvas, slot: slot)
        plot.height = max(20, plot.height - axis.height)
        _ = canvas.drawTicks(chart.scale, in: plot, name: "y")
        let centres = chart.categories.indices.map { chart.categories.count == 1 ? (left + right) / 2 : left + Double($0) * slot }
        for (index, series) in chart.series.enumerated() {
            for run in runs(series) { draw(run, series, index, centres: centres, plot: plot, on: &canvas) }
        }
        canvas.axis(from: Point(area.x, plot.maxY), to: Point(area.maxX, plot.maxY))
        axis.draw(below: plot.maxY, centres: centres, on: &canvas)
        labelEnds(right: right, plot: plot, on: &canvas)
    }

    private func runs(_ series: BuiltSeries) -> [Range<Int>] {
        var runs: [Range<Int>] = [], start: Int?
        for index in 0...series.points.count {
            let isThere = index < series.points.count && series.points[index] != nil
            if isThere, start == nil { start = index }
            if !isThere, let first = start {
                runs.append(first..<index)
                start = nil
            }
        }
        return runs
    }

    private func draw(_ run: Range<Int>, _ series: BuiltSeries, _ index: Int, centres: [Double], plot: Rect, on canvas: inout ChartCanvas) {
        // A single month is drawn as a narrow column.
        let spread = run.count == 1 ? 3.0 : 0
        func place(_ category: Int, _ position: Double, _ shift: Double) -> Point { Point(centres[category] + shift, plot.maxY - position * plot.height) }
        var outline: [Point] = []
        for category in run { outline.append(place(category, series.points[category]!.position, -spread)) }
        if spread > 0 { outline.append(place(run.lowerBound, series.points[run.lowerBound]!.position, spread)) }
        if spread > 0 { outline.append(place(run.lowerBound, series.points[run.lowerBound]!.base, spread)) }
        for category in run.reversed() { outline.append(place(category, series.points[category]!.base, -spread)) }
        canvas.area(outline, color: canvas.color(of: series), name: "s\(index)from\(run.lowerBound)")
    }

    /// The last value of each series stands at the right of its band, where the band is high enough.
    private func labelEnds(right: Double, plot: Rect, on canvas: inout ChartCanvas) {
        let size = canvas.labelSize, middle = (canvas.ascent(size) - canvas.descent(size)) / 2
        var lowest = Double.infinity
        for (index, series) in chart.series.enumerated() {
            guard let point = series.points.last ?? nil else { continue }
            // Clear of the axis; a label that would have to leave its band for that is left out.
            let middleOfBand = plot.maxY - (point.base + point.position) / 2 * plot.height, y = min(middleOfBand, plot.maxY - canvas.height(size) / 2 - 1.5)
            let text = canvas.shape(point.text, size: size)
            if y + canvas.height(size) / 2 + 0.8 > lowest || middleOfBand - y > 3 {
                _ = canvas.box(.dataLabel, "end\(index).dropped", Rect(x: right, y: y, width: 0, height: 0))
                continue
            }
            canvas.ground(canvas.frame(of: text, at: right + 5, baseline: y + middle, .left))
            canvas.set(text, at: right + 5, baseline: y + middle, .left, color: canvas.ink, kind: .dataLabel, name: "end\(index)")
            lowest = y - canvas.height(size) / 2
        }
    }
}
