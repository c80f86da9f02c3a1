/// Meanings of tables and columns, written as text: `[table] 含义 | 来源`, then a line per column:
/// `column | 含义 | 长度 | 单位 | 来源`; what is left out is empty.
struct ObjectMeanings: Sendable {
    struct Column: Sendable {
        var meaning: String
        var length = ""
        var unit = ""
        var source = ""
    }
    struct Object: Sendable {
        var meaning: String
        var source: String
        /// In order of the text.
        var columns: [(name: String, column: Column)] = []

        subscript(name: String) -> Column? { columns.first { $0.name == name }?.column }
    }
    var objects: [String: Object] = [:]

    init(_ text: String = "") {
        var current: String?
        for line in text.split(separator: "\n") {
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                let name = String(line[line.index(after: line.startIndex)..<end]), fields = Self.fields(line[line.index(after: end)...])
                objects[name] = Object(meaning: fields[0], source: fields.count > 1 ? fields[1] : "")
                current = name
            } else if let current {
                var fields = Self.fields(line)
                while fields.count < 5 { fields.append("") }
                objects[current]?.columns.append((fields[0], Column(meaning: fields[1], length: fields[2], unit: fields[3], source: fields[4])))
            }
        }
    }

    private static func fields(_ text: Substring) -> [String] {
        text.split(separator: "|", omittingEmptySubsequences: false).map { field in
            let characters = field.drop { $0 == " " }
            return String(characters[..<(characters.lastIndex { $0 != " " }.map { characters.index(after: $0) } ?? characters.startIndex)])
        }
    }
}
