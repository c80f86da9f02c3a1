import Composition
import Foundation
import Layout
import LayoutCheck
import Quantities
import ReportModel
import Scene
import Testing
import TextShaping
import WebExport
import WorkbookExport

/// A table without rows says so on pages, in HTML and in workbooks.
@Suite struct EmptyTableTests {
    private static func report(_ seed: UInt64) -> BuiltReport {
        var forms = RandomForms(seed: seed)
        var report = forms.report()
        for table in report.tables.indices { report.tables[table].rows = BuiltRows([]) }
        report.charts = []
        return report
    }

    @Test func pagesSayThatThereIsNoData() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        var shown = 0
        for seed in UInt64(1)...40 {
            let report = Self.report(seed)
            guard let document = try? ReportLayout.layOut(report, theme: Theme(), shaper: shaper, author: "", created: RandomFormTests.created) else { continue }
            #expect(LayoutCheck(theme: Theme(), meter: shaper).findings(in: document) == [], "\(seed)")
            for page in document.pages {
                for (index, box) in page.boxes.enumerated() where box.kind == .table {
                    let empty = page.boxes.filter { $0.parent == index && $0.name == "empty" }
                    #expect(empty.count == 1 && empty[0].rect.width == box.rect.width, "\(seed)")
                    shown += 1
                }
            }
        }
        #expect(shown > 30)
    }

    @Test func webPagesAndWorkbooksSayIt() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts), report = Self.report(2), table = report.tables[0]
        let columns = table.columns.count + (table.codeTitle == nil ? 1 : 2)
        #expect(HTMLExporter(report, theme: Theme()).export(charts: []).contains("<td colspan=\"\(columns)\">本期无数据</td>"))
        let plan = try WorkbookPlanner.plan(report, options: WorkbookOptions(theme: Theme(), created: RandomFormTests.created, shaper: shaper)).plan
        let sheet = plan.sheets[0], row = try #require(sheet.rows.firstIndex { $0.cells.first?.content == .text("本期无数据") })
        #expect(sheet.merges.contains(CellRange(row, 0, row, columns - 1)))
    }
}
