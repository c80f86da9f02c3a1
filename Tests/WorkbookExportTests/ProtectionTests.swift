import Composition
import Foundation
import Quantities
import ReportFixtures
import ReportModel
import Testing
import WorkbookExport

/// Locked cells, names, properties, sheets of further tables, round charts: as openpyxl reads them.
@Suite struct ProtectionTests {
    let folder = try! TemporaryFolder()

    private func exported(_ report: BuiltReport) throws -> WorkbookOracle {
        try WorkbookExporter.export(
            report, options: WorkbookOptions(theme: Theme(), created: "2022-10-15T08:30:00Z", shaper: FixedWidthShaper()), to: folder.file("a.xlsx"))
        return try WorkbookOracle(folder.file("a.xlsx"))
    }

    @Test func cellsAreLockedAndColumnsAreNot() throws {
        let book = try exported(SampleReport.report())
        let sheets = book.all("protection")
        #expect(sheets.map(\.sheet) == ["SB-Z02", "图表", "图表数据"])
        // openpyxl says what is forbidden: sheet, password, columns, rows, filters, cells.
        for sheet in sheets { #expect(Array(sheet.fields[0..<6]) == ["True", "", "False", "False", "False", "True"], "\(sheet)") }
        #expect(book.all("cell").allSatisfy { $0.fields.last == "True" })
    }

    @Test func rangesHaveNames() throws {
        let book = try exported(SampleReport.report())
        let names = Dictionary(uniqueKeysWithValues: book.all("name").map { ($0.place, $0.fields[0]) })
        #expect(names == ["表_SB_Z02": "'SB-Z02'!$A$7:$M$18", "合计_SB_Z02": "'SB-Z02'!$C$7:$M$7"])
    }

    @Test func propertiesAreComplete() throws {
        let book = try exported(SampleReport.report())
        #expect(book.fields("more-properties") == ["SB-Z02 示例市", "月报", "测试版", "表号：SB-Z02　计量单位：户、人、万元、元、%"])
        let custom = Dictionary(uniqueKeysWithValues: book.all("custom").map { ($0.place, $0.fields[0]) })
        #expect(custom == ["表号": "SB-Z02", "报告期": "2022-09", "范围": "示例市", "溯源码": "Z02-202209-7F3A·91C4", "数据标识": "合成数据", "批次": "B001"])
    }

    @Test func aLongTableCanBeFiltered() throws {
        var table = SampleReport.table()
        let rows = table.rows
        table.rows = BuiltRows((0..<10).flatMap { part in rows.map { var row = $0; row.code = "\(part)-\($0.code)"; return row } })
        let book = try exported(SampleReport.report(table: table, charts: []))
        #expect(book.fields("protection", "SB-Z02").last == "A6:M126")
        #expect(try exported(SampleReport.report()).fields("protection", "SB-Z02").last == "")
    }

    @Test func everyTableHasItsSheet() throws {
        var report = SampleReport.report(), second = SampleReport.table()
        second.name = "基金"
        second.title = "附表　基金收支"
        second.rows.removeLast(5)
        report.tables.append(second)
        report.tables.append(second)
        let book = try exported(report)
        #expect(book.all("protection").map(\.sheet) == ["SB-Z02", "附表　基金收支", "附表　基金收支 2", "图表", "图表数据"])
        #expect(book.cell("A3", "附表　基金收支")[1] == "附表　基金收支" && book.cell("D8", "附表　基金收支")[0] == "text")
        #expect(book.cell("G8", "附表　基金收支")[1] == "1862344.1725" && book.fields("titles", "附表　基金收支") == ["$4:$7"])
        #expect(book.all("cell", "附表　基金收支").allSatisfy { !$0.fields[1].contains("说明") })
    }

    private func parts(_ kind: ChartDefinition.Kind) -> BuiltChart {
        let amounts = ["50.00", "30.00", "16.00", "4.00"], shares = ["50.0%", "30.0%", "16.0%", "4.0%"]
        var start = 0.0
        let points = zip(amounts, shares).map { text, share -> BuiltPoint? in
            let end = start + Double(text)! / 100
            defer { start = end }
            return BuiltPoint(position: end, base: start, share: share, display: Decimal(unscaled: Int128(Double(text)! * 100), scale: 2), text: text)
        }
        return BuiltChart(
            id: "fig1", number: "图1", title: "构成", kind: kind, unit: .hundredMillionYuan, unitText: "亿元",
            categories: ["企业", "机关", "居民", "其他"].map { BuiltCategory(label: $0) } + [BuiltCategory(label: "无")],
            series: [BuiltSeries(name: "实缴", mark: .bar, paletteIndex: 0, tinted: false, usesSecondScale: false, points: points + [nil])],
            scale: SampleReport.charts()[0].scale, isEmpty: false)
    }

    @Test func piesAndRingsAreNativeWithThePrintedLabels() throws {
        var report = SampleReport.report(charts: [parts(.pie)])
        let pie = try #require(try exported(report).all("chart").first)
        #expect(pie.fields[0] == "c:pieChart")
        #expect(["企业\\n50.00（50.0%）", "其他\\n4.00（4.0%）"].allSatisfy(pie.fields[2].contains), "\(pie.fields[2])")
        report = SampleReport.report(charts: [parts(.ring)])
        let ring = try #require(try exported(report).all("chart").first)
        #expect(ring.fields[0] == "c:doughnutChart" && ring.fields[2] == "50.0%|30.0%|16.0%", "a narrow slice has no room: \(ring.fields[2])")
    }

    @Test func aHistogramIsNativeUnlessLinesStandInIt() throws {
        var histogram = parts(.histogram)
        #expect(try exported(SampleReport.report(charts: [histogram])).all("chart").map { $0.fields[0] } == ["c:barChart"])
        histogram.references = [BuiltChart.Reference(place: 1, text: "下限")]
        let (plan, _) = try WorkbookPlanner.plan(
            SampleReport.report(charts: [histogram]), options: WorkbookOptions(theme: Theme(), created: "2022-10-15T08:30:00Z", shaper: FixedWidthShaper()))
        #expect(plan.sheets.flatMap(\.pictures).map(\.id) == ["fig1"])
    }
}
