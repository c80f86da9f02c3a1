import ArgumentParser
import Pipeline
import Quantities

struct Golden: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "golden", abstract: "Compare reports with their golden files (基准文件), or accept new ones.", subcommands: [Check.self, Accept.self])

    struct Selection: ParsableArguments {
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?

        @Option(help: "Folder with the golden files.")
        var golden = "Golden"

        @Option(name: [.short, .long], help: "Form number; repeat for several. All that have golden files when left out.")
        var report: [String] = []

        @Option(name: [.short, .long], help: "'city' or a district code; repeat for several.")
        var scope: [String] = []
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "check", abstract: "Compare; differences are written beside the golden files as *.pending.")
        @OptionGroup var selection: Selection
        @Flag(help: "Incomparable pictures (other environment) fail too.")
        var strict = false
        @Flag(help: "Never write pending files.")
        var readOnly = false
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let console = output.console
            try console.run {
                let request = GoldenRequest(period: selection.period, folder: selection.golden, reports: selection.report, scopes: selection.scope)
                let result = try workspace.open().checkGolden(request, writePending: !readOnly, progress: console.progress)
                console.line(result.summary)
                for verdict in result.cases { console.object(["case": verdict.name, "verdict": verdict.verdict]) }
                if result.hasDifferences { return .different }
                return result.hasIncomparable && strict ? .incomparable : .success
            }
        }
    }

    struct Accept: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "accept", abstract: "Make the present output the golden one; a changed figure needs a reason.")
        @OptionGroup var selection: Selection
        @Option(help: "Why the change is right.")
        var reason: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let console = output.console
            try console.run {
                let request = GoldenRequest(period: selection.period, folder: selection.golden, reports: selection.report, scopes: selection.scope)
                let accepted = try workspace.open().acceptGolden(request, reason: reason, progress: console.progress)
                accepted.forEach { console.line("accepted \($0)") }
                console.line("\(accepted.count) cases accepted")
                return .success
            }
        }
    }
}
