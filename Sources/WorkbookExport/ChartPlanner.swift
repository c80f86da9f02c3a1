internal import Composition
internal import Diagnostics
internal import Glibc
internal import Quantities
internal import ReportModel

/// Native charts in the theme's palette: bars → columns, lines → lines, ranking → horizontal bars, shares → pies and rings.
enum ChartPlanner {
    /// libxlsxwriter 1.1.4 has neither combined charts nor a second axis, reference lines or waterfalls.
    static func isNative(_ chart: BuiltChart) -> Bool { kind(of: chart) != nil && chart.target == nil && chart.references.isEmpty }

    private static func kind(of chart: BuiltChart) -> ChartPlan.Kind? {
        switch chart.kind {
        case .bars: .column
        case .lines: .line
        case .ranking: .bar
        case .stacked: .stacked
        case .stackedShare: .stackedShare
        case .area: .area
        case .pie: .pie
        case .ring: .ring
        case .histogram: .histogram
        case .barsAndLine, .waterfall, .smallMultiples, .tileMap: nil
        }
    }

    /// The label with its second line: `1月` over `2026年`, or a name over `收缴率 96.80%`.
    static func categoryText(_ category: BuiltCategory) -> String {
        [category.label, category.year, category.note].compactMap { $0 }.joined(separator: "\n")
    }

    static func plan(_ chart: BuiltChart, _ data: ChartDataBuilder.Block, row: Int, column: Int, width: Int, height: Int, _ styles: WorkbookStyles) -> ChartPlan {
        let kind = kind(of: chart) ?? .column
        let decimals = chart.series.lazy.flatMap(\.points).compactMap { $0?.display.scale }.first ?? 0
        let dense = chart.series.count * chart.categories.count > 24
        let fills = styles.theme.fills(kind == .line ? [] : chart.series.map { $0.tinted ? nil : $0.paletteIndex })
        let series = chart.series.enumerated().map { index, series in
            ChartPlan.Series(
                name: series.name, nameCell: data.names[index], values: data.values[index],
                numbers: chart.categories.indices.map { $0 < series.points.count ? series.points[$0]?.display : nil },
                color: kind == .line ? lineColor(series, styles) : fills[index], text: textColor(series, styles), dash: kind == .line ? index : 0,
                labels: labels(series, kind, dense: dense), slices: kind.isRound ? slices(chart, series, kind, styles) : [])
        }
        return ChartPlan(
            id: chart.id, kind: kind, row: row, column: column, widthPixels: width, heightPixels: height,
            description: "\(chart.number) \(chart.title)，\(chart.unitText)", dataSheet: ChartDataBuilder.sheetName, categories: data.categories,
            categoryTexts: chart.categories.map(categoryText), series: series, axis: kind == .stackedShare || kind.isRound ? nil : axis(chart.scale), decimals: decimals,
            look: ChartPlan.Look(font: styles.fonts.body, ink: styles.theme.ink, grey: styles.theme.grey, grid: styles.theme.grid))
    }

    private static func lineColor(_ series: BuiltSeries, _ styles: WorkbookStyles) -> UInt32 {
        let palette = styles.theme.palette
        return series.tinted || palette.isEmpty ? styles.theme.plannedTint : palette[series.paletteIndex % palette.count]
    }

    /// Of labels beside marks of the series.
    private static func textColor(_ series: BuiltSeries, _ styles: WorkbookStyles) -> UInt32 {
        series.tinted || styles.theme.palette.isEmpty ? styles.theme.grey : styles.theme.textColor(lineColor(series, styles))
    }

    private static func labels(_ series: BuiltSeries, _ kind: ChartPlan.Kind, dense: Bool) -> ChartPlan.Series.Labels {
        switch kind {
        case .line: .last
        case .bar: .all
        case .column: series.tinted || dense ? .none : .all
        case .stacked: dense ? .none : .all
        case .stackedShare, .area: .none
        case .pie, .ring, .histogram: .all
        }
    }

    /// As in print: name, figure and share beside a pie. A ring has room for shares only; its legend has the names.
    private static func slices(_ chart: BuiltChart, _ series: BuiltSeries, _ kind: ChartPlan.Kind, _ styles: WorkbookStyles) -> [ChartPlan.Slice] {
        let fills = styles.theme.fills(chart.categories.indices.map { $0 })
        return chart.categories.indices.map { index in
            let point = index < series.points.count ? series.points[index] : nil
            let label = point.flatMap { point -> String? in
                let share = point.share ?? ""
                if kind == .pie { return "\(chart.categories[index].label)\n\(point.text)（\(share)）" }
                return point.position - point.base >= 0.05 ? share : nil
            }
            return ChartPlan.Slice(color: fills[index], label: label)
        }
    }

