internal import Diagnostics

/// All sentences of this room. The ids are documented in Docs/Diagnostics.md.
enum DefinitionDiagnostics {
    static func syntax(_ problem: String, at place: SourceRange) -> Diagnostic {
        make("DEF001", "this is not valid YAML: \(problem)", place, "check indentation, quotes and colons near this place")
    }
    static func notText(_ reason: String, at place: SourceRange) -> Diagnostic {
        make("DEF002", reason, place, "save the file as UTF-8 text with at least one definition")
    }
    static func unknownKey(_ key: String, nearest: String?, allowed: [String], at place: SourceRange) -> Diagnostic {
        make("DEF003", "unknown key '\(key)'", place, nearest.map { "did you mean '\($0)'?" } ?? "keys here: \(allowed.joined(separator: ", "))")
    }
    static func wrongType(_ key: String, expected: String, found: String, at place: SourceRange) -> Diagnostic {
        make("DEF004", "'\(key)' must be \(expected), but it is \(found)", place, "write it as \(expected)")
    }
    static func missingKey(_ key: String, in what: String, at place: SourceRange) -> Diagnostic {
        make("DEF005", "\(what) lacks the key '\(key)'", place, "add '\(key): …'")
    }
    static func duplicateKey(_ key: String, at place: SourceRange) -> Diagnostic {
        make("DEF006", "the key '\(key)' stands twice in this mapping", place, "keep one of the two")
    }
    static func anchor(at place: SourceRange) -> Diagnostic {
        make("DEF007", "anchors (&) and aliases (*) are not part of the definition language", place, "write the values out, or use 'repeat' for columns that recur")
    }
    static func severalDocuments(at place: SourceRange) -> Diagnostic {
        make("DEF008", "the file holds more than one YAML document", place, "put each definition into a file of its own")
    }
    static func notBoolean(_ text: String, at place: SourceRange) -> Diagnostic {
        let hint = ["yes", "on", "y"].contains(text.lowercased()) ? "write true" : ["no", "off", "n"].contains(text.lowercased()) ? "write false" : "write true or false"
        return make("DEF009", "'\(text)' is no truth value", place, hint)
    }
    static func invalidValue(_ text: String, for key: String, expected: String, nearest: String?, at place: SourceRange) -> Diagnostic {
        make("DEF010", "'\(text)' is not valid for '\(key)': expected \(expected)", place, nearest.map { "did you mean '\($0)'?" } ?? "write \(expected)")
    }
    static func duplicate(_ what: String, _ name: String, first: SourceRange, at place: SourceRange) -> Diagnostic {
        Diagnostic("DEF011", .error, "\(what) '\(name)' is defined twice", at: place, notes: [.init("first defined here", at: first)], hint: "rename one of the two")
    }
    static func unknown(_ what: String, _ name: String, nearest: String?, at place: SourceRange) -> Diagnostic {
        make("DEF012", "there is no \(what) '\(name)'", place, nearest.map { "did you mean '\($0)'?" } ?? "define it, or correct the name")
    }
    static func units(_ message: String, hint: String, at place: SourceRange) -> Diagnostic { make("DEF013", message, place, hint) }
    static func formula(_ problem: String, at place: SourceRange) -> Diagnostic {
        make("DEF014", "the formula cannot be read: \(problem)", place, "for instance: 7栏 ÷ 5栏, sum(02行:19行), [01,6], 累计(paid), 口径(base.lower)")
    }
    static func circle(_ path: String, at place: SourceRange) -> Diagnostic {
        make("DEF015", "columns depend on each other in a circle: \(path)", place, "break the circle")
    }
    static func csv(_ problem: String, at place: SourceRange) -> Diagnostic {
        make("DEF016", problem, place, "columns: code,name,short,parent,effective_from,effective_to,remark")
    }
    static func unknownFile(at place: SourceRange) -> Diagnostic {
        make("DEF017", "this file is in no folder of definitions", place, "put it under reports, calibers, measures, interfaces, checks, balances, codes or theme; only exchange.yaml stands above them")
    }
    static func empty(_ what: String, at place: SourceRange) -> Diagnostic { make("DEF018", "\(what) is empty", place, "add at least one entry, or remove it") }
    static func misuse(_ message: String, hint: String, at place: SourceRange) -> Diagnostic { make("DEF019", message, place, hint) }
    static func timesHundred(at place: SourceRange) -> Diagnostic {
        make("DEF020", "a column in % shows a ratio as a percentage by itself; × 100 would make it a hundred times too large", place, "leave out × 100")
    }

    private static func make(_ id: String, _ message: String, _ place: SourceRange, _ hint: String) -> Diagnostic {
        Diagnostic(id, .error, message, at: place, hint: hint)
    }
}
