import ArgumentParser
import Pipeline
import Quantities

struct Records: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records", abstract: "Render reports from record tables (TSV) instead of the warehouse.",
        discussion: """
            DATA holds a folder per case, and in it one <table>.tsv per record table: a header line 'label kind field…' and a record a \
            line, fields separated by tabs; kind is d for a record, s for a subtotal; values are plain decimals.
            """)

    @Argument(help: "Folder of definitions.")
    var definitions: String

    @Argument(help: "Folder with a folder per case.")
    var data: String

    @Argument(help: "Folder for the outputs.")
    var target: String

    @Argument(help: "Month that the reports are about.")
    var period: ReportingPeriod

    @Option(help: "pdf, xlsx, chart-png, page-png, figures; repeat for several.")
    var format: [ArtefactRole] = [.pdf]

    @Option(help: "Number of workers that lay out and export; 0 for one per core.")
    var workers = 0

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let result = try workspace.open().renderRecords(
                RecordRequest(definitions: definitions, data: data, period: period, roles: format, folder: target, workers: workers), progress: console.progress)
            console.diagnostics(result.diagnostics)
            console.line("\(result.reports) reports, \(result.pages) pages, \(result.artefacts.count) files in \(result.folder)")
            return .success
        }
    }
}
