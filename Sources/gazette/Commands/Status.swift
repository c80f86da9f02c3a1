import ArgumentParser
import Pipeline
import Quantities

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Where a month stands, on one page: a light for each step, figures, and what to do next. Changes nothing.",
        discussion: "Exit code 1 when a step is stopped.")
    @Argument(help: "Month as 2026-10; the workspace's period when left out.")
    var period: ReportingPeriod?
    @Option(help: "Write it as a page into this file.")
    var html: String?
    @OptionGroup var deadlines: DeadlineOptions
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let page = try html.map { try NamedFile($0) }
            let report = try workspace.open().status(period, today: deadlines.today)
            if let page {
                try page.write(report.html)
                console.line("wrote \(page.path)")
            } else {
                console.line(report.text)
            }
            console.show(report)
            return report.isBlocking ? .failure : .success
        }
    }
}

extension Console {
    /// One object for the month, then one for each step, action, feed, contact, slip and day.
    func show(_ report: StatusReport) {
        object(["kind": "month", "period": report.period.description, "today": report.today.description, "state": report.state, "headline": report.headline])
        for step in report.steps { object(["kind": "step", "id": step.id, "name": step.name, "state": step.state, "figure": step.figure, "detail": step.detail]) }
        for action in report.actions { object(["kind": "action", "state": action.state, "text": action.text, "command": action.command]) }
        for feed in report.feeds {
            var fields: [String: any Sendable] = ["kind": "feed", "interface": feed.interface, "name": feed.name, "state": feed.state, "batch": feed.batch, "sum": feed.sum ?? "", "sum_of": feed.sumTitle]
            for (key, value) in [("rows", feed.rows), ("accepted", feed.accepted), ("rejected", feed.rejected), ("suspects", feed.suspects), ("accepted_before", feed.acceptedBefore)] {
                if let value { fields[key] = value }
            }
            object(fields)
        }
        for contact in report.contacts {
            object(["kind": "contact", "number": contact.number, "interface": contact.interface, "party": contact.party, "subject": contact.subject, "due": contact.due, "overdue": contact.isOverdue])
        }
        for slip in report.slips { object(["kind": "slip", "days": slip.days, "cause": slip.cause, "interface": slip.interface, "person": slip.person]) }
        for day in report.calendar { object(["kind": "day", "name": day.name, "planned": day.planned.description, "date": day.date.description, "state": day.state]) }
    }
}
