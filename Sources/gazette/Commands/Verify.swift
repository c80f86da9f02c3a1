import ArgumentParser
import Pipeline

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "verify", abstract: "Prove that a release is what was published, from its folder alone.")

    @Argument(help: "Month (its current release) or a release folder; every release of the workspace when left out.")
    var target: String?

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let results = try verifyReleases(target, workspace: workspace.workspace)
            for result in results {
                console.diagnostics(result.diagnostics)
                console.line("\(result.diagnostics.isEmpty ? "intact" : "DAMAGED"): \(result.folder), \(result.artefacts) artefacts")
                console.object(["folder": result.folder, "intact": result.diagnostics.isEmpty, "artefacts": result.artefacts])
            }
            return results.contains { !$0.diagnostics.isEmpty } ? .failure : .success
        }
    }
}
