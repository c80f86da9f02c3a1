internal import Composition
internal import Diagnostics
internal import Quantities
internal import ReportModel

/// The table's rows: heads merged both ways, column numbers, body.
struct TableRowsBuilder {
    let table: BuiltTable
    let report: BuiltReport
    var styles: WorkbookStyles
    let firstRow: Int
    var rows: RowList<RowPlan, RecordRowPlans> = []
    var merges: [CellRange] = []
    var textNumberRanges: [CellRange] = []
    private var numbers = NumberStyles()
    private var formulas: SheetFormulas
    private var displayedOnly = 0

    private let suffixes: [MarkSuffix]

    init(table: BuiltTable, report: BuiltReport, styles: WorkbookStyles, suffixes: [MarkSuffix], firstRow: Int) {
        self.table = table; self.report = report; self.styles = styles; self.suffixes = suffixes; self.firstRow = firstRow
        // Below the heads and the column numbers.
        formulas = SheetFormulas(table, firstRow: firstRow + table.headerRowCount + 1, firstColumn: table.codeTitle == nil ? 1 : 2)
    }

    /// Heads and column numbers: frozen, and printed on every page.
    var headRange: ClosedRange<Int> { firstRow...firstRow + table.headerRowCount }
    private var firstValue: Int { table.codeTitle == nil ? 1 : 2 }
    private var columnCount: Int { firstValue + table.columns.count }

    mutating func build(_ findings: inout [Diagnostic]) {
        addHeads()
        addColumnNumbers()
        let firstBody = firstRow + rows.count
        var blocks = table.rows.runs[...], index = 0
        while index < table.rows.count {
            if let block = blocks.first, block.start == index {
                addRecords(blocks.removeFirst(), &findings)
                index = block.end
            } else {
                rows.append(plan(index, &findings))
                index += 1
            }
        }
        if table.codeTitle != nil, !table.rows.isEmpty {
            textNumberRanges.append(CellRange(firstBody, 1, firstBody + table.rows.count - 1, 1))
        }
        if table.rows.isEmpty { addEmptyRow() }
        if displayedOnly > 0 { findings.append(OutputDiagnostics.displayedOnly(displayedOnly, report)) }
    }

    // MARK: Heads

    private mutating func addHeads() {
        let count = table.headerRowCount
        var grid = [[CellPlan?]](repeating: [CellPlan?](repeating: nil, count: columnCount), count: count)
        func place(_ lines: [String], row: Int, rowSpan: Int, column: Int, columnSpan: Int, isSpanner: Bool) {
            for r in row..<row + rowSpan {
                var style = styles.head
                if r == 0 { style.top = styles.outerRule }
                if r == count - 1 { style.bottom = styles.headerRule } else if isSpanner && r == row + rowSpan - 1 { style.bottom = styles.hairRule }
                let index = styles.index(style)
                for c in column..<column + columnSpan {
                    let content: CellPlan.Content = r == row && c == column ? .text(lines.joined(separator: "\n")) : .blank
                    grid[r][c] = CellPlan(column: c, content: content, style: index)
                }
            }
            if rowSpan > 1 || columnSpan > 1 {
                merges.append(CellRange(firstRow + row, column, firstRow + row + rowSpan - 1, column + columnSpan - 1))
            }
        }
        place(TableColumns.stubLines(table), row: 0, rowSpan: count, column: 0, columnSpan: 1, isSpanner: false)
        if !table.diagonal.isEmpty { slant(&grid, rows: count) }
        if let codeTitle = table.codeTitle { place([codeTitle], row: 0, rowSpan: count, column: 1, columnSpan: 1, isSpanner: false) }
        for head in table.headerCells {
            place(
                TableColumns.lines(head), row: head.row, rowSpan: head.rowSpan, column: firstValue + head.column, columnSpan: head.columnSpan,
                isSpanner: head.isSpanner)
        }
        let heights = headHeights()
        for row in 0..<count { rows.append(RowPlan(height: heights[row], cells: grid[row].compactMap { $0 })) }
    }

    /// 斜线表头: a falling diagonal, the first label at the right, the others at the left.
    private mutating func slant(_ grid: inout [[CellPlan?]], rows: Int) {
        for row in 0..<rows {
            guard let cell = grid[row][0] else { continue }
            var style = styles.table.styles[cell.style]
            style.diagonal = styles.hairRule
            style.horizontal = .left
            grid[row][0]?.style = styles.index(style)
        }
    }

