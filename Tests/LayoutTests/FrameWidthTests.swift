import Composition
import Diagnostics
import Layout
import Quantities
import ReportModel
import Scene
import Testing

/// A form narrower than the page is as wide as its definition asks, whatever this month's figures are.
struct FrameWidthTests {
    private static func pages(_ report: BuiltReport) throws -> [PageChecks] { try PagePropertyTests.pages(report).map { PageChecks($0) } }
    private static func table(_ page: PageChecks) throws -> Rect { try #require(page.boxes(.table).first).box.rect }
    private static func sizes(_ page: PageChecks) -> Set<Double> { Set(page.boxes(.cell).flatMap { page.text(in: $0.index).map(\.run.size) }) }

    /// Counts, amounts and a rate under their heads; rows and heads are the same whatever the figures.
    private static func form(_ figures: [String], rows: Int = 9, district: String? = nil, period: String = "2022 年 9 月") -> BuiltReport {
        let titles = ["领取人数", "应发", "实发", "发放率"], units: [Unit] = [.person, .tenThousandYuan, .tenThousandYuan, .percent]
        let columns = zip(titles, units).enumerated().map { place, column in
            BuiltColumn(code: String(place + 1), name: nil, title: column.0, unit: column.1, decimals: column.1.defaultDecimals)
        }
        let heads = titles.enumerated().map { SampleForms.head($1, row: 0, rows: 1, column: $0) }
        let lines = (1...rows).map { SampleForms.row($0 < 10 ? "0\($0)" : "\($0)", $0 == 1 ? "合计" : "满\($0)年", $0 == 1 ? .total : .normal, figures: figures) }
        let table = BuiltTable(stubTitle: "年限", codeTitle: "代码", columns: columns, headerCells: heads, headerRowCount: 1, rows: lines)
        return SampleForms.report("SB-S01", "领取情况", district: district, period: period, table: table)
    }

    private static let figures = [
        ["12", "3.45", "3.45", "100.00"], ["缺", "缺", "缺", "缺"], ["—", "0.00", "缺", "—"], ["1,234,567", "123,456.78", "123,456.78", "99.87"],
        ["20,123,456", "1,234,567.89", "1,234,567.89", "\u{2212}100.00"],
    ]

    @Test func figuresDoNotMoveTheFrame() throws {
        var edges: [(left: Double, right: Double)] = []
        for figures in Self.figures {
            for (district, period) in [(nil, "2022 年 9 月"), (nil, "2022 年 12 月"), ("北京经济技术开发区", "2022 年 1 月")] {
                let report = Self.form(figures, district: district, period: period), pages = try Self.pages(report)
                edges.append((try Self.table(pages[0]).x, try Self.table(pages[0]).maxX))
                #expect(Self.sizes(pages[0]) == [8])
                try PagePropertyTests.check(report, "\(figures[0]), \(period)")
            }
        }
        #expect(edges[0].left > 19 * pointsPerMillimetre + 24, "the form is narrower than the page")
        for edge in edges { #expect(abs(edge.left - edges[0].left) < 0.001 && abs(edge.right - edges[0].right) < 0.001, "\(edges)") }
    }

    /// All pages have the form's edges; running head and foot stand between the margins.
    @Test func pagesAgree() throws {
        let report = Self.form(Self.figures[0], rows: 90), pages = try Self.pages(report)
        #expect(pages.count > 1)
        #expect(Set(try pages.map { (try Self.table($0).x * 1000).rounded() }).count == 1)
        try PagePropertyTests.check(report, "90 rows")
    }

    /// What does not fit into the form's own width widens it, and is not set smaller.
    @Test func longFiguresWidenTheFrame() throws {
        let usual = try Self.table(try Self.pages(Self.form(Self.figures[0]))[0])
        let long = String(repeating: "123,456,", count: 5) + "789.00", page = try Self.pages(Self.form([long, long, long, "1.00"]))[0]
        #expect(try Self.table(page).width > usual.width + 24 && Self.sizes(page) == [8])
    }

    /// Where columns ask for more than the page has, what they are made for gives way; nothing becomes smaller.
    @Test(arguments: [14, 16, 18, 20]) func floorsGiveWay(count: Int) throws {
        var report = SampleForms.long(rows: 8, columns: count, page: PageSetup())
        for row in report.table!.rows.indices { for column in 0..<count { report.table!.rows[row].cells[column].text = "12.34" } }
        let plain = try Self.pages(report)[0]
        for column in report.table!.columns.indices {
            (report.table!.columns[column].unit, report.table!.columns[column].decimals) = (.yuan, 2)
        }
        let made = try Self.pages(report)[0]
        #expect(Self.sizes(made) == Self.sizes(plain))
        #expect(made.boxes(.headerCell).map { made.text(in: $0.index).count } == plain.boxes(.headerCell).map { plain.text(in: $0.index).count })
    }

    /// A report of one page has no running head.
    @Test func aRunningHeadIsAskedForOnASecondPage() throws {
        var report = Self.form(Self.figures[0])
        report.title = String(repeating: "社会保险基金收入", count: 6)
        report.form.period = "2022 年（截至 9 月，调整后）"
        let title = report.title
        #expect(try Self.pages(report).count == 1)
        var long = Self.form(Self.figures[0], rows: 120)
        (long.title, long.form.period) = (title, report.form.period)
        let error = #expect(throws: DiagnosticsError.self) { try Self.pages(long) }
        #expect(error?.diagnostics.first?.id == "LAY003")
    }
}
