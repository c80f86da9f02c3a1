import ArgumentParser
import Pipeline
import Quantities

struct Load: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check and load the interface files of a month; unchanged files are skipped.")

    @Argument(help: "Month; every month of the exchange folder when left out.")
    var period: ReportingPeriod?

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let report = try workspace.open().load(period.map { [$0] }, progress: console.progress)
            console.show(report)
            return .success
        }
    }
}

extension Console {
    func show(_ report: LoadReport) {
        diagnostics(report.diagnostics)
        for file in report.files {
            let errors = file.errorCounts.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
            if file.rejected > 0 || file.rounded > 0 {
                line("\(file.file): \(file.rows) rows, \(file.accepted) accepted, \(file.rejected) rejected\(errors.isEmpty ? "" : " (\(errors))")"
                    + "\(file.rounded > 0 ? ", \(file.rounded) values rounded" : "")")
            }
            object([
                "file": file.file, "batch": file.batch, "rows": file.rows, "accepted": file.accepted, "rejected": file.rejected,
                "rounded": file.rounded, "defaulted": file.defaulted, "errors": Dictionary(uniqueKeysWithValues: file.errorCounts.map { ($0.name, $0.count) }),
            ])
        }
        if let folder = report.rejectsFolder { line("rejected rows, one file per error class: \(folder)") }
        line("loaded \(report.files.count) files, \(report.skipped) unchanged")
    }
}