    /// Points per head row: as many lines as its heads have; a head over several rows stretches the last one.
    private func headHeights() -> [Double] {
        let line = styles.lineHeight(styles.head), padding = 5.0
        var heights = [Double](repeating: line + padding, count: table.headerRowCount)
        let heads = table.headerCells.map { (row: $0.row, span: $0.rowSpan, lines: TableColumns.lines($0).count) }
            + [(row: 0, span: table.headerRowCount, lines: TableColumns.stubLines(table).count)]
        for head in heads.sorted(by: { ($0.span, $0.row) < ($1.span, $1.row) }) {
            let missing = Double(head.lines) * line + padding - heights[head.row..<head.row + head.span].reduce(0, +)
            if missing > 0 { heights[head.row + head.span - 1] += missing }
        }
        return heights.map(WorkbookStyles.height)
    }

    private mutating func addColumnNumbers() {
        var style = styles.columnNumber
        style.bottom = styles.headerRule
        let index = styles.index(style)
        let texts = ["甲"] + (table.codeTitle == nil ? [] : ["乙"]) + table.columns.map(\.code)
        textNumberRanges.append(CellRange(firstRow + rows.count, 0, firstRow + rows.count, columnCount - 1))
        let cells = texts.enumerated().map { CellPlan(column: $0.offset, content: .text($0.element), style: index) }
        rows.append(RowPlan(height: WorkbookStyles.height(style.size * 1.5), cells: cells))
    }

    // MARK: Body

    private mutating func addEmptyRow() {
        var style = styles.body(styles.theme.grey)
        style.horizontal = .center
        style.bottom = styles.outerRule
        let index = styles.index(style)
        if columnCount > 1 { merges.append(CellRange(firstRow + rows.count, 0, firstRow + rows.count, columnCount - 1)) }
        rows.append(RowPlan(cells: (0..<columnCount).map { CellPlan(column: $0, content: $0 == 0 ? .text(BuiltTable.emptyText) : .blank, style: index) }))
    }

    /// Records: rows that look alike differ only in their texts and numbers. Cells that need a word are told now.
    private mutating func addRecords(_ block: RowList<BuiltRow, BuiltRecords>.Place, _ findings: inout [Diagnostic]) {
        var templates: [[CellPlan]?] = [nil, nil, nil], unused: [Diagnostic] = []
        let told = displayedOnly
        for index in block.run.indices {
            let kind = RecordRowPlans.kind(of: index, in: block.run)
            if templates[kind] == nil { templates[kind] = plan(block.start + index, &unused).cells }
        }
        displayedOnly = told
        let made = RecordRowPlans(
            records: block.run, templates: templates.map { $0 ?? [] }, firstValue: firstValue, units: table.columns.map(\.unit),
            suffixes: suffixes.map { $0.width == 0 ? "" : $0.text([]) })
        for index in block.run.indices where !made.isPlain(index) { _ = plan(block.start + index, &findings) }
        rows.append(run: made)
    }

    private mutating func plan(_ index: Int, _ findings: inout [Diagnostic]) -> RowPlan {
        let row = table.rows[index]
        let look = RowLook(row, next: index + 1 < table.rows.count ? table.rows[index + 1] : nil, styles)
        var cells: [CellPlan] = []
        cells.reserveCapacity(columnCount)
        cells.append(stubCell(index, look))
        if table.codeTitle != nil {
            var style = look.style(styles, color: styles.theme.grey)
            style.bold = false
            style.size = styles.size(styles.theme.headerSize)
            style.horizontal = .center
            cells.append(CellPlan(column: 1, content: row.style == .heading ? .blank : .text(row.code), style: styles.index(style)))
        }
        for column in table.columns.indices { cells.append(valueCell(index, column, look, &findings)) }
        return RowPlan(cells: cells)
    }

    private mutating func stubCell(_ row: Int, _ look: RowLook) -> CellPlan {
        let stub = StubText(table.rows[row], after: row > 0 ? table.rows[row - 1] : nil)
        var style = look.style(styles)
        style.indent = stub.indent
        style.wraps = table.stubOverflow == .wrap
        style.shrinks = table.stubOverflow == .shrink
        let index = styles.index(style)
        guard let lead = stub.lead else { return CellPlan(column: 0, content: .text(stub.text), style: index) }
        let grey = styles.index(styles.body(styles.theme.grey)), ink = styles.index(styles.body())
        return CellPlan(column: 0, content: .parts(lead, grey, stub.text, ink), style: index)
    }

