internal import Diagnostics
internal import Quantities

/// All sentences about code requests and code tables.
enum CodeDiagnostics {
    static func noRequestFile(_ file: String, header: [String]) -> Diagnostic {
        Diagnostic("COD001", .error, "this is no request file: its first line is not the header", at: SourceRange(file: file, line: 1, column: 1), hint: "columns: \(header.joined(separator: ",")), and successor where codes end")
    }
    static func badLine(_ reason: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("COD002", .error, reason, at: place, hint: "let the provider correct the line and deliver the file again; nothing was registered")
    }
    static func noRequests(_ file: String) -> Diagnostic {
        Diagnostic("COD002", .error, "the file holds no request", at: SourceRange(file: file, line: 1, column: 1), hint: "ask the provider whether anything was meant; nothing was registered")
    }
    static func noTable(_ request: CodeRequest, nearest: String?) -> Diagnostic {
        Diagnostic("COD003", .error, "there is no code table '\(request.table)'", at: request.origin, hint: nearest.map { "did you mean '\($0)'?" } ?? "see: gazette codes list")
    }
    static func refused(_ request: CodeRequest, _ reason: String, hint: String) -> Diagnostic {
        Diagnostic("COD004", .error, "\(request.table) \(request.code): \(reason)", at: request.origin, hint: hint)
    }
    static func reachesBack(_ request: CodeRequest, day: CalendarDate, period: ReportingPeriod) -> Diagnostic {
        Diagnostic(
            "COD005", .warning, "\(request.table) \(request.code): takes effect on \(day), before \(period)", at: request.origin,
            hint: "reports of earlier months would change: confirm it only when that is meant, and load and render those months again")
    }
    static func shape(_ message: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("COD006", .error, message, at: place, hint: "correct the days or the parent in the code table")
    }
    static func orphan(_ interface: String, _ dimension: String, _ code: String, cells: Int, reason: String, hint: String) -> Diagnostic {
        Diagnostic("COD007", .error, "\(interface): \(cells) summary cells carry \(dimension) '\(code)', \(reason)", hint: hint)
    }
    static func lost(_ report: String, _ dimension: String, _ code: String, _ name: String, cells: Int, at place: SourceRange) -> Diagnostic {
        let facts = cells > 0 ? "\(cells) summary cells of the month carry it" : "no cell of the month carries it yet"
        return Diagnostic(
            "COD008", cells > 0 ? .error : .warning, "\(report) has no row or column for \(dimension) \(code) \(name), which is in force; \(facts)", at: place,
            hint: "add it to the report, or name it under 'except'")
    }
}
