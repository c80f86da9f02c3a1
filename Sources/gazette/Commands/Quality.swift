import ArgumentParser
import Pipeline
import Quantities

struct Quality: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "quality", abstract: "Write 数据质量报告 of a month for each insurance: PDF, XLSX and HTML.")

    @Argument(help: "Month as 2026-10; the workspace's period when left out.")
    var period: ReportingPeriod?

    @Option(help: "Only this insurance (110, or common for feeds of none); repeat for several.")
    var insurance: [String] = []

    @OptionGroup var deadlines: DeadlineOptions

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let result = try workspace.open().qualityReports(period, insurances: insurance, today: deadlines.today)
            console.diagnostics(result.diagnostics)
            for report in result.reports {
                for path in report.paths { console.line(path) }
                console.object(["insurance": report.insurance, "name": report.name, "paths": report.paths, "batches": report.batches, "rejected": report.rejected])
            }
            return .success
        }
    }
}
