internal import Composition
internal import Diagnostics
internal import Quantities
internal import ReportModel
internal import Scene

/// Builds the report's sheet from the top: title, head line, table, signature line, notes, relations, charts.
struct ReportSheetBuilder {
    let report: BuiltReport
    private let table: BuiltTable?
    /// The first sheet also carries signatures, notes and relations.
    private let isFirst: Bool
    var styles: WorkbookStyles
    let name: String
    var columnPixels: [Int] = []
    private var suffixes: [MarkSuffix] = []
    var rows: RowList<RowPlan, RecordRowPlans> = []
    var merges: [CellRange] = []
    var frozenRows = 0
    var frozenColumns = 0
    var repeatedRows: ClosedRange<Int>?
    var textNumberRanges: [CellRange] = []
    private(set) var filter: CellRange?
    private(set) var names: [WorkbookPlan.DefinedName] = []
    var charts: [ChartPlan] = []
    var pictures: [PicturePlan] = []

    static let chartSheetName = "图表"
    /// A table with more rows gets filter buttons.
    private static let mostRowsAtAGlance = 60

    init(report: BuiltReport, table: BuiltTable?, styles: WorkbookStyles, isFirst: Bool = true, taken: [String] = []) {
        self.report = report
        self.table = table
        self.isFirst = isFirst
        self.styles = styles
        name = SheetName.unique(isFirst ? report.code : table?.title ?? table?.name ?? "", among: taken)
        let columns = table.map { TableColumns(table: $0, report: report, styles: styles) }
        columnPixels = columns?.pixels ?? ReportSheetBuilder.plainColumns(report, styles)
        suffixes = columns?.suffixes ?? []
    }

    /// A sheet that holds only charts.
    init(chartSheetFor report: BuiltReport, styles: WorkbookStyles) {
        self.report = report
        table = nil
        isFirst = false
        self.styles = styles
        name = ReportSheetBuilder.chartSheetName
        columnPixels = ReportSheetBuilder.plainColumns(report, styles)
        addTitle()
    }

    private static func plainColumns(_ report: BuiltReport, _ styles: WorkbookStyles) -> [Int] {
        let width = TableColumns.pageWidth(report, styles)
        return Array(repeating: Int(width / 12), count: 12)
    }

    var defaultRowHeight: Double { WorkbookStyles.height(styles.size(styles.theme.bodySize) * 1.7) }
    /// Height of the printed page inside its margins, in this sheet's points: one page wide decides the scale.
    var pageHeight: Double {
        let a4 = report.page.size == .a4, landscape = report.page.orientation == .landscape
        let paper = a4 ? (landscape ? 210.0 : 297.0) : (landscape ? 297.0 : 420.0)
        let scale = max(1, Double(totalPixels) / (TableColumns.pageWidth(report, styles) / styles.sizeFactor))
        return (paper - styles.theme.marginTop - styles.theme.marginBottom) * pointsPerMillimetre * scale
    }
    var usedHeight: Double { rows.reduce(0) { $0 + ($1.height ?? defaultRowHeight) } }
    var lastColumn: Int { columnPixels.count - 1 }
    var totalPixels: Int { columnPixels.reduce(0, +) }
    func pixels(_ columns: ClosedRange<Int>) -> Int { columnPixels[columns].reduce(0, +) }

    mutating func build(_ findings: inout [Diagnostic]) {
        addTitle()
        addHeadLine()
        if let table {
            if let title = table.title { addWideRow(.text(title), styles.body(bold: true), height: styles.lineHeight(styles.body()) * 1.4) }
            var builder = TableRowsBuilder(table: table, report: report, styles: styles, suffixes: suffixes, firstRow: rows.count)
            builder.build(&findings)
            styles = builder.styles
            rows.append(contentsOf: builder.rows)
            merges += builder.merges
            textNumberRanges = builder.textNumberRanges
            repeatedRows = builder.headRange
            frozenRows = builder.headRange.upperBound + 1
            frozenColumns = table.codeTitle == nil ? 1 : 2
            nameRanges(of: table, firstRow: frozenRows)
        }
        guard isFirst else { return }
        addSignatures()
        addNotes()
        addRelations()
    }

    /// The rows of the table with their stub, and each total row.
    private mutating func nameRanges(of table: BuiltTable, firstRow: Int) {
        guard !table.rows.isEmpty else { return }
        let ending = DefinedNames.clean(isFirst ? report.code : "\(report.code)_\(name)")
        names.append(WorkbookPlan.DefinedName(name: "表_\(ending)", sheet: name, range: CellRange(firstRow, 0, firstRow + table.rows.count - 1, lastColumn)))
        if let total = table.rows.firstIndex(where: { $0.style == .total }) {
            names.append(WorkbookPlan.DefinedName(name: "合计_\(ending)", sheet: name, range: CellRange(firstRow + total, frozenColumns, firstRow + total, lastColumn)))
        }
        if table.rows.count > ReportSheetBuilder.mostRowsAtAGlance {
            filter = CellRange(firstRow - 1, 0, firstRow + table.rows.count - 1, lastColumn)
        }
    }

