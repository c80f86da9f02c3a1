/// Text of comma-separated values (RFC 4180): records with their lines, and the text of a field.
public enum CSVText {
    public struct Record: Sendable {
        public var fields: [String]
        /// The line that it starts on, from 1, and the one that it ends on.
        public var line: Int
        public var lastLine: Int
        /// The line begins with `#`.
        public var isComment: Bool { fields[0].hasPrefix("#") }
    }

    /// Blank lines are skipped.
    public static func records(_ text: String) -> [Record] {
        var rows: [Record] = [], fields: [String] = [], field = "", quoted = false, line = 1, start = 1
        let characters = Array(text)
        var index = 0
        func isBlank() -> Bool { fields.isEmpty && field.isEmpty }
        while index < characters.count {
            let c = characters[index]
            if quoted {
                if c == "\"", index + 1 < characters.count, characters[index + 1] == "\"" { field.append("\""); index += 1 }
                else if c == "\"" { quoted = false }
                else { field.append(c) }
                if c.isNewline { line += 1 }
            } else if c == "\"" && field.isEmpty { quoted = true }
            else if c == "," { fields.append(field); field = "" }
            else if c.isNewline {
                if !isBlank() { rows.append(Record(fields: fields + [field], line: start, lastLine: line)) }
                fields = []; field = ""; line += 1; start = line
            } else { field.append(c) }
            index += 1
        }
        if !isBlank() { rows.append(Record(fields: fields + [field], line: start, lastLine: line)) }
        return rows
    }

    /// One record without its line end; fields are quoted where they must be.
    public static func line(_ fields: [String]) -> String {
        fields.map { field in
            let isPlain = !field.contains { $0 == "," || $0 == "\"" || $0.isNewline } && !field.hasPrefix("#")
            return isPlain ? field : "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }.joined(separator: ",")
    }
}
