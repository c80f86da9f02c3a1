import ArgumentParser
import Foundation
import Pipeline
import Quantities

/// `2026-10` or `2026-08..2026-10`
struct MonthRange: ExpressibleByArgument {
    let months: [ReportingPeriod]
    init?(argument: String) {
        let parts = argument.components(separatedBy: "..")
        guard parts.count <= 2, let first = ReportingPeriod(parts[0]), let last = ReportingPeriod(parts[parts.count - 1]), first <= last else { return nil }
        months = (0...last.months(since: first)).map { first.adding(months: $0) }
    }
}

struct Reload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Load feeds again even if nothing changed: the new batch takes the place of the old one, which stays as history.")
    @Argument(help: "Month, or months as 2026-08..2026-10.")
    var months: MonthRange
    @Argument(help: "Interfaces; all when left out.")
    var interfaces: [String] = []
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            let report = try workspace.open().load(months.months, only: interfaces, again: true, progress: console.progress)
            console.show(report)
            try report.throwProblems()
            return .success
        }
    }
}

struct Reclean: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reclean", abstract: "重洗: load past months under new rules aside, compare old and new, then switch or discard.",
        subcommands: [Make.self, Show.self, Switch.self, Discard.self, Recleans.self], defaultSubcommand: Make.self)

    struct Form: ParsableArguments {
        @Flag(help: "Figures that stay the same, too.")
        var all = false
        @Option(help: "Write the comparison as a page into this file.")
        var html: String?
        @Option(help: "Write the comparison as Markdown into this file.")
        var md: String?

        func pages() throws -> (html: NamedFile?, md: NamedFile?) { (try html.map { try NamedFile($0) }, try md.map { try NamedFile($0) }) }
    }

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "make", abstract: "Load months under new rules aside; what is in force stays.")
        @Argument(help: "Month, or months as 2026-08..2026-10.")
        var months: MonthRange
        @Argument(help: "Interfaces; all when left out.")
        var interfaces: [String] = []
        @Option(help: "Folder with the new rules; the workspace's own when left out.")
        var definitions: String?
        @OptionGroup var form: Form
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let console = output.console
            try console.run {
                let pages = try form.pages(), folder = definitions.map { URL(filePath: $0).standardizedFileURL.path() }
                let space = try workspace.open()
                var report = try space.reclean(months.months, interfaces: interfaces, definitions: folder, progress: console.progress)
                if form.all { report = try space.showReclean(report.id, all: true) }
                try console.show(report, pages)
                return .success
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Old and new side by side.")
        @Argument(help: "Number.")
        var number: Int
        @OptionGroup var form: Form
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws {
            try output.console.run {
                let pages = try form.pages()
                try output.console.show(try workspace.open().showReclean(number, all: form.all), pages)
                return .success
            }
        }
    }

    struct Switch: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "switch", abstract: "Make the new batches current, all at once.")
        @OptionGroup var decision: Decision
        func run() throws {
            try decision.carryOut { space, console in
                let count = try space.switchReclean(decision.number, reason: decision.reason, person: decision.person)
                console.line("\(count) batches are current; reports of these months must be made again: gazette run")
                console.object(["reclean": decision.number, "batches": count])
            }
        }
    }

    struct Discard: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "discard", abstract: "Throw the new batches away.")
        @OptionGroup var decision: Decision
        func run() throws {
            try decision.carryOut { space, console in
                try space.discardReclean(decision.number, reason: decision.reason, person: decision.person)
                console.line("discarded \(decision.number)")
            }
        }
    }

    /// Which reclean, who decides and why.
    struct Decision: ParsableArguments {
        @Argument(help: "Number.")
        var number: Int
        @Option(help: "Why.")
        var reason: String
        @Option(help: "Who decides.")
        var person: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func carryOut(_ work: (Workspace, Console) throws -> Void) throws {
            try output.console.run {
                try work(try workspace.open(), output.console)
                return .success
            }
        }
    }

    struct Recleans: ParsableCommand, ListCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "All recleans: waiting, switched, discarded.")
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions
        func run() throws { try printRows { try $0.listRecleans() } }
    }
}

extension Console {
    func show(_ report: RecleanReport, _ pages: (html: NamedFile?, md: NamedFile?)) throws {
        for (page, text) in [(pages.html, report.html), (pages.md, report.markdown)] {
            guard let page else { continue }
            try page.write(text)
            line("wrote \(page.path)")
        }
        if pages.html == nil && pages.md == nil { line(report.text) }
        object(["reclean": report.id, "state": report.state, "feeds": report.feeds, "figures": report.figures, "changed": report.changed])
    }
}
