internal import Composition
internal import ReportModel
internal import Scene

/// Bars on the left axis and a line on the right one, in two zones over the same categories: the line above, the bars below,
/// so that the line and its values never cross the bars.
struct BarAndLineChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    private static let lineShare = 0.4
    /// Height of a zone without a scale: of nothing but zeros, or nothing.
    static let bareZone = 22.0
    private static let gap = 22.0
    /// The caption of the upper zone stands further below the title than a tick label would.
    private static let head = 3.0
    /// Between two ticks of the line's low zone, at least.
    private static let tickPitch = 12.0

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        guard let second = chart.secondScale, let line = chart.series.last else { return }
        let tickWidth = chart.scale.ticks.map { canvas.shape($0.text, size: canvas.smallSize).width }.max() ?? 0
        let rightWidth = second.ticks.map { canvas.shape($0.text, size: canvas.smallSize).width }.max() ?? 0
        let left = area.x + tickWidth + 10, right = area.maxX - rightWidth - 10
        let slot = (right - left) / Double(max(1, chart.categories.count))
        let axis = CategoryAxis(canvas, slot: slot)
        let bars = Array(chart.series.dropLast()), legend = bars.count > 1 ? ChartLegend(canvas, series: bars, unit: "（\(chart.unitText)）", width: area.width) : nil
        let gap = Self.gap + (legend?.depth ?? 0)
        let height = max(40, area.height - Self.head - axis.height)
        let upper = Rect(x: area.x, y: area.y + Self.head, width: area.width, height: lineHeight(height - gap))
        let lower = Rect(x: area.x, y: upper.maxY + gap, width: area.width, height: height - gap - upper.height)
        let centres = chart.categories.indices.map { left + (Double($0) + 0.5) * slot }
        let color = canvas.color(of: line)
        let hasLine = line.points.contains { $0 != nil }
        let textColor = canvas.textColor(of: line)
        // A value fits above the highest point and below the lowest one, unless the tick labels need the height.
        let every = tickStep(second, in: upper.height), ticksHeight = Double((second.ticks.count - 1) / every) * Self.tickPitch
        let lineZone = upper.insetBy(dx: 0, dy: max(0, min(canvas.pitch(canvas.labelSize), (upper.height - ticksHeight) / 2)))
        if hasLine { drawRightTicks(second, every: every, in: lineZone, color: textColor, on: &canvas) }
        let hasBars = bars.contains { $0.points.contains { $0 != nil } }
        if hasBars { _ = canvas.drawTicks(chart.scale, in: lower, name: "y") }
        let base = lower.maxY - chart.scale.zeroPosition * lower.height
        let group = BarGroup(series: bars, slot: slot)
        group.draw(centres: centres, plot: lower, base: base, on: &canvas)
        canvas.axis(from: Point(area.x, base), to: Point(area.maxX, base))
        axis.draw(below: lower.maxY, centres: centres, on: &canvas)
        name(line, unit: (chart.secondUnitText ?? "") + (second.startsAtZero ? "" : "，纵轴不从零开始"), baseline: upper.y - 4, as: "line", on: &canvas)
        if let legend {
            legend.draw(x: canvas.rect.x, baseline: lower.y - 12 - legend.depth, names: "bars", on: &canvas)
        } else if let first = bars.first {
            name(first, unit: chart.unitText, baseline: lower.y - 12, as: "bars", on: &canvas)
        }
        if hasLine { drawLine(line, centres: centres, in: lineZone, within: upper, color: color, on: &canvas) } else { drawEmpty(upper, name: "empty", on: &canvas) }
        if hasBars { group.markAbsent(centres: centres, base: base, on: &canvas) }
        // A value of a bar above the names of the bars would be one of the line's.
        let ceiling = lower.y - 12 + canvas.descent(canvas.labelSize)
        if hasBars { group.label(centres: centres, plot: lower, base: base, only: nil, ceiling: ceiling, on: &canvas) } else { drawEmpty(lower, name: "emptyBars", on: &canvas) }
    }

    /// Of the height of both zones, that of the line's.
    private func lineHeight(_ height: Double) -> Double {
        if chart.secondScale?.ticks.isEmpty ?? true { return Self.bareZone }
        return chart.scale.ticks.isEmpty ? height - Self.bareZone : height * Self.lineShare
    }

    /// A zone without a figure has no scale.
    private func drawEmpty(_ zone: Rect, name: String, on canvas: inout ChartCanvas) {
        canvas.set(canvas.shape(BuiltTable.emptyText, size: canvas.labelSize), at: zone.midX, baseline: zone.midY, .centre, color: canvas.grey, kind: .dataLabel, name: name)
    }

    /// Every how many-th tick is drawn, from the lowest to the highest: all that keep apart.
    private func tickStep(_ scale: BuiltScale, in height: Double) -> Int {
        let count = scale.ticks.count - 1
        if count < 1 { return 1 }
        return (1...count).first { count.isMultiple(of: $0) && height / Double(count / $0) >= Self.tickPitch } ?? count
    }

    /// The scale of the line has few ticks, for its zone is low, and every point carries its value.
    private func drawRightTicks(_ scale: BuiltScale, every: Int, in zone: Rect, color: Color, on canvas: inout ChartCanvas) {
        for (index, tick) in scale.ticks.enumerated() where index.isMultiple(of: every) {
            let y = zone.maxY - tick.position * zone.height
            // What is less than zero is told at a glance.
            if tick.position > 0, abs(tick.position - scale.zeroPosition) < 1e-9 {
                canvas.axis(from: Point(canvas.rect.x, y), to: Point(canvas.rect.maxX, y))
            } else {
                canvas.grid(y: y, from: canvas.rect.x, to: canvas.rect.maxX)
            }
            canvas.set(canvas.shape(tick.text, size: canvas.smallSize), at: canvas.rect.maxX, baseline: y - 2, .right, color: color, kind: .axisLabel, name: "right\(index)")
        }
    }

    private func drawLine(_ line: BuiltSeries, centres: [Double], in zone: Rect, within whole: Rect, color: Color, on canvas: inout ChartCanvas) {
        let points = line.points.enumerated().map { index, point in point.map { Point(centres[index], zone.maxY - $0.position * zone.height) } }
        for (number, run) in LineRuns(points).runs.enumerated() { canvas.polyline(run, color: color, dash: [], name: "line\(number)") }
        for point in points.compactMap({ $0 }) { canvas.dot(point, color: color, radius: 1.7) }
        for (index, point) in points.enumerated() {
            guard let point, let value = line.points[index] else { continue }
            let label = PointLabel(text: canvas.shape(value.text, size: canvas.labelSize), name: "p\(index)")
            label.place(at: point, within: whole, color: canvas.textColor(of: line), on: &canvas)
        }
        for index in centres.indices {
            if let absence = line.absence(at: index) { canvas.absent(absence, at: centres[index], base: zone.maxY, name: "p\(index)") }
        }
    }

    /// A series alone in its zone is named in its colour.
    private func name(_ series: BuiltSeries, unit: String, baseline: Double, as name: String, on canvas: inout ChartCanvas) {
        let suffix = "（\(unit)）", room = canvas.rect.width - canvas.shape(suffix, size: canvas.labelSize).width
        let text = canvas.shape(canvas.fitted(series.name, size: canvas.labelSize, width: room).text + suffix, size: canvas.labelSize)
        canvas.set(text, at: canvas.rect.x, baseline: baseline, .left, color: canvas.textColor(of: series), kind: .legend, name: name)
    }
}

