internal import Composition
public import Diagnostics
internal import Layout
internal import LayoutCheck
internal import Quantities
internal import ReportModel
internal import Scene
internal import TextShaping

/// What the check of finished pages found.
public struct PageCheckResult: Sendable {
    public var reports = 0
    public var pages = 0
    public var findings: [Diagnostic] = []
}

extension Workspace {
    /// Builds and lays out the selected reports of a month and judges every page.
    public func checkPages(_ request: GenerateRequest, progress: any ProgressListener = SilentProgress()) throws -> PageCheckResult {
        let built = try build(request, progress: progress)
        let fonts = try PangoTextShaper(fontFolder: path(settings.fonts)), theme = built.catalogue.theme
        let check = LayoutCheck(theme: theme, meter: fonts)
        var result = PageCheckResult()
        for (index, report) in built.reports.enumerated() {
            let document = try ReportLayout.layOut(
                report, theme: theme, shaper: fonts, author: settings.office, created: "\(settings.systemDate)T00:00:00Z")
            result.findings += check.findings(in: document, today: settings.systemDate.description).map { $0.diagnostic(report: report.key) }
            result.reports += 1
            result.pages += document.pages.count
            progress.receive(.progress(done: index + 1, total: built.reports.count, unit: "reports"))
        }
        progress.receive(.finished("checked \(result.pages) pages"))
        return result
    }
}
