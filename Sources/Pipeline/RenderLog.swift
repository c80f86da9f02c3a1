internal import Composition
internal import Diagnostics
public import Quantities

/// How long each report of the last rendering of a month took: `logs/render-<month>.tsv` in the workspace, slowest first. Times are
/// measured, so the log stands apart from the outputs, whose bytes must not change.
struct RenderLog {
    struct Entry {
        var report: String
        var scope: String
        var pages: Int
        var seconds: Double
    }
    let entries: [Entry]

    static func path(_ period: ReportingPeriod) -> String { "logs/render-\(period).tsv" }

    /// Equal times stay in the order of the reports.
    init(_ entries: [Entry]) { self.entries = entries.enumerated().sorted { ($1.element.seconds, $0.offset) < ($0.element.seconds, $1.offset) }.map(\.element) }

    var text: String {
        "report\tscope\tpages\tmilliseconds\n" + entries.map { "\($0.report)\t\($0.scope)\t\($0.pages)\t\(Self.milliseconds($0.seconds))\n" }.joined()
    }

    /// Tenths of a millisecond.
    private static func milliseconds(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10_000).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension Workspace {
    /// The slowest reports of the last rendering of a month.
    public func listSlowReports(_ given: ReportingPeriod?, count: Int) throws -> Listing {
        let month = try period(given), log = path(RenderLog.path(month))
        guard FileTree.exists(log) else {
            throw DiagnosticsError(WorkspaceDiagnostics.notFound("log of rendering \(month)", hint: "render the month first: gazette render \(month)"))
        }
        let lines = String(decoding: try FileTree.read(log), as: UTF8.self).split(separator: "\n").dropFirst()
        return Listing(columns: ["report", "scope", "pages", "milliseconds"], rows: lines.prefix(count).map { $0.split(separator: "\t").map(String.init) }, what: "rendered reports")
    }
}
