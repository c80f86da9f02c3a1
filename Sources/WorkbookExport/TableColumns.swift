internal import Composition
internal import Quantities
internal import ReportModel
internal import Scene

/// Column widths of the report's table from measured text, in pixels: stub, code (when printed), value columns.
struct TableColumns {
    let pixels: [Int]
    /// Per value column, the blank or marks after its numbers.
    let suffixes: [MarkSuffix]

    /// Blank inside a cell, left and right together.
    static let padding = 12.0
    static let narrowest = 34.0
    /// A table with room to spare is widened to the page's width, but never by more than this.
    static let largestStretch = 1.6

    init(table: BuiltTable, report: BuiltReport, styles: WorkbookStyles) {
        var widths = [TableColumns.stubWidth(table, styles)]
        if let codeTitle = table.codeTitle {
            var style = styles.body(styles.theme.grey)
            style.size = styles.size(styles.theme.headerSize)
            let codes = table.rows.map { styles.pixels($0.code, style) }.max() ?? 0
            widths.append(max(codes, styles.pixels(codeTitle, styles.head)) + TableColumns.padding)
        }
        let first = widths.count
        suffixes = MarkSuffix.all(table)
        widths += TableColumns.valueWidths(table, suffixes, styles)
        TableColumns.widenForSpanners(table, styles, first: first, &widths)
        TableColumns.widenForTitle(report, styles, &widths)
        let total = widths.reduce(0, +)
        let stretch = min(TableColumns.largestStretch, max(1, TableColumns.pageWidth(report, styles) / total))
        pixels = widths.map { Int(($0 * stretch).rounded(stretch > 1 ? .down : .up)) }
    }

    /// Width between the margins in workbook pixels: what prints at the page's own sizes.
    static func pageWidth(_ report: BuiltReport, _ styles: WorkbookStyles) -> Double {
        let a4 = report.page.size == .a4, landscape = report.page.orientation == .landscape
        let paper = a4 ? (landscape ? 297.0 : 210.0) : (landscape ? 420.0 : 297.0)
        return (paper - styles.theme.marginLeft - styles.theme.marginRight) * pointsPerMillimetre / 0.75 * styles.sizeFactor
    }

    private static func stubWidth(_ table: BuiltTable, _ styles: WorkbookStyles) -> Double {
        let regular = styles.body(), bold = styles.body(bold: true)
        var widest = 0.0, previous: BuiltRow?
        for row in table.rows {
            let stub = StubText(row, after: previous)
            let style = row.style == .total || row.style == .subtotal || row.style == .heading ? bold : regular
            widest = max(widest, styles.pixels(stub.measured, style) + Double(stub.indent) * 9)
            previous = row
        }
        let head = stubLines(table).map { styles.pixels($0, styles.head) * (table.diagonal.isEmpty ? 1 : 1.2) }
        return max(widest, head.max() ?? 0) + padding
    }

    /// Row by row, and field by field: a copy of a cell with its provenance would cost more than looking at it.
    private static func valueWidths(_ table: BuiltTable, _ suffixes: [MarkSuffix], _ styles: WorkbookStyles) -> [Double] {
        let regular = styles.body(), bold = styles.body(bold: true)
        var widths = [Double](repeating: narrowest, count: table.columns.count)
        var longest = [[Int]](repeating: [Int](repeating: 0, count: table.columns.count), count: 2)
        for row in table.rows {
            let isBoldRow = row.style == .total || row.style == .subtotal || row.style == .heading
            for column in table.columns.indices {
                let isBold = isBoldRow || row.cells.emphasis(at: column) != nil, kind = isBold ? 1 : 0
                row.cells.withText(at: column) { text in
                    // Digits are equally wide, so a shorter text of the same column cannot be wider.
                    guard text.count >= longest[kind][column] else { return }
                    longest[kind][column] = text.count
                    widths[column] = max(widths[column], styles.pixels(text, isBold ? bold : regular))
                }
            }
        }
        for column in widths.indices where suffixes[column].width > 0 {
            widths[column] += styles.pixels(String(repeating: "　", count: suffixes[column].width), bold)
        }
        for head in table.headerCells where head.columnSpan == 1 {
            widths[head.column] = max(widths[head.column], lines(head).map { styles.pixels($0, styles.head) }.max() ?? 0)
        }
        return widths.map { $0 + padding }
    }

    /// Lines of the stub's head. A slanted head begins with the label at the upper right, moved there by blanks.
    static func stubLines(_ table: BuiltTable) -> [String] {
        guard let first = table.diagonal.first else { return table.stubTitle.split(separator: "\n").map(String.init) }
        let longest = table.diagonal.dropFirst().map(\.count).max() ?? 0
        return [String(repeating: "　", count: longest + 1) + first] + table.diagonal.dropFirst()
    }

    static func lines(_ head: HeaderCell) -> [String] { head.lines + (head.unitLine.map { [$0] } ?? []) }

    private static func widenForSpanners(_ table: BuiltTable, _ styles: WorkbookStyles, first: Int, _ widths: inout [Double]) {
        for head in table.headerCells where head.columnSpan > 1 {
            let needed = (lines(head).map { styles.pixels($0, styles.head) }.max() ?? 0) + padding
            let columns = first + head.column..<first + head.column + head.columnSpan
            let missing = needed - widths[columns].reduce(0, +)
            if missing > 0 { for column in columns { widths[column] += missing / Double(head.columnSpan) } }
        }
    }

    private static func widenForTitle(_ report: BuiltReport, _ styles: WorkbookStyles, _ widths: inout [Double]) {
        let missing = styles.pixels(ReportSheetBuilder.title(of: report), styles.title) + padding - widths.reduce(0, +)
        if missing > 0 { widths[0] += missing }
    }
}

/// Title of a row as the stub shows it: 其中： and 补充资料： open a run, the rows after it start under the first character after the word.
struct StubText {
    /// 其中： or 补充资料：, or nil.
    let lead: String?
    let text: String
    let indent: Int

    /// `previous` is the row above, nil at the top.
    init(_ row: BuiltRow, after previous: BuiltRow?) {
        let marks = row.marks.isEmpty ? "" : " " + NoteMark.text(row.marks)
        let word = row.style == .ofWhich ? "其中：" : row.style == .supplement ? "补充资料：" : ""
        let opens = row.style == .ofWhich ? row.opensOfWhich : row.style == .supplement && previous?.style != .supplement
        lead = opens ? word : nil
        indent = min(15, row.level * 2)
        if word.isEmpty && marks.isEmpty {
            text = row.title
            return
        }
        text = (opens ? "" : String(repeating: "　", count: word.count)) + row.title + marks
    }

    var measured: String { lead.map { $0 + text } ?? text }
}

/// Note marks of a column's numbers: they are part of the number format, so that the cell stays a number; cells without
/// one get blank of the same width, so that the last digits still stand under each other.
struct MarkSuffix {
    /// Characters after the number; 0 when no cell of the column is marked.
    let width: Int

    /// One for each value column.
    static func all(_ table: BuiltTable) -> [MarkSuffix] {
        var widths = [Int](repeating: 0, count: table.columns.count)
        for row in table.rows.stored {
            for column in widths.indices where !row.cells[column].marks.isEmpty {
                widths[column] = max(widths[column], NoteMark.text(row.cells[column].marks).count)
            }
        }
        return widths.map { MarkSuffix(width: $0) }
    }

    func text(_ marks: [Int]) -> String {
        let mark = NoteMark.text(marks)
        return mark + String(repeating: "　", count: width - mark.count)
    }
}
