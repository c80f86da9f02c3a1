internal import Diagnostics
internal import Glibc

/// Messages of this room: OUT131 … OUT139.
enum RegressionDiagnostics {
    static func readOnly(_ key: GoldenKey) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "OUT131", .error, "\(key): golden files are open for reading only", hint: "accept or reject on a working copy, never in CI"))
    }

    static func nothingPending(_ key: GoldenKey) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "OUT132", .error, "\(key): there is nothing to accept", hint: "run 'gazette golden check' first; it leaves pending files where something differs"))
    }

    static func damagedPending(_ key: GoldenKey, _ path: String) -> DiagnosticsError {
        DiagnosticsError(Diagnostic("OUT133", .error, "\(key): \(path) is damaged", hint: "run 'gazette golden check' again"))
    }

    static func reasonMissing(_ key: GoldenKey) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "OUT134", .error, "\(key): figures changed, and a changed figure needs a reason", hint: "say why: gazette golden accept --reason \"…\""))
    }

    static func cannotWrite(_ path: String, _ error: Int32) -> DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "OUT135", .error, "cannot write \(path): \(String(cString: strerror(error)))",
            hint: error == ENOSPC ? "free some disk space and run again" : "check the folder's permissions and run again"))
    }
}
