import ArgumentParser
import Dispatch
import Pipeline
import PreviewServer
import Quantities

struct Preview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show reports in a browser while their definitions are edited: pages within a second of saving, mistakes at their line.")

    @Argument(help: "Month as 2026-10; the workspace's period when left out.")
    var period: ReportingPeriod?

    @Option(name: [.short, .long], help: "Form number to begin with.")
    var report = ""

    @Option(name: [.short, .long], help: "'city' or a district code to begin with.")
    var scope = ""

    @Option(help: "Port on this machine; 0 for any free one.")
    var port = 8480

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let server = try PreviewServer(workspace.open(), start: PreviewSelection(report: report, scope: scope, period: period), port: port)
            let result = Waiting()
            Task {
                do {
                    try await server.run {
                        console.line("preview: \($0)　(Ctrl-C ends it)")
                        console.flush()
                    }
                } catch { result.error = error }
                result.done.signal()
            }
            result.done.wait()
            if let error = result.error { throw error }
            return .success
        }
    }

    /// What the server's task hands back to the command.
    private final class Waiting: @unchecked Sendable {
        let done = DispatchSemaphore(value: 0)
        var error: (any Error)?
    }
}
