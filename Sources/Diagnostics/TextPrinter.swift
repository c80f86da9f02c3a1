/// Diagnostics as text for people: place, message, the line with a caret below it, notes, hint.
public enum TextPrinter {
    /// `sourceLine` supplies line `n` of a file, or nil when it is not at hand.
    public static func text(_ diagnostics: [Diagnostic], colored: Bool = false, sourceLine: (String, Int) -> String? = { _, _ in nil }) -> String {
        diagnostics.map { text($0, colored, sourceLine) }.joined(separator: "\n")
    }

    private static func text(_ diagnostic: Diagnostic, _ colored: Bool, _ sourceLine: (String, Int) -> String?) -> String {
        let color = diagnostic.severity == .error ? "31" : diagnostic.severity == .warning ? "33" : "36"
        func paint(_ text: String, _ code: String) -> String { colored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
        let place = diagnostic.place.map { "\($0): " } ?? ""
        var lines = ["\(place)\(paint(diagnostic.severity.rawValue, color)): \(diagnostic.message) [\(diagnostic.id)]"]
        if let place = diagnostic.place { lines += excerpt(place, sourceLine).map { paint($0, "2") } }
        for note in diagnostic.notes {
            lines.append("\(note.place.map { "\($0): " } ?? "")note: \(note.message)")
            if let place = note.place { lines += excerpt(place, sourceLine) }
        }
        if let hint = diagnostic.hint { lines.append("  hint: \(hint)") }
        return lines.joined(separator: "\n")
    }

    private static func excerpt(_ place: SourceRange, _ sourceLine: (String, Int) -> String?) -> [String] {
        guard place.line > 0, place.column > 0, let line = sourceLine(place.file, place.line) else { return [] }
        let characters = Array(line.unicodeScalars)
        let start = min(place.column - 1, characters.count)
        let end = min(start + place.length, characters.count)
        let lead = String(characters[..<start].map { $0 == "\t" ? "\t" : width($0) == 2 ? "\u{3000}" : " " }.map { Character($0) })
        let marked = max(1, characters[start..<end].reduce(0) { $0 + width($1) })
        return ["  \(line)", "  \(lead)^\(String(repeating: "~", count: marked - 1))"]
    }

    /// Columns that a terminal gives a character.
    static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD: 2
        default: 1
        }
    }
}

/// Diagnostics as JSON for machines: one object a line, keys in a fixed order.
public enum JSONPrinter {
    public static func text(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { diagnostic in
            var fields = [("id", quoted(diagnostic.id)), ("severity", quoted(diagnostic.severity.rawValue)), ("message", quoted(diagnostic.message))]
            if let place = diagnostic.place { fields += self.fields(of: place) }
            if !diagnostic.notes.isEmpty {
                let notes = diagnostic.notes.map { note in object([("message", quoted(note.message))] + (note.place.map(self.fields) ?? [])) }
                fields.append(("notes", "[\(notes.joined(separator: ","))]"))
            }
            if let hint = diagnostic.hint { fields.append(("hint", quoted(hint))) }
            return object(fields)
        }.joined(separator: "\n")
    }

    private static func fields(of place: SourceRange) -> [(String, String)] {
        [("file", quoted(place.file)), ("line", String(place.line)), ("column", String(place.column)), ("length", String(place.length))]
    }

    private static func object(_ fields: [(String, String)]) -> String { "{\(fields.map { "\(quoted($0.0)):\($0.1)" }.joined(separator: ","))}" }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
