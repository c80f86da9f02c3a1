internal import Composition
internal import ReportModel
internal import Scene

/// Grouped vertical bars from zero, with the values of the main series above its bars. Series names stand behind their keys in the plot;
/// where nothing is free for them, in a legend above it.
struct BarChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        let empty = canvas
        if drawPlot(in: area, naming: true, on: &canvas) { return }
        canvas = empty
        _ = drawPlot(in: ChartLegend(canvas, width: area.width).draw(in: area, on: &canvas), naming: false, on: &canvas)
    }

    /// False when the names of the series found no place.
    private func drawPlot(in area: Rect, naming: Bool, on canvas: inout ChartCanvas) -> Bool {
        var plot = area
        let tickWidth = chart.scale.ticks.map { canvas.shape($0.text, size: canvas.smallSize).width }.max() ?? 0
        let left = area.x + tickWidth + 10
        let slot = (area.maxX - left) / Double(max(1, chart.categories.count))
        let axis = CategoryAxis(canvas, slot: slot)
        plot.height = max(20, area.height - axis.height)
        _ = canvas.drawTicks(chart.scale, in: plot, name: "y")
        let base = plot.maxY - chart.scale.zeroPosition * plot.height
        let bars = BarGroup(series: Array(chart.series), slot: slot)
        let centres = chart.categories.indices.map { left + (Double($0) + 0.5) * slot }
        bars.draw(centres: centres, plot: plot, base: base, on: &canvas)
        canvas.axis(from: Point(area.x, base), to: Point(area.maxX, base))
        axis.draw(below: plot.maxY, centres: centres, on: &canvas)
        bars.markAbsent(centres: centres, base: base, on: &canvas)
        bars.label(centres: centres, plot: plot, base: base, only: chart.series.count > 1 ? SeriesNames.main(chart.series) : nil, on: &canvas)
        return !naming || chart.series.count < 2 || SeriesNames(chart.series).place(in: plot, from: left, on: &canvas)
    }
}

/// The bars of all series side by side around each category's centre.
struct BarGroup {
    let series: [BuiltSeries]
    let width: Double

    init(series: [BuiltSeries], slot: Double) {
        self.series = series
        width = min(34, slot * 0.72 / Double(max(1, series.count)))
    }

    private func bar(_ position: Double, series index: Int, centre: Double, plot: Rect, base: Double) -> Rect {
        let x = centre - width * Double(series.count) / 2 + width * Double(index)
        let y = plot.maxY - position * plot.height
        return Rect(x: x, y: min(y, base), width: width, height: abs(base - y))
    }

    func draw(centres: [Double], plot: Rect, base: Double, on canvas: inout ChartCanvas) {
        for (index, one) in series.enumerated() {
            for (category, point) in one.points.enumerated() {
                guard let point else { continue }
                let area = bar(point.position, series: index, centre: centres[category], plot: plot, base: base)
                canvas.bar(area, color: canvas.color(of: one), name: "s\(index)c\(category)")
            }
        }
    }

    /// In place of each bar that is not there, its mark; one for all of a category where the bars are narrower than their marks.
    func markAbsent(centres: [Double], base: Double, on canvas: inout ChartCanvas) {
        for category in centres.indices {
            let absences = series.map { $0.absence(at: category) }, known = absences.compactMap { $0 }
            let widest = known.map { canvas.shape(canvas.text(of: $0), size: canvas.labelSize).width }.max() ?? 0
            if known.count == series.count, Set(known).count == 1, widest + 1.2 > width {
                canvas.absent(known[0], at: centres[category], base: base, name: "0c\(category)")
                continue
            }
            for (index, absence) in absences.enumerated() {
                guard let absence else { continue }
                canvas.absent(absence, at: bar(0, series: index, centre: centres[category], plot: canvas.rect, base: base).midX, base: base, name: "\(index)c\(category)")
            }
        }
    }

    /// A value stands above its bar (below a negative one), higher where a neighbour is in the way, and is left out when it would
    /// have to go too far, or above `ceiling`: the table beside the chart has it. Of the series beside `main` only zeros are told, for a
    /// place without a bar says nothing; a category of nothing but zeros has one for all.
    func label(centres: [Double], plot: Rect, base: Double, only main: Int?, ceiling: Double = 0, on canvas: inout ChartCanvas) {
        for index in ([main].compactMap(\.self) + series.indices.filter { $0 != main }) {
            for (category, point) in series[index].points.enumerated() {
                guard let point else { continue }
                let isAllZero = series.allSatisfy { $0.points[category]?.isZero ?? false }
                if main != nil, index != main, isAllZero || !point.isZero { continue }
                var area = bar(point.position, series: index, centre: centres[category], plot: plot, base: base)
                if main != nil, isAllZero { area.x = centres[category] - area.width / 2 }
                label(point, of: index, category: category, on: area, base: base, plot: plot, ceiling: ceiling, on: &canvas)
            }
        }
    }

