public import Diagnostics

/// All sentences of this room. The ids are documented in Docs/Diagnostics.md.
public enum ReconciliationDiagnostics {
    // The table

    /// `id`: of the check table; contacts are noted under it.
    public static func missing(_ path: String, _ id: String, name: String, period: String, likely: String?, isRequired: Bool, at origin: SourceRange) -> Diagnostic {
        Diagnostic(
            "REC001", isRequired ? .error : .warning, "the check table '\(path)' (\(name)) has not come", notes: [.init("expected by", at: origin)],
            hint: likely.map { "the folder has '\($0)': rename it when it is the right file" } ?? "ask the provider for it, and note it: gazette contact add \(id) --period \(period) --party … --subject … --person …")
    }
    static func noSheet(_ file: String, _ name: String, nearest: String?, present: [String], at origin: SourceRange) -> Diagnostic {
        make("REC002", "the workbook has no sheet '\(name)'", SourceRange(file: file), origin, nearest.map { "did you mean '\($0)'?" } ?? "its sheets: \(present.joined(separator: ", "))")
    }
    static func noVisibleSheet(_ file: String, at origin: SourceRange) -> Diagnostic {
        make("REC002", "the workbook has no sheet that is not hidden", SourceRange(file: file), origin, "name the sheet in the definition, or ask the provider for the right workbook")
    }
    static func noHead(_ head: String, _ place: SourceRange, nearest: String?, present: [String], at origin: SourceRange) -> Diagnostic {
        make("REC003", "no column has the head '\(head)'", place, origin, nearest.map { "did you mean '\($0)'?" } ?? "heads in these rows: \(present.joined(separator: ", "))")
    }
    static func ambiguousHead(_ head: String, _ place: SourceRange, columns: [String], at origin: SourceRange) -> Diagnostic {
        make("REC004", "the head '\(head)' stands over several columns: \(columns.joined(separator: ", "))", place, origin, "write the heads above it too, from top to bottom: head: [上, \(head)]")
    }
    static func unknownDistrict(_ label: String, _ place: SourceRange, nearest: String?, at origin: SourceRange) -> Diagnostic {
        make("REC005", "'\(label)' is no district", place, origin, nearest.map { "did you mean '\($0)'?" } ?? "write name, short name or code as in codes/district.csv; name the row of all districts as 'total'")
    }
    static func districtNotInForce(_ label: String, range: String, _ place: SourceRange, at origin: SourceRange) -> Diagnostic {
        make("REC006", "the district '\(label)' is not in force in this month (\(range))", place, origin, "ask the provider for a table with the districts of the month")
    }
    static func districtTwice(_ label: String, _ place: SourceRange, at origin: SourceRange) -> Diagnostic {
        make("REC007", "the district '\(label)' stands twice in the table", place, origin, "ask the provider which row counts, or narrow the rows with 'filter'")
    }
    static func notANumber(_ found: String, _ place: SourceRange, at origin: SourceRange) -> Diagnostic {
        make("REC008", "a number is expected here, and there is \(found)", place, origin, "correct the cell with the provider; a formula must have been calculated and saved")
    }
    static func numberAsText(_ text: String, _ place: SourceRange, at origin: SourceRange) -> Diagnostic {
        var result = make("REC009", "the number \(text) is stored as text", place, origin, "nothing to do now: it was read as a number; tell the provider")
        result.severity = .warning
        return result
    }
    static func hidden(_ what: String, _ place: SourceRange, at origin: SourceRange) -> Diagnostic {
        var result = make("REC010", "\(what) is hidden, and figures were read from it", place, origin, "show it in the workbook and look whether these are the figures that the provider means")
        result.severity = .warning
        return result
    }
    static func noDistrict(_ place: SourceRange, at origin: SourceRange) -> Diagnostic {
        make("REC011", "this row has figures and no district", place, origin, "complete the label with the provider")
    }
    static func noFigures(_ place: SourceRange, at origin: SourceRange) -> Diagnostic {
        make("REC012", "the table has no figure under its heads", place, origin, "check head_row, head_rows and filter of the definition against the table")
    }
    static func unequalTotal(_ figure: String, total: String, sum: String, _ place: String, file: String, at origin: SourceRange) -> Diagnostic {
        var result = make(
            "REC013", "\(figure): the table's own total \(total) is not the sum of its districts \(sum) (\(place))", SourceRange(file: file), origin, "ask the provider which of the two is right")
        result.severity = .warning
        return result
    }

    public static func unreadableText(_ path: String, _ reason: String, at origin: SourceRange) -> Diagnostic {
        make("REC014", "the text cannot be read: \(reason)", SourceRange(file: path), origin, "ask the provider for the file again, as UTF-8 or GB18030")
    }

    // The month

    public static func differences(_ period: String, count: Int) -> Diagnostic {
        Diagnostic(
            "REC022", .warning, "\(count) declared figures of \(period) differ from what was delivered, and nothing explains it",
            hint: "see output/\(period)/reconciliation.html, or: gazette reconcile \(period)")
    }

    /// `file`: of the feed, when it has not come into `folder`.
    public static func notLoaded(_ interface: String, period: String, file: String?, folder: String, at origin: SourceRange) -> Diagnostic {
        Diagnostic(
            "REC020", .warning, "\(interface) of \(period) is not loaded, so its check figures are held against nothing", at: origin,
            hint: "\(file.map { "deliver \($0) into '\(folder)' first, then load it" } ?? "load it"): gazette load \(period)")
    }
    public static func noAccounts(_ batch: String, at origin: SourceRange) -> Diagnostic {
        Diagnostic(
            "REC021", .error, "batch \(batch) was loaded by a version that did not keep what it rejected by district", at: origin,
            hint: "load the file again, then reconcile: touch a rule's version, or deliver the file anew")
    }
    public static func blocked(_ period: String, figures: [String], count: Int) -> Diagnostic {
        Diagnostic(
            "REC030", .error, "\(period) cannot be published: \(count) declared figures differ from what was delivered, and nothing explains it", notes: figures.map { .init($0) },
            hint: "see output/\(period)/reconciliation.html; clear the differences with the provider, load the new delivery, then: gazette reconcile \(period)")
    }
    public static func notReconciled(_ period: String, reason: String) -> Diagnostic {
        Diagnostic("REC031", .error, "\(period) cannot be published: \(reason)", hint: "reconcile it: gazette reconcile \(period)")
    }
    public static func tableMissing(_ period: String, _ file: String, state: String) -> Diagnostic {
        Diagnostic(
            "REC032", .error, "\(period) cannot be published: the check table \(file) \(state)",
            hint: "ask the provider for it, then: gazette reconcile \(period); 'required: false' in its definition lets a month pass without it")
    }

    private static func make(_ id: String, _ message: String, _ place: SourceRange, _ origin: SourceRange, _ hint: String) -> Diagnostic {
        Diagnostic(id, .error, message, at: place, notes: [.init("defined here", at: origin)], hint: hint)
    }
}
