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
    /// Chart pictures.
    public var pictures = 0
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
    /// Builds and lays out the selected reports of a month and judges every page, chart picture and plan of a workbook, and cover and
    /// contents of the book that binds them. Suppressions are
    /// held against `today`, or else the last day of the month.
    public func checkPages(
        _ request: GenerateRequest, today: CalendarDate? = nil, progress: any ProgressListener = SilentProgress()
    ) throws -> PageCheckResult {
        let built = try build(request, progress: progress)
        let fonts = try PangoTextShaper(fontFolder: path(settings.fonts)), theme = built.catalogue.theme
        let check = PageCheck(fonts: fonts, theme: theme)
        let created = "\(settings.systemDate)T00:00:00Z"
        var use = SuppressionUse(built.catalogue.suppressions, today: today ?? built.period.lastDay)
        var result = PageCheckResult(), entries: [BookFront.Entry] = []
        for (index, report) in built.reports.enumerated() {
            let pages = try PageSequence(report, theme: theme, shaper: fonts)
            let found = try check.findings(report, pages) + workbookFindings(report, theme: theme, fonts: fonts, created: created)
            result.findings += use.apply(to: found, of: report.code).map { $0.diagnostic(report: report.key) }
            result.reports += 1
            result.pages += pages.count
            result.pictures += report.charts.count
            entries.append(BookFront.Entry(report, pages))
            progress.receive(.progress(done: index + 1, total: built.reports.count, unit: "reports"))
        }
        let front = check.bookFront(entries, self, built)
        result.findings += use.apply(to: front.findings, of: "book").map { $0.diagnostic(report: "book_\(built.period)") }
        result.pages += front.pages
        result.suppressed = use.suppressed
        let root = path(settings.definitions)
        result.findings += use.diagnostics(isComplete: request.scopes.isEmpty).map { DefinitionFolder.prefixed($0, with: root) }
        if request.isWholeMonth { try MonthLog(layout: result).write(.layout, built.period, in: self) }
        progress.receive(.finished("checked \(result.pages) pages and \(result.pictures) pictures"))
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

/// Judges what a report looks like, page by page.
private struct PageCheck {
    let fonts: PangoTextShaper
    let theme: Theme

    /// Of the report's pages, then of its chart pictures.
    func findings(_ report: BuiltReport, _ pages: PageSequence) throws -> [LayoutFinding] {
        let check = LayoutCheck(theme: theme, meter: fonts), pictures = LayoutCheck(theme: theme, meter: fonts, of: .picture)
        var found = try check.findings(ofPages: pages.count, facts: report.pageFacts, page: { try pages.page($0) })
        for (index, chart) in report.charts.enumerated() {
            let picture = try ReportLayout.chartPage(chart, of: report, theme: theme, shaper: fonts)
            found += pictures.findings(in: [picture]).map { finding in
                var finding = finding
                (finding.page, finding.medium) = (index + 1, .picture)
                return finding
            }
        }
        return found
    }

    func bookFront(_ entries: [BookFront.Entry], _ workspace: Workspace, _ built: BuildResult) -> (pages: Int, findings: [LayoutFinding]) {
        guard let first = built.reports.first else { return (0, []) }
        let settings = workspace.settings, order = entries.map(\.group)
        // The book goes from scope to scope.
        let entries = entries.enumerated().sorted {
            (order.firstIndex(of: $0.element.group)!, $0.offset) < (order.firstIndex(of: $1.element.group)!, $1.offset)
        }.map(\.element)
        let front = BookFront(entries, name: settings.city, period: built.period, state: first.form.state, settings, theme: theme)
        let pages = front.pages(shaper: fonts)
        return (pages.count, LayoutCheck(theme: theme, meter: fonts, of: .bookFront).findings(in: pages))
    }
}
