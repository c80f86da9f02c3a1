public import ArgumentParser
public import Pipeline
import Quantities

struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Build and render reports from what is loaded.")

    @Argument(help: "Month; the workspace's period when left out.")
    var period: ReportingPeriod?

    @Option(name: [.short, .long], help: "Form number, for instance SB-Z02; repeat for several. All when left out.")
    var report: [String] = []

    @Option(name: [.short, .long], help: "'city' or a district code; repeat for several. All when left out.")
    var scope: [String] = []

    @Option(help: "pdf, xlsx, chart-png, figures, provenance (all of these when left out); page-png, chart-svg, html.")
    var format: [ArtefactRole] = []

    @Option(help: "Resolution of page-png in dots per inch.")
    var dpi = 144

    @Option(help: "Number of workers that lay out and export; 0 for one per core.")
    var workers = 0

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let request = GenerateRequest(period: period, reports: report, scopes: scope, roles: format, dotsPerInch: dpi, workers: workers)
            let result = try workspace.open().generate(request, progress: console.progress)
            console.show(result)
            if !console.json { result.artefacts.forEach { console.line("  \($0.path)") } }
            return .success
        }
    }
}

extension ArtefactRole: ExpressibleByArgument {}
