internal import Composition
internal import Documents
internal import Quantities
internal import ReportModel
internal import Scene

/// Builds a sheet from the top: title, head line, heading, heads of the table, rows, paragraphs.
struct DocumentSheetBuilder {
    let document: Document
    let part: DocumentWorkbookPlanner.Part
    let name: String
    var styles: WorkbookStyles
    private var pixels: [Int] = []
    private var rows: [RowPlan] = []
    private var headRow: Int?
    private var textNumberRanges: [CellRange] = []

    /// A column of texts is not made wider than this: pixels. Longer texts go over several lines.
    private static let widest = 420.0
    private static let narrowest = 48.0
    /// One step of indentation: pixels.
    private static let indent = 9.0
    private static let mostRowsAtAGlance = 60
    /// Most that a spreadsheet holds in a cell: UTF-16 units.
    private static let longestText = 32_767

    init(document: Document, part: DocumentWorkbookPlanner.Part, name: String, styles: WorkbookStyles) {
        self.document = document; self.part = part; self.name = name; self.styles = styles
        pixels = widths()
    }

    // MARK: Texts

    /// Control characters are no part of a spreadsheet's text: U+FFFD in their place. A text that is longer than a cell says so.
    static func printable(_ text: String) -> String {
        var result = text
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" }) {
            result = ""
            var previous: Unicode.Scalar?
            for scalar in text.unicodeScalars {
                switch scalar {
                case "\n" where previous == "\r": break
                case "\n", "\r": result.unicodeScalars.append("\n")
                case "\t": result += " "
                case _ where scalar.properties.generalCategory == .control: result += "\u{FFFD}"
                default: result.unicodeScalars.append(scalar)
                }
                previous = scalar
            }
        }
        if result.utf16.count <= longestText { return result }
        let ending = "…（共 \(text.count) 字，此处截断）"
        while result.utf16.count > longestText - ending.utf16.count { result = String(result.dropLast(max(1, (result.utf16.count - longestText + ending.utf16.count) / 2))) }
        return result + ending
    }

    // MARK: Columns

    private func widths() -> [Int] {
        guard let table = part.table, !table.columns.isEmpty else { return [Int](repeating: 90, count: 8) }
        let bold = styles.body(bold: true), plain = styles.body()
        var widths = table.columns.map { column in
            column.title.split(separator: "\n").map { styles.pixels(String($0), styles.head) }.max() ?? 0
        }
        for row in table.rows {
            for (column, cell) in row.cells.enumerated() where !row.isSpanning {
                // Digits of the same length are equally wide; texts beyond the widest need no measure.
                let text = cell.text
                let width = text.utf8.count > 400 && !cell.isFigure ? Self.widest : text.split(separator: "\n").reduce(0) { max($0, styles.pixels(String($1), row.style == .total || cell.isLight ? bold : plain)) }
                widths[column] = max(widths[column], cell.isFigure ? width : min(width, Self.widest))
            }
        }
        widths = widths.map { max(Self.narrowest, min($0, 2 * Self.widest) + TableColumns.padding) }
        for column in widths.indices where isAfterFigures(column, table) { widths[column] += Self.indent }
        // The head line and the title need room, too.
        let line = document.head.filter { !$0.isEmpty }.map { Self.printable($0) }.joined(separator: "　　")
        let least = min(900, max(styles.pixels(Self.printable(document.title), styles.title), styles.pixels(line, styles.note())) + TableColumns.padding)
        let total = widths.reduce(0, +)
        return widths.map { Int(($0 * max(1, least / total)).rounded(.up)) }
    }

    private var totalPixels: Int { pixels.reduce(0, +) }
    private var lastColumn: Int { pixels.count - 1 }
    private var defaultRowHeight: Double { WorkbookStyles.height(styles.size(styles.theme.bodySize) * 1.7) }

    // MARK: Rows

    mutating func build() {
        var title = styles.title, head = styles.note()
        title.horizontal = .left
        head.vertical = .bottom
        addLine(document.title, title, height: title.size * 1.9)
        let line = document.head.filter { !$0.isEmpty }.joined(separator: "　　")
        if !line.isEmpty { addLine(line, head, height: styles.lineHeight(head) * 1.4) }
        let heading = [part.heading, part.table?.title ?? ""].filter { !$0.isEmpty }
        let above = heading.count == 2 && heading[0] == heading[1] ? [heading[0]] : heading
        if !above.isEmpty { addLine(above.joined(separator: "　"), styles.body(bold: true), height: styles.lineHeight(styles.body()) * 1.5) }
        if let table = part.table { add(table) }
        for paragraph in part.paragraphs { addParagraph(paragraph) }
    }

    /// A text that may run over the cells at its right.
    private mutating func addLine(_ text: String, _ style: CellStyle, height: Double) {
        let text = Self.printable(text).split(separator: "\n").joined(separator: " ")
        rows.append(RowPlan(height: WorkbookStyles.height(height), cells: [CellPlan(column: 0, content: text.isEmpty ? .blank : .text(text), style: styles.index(style))]))
    }

    private var merges: [CellRange] = []

    private mutating func addParagraph(_ text: String) {
        var style = styles.note()
        style.wraps = true
        style.vertical = .top
        let text = Self.printable(text), lines = styles.lineCount(text, style, width: Double(totalPixels)), index = styles.index(style)
        if lastColumn > 0 { merges.append(CellRange(rows.count, 0, rows.count, lastColumn)) }
        let blanks = (0..<pixels.count).dropFirst().map { CellPlan(column: $0, content: .blank, style: index) }
        rows.append(RowPlan(
            height: WorkbookStyles.height(min(409, Double(max(1, lines)) * style.size * 1.35 + 3)), cells: [CellPlan(column: 0, content: text.isEmpty ? .blank : .text(text), style: index)] + blanks))
    }

    private mutating func add(_ table: DocumentTable) {
        guard !table.columns.isEmpty else { return }
        headRow = rows.count
        var head = styles.head
        head.top = styles.outerRule
        head.bottom = styles.headerRule
        let index = styles.index(head)
        let lines = table.columns.enumerated().map { lineCount(Self.printable($1.title), head, column: $0) }.max() ?? 1
        rows.append(RowPlan(
            height: WorkbookStyles.height(min(409, Double(max(1, lines)) * head.size * 1.35 + 8)),
            cells: table.columns.enumerated().map { text($1.title, column: $0, style: index) }))
        if table.rows.isEmpty {
            var none = styles.body(styles.theme.grey)
            none.bottom = styles.outerRule
            let style = styles.index(none)
            rows.append(RowPlan(cells: pixels.indices.map { $0 == 0 ? text(table.empty, column: 0, style: style) : CellPlan(column: $0, content: .blank, style: style) }))
            return
        }
        for (number, row) in table.rows.enumerated() { add(row, of: table, isLast: number + 1 == table.rows.count) }
    }

    /// Texts at the left keep off the figures that end beside them.
    private func isAfterFigures(_ column: Int, _ table: DocumentTable) -> Bool {
        column > 0 && table.columns[column].alignment == .leading && table.columns[column - 1].alignment == .trailing
    }

    /// One for a text that the column was measured for.
    private func lineCount(_ text: String, _ style: CellStyle, column: Int) -> Int {
        let width = Double(pixels[column]) - Double(style.indent) * Self.indent
        return text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { count, line in
            count + (styles.pixels(String(line), style) + TableColumns.padding - 1 <= width ? 1 : styles.lineCount(String(line), style, width: width))
        }
    }

    private func text(_ text: String, column: Int, style: Int) -> CellPlan {
        let text = Self.printable(text)
        return CellPlan(column: column, content: text.isEmpty ? .blank : .text(text), style: style)
    }

    private mutating func add(_ row: DocumentTable.Row, of table: DocumentTable, isLast: Bool) {
        var lines = 1, cells: [CellPlan] = []
        for (column, cell) in row.cells.enumerated() {
            var style = style(of: cell, row.style, row.isSpanning ? .leading : table.columns[column].alignment, isSpanning: row.isSpanning)
            style.bottom = isLast ? styles.outerRule : styles.hairRule
            if isAfterFigures(column, table), !row.isSpanning { style.indent = 1 }
            let content = content(of: cell)
            // Room for what is filled in by hand.
            if content == .blank { lines = max(lines, cell.text.count(where: \.isNewline) + 1) }
            if case .text(let string) = content {
                if case .code = cell { note(textNumberAt: column) } else if cell.isFigure { note(textNumberAt: column) }
                let count = lineCount(string, style, column: column)
                if count > 1, !row.isSpanning { (style.wraps, lines) = (true, max(lines, count)) }
                if string.contains("\n") { style.wraps = true }
            }
            cells.append(CellPlan(column: column, content: content, style: styles.index(style)))
        }
        rows.append(RowPlan(height: lines > 1 ? WorkbookStyles.height(min(409, Double(lines) * styles.size(styles.theme.bodySize) * 1.35 + 4)) : nil, cells: cells))
    }

    /// Texts are always texts: nothing of a file is taken for a formula or a number. A figure of more than 15 digits, which a
    /// spreadsheet cannot hold, is a text too.
    private func content(of cell: DocumentCell) -> CellPlan.Content {
        switch cell {
        case .count(let count): number(Decimal(unscaled: Int128(count), scale: 0), cell)
        case .figure(let figure), .difference(let figure): number(figure, cell)
        case .text(let text) where text.allSatisfy(\.isNewline): .blank
        case .code(""): .blank
        default: .text(Self.printable(cell.text))
        }
    }

    private func number(_ figure: Decimal, _ cell: DocumentCell) -> CellPlan.Content {
        let stripped = SpreadsheetNumber.stripped(figure)
        return SpreadsheetNumber.digitCount(stripped.unscaled) > SpreadsheetNumber.significantDigits || stripped.scale > 15 ? .text(cell.text) : .number(stripped)
    }

    private mutating func note(textNumberAt column: Int) {
        if let last = textNumberRanges.lastIndex(where: { $0.firstColumn == column && $0.lastRow == rows.count - 1 }) {
            textNumberRanges[last].lastRow = rows.count
        } else {
            textNumberRanges.append(CellRange(rows.count, column, rows.count, column))
        }
    }

    private func style(of cell: DocumentCell, _ row: DocumentTable.Row.Style, _ alignment: DocumentTable.Column.Alignment, isSpanning: Bool) -> CellStyle {
        let theme = styles.theme
        var style = styles.body(row == .section && !isSpanning ? theme.grey : nil, bold: row == .total || isSpanning)
        style.horizontal = switch alignment {
        case .leading: .left
        case .centre: .center
        case .trailing: .right
        }
        style.vertical = .top
        if row == .total { style.fill = theme.totalTint }
        switch cell {
        case .count: style.format = .grouped(decimals: 0, suffix: "")
        case .figure(let figure): style.format = .grouped(decimals: figure.scale, suffix: "")
        case .difference(let figure): style.format = .signed(decimals: figure.scale)
        case .missing, .notApplicable: style.color = theme.faint
        case .light(let light, _):
            style.bold = true
            style.color = theme.palette.isEmpty ? theme.ink : theme.textColor(theme.palette[[TrafficLight.good: 2, .open: 4, .attention: 1, .stop: 3][light]! % theme.palette.count])
        case .text, .code: break
        }
        return style
    }

    // MARK: The end

    func finish() -> SheetPlan {
        let theme = styles.theme, isLandscape = Double(totalPixels) > (210 - theme.marginLeft - theme.marginRight) * pointsPerMillimetre / 0.75 * styles.sizeFactor
        let font = "&\"\(styles.fonts.body),Regular\"&\(Int(theme.footSize.rounded()))"
        let mark = String(Self.printable(document.mark).prefix(80)).split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&&")
        let page = SheetPage(
            isA3: false, isLandscape: isLandscape, marginLeft: theme.marginLeft / 25.4, marginRight: theme.marginRight / 25.4, marginTop: theme.marginTop / 25.4,
            marginBottom: theme.marginBottom / 25.4, footer: "&L\(font) \(mark)&R\(font) 第 &P 页　共 &N 页")
        let rowCount = part.table?.rows.count ?? 0
        return SheetPlan(
            name: name, columnPixels: pixels, defaultRowHeight: defaultRowHeight, rows: RowList(rows), merges: merges, frozenRows: headRow.map { $0 + 1 } ?? 0,
            frozenColumns: headRow != nil && pixels.count > 8 ? 1 : 0, repeatedRows: headRow.map { $0...$0 }, printArea: CellRange(0, 0, max(0, rows.count - 1), lastColumn), page: page,
            textNumberRanges: textNumberRanges, filter: headRow.flatMap { rowCount > Self.mostRowsAtAGlance ? CellRange($0, 0, $0 + rowCount, lastColumn) : nil }, charts: [], pictures: [],
            isProtected: false)
    }
}

extension DocumentCell {
    fileprivate var isLight: Bool { if case .light = self { true } else { false } }
}
