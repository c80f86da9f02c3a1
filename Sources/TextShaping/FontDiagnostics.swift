import Diagnostics

/// What can be wrong with the font folder.
enum FontDiagnostics {
    static var noFontSystem: DiagnosticsError {
        DiagnosticsError(Diagnostic(
            "OUT001", .error, "the font system cannot be started: out of memory",
            hint: "close other programs and run the command again"))
    }

    static func unreadableFile(_ path: String) -> Diagnostic {
        Diagnostic(
            "OUT002", .error, "the font file is missing or is not a font", at: SourceRange(file: path),
            hint: "restore the Fonts folder of the repository, or make it again with Scripts/make-fonts.py; Fonts/README.md lists the digests")
    }

    static func wrongFont(_ path: String, _ file: FontFile, found: String) -> Diagnostic {
        Diagnostic(
            "OUT003", .error, "the file does not hold \(file.family) \(file.isBold ? "Bold" : "Regular") (found \(found))", at: SourceRange(file: path),
            hint: "restore the Fonts folder of the repository; Fonts/README.md lists the digests")
    }
}
