import ArgumentParser
import Pipeline
import Quantities

struct Suspects: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspects", abstract: "疑似数据: rows that were loaded although rules say that they may be wrong; decisions are logged and applied by the next load.",
        subcommands: [List.self, Accept.self, Fix.self, Return.self, Log.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "The queue of a month, personal numbers masked.")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @Argument(help: "Interface; all when left out.")
        var interface: String?
        @Option(help: "How many of each interface are shown; all are counted.")
        var limit = 50
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let console = output.console
            try console.run {
                let queue = try workspace.open().suspects(period, interface: interface, limit: limit)
                for entry in queue.entries {
                    let values = entry.values.map { "\($0.column) \($0.value)" }.joined(separator: ", ")
                    console.line("\(entry.interface) \(entry.line)  \(entry.rules)  \(values)\(entry.decision.map { "  (\($0) at the next load)" } ?? "")")
                    console.object([
                        "interface": entry.interface, "line": entry.line, "rules": entry.rules, "values": Dictionary(uniqueKeysWithValues: entry.values.map { ($0.column, $0.value) }),
                        "decision": entry.decision ?? "",
                    ])
                }
                console.line(queue.counts.isEmpty ? "no suspects" : queue.counts.map { "\($0.interface): \($0.count) suspects" }.joined(separator: ", "))
                return .success
            }
        }
    }

    struct Choice: ParsableArguments {
        @Argument(help: "Month as 2026-10.")
        var period: ReportingPeriod
        @Argument(help: "Interface.")
        var interface: String
        @Argument(help: "Lines as the list shows them.")
        var lines: [Int] = []
        @Option(help: "Why.")
        var reason: String
        @Option(help: "Who decides.")
        var person: String
    }

    struct Accept: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "accept", abstract: "They are right as they are.")
        @OptionGroup var choice: Choice
        @Option(help: "All that violate this rule, instead of lines.")
        var rule: String?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try decide(choice, rule, .accept, workspace, output) }
    }

    struct Return: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "return", abstract: "They go back to the provider; the next load rejects them.")
        @OptionGroup var choice: Choice
        @Option(help: "All that violate this rule, instead of lines.")
        var rule: String?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try decide(choice, rule, .giveBack, workspace, output) }
    }

    struct Fix: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "fix", abstract: "Load them with corrected values; the received bytes stay in the log.")
        @OptionGroup var choice: Choice
        @Option(help: "COLUMN=VALUE; repeat for several.")
        var set: [String]
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if set.isEmpty || set.contains(where: { !$0.contains("=") }) { throw ValidationError("give --set COLUMN=VALUE") }
            if choice.lines.isEmpty { throw ValidationError("name the lines to correct") }
        }

        func run() throws {
            let changes = set.map { text in
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                return (column: parts[0], value: parts[1])
            }
            try decide(choice, nil, .fix(changes), workspace, output)
        }
    }

    struct Log: ParsableCommand, ListCommand {
        static let configuration = CommandConfiguration(commandName: "log", abstract: "Who decided what, when and why.")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @Argument(help: "Interface; all when left out.")
        var interface: String?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.suspectLog(period, interface: interface) } }
    }
}

private func decide(
    _ choice: Suspects.Choice, _ rule: String?, _ decision: SuspectRequest.Decision, _ workspace: WorkspaceOptions, _ output: OutputOptions
) throws {
    try output.console.run {
        let count = try workspace.open().decide(SuspectRequest(
            period: choice.period, interface: choice.interface, lines: choice.lines, rule: rule, decision: decision, reason: choice.reason, person: choice.person))
        output.console.line("\(count) decided; apply it: gazette load \(choice.period)")
        output.console.object(["decided": count])
        return .success
    }
}
