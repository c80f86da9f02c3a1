internal import Documents
internal import ReportModel
internal import Scene

/// Draws the part of a document's table that stands on one page.
struct DocumentTablePainter {
    let plan: DocumentTablePlan
    let band: Int
    let theme: Theme
    /// Left edge and width of the frame.
    let left: Double
    let width: Double
    private var columns: DocumentColumns.Band { plan.bands[band].columns }

    func height(_ parts: [DocumentTablePlan.Part]) -> Double {
        plan.headHeight(band) + (plan.table.rows.isEmpty ? plan.noneHeight : parts.reduce(0) { $0 + plan.height(lines: $1.lines.count) })
    }

    /// Draws heads and rows with the top rule at `top`.
    func draw(_ parts: [DocumentTablePlan.Part], top: Double, on writer: inout PageWriter) {
        let metrics = TablePainter.Metrics(shaper: writer.shaper), bottom = top + height(parts)
        writer.reserve(cells: parts.count * columns.columns.count)
        let box = writer.box(.table, "\(plan.name).\(band + 1)", Rect(x: left, y: top, width: width, height: bottom - top))
        writer.fill(Rect(x: left, y: top, width: width, height: plan.headHeight(band)), theme.headerTint, box: box)
        var y = top + plan.headHeight(band)
        for part in parts where plan.table.rows[part.row].style == .total {
            let place = y + parts.prefix { $0.row != part.row }.reduce(0) { $0 + plan.height(lines: $1.lines.count) }
            writer.fill(Rect(x: left, y: place, width: width, height: plan.height(lines: part.lines.count)), theme.totalTint, box: box)
        }
        drawRules(parts, top: top, bottom: bottom, box: box, on: &writer)
        drawHeads(top: top, metrics, box: box, on: &writer)
        if plan.table.rows.isEmpty { return drawNone(y, metrics, box: box, on: &writer) }
        for part in parts {
            drawRow(part, y: y, metrics, box: box, on: &writer)
            y += plan.height(lines: part.lines.count)
        }
    }

    private func drawRules(_ parts: [DocumentTablePlan.Part], top: Double, bottom: Double, box: Int, on writer: inout PageWriter) {
        var y = top + plan.headHeight(band)
        for (part, next) in zip(parts, parts.dropFirst()) {
            y += plan.height(lines: part.lines.count)
            let isLoud = [part.row, next.row].contains { plan.table.rows[$0].style != .normal }
            writer.rule(y: y, from: left, to: left + width, width: theme.hairRule, color: isLoud ? theme.hair : theme.grid, box: box)
        }
        writer.rule(y: top + plan.headHeight(band), from: left, to: left + width, width: theme.headerRule, color: theme.ink, box: box)
        for y in [top, bottom] { writer.rule(y: y, from: left, to: left + width, width: theme.outerRule, color: theme.ink, box: box) }
    }

    private func drawHeads(top: Double, _ metrics: TablePainter.Metrics, box: Int, on writer: inout PageWriter) {
        let style = TextStyle(.heiRegular, plan.headSize, theme.ink), height = plan.headHeight(band)
        for (place, lines) in plan.bands[band].heads.enumerated() {
            let rect = Rect(x: left + columns.edges[place], y: top, width: columns.width(place), height: height)
            let cell = writer.box(.headerCell, "h\(columns.columns[place] + 1)", rect, parent: box)
            let first = rect.midY - Double(lines.count - 1) * plan.headLeading / 2 + metrics.han * style.size
            for (index, line) in lines.enumerated() {
                writer.text(line, style, x: rect.midX, baseline: first + Double(index) * plan.headLeading, .centre, box: cell)
            }
        }
    }

    private func drawNone(_ y: Double, _ metrics: TablePainter.Metrics, box: Int, on writer: inout PageWriter) {
        let rect = Rect(x: left, y: y, width: width, height: plan.noneHeight)
        let cell = writer.box(.cell, "none", rect, parent: box)
        let style = TextStyle(.heiRegular, plan.size, theme.grey)
        for (index, line) in plan.none.enumerated() {
            writer.text(line, style, x: left + DocumentColumns.pad, baseline: y + plan.firstLine + Double(index) * plan.leading + metrics.han * plan.size, box: cell)
        }
    }

    private func drawRow(_ part: DocumentTablePlan.Part, y: Double, _ metrics: TablePainter.Metrics, box: Int, on writer: inout PageWriter) {
        let row = plan.table.rows[part.row], height = plan.height(lines: part.lines.count)
        let name = "r\(part.row + 1)" + (part.isFirst ? "" : ".\(part.lines.lowerBound + 1)")
        for (place, column) in columns.columns.enumerated() {
            if row.isSpanning, place > 0 { break }
            let rect = Rect(x: left + columns.edges[place], y: y, width: row.isSpanning ? width : columns.width(place), height: height)
            let cell = writer.box(.cell, "\(name)c\(column + 1)", rect, parent: box)
            let style = row.isSpanning ? TextStyle(.heiBold, plan.size, theme.ink) : DocumentCellStyle(row.cells[column], row.style, theme, size: plan.size).text
            let lines = plan.bands[band].cells[part.row][place]
            let (x, alignment) = position(rect, row.isSpanning ? .leading : plan.table.columns[column].alignment)
            for (index, line) in lines[part.lines.clamped(to: 0..<lines.count)].enumerated() {
                writer.text(line, style, x: x, baseline: y + plan.firstLine + Double(index) * plan.leading + metrics.han * plan.size, alignment, box: cell)
            }
        }
    }

    private func position(_ rect: Rect, _ alignment: DocumentTable.Column.Alignment) -> (x: Double, Alignment) {
        switch alignment {
        case .leading: (rect.x + DocumentColumns.pad, .left)
        case .centre: (rect.midX, .centre)
        case .trailing: (rect.maxX - DocumentColumns.pad, .right)
        }
    }
}
