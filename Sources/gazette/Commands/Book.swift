public import ArgumentParser
public import Pipeline
import Quantities

struct Book: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "book", abstract: "Bind the reports of a month into PDF books with cover, contents and page numbers.")

    @Argument(help: "Month as 2026-10; the workspace's period when left out.")
    var period: ReportingPeriod?

    @Option(help: "one: all in one book; scope: a book for the city and each district; report: a book for each form with all its scopes.")
    var by = BookRequest.Division.one

    @Option(name: [.short, .long], help: "Form number; repeat for several. All when left out.")
    var report: [String] = []

    @Option(name: [.short, .long], help: "'city' or a district code; repeat for several. All when left out.")
    var scope: [String] = []

    @Option(help: "Title on the cover.")
    var title: String?

    @Option(help: "Edition mark on every page.")
    var state = "测试版"

    @OptionGroup var seal: SealOptions
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let console = output.console
        try console.run {
            var request = GenerateRequest(period: period, reports: report, scopes: scope, state: state)
            request.seal = seal.picture
            let result = try workspace.open().bind(BookRequest(reports: request, division: by, title: title), progress: console.progress)
            for book in result.books {
                console.line("\(book.path): \(book.reports) reports, \(book.pages) pages")
                console.object(["path": book.path, "reports": book.reports, "pages": book.pages])
            }
            return .success
        }
    }
}

extension BookRequest.Division: ExpressibleByArgument {}
