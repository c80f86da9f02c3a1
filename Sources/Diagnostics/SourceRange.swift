/// A place in a file: for YAML line and column of the node; for an interface file line = physical record, column = field.
///
/// Lines and columns count from 1; 0 means "the whole file" or "the whole line".
public struct SourceRange: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// The path as the user would type it: relative to the folder that was loaded.
    public var file: String
    public var line: Int
    public var column: Int
    /// Number of characters that the caret underlines, at least 1.
    public var length: Int

    public init(file: String, line: Int = 0, column: Int = 0, length: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
        self.length = max(1, length)
    }

    public var description: String {
        line == 0 ? file : column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
    }

    public static func < (a: SourceRange, b: SourceRange) -> Bool {
        (a.file, a.line, a.column) < (b.file, b.line, b.column)
    }
}
