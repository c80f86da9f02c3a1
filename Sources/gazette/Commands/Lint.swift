import ArgumentParser
import Pipeline
import Quantities

struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Check the definitions: every error with file, line and column. With --pages, judge the finished pages of a month as well.")

    @Argument(help: "Month for --pages; the workspace's period when left out.")
    var period: ReportingPeriod?

    @Flag(help: "Lay out the reports and judge every page: ink over ink, over rules, out of cells, missing heads and furniture, colours.")
    var pages = false

    @Option(name: [.short, .long], help: "With --pages: form number; repeat for several. All when left out.")
    var report: [String] = []

    @Option(name: [.short, .long], help: "With --pages: 'city' or a district code; repeat for several. All when left out.")
    var scope: [String] = []

    @Option(help: "With --pages: the day on which suppressions must still hold, as 2026-11-15; the last day of the month when left out.")
    var today: CalendarDate?

    @OptionGroup var workspace: WorkspaceOptions

    @Option(help: "Check this folder of definitions instead of the workspace's.")
    var definitions: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let result = try lintDefinitions(folder: definitions, workspace: workspace.workspace)
            console.diagnostics(result.diagnostics)
            console.line("\(result.files) files, \(result.reports) reports: \(result.errors) errors, \(result.warnings) warnings")
            if result.errors > 0 { return .failure }
            return pages ? try checkPages(console) : .success
        }
    }

    private func checkPages(_ console: Console) throws -> CommandExit {
        let result = try workspace.open().checkPages(
            GenerateRequest(period: period, reports: report, scopes: scope), today: today, progress: console.progress)
        console.diagnostics(result.findings)
        let accepted = result.suppressed == 0 ? "" : ", \(result.suppressed) suppressed"
        console.line("\(result.pages) pages and \(result.pictures) pictures of \(result.reports) reports: \(result.errors) findings\(accepted)")
        return result.errors == 0 ? .success : .failure
    }
}
