import ArgumentParser
import Pipeline
import Quantities

struct Intake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake", abstract: "What has come into the exchange folder of a month; the calendar that hangs on it.", subcommands: [Status.self, Slip.self])

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Expected files of a month: missing, misnamed, empty, growing, repeated, out of line, arrived, loaded.",
            discussion: "Exit code 1 while the set is not complete.")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @OptionGroup var deadlines: DeadlineOptions
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let console = output.console
            try console.run {
                let report = try workspace.open().intakeStatus(period, today: deadlines.today)
                console.show(report)
                return report.isComplete ? .success : .failure
            }
        }
    }

    struct Slip: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "slip", abstract: "All later days of a month move, with the cause (顺延).")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @Option(parsing: .unconditional, help: "How many days; negative takes back.")
        var days: Int
        @Option(help: "Why.")
        var cause: String
        @Option(help: "Interface that caused it.")
        var interface: String?
        @Option(help: "Who notes it.")
        var person: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.console.run {
                let space = try workspace.open()
                try space.noteSlip(period, days: days, cause: cause, interface: interface, person: person)
                for step in try space.intakeStatus(period).steps { output.console.line("\(step.date)  \(step.name)\(step.date == step.planned ? "" : "  (planned \(step.planned))")") }
                return .success
            }
        }
    }
}

extension Console {
    func show(_ report: ArrivalReport) {
        for file in report.files {
            var text = "\(file.state.padding(toWidth: 9)) \(file.name)"
            if file.bytes > 0 { text += "  \((file.bytes + 1023) / 1024) KB" }
            if !file.detail.isEmpty { text += "  \(file.detail)" }
            if file.daysLate > 0 { text += "  \(file.daysLate) days late (due \(file.due!))" }
            if !file.advice.isEmpty && file.state != "arrived" { text += "  → \(file.advice)" }
            line(text)
            object([
                "file": file.name, "interface": file.interface ?? "", "state": file.state, "blocking": file.isBlocking, "bytes": file.bytes,
                "before": file.bytesBefore ?? 0, "detail": file.detail, "advice": file.advice, "due": file.due?.description ?? "", "days_late": file.daysLate,
            ])
        }
        for step in report.steps { line("\(step.date)  \(step.name)\(step.date == step.planned ? "" : "  (planned \(step.planned))")") }
        for slip in report.slips { line("slipped \(slip.days) days: \(slip.cause)") }
        if report.openContacts > 0 { line("\(report.openContacts) open contacts, \(report.overdueContacts) overdue: gazette contact list \(report.period) --open") }
        if report.isComplete {
            line("complete\(report.hasNews ? "; load it: gazette load \(report.period)" : "")")
        } else {
            let expected = report.files.filter { $0.interface != nil }, arrived = expected.count { !$0.isBlocking }
            line("not complete: \(arrived) of \(expected.count) files arrived\(arrived == expected.count ? "; code requests wait" : "")")
        }
    }
}

extension String {
    fileprivate func padding(toWidth width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
