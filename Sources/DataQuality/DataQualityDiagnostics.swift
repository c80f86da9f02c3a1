public import Diagnostics

/// All sentences of this room.
public enum DataQualityDiagnostics {
    public static func nothingLoaded(_ what: String, period: String) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "DOC001", .error, "nothing of \(what) has been loaded for \(period), so there is nothing to report on", hint: "load it first: gazette load \(period); see what has come: gazette intake status \(period)"))
    }
    /// `classes`: how many classes of the batch differ; counts are those of the first.
    public static func foreignRejects(_ batch: String, _ name: String, expected: Int, found: Int, classes: Int, folder: String, interface: String, period: String) -> Diagnostic {
        Diagnostic(
            "DOC002", .error, "the error files in '\(folder)' do not belong to batch \(batch): \(found) records of \(name), \(expected) in the batch\(classes > 1 ? "; \(classes - 1) more classes differ" : "")",
            hint: "a later delivery was refused, or files were removed: settle that delivery and load it, or make the files again: gazette reload \(period) \(interface)")
    }
    public static func unknownProvider(_ name: String, known: [String]) -> DiagnosticsError {
        let hint = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" } ?? (known.isEmpty ? "name providers under 'feeds' in exchange.yaml" : "providers: \(known.joined(separator: "、"))")
        return DiagnosticsError(Diagnostic("DOC003", .error, "no feed is delivered by '\(name)'", hint: hint))
    }
    public static func notLoaded(_ interfaces: [String], period: String) -> Diagnostic {
        Diagnostic("DOC004", .warning, "not loaded for \(period), so without a package: \(interfaces.joined(separator: ", "))", hint: "see what has come: gazette intake status \(period)")
    }
    public static func unknownInsurance(_ name: String, known: [String]) -> DiagnosticsError {
        DiagnosticsError(Diagnostic("DOC005", .error, "there is no insurance '\(name)' with a feed", hint: "insurances: \(known.joined(separator: ", "))"))
    }
}
