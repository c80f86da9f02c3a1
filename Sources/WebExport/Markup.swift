/// Writes elements with everything escaped.
struct Markup {
    private(set) var text = ""
    private var names: Set<String> = []

    mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
        text += "<\(name)"
        for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
        text += ">"
    }

    mutating func close(_ name: String) { text += "</\(name)>\n" }

    mutating func element(_ name: String, _ attributes: [(String, String)] = [], _ content: String = "") {
        open(name, attributes)
        text += Self.escaped(content)
        close(name)
    }

    /// True the first time: an id may stand once in a document.
    mutating func isNew(_ id: String) -> Bool { names.insert(id).inserted }

    mutating func add(_ content: String) { text += Self.escaped(content) }
    /// Markup that is already written.
    mutating func embed(_ markup: String) { text += markup }

    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 38 || $0 == 60 || $0 == 62 || $0 == 34 }) else { return text }
        return text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
