internal import Diagnostics

/// A YAML node with its place; what the readers read.
indirect enum Value {
    /// `isPlain`: not quoted. `contentPlace` is where the text itself begins (after the quote).
    case scalar(String, isPlain: Bool, SourceRange)
    case list([Value], SourceRange)
    case map([Entry], SourceRange)
    /// `key:` without a value.
    case null(SourceRange)

    struct Entry {
        var key: String
        var place: SourceRange
        var value: Value
    }

    var place: SourceRange {
        switch self {
        case .scalar(_, _, let place), .list(_, let place), .map(_, let place), .null(let place): place
        }
    }

    var kind: String {
        switch self {
        case .scalar: "a text"
        case .list: "a list"
        case .map: "a mapping"
        case .null: "empty"
        }
    }
}
