internal import Composition
internal import ReportModel
internal import Scene

/// Equal squares at fixed places instead of a map: every member can be read, however small its area. The figure stands in the
/// square, so that the tint is never the only information.
struct TileMapChart {
    let chart: BuiltChart
    init(_ chart: BuiltChart) { self.chart = chart }

    private static let gap = 3.0, widest = 84.0

    func draw(in area: Rect, on canvas: inout ChartCanvas) {
        let tiles = chart.categories.compactMap(\.tile)
        guard let rows = tiles.map(\.row).max(), let columns = tiles.map(\.column).max() else { return }
        let keys = chart.classes.map { canvas.shape($0, size: canvas.smallSize) }
        let keyWidth = (keys.map(\.width).max() ?? 0) + 16, top = area.y - 2
        let width = min(Self.widest, (area.width - keyWidth - 18) / Double(columns)), height = min(width * 0.62, (area.maxY - top) / Double(rows))
        let left = area.x + max(0, (area.width - keyWidth - 18 - width * Double(columns)) / 2)
        for (index, category) in chart.categories.enumerated() {
            guard let tile = category.tile else { continue }
            let square = Rect(
                x: left + Double(tile.column - 1) * width, y: top + Double(tile.row - 1) * height, width: width - Self.gap, height: height - Self.gap)
            draw(index, in: square, on: &canvas)
        }
        // As low as the map, or lower where the key is higher than the map.
        let step = canvas.height(canvas.smallSize) + 3.5, bottom = max(top + height * Double(rows) - Self.gap, area.y + step * Double(keys.count))
        drawKey(keys, x: left + width * Double(columns) + 18, bottom: bottom, step: step, on: &canvas)
    }

    private func draw(_ index: Int, in square: Rect, on canvas: inout ChartCanvas) {
        let point = chart.series[0].points[index], theme = canvas.theme
        let number = point.map { Int($0.position) }, color = number.map { Color(theme.ramp[min($0, theme.ramp.count - 1)]) }
        canvas.bar(square, color: color ?? Color(theme.bandTint), name: "s0k\(index)")
        let ink = (number ?? 0) >= 3 ? Color.white : canvas.ink
        let lines = lines(index, value: point?.text ?? canvas.text(of: chart.series[0].absence(at: index) ?? .missing), in: square, canvas)
        let step = canvas.smallSize * (lines.count > 2 ? 1.25 : 1.5), first = square.midY + canvas.smallSize * 0.38 - step * Double(lines.count - 1) / 2
        for (number, line) in lines.enumerated() {
            canvas.set(line, at: square.midX, baseline: first + step * Double(number), .centre, color: ink, kind: .dataLabel, name: "v0k\(index)")
        }
        if lines.isEmpty { _ = canvas.box(.dataLabel, "v0k\(index).dropped", Rect(x: square.midX, y: square.midY, width: 0, height: 0)) }
    }

    /// Name and value; the name broken or left out, then the value left out, where the square is too small: the table beside the
    /// chart has them.
    private func lines(_ index: Int, value: String, in square: Rect, _ canvas: ChartCanvas) -> [ShapedText] {
        let size = canvas.smallSize, room = square.width - 3, figure = canvas.shape(value, size: size, bold: true)
        if figure.width > room || square.height < size * 1.1 { return [] }
        let name = ChartLabels.lines(chart.categories[index].label, width: room) { canvas.shape($0, size: size).width }.map { canvas.shape($0, size: size) }
        let height = size * (name.count > 1 ? 1.25 : 1.5) * Double(name.count) + size * 1.1
        return name.allSatisfy { $0.width <= room } && height <= square.height ? name + [figure] : [figure]
    }

    /// From the highest class at the top to the lowest.
    private func drawKey(_ keys: [ShapedText], x: Double, bottom: Double, step: Double, on canvas: inout ChartCanvas) {
        for (index, key) in keys.enumerated() {
            let y = bottom - Double(index + 1) * step
            canvas.bar(Rect(x: x, y: y + 1.5, width: 10, height: step - 4), color: Color(canvas.theme.ramp[min(index, 4)]), name: "key\(index)")
            canvas.set(
                key, at: x + 15, baseline: y + step / 2 + (canvas.ascent(canvas.smallSize) - canvas.descent(canvas.smallSize)) / 2, .left,
                color: canvas.grey, kind: .legend, name: "class\(index)")
        }
    }
}
