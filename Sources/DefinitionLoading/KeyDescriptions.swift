/// What every key means: the texts that editors show, Chinese first, then English. A test holds them against the readers.
///
/// The text form: `[mapping] 中文 | English` opens a mapping, `key | 中文 | English` describes a key of it. `key (a, b)` names
/// texts that have a meaning of their own under the key.
struct KeyDescriptions {
    struct Item {
        var mapping: String
        /// Empty for the mapping itself.
        var key: String
        var chinese: String
        var english: String
        var words: [String]
        /// As an editor shows it.
        var text: String { "\(chinese)\n\n\(english)" }
    }

    /// In order.
    let items: [Item]

    init(_ text: String) {
        var items: [Item] = [], mapping = ""
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { Self.trimmed($0) }
            guard parts.count == 3 || (line.hasPrefix("[") && parts.count == 2) else { continue }
            if let end = parts[0].firstIndex(of: "]"), parts[0].hasPrefix("[") {
                mapping = String(parts[0][parts[0].index(after: parts[0].startIndex)..<end])
                items.append(Item(mapping: mapping, key: "", chinese: Self.trimmed(parts[0][parts[0].index(after: end)...]), english: parts[1], words: []))
                continue
            }
            let head = parts[0].split(separator: "(", maxSplits: 1)
            let words = head.count > 1 ? head[1].dropLast().split(separator: ",").map { Self.trimmed($0) } : []
            items.append(Item(mapping: mapping, key: Self.trimmed(head[0]), chinese: parts[1], english: parts[2], words: words))
        }
        self.items = items
    }

    /// Nil when nobody described it. An empty key asks for the mapping itself.
    func item(_ mapping: String, _ key: String) -> Item? { items.first { $0.mapping == mapping && $0.key == key } }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let characters = text.drop { $0 == " " }
        return String(characters.reversed().drop { $0 == " " }.reversed())
    }
}
