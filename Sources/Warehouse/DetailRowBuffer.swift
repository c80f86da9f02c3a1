/// One row on its way into a detail file: the loader fills it, `DetailTable` reads it.
///
/// Column i is null, a number, or UTF-8 text; text bytes must stay valid until the next row.
public final class DetailRowBuffer {
    public let count: Int
    public let numbers: UnsafeMutablePointer<Int64>
    public let isNull: UnsafeMutablePointer<Bool>
    public let texts: UnsafeMutablePointer<UnsafeRawBufferPointer>
    /// Physical line of the row: the primary key of the detail table.
    public var line: Int64 = 0

    public init(count: Int) {
        self.count = count
        numbers = .allocate(capacity: count)
        numbers.initialize(repeating: 0, count: count)
        isNull = .allocate(capacity: count)
        isNull.initialize(repeating: false, count: count)
        texts = .allocate(capacity: count)
        texts.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: count)
    }

    deinit {
        numbers.deallocate()
        isNull.deallocate()
        texts.deallocate()
    }
}

/// A column of the detail table.
public struct DetailColumn: Sendable, Hashable {
    public var name: String
    public var isText: Bool
    /// Index in the row buffer.
    public var source: Int
    public init(name: String, isText: Bool, source: Int) { self.name = name; self.isText = isText; self.source = source }
}
