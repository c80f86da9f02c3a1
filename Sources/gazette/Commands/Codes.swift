import ArgumentParser
import Diagnostics
import Pipeline
import Quantities

struct Codes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codes", abstract: "编码表: requests of the provider, confirmed by a person, applied before the load.",
        subcommands: [Request.self, List.self, Confirm.self, Reject.self, Apply.self, Changes.self, Check.self, History.self, Restore.self])

    struct Request: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "request", abstract: "Register a request file; every line is tried against the code tables first.",
            discussion: "Columns: table,code,name,short,parent,effective_from,effective_to,action,reason and, where codes end, successor.")
        @Argument(help: "The file, for instance exchange/202610/BM_202610.CSV.")
        var file: String
        @Option(help: "Month as 2026-10; that of the file's name when left out.")
        var period: ReportingPeriod?
        @Option(help: "Who registers it.")
        var person: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws {
            try output.console.run {
                output.console.show(try workspace.open().requestCodes(file, period: period, person: person), "registered")
                return .success
            }
        }
    }

    struct List: ParsableCommand, ListCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Members of a code table on a day; the requests when no table is named.")
        @Argument(help: "Code table, for instance district.")
        var table: String?
        @Option(help: "Day (2010-06-30); the last day of the workspace's month when left out.")
        var on: CalendarDate?
        @Option(help: "Requests of this month; of all when left out.")
        var period: ReportingPeriod?
        @Flag(help: "Only requests that are not settled.")
        var open = false
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws {
            try printRows { try table == nil ? $0.listCodeRequests(period, onlyOpen: open) : $0.listCodes(table!, on: on) }
        }
    }

    struct Confirm: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "confirm", abstract: "Confirm requests by number.")
        @OptionGroup var decision: CodeDecision
        func run() throws { try decision.decide(isConfirmed: true) }
    }

    struct Reject: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "reject", abstract: "Reject requests by number.")
        @OptionGroup var decision: CodeDecision
        func run() throws { try decision.decide(isConfirmed: false) }
    }

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "apply", abstract: "Write the confirmed requests into the code tables; nothing is written when anything is wrong.")
        @Argument(help: "Month as 2026-10; all months when left out.")
        var period: ReportingPeriod?
        @Option(help: "Who applies them.")
        var person: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws {
            try output.console.run {
                output.console.show(try workspace.open().applyCodes(period, person: person), "applied")
                return .success
            }
        }
    }

    struct Changes: ParsableCommand, ListCommand {
        static let configuration = CommandConfiguration(commandName: "changes", abstract: "What began, ended and changed between two days.")
        @Argument(help: "First and last day: 2010-01-01..2015-12-31.")
        var range: CodeDays
        @Option(help: "One code table; all when left out.")
        var table: String?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listCodeChanges(from: range.first, to: range.last, table: table) } }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "check", abstract: "Find members that get lost between code tables, facts and report rows of a month.")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws {
            try output.console.run {
                let result = try workspace.open().checkCodes(period)
                output.console.diagnostics(result.diagnostics)
                let errors = result.diagnostics.count { $0.severity == .error }
                output.console.line("\(result.checked): \(errors) errors, \(result.diagnostics.count - errors) warnings")
                return errors == 0 ? .success : .failure
            }
        }
    }

    struct History: ParsableCommand, ListCommand {
        static let configuration = CommandConfiguration(commandName: "history", abstract: "The kept files of code tables: one for each application.")
        @Argument(help: "Code table; all when left out.")
        var table: String?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listCodeFiles(table) } }
    }

    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "restore", abstract: "Bring a code table back as it was before an application.")
        @Argument(help: "Number of the kept file: gazette codes history.")
        var number: Int64
        @Option(help: "Who restores it.")
        var person: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws {
            try output.console.run {
                output.console.show(try workspace.open().restoreCodes(number, person: person), "restored")
                return .success
            }
        }
    }
}

struct CodeDecision: ParsableArguments {
    @Argument(help: "Numbers: gazette codes list.")
    var numbers: [Int64]
    @Option(help: "Who decides.")
    var person: String
    @Option(help: "Why.")
    var reason: String
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func decide(isConfirmed: Bool) throws {
        try output.console.run {
            output.console.show(try workspace.open().decideCodes(numbers, isConfirmed: isConfirmed, person: person, reason: reason), isConfirmed ? "confirmed" : "rejected")
            return .success
        }
    }
}

/// `2010-01-01..2015-12-31`
struct CodeDays: ExpressibleByArgument {
    var first: CalendarDate
    var last: CalendarDate
    init?(argument: String) {
        let parts = argument.split(separator: "..").map(String.init)
        guard parts.count == 2, let first = CalendarDate(parts[0]), let last = CalendarDate(parts[1]), first <= last else { return nil }
        self.first = first
        self.last = last
    }
}

extension Console {
    func show(_ outcome: CodeOutcome, _ what: String) {
        diagnostics(outcome.diagnostics)
        for id in outcome.requests { object(["number": id, "state": what]) }
        if !outcome.requests.isEmpty { line("\(what): \(outcome.requests.map(String.init).joined(separator: ", "))") }
        for file in outcome.files {
            line(file)
            object(["path": file, "state": what])
        }
    }
}