    private func shrinks(_ column: Int) -> Bool { table.columns[column].overflow == .shrink }

    private mutating func valueCell(
        _ row: Int, _ column: Int, _ look: RowLook, _ findings: inout [Diagnostic]
    ) -> CellPlan {
        let place = firstValue + column, suffix = suffixes[column], look = look.with(table.rows[row].cells[column].emphasis)
        guard case .number(let amount) = table.rows[row].cells[column].value, let display = table.rows[row].cells[column].display else {
            let cell = table.rows[row].cells[column]
            var style = look.style(styles, color: styles.theme.faint)
            style.horizontal = .right
            style.shrinks = shrinks(column)
            let text = cell.text.isEmpty ? "" : cell.text + suffix.text(cell.marks)
            return CellPlan(column: place, content: text.isEmpty ? .blank : .text(text), style: styles.index(style))
        }
        let format = NumberFormat.grouped(
            decimals: display.scale, suffix: suffix.width == 0 ? "" : suffix.text(table.rows[row].cells[column].marks))
        let style = numbers.index(look, format, shrinks: shrinks(column), &styles)
        switch SpreadsheetNumber.choose(amount, unit: table.columns[column].unit, display: display) {
        case .exact(let number):
            guard let formula = formulas.formula(row: row, column: column) else { return CellPlan(column: place, content: .number(number), style: style) }
            return CellPlan(column: place, content: .formula(formula, number), style: style)
        case .displayed(let number):
            displayedOnly += 1
            return CellPlan(column: place, content: .number(number), style: style)
        case .text:
            let cell = table.rows[row].cells[column]
            findings.append(OutputDiagnostics.tooManyDigits("[\(table.rows[row].code),\(table.columns[column].code)]", cell.text, report))
            return CellPlan(column: place, content: .text(cell.text + suffix.text(cell.marks)), style: style)
        }
    }
}

/// What the cells of a row have in common.
struct RowLook: Hashable {
    var isBold: Bool
    var fill: UInt32?
    let bottom: CellStyle.Border?
    private let warningTint: UInt32
    private var isMuted = false

    init(_ row: BuiltRow, next: BuiltRow?, _ styles: WorkbookStyles) {
        isBold = row.style == .total || row.style == .subtotal || row.style == .heading
        fill = row.style == .total ? styles.theme.totalTint : nil
        warningTint = styles.theme.warningTint
        if let next {
            let opensSupplement = next.style == .supplement && row.style != .supplement
            bottom = opensSupplement ? styles.headerRule : row.closesGroup ? styles.hairRule : nil
        } else {
            bottom = styles.outerRule
        }
    }

    /// The look of a cell that a rule highlights.
    func with(_ emphasis: Emphasis?) -> RowLook {
        guard let emphasis else { return self }
        var look = self
        switch emphasis {
        case .warning:
            look.isBold = true
            look.fill = warningTint
        case .strong: look.isBold = true
        case .muted: look.isMuted = true
        }
        return look
    }

    func style(_ styles: WorkbookStyles, color: UInt32? = nil) -> CellStyle {
        var style = styles.body(color ?? (isMuted ? styles.theme.grey : nil), bold: isBold)
        style.fill = fill
        style.bottom = bottom
        return style
    }
}

/// Styles of number cells, found again without building them: a table of 50,000 rows asks 600,000 times.
private struct NumberStyles {
    private struct Key: Hashable {
        let look: RowLook
        let format: NumberFormat
        let shrinks: Bool
    }
    private var indices: [Key: Int] = [:]
    /// The last few keys: rows that look alike stand together.
    private var recent: [(key: Key, index: Int)] = []

    mutating func index(_ look: RowLook, _ format: NumberFormat, shrinks: Bool, _ styles: inout WorkbookStyles) -> Int {
        let key = Key(look: look, format: format, shrinks: shrinks)
        for known in recent where known.key == key { return known.index }
        let index = indices[key] ?? make(key, &styles)
        if recent.count == 8 { recent.removeFirst() }
        recent.append((key, index))
        return index
    }

    private mutating func make(_ key: Key, _ styles: inout WorkbookStyles) -> Int {
        var style = key.look.style(styles)
        style.horizontal = .right
        style.format = key.format
        style.shrinks = key.shrinks
        let index = styles.index(style)
        indices[key] = index
        return index
    }
}