    private func label(
        _ point: BuiltPoint, of index: Int, category: Int, on area: Rect, base: Double, plot: Rect, ceiling: Double, on canvas: inout ChartCanvas
    ) {
        let text = canvas.shape(point.text, size: canvas.labelSize), name = "v\(index)c\(category)"
        let isNegative = point.position < 0 || plot.maxY - point.position * plot.height > base + 0.01
        // Above the middle of the bar; a wide value may start at the bar's left edge instead; then higher.
        let aside = max(area.midX, area.x + text.width / 2 + 0.8)
        for shift in stride(from: 0.0, through: 26.0, by: 1.0) {
            for x in [area.midX, aside].map({ canvas.inside($0, text) }) {
                let baseline = isNegative ? area.maxY + canvas.ascent(text.size) + 1.5 + shift : area.y - canvas.rise(text.size) - shift
                let frame = canvas.frame(of: text, at: x, baseline: baseline, .centre)
                if frame.y < ceiling || !canvas.isFree(frame, clearance: 0.9, beside: 1.2) { continue }
                canvas.ground(frame)
                canvas.set(text, at: x, baseline: baseline, .centre, color: canvas.textColor(of: series[index]), kind: .dataLabel, name: name)
                return
            }
        }
        _ = canvas.box(.dataLabel, "\(name).dropped", Rect(x: area.midX, y: area.y, width: 0, height: 0))
    }
}

/// The names of the series behind small squares of their colour, stacked where nothing lies: the first free place from the left, near the top.
struct SeriesNames {
    let series: [BuiltSeries]
    init(_ series: [BuiltSeries]) { self.series = series }

    /// Width of a key and the space behind it.
    private static let lead = ChartLegend.square + ChartLegend.gap
    /// Free at the sides of the names: a value closer to them would read as theirs.
    private static let beside = 12.0

    /// The series that the chart is about: the last one that is not tinted and has a figure.
    static func main(_ series: [BuiltSeries]) -> Int {
        series.lastIndex { !$0.tinted && $0.hasPoints } ?? series.lastIndex(where: \.hasPoints) ?? series.count - 1
    }

    /// False when nothing is free.
    func place(in plot: Rect, from left: Double, on canvas: inout ChartCanvas) -> Bool {
        let main = Self.main(series)
        let texts = series.enumerated().map { index, one in canvas.shape(canvas.name(of: one), size: canvas.labelSize, bold: index == main && !one.tinted) }
        let width = (texts.map(\.width).max() ?? 0) + Self.lead, line = canvas.pitch(canvas.labelSize)
        let height = line * Double(texts.count)
        for y in stride(from: plot.y + 3, through: max(plot.y + 3, plot.y + plot.height * 0.5), by: 3) {
            for x in stride(from: left, through: plot.maxX - width, by: 3) {
                let area = Rect(x: x, y: y, width: width, height: height)
                if !canvas.isFree(area, clearance: 3, beside: Self.beside) { continue }
                canvas.ground(area)
                for (index, text) in texts.enumerated() {
                    set(text, index, x: x, baseline: y + canvas.ascent(canvas.labelSize) + Double(index) * line, on: &canvas)
                }
                return true
            }
        }
        // Nothing is free in the plot: beside each other on the title's line, if there is room.
        let row = texts.reduce(10 * Double(texts.count - 1)) { $0 + Self.lead + $1.width }
        let baseline = canvas.rect.y + canvas.ascent(canvas.theme.bodySize + 0.5)
        for right in stride(from: canvas.rect.maxX, through: canvas.rect.x + row, by: -4) {
            let area = Rect(x: right - row, y: baseline - canvas.ascent(canvas.labelSize), width: row, height: canvas.height(canvas.labelSize))
            if !canvas.isFree(area, clearance: 3, beside: Self.beside) { continue }
            var x = right - row
            for (index, text) in texts.enumerated() {
                set(text, index, x: x, baseline: baseline, on: &canvas)
                x += Self.lead + text.width + 10
            }
            return true
        }
        return false
    }

    private func set(_ text: ShapedText, _ index: Int, x: Double, baseline: Double, on canvas: inout ChartCanvas) {
        canvas.key(x: x, baseline: baseline, color: canvas.color(of: series[index]), name: "key\(index)")
        canvas.set(text, at: x + Self.lead, baseline: baseline, .left, color: canvas.textColor(of: series[index]), kind: .legend, name: "series\(index)")
    }
}
