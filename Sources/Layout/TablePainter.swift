internal import Composition
internal import ReportModel
internal import Scene

/// Draws the part of a table that stands on one page: fills, then rules, then texts, row by row.
struct TablePainter {
    let grid: TableGrid
    let measure: TableMeasure
    var geometry: TableGeometry
    let theme: Theme
    let metrics: Metrics
    private var columns: TableColumns { geometry.columns }
    private var left: Double { columns.edges[0] }
    private var right: Double { columns.edges[columns.edges.count - 1] }

    /// What centres a line of text in a height: half of what stands above the baseline.
    struct Metrics {
        /// Half the height of digits at size 1.
        var digits: Double
        /// Height of the middle of Han characters above the baseline at size 1.
        var han: Double

        init(shaper: any TextShaper) {
            let metrics = shaper.metrics(face: .heiRegular, size: 1)
            digits = metrics.capHeight / 2
            han = (metrics.ascent - metrics.descent) / 2
        }
    }

    init(grid: TableGrid, measure: TableMeasure, geometry: TableGeometry, theme: Theme, shaper: any TextShaper) {
        self.grid = grid; self.measure = measure; self.geometry = geometry; self.theme = theme
        metrics = Metrics(shaper: shaper)
    }

    /// Height from the upper edge of the top rule to the lower edge of the bottom rule.
    func height(of rows: Range<Int>) -> Double { geometry.bodyTop + bodyHeight(of: rows) }

    /// Height of rows with what stands above and below them at a page break.
    func bodyHeight(of rows: Range<Int>) -> Double {
        above(rows) + geometry.height(of: rows) + geometry.emptyHeight + Double(grid.seam.linesBelow(rows)) * geometry.seamHeight
    }
    private func above(_ rows: Range<Int>) -> Double { Double(grid.seam.linesAbove(rows)) * geometry.seamHeight }
    /// Top of a row, from the top of the table, on a page that begins with `first`.
    private func offset(of row: Int, on rows: Range<Int>) -> Double {
        geometry.bodyTop + above(rows) + geometry.rowOffsets[row] - geometry.rowOffsets[rows.lowerBound]
    }

    /// Draws heads and `rows` with the table's top rule at `top`; answers the place of the bottom rule.
    func draw(_ rows: Range<Int>, top: Double, on writer: inout PageWriter) -> Double {
        let bottom = top + height(of: rows)
        writer.reserve(cells: (rows.count + grid.headRowCount + 1) * grid.columns.count)
        let box = writer.box(.table, grid.table.name.isEmpty ? "main" : grid.table.name, Rect(x: left, y: top, width: right - left, height: bottom - top))
        drawFills(rows, top: top, box: box, on: &writer)
        drawRules(rows, top: top, bottom: bottom, box: box, on: &writer)
        drawHeads(top: top, box: box, on: &writer)
        drawNumbers(top: top, box: box, on: &writer)
        drawSeamAbove(rows, top: top, box: box, on: &writer)
        for row in rows { drawRow(row, y: top + offset(of: row, on: rows), isFirst: row == rows.lowerBound, box: box, on: &writer) }
        if grid.table.rows.isEmpty { drawEmpty(y: top + geometry.bodyTop, box: box, on: &writer) }
        if grid.seam.linesBelow(rows) > 0 {
            drawCarried("过次页", before: rows.upperBound, y: bottom - geometry.seamHeight, box: box, on: &writer)
        }
        return bottom
    }

    // MARK: Fills and rules

    private func drawFills(_ rows: Range<Int>, top: Double, box: Int, on writer: inout PageWriter) {
        writer.fill(Rect(x: left, y: top, width: right - left, height: geometry.headBottom), theme.headerTint, box: box)
        for row in rows where grid.outlines[row].style == .total {
            let height = geometry.height(of: row..<row + 1)
            writer.fill(Rect(x: left, y: top + offset(of: row, on: rows), width: right - left, height: height), theme.totalTint, box: box)
        }
        let firstValue = grid.columns.count - grid.table.columns.count
        for row in rows {
            let cells = grid.table.rows[row].cells
            if cells.arePlainNumbers { continue }
            for place in cells.indices where cells.emphasis(at: place) == .warning {
                let column = firstValue + place, gap = columns.gaps[column], y = top + offset(of: row, on: rows)
                let rect = Rect(x: columns.edges[column] + gap, y: y, width: columns.width(column) - gap, height: geometry.height(of: row..<row + 1))
                writer.fill(rect, theme.warningTint, box: box)
            }
        }
    }

