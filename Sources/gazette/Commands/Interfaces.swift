import ArgumentParser
import Pipeline
import Quantities

struct Interfaces: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interfaces", abstract: "数据接口规范: list the interfaces of a month, write their documents.", subcommands: [List.self, Document.self])

    struct List: ParsableCommand, ListCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Interfaces in force.")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listInterfaces(period) } }
    }

    struct Document: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "document", abstract: "Write 数据接口规范 as PDF, XLSX, HTML and Markdown, with all versions.")
        @Argument(help: "Interfaces; all when left out.")
        var interfaces: [String] = []
        @Option(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @Option(help: "Folder for the documents.")
        var to: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.console.run {
                for path in try workspace.open().documentInterfaces(interfaces, period: period, folder: to) {
                    output.console.line(path)
                    output.console.object(["path": path])
                }
                return .success
            }
        }
    }
}
