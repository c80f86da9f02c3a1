import Composition
import Diagnostics
import Foundation
import Layout
import LayoutCheck
import PageExport
import Regression
import ReportModel
import Scene
import Testing
import TextShaping
import WebExport
import WorkbookExport

/// Figures of up to 38 digits through every room: a finished report without findings, or a diagnostic with a place; never a trap.
/// `GAZETTE_FORMS=5000` makes so many of them.
@Suite struct HostileFigureTests {
    @Test func hostileFiguresAreShownOrRefused() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts), folder = FileManager.default.temporaryDirectory.appending(path: "gazette-hostile-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var shown = 0, refusals: [String: Int] = [:]
        for seed in RandomFormTests.first..<RandomFormTests.first + UInt64(RandomFormTests.count) {
            var definitions = HostileDefinitions(seed: seed)
            do {
                try Self.judge(try definitions.build(), seed, shaper, folder)
                shown += 1
            } catch let error as DiagnosticsError {
                for diagnostic in error.diagnostics {
                    refusals[diagnostic.id, default: 0] += 1
                    #expect(diagnostic.place?.line == 3, "\(seed): \(diagnostic)")
                }
            }
        }
        print("hostile figures: \(shown) shown, refused \(refusals.sorted { $0.key < $1.key }.map { "\($0.key) × \($0.value)" })")
        #expect(shown * 4 > RandomFormTests.count, "most are shown: \(refusals)")
        #expect(refusals["CMP007"] ?? 0 > 0, "some do not fit")
    }

    private static let picture: [UInt8] = try! PNGExporter(fonts: PangoTextShaper(fontFolder: PlantedFaultTests.fonts)).export(Page(size: Size(50, 30)), dotsPerInch: 72)

    private static func judge(_ report: BuiltReport, _ seed: UInt64, _ shaper: PangoTextShaper, _ folder: String) throws {
        let document = try ReportLayout.layOut(report, theme: Theme(), shaper: shaper, author: "", created: RandomFormTests.created)
        let found = LayoutCheck(theme: Theme(), meter: shaper).findings(in: document)
        #expect(found == [], "\(seed)")
        // One empty picture stands for those of charts that a spreadsheet cannot draw.
        let pictures = Dictionary(report.charts.map { ($0.id, Self.picture) }, uniquingKeysWith: { first, _ in first })
        let options = WorkbookOptions(theme: Theme(), created: RandomFormTests.created, chartPictures: pictures, shaper: shaper)
        let numbers = try WorkbookPlanner.plan(report, options: options).plan.numbers
        #expect(SheetWidthCheck.findings(numbers.map(PlantedFaultTests.sheetNumber)) == [], "\(seed)")
        try WorkbookExporter.export(report, options: options, to: folder + "/a.xlsx")
        let charts = try report.charts.map { chart in
            SVGExporter.export(try ReportLayout.chartPage(chart, of: report, size: Size(500, 300), theme: Theme(), shaper: shaper), title: chart.title)
        }
        #expect(!HTMLExporter(report, theme: Theme()).export(charts: charts).contains("nan"), "\(seed)")
        #expect(!FiguresFile.text(of: report).isEmpty)
        if seed.isMultiple(of: 10) { #expect(try PDFExporter.export(document, fonts: shaper).count > 1000) }
    }
}