    private func drawRules(_ rows: Range<Int>, top: Double, bottom: Double, box: Int, on writer: inout PageWriter) {
        for head in grid.heads where head.isSpanner {
            let y = top + geometry.headEdges[head.rows.upperBound], gap = 2.5
            let start = columns.edges[head.columns.lowerBound] + columns.gaps[head.columns.lowerBound], end = columns.edges[head.columns.upperBound]
            writer.rule(
                y: y, from: start <= left + 0.01 ? start : start + gap, to: end >= right - 0.01 ? end : end - gap,
                width: theme.hairRule, color: theme.hair, box: box)
        }
        for isQuiet in [true, false] {
            for row in rows.dropLast() where closesGroup(row) && grid.isQuietRule(below: row) == isQuiet {
                let y = top + offset(of: row + 1, on: rows)
                writer.rule(y: y, from: left, to: right, width: theme.hairRule, color: isQuiet ? theme.grid : theme.hair, box: box)
            }
        }
        for y in [top + geometry.headBottom, top + geometry.bodyTop] {
            writer.rule(y: y, from: left, to: right, width: theme.headerRule, color: theme.ink, box: box)
        }
        for row in rows.dropLast() where opensSupplement(row + 1) {
            let y = top + offset(of: row + 1, on: rows)
            writer.rule(y: y, from: left, to: right, width: theme.headerRule, color: theme.ink, box: box)
        }
        for y in [top, bottom] { writer.rule(y: y, from: left, to: right, width: theme.outerRule, color: theme.ink, box: box) }
    }

    private func opensSupplement(_ row: Int) -> Bool {
        row > 0 && row < grid.outlines.count && grid.outlines[row].style == .supplement && grid.outlines[row - 1].style != .supplement
    }
    private func closesGroup(_ row: Int) -> Bool {
        grid.outlines[row].closesGroup && !opensSupplement(row + 1)
            && !(grid.outlines[row].style == .supplement && row + 1 < grid.outlines.count && grid.outlines[row + 1].style == .supplement)
    }

    // MARK: Heads

    private func drawHeads(top: Double, box: Int, on writer: inout PageWriter) {
        let style = TextStyle(.heiRegular, columns.sizing.headerSize, theme.ink)
        for (head, lines) in zip(grid.heads, columns.headLines) {
            let y = top + geometry.headEdges[head.rows.lowerBound]
            let rect = columns.rect(head.columns, y: y, height: top + geometry.headEdges[head.rows.upperBound] - y)
            let cell = writer.box(.headerCell, head.name, rect, parent: box)
            if let diagonal = geometry.diagonal, head.name == "stub" { draw(diagonal, rect, style, box: cell, on: &writer) }
            let first = rect.midY - Double(lines.count - 1) * geometry.headLeading / 2 + metrics.han * style.size
            for (index, line) in lines.enumerated() {
                writer.text(line, style, x: columns.middle(head.columns), baseline: first + Double(index) * geometry.headLeading, .centre, box: cell)
            }
        }
    }

    private func draw(_ diagonal: DiagonalHead, _ rect: Rect, _ style: TextStyle, box: Int, on writer: inout PageWriter) {
        let size = Size(rect.width, rect.height)
        for end in diagonal.lineEnds(size) {
            writer.line(from: Point(rect.x, rect.y), to: Point(rect.x + end.x, rect.y + end.y), width: theme.hairRule, color: theme.hair, box: box)
        }
        // Without an edge the upper line would point at the next head.
        writer.line(from: Point(rect.maxX, rect.y), to: Point(rect.maxX, rect.maxY), width: theme.hairRule, color: theme.hair, box: box)
        for (label, place) in zip(diagonal.labels, diagonal.boxes(size)) {
            writer.text(label, style, x: rect.x + place.x, baseline: rect.y + place.midY + metrics.han * style.size, box: box)
        }
    }

    private func drawNumbers(top: Double, box: Int, on writer: inout PageWriter) {
        let style = TextStyle(.heiRegular, columns.sizing.numberSize, theme.grey)
        for (index, column) in grid.columns.enumerated() {
            let rect = columns.rect(index..<index + 1, y: top + geometry.headBottom, height: geometry.numberRowHeight)
            let cell = writer.box(.columnNumber, "n-\(column.name)", rect, parent: box)
            writer.text(column.number, style, x: columns.middle(index..<index + 1), baseline: rect.midY + metrics.digits * style.size, .centre, box: cell)
        }
    }

    // MARK: Rows

    private func drawRow(_ index: Int, y: Double, isFirst: Bool, box: Int, on writer: inout PageWriter) {
        let row = grid.table.rows[index], sizing = columns.sizing
        let height = geometry.height(of: index..<index + 1)
        let baseline = y + height / 2 + metrics.digits * sizing.bodySize
        let figure = TextStyle(row.style.isBold ? .heiBold : .heiRegular, sizing.bodySize, theme.ink)
        let title = TextStyle(figure.face, columns.stubSize, theme.ink)
        drawStub(index, row, Rect(x: left, y: y, width: columns.width(0), height: height), style: title, isFirst: isFirst, box: box, on: &writer)
        let firstValue = grid.columns.count - grid.table.columns.count, name = "r" + row.code
        if firstValue > 1, row.style != .heading {
            let rect = columns.rect(1..<2, y: y, height: height)
            let cell = writer.box(.stubCell, name + "code", rect, parent: box)
            writer.text(row.code, TextStyle(.heiRegular, sizing.bodySize, theme.grey), x: rect.midX, baseline: baseline, .centre, box: cell)
        }
        let special = TextStyle(figure.face, figure.size, theme.faint), mark = TextStyle(.heiRegular, sizing.markSize, theme.grey)
        let raised = baseline - sizing.bodySize * 0.28
        // Fields are read one by one: a copy of a cell with its provenance would cost more than drawing it.
        for place in row.cells.indices {
            let column = firstValue + place
            let rect = Rect(x: columns.edges[column], y: y, width: columns.width(column), height: height)
            let box = writer.box(.cell, name + grid.columns[column].name, rect, parent: box)
            var style = row.cells.display(at: place) == nil ? special : figure
            style.size = columns.figureSizes[column]
            switch row.cells.emphasis(at: place) {
            case .warning, .strong: style.face = .heiBold
            case .muted: style.color = Color(theme.grey)
            case nil: break
            }
            row.cells.withText(at: place) { _ = writer.text($0, style, x: columns.figureEnds[column], baseline: baseline, .right, box: box) }
            let marks = row.cells.marks(at: place)
            if !marks.isEmpty {
                writer.marks(marks, mark, x: columns.figureEnds[column] + 0.8, baseline: raised, box: box)
            }
        }
    }

