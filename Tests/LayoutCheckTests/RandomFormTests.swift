import Composition
import Diagnostics
import Foundation
import Layout
import LayoutCheck
import PageExport
import Quantities
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
    /// the stub, tables of one row, columns that could not share their width, charts on narrow forms, sums carried below zero.
    static let hard: [UInt64] = environment["GAZETTE_FORMS"] != nil ? [] : [
        10033, 10073, 10089, 10124, 10211, 10225, 10250, 10389, 10620, 10705, 10821, 10885, 10977, 11230, 11307, 11435, 11448, 11461, 11537,
        11706, 11768, 11773, 11861, 11946, 12053, 12177, 12317, 12318, 12463, 12954, 13019, 13083, 13175, 13185, 13306, 13433, 13591, 13622,
        13782, 13946, 13960, 14154, 14708, 14731, 2080, 12188, 3229, 3264, 3656, 3786, 32162,
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
        #expect(tally.findings == [])
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
            let found = check.findings(in: document)
            if found.isEmpty { return }
            for finding in found.prefix(3) {
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
}
