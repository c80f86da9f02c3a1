internal import Diagnostics

/// All sentences of this room.
enum IntakeDiagnostics {
    static func unreadable(_ path: String, reason: String) -> Diagnostic {
        Diagnostic("INT002", .error, "cannot read the interface file '\(path)': \(reason)", at: SourceRange(file: path), hint: "check the file on the exchange folder; what was loaded before is intact")
    }
    static func missing(_ name: String, folder: String, likely: String?) -> Diagnostic {
        Diagnostic(
            "INT003", .error, "the interface file \(name) is missing in \(folder)", at: SourceRange(file: "\(folder)/\(name)"),
            hint: likely.map { "is it '\($0)'? rename it if so; otherwise ask the provider to deliver it" } ?? "ask the provider to deliver it")
    }
    static func empty(_ path: String) -> Diagnostic {
        Diagnostic("INT004", .error, "the interface file is empty", at: SourceRange(file: path), hint: "ask the provider to deliver it again; what was loaded before is intact")
    }
    static func openEnd(_ path: String, line: Int) -> Diagnostic {
        Diagnostic("INT005", .warning, "the last line has no line feed: the file may be cut off", at: SourceRange(file: path, line: line), hint: "compare the number of rows with the provider's; deliver it again if rows are missing")
    }
    static func carriageReturns(_ path: String, count: Int) -> Diagnostic {
        Diagnostic("INT006", .info, "\(count) lines end with CR LF; the CR was left out", at: SourceRange(file: path), hint: "the interface specification asks for LF")
    }
    static func byteOrderMark(_ path: String) -> Diagnostic {
        Diagnostic("INT007", .info, "the file starts with a byte order mark, which was left out", at: SourceRange(file: path, line: 1), hint: "the interface specification asks for none")
    }
    static func endlessLine(_ path: String, line: Int) -> Diagnostic {
        Diagnostic("INT008", .error, "a line is longer than 16 MB", at: SourceRange(file: path, line: line), hint: "this is no interface text file, or its line feeds are lost: deliver it again")
    }
    static func unwritable(_ path: String, reason: String) -> Diagnostic {
        Diagnostic("INT009", .error, "cannot write '\(path)': \(reason)", at: SourceRange(file: path), hint: "check free space and permissions; what was loaded before is intact")
    }
    static func wrongEncoding(_ path: String, declared: String, likely: String) -> Diagnostic {
        Diagnostic("INT010", .error, "the file is not \(declared): it looks like \(likely)", at: SourceRange(file: path), hint: "deliver it in \(declared), or correct 'encoding' in the interface specification; what was loaded before is intact")
    }
    static func nothingAccepted(_ path: String, rejects: String) -> Diagnostic {
        Diagnostic("INT011", .error, "not a single row was accepted", at: SourceRange(file: path), hint: "look at the reject files \(rejects): wrong file, delimiter or specification? what was loaded before is intact")
    }
    static func noSpecification(_ interface: String, period: String) -> Diagnostic {
        Diagnostic("INT012", .error, "no version of interface '\(interface)' is in force in \(period)", hint: "check 'effective' under ReportDefs/interfaces")
    }
    static func rejected(_ path: String, rejected: Int, rows: Int) -> Diagnostic {
        Diagnostic("INT013", .warning, "\(rejected) of \(rows) rows were rejected", at: SourceRange(file: path), hint: "send the reject files back to the provider")
    }
    static func keysUnchecked(_ path: String) -> Diagnostic {
        Diagnostic("INT014", .error, "duplicate keys could not be checked: no temporary space", at: SourceRange(file: path), hint: "free some space in the temporary folder and load again; what was loaded before is intact")
    }
    static func changedWhileReading(_ path: String) -> Diagnostic {
        Diagnostic("INT015", .error, "the file changed while it was being read", at: SourceRange(file: path), hint: "wait until it is wholly delivered, then load again; what was loaded before is intact")
    }
}
