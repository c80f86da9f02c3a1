internal import DefinitionLoading
public import Diagnostics
public import Quantities
public import ReportModel

/// What requests make of the code tables, before anything is written.
public struct CodePlan: Sendable {
    /// Table → new text of its file; tables in order of their name.
    public var texts: [(table: String, text: String)] = []
    public var diagnostics: [Diagnostic] = []
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Applies the requests in order. `texts` are the files of the tables as they stand.
    public init(_ requests: [CodeRequest], texts: [String: String], period: ReportingPeriod?) {
        var editors: [String: CodeTableEditor] = [:]
        for request in requests {
            guard let text = texts[request.table] else {
                diagnostics.append(CodeDiagnostics.noTable(request, nearest: Suggestion.nearest(to: request.table, among: texts.keys.sorted())))
                continue
            }
            var editor = editors[request.table] ?? CodeTableEditor(text, table: request.table)
            do {
                try editor.apply(request)
                editors[request.table] = editor
            } catch { diagnostics += (error as? DiagnosticsError)?.diagnostics ?? [] }
            let day = request.from ?? request.to?.adding(days: 1)
            if let period, let day, day < period.firstDay { diagnostics.append(CodeDiagnostics.reachesBack(request, day: day, period: period)) }
        }
        self.texts = editors.sorted { $0.key < $1.key }.map { ($0.key, $0.value.text) }
    }
}
