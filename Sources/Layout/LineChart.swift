internal import Composition
internal import ReportModel
internal import Scene

/// Lines with direct labels: each ends in its name and last value. A line that ends before the last category says when, at its own end:
/// the column at the right is of the latest values. Series differ in lightness and in dash.
struct LineChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    /// Height of the note of a band above the plot.
    private static let noteLine = 10.0
    private static let dashes: [[Double]] = [[], [5, 2.2], [1.6, 1.8], [8, 2, 1.6, 2], [3, 3], [10, 2.5], [1, 3]]

    private struct End {
        var series: Int
        var point: Point
        var text: ShapedText
        var y: Double
        /// Its point is of the last category.
        var isLatest: Bool
        /// There is no point.
        var isAbsent = false
    }

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        let empty = canvas
        if draw(in: area, noteAbove: false, on: &canvas) { return }
        canvas = empty
        _ = draw(in: area, noteAbove: true, on: &canvas)
    }

    /// False when the note of the band found no place in the plot. `noteAbove` gives it a line of its own: a tint never stands unexplained.
    private func draw(in whole: Rect, noteAbove: Bool, on canvas: inout ChartCanvas) -> Bool {
        var area = whole
        let nameless = chart.series.indices.filter { chart.series[$0].wholeAbsence != nil }
        let ends = chart.series.enumerated().compactMap { index, series -> (Int, BuiltPoint, Int)? in
            guard let last = series.points.lastIndex(where: { $0 != nil }) else { return nil }
            return (index, series.points[last]!, last)
        }
        let values = ends.map { $0.1.text + time($0.2) }
        var texts = zip(ends, values).map { canvas.shape("\(chart.series[$0.0].name) \($1)", size: canvas.labelSize) }
        var absent = nameless.map { canvas.shape(canvas.name(of: chart.series[$0]), size: canvas.labelSize) }
        if (texts + absent).contains(where: { $0.width + 9 > area.width * 0.42 }) {
            absent = []
            // Names too long for the ends of the lines stand in a legend; the values stay.
            area = ChartLegend(canvas, width: area.width).draw(in: area, evenForOne: true, on: &canvas)
            texts = values.map { canvas.shape($0, size: canvas.labelSize) }
        }
        if noteAbove {
            area.y += Self.noteLine
            area.height -= Self.noteLine
        }
        let labelWidth = ((texts + absent).map(\.width).max() ?? 0) + 9
        let tickWidth = chart.scale.ticks.map { canvas.shape($0.text, size: canvas.smallSize).width }.max() ?? 0
        let left = area.x + tickWidth + 10, right = area.maxX - labelWidth
        let slot = (right - left) / Double(max(1, chart.categories.count - 1) + (chart.categories.count == 1 ? 1 : 0))
        let axis = CategoryAxis(canvas, slot: slot)
        let plot = Rect(x: area.x, y: area.y, width: area.width, height: max(24, area.height - axis.height))
        let centres = chart.categories.indices.map { chart.categories.count == 1 ? (left + right) / 2 : left + Double($0) * slot }
        func place(_ point: BuiltPoint, _ category: Int) -> Point { Point(centres[category], plot.maxY - point.position * plot.height) }

        let band = chart.band.map {
            let start = max(area.x, centres[$0.firstCategory] - slot / 2)
            return Rect(x: start, y: plot.y - 4, width: right + min(4, slot / 2) - start, height: plot.height + 4)
        }
        if let band { canvas.band(band) }
        _ = canvas.drawTicks(chart.scale, in: plot, name: "y")
        canvas.axis(from: Point(area.x, plot.maxY), to: Point(area.maxX, plot.maxY))
        axis.draw(below: plot.maxY, centres: centres, on: &canvas)
        for (index, series) in chart.series.enumerated() {
            let points = series.points.enumerated().map { category, point in point.map { place($0, category) } }
            let color = canvas.color(of: series), runs = LineRuns(points).runs
            for (number, run) in runs.enumerated() {
                canvas.polyline(run, color: color, dash: Self.dashes[index % Self.dashes.count], name: "s\(index).\(number)")
                if run.count == 1 || number == runs.count - 1 { canvas.dot(run.last!, color: color) }
            }
        }
        let labels = zip(ends, texts).map { end, text in
            let point = place(end.1, end.2)
            return End(series: end.0, point: point, text: text, y: point.y, isLatest: end.2 == chart.categories.count - 1)
        }
        // A series without a point has its place at the lower end of the column.
        let missing = zip(nameless, absent).map { End(series: $0, point: Point(right, plot.maxY), text: $1, y: plot.maxY, isLatest: true, isAbsent: true) }
        drawEnds(labels + missing, right: right, plot: plot, on: &canvas)
        guard let band, let lines = chart.band?.lines else { return true }
        if !noteAbove { return drawBandNote(lines, in: band, plot: plot, on: &canvas) }
        let start = area.x + tickWidth + 6, note = canvas.fitted(lines.joined(separator: "，"), size: canvas.smallSize, width: right - start)
        canvas.set(note, at: max(start, min(band.x, right - note.width)), baseline: plot.y - 9, .left, color: canvas.grey, kind: .dataLabel, name: "band0")
        return true
    }

    // MARK: End labels

    /// `（9 月）` where a value is not of the last category.
    private func time(_ category: Int) -> String {
        if category == chart.categories.count - 1 { return "" }
        return "（\(chart.categories[category].time ?? chart.categories[category].label)）"
    }

    /// The latest values stand in a column at the right, in the order of their lines, pushed apart where they would touch; older ones at
    /// their own points, or where nothing is free there in the column too.
    private func drawEnds(_ ends: [End], right: Double, plot: Rect, on canvas: inout ChartCanvas) {
        let old = ends.filter { !$0.isLatest }, empty = canvas
        drawColumn(ends.filter(\.isLatest), right: right, plot: plot, on: &canvas)
        let isPlaced = old.map { drawOld($0, plot: plot, on: &canvas) }
        if isPlaced.allSatisfy({ $0 }) { return }
        canvas = empty
        drawColumn(ends, right: right, plot: plot, on: &canvas)
    }

    /// False when nothing is free at its point.
    private func drawOld(_ end: End, plot: Rect, on canvas: inout ChartCanvas) -> Bool {
        let size = canvas.labelSize, middle = (canvas.ascent(size) - canvas.descent(size)) / 2, half = end.text.width / 2
        var places: [(x: Double, y: Double)] = [(half + 6, middle)]
        for away in [3.5, 8.5, 13.5, 18.5] {
            let up = -canvas.descent(size) - away, down = canvas.ascent(size) + away
            for x in [half + 2, 0, 2 - half] { places += [(x, up), (x, down)] }
        }
        for place in places {
            let x = canvas.inside(end.point.x + place.x, end.text), frame = canvas.frame(of: end.text, at: x, baseline: end.point.y + place.y, .centre)
            if frame.y < plot.y - 10 || frame.maxY > plot.maxY - 1 || !canvas.isFree(frame, clearance: 0.9, beside: 1.2) { continue }
            canvas.ground(frame)
            canvas.set(end.text, at: x, baseline: end.point.y + place.y, .centre, color: canvas.textColor(of: chart.series[end.series]), kind: .dataLabel, name: "end\(end.series)")
            return true
        }
        return false
    }

    private func drawColumn(_ ends: [End], right: Double, plot: Rect, on canvas: inout ChartCanvas) {
        let line = canvas.pitch(canvas.labelSize)
        var column = ends.sorted { ($0.y, $0.series) < ($1.y, $1.series) }
        // Clear of the axis, unless all of the height is needed.
        let top = plot.y - 2, clear = plot.maxY - line / 2 - 1, isTight = Double(column.count - 1) * line > clear - top - 1
        spread(&column, step: line, top: top, bottom: isTight ? clear + 2 : clear)
        let middle = (canvas.ascent(canvas.labelSize) - canvas.descent(canvas.labelSize)) / 2
        for end in column {
            let color = canvas.textColor(of: chart.series[end.series])
            let x = right + 8
            if !end.isAbsent, abs(end.y - end.point.y) > 2.5 || end.point.x < right - 1 {
                canvas.leader(from: Point(end.point.x + 2.6, end.point.y), to: Point(x - 1.5, end.y))
            }
            let frame = canvas.frame(of: end.text, at: x, baseline: end.y + middle, .left)
            canvas.ground(frame)
            canvas.set(end.text, at: x, baseline: end.y + middle, .left, color: color, kind: .dataLabel, name: "end\(end.series)")
        }
    }

    /// Moves places that are closer than `step` apart symmetrically, and keeps all between top and bottom.
    private func spread(_ ends: inout [End], step: Double, top: Double, bottom: Double) {
        if ends.isEmpty { return }
        for _ in 0..<200 {
            for index in ends.indices { ends[index].y = min(bottom, max(top, ends[index].y)) }
            var moved = false
            for index in ends.indices.dropFirst() {
                let gap = ends[index].y - ends[index - 1].y
                if gap < step - 1e-6 {
                    let shift = (step - gap) / 2
                    ends[index - 1].y -= shift
                    ends[index].y += shift
                    moved = true
                }
            }
            if !moved { return }
        }
        // Too many for the height: from the top, one below the other.
        for index in ends.indices { ends[index].y = top + Double(index) * min(step, (bottom - top) / Double(max(1, ends.count - 1))) }
    }

    // MARK: Band

    /// The note of the band stands at its bottom or top, where it meets no line. False when there is no room.
    private func drawBandNote(_ lines: [String], in band: Rect, plot: Rect, on canvas: inout ChartCanvas) -> Bool {
        let texts = lines.map { canvas.shape($0, size: canvas.smallSize) }
        let line = canvas.smallSize * 1.28
        let width = texts.map(\.width).max() ?? 0, height = line * Double(texts.count)
        let xs = [band.x + 3, max(canvas.rect.x + 30, band.maxX - width - 3), max(canvas.rect.x + 30, band.x - width - 4)]
        let ys = stride(from: plot.maxY - height - 4, through: plot.y, by: -3)
        for x in xs {
            for y in ys {
                let area = Rect(x: x, y: y, width: width, height: height)
                if !canvas.isFree(area, clearance: 1.5) { continue }
                for (index, text) in texts.enumerated() {
                    canvas.set(text, at: x, baseline: y + canvas.ascent(canvas.smallSize) + Double(index) * line, .left, color: canvas.grey, kind: .dataLabel, name: "band\(index)")
                }
                return true
            }
        }
        return false
    }
}
