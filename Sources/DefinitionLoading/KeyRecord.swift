internal import Quantities

/// What the readers ask of a document while a schema is made from them: which mappings they open and which keys, of which
/// types, they want there. A mapping is known by the line of its place.
struct KeyRecord {
    /// What a reader wants to find under a key.
    enum Kind: Hashable {
        /// The reader looks at the value itself.
        case value
        case text
        case integer(ClosedRange<Int>)
        /// A length above 0 and below the limit, or any number.
        case number(below: Double?)
        case amount, quantity, date, month, boolean, unit, formula, color
        case choice([String])
        /// The reader looks at the items itself.
        case list(isRequired: Bool)
        case texts, months, colors, textMap
        case choices([String])
    }

    struct Asked: Hashable {
        var mapping: Int
        var key: String
        var kind: Kind
    }

    /// Line of a mapping → what the reader calls it: `a column`, `'page'`.
    private(set) var opened: [Int: String] = [:]
    /// In the order of the readers.
    private(set) var asked: [Asked] = []
    /// Keys that a reader only looked for, in order.
    private(set) var looked: [Asked] = []

    mutating func open(_ mapping: Int, _ what: String) { opened[mapping] = what }

    mutating func look(_ mapping: Int, _ key: String) {
        let item = Asked(mapping: mapping, key: key, kind: .value)
        if !looked.contains(item) { looked.append(item) }
    }

    /// The first asking counts for the order, the most exact one for the kind.
    mutating func ask(_ mapping: Int, _ key: String, _ kind: Kind) {
        guard let index = asked.firstIndex(where: { $0.mapping == mapping && $0.key == key }) else {
            asked.append(Asked(mapping: mapping, key: key, kind: kind))
            return
        }
        if kind != .value { asked[index].kind = kind }
    }
}
