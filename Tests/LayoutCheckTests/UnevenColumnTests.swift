import Composition
import Layout
import LayoutCheck
import Quantities
import ReportFixtures
import ReportModel
import Scene
import Testing
import TextShaping

/// Sets of columns that compete for the last points of the page, or share columns, are even wherever there is room for that.
@Suite struct UnevenColumnTests {
    /// Columns under a spanner, or one that stands alone; figures that end in ① carry a mark.
    private struct Group {
        var title: String?
        var leaves: [(head: String, unit: String?, figure: String)]
        init(_ title: String?, _ leaves: [(String, String?, String)]) { self.title = title; self.leaves = leaves }
    }

    /// Four rows of the groups' figures; the second has a title of `length` characters.
    private static func report(_ groups: [Group], length: Int, page: PageSetup) -> BuiltReport {
        var columns: [BuiltColumn] = [], heads: [HeaderCell] = [], cells: [BuiltCell] = []
        for group in groups {
            if let title = group.title {
                heads.append(HeaderCell(lines: [title], unitLine: nil, row: 0, rowSpan: 1, column: columns.count, columnSpan: group.leaves.count, isSpanner: true))
            }
            let row = group.title == nil ? 0 : 1
            for leaf in group.leaves {
                heads.append(HeaderCell(lines: [leaf.head], unitLine: leaf.unit, row: row, rowSpan: 2 - row, column: columns.count, columnSpan: 1, isSpanner: false))
                columns.append(BuiltColumn(code: String(columns.count + 1), name: nil, title: leaf.head, unit: .person, decimals: 0))
                cells.append(BuiltCell(
                    value: .number(.one), display: Decimal(unscaled: 1, scale: 0), text: leaf.figure.filter { $0 != "①" }, marks: leaf.figure.hasSuffix("①") ? [1] : []))
            }
        }
        let rows = (1...4).map { number in
            let title = number == 2 ? String(repeating: "国", count: length) : "甲"
            return BuiltRow(code: "0\(number)", title: title, shortTitle: title, style: .normal, level: 0, closesGroup: true, cells: cells)
        }
        let table = BuiltTable(stubTitle: "名称", codeTitle: nil, columns: columns, headerCells: heads, headerRowCount: 2, rows: BuiltRows(rows))
        var report = SampleReport.report(table: table, charts: [])
        (report.notes, report.relations, report.page) = ([BuiltNote(mark: 1, text: "注。")], [], page)
        return report
    }

    private func expectEven(_ groups: [Group], lengths: [Int], page: PageSetup) throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts), check = LayoutCheck(theme: Theme(), meter: shaper)
        for length in lengths {
            let report = Self.report(groups, length: length, page: page)
            let pages = try ReportLayout.layOut(report, theme: Theme(), shaper: shaper, author: "", created: RandomFormTests.created)
            #expect(check.findings(in: pages) == [], "titles of \(length)")
        }
    }

    private static func twins(_ heads: [(String, String?)], _ figures: [[String]]) -> [Group] {
        figures.enumerated().map { number, own in Group("组\(number)", zip(heads, own).map { ($0.0, $0.1, $1) }) }
    }

    /// Each column stands under a spanner and has twins under others; the page is as good as full.
    @Test func setsThatShareColumnsAreEven() throws {
        try expectEven(Self.twins([("收缴率（含补缴）", nil), ("缴费人", nil), ("其中：当期", nil)], [
            ["1,234,567", "123,456.78", "1"], ["1", "123,456.78", "−0.55"], ["−0.55", "−0.07①", "−0.07①"], ["0.67", "123,456.78", "12.34①"],
        ]), lengths: Array(7...26), page: PageSetup(orientation: .portrait))
        try expectEven(Self.twins([("缴费人", nil), ("其中：当期", nil), ("收缴率（含补缴）", "（元/人）")], [
            ["0.67", "0.67", "12,345"], ["1", "1,234,567", "12.34①"], ["1,234,567", "1,234,567", "12,345"], ["−0.55", "1,234,567", "1,234,567"],
            ["12.34①", "1,234,567", "12,345"],
        ]), lengths: Array(7...26), page: PageSetup(orientation: .portrait))
    }

    /// With room enough, columns that differ by less than can be seen are not left so.
    @Test func littleDifferencesAreEvenedToo() throws {
        let landscape = PageSetup()
        try expectEven(Self.twins([("额", nil), ("其中：当期", nil)], [["12.34①", "0.67"], ["−0.55", "12.34①"], ["1,234,567", "12,345"], ["1", "−0.07①"], ["1", "12,345"]]),
            lengths: Array(7...26), page: landscape)
        try expectEven(Self.twins([("额", "（元/人）"), ("缴费人", "（元/人）"), ("额", "（元/人）")], [
            ["−0.55", "1", "−0.07①"], ["12,345", "123,456.78", "−0.07①"], ["12.34①", "0.67", "1"],
        ]), lengths: Array(7...26), page: landscape)
    }
}
