/// A column of a written dump.
public struct ExpColumn: Sendable {
    public var name: String
    /// Number of the type: 1 VARCHAR2, 2 NUMBER, 12 DATE, 23 RAW, 96 CHAR, 112 CLOB, 180 TIMESTAMP …
    public var type: Int
    public var length: Int
    public var charset: Int
    public var isNational: Bool

    public init(_ name: String, type: Int, length: Int, charset: Int = 0, isNational: Bool = false) {
        self.name = name
        self.type = type
        self.length = length
        self.charset = charset
        self.isNational = isNational
    }

    public var hasCharset: Bool { [1, 8, 96, 112].contains(type) }
    public var isScalar: Bool { [1, 2, 12, 23, 96, 180].contains(type) }
    var declaration: String { [1: "VARCHAR2(\(length))", 2: "NUMBER", 12: "DATE", 23: "RAW(\(length))", 96: "CHAR(\(length))", 180: "TIMESTAMP (6)"][type] ?? "CLOB" }
}
