import ArgumentParser
import Pipeline
import Quantities

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Self-test of databases, files, definitions and surroundings; changes nothing.",
        discussion: "● good  ▲ attention  ■ stop. Exit code 1 when anything stops.")

    @Argument(help: "Look at the detail files of this month only; at all when left out.")
    var period: ReportingPeriod?

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let report = try workspace.open().doctor(period)
            console.show(report)
            return report.state == .stop ? .failure : .success
        }
    }
}

extension Console {
    /// Findings beyond `shown` are counted on the terminal; `--json` gives all.
    func show(_ report: DoctorReport, shown: Int = 10) {
        for item in report.items {
            line("\(item.state.symbol) \(item.name)  \(item.checked)")
            for finding in item.findings.prefix(shown) { line("    \(finding)") }
            if item.findings.count > shown { line("    and \(item.findings.count - shown) more: --json lists all") }
            if !item.advice.isEmpty { line("    → \(item.advice)") }
            object([
                "item": item.id, "name": item.name, "state": item.state.rawValue, "checked": item.checked, "findings": item.findings, "advice": item.advice,
            ])
        }
        let counts = (report.items.count { $0.state == .good }, report.items.count { $0.state == .attention }, report.items.count { $0.state == .stop })
        line("\(counts.0) good, \(counts.1) need attention, \(counts.2) stop")
    }
}
