internal import Composition
public import Diagnostics
internal import Layout
internal import LayoutCheck
public import Quantities
internal import ReportModel
internal import Scene
internal import TextShaping
internal import WorkbookExport

/// What the check of finished pages found.
public struct PageCheckResult: Sendable {
    public var reports = 0
    public var pages = 0
    /// Errors fail a build; a suppression that suppresses nothing is a warning.
    public var findings: [Diagnostic] = []
    /// Findings that are accepted for a while.
    public var suppressed = 0
    public var errors: Int { findings.count { $0.severity == .error } }
}

extension BuiltReport {
    /// What its pages must say.
    var pageFacts: PageFacts { PageFacts(title: title, period: form.period, formNumber: form.formNumber, units: form.units) }
}

extension Workspace {
    /// Builds and lays out the selected reports of a month and judges every page and the plan of every workbook. Suppressions are
    /// held against `today`, or else the last day of the month.
    public func checkPages(
        _ request: GenerateRequest, today: CalendarDate? = nil, progress: any ProgressListener = SilentProgress()
    ) throws -> PageCheckResult {
        let built = try build(request, progress: progress)
        let fonts = try PangoTextShaper(fontFolder: path(settings.fonts)), theme = built.catalogue.theme
        let check = LayoutCheck(theme: theme, meter: fonts)
        let created = "\(settings.systemDate)T00:00:00Z"
        var use = SuppressionUse(built.catalogue.suppressions, today: today ?? built.period.lastDay)
        var result = PageCheckResult()
        for (index, report) in built.reports.enumerated() {
            let document = try ReportLayout.layOut(report, theme: theme, shaper: fonts, author: settings.office, created: created)
            let found = check.findings(in: document, facts: report.pageFacts) + (try workbookFindings(report, theme: theme, fonts: fonts, created: created))
            result.findings += use.apply(to: found, of: report.code).map { $0.diagnostic(report: report.key) }
            result.reports += 1
            result.pages += document.pages.count
            progress.receive(.progress(done: index + 1, total: built.reports.count, unit: "reports"))
        }
        result.suppressed = use.suppressed
        let root = path(settings.definitions)
        result.findings += use.diagnostics(isComplete: request.scopes.isEmpty).map { DefinitionFolder.prefixed($0, with: root) }
        if request.isWholeMonth { try MonthLog(layout: result).write(.layout, built.period, in: self) }
        progress.receive(.finished("checked \(result.pages) pages"))
        return result
    }

    private func workbookFindings(_ report: BuiltReport, theme: Theme, fonts: PangoTextShaper, created: String) throws -> [LayoutFinding] {
        let plan = try WorkbookPlanner.plan(report, options: WorkbookOptions(theme: theme, created: created, shaper: fonts)).plan
        return SheetWidthCheck.findings(plan.numbers.map {
            SheetNumber(
                sheet: $0.sheet, sheetNumber: $0.sheetNumber, cell: $0.cell, text: $0.text, size: $0.size, isBold: $0.isBold,
                columnCharacters: $0.columnCharacters)
        })
    }
}