    func finish() -> SheetPlan {
        SheetPlan(
            name: name, columnPixels: columnPixels, defaultRowHeight: defaultRowHeight, rows: rows, merges: merges, frozenRows: frozenRows,
            frozenColumns: frozenColumns, repeatedRows: repeatedRows, printArea: CellRange(0, 0, max(0, rows.count - 1), lastColumn),
            page: page, textNumberRanges: textNumberRanges, filter: filter, charts: charts, pictures: pictures)
    }

    var page: SheetPage {
        let theme = styles.theme
        let left = [report.form.state, report.form.dataMark ?? "", report.form.provenanceCode.isEmpty ? "" : "溯源码 \(report.form.provenanceCode)"]
            .filter { !$0.isEmpty }.joined(separator: "　").split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&&")
        let font = "&\"\(styles.fonts.body),Regular\"&\(Int(styles.theme.footSize.rounded()))"
        return SheetPage(
            isA3: report.page.size == .a3, isLandscape: report.page.orientation == .landscape, marginLeft: theme.marginLeft / 25.4,
            marginRight: theme.marginRight / 25.4, marginTop: theme.marginTop / 25.4, marginBottom: theme.marginBottom / 25.4,
            footer: "&L\(font) \(left)&R\(font) 第 &P 页　共 &N 页")
    }

    // MARK: Rows

    /// A row with one text over all columns.
    mutating func addWideRow(_ content: CellPlan.Content, _ style: CellStyle, height: Double) {
        let index = styles.index(style)
        if lastColumn > 0 { merges.append(CellRange(rows.count, 0, rows.count, lastColumn)) }
        let blanks = columnPixels.indices.dropFirst().map { CellPlan(column: $0, content: .blank, style: index) }
        rows.append(RowPlan(height: WorkbookStyles.height(height), cells: [CellPlan(column: 0, content: content, style: index)] + blanks))
    }

    /// A district's form carries its name at the head of the title, as on the page.
    static func title(of report: BuiltReport) -> String {
        report.scope.district == nil || report.title.hasPrefix(report.scope.name) ? report.title : report.scope.name + report.title
    }

    private mutating func addTitle() {
        addWideRow(.text(ReportSheetBuilder.title(of: report)), styles.title, height: styles.title.size * 1.9)
    }

    /// 编制单位 left, 报告期 in the middle, 表号 and 计量单位 right; in two rows when they do not fit side by side.
    private mutating func addHeadLine() {
        var left = styles.note(), right = styles.note()
        left.vertical = .bottom
        right.vertical = .bottom
        right.horizontal = .right
        var period = styles.period
        period.vertical = .bottom
        let form = report.form
        let rightText = [form.formNumber, form.units].filter { !$0.isEmpty }.joined(separator: "　")
        let height = styles.lineHeight(period) * 1.15
        let needs = [styles.pixels(form.office, left), styles.pixels(form.period, period), styles.pixels(rightText, right)].map { $0 + 10 }
        if let (first, last) = middleColumns(left: needs[0], middle: needs[1], right: needs[2]) {
            addParts([(0...first - 1, form.office, left), (first...last, form.period, period), (last + 1...lastColumn, rightText, right)], height: height)
            return
        }
        addWideRow(.text(form.period), period, height: height)
        if let split = (0..<lastColumn).first(where: { Double(pixels(0...$0)) >= needs[0] && Double(pixels($0 + 1...lastColumn)) >= needs[2] }) {
            addParts([(0...split, form.office, left), (split + 1...lastColumn, rightText, right)], height: styles.lineHeight(left) * 1.2)
        } else {
            addWideRow(.text(form.office), left, height: styles.lineHeight(left) * 1.2)
            addWideRow(.text(rightText), right, height: styles.lineHeight(left) * 1.2)
        }
    }

    /// The columns whose middle is nearest to the table's middle, so that all three texts fit; nil when they do not, or not near the middle.
    private func middleColumns(left: Double, middle: Double, right: Double) -> (Int, Int)? {
        guard columnPixels.count >= 3 else { return nil }
        let edges = columnPixels.reduce(into: [0]) { $0.append($0.last! + $1) }
        let total = edges.last!
        var best: (columns: (Int, Int), distance: Int)?
        for first in 1..<lastColumn {
            for last in first..<lastColumn {
                let distance = abs(edges[first] + edges[last + 1] - total)
                guard Double(edges[first]) >= left, Double(edges[last + 1] - edges[first]) >= middle, Double(total - edges[last + 1]) >= right,
                    distance < best?.distance ?? total / 8
                else { continue }
                best = ((first, last), distance)
            }
        }
        return best?.columns
    }

