import ArgumentParser
import Pipeline
import Quantities

struct Load: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "load", abstract: "Check and load the interface files of a month; unchanged files are skipped.")

    @Argument(help: "Month as 2026-10; every month of the exchange folder when left out.")
    var period: ReportingPeriod?

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let report = try workspace.open().load(period.map { [$0] }, progress: console.progress)
            console.show(report)
            try report.throwProblems()
            return .success
        }
    }
}

extension Console {
    func show(_ report: LoadReport) {
        diagnostics(report.diagnostics)
        for file in report.files {
            func text(_ counts: [(name: String, count: Int)]) -> String { counts.map { "\($0.name) \($0.count)" }.joined(separator: ", ") }
            func table(_ counts: [(name: String, count: Int)]) -> [String: Int] { Dictionary(uniqueKeysWithValues: counts.map { ($0.name, $0.count) }) }
            var parts = ["\(file.rejected) rejected\(file.errorCounts.isEmpty ? "" : " (\(text(file.errorCounts)))")"]
            if file.rounded > 0 { parts.append("\(file.rounded) values rounded") }
            if file.defaulted > 0 { parts.append("\(file.defaulted) defaults") }
            if !file.suspectCounts.isEmpty { parts.append("suspect: \(text(file.suspectCounts))") }
            if !file.warningCounts.isEmpty { parts.append("warned of: \(text(file.warningCounts))") }
            if !file.filterCounts.isEmpty { parts.append("left out: \(text(file.filterCounts))") }
            if file.settled + file.corrected > 0 { parts.append("\(file.settled) suspects settled, \(file.corrected) rows corrected") }
            if let former = file.replaces { parts.append("takes the place of \(former)\(file.isNewDelivery ? " (a new delivery)" : "")") }
            if parts.count > 1 || file.rejected > 0 { line("\(file.file): \(file.rows) rows, \(file.accepted) accepted, \(parts.joined(separator: ", "))") }
            object([
                "file": file.file, "batch": file.batch, "rows": file.rows, "accepted": file.accepted, "rejected": file.rejected,
                "rounded": file.rounded, "defaulted": file.defaulted, "errors": table(file.errorCounts), "suspects": table(file.suspectCounts),
                "warnings": table(file.warningCounts), "filtered": table(file.filterCounts), "settled": file.settled, "corrected": file.corrected,
                "sums": Dictionary(uniqueKeysWithValues: file.sums.map { ($0.column, $0.sum) }), "encodings": file.encodings,
                "replaces": file.replaces ?? "", "new_delivery": file.isNewDelivery,
            ])
        }
        if let folder = report.rejectsFolder { line("rejected rows, one file per error class: \(folder)") }
        line("loaded \(report.files.count) files, \(report.skipped) unchanged")
    }
}
