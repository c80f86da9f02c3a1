import ArgumentParser
import Pipeline
import Quantities

struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "publish", abstract: "Put the finished month into an immutable release (marked 未签批).")

    @Argument(help: "Month as 2026-10; the workspace's period when left out.")
    var period: ReportingPeriod?

    @Option(help: ArgumentHelp("Feed that the month goes out without; its figures are marked 缺. Repeat for several.", valueName: "interface"))
    var without: [String] = []

    @OptionGroup var seal: SealOptions
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let release = try workspace.open().publish(period, without: without, seal: seal.picture, progress: console.progress)
            console.diagnostics(release.diagnostics)
            console.line(release.isNew ? "published \(release.period) as number \(release.sequence): \(release.folder)"
                : "nothing new: number \(release.sequence) of \(release.period) already holds exactly this: \(release.folder)")
            console.line("manifest \(release.manifestDigest)")
            console.object(["period": release.period, "sequence": release.sequence, "folder": release.folder, "manifest": release.manifestDigest, "new": release.isNew])
            return .success
        }
    }
}
