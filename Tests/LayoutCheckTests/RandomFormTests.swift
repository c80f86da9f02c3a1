import Composition
import Diagnostics
import Foundation
import Layout
import LayoutCheck
import PageExport
import Quantities
import ReportFixtures
import ReportModel
import Scene
import Testing
import TextShaping

/// Random forms are refused with a place, or their pages have no findings. `GAZETTE_FORMS=5000` makes so many of them;
/// `GAZETTE_FORMS_FIRST` is the seed of the first, `GAZETTE_FORMS_FOLDER` a folder for PDFs of what was found, `GAZETTE_FORMS_PDF`
/// one for PDFs of all forms (`make judge-forms`).
@Suite struct RandomFormTests {
    static let environment = ProcessInfo.processInfo.environment
    static let count = environment["GAZETTE_FORMS"].flatMap { Int($0) } ?? 1000
    static let first = environment["GAZETTE_FORMS_FIRST"].flatMap { UInt64($0) } ?? 1
    /// Seeds of forms that once had findings: charts with long names and figures of 17 digits, titles of open groups wider than
    /// the stub, tables of one row, columns that could not share their width, charts on narrow forms, sums carried below zero, rankings of
    /// sixty rows, tables that begin at the foot of a page.
    static let hard: [UInt64] = environment["GAZETTE_FORMS"] != nil ? [] : [
        10033, 10073, 10089, 10124, 10211, 10225, 10250, 10389, 10620, 10705, 10821, 10885, 10977, 11230, 11307, 11435, 11448, 11461, 11537,
        11706, 11768, 11773, 11861, 11946, 12053, 12177, 12317, 12318, 12463, 12954, 13019, 13083, 13175, 13185, 13306, 13433, 13591, 13622,
        13782, 13946, 13960, 14154, 14708, 14731, 2080, 12188, 3229, 3264, 3656, 3786, 32162, 20325, 22348,
        12599, 14276, 53714, 62366, 70192,
    ]
    static let created = "2026-11-15T00:00:00Z"

    /// What became of the forms of a run.
    struct Tally {
        var forms = 0
        var pages = 0
        var refusals: [String: Int] = [:]
        var refused = 0
        var findings: [String] = []
    }

    static func theme(_ seed: UInt64) -> Theme {
        var theme = Theme()
        if seed.isMultiple(of: 7) { theme.watermark = "{state}" }
        return theme
    }

    @Test func randomFormsHaveNoFindings() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        var tally = Tally()
        for seed in Array(Self.first..<Self.first + UInt64(Self.count)) + Self.hard {
            var forms = RandomForms(seed: seed)
            try Self.judge(forms.report(), seed: seed, shaper: shaper, &tally)
        }
        print("random forms: \(tally.forms), \(tally.pages) pages, \(tally.findings.count) findings, refused \(tally.refusals.sorted { $0.key < $1.key }.map { "\($0.key) × \($0.value)" })")
        for finding in tally.findings.prefix(3000) { print("  " + finding) }
        #expect(tally.findings.isEmpty)
        #expect(tally.refused * 10 < tally.forms, "refusals are rare")
    }

    static func judge(_ report: BuiltReport, seed: UInt64, shaper: PangoTextShaper, _ tally: inout Tally) throws {
        tally.forms += 1
        let theme = theme(seed), check = LayoutCheck(theme: theme, meter: shaper)
        do {
            let document = try ReportLayout.layOut(report, theme: theme, shaper: shaper, author: "", created: created)
            tally.pages += document.pages.count
            if let folder = environment["GAZETTE_FORMS_PDF"] {
                // Without a watermark, whose outlines lie under the text.
                let plain = try ReportLayout.layOut(report, theme: Theme(), shaper: shaper, author: "", created: created)
                try Data(try PDFExporter.export(plain, fonts: shaper)).write(to: URL(filePath: "\(folder)/\(seed).pdf"))
            }
            var found = check.findings(in: document)
            for (index, chart) in report.charts.enumerated() {
                let picture = try ReportLayout.chartPage(chart, of: report, size: Size(500, 300), theme: theme, shaper: shaper)
                found += LayoutCheck(theme: theme, meter: shaper, of: .picture).findings(in: [picture]).map {
                    LayoutFinding($0.rule, page: index + 1, element: $0.element, excess: $0.excess, medium: .picture)
                }
            }
            if found.isEmpty { return }
            for finding in found.prefix(30) {
                let diagnostic = finding.diagnostic(report: "")
                tally.findings.append("\(seed): \(diagnostic.message.dropFirst(2)) [\(diagnostic.id)]")
            }
            if let folder = environment["GAZETTE_FORMS_FOLDER"] {
                try Data(try PDFExporter.export(document, fonts: shaper)).write(to: URL(filePath: "\(folder)/\(seed).pdf"))
            }
        } catch let error as DiagnosticsError {
            tally.refused += 1
            for diagnostic in error.diagnostics.prefix(1) {
                tally.refusals[diagnostic.id, default: 0] += 1
                if !diagnostic.id.hasPrefix("LAY") || diagnostic.place == nil || diagnostic.hint == nil { tally.findings.append("\(seed): refused without a place: \(diagnostic)") }
                if environment["GAZETTE_FORMS_FOLDER"] != nil { print("refused \(seed): \(diagnostic.id) \(diagnostic.message)") }
            }
        }
    }

    /// 50,000 rows, page by page: no finding, no thousand pages in memory.
    @Test func fiftyThousandRowsHaveNoFindings() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts), check = LayoutCheck(theme: Theme(), meter: shaper)
        var table = SampleReport.table()
        let rows = table.rows.filter { $0.style == .normal }
        table.rows = BuiltRows((0..<50_000).map { index in
            var row = rows[index % rows.count]
            (row.code, row.closesGroup) = (String(index + 1), true)
            return row
        })
        let before = Self.residentBytes
        let pages = try PageSequence(SampleReport.report(table: table, charts: []), theme: Theme(), shaper: shaper)
        #expect(pages.count > 900)
        let found = try check.findings(ofPages: pages.count) { try pages.page($0) }
        #expect(found.isEmpty, "\(found.prefix(5))")
        #expect(Self.residentBytes - before < 300 << 20, "\((Self.residentBytes - before) >> 20) MiB more")
        // Far back it sees as much as on the first page.
        let late = try check.findings(ofPages: 3) { try pages.page([898, 899, 899][$0]) }
        #expect(late.contains { $0.rule == .rowTorn && $0.page == 3 && $0.element.contains("also on page 2") })
    }

    /// Memory of this process that is in use now.
    private static var residentBytes: Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4096
    }

    /// A form of any shape whose tables have no row: heads, notes and charts, no finding.
    @Test func formsWithoutRowsHaveNoFindings() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        var tally = Tally()
        for seed in UInt64(1)...120 {
            var forms = RandomForms(seed: seed)
            try Self.judge(forms.report(rows: 0), seed: seed, shaper: shaper, &tally)
        }
        for finding in tally.findings { print("  " + finding) }
        #expect(tally.findings.isEmpty && tally.pages > 100)
    }
}
