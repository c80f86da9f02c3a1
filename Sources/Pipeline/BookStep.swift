internal import Composition
public import Diagnostics
internal import Layout
internal import PageExport
public import Quantities
internal import ReportModel
internal import Scene
internal import TextShaping

/// Which reports become books.
public struct BookRequest: Sendable {
    /// How reports are bound together.
    public enum Division: String, Sendable, CaseIterable {
        /// All in one book.
        case one
        /// A book for each scope: the city and every district.
        case scope
        /// A book for each report, with all its scopes.
        case report
    }
    public var reports: GenerateRequest
    public var division: Division
    /// On the cover; nil: 社会保险统计报表.
    public var title: String?
    public init(reports: GenerateRequest, division: Division = .one, title: String? = nil) { self.reports = reports; self.division = division; self.title = title }
}

public struct BookResult: Sendable {
    public struct Book: Sendable {
        public var path: String
        public var reports: Int
        public var pages: Int
    }
    public var books: [Book] = []
}

extension Workspace {
    /// Builds reports and binds them into PDF books: cover, contents with links, the reports, pages numbered through.
    public func bind(_ request: BookRequest, progress: any ProgressListener = SilentProgress()) throws -> BookResult {
        let built = try build(request.reports, progress: progress)
        let folder = request.reports.folder ?? path("\(settings.output)/\(built.period)/books")
        let binder = BookBinder(
            workspace: self, fonts: try PangoTextShaper(fontFolder: path(settings.fonts)), theme: built.catalogue.theme,
            title: request.title ?? BookFront.standardTitle, state: request.reports.state)
        try FileTree.makeFolder(folder)
        var result = BookResult()
        progress.receive(.step("bind"))
        for group in groups(built.reports, request.division) {
            let (bytes, pages) = try binder.bind(group.reports, byScope: request.division == .one, name: group.name)
            let path = "\(folder)/\(group.key)_\(built.period).pdf"
            try FileTree.write(bytes, to: path)
            result.books.append(.init(path: path, reports: group.reports.count, pages: pages))
        }
        progress.receive(.finished("bound \(result.books.count) books"))
        return result
    }

    private struct Group {
        var key: String
        /// Below the title of the cover.
        var name: String
        var reports: [BuiltReport]
    }

    /// In the order in which the scopes or reports first appear.
    private func groups(_ reports: [BuiltReport], _ division: BookRequest.Division) -> [Group] {
        switch division {
        case .one: return reports.isEmpty ? [] : [Group(key: "all", name: settings.city, reports: byScope(reports))]
        case .scope: return ordered(reports, \.scope.key).map { key, list in Group(key: key, name: list[0].scope.name, reports: list) }
        case .report: return ordered(reports, \.code).map { key, list in Group(key: key, name: list[0].title, reports: list) }
        }
    }

    private func byScope(_ reports: [BuiltReport]) -> [BuiltReport] { ordered(reports, \.scope.key).flatMap(\.1) }

    private func ordered(_ reports: [BuiltReport], _ key: (BuiltReport) -> String) -> [(String, [BuiltReport])] {
        var order: [String] = [], lists: [String: [BuiltReport]] = [:]
        for report in reports {
            if lists[key(report)] == nil { order.append(key(report)) }
            lists[key(report), default: []].append(report)
        }
        return order.map { ($0, lists[$0]!) }
    }
}

/// Binds reports page by page: a book of a thousand pages is never held as a whole.
private struct BookBinder {
    let workspace: Workspace
    let fonts: PangoTextShaper
    let theme: Theme
    let title: String
    let state: String

    func bind(_ reports: [BuiltReport], byScope: Bool, name: String) throws -> (bytes: [UInt8], pages: Int) {
        let sequences = try reports.map { try PageSequence($0, theme: theme, shaper: fonts) }
        let entries = zip(reports, sequences).map { BookFront.Entry($0, $1, byScope: byScope) }
        let settings = workspace.settings
        let front = BookFront(entries, title: title, name: name, period: reports[0].period, state: state, settings, theme: theme)
        var document = PagedDocument(title: "\(title) \(name) \(reports[0].period.printed)", author: settings.office, subject: name, keywords: settings.dataMark ?? "", created: "\(settings.systemDate)T00:00:00Z")
        document.outline = front.outline
        let writer = try PDFWriter(document, fonts: fonts, tagged: true)
        for page in front.pages(shaper: fonts) { try writer.add(page) }
        var number = front.count
        for sequence in sequences {
            for index in 0..<sequence.count {
                try writer.add(try sequence.page(index, bookPage: number))
                number += 1
            }
        }
        return (try writer.finish(), number)
    }
}

extension BookFront {
    static let standardTitle = "社会保险统计报表"

    /// Cover and contents as a book has them: below the title its name, period and office, at the foot edition and data mark.
    init(
        _ entries: [Entry], title: String = standardTitle, name: String, period: ReportingPeriod, state: String, _ settings: WorkspaceSettings, theme: Theme
    ) {
        let marks = [state, settings.dataMark ?? ""].filter { !$0.isEmpty }.joined(separator: "　")
        self.init(title: title, subtitles: [name, period.printed, settings.office], marks: marks, entries: entries, theme: theme)
    }
}

extension BookFront.Entry {
    init(_ report: BuiltReport, _ pages: PageSequence, byScope: Bool = true) {
        self.init(group: byScope ? report.scope.name : "", code: report.code, title: pages.title, pages: pages.count)
    }
}