    /// A row of texts, each over a range of columns; the ranges tile the row.
    private mutating func addParts(_ parts: [(columns: ClosedRange<Int>, text: String, style: CellStyle)], height: Double) {
        var cells: [CellPlan] = []
        for part in parts {
            let index = styles.index(part.style)
            if part.columns.count > 1 { merges.append(CellRange(rows.count, part.columns.lowerBound, rows.count, part.columns.upperBound)) }
            for column in part.columns {
                cells.append(CellPlan(column: column, content: column == part.columns.lowerBound ? .text(part.text) : .blank, style: index))
            }
        }
        rows.append(RowPlan(height: WorkbookStyles.height(height), cells: cells))
    }

    // MARK: Below the table

    private mutating func addSignatures() {
        let labels = report.form.signatures
        guard !labels.isEmpty else { return }
        var style = styles.note()
        let height = styles.lineHeight(style) * 1.5
        guard labels.count > 1, labels.count <= columnPixels.count, let ranges = evenColumns(labels.count) else {
            return addWideRow(.text(labels.joined(separator: "　　　　")), style, height: height)
        }
        let parts = labels.indices.map { index in
            style.horizontal = .left
            return (columns: ranges[index], text: labels[index], style: style)
        }
        addParts(parts, height: height)
    }

    /// Columns in `count` groups of about the same width.
    private func evenColumns(_ count: Int) -> [ClosedRange<Int>]? {
        var ranges: [ClosedRange<Int>] = [], start = 0, passed = 0
        for (column, width) in columnPixels.enumerated() {
            passed += width
            let remaining = count - ranges.count - 1
            if remaining == 0 { break }
            let target = totalPixels * (ranges.count + 1) / count
            let next = column + 1 < columnPixels.count ? columnPixels[column + 1] : 0
            if passed >= target || passed + next / 2 > target || columnPixels.count - column - 1 == remaining {
                ranges.append(start...column)
                start = column + 1
            }
        }
        if start <= lastColumn { ranges.append(start...lastColumn) }
        return ranges.count == count ? ranges : nil
    }

    private mutating func addNotes() {
        let plainCount = report.notes.count { $0.mark == nil }
        var number = 0
        for (index, note) in report.notes.enumerated() {
            if note.mark == nil { number += 1 }
            let mark = note.mark.map { "\(NoteMark.text($0)) " } ?? (plainCount > 1 ? "\(number). " : "")
            addParagraph(index == 0 ? "说明　" : nil, mark + note.text)
        }
        let pictured = report.charts.filter { !ChartPlanner.isNative($0) && $0.statement == nil }
        if !pictured.isEmpty {
            let names = pictured.map(\.number).joined(separator: "、")
            addParagraph(report.notes.isEmpty ? "说明　" : nil, "\(names)以图片形式附入；数据见工作表“\(ChartDataBuilder.sheetName)”。")
        }
    }

    private mutating func addRelations() {
        guard !report.relations.isEmpty else { return }
        let summary = RelationSummary(report.relations)
        addParagraph("审核关系　", summary.paragraph)
        for failure in summary.failures { addParagraph(nil, failure, strong: true) }
    }

    /// A wrapped paragraph over all columns; `lead` in bold before it, or as much blank.
    private mutating func addParagraph(_ lead: String?, _ text: String, strong: Bool = false) {
        var style = styles.note(strong ? styles.theme.ink : nil, bold: strong)
        style.wraps = true
        style.vertical = .top
        let leadText = lead ?? "　　　"
        let lines = styles.lineCount(leadText + text, style, width: Double(totalPixels))
        let bold = styles.index(styles.note(styles.theme.ink, bold: true)), plain = styles.index(styles.note(strong ? styles.theme.ink : nil, bold: strong))
        let content: CellPlan.Content = lead == nil ? .text(leadText + text) : .parts(leadText, bold, text, plain)
        addWideRow(content, style, height: min(409, Double(lines) * style.size * 1.3 + 1.5))
    }
}

/// ① to ⑩, then (11), as on the page.
enum NoteMark {
    static func text(_ number: Int) -> String {
        (1...10).contains(number) ? String(UnicodeScalar(UInt32(0x2460 + number - 1))!) : "(\(number))"
    }
    static func text(_ numbers: [Int]) -> String { numbers.map { text($0) }.joined() }
}

/// Names of ranges: letters, digits and underscores.
enum DefinedNames {
    static func clean(_ name: String) -> String { String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" }) }
}
