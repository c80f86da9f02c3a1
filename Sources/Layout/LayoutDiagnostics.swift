internal import Composition
internal import Diagnostics
internal import ReportModel
internal import Scene

/// What can be wrong when a report is laid out.
enum LayoutDiagnostics {
    static func tableTooWide(_ report: BuiltReport, needed: Double, available: Double, columns: Int) -> Diagnostic {
        let larger = report.page.size == .a3 && report.page.orientation == .landscape
            ? "show fewer columns, or divide the table into two reports"
            : report.page.orientation == .portrait ? "set page orientation to landscape or size to A3, or show fewer columns"
            : "set page size to A3, or show fewer columns"
        return Diagnostic(
            "LAY001", .error,
            "the table of \(report.key) does not fit the page: its \(columns) columns need \(millimetres(needed)) mm at the smallest size, \(millimetres(available)) mm are available",
            at: report.origin, hint: larger)
    }

    static func titleTooWide(_ report: BuiltReport, available: Double) -> Diagnostic {
        Diagnostic(
            "LAY002", .error, "the title of \(report.key) does not fit into two lines of \(millimetres(available)) mm", at: report.origin,
            hint: "shorten the title or use a wider page")
    }

    static func lineTooWide(_ report: BuiltReport, what: String, text: String, available: Double) -> Diagnostic {
        Diagnostic(
            "LAY003", .error, "\(what) of \(report.key) does not fit into \(millimetres(available)) mm: \(text)", at: report.origin,
            hint: "shorten the text or use a wider page")
    }

    static func missingCharacter(_ report: BuiltReport, _ character: Character, face: Face, place: String, text: String) -> Diagnostic {
        let codes = character.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
        return Diagnostic(
            "LAY004", .error, "\(report.key), \(place): the face \(face.rawValue) has no character \(codes) ‘\(character)’ in ‘\(text)’", at: report.origin,
            hint: "correct the text at its source, or add the character to the fonts (Fonts/README.md)")
    }

    static func missingInChart(_ chart: String, _ characters: [Character]) -> Diagnostic {
        Diagnostic("LAY004", .error, "chart \(chart): the typefaces lack \(characters.map { "'\($0)'" }.joined(separator: ", "))",
            hint: "write the text with characters of GBK")
    }
    static func pageTooLow(_ report: BuiltReport, needed: Double, available: Double) -> Diagnostic {
        Diagnostic(
            "LAY005", .error,
            "the table of \(report.key) does not fit the page: heads and two rows need \(millimetres(needed)) mm in height, \(millimetres(available)) mm are available",
            at: report.origin, hint: "use fewer header levels, shorter heads or a higher page")
    }

    static func carriedTooLarge(_ report: BuiltReport, column: String) -> Diagnostic {
        Diagnostic(
            "LAY006", .error, "the running sum of column \(column) of \(report.key) does not fit into 38 digits and cannot be carried over a page", at: report.origin,
            hint: "check the data; or leave out carry_forward")
    }

    static func overflow(_ report: BuiltReport, column: String, row: String, text: String, needed: Double, available: Double) -> Diagnostic {
        Diagnostic(
            "LAY007", .error,
            "\(column) of \(report.key), row \(row), needs \(millimetres(needed)) mm for '\(text)', "
                + "\(millimetres(available)) mm are left for it", at: report.origin,
            hint: "use a wider page or fewer columns; or let the column shrink: overflow: shrink")
    }

    private static func millimetres(_ points: Double) -> String {
        let tenths = Int((points / pointsPerMillimetre * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
