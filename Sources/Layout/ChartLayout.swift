public import Composition
public import ReportModel
public import Scene

/// Draws a built chart into a rectangle: title and unit, hair grid, marks, labels that collide with nothing.
public enum ChartLayout {
    /// Height at which the chart looks right in this width.
    public static func preferredHeight(_ chart: BuiltChart, width: Double, theme: Theme) -> Double {
        if isLow(chart) { return ChartStatement.height }
        return switch chart.kind {
        case .ranking: 30 + 11.5 * Double(max(4, chart.categories.count))
        case .barsAndLine: (width > 480 ? 225 : 200) - (chart.scale.ticks.isEmpty || chart.secondScale?.ticks.isEmpty ?? true ? 60 : 0)
        case .bars, .lines, .histogram, .waterfall: width > 480 ? 195 : 172
        case .stacked, .stackedShare, .area: width > 480 ? 215 : 190
        case .pie, .ring: 185
        case .smallMultiples: 34 + MultiplesChart.panelHeight * Double(MultiplesChart.grid(chart.series.count, width: width).rows)
        case .tileMap: 34 + 44 * Double(max(3, chart.categories.compactMap(\.tile?.row).max() ?? 3))
        }
    }

    /// Nothing but its title and a statement.
    static func isLow(_ chart: BuiltChart) -> Bool { chart.statement != nil }

    /// Adds the chart's boxes and items to the page; the band of its categories is `categoryDepth` deep or deeper. Throws `LAY004` for
    /// characters that the typefaces lack.
    public static func draw(
        _ chart: BuiltChart, in rect: Rect, theme: Theme, shaper: any TextShaper, page: inout Page, parent: Int, categoryDepth: Double = 0
    ) throws {
        var canvas = ChartCanvas(chart, rect: rect, theme: theme, shaper: shaper, page: page, parent: parent, leastCategoryDepth: categoryDepth)
        page = Page(size: page.size)
        draw(chart, on: &canvas)
        page = try canvas.finish()
    }

    /// How deep names, notes and years of the categories reach below the plot of a chart in `rect`; 0 where they do not stand there.
    static func categoryDepth(_ chart: BuiltChart, in rect: Rect, theme: Theme, shaper: any TextShaper) -> Double {
        var canvas = ChartCanvas(chart, rect: rect, theme: theme, shaper: shaper, page: Page(size: Size(rect.maxX, rect.maxY)), parent: 0)
        draw(chart, on: &canvas)
        return canvas.categoryDepth
    }

    private static func draw(_ chart: BuiltChart, on canvas: inout ChartCanvas) {
        let plot = canvas.drawFrame()
        if let statement = ChartStatement(chart) { return statement.draw(in: plot, on: &canvas) }
        switch chart.kind {
        case .bars: BarChart(chart).draw(in: plot, on: &canvas)
        case .barsAndLine: BarAndLineChart(chart).draw(in: plot, on: &canvas)
        case .lines: LineChart(chart).draw(in: plot, on: &canvas)
        case .ranking: RankingChart(chart).draw(in: plot, on: &canvas)
        case .stacked, .stackedShare: StackedChart(chart).draw(in: plot, on: &canvas)
        case .area: AreaChart(chart).draw(in: plot, on: &canvas)
        case .pie, .ring: PieChart(chart).draw(in: plot, on: &canvas)
        case .histogram: HistogramChart(chart).draw(in: plot, on: &canvas)
        case .waterfall: WaterfallChart(chart).draw(in: plot, on: &canvas)
        case .smallMultiples: MultiplesChart(chart).draw(in: plot, on: &canvas)
        case .tileMap: TileMapChart(chart).draw(in: plot, on: &canvas)
        }
    }
}
