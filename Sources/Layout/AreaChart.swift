internal import Composition
internal import ReportModel
internal import Scene

/// Areas on top of each other over months; a month without all figures is a gap.
struct AreaChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        let empty = canvas
        if chart.series.count > 1, drawPlot(in: area, naming: true, on: &canvas) { return }
        canvas = empty
        _ = drawPlot(in: ChartLegend(canvas, width: area.width).draw(in: area, on: &canvas), naming: false, on: &canvas)
    }

    /// False when not every series found a place for its name at its end.
    private func drawPlot(in area: Rect, naming: Bool, on canvas: inout ChartCanvas) -> Bool {
        var plot = area
        let tickWidth = chart.scale.ticks.map { canvas.shape($0.text, size: canvas.smallSize).width }.max() ?? 0
        let ends = chart.series.map { series in
            (series.points.last ?? nil).map { canvas.shape(naming ? "\(series.name) \($0.text)" : $0.text, size: canvas.labelSize) }
        }
        let endWidth = ends.compactMap { $0?.width }.max() ?? 0
        if naming, endWidth > area.width * 0.3 { return false }
        let left = plot.x + tickWidth + 10, right = plot.maxX - endWidth - 6
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
        return labelEnds(ends, right: right, plot: plot, on: &canvas)
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

    /// The last value of each series stands at the right of its band, where the band is high enough. False when one does not.
    private func labelEnds(_ ends: [ShapedText?], right: Double, plot: Rect, on canvas: inout ChartCanvas) -> Bool {
        var isWhole = true
        let size = canvas.labelSize, middle = (canvas.ascent(size) - canvas.descent(size)) / 2
        var lowest = Double.infinity
        for (index, series) in chart.series.enumerated() {
            guard let point = series.points.last ?? nil, let text = ends[index] else {
                isWhole = false
                continue
            }
            // Clear of the axis; a label that would have to leave its band for that is left out.
            let middleOfBand = plot.maxY - (point.base + point.position) / 2 * plot.height, y = min(middleOfBand, plot.maxY - canvas.height(size) / 2 - 1.5)
            if y + canvas.pitch(size) / 2 > lowest || middleOfBand - y > 3 {
                _ = canvas.box(.dataLabel, "end\(index).dropped", Rect(x: right, y: y, width: 0, height: 0))
                isWhole = false
                continue
            }
            canvas.ground(canvas.frame(of: text, at: right + 5, baseline: y + middle, .left))
            canvas.set(text, at: right + 5, baseline: y + middle, .left, color: canvas.ink, kind: .dataLabel, name: "end\(index)")
            lowest = y - canvas.pitch(size) / 2
        }
        return isWhole
    }
}
