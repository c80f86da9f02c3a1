internal import Composition
internal import Diagnostics
internal import Glibc

/// Messages of this room: OUT101 … OUT119.
enum OutputDiagnostics {
    static func tooManyDigits(_ cell: String, _ text: String, _ report: BuiltReport) -> Diagnostic {
        Diagnostic(
            "OUT101", .warning, "\(report.key) \(cell): \(text) has more than 15 significant digits, which a spreadsheet cannot hold; written as text",
            at: report.origin, hint: "show the column in a larger unit (万元, 亿元) or with fewer decimals")
    }

    static func displayedOnly(_ count: Int, _ report: BuiltReport) -> Diagnostic {
        Diagnostic(
            "OUT102", .info,
            "\(report.key): \(count) workbook cells carry the displayed number, because a spreadsheet would round the exact one differently", at: report.origin)
    }

    static func pictureMissing(_ picture: PicturePlan, _ path: String) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "OUT103", .error, "cannot write the workbook \(path): \(picture.description) has no native form in a spreadsheet, so it goes in as a picture, and none was given",
            hint: "render the chart as PNG first, or change its kind to bars or lines"))
    }

    static func pictureUnreadable(_ chart: BuiltChart, _ report: BuiltReport) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "OUT104", .error, "\(report.key) \(chart.id): the chart's picture is not a PNG file", at: report.origin, hint: "render the chart as PNG again"))
    }

    static func badDate(_ text: String) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "OUT105", .error, "the creation date '\(text)' is not a moment like 2026-11-15T00:00:00Z", hint: "correct the release date in the workspace settings"))
    }

    static func cannotWrite(_ path: String, _ error: Int32, step: String) -> DiagnosticsError {
        let hint: String
        switch error {
        case ENOSPC, EDQUOT: hint = "free some disk space and run again; the old file, if any, is untouched"
        case EACCES, EPERM, EROFS: hint = "make the folder writable, or choose another output folder"
        case ENOENT, ENOTDIR: hint = "create the folder first, or choose another output folder"
        default: hint = "check the disk and run again; the old file, if any, is untouched"
        }
        return DiagnosticsError(Diagnostic("OUT106", .error, "cannot write the workbook \(path): \(step): \(String(cString: strerror(error)))", hint: hint))
    }

    static func libraryFailed(_ path: String, _ message: String, step: String) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "OUT107", .error, "cannot write the workbook \(path): \(step): \(message)", hint: "check free disk space and permissions, then run again"))
    }

    static func damaged(_ path: String, _ part: String) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "OUT108", .error, "cannot write the workbook \(path): its part \(part) came out incomplete, most likely because the disk was full for a moment",
            hint: "free some disk space and run again; the old file, if any, is untouched"))
    }
}
