import ArgumentParser
import Pipeline

struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check the definitions: every error with file, line and column.")

    @OptionGroup var workspace: WorkspaceOptions

    @Option(help: "Check this folder of definitions instead of the workspace's.")
    var definitions: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let result = try lintDefinitions(folder: definitions, workspace: workspace.workspace)
            console.diagnostics(result.diagnostics)
            console.line("\(result.files) files, \(result.reports) reports: \(result.errors) errors, \(result.warnings) warnings")
            return result.errors > 0 ? .failure : .success
        }
    }
}
