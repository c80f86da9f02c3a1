import Diagnostics

/// The file that is being read, what it may cost, and how its faults are worded.
struct ReadContext {
    let file: String
    let limits: ReadLimits

    private static let saveAgain = "open it in Excel or WPS, save it again as .xlsx and hand that in"

    func error(_ id: String, _ message: String, hint: String) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(id, .error, message, at: SourceRange(file: file), hint: hint))
    }

    // The file as a whole

    func unreadable(_ reason: String) -> DiagnosticsError {
        error("SHT001", "cannot read the workbook: \(reason)", hint: "check that the file is there and may be read")
    }
    var empty: DiagnosticsError {
        error("SHT002", "the file is empty", hint: "ask for it again: it was not written or not copied completely")
    }
    func overLimit(_ what: String, _ limit: Int, hint: String = "split the workbook, or raise the limit when it is really meant to be that large") -> DiagnosticsError {
        error("SHT003", "the workbook has more than \(limit) \(what)", hint: hint)
    }
    func notAWorkbook(_ kind: String, hint: String = ReadContext.saveAgain) -> DiagnosticsError {
        error("SHT004", "this is no Excel workbook but \(kind), whatever its name says", hint: hint)
    }
    var encrypted: DiagnosticsError {
        error("SHT005", "the workbook is protected by a password", hint: "open it with the password, remove the password (File, Info, Protect) and save it again")
    }
    func oldVersion(_ version: String) -> DiagnosticsError {
        error("SHT006", "the workbook is in the format of \(version)", hint: "open it in Excel or WPS and save it as .xlsx or as Excel 97–2003 workbook (.xls)")
    }
    func otherFormat(_ name: String) -> DiagnosticsError {
        error("SHT007", "the workbook is \(name), which is not read", hint: ReadContext.saveAgain)
    }

    // Damage

    /// `place` says where: "byte 512", "byte 20 of the stream 'Workbook'".
    func damagedContainer(_ reason: String, _ place: String) -> DiagnosticsError {
        error("SHT010", "the file is damaged or cut off at \(place): \(reason)", hint: "ask for the file again; if it opens in Excel or WPS, save it there as .xlsx")
    }
    func damagedRecord(_ reason: String, sheet: String?, at offset: Int) -> DiagnosticsError {
        let place = sheet.map { "sheet '\($0)', " } ?? ""
        return error(
            "SHT011", "\(place)byte \(offset) of the stream 'Workbook': \(reason)",
            hint: "ask for the file again; if it opens in Excel or WPS, save it there as .xlsx")
    }
    func damagedXML(_ reason: String, part: String, at offset: Int) -> DiagnosticsError {
        error("SHT012", "part '\(part)', byte \(offset): \(reason)", hint: "ask for the file again; if it opens in Excel or WPS, save it there once more")
    }
    func forbiddenXML(part: String) -> DiagnosticsError {
        error("SHT013", "part '\(part)' declares a document type, which no spreadsheet program writes", hint: "find out where the file comes from; save it again in Excel or WPS if it is trusted")
    }
    func missingPart(_ part: String, _ reason: String) -> DiagnosticsError {
        error("SHT014", "the workbook lacks '\(part)', \(reason)", hint: "ask for the file again; if it opens in Excel or WPS, save it there once more")
    }
    func badCell(sheet: String, _ cell: String, _ reason: String) -> DiagnosticsError {
        error("SHT015", "sheet '\(sheet)', cell \(cell): \(reason)", hint: "correct the cell in Excel or WPS and save the workbook again")
    }
    var noSheet: DiagnosticsError {
        error("SHT016", "the workbook has no worksheet", hint: "check that it is the right file: charts and macros alone hold no cells")
    }
    func badMergedRange(sheet: String, _ text: String) -> DiagnosticsError {
        error("SHT017", "sheet '\(sheet)': '\(text)' is no range of cells that could be merged", hint: "save the workbook again in Excel or WPS")
    }
}
