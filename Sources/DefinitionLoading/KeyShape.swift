/// What may stand in one kind of mapping, as the readers were seen to ask for it.
struct MappingShape {
    /// `column`, `page`; the name of its definition in the schema.
    var name: String
    /// Kind of file that it belongs to.
    var cases: KeyCase
}

/// The keys of a mapping, given what is known about some of them; branches are told apart by a key or its value.
struct KeyCase {
    struct Key {
        var name: String
        var value: ValueShape
    }

    struct Branch {
        var key: String
        /// Values of the key that lead here; empty: that it is there at all.
        var values: [String]
        var then: KeyCase
    }

    /// In the order of the readers.
    var keys: [Key] = []
    var required: [String] = []
    /// Groups of which one key must stand; exactly one when `isExclusive`.
    var alternatives: [(keys: [String], isExclusive: Bool)] = []
    var branches: [Branch] = []

    /// Every key of every branch with the shapes that it has, in order.
    var all: [Key] {
        var result = keys
        for branch in branches {
            for key in branch.then.all where !result.contains(where: { $0.name == key.name && $0.value == key.value }) { result.append(key) }
        }
        return result
    }
}

/// What may stand under a key: one of several.
struct ValueShape: Hashable {
    indirect enum Form: Hashable {
        case scalar(KeyRecord.Kind)
        /// A text with a meaning of its own, beside the other forms.
        case word(String)
        case list(ValueShape, isRequired: Bool)
        /// A mapping by the name of its shape.
        case mapping(String)
        /// A mapping of names to texts.
        case textMap
    }
    var forms: [Form]
}
