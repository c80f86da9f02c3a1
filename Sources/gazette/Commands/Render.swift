public import ArgumentParser
public import Pipeline
import Quantities

struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "render", abstract: "Build and render reports from what is loaded.")

    @Argument(help: "Month as 2026-10; the workspace's period when left out.")
    var period: ReportingPeriod?

    @Option(name: [.short, .long], help: "Form number, for instance SB-Z02; repeat for several. All when left out.")
    var report: [String] = []

    @Option(name: [.short, .long], help: "'city' or a district code; repeat for several. All when left out.")
    var scope: [String] = []

    @Option(help: "pdf, xlsx, chart-png, figures, provenance (all of these when left out); page-png, chart-svg, html.")
    var format: [ArtefactRole] = []

    @Option(help: "Resolution of page-png and chart-png in dots per inch.")
    var dpi = 144

    @Option(help: "Number of workers that lay out and export; 0 for one per core.")
    var workers = 0

    @Option(name: .customLong("set"), help: "A parameter of the report: --set 金额单位=元; several columns to hide: --set 隐藏=9+10. See: gazette list parameters.")
    var choices: [ParameterChoice] = []

    @Option(help: "Edition mark on every page.")
    var state = "测试版"

    @OptionGroup var seal: SealOptions
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            var request = GenerateRequest(period: period, reports: report, scopes: scope, roles: format, dotsPerInch: dpi, state: state, workers: workers)
            request.choices = choices.map { ($0.parameter, $0.values) }
            request.seal = seal.picture
            let result = try workspace.open().generate(request, progress: console.progress)
            console.show(result)
            if !console.json { result.artefacts.forEach { console.line("  \($0.path)") } }
            return .success
        }
    }
}

extension ArtefactRole: ExpressibleByArgument {}

/// `金额单位=元`, `隐藏=9+10`
struct ParameterChoice: ExpressibleByArgument {
    var parameter: String
    var values: [String]

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        parameter = parts[0]
        values = parts[1].split(separator: "+").map(String.init)
    }
}