    /// From the first and last tick: they are in the chart's unit. Nil lets the spreadsheet choose.
    private static func axis(_ scale: BuiltScale) -> ChartPlan.Axis? {
        let ticks = scale.ticks.compactMap { tick in number(tick.text).map { (position: tick.position, value: $0, text: tick.text) } }
        guard ticks.count >= 2, let first = ticks.first, let last = ticks.last, last.position > first.position, last.value > first.value else { return nil }
        let perPosition = (last.value - first.value) / (last.position - first.position)
        let step = (last.value - first.value) / Double(ticks.count - 1)
        let decimals = ticks.map { $0.text.split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0
        func clean(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
        let minimum = clean(first.value - first.position * perPosition)
        return ChartPlan.Axis(minimum: minimum, maximum: clean(minimum + perPosition), step: clean(step), decimals: decimals)
    }

    private static func number(_ text: String) -> Double? {
        let plain = text.filter { $0 != "," }.map { $0 == "\u{2212}" ? "-" : $0 }
        return Amount(decimalText: String(plain)).map { strtod($0.description, nil) }
    }
}

extension ReportSheetBuilder {
    /// Charts in two columns below what is there: a caption row, then the chart over rows of standard height.
    mutating func addCharts(_ list: [BuiltChart], data: [ChartDataBuilder.Block], pictures images: [String: [UInt8]]) throws {
        let ranges = chartColumns(list.count)
        for start in stride(from: 0, to: list.count, by: ranges.count) {
            rows.append(RowPlan())
            let group = Array(start..<min(start + ranges.count, list.count))
            addCaptions(group.map { list[$0] }, ranges)
            let height = group.map { chartHeight(list[$0], width: pixels(ranges[$0 - start])) }.max() ?? 0
            for index in group where list[index].statement == nil {
                try addChart(list[index], data[index], ranges[index - start], height: height, images)
            }
            let rowPixels = Int(defaultRowHeight / 0.75)
            for _ in 0..<(height + rowPixels - 1) / rowPixels { rows.append(RowPlan()) }
        }
    }

    private mutating func addChart(
        _ chart: BuiltChart, _ data: ChartDataBuilder.Block, _ columns: ClosedRange<Int>, height: Int, _ images: [String: [UInt8]]
    ) throws {
        let width = pixels(columns) - (columns.upperBound < lastColumn ? 14 : 0)
        if ChartPlanner.isNative(chart) {
            charts.append(ChartPlanner.plan(chart, data, row: rows.count, column: columns.lowerBound, width: width, height: height, styles))
            return
        }
        let png = images[chart.id] ?? []
        if !png.isEmpty && PNGSize(png) == nil { throw OutputDiagnostics.pictureUnreadable(chart, report) }
        pictures.append(PicturePlan(
            id: chart.id, row: rows.count, column: columns.lowerBound, widthPixels: width, heightPixels: height, png: png,
            description: "\(chart.number) \(chart.title)，\(chart.unitText)"))
    }

    /// Points that `addCharts` will add.
    func chartsHeight(_ list: [BuiltChart]) -> Double {
        let ranges = chartColumns(list.count), rowPixels = Int(defaultRowHeight / 0.75)
        return stride(from: 0, to: list.count, by: ranges.count).reduce(0) { sum, start in
            let heights = (start..<min(start + ranges.count, list.count)).map { chartHeight(list[$0], width: pixels(ranges[$0 - start])) }
            return sum + Double(((heights.max() ?? 0) + rowPixels - 1) / rowPixels + 2) * defaultRowHeight
        }
    }

    private func chartHeight(_ chart: BuiltChart, width: Int) -> Int {
        if chart.statement != nil { return 40 }
        if chart.kind == .ranking { return max(220, chart.categories.count * 24 + 40) }
        return max(200, min(330, width * 44 / 100))
    }

    private func chartColumns(_ count: Int) -> [ClosedRange<Int>] {
        guard count > 1, lastColumn > 0 else { return [0...lastColumn] }
        let half = totalPixels / 2
        let split = (0..<lastColumn).min { abs(pixels(0...$0) - half) < abs(pixels(0...$1) - half) }!
        return [0...split, split + 1...lastColumn]
    }

    /// 图号 and title in bold, unit and the note of a tinted band after it in grey.
    private mutating func addCaptions(_ list: [BuiltChart], _ ranges: [ClosedRange<Int>]) {
        let bold = styles.index(styles.body(bold: true)), grey = styles.index(styles.note())
        var cells: [CellPlan] = []
        for (chart, columns) in zip(list, ranges) {
            var rest = "　" + chart.unitText
            if let band = chart.band, ChartPlanner.isNative(chart) { rest += "　" + band.lines.joined(separator: "，") }
            if let statement = chart.statement { rest += "　" + statement }
            if columns.count > 1 { merges.append(CellRange(rows.count, columns.lowerBound, rows.count, columns.upperBound)) }
            cells.append(CellPlan(column: columns.lowerBound, content: .parts("\(chart.number)　\(chart.title)", bold, rest, grey), style: bold))
            cells += columns.dropFirst().map { CellPlan(column: $0, content: .blank, style: bold) }
        }
        rows.append(RowPlan(cells: cells))
    }
}

/// Size of a PNG in pixels at 96 dpi, as libxlsxwriter sees it.
struct PNGSize {
    let width: Double
    let height: Double

    init?(_ bytes: [UInt8]) {
        func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard bytes.count > 33, bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
        var dpiX = 96.0, dpiY = 96.0, offset = 8
        while offset + 12 <= bytes.count {
            let length = number(offset), type = bytes[offset + 4..<offset + 8]
            guard offset + 12 + length <= bytes.count else { return nil }
            if type.elementsEqual("pHYs".utf8), length == 9, bytes[offset + 16] == 1 {
                dpiX = Double(number(offset + 8)) * 0.0254
                dpiY = Double(number(offset + 12)) * 0.0254
            }
            if type.elementsEqual("IDAT".utf8) { break }
            offset += 12 + length
        }
        guard dpiX > 0, dpiY > 0, number(16) > 0, number(20) > 0 else { return nil }
        width = Double(number(16)) * 96 / dpiX
        height = Double(number(20)) * 96 / dpiY
    }
}
