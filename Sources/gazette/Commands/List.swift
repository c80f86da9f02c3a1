import ArgumentParser
import Pipeline
import Quantities

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List reports, loaded batches, outputs, releases or slow reports.",
        subcommands: [Reports.self, Parameters.self, Batches.self, Outputs.self, Releases.self, Slow.self])

    struct Reports: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "reports", abstract: "The defined reports.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listReports() } }
    }

    struct Parameters: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "parameters", abstract: "What may be chosen for each report with render --set.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listParameters() } }
    }

    struct Batches: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "batches", abstract: "The loaded interface files, superseded loads too.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listBatches() } }
    }

    struct Outputs: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "outputs", abstract: "The files made for a month.")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listOutputs(period) } }
    }

    struct Slow: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "slow", abstract: "The slowest reports of the last rendering of a month, with their times in milliseconds.")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @Option(help: "How many.")
        var count = 10
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listSlowReports(period, count: count) } }
    }

    struct Releases: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "releases", abstract: "The published releases.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listReleases() } }
    }
}

protocol ListCommand {
    var workspace: WorkspaceOptions { get }
    var output: OutputOptions { get }
}
extension List.Reports: ListCommand {}
extension List.Parameters: ListCommand {}
extension List.Batches: ListCommand {}
extension List.Outputs: ListCommand {}
extension List.Releases: ListCommand {}
extension List.Slow: ListCommand {}

extension ListCommand {
    func printRows(_ rows: (Workspace) throws -> Listing) throws {
        let console = output.console
        try console.run {
            let listing = try rows(try workspace.open())
            listing.lines.forEach(console.line)
            for row in listing.rows { console.object(Dictionary(uniqueKeysWithValues: zip(listing.columns, row))) }
            return .success
        }
    }
}
