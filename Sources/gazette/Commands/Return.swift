import ArgumentParser
import Pipeline
import Quantities

struct Return: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return", abstract: "Make the packages that go back to the providers: 错误数据报告, summary, reply form and the error files, a folder for each feed.")

    @Argument(help: "Month as 2026-10.")
    var period: ReportingPeriod

    @Argument(help: "Interfaces; all that are loaded when left out.")
    var interfaces: [String] = []

    @Option(help: "Only feeds of this provider, as in exchange.yaml.")
    var provider: String?

    @OptionGroup var deadlines: DeadlineOptions

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let result = try workspace.open().returnPackages(period, interfaces: interfaces, provider: provider, today: deadlines.today)
            for package in result.packages {
                let suspects = package.suspects > 0 ? ", \(package.suspects) suspects" : ""
                console.line("\(package.folder): \(package.rejected == 0 ? "no errors" : "\(package.rejected) rows rejected")\(suspects), \(package.files.count) files")
                console.object([
                    "interface": package.interface, "batch": package.batch, "folder": package.folder, "rejected": package.rejected, "suspects": package.suspects, "files": package.files,
                ])
            }
            console.diagnostics(result.diagnostics)
            if result.packages.contains(where: { $0.rejected > 0 }) { console.line("note what was agreed: gazette contact add INTERFACE --period \(period) --party … --subject … --person … --due …") }
            return .success
        }
    }
}
