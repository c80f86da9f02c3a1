import ArgumentParser
import Pipeline
import Quantities

struct Balances: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "balances", abstract: "平衡: what the figures of a month must stand before reports go out; each difference with its cause.",
        subcommands: [Run.self, Show.self, Explain.self], defaultSubcommand: Run.self)

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Compute the balances of a month and keep the result.", discussion: "Exit code 1 when something blocks.")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @Option(help: "Leave out a balance (id); repeat for several. detail-summary reads every detail file.")
        var without: [String] = []
        @OptionGroup var form: BalanceForm
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let console = output.console
            try console.run {
                let page = try form.page()
                let report = try workspace.open().runBalances(period, without: without, progress: console.progress)
                try console.show(report, form, page)
                return report.isBlocking ? .failure : .success
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "The latest result of a month, and whether it is still true.", discussion: "Exit code 1 when something blocks or the result is out of date.")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @OptionGroup var form: BalanceForm
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let console = output.console
            try console.run {
                let page = try form.page()
                let report = try workspace.open().showBalances(period)
                try console.show(report, form, page)
                return report.isBlocking || report.isStale ? .failure : .success
            }
        }
    }

    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain", abstract: "Note why figures are right although they are out of line; it holds for these figures only.")
        @Argument(help: "Month as 2026-10.")
        var period: ReportingPeriod
        @Argument(help: "Numbers as 'gazette balances show' gives them.")
        var numbers: [Int] = []
        @Option(help: "All of this interface that wait for an explanation.")
        var interface: String?
        @Option(help: "Why.")
        var reason: String
        @Option(help: "Who says so.")
        var person: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func validate() throws { if numbers.isEmpty && interface == nil { throw ValidationError("name the lines, or an interface with --interface") } }

        func run() throws {
            try output.console.run {
                let count = try workspace.open().explainBalances(period, numbers: numbers, subject: interface, reason: reason, person: person)
                output.console.line("\(count) explained")
                output.console.object(["explained": count])
                return .success
            }
        }
    }
}

struct BalanceForm: ParsableArguments {
    @Flag(help: "Explained figures one by one, too.")
    var all = false
    @Option(help: "Write it as a page into this file.")
    var html: String?

    func page() throws -> NamedFile? { try html.map { try NamedFile($0) } }
}

extension Console {
    func show(_ report: BalanceReport, _ form: BalanceForm, _ page: NamedFile?) throws {
        if let page {
            try page.write(report.html(all: form.all))
            line("wrote \(page.path)")
        } else {
            line(report.text(all: form.all))
        }
        for balance in report.balances {
            object([
                "balance": balance.id, "name": balance.name, "state": balance.state, "compared": balance.compared, "agreed": balance.agreed, "explained": balance.explained,
                "warned": balance.warned, "blocked": balance.blocked, "open": balance.open, "stale": report.staleReasons.joined(separator: "; "),
            ])
        }
        for item in report.lines {
            object([
                "line": item.number, "balance": item.balance, "subject": item.subject, "item": item.item, "place": item.place, "left": item.left ?? "", "right": item.right ?? "",
                "difference": item.difference ?? "", "verdict": item.verdict, "cause_kind": item.causeKind ?? "", "cause": item.cause ?? "",
            ])
        }
    }
}
