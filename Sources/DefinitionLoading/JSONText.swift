/// A JSON value with its keys in a chosen order, written with two blanks for each level.
indirect enum JSONText {
    case text(String)
    case integer(Int)
    case boolean(Bool)
    case list([JSONText])
    case object([(String, JSONText)])

    func written(indent: Int = 0) -> String {
        let inner = String(repeating: "  ", count: indent + 1), outer = String(repeating: "  ", count: indent)
        switch self {
        case .text(let text): return Self.quoted(text)
        case .integer(let number): return String(number)
        case .boolean(let value): return value ? "true" : "false"
        case .list(let items):
            if items.allSatisfy(\.isShort) { return "[\(items.map { $0.written() }.joined(separator: ", "))]" }
            return "[\n\(items.map { inner + $0.written(indent: indent + 1) }.joined(separator: ",\n"))\n\(outer)]"
        case .object(let entries):
            if entries.isEmpty { return "{}" }
            if entries.count == 1, entries[0].1.isShort { return "{\(Self.quoted(entries[0].0)): \(entries[0].1.written())}" }
            let lines = entries.map { "\(inner)\(Self.quoted($0.0)): \($0.1.written(indent: indent + 1))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
        }
    }

    private var isShort: Bool {
        switch self {
        case .text, .integer, .boolean: true
        case .list(let items): items.allSatisfy(\.isShort)
        case .object(let entries): entries.isEmpty || (entries.count == 1 && entries[0].1.isShort)
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                if scalar.value < 32 {
                    let hex = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                } else { result.unicodeScalars.append(scalar) }
            }
        }
        return result + "\""
    }
}
