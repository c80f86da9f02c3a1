internal import Composition
internal import ReportModel
internal import Scene

/// Touching bars over bands with their values above them, and vertical reference lines with their names in rows at the top.
struct HistogramChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        guard let series = chart.series.first else { return }
        let line = canvas.height(canvas.labelSize) + 2
        let tickWidth = chart.scale.ticks.map { canvas.shape($0.text, size: canvas.smallSize).width }.max() ?? 0
        let left = area.x + tickWidth + 10, slot = (area.maxX - left) / Double(max(1, chart.categories.count))
        let axis = CategoryAxis(canvas, slot: slot)
        let rows = referenceRows(left: left, slot: slot, canvas)
        let head = Double(rows.map(\.row).max().map { $0 + 1 } ?? 0) * line
        let top = area.y + head
        let plot = Rect(x: area.x, y: top, width: area.width, height: max(20, area.maxY - top - axis.height))
        _ = canvas.drawTicks(chart.scale, in: plot, name: "y")
        let base = plot.maxY - chart.scale.zeroPosition * plot.height
        let centres = chart.categories.indices.map { left + (Double($0) + 0.5) * slot }
        for (category, point) in series.points.enumerated() {
            guard let point else { continue }
            let y = plot.maxY - point.position * plot.height
            canvas.bar(Rect(x: centres[category] - slot / 2 + 0.4, y: min(y, base), width: slot - 0.8, height: abs(base - y)), color: canvas.color(of: series), name: "s0c\(category)")
        }
        canvas.axis(from: Point(area.x, base), to: Point(area.maxX, base))
        axis.draw(below: plot.maxY, centres: centres, on: &canvas)
        drawReferences(rows, top: area.y - 6, line: line, on: &canvas) { x in
            // A line in the middle of a bar ends above it: on it, it would cut the bar in two.
            let place = (x - left) / slot, category = Int(place), isInside = abs(place - place.rounded()) > 1e-6
            guard isInside, series.points.indices.contains(category), let point = series.points[category] else { return base }
            return min(base, plot.maxY - point.position * plot.height)
        }
        label(series, centres: centres, slot: slot, plot: plot, base: base, on: &canvas)
    }

    private struct ReferenceRow {
        var x: Double
        var text: ShapedText
        var row: Int
        /// The name stands at the right of its line, or at the left near the right edge.
        var isRight: Bool
        var span: ClosedRange<Double>
    }

    /// Each name starts at its line, and a line that a name would cross begins below it: names at the left of their lines, near the
    /// right edge, stand from the last one up, and above those at the right of theirs.
    private func referenceRows(left: Double, slot: Double, _ canvas: ChartCanvas) -> [ReferenceRow] {
        func span(_ row: ReferenceRow) -> ClosedRange<Double> { row.isRight ? row.x...row.x + 10 + row.text.width : row.x - 10 - row.text.width...row.x }
        var rows = chart.references.sorted(by: { ($0.place, $0.text) < ($1.place, $1.text) }).map { reference -> ReferenceRow in
            let x = left + reference.place * slot, text = canvas.shape(reference.text, size: canvas.labelSize)
            var row = ReferenceRow(x: x, text: text, row: 0, isRight: x + 4 + text.width <= canvas.rect.maxX, span: x...x)
            row.span = span(row)
            return row
        }
        // A name that would cross the line of one at the left stands at the left, too.
        for index in rows.indices.reversed() where rows[index].isRight {
            let crosses = rows[(index + 1)...].contains { !$0.isRight && rows[index].span.contains($0.x) }
            if crosses, rows[index].x - 4 - rows[index].text.width >= canvas.rect.x {
                rows[index].isRight = false
                rows[index].span = span(rows[index])
            }
        }
        var placed: [Int] = []
        for index in rows.indices.reversed().filter({ !rows[$0].isRight }) + rows.indices.filter({ rows[$0].isRight }) {
            rows[index].row = placed.filter { rows[$0].span.overlaps(rows[index].span) }.map { rows[$0].row + 1 }.max() ?? 0
            placed.append(index)
        }
        return rows
    }

    /// `end`: down to where the line at `x` reaches.
    private func drawReferences(_ rows: [ReferenceRow], top: Double, line: Double, on canvas: inout ChartCanvas, end: (_ x: Double) -> Double) {
        for (index, reference) in rows.enumerated() {
            let y = top + Double(reference.row) * line, crossing = rows.filter { $0.span.contains(reference.x) }.map(\.row).max() ?? 0
            let start = crossing > reference.row ? top + Double(crossing + 1) * line : y
            canvas.reference(from: Point(reference.x, start), to: Point(reference.x, end(reference.x)), name: "ref\(index)")
            let x = reference.isRight ? reference.x + 4 : reference.x - 4
            canvas.set(
                reference.text, at: x, baseline: y + canvas.ascent(canvas.labelSize), reference.isRight ? .left : .right, color: canvas.referenceTextColor,
                kind: .legend, name: "ref\(index)")
        }
    }

    private func label(_ series: BuiltSeries, centres: [Double], slot: Double, plot: Rect, base: Double, on canvas: inout ChartCanvas) {
        for (category, point) in series.points.enumerated() {
            guard let point else {
                if let absence = series.absence(at: category) { canvas.absent(absence, at: centres[category], base: base, room: slot / 2, name: "0c\(category)") }
                continue
            }
            let y = plot.maxY - point.position * plot.height, isNegative = y > base + 0.01
            let text = canvas.shape(point.text, size: canvas.labelSize), name = "v0c\(category)"
            var isPlaced = false
            // Beside a line that stands in the bar's middle; higher where something is in the way.
            search: for shift in stride(from: 0.0, through: 24.0, by: 2.0) {
                for aside in [0, text.width / 2 + 4.5, -text.width / 2 - 4.5] {
                    let x = canvas.inside(centres[category] + aside, text)
                    let baseline = isNegative ? y + canvas.ascent(text.size) + 1.5 + shift : y - canvas.rise(text.size) - shift
                    let frame = canvas.frame(of: text, at: x, baseline: baseline, .centre)
                    if !canvas.isFree(frame, clearance: 0.9, beside: 1.2) { continue }
                    canvas.ground(frame)
                    canvas.set(text, at: x, baseline: baseline, .centre, color: canvas.textColor(of: series), kind: .dataLabel, name: name)
                    isPlaced = true
                    break search
                }
            }
            if !isPlaced { _ = canvas.box(.dataLabel, "\(name).dropped", Rect(x: centres[category], y: y, width: 0, height: 0)) }
        }
    }
}
