import ArgumentParser
import Pipeline

struct Initialize: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "init", abstract: "Make a workspace: a folder with gazette.yaml.")

    @Argument(help: "Folder of the new workspace.")
    var folder: String

    @Option(help: "Folder with the report definitions.")
    var definitions = "ReportDefs"

    @Option(help: "Folder with the three typefaces.")
    var fonts = "Fonts"

    @OptionGroup var output: OutputOptions

    func run() throws {
        try output.console.run {
            _ = try Workspace.initialize(folder, definitions: definitions, fonts: fonts)
            output.console.line("workspace: \(folder)/gazette.yaml")
            return .success
        }
    }
}
