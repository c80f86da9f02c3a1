/// A golden file read back: names of the columns and facts by key. Only used to explain a difference; equality is decided on the bytes.
struct FactTable {
    let columns: [String]
    /// In the order of the file.
    let keys: [String]
    let facts: [String: [String]]

    enum Problem: Error {
        case malformed(String)
    }

    init(_ text: String, kind: GoldenFile) throws(Problem) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, lines.first.map(String.init) == FactLines.heading(kind) else { throw .malformed("the first line is not '\(FactLines.heading(kind))'") }
        guard lines.removeLast().isEmpty else { throw .malformed("the last line has no end") }
        guard lines[1].hasPrefix("# ") else { throw .malformed("line 2 does not name the columns") }
        columns = lines[1].dropFirst(2).split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        var keys: [String] = [], facts: [String: [String]] = [:]
        for (index, line) in lines.enumerated().dropFirst(2) {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == columns.count, !fields[0].isEmpty else { throw .malformed("line \(index + 1) has \(fields.count) fields, not \(columns.count)") }
            guard facts.updateValue(Array(fields.dropFirst()), forKey: fields[0]) == nil else { throw .malformed("line \(index + 1): '\(fields[0])' stands there twice") }
            keys.append(fields[0])
        }
        self.keys = keys
        self.facts = facts
    }
}
