import Composition
import Layout
import Quantities
import ReportModel
import Scene
import Testing

/// Where charts stand on the pages of a form, and how high they are.
struct ChartPlacementTests {
    /// A stack of 63 segments gets more of its row than what stands beside it.
    @Test func crowdedStacksGetMoreWidth() throws {
        var crowded = SampleForms.chart("fig1")
        crowded.kind = .stacked
        crowded.categories = (0..<21).map { BuiltCategory(label: "\($0)") }
        crowded.series = (0..<3).map { BuiltSeries(name: "\($0)", mark: .bar, paletteIndex: $0, tinted: false, usesSecondScale: false, points: Array(repeating: nil, count: 21)) }
        let sequence = try PageSequence(SampleForms.z02(charts: [crowded, SampleForms.chart("fig2")]), theme: Theme(), shaper: TestShaper())
        let charts = try sequence.page(0).boxes.filter { $0.kind == .chart }
        try #require(sequence.count == 1 && charts.count == 2)
        #expect(charts[0].rect.width > 1.5 * charts[1].rect.width && charts[1].rect.width >= 240 && charts[0].rect.y == charts[1].rect.y)
    }

    /// Charts below the notes where they fit, else on a page of their own; side by side with the frame's edges.
    @Test(arguments: [11, 30]) func chartsStandBelowTheNotesOrOnTheirOwnPage(rows: Int) throws {
        let charts = ["fig1", "fig2"].map { SampleForms.chart($0) }
        var report = SampleForms.z02(charts: charts)
        if rows > 11 { report.table!.rows += (12...rows).map { SampleForms.row(String($0), "合成", figures: Array(repeating: "1.00", count: 11)) } }
        let sequence = try PageSequence(report, theme: Theme(), shaper: TestShaper())
        #expect(sequence.count == (rows == 11 ? 1 : 2))
        let entries = sequence.outline.dropFirst()
        #expect(entries.map(\.page) == Array(repeating: sequence.count - 1, count: 2) && Set(entries.map(\.y)).count == 1)
        let notes = PageChecks(try sequence.page(0)).boxes(.notes).map(\.box.rect.maxY).max() ?? 0
        #expect(entries.allSatisfy { $0.page > 0 || $0.y > notes })
    }

    private static let low = 49.99...50.01

    /// The form of the target picture with these charts and so many rows.
    private func pages(_ charts: [BuiltChart], rows: Int = 11) throws -> [Page] {
        var report = SampleForms.z02(charts: charts)
        report.table!.rows = BuiltRows((0..<rows).map { SampleForms.row(String($0 + 10), "合成", figures: Array(repeating: "1.00", count: 11)) })
        report.relations = []
        let sequence = try PageSequence(report, theme: Theme(), shaper: TestShaper())
        return try (0..<sequence.count).map { try sequence.page($0) }
    }

    private func charts(_ page: Page) -> [Rect] { page.boxes.filter { $0.kind == .chart }.map(\.rect) }

    /// A chart that has nothing to draw takes little more than its title, alone, beside another of its kind, and below others.
    @Test func chartsWithNothingToDrawAreLow() throws {
        for nothing in [SampleForms.emptyChart("fig1"), SampleForms.zeroChart("fig1")] {
            for count in 1...2 {
                let pages = try pages(Array(repeating: nothing, count: count))
                #expect(pages.count == 1 && charts(pages[0]).count == count && charts(pages[0]).allSatisfy { Self.low.contains($0.height) })
            }
            let mixed = charts(try pages([SampleForms.chart("fig1"), SampleForms.chart("fig2"), nothing], rows: 2)[0])
            #expect(mixed.count == 3 && Self.low.contains(mixed[2].height))
            let beside = charts(try pages([SampleForms.chart("fig1"), nothing])[0])
            #expect(beside.count == 2 && beside[0].height == beside[1].height && beside[0].height > 100)
        }
    }

    /// It stands below the notes where the page has no room for a chart, also when the next chart needs a page.
    @Test func chartsWithNothingToDrawOpenNoPage() throws {
        let alone = try pages([SampleForms.emptyChart("fig1")], rows: 18)
        #expect(alone.count == 1 && charts(alone[0]).count == 1)
        let before = try pages([SampleForms.emptyChart("fig1"), SampleForms.chart("fig2")], rows: 18)
        #expect(before.count == 2 && before.map { charts($0).count } == [1, 1])
    }

