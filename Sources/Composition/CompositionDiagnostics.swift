internal import Diagnostics
internal import ReportModel

/// All sentences of this room.
enum CompositionDiagnostics {
    static func noCodeTable(_ dimension: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP001", "dimension '\(dimension)' has no code table", at: place, hint: "add ReportDefs/codes/\(dimension).csv or use a dimension of an interface specification")
    }
    static func noRecords(_ table: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP002", "no record table '\(table)' came with this report", at: place, hint: "give the data file of the record table on the command line")
    }
    static func unknownColumn(_ column: String, in report: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP003", "report \(report) has no column '\(column)'", at: place, hint: "use a column code or name of its table")
    }
    static func unknownRow(_ row: String, in report: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP004", "report \(report) has no row '\(row)' in this period", at: place, hint: "use a row code of its table; data-driven rows count on from first_code")
    }
    static func unknownReport(_ report: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP005", "there is no report '\(report)'", at: place, hint: "name a report by its code without the prefix, for instance Z02")
    }
    static func cycle(_ cell: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP006", "the formula of cell \(cell) depends on itself", at: place, hint: "follow the references from this formula and break the circle")
    }
    static func overflow(_ cell: String, at place: SourceRange) -> Diagnostic { overflow(of: "the exact value of cell \(cell)", at: place) }
    static func overflow(of what: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP007", "\(what) does not fit into 38 digits", at: place, hint: "check the formula and the data; no rounded figure is printed instead")
    }
    static func ratioUnderRowFormula(column: String, row: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP008", "column \(column) is a ratio of measures and row \(row) has a formula of its own: adding ratios would be wrong", at: place,
            hint: "write the column by columns (7栏 ÷ 5栏), or give this cell a formula under 'cells'")
    }
    static func noPreviousRow(_ cell: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP009", "cell \(cell) asks for the row above the first row", at: place)
    }
    static func caliberNotInForce(_ id: String, on day: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP010", "no value of caliber '\(id)' is in force on \(day)", at: place, hint: "add a value that took effect by then under ReportDefs/calibers, or take the reference out of the note")
    }
    static func unknownCaliber(_ id: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP011", "there is no caliber '\(id)'", at: place)
    }
    static func unknownPlaceholder(_ text: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP012", "the note holds '{\(text)}', which is no placeholder", at: place, hint: "use {value ID}, {from ID} or {basis ID}")
    }
    static func unclosedPlaceholder(_ text: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP012", "the note holds '\(text)', whose brace is not closed", at: place, hint: "close it: {value ID}, {from ID} or {basis ID}")
    }
    static func noField(_ field: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP013", "the record table has no field '\(field)'", at: place)
    }
    static func unknownNote(_ id: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP014", "there is no note with id '\(id)'", at: place)
    }
    static func cannotAdjustParts(_ column: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP015", .warning, "column \(column): parts cannot be adjusted to the total, because they do not add up to it exactly", at: place,
            hint: "check that the total row is the sum of the parts")
    }
    static func noTotalRow(in report: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP016", "占比 needs a total row, and \(report) has none", at: place, hint: "give the row of the whole 'style: total', or divide by a cell: 2栏 ÷ [01,2]")
    }
    static func cannotProtect(_ report: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP017", "\(report): a small count can be computed back from the relations of the table whatever is hidden", at: place,
            hint: "leave out a total or a column, or take its column out of 'suppress'")
    }
    static func negativePart(_ chart: String, _ what: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP018", "chart '\(chart)' shows parts of a whole, and \(what) is negative", at: place, hint: "use kind bars or stacked, which can show negative figures")
    }
    static func tooManySlices(_ chart: String, _ count: Int, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP019", "chart '\(chart)' has \(count) slices; a pie is readable with at most 6", at: place,
            hint: "use kind ranking, or show the smallest parts as one row (sort: {top: 5, others: 其他})")
    }
    static func noTile(_ row: String, chart: String, at place: SourceRange) -> Diagnostic {
        Diagnostic("CMP022", "chart '\(chart)': '\(row)' has no place in a tile map", at: place, hint: "give its member a row/column in column 'tile' of the code table")
    }
    static func unknownParameter(_ name: String, of report: ReportDefinition) -> Diagnostic {
        let names = report.parameters.map(\.name)
        return Diagnostic(
            "CMP020", "\(report.code) has no parameter '\(name)'", at: report.origin,
            hint: names.isEmpty ? "it declares none; add 'parameters' to its definition" : Suggestion.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
                ?? "its parameters: \(names.joined(separator: ", "))")
    }
    static func unknownChoice(_ value: String, for parameter: ParameterDefinition, of report: ReportDefinition) -> Diagnostic {
        Diagnostic(
            "CMP021", "\(report.code): '\(value)' cannot be chosen for '\(parameter.name)'", at: parameter.origin,
            hint: "choose \(parameter.kind == .hide ? "columns" : parameter.takesSeveral ? "some" : "one") of: \(parameter.values.joined(separator: ", "))")
    }
}

extension Diagnostic {
    fileprivate init(_ id: String, _ message: String, at place: SourceRange?, hint: String? = nil) {
        self.init(id, .error, message, at: place, hint: hint)
    }
}
