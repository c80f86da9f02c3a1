public import Diagnostics
internal import ReportModel

/// A new report definition to begin with.
public struct StarterRequest: Sendable {
    /// What the table looks like.
    public enum Kind: String, Sendable, CaseIterable {
        /// Rows by hand.
        case table
        /// Columns and rows made from code tables.
        case crosstab
        /// A row for each year, a chart over months.
        case timeSeries = "time-series"
        /// Groups with subtotals.
        case groups
    }
    /// Form number: `SB-X20`.
    public var code: String
    public var title: String
    public var subsystem: String
    public var kind: Kind
    /// Nil: `reports` of the workspace's definitions.
    public var folder: String?
    public init(code: String, title: String, subsystem: String, kind: Kind = .table, folder: String? = nil) {
        self.code = code; self.title = title; self.subsystem = subsystem; self.kind = kind; self.folder = folder
    }
}

extension Workspace {
    /// Writes a commented definition that renders at once, and returns its path. Never overwrites: `WSP019` when the file or a
    /// report of that number is there, `WSP012` for a form number that formulas could not name.
    public func newReport(_ request: StarterRequest) throws -> String {
        let parts = request.code.split(separator: "-", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) } }
        guard isName, let short = parts.last, let first = short.utf8.first, !(48...57).contains(first) else {
            throw DiagnosticsError(WorkspaceDiagnostics.badArgument(
                "'\(request.code)' is no form number", hint: "use letters and digits, the last part beginning with a letter: SB-X20"))
        }
        if let report = try catalogue().reports.first(where: { $0.shortCode == String(short) }) {
            throw DiagnosticsError(WorkspaceDiagnostics.alreadyThere("report '\(report.code)'", at: report.origin))
        }
        let definitions = path(settings.definitions), folder = request.folder ?? "\(definitions)/reports"
        let file = "\(folder)/\(short).yaml"
        if FileTree.exists(file) { throw DiagnosticsError(WorkspaceDiagnostics.alreadyThere("'\(file)'", at: nil)) }
        let schema = ["\(definitions)/../Docs/schema", "\(definitions)/schema"].map { "\($0)/report.schema.json" }.first(where: FileTree.exists)
        let starter = ReportStarter(request: request, schema: schema.map { Self.relative($0, to: folder) })
        try FileTree.write(Array(starter.text.utf8), to: file)
        return file
    }
}
