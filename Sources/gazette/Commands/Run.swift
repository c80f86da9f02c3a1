import ArgumentParser
import Pipeline
import Quantities

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "The whole month: load what is new, build, check and render every report.")

    @Argument(help: "Month as 2026-10; the workspace's period when left out.")
    var period: ReportingPeriod?

    @OptionGroup var workspace: WorkspaceOptions

    @Option(help: "Number of workers that lay out and export; 0 for one per core.")
    var workers = 0

    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let space = try workspace.open()
            let report = try space.load(nil, progress: console.progress)
            console.show(report)
            try report.throwProblems()
            let result = try space.generate(GenerateRequest(period: period, workers: workers), progress: console.progress)
            console.show(result)
            return .success
        }
    }
}

extension Console {
    func show(_ result: GenerationResult) {
        diagnostics(result.diagnostics)
        for artefact in result.artefacts {
            object(["report": artefact.report, "scope": artefact.scope, "role": artefact.role, "path": artefact.path, "bytes": artefact.bytes, "digest": artefact.digest])
        }
        line("\(result.reports) reports, \(result.pages) pages, \(result.artefacts.count) files in \(result.folder)")
        line("审核关系: \(result.relationsPassed) 条通过, \(result.relationsFailed) 条未通过, \(result.relationsNotEvaluated) 处缺数未审")
    }
}
