/// A column of a rows section as its bind block declares it, compiled for reading.
struct OracleColumn {
    enum Kind { case text, padded, number, date, raw }
    var kind: Kind
    /// A longer field is a damaged length.
    var limit: Int
    var decoder: CharacterDecoder?

    /// Columns of Oracle's largest release.
    static let mostColumns = 4096

    /// Oracle's name of a type by its number in the bind block; the numbers are those of its call interface.
    static func typeName(_ type: Int, national: Bool) -> String {
        switch type {
        case 1: national ? "NVARCHAR2" : "VARCHAR2"
        case 2: "NUMBER"
        case 8: "LONG"
        case 12: "DATE"
        case 23: "RAW"
        case 24: "LONG RAW"
        case 58: "opaque type (XMLTYPE, ANYDATA)"
        case 69, 104, 208: "ROWID"
        case 96: national ? "NCHAR" : "CHAR"
        case 100: "BINARY_FLOAT"
        case 101: "BINARY_DOUBLE"
        case 105, 106: "MLSLABEL"
        case 108, 121: "object type"
        case 110, 111: "REF"
        case 112: national ? "NCLOB" : "CLOB"
        case 113: "BLOB"
        case 114: "BFILE"
        case 119: "JSON"
        case 122: "nested table"
        case 123: "VARRAY"
        case 127: "VECTOR"
        case 180: "TIMESTAMP"
        case 181: "TIMESTAMP WITH TIME ZONE"
        case 182: "INTERVAL YEAR TO MONTH"
        case 183: "INTERVAL DAY TO SECOND"
        case 231: "TIMESTAMP WITH LOCAL TIME ZONE"
        case 252: "BOOLEAN"
        default: "type number \(type)"
        }
    }

    /// Types whose rows are plain fields with a length; all others end the reading of their table.
    static func isScalar(_ type: Int) -> Bool { [1, 2, 12, 23, 96, 180].contains(type) }

    /// Types that carry a character set in the bind block.
    static func hasCharset(_ type: Int) -> Bool { [1, 8, 96, 112].contains(type) }

    init(type: Int, length: Int, decoder: CharacterDecoder?) {
        self.decoder = decoder
        switch type {
        case 2: (kind, limit) = (.number, 22)
        case 12: (kind, limit) = (.date, 7)
        case 180: (kind, limit) = (.date, 11)
        case 23: (kind, limit) = (.raw, min(32_767, max(length, 16)))
        case 96: (kind, limit) = (.padded, min(32_767, max(length, 16) * 4))
        default: (kind, limit) = (.text, min(32_767, max(length, 16) * 4))
        }
    }
}