    /// Charts side by side have their base lines at the same height, however many lines the names of their categories take.
    @Test(arguments: [ChartDefinition.Kind.bars, .stacked, .histogram, .waterfall, .lines, .area]) func chartsOfARowShareABaseLine(_ kind: ChartDefinition.Kind) throws {
        var short = SampleForms.chart("fig1"), long = SampleForms.chart("fig2")
        short.kind = kind
        long.categories = (0..<8).map { _ in BuiltCategory(label: "机关事业单位基本养老保险", note: "96.80%") }
        long.series[0].points = (0..<8).map { _ in SampleForms.point(0.5) }
        for row in [[short, long], [long, short]] {
            let page = try pages(row)[0], widest = page.items.compactMap { item -> (chart: String, y: Double)? in
                guard case .line(let from, let to, 0.6, _, _) = item.content, from.y == to.y else { return nil }
                return (page.boxes[item.box].name, from.y)
            }
            #expect(widest.count == 2 && widest[0].y == widest[1].y && widest[0].chart != widest[1].chart, "\(widest)")
        }
    }

    /// Beside a ranking, which has no such band, a chart stays as it is.
    @Test func aBaseLineAloneIsWhereItWas() throws {
        func base(_ page: Page) -> Double? {
            page.items.lazy.compactMap { if case .line(let from, let to, 0.6, _, _) = $0.content, from.y == to.y { to.y } else { nil } }.first
        }
        var ranking = SampleForms.chart("fig2")
        ranking.kind = .ranking
        let single = try pages([SampleForms.chart("fig1")])[0], beside = try pages([SampleForms.chart("fig1"), ranking])[0]
        let gaps = [single, beside].map { page in charts(page)[0].maxY - (base(page) ?? 0) }
        #expect(abs(gaps[0] - gaps[1]) < 1e-6)
    }

    /// Charts on pages of their own: two over the whole width, more in rows of two where the page is wide; the pages are full, the charts
    /// no lower than four fifths of what they would like.
    @Test(arguments: 1...9, [PageSetup.Orientation.landscape, .portrait]) func chartsFillTheirOwnPages(_ count: Int, _ orientation: PageSetup.Orientation) throws {
        var list = (0..<count).map { SampleForms.chart("fig\($0)") }
        for index in list.indices where index % 3 == 1 {
            list[index].kind = .barsAndLine
            list[index].series.append(BuiltSeries(name: "率", mark: .line, paletteIndex: 1, tinted: false, usesSecondScale: true, points: (0..<3).map { _ in SampleForms.point(0.5) }))
            list[index].secondScale = list[index].scale
        }
        var report = orientation == .landscape ? SampleForms.z02(charts: list) : SampleForms.y03(charts: list)
        report.page.orientation = orientation
        report.relations = []
        let columns = report.table!.columns.count, rows = (0..<(orientation == .landscape ? 18 : 34)).map { String($0 + 10) }
        report.table!.rows = BuiltRows(rows.map { SampleForms.row($0, "合成", figures: Array(repeating: "1.00", count: columns)) })
        let sequence = try PageSequence(report, theme: Theme(), shaper: TestShaper())
        let own = try (1..<sequence.count).map { charts(try sequence.page($0)) }
        let first = charts(try sequence.page(0))
        #expect(own.reduce(0) { $0 + $1.count } == count && first.isEmpty)
        let most = orientation == .portrait ? 3 : count < 3 ? 2 : 4
        #expect(own.count == (count + most - 1) / most && own.dropLast().allSatisfy { $0.count >= most - 1 }, "\(own)")
        for page in own {
            let whole = page.map(\.width).max() ?? 0
            #expect(most == 4 || page.allSatisfy { $0.width == whole })
            #expect(page.allSatisfy { $0.height >= 0.8 * 172 - 1e-6 && $0.height < 260 })
            for (a, b) in zip(page, page.dropFirst()) { #expect(a.y == b.y ? b.x >= a.maxX + 20 : b.y >= a.maxY + 20) }
        }
    }
}
