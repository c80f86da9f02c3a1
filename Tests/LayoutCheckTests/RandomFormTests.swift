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
/// `GAZETTE_FORMS_FIRST` is the seed of the first, `GAZETTE_FORMS_FOLDER` a folder for PDFs of what was found.
@Suite struct RandomFormTests {
    static let environment = ProcessInfo.processInfo.environment
    static let count = environment["GAZETTE_FORMS"].flatMap { Int($0) } ?? 300
    static let first = environment["GAZETTE_FORMS_FIRST"].flatMap { UInt64($0) } ?? 1
    static let created = "2026-11-15T00:00:00Z"

    /// What became of the forms of a run.
    struct Tally {
        var forms = 0
        var pages = 0
        var refusals: [String: Int] = [:]
        var refused = 0
        var findings: [String] = []
        var rules: [String: Int] = [:]
    }

    /// Findings in the first 300 forms that are known and open, by rule. A number may only go down; every other rule has none.
    static let open = ["LC016": 35, "LC004": 16, "LC001": 15, "LC009": 2, "LC019": 2]

    static func theme(_ seed: UInt64) -> Theme {
        var theme = Theme()
        if seed.isMultiple(of: 7) { theme.watermark = "{state}" }
        return theme
    }

    @Test func randomFormsHaveNoFindings() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        var tally = Tally()
        for seed in Self.first..<Self.first + UInt64(Self.count) {
            var forms = RandomForms(seed: seed)
            try Self.judge(forms.report(), seed: seed, shaper: shaper, &tally)
        }
        print("random forms: \(tally.forms), \(tally.pages) pages, \(tally.findings.count) findings, refused \(tally.refusals.sorted { $0.key < $1.key }.map { "\($0.key) × \($0.value)" })")
        let isUsualRun = Self.count == 300 && Self.first == 1
        for (rule, count) in tally.rules.sorted(by: { $0.key < $1.key }) where !isUsualRun || count > Self.open[rule] ?? 0 {
            Issue.record("\(rule): \(count) findings, \(Self.open[rule] ?? 0) are known: \(tally.findings.filter { $0.hasSuffix("[\(rule)]") })")
        }
        #expect(tally.rules.values.reduce(0, +) == tally.findings.count, "refusals have a place and a hint")
        #expect(tally.refused * 10 < tally.forms, "refusals are rare")
    }

    static func judge(_ report: BuiltReport, seed: UInt64, shaper: PangoTextShaper, _ tally: inout Tally) throws {
        tally.forms += 1
        let theme = theme(seed), check = LayoutCheck(theme: theme, meter: shaper)
        do {
            let document = try ReportLayout.layOut(report, theme: theme, shaper: shaper, author: "", created: created)
            tally.pages += document.pages.count
            let found = check.findings(in: document)
            if found.isEmpty { return }
            for finding in found.prefix(3) {
                let diagnostic = finding.diagnostic(report: "")
                tally.rules[diagnostic.id, default: 0] += 1
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