/// Stretches of points without a gap.
struct LineRuns {
    let runs: [[Point]]
    init(_ points: [Point?]) {
        var runs: [[Point]] = [], current: [Point] = []
        for point in points + [nil] {
            if let point { current.append(point) } else if !current.isEmpty {
                runs.append(current)
                current = []
            }
        }
        self.runs = runs
    }
}

/// A value beside a point: above, below, right, left, then further away with a leader; left out when nothing is free in its zone.
struct PointLabel {
    let text: ShapedText
    let name: String

    func place(at point: Point, within zone: Rect, color: Color, on canvas: inout ChartCanvas) {
        let up = canvas.descent(text.size) + 3, down = canvas.ascent(text.size) + 3.5, side = text.width / 2 + 4.5
        let middle = (canvas.ascent(text.size) - canvas.descent(text.size)) / 2
        let candidates: [(x: Double, y: Double)] = [
            (0, -up), (0, down), (side, middle), (-side, middle), (0, -up - 7), (0, down + 7), (side, -up), (-side, -up), (side, down), (-side, down), (0, -up - 14), (0, down + 14),
        ]
        for (index, offset) in candidates.enumerated() {
            let frame = canvas.frame(of: text, at: point.x + offset.x, baseline: point.y + offset.y, .centre)
            if frame.y < zone.y - 1.5 || frame.maxY > zone.maxY + 1.5 || !canvas.isFree(frame, clearance: 0.9, beside: 1.2) { continue }
            if index >= 10 {
                let end = Point(point.x, offset.y < 0 ? frame.maxY + 1 : frame.y - 1)
                if !canvas.isClear(from: point, to: end) { continue }
                canvas.leader(from: point, to: end)
            }
            canvas.ground(frame)
            canvas.set(text, at: point.x + offset.x, baseline: point.y + offset.y, .centre, color: color, kind: .dataLabel, name: name)
            return
        }
        _ = canvas.box(.dataLabel, "\(name).dropped", Rect(x: point.x, y: point.y, width: 0, height: 0))
    }
}
