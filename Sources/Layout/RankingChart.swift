internal import Composition
internal import ReportModel
internal import Scene

/// Horizontal bars in order of value: names at the left, values at the end of the bars.
struct RankingChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    /// How near to the line of the target a bar's end is told from it with difficulty.
    private static let tip = 3.0

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        guard let series = chart.series.first else { return }
        let size = canvas.labelSize
        let values = series.points.map { $0.map { canvas.shape($0.text, size: size) } }
        let names = chart.categories.map { canvas.fitted($0.label, size: size, width: area.width * 0.35) }
        let nameWidth = names.map(\.width).max() ?? 0
        let valueWidth = values.compactMap { $0?.width }.max() ?? 0
        let hasNegative = chart.scale.zeroPosition > 0
        let left = area.x + nameWidth + 6 + (hasNegative ? valueWidth + 4 : 0), right = area.maxX - valueWidth - 6
        let target = chart.target.map { canvas.shape($0.text, size: size) }
        let top = area.y - 4 + (target == nil ? 0 : canvas.height(size) + 2), middle = (canvas.ascent(size) - canvas.descent(size)) / 2
        // In rows closer than their texts, the comma of the last value still ends inside the chart.
        let count = Double(max(1, chart.categories.count)), height = area.maxY - top, foot = middle + canvas.descent(size) + 1
        let row = min(height / count, (height - foot) / (count - 0.5))
        let thickness = min(14, row * 0.62)
        let zero = left + chart.scale.zeroPosition * (right - left)
        canvas.axis(from: Point(zero, top), to: Point(zero, area.maxY))
        var line: Double?
        if let target = chart.target, let text = canvas.chart.target.map({ canvas.shape($0.text, size: size) }) {
            let x = left + target.position * (right - left)
            // A bar that ends all but at the line shows its tip: on which side of the line it ends is what the chart is about.
            let bare = series.points.enumerated().compactMap { index, point -> ClosedRange<Double>? in
                guard let point, abs(left + point.position * (right - left) - x) <= Self.tip else { return nil }
                let centre = top + (Double(index) + 0.5) * row
                return centre - thickness / 2 - 0.5...centre + thickness / 2 + 0.5
            }
            canvas.reference(from: Point(x, top - 2), to: Point(x, area.maxY), bare: bare, name: "target")
            line = x
            let place = min(max(x, area.x + text.width / 2), area.maxX - text.width / 2)
            canvas.set(text, at: place, baseline: top - 4, .centre, color: canvas.referenceTextColor, kind: .legend, name: "target")
        }
        for (index, point) in series.points.enumerated() {
            let centre = top + (Double(index) + 0.5) * row
            canvas.set(names[index], at: area.x, baseline: centre + middle, .left, color: canvas.ink, kind: .axisLabel, name: "x\(index)")
            guard let point, let value = values[index] else {
                let dash = canvas.shape(canvas.text(of: series.absence(at: index) ?? .notApplicable), size: size)
                var x = zero + 4
                if let line, (x - 2...x + dash.width + 2).contains(line) { x = line + 4 }
                canvas.set(dash, at: x, baseline: centre + middle, .left, color: canvas.grey, kind: .dataLabel, name: "absent0c\(index)")
                continue
            }
            let end = left + point.position * (right - left)
            canvas.bar(Rect(x: min(zero, end), y: centre - thickness / 2, width: abs(end - zero), height: thickness), color: canvas.color(of: series), name: "s0c\(index)")
            let isNegative = end < zero
            // A value never stands on the line of the target: behind it, if there is room.
            var x = isNegative ? end - 3 : end + 3
            var frame = canvas.frame(of: value, at: x, baseline: centre + middle, isNegative ? .right : .left)
            if let line, (frame.x - 2...frame.maxX + 2).contains(line) {
                x = isNegative ? line - 3 : line + 3
                frame = canvas.frame(of: value, at: x, baseline: centre + middle, isNegative ? .right : .left)
                if frame.x < area.x + nameWidth + 2 || frame.maxX > area.maxX {
                    _ = canvas.box(.dataLabel, "v0c\(index).dropped", Rect(x: x, y: centre, width: 0, height: 0))
                    continue
                }
            }
            canvas.set(value, at: x, baseline: centre + middle, isNegative ? .right : .left, color: canvas.ink, kind: .dataLabel, name: "v0c\(index)")
        }
    }
}
