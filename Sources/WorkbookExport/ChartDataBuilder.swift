internal import Composition
internal import Quantities
internal import ReportModel

/// The sheet with the charts' figures: a block per chart, as displayed.
struct ChartDataBuilder {
    static let sheetName = "图表数据"

    /// Where a chart finds its data.
    struct Block {
        var categories: CellRange
        var names: [CellRange]
        var values: [CellRange]
    }

    var styles: WorkbookStyles
    let page: SheetPage
    private var rows: [RowPlan] = []
    private var widths: [Double] = []

    init(styles: WorkbookStyles, page: SheetPage) {
        self.styles = styles
        self.page = page
    }

    mutating func add(_ chart: BuiltChart) -> Block {
        if !rows.isEmpty { rows.append(RowPlan()) }
        let caption = styles.index(styles.body(bold: true)), unit = styles.index(styles.note())
        rows.append(RowPlan(cells: [
            CellPlan(column: 0, content: .parts("\(chart.number)　\(chart.title)", caption, "　\(chart.unitText)", unit), style: caption)
        ]))
        addHead(chart)
        let first = rows.count
        for index in chart.categories.indices { addRow(chart, index, isLast: index + 1 == chart.categories.count) }
        let last = max(first, rows.count - 1)
        return Block(
            categories: CellRange(first, 0, last, 0),
            names: chart.series.indices.map { CellRange(first - 1, $0 + 1, first - 1, $0 + 1) },
            values: chart.series.indices.map { CellRange(first, $0 + 1, last, $0 + 1) })
    }

    private mutating func addHead(_ chart: BuiltChart) {
        var style = styles.head
        style.top = styles.outerRule
        style.bottom = styles.headerRule
        let index = styles.index(style)
        let texts = ["类别"] + chart.series.map { series in
            series.usesSecondScale ? "\(series.name)（\(chart.secondUnitText ?? "右轴")）" : series.name
        }
        for (column, text) in texts.enumerated() { widen(column, styles.pixels(text, style)) }
        rows.append(RowPlan(cells: texts.enumerated().map { CellPlan(column: $0.offset, content: .text($0.element), style: index) }))
    }

    private mutating func addRow(_ chart: BuiltChart, _ index: Int, isLast: Bool) {
        var label = styles.body()
        label.wraps = true
        label.bottom = isLast ? styles.outerRule : nil
        let text = ChartPlanner.categoryText(chart.categories[index])
        let lines = text.split(separator: "\n")
        widen(0, lines.map { styles.pixels(String($0), label) }.max() ?? 0)
        var cells = [CellPlan(column: 0, content: .text(text), style: styles.index(label))]
        for (column, series) in chart.series.enumerated() {
            var style = label
            style.wraps = false
            style.horizontal = .right
            let point = index < series.points.count ? series.points[index] : nil
            if let point {
                style.format = .grouped(decimals: point.display.scale, suffix: "")
                widen(column + 1, styles.pixels(point.text, style))
                cells.append(CellPlan(column: column + 1, content: .number(point.display), style: styles.index(style)))
            } else {
                cells.append(CellPlan(column: column + 1, content: .blank, style: styles.index(style)))
            }
        }
        rows.append(RowPlan(height: WorkbookStyles.height(Double(max(1, lines.count)) * styles.lineHeight(label) + 3), cells: cells))
    }

    private mutating func widen(_ column: Int, _ width: Double) {
        while widths.count <= column { widths.append(TableColumns.narrowest) }
        widths[column] = max(widths[column], width + TableColumns.padding)
    }

    func finish() -> SheetPlan {
        SheetPlan(
            name: ChartDataBuilder.sheetName, columnPixels: widths.map { Int($0.rounded(.up)) },
            defaultRowHeight: WorkbookStyles.height(styles.size(styles.theme.bodySize) * 1.7), rows: rows, merges: [], frozenRows: 0, frozenColumns: 0,
            repeatedRows: nil, printArea: CellRange(0, 0, max(0, rows.count - 1), max(0, widths.count - 1)), page: page, textNumberRanges: [], filter: nil,
            charts: [], pictures: [])
    }
}
