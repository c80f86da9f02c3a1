import Composition
import Diagnostics
import Foundation
import Quantities
import ReportFixtures
import ReportModel
import Testing
import WorkbookExport

/// Tables of other shapes: few columns, many columns on A3, many rows, no charts, no row codes.
@Suite struct ShapesTests {
    let folder = try! TemporaryFolder()

    private func table(rows: Int, columns: Int, codes: Bool, decimals: Int = 2) -> BuiltTable {
        let list = (1...columns).map { BuiltColumn(code: String($0), name: nil, title: "第\($0)项", unit: .tenThousandYuan, decimals: decimals) }
        let heads = list.indices.map { HeaderCell(lines: [list[$0].title], unitLine: "（万元）", row: 0, rowSpan: 1, column: $0, columnSpan: 1, isSpanner: false) }
        let body = (1...rows).map { row in
            BuiltRow(
                code: String(row), title: "第 \(row) 行", shortTitle: "", style: .normal, level: 0, closesGroup: row % 5 == 0,
                cells: (1...columns).map { SampleReport.number(Amount(unscaled: row * 7_919_777 * $0 % 99_999_999_989, scale: 2), .tenThousandYuan, decimals) })
        }
        return BuiltTable(stubTitle: "地区", codeTitle: codes ? "代码" : nil, columns: list, headerCells: heads, headerRowCount: 1, rows: body)
    }

    private func export(_ report: BuiltReport, _ name: String) throws -> (book: WorkbookOracle, plan: WorkbookPlan) {
        let options = WorkbookOptions(theme: Theme(), created: "2022-10-15T08:30:00Z", shaper: FixedWidthShaper())
        let (plan, findings) = try WorkbookPlanner.plan(report, options: options)
        #expect(findings.allSatisfy { $0.severity == .info })
        #expect(NumericFit.overflows(plan, shaper: FixedWidthShaper()) == [])
        try WorkbookExporter.write(plan, to: folder.file(name))
        if let keep = ProcessInfo.processInfo.environment["KEEP_WORKBOOKS"] {
            try? FileManager.default.removeItem(atPath: "\(keep)/\(name)")
            try FileManager.default.copyItem(atPath: folder.file(name), toPath: "\(keep)/\(name)")
        }
        return (try WorkbookOracle(folder.file(name)), plan)
    }

    @Test func fewColumnsAreWidenedTowardsThePage() throws {
        var report = SampleReport.report(table: table(rows: 4, columns: 3, codes: false), charts: [])
        report.scope = ReportScope(district: "110105", name: "朝阳区")
        let (book, plan) = try export(report, "narrow.xlsx")
        #expect(book.cell("A1", "SB-Z02")[1] == "朝阳区社会保险费收缴情况（分险种）")
        #expect(book.fields("freeze", "SB-Z02") == [book.fields("titles", "SB-Z02")[0] == "$3:$4" ? "B5" : "B6"])
        #expect(plan.sheets.count == 1)
        let text = book.all("cell", "SB-Z02").map { $0.fields[1] }
        #expect(text.contains("2022 年 9 月") && text.contains("编制单位：示例市社会保险基金管理中心"))
    }

    @Test func columnsAndStubCarryTheirOverflowAsCellFlags() throws {
        var report = SampleReport.report(table: table(rows: 4, columns: 3, codes: false), charts: [])
        report.tables[0].columns[1].overflow = .shrink
        report.tables[0].stubOverflow = .wrap
        let options = WorkbookOptions(theme: Theme(), created: "2022-10-15T08:30:00Z", shaper: FixedWidthShaper())
        let plan = try WorkbookPlanner.plan(report, options: options).plan
        let row = try #require(plan.sheets[0].rows.first { $0.cells.first?.content == .text("第 1 行") })
        let styles = row.cells.map { plan.styles[$0.style] }
        #expect(styles.map(\.shrinks) == [false, false, true, false] && styles.map(\.wraps) == [true, false, false, false])
    }

    @Test func manyColumnsOnA3() throws {
        var report = SampleReport.report(table: table(rows: 17, columns: 28, codes: true))
        report.page = PageSetup(size: .a3, orientation: .landscape)
        let (book, _) = try export(report, "wide.xlsx")
        #expect(book.fields("page", "SB-Z02") == ["8", "landscape", "1", "0", "True"])
        #expect(book.cell("AD5", "SB-Z02").first == "number")
    }

    @Test func aLongTablePutsItsChartsOnASheetOfTheirOwn() throws {
        let (book, plan) = try export(SampleReport.report(table: table(rows: 400, columns: 6, codes: true)), "long.xlsx")
        #expect(plan.sheets.map(\.name) == ["SB-Z02", "图表", "图表数据"])
        #expect(book.fields("titles", "SB-Z02") == ["$3:$4"] && book.fields("titles", "图表") == [""])
        #expect(book.all("cell", "SB-Z02").filter { $0.fields[0] == "number" }.count == 2400)
    }

    @Test func chartsWithoutTable() throws {
        let (book, plan) = try export(SampleReport.report(table: nil, charts: Array(SampleReport.charts().prefix(2))), "charts.xlsx")
        #expect(plan.sheets.map(\.name) == ["SB-Z02", "图表数据"])
        #expect(book.all("drawings").map(\.fields) == [["2", "0"]])
    }

    @Test func anEmptyChartSaysSo() throws {
        var charts = Array(SampleReport.charts().prefix(1))
        charts[0].isEmpty = true
        charts[0].series = []
        let (book, plan) = try export(SampleReport.report(charts: charts), "empty.xlsx")
        #expect(plan.sheets.flatMap(\.charts).isEmpty)
        #expect(book.facts.contains { $0.kind == "cell" && $0.fields[1].contains("图1　应缴与实缴（2022 年 9 月）　亿元　本期无数据") })
    }

    /// A chart of nothing but zeros would have the library's own axis.
    @Test func aChartOfZerosSaysSo() throws {
        var charts = Array(SampleReport.charts().prefix(1))
        charts[0].scale.ticks = []
        charts[0].secondScale = nil
        for index in charts[0].series.indices {
            charts[0].series[index].points = charts[0].categories.map { _ in BuiltPoint(position: 0, display: Decimal(unscaled: 0, scale: 2), text: "0.00") }
        }
        let (book, plan) = try export(SampleReport.report(charts: charts), "zeros.xlsx")
        #expect(plan.sheets.flatMap(\.charts).isEmpty)
        #expect(book.facts.contains { $0.kind == "cell" && $0.fields[1].contains("图1　应缴与实缴（2022 年 9 月）　亿元　各项均为 0") })
    }
}
