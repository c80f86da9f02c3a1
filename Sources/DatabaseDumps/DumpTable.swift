internal import Diagnostics

/// A table as a dump describes it.
public struct DumpTable: Sendable, Hashable {
    /// The owner; empty when the dump names none.
    public var schema: String
    public var name: String
    public var columns: [DumpColumn]

    public init(schema: String, name: String, columns: [DumpColumn]) {
        self.schema = schema
        self.name = name
        self.columns = columns
    }

    /// `SCHEMA.NAME`, or the name alone.
    public var qualifiedName: String { schema.isEmpty ? name : "\(schema).\(name)" }

    /// The place of a column; the exact name first, else the name without regard to ASCII case.
    public func columnIndex(named name: String) -> Int? {
        if let exact = columns.firstIndex(where: { $0.name == name }) { return exact }
        return columns.firstIndex { $0.name.utf8.elementsEqual(name.utf8) { lower($0) == lower($1) } }
    }

    /// The places of columns by name, in the order of `names`: the choice that makes rows fit an interface specification.
    /// Throws when the table lacks one, naming all that are missing; `file` stands in the message.
    public func indices(of names: [String], file: String) throws -> [Int] {
        let missing = names.filter { columnIndex(named: $0) == nil }
        if !missing.isEmpty {
            let used = Set(names.compactMap(columnIndex)), free = columns.indices.filter { !used.contains($0) }.map { columns[$0].name }
            throw DiagnosticsError(DumpDiagnostics.missingColumns(file, table: qualifiedName, missing: missing, present: columns.map(\.name), free: free))
        }
        return names.compactMap(columnIndex)
    }

    private func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }
}

public struct DumpColumn: Sendable, Hashable {
    public var name: String
    /// The type by its name in the database: `VARCHAR2`, `NUMBER`, `DATE` …; empty when the dump names none (COPY text, CSV).
    public var typeName: String
    /// Bytes at most, as declared; 0 when the dump does not say.
    public var length: Int
    /// Name of the character set of the column's bytes; empty for columns without text.
    public var charset: String

    public init(name: String, typeName: String = "", length: Int = 0, charset: String = "") {
        self.name = name
        self.typeName = typeName
        self.length = length
        self.charset = charset
    }
}

/// What a caller wants of a table.
public enum TableChoice: Sendable, Equatable {
    /// Go over it; its structure is still checked.
    case skip
    /// All columns in the order of the dump.
    case read
    /// These columns (indices into `DumpTable.columns`) in this order; an index may stand more than once.
    case columns([Int])

    /// The places of the chosen columns; none when the table is skipped.
    func places(in table: DumpTable) throws -> [Int] {
        switch self {
        case .skip: return []
        case .read: return Array(table.columns.indices)
        case .columns(let list):
            if let wrong = list.first(where: { !table.columns.indices.contains($0) }) {
                throw DiagnosticsError(DumpDiagnostics.badChoice(table.qualifiedName, index: wrong))
            }
            return list
        }
    }
}

/// A row, valid only within the call that delivers it.
public struct DumpRow {
    /// Counts from 1 within the table, over all of its partitions.
    public let number: Int
    /// Offset in the file where the row begins.
    public let offset: Int
    /// The chosen columns as UTF-8 bytes; a null has no base address, an empty text has one.
    public let fields: UnsafeBufferPointer<UnsafeRawBufferPointer>
    /// Values that could not be read; their fields hold what could be saved (see `DumpFault`). Empty for nearly every row.
    public let faults: [DumpFault]

    public init(number: Int, offset: Int, fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, faults: [DumpFault]) {
        self.number = number; self.offset = offset; self.fields = fields; self.faults = faults
    }

    @inline(__always) public func isNull(_ index: Int) -> Bool { fields[index].baseAddress == nil }
}

/// A value that its type does not allow. The row's structure is intact, so the rest of the row and of the file is read.
public struct DumpFault: Sendable, Hashable {
    public enum Kind: String, Sendable {
        /// Bytes that are no characters of the column's character set; replaced by U+FFFD.
        case characters
        /// No NUMBER; the field holds `0x` and the bytes in hexadecimal.
        case number
        /// No day or time; the field holds `0x` and the bytes in hexadecimal.
        case date
        /// The row of a CSV file has more or fewer fields than its table; the row has all of its fields then, in the file's order.
        case fieldCount
    }
    /// Index into `DumpRow.fields`.
    public var field: Int
    public var kind: Kind

    public init(field: Int, kind: Kind) {
        self.field = field
        self.kind = kind
    }
}
