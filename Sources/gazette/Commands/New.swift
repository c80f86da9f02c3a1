public import ArgumentParser
public import Pipeline

struct New: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "new", abstract: "Begin a new definition.", subcommands: [Report.self])

    struct Report: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report", abstract: "Write a commented report definition that renders at once; never overwrites.",
            discussion: "Example: gazette new report SB-X20 --title 失业保险收缴情况 --subsystem 失业保险 --kind groups")

        @Argument(help: "Form number, for instance SB-X20.")
        var code: String

        @Option(help: "Title of the report.")
        var title: String

        @Option(help: "Subsystem whose report period applies.")
        var subsystem: String

        @Option(help: "table: rows by hand; crosstab: rows and columns from code tables; time-series: a row a year; groups: groups with subtotals.")
        var kind: StarterRequest.Kind = .table

        @Option(help: "Folder of the new file; 'reports' of the workspace's definitions when left out.")
        var folder: String?

        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let console = output.console
            try console.run {
                let file = try workspace.open().newReport(StarterRequest(code: code, title: title, subsystem: subsystem, kind: kind, folder: folder))
                console.line(file)
                console.line("next: gazette lint; gazette render --report \(code)")
                console.object(["path": file])
                return .success
            }
        }
    }
}

extension StarterRequest.Kind: ExpressibleByArgument {}
