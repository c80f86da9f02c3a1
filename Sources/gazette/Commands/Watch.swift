import ArgumentParser
import Pipeline
import Quantities

struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Wait for the files of a month and load them when the set is complete; then wait for new deliveries.")
    @Argument(help: "Month as 2026-10; the workspace's period when left out.")
    var period: ReportingPeriod?
    @Option(help: "Seconds between two looks.")
    var interval = 10
    @Flag(help: "Stop after the first load, or at once when everything is loaded.")
    var once = false
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            try workspace.open().watch(
                period, interval: interval, once: once, progress: console.progress, tell: { console.line($0); console.flush() }, loaded: { console.show($0); console.flush() })
            return .success
        }
    }
}