    private func drawEmpty(y: Double, box: Int, on writer: inout PageWriter) {
        let style = TextStyle(.heiRegular, columns.sizing.bodySize, theme.grey)
        let rect = columns.rect(0..<grid.columns.count, y: y, height: geometry.emptyHeight)
        let cell = writer.box(.stubCell, "empty", rect, parent: box)
        writer.text(BuiltTable.emptyText, style, x: rect.midX, baseline: rect.midY + metrics.han * style.size, .centre, box: cell)
    }

    // MARK: Page breaks

    private func drawSeamAbove(_ rows: Range<Int>, top: Double, box: Int, on writer: inout PageWriter) {
        guard rows.lowerBound > 0 else { return }
        var y = top + geometry.bodyTop
        if grid.seam.carries {
            drawCarried("承前页", before: rows.lowerBound, y: y, box: box, on: &writer)
            y += geometry.seamHeight
        }
        let size = columns.stubSize
        for row in grid.seam.open(at: rows.lowerBound) {
            // Nothing else stands in this line: the title may use all of it.
            let rect = columns.rect(0..<grid.columns.count, y: y, height: geometry.seamHeight)
            let cell = writer.box(.stubCell, "continued", rect, parent: box)
            let start = TableGeometry.titleStart(grid.opening(of: row), measure: measure, columns: columns)
            writer.text(
                grid.table.rows[row].title + "（续）", TextStyle(.heiRegular, size, theme.grey), x: rect.x + start, baseline: rect.midY + metrics.han * size,
                box: cell)
            y += geometry.seamHeight
        }
    }

    /// Running sums before `row`.
    private func drawCarried(_ title: String, before row: Int, y: Double, box: Int, on writer: inout PageWriter) {
        var style = TextStyle(.heiRegular, columns.stubSize, theme.grey)
        let stub = columns.rect(0..<1, y: y, height: geometry.seamHeight)
        let cell = writer.box(.stubCell, "carried", stub, parent: box)
        writer.text(title, style, x: stub.x + columns.sizing.stubPad, baseline: stub.midY + metrics.digits * columns.sizing.bodySize, box: cell)
        let firstValue = grid.columns.count - grid.table.columns.count
        for (place, text) in grid.seam.carried(before: row).enumerated() {
            let column = firstValue + place, rect = columns.rect(column..<column + 1, y: y, height: geometry.seamHeight)
            let cell = writer.box(.cell, "carried-" + grid.columns[column].name, rect, parent: box)
            style.size = columns.figureSizes[column]
            writer.text(text, style, x: columns.figureEnds[column], baseline: rect.midY + metrics.digits * columns.sizing.bodySize, .right, box: cell)
        }
    }

    private func drawStub(_ index: Int, _ row: BuiltRow, _ rect: Rect, style: TextStyle, isFirst: Bool, box: Int, on writer: inout PageWriter) {
        let sizing = columns.sizing, opening = grid.opening(of: index)
        let cell = writer.box(.stubCell, "r" + row.code, rect, parent: box)
        let lines = geometry.brokenStubs[index] ?? [row.title]
        // The baseline of the row's figures.
        var baseline = rect.midY - Double(lines.count - 1) * geometry.stubLeading / 2 + metrics.digits * sizing.bodySize
        if opening.showsLead || (isFirst && !opening.lead.isEmpty) {
            let lead = TextStyle(.heiRegular, columns.stubSize, theme.grey)
            writer.text(opening.lead, lead, x: rect.x + sizing.stubPad + opening.indent * columns.stubSize, baseline: baseline, box: cell)
        }
        let start = rect.x + TableGeometry.titleStart(opening, measure: measure, columns: columns)
        var end = start
        for line in lines {
            end = start + writer.text(line, style, x: start, baseline: baseline, box: cell)
            baseline += geometry.stubLeading
        }
        if !row.marks.isEmpty {
            let raised = baseline - geometry.stubLeading - columns.stubSize * 0.28
            writer.marks(row.marks, TextStyle(.heiRegular, sizing.markSize, theme.grey), x: end + 0.8, baseline: raised, box: cell)
        }
    }
}
