internal import Diagnostics

/// Texts that somebody answers for: a reason, a person, a subject. An empty one says nothing, nor does the … of a printed command.
enum GivenTexts {
    /// `what`: the note or decision that the texts belong to. `texts`: option → what was given.
    static func require(_ what: String, _ texts: KeyValuePairs<String, String>) throws {
        let missing = texts.filter { _, text in text.allSatisfy { $0.isWhitespace || $0 == "…" || $0 == "." } }.map { option, _ in option }
        if !missing.isEmpty { throw DiagnosticsError(WorkspaceDiagnostics.textMissing(what, options: missing)) }
    }
}
