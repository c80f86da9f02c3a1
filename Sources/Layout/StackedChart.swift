internal import Composition
internal import ReportModel
internal import Scene

/// The series of each category on top of each other, as they are or as shares of the whole; values inside where they fit.
struct StackedChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        var plot = ChartLegend(canvas, width: area.width).draw(in: area, on: &canvas)
        let tickWidth = chart.scale.ticks.map { canvas.shape($0.text, size: canvas.smallSize).width }.max() ?? 0
        let left = plot.x + tickWidth + 10
        let slot = (plot.maxX - left) / Double(max(1, chart.categories.count))
        let axis = CategoryAxis(canvas, slot: slot)
        plot.height = max(20, plot.height - axis.height)
        _ = canvas.drawTicks(chart.scale, in: plot, name: "y")
        let centres = chart.categories.indices.map { left + (Double($0) + 0.5) * slot }
        let width = min(42, slot * 0.66)
        // Values that fit for some categories only would look like gaps in the data.
        let fits = chart.series.flatMap(\.points).compactMap { $0 }.allSatisfy { canvas.shape(label($0), size: canvas.smallSize).width + 4 <= width }
        for (index, series) in chart.series.enumerated() {
            for (category, point) in series.points.enumerated() {
                guard let point else { continue }
                let ends = [point.base, point.position].map { plot.maxY - $0 * plot.height }
                let bar = Rect(x: centres[category] - width / 2, y: ends.min()!, width: width, height: abs(ends[0] - ends[1]))
                draw(bar, point, series, isLabelled: fits, name: "\(index)c\(category)", on: &canvas)
            }
        }
        let base = plot.maxY - chart.scale.zeroPosition * plot.height
        canvas.axis(from: Point(area.x, base), to: Point(area.maxX, base))
        axis.draw(below: plot.maxY, centres: centres, on: &canvas)
        drawTotals(centres: centres, plot: plot, on: &canvas)
        markAbsent(centres: centres, plot: plot, base: base, on: &canvas)
    }

    /// Above the base line where a stack has no part; above the stack where a part is not known, so that it is not taken for the whole, unless
    /// the legend says of the series that it is not known at all.
    private func markAbsent(centres: [Double], plot: Rect, base: Double, on canvas: inout ChartCanvas) {
        for category in centres.indices {
            let points = chart.series.compactMap { $0.points[category] }
            let absences = chart.series.filter { points.isEmpty || $0.wholeAbsence == nil }.compactMap { $0.absence(at: category) }
            let unknown = absences.first { $0 == .missing } ?? absences.first { $0 == .suppressed }
            if let absence = points.isEmpty ? unknown ?? absences.first : unknown {
                let top = points.map { plot.maxY - $0.position * plot.height }.min() ?? base
                canvas.absent(absence, at: centres[category], base: min(top, base), name: "0c\(category)")
            }
        }
    }

    /// The sum of each stack above it; none where one would touch something.
    private func drawTotals(centres: [Double], plot: Rect, on canvas: inout ChartCanvas) {
        let totals = chart.categories.enumerated().compactMap { category, one -> (category: Int, text: ShapedText, x: Double, baseline: Double)? in
            guard let total = one.total, let top = chart.series.compactMap({ $0.points[category]?.position }).max() else { return nil }
            let text = canvas.shape(total, size: canvas.smallSize, bold: true)
            return (category, text, canvas.inside(centres[category], text), plot.maxY - top * plot.height - canvas.rise(canvas.smallSize))
        }
        let frames = totals.map { canvas.frame(of: $0.text, at: $0.x, baseline: $0.baseline, .centre) }
        let isClear = frames.allSatisfy { canvas.isFree($0, clearance: 0.9, beside: 1.2) }
            && zip(frames, frames.dropFirst()).allSatisfy { $0.maxX + 2.4 < $1.x }
        for (total, frame) in zip(totals, frames) {
            if !isClear {
                _ = canvas.box(.dataLabel, "total\(total.category).dropped", Rect(x: centres[total.category], y: total.baseline, width: 0, height: 0))
                continue
            }
            canvas.ground(frame)
            canvas.set(total.text, at: total.x, baseline: total.baseline, .centre, color: canvas.ink, kind: .dataLabel, name: "total\(total.category)")
        }
    }

    private func label(_ point: BuiltPoint) -> String {
        chart.kind == .stackedShare ? String((point.share ?? point.text).prefix { $0 != "%" }) : point.text
    }

    /// A hair of white parts neighbouring colours, but for segments that it would eat; a value that does not fit is in the table beside the chart.
    private func draw(_ bar: Rect, _ point: BuiltPoint, _ series: BuiltSeries, isLabelled: Bool, name: String, on canvas: inout ChartCanvas) {
        let gap = bar.height < 2 ? 0 : 0.35, color = canvas.color(of: series)
        canvas.bar(Rect(x: bar.x, y: bar.y + gap, width: bar.width, height: max(0, bar.height - 2 * gap)), color: color, name: "s\(name)")
        let text = canvas.shape(label(point), size: canvas.smallSize)
        let height = canvas.height(canvas.smallSize)
        guard isLabelled, bar.height >= height + 3 else {
            _ = canvas.box(.dataLabel, "v\(name).dropped", Rect(x: bar.midX, y: bar.midY, width: 0, height: 0))
            return
        }
        let baseline = bar.midY + (canvas.ascent(canvas.smallSize) - canvas.descent(canvas.smallSize)) / 2
        canvas.set(text, at: bar.midX, baseline: baseline, .centre, color: color.isDark ? .white : canvas.ink, kind: .dataLabel, name: "v\(name)")
    }
}

extension Color {
    /// White text is readable on it.
    var isDark: Bool { 0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) < 140 }
}
