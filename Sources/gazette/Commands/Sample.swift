import ArgumentParser
import Pipeline
import Quantities

struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sample", abstract: "Write the interface files of the demo city (合成数据).")

    @OptionGroup var workspace: WorkspaceOptions

    @Option(help: "First month.")
    var from: ReportingPeriod

    @Option(help: "Last month.")
    var to: ReportingPeriod

    @Option(help: "1 : N of the published end-2021 totals; 1 is the whole city of 20 million.")
    var scale = 1000

    @Option(help: "The same seed gives the same bytes.")
    var seed: UInt64 = 7

    @Flag(help: "Plant rows of every error kind and list them in defects.tsv.")
    var defects = false

    @Flag(help: "Plant a wrong figure in the check table: 1,000 rows too many for 朝阳区 in the pension feed.")
    var wrongFigure = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let result = try workspace.open().sample(
                SampleRequest(from: from, to: to, scale: scale, seed: seed, defects: defects, wrongFigure: wrongFigure), progress: console.progress)
            console.line("\(result.files) files, \(result.rows) rows in \(result.folder)\(result.skippedMonths > 0 ? " (\(result.skippedMonths) months were there already)" : "")")
            console.object(["files": result.files, "rows": result.rows, "folder": result.folder])
            return .success
        }
    }
}
