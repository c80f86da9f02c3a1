import ArgumentParser
import Pipeline
import Quantities

struct Mart: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mart", abstract: "图表支持库: the database that anybody may query (warehouse/mart.sqlite); kept up by load and render.",
        subcommands: [Refresh.self, Rebuild.self, Figures.self, Dictionary.self])

    struct Refresh: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "refresh", abstract: "Bring the mart to the state of the catalogue: only what changed.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws {
            try output.console.run {
                output.console.show(try workspace.open().refreshMart())
                return .success
            }
        }
    }

    struct Rebuild: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "rebuild", abstract: "Make facts, dimensions and views anew from the catalogue, in one transaction.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws {
            try output.console.run {
                output.console.show(try workspace.open().refreshMart(rebuild: true))
                return .success
            }
        }
    }

    struct Figures: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "figures", abstract: "Store the figures of a month's reports without drawing them; render does it by itself.")
        @Argument(help: "Month as 2026-10; the workspace's period when left out.")
        var period: ReportingPeriod?
        @Option(name: .customLong("report"), help: "Report code; all when left out. Repeatable.")
        var reports: [String] = []
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws {
            try output.console.run {
                output.console.show(try workspace.open().storeFigures(GenerateRequest(period: period, reports: reports), progress: output.console.progress))
                return .success
            }
        }
    }

    struct Dictionary: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "dictionary", abstract: "Write 数据字典: every table, view and column, from the databases and the definitions.")
        @Option(help: "Folder for the documents.")
        var to: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws {
            try output.console.run {
                for path in try workspace.open().writeDictionary(to: to) {
                    output.console.line(path)
                    output.console.object(["path": path])
                }
                return .success
            }
        }
    }
}

extension Console {
    func show(_ summary: MartReportSummary) {
        object([
            "path": summary.path, "added": summary.added, "removed": summary.removed, "structure_changed": summary.structureChanged, "reports": summary.figures,
        ])
        let figures = summary.figures > 0 ? ", figures of \(summary.figures) reports" : ""
        line("\(summary.path): \(summary.added) batches added, \(summary.removed) removed\(summary.structureChanged ? ", structure made anew" : "")\(figures)")
    }
}
