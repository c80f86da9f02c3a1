internal import Diagnostics

/// What stands between an INSERT record and its rows: type, length and character set of every column.
struct OracleBindBlock {
    struct Column {
        var type: Int
        var length: Int
        var charset: Int?
        var isNational: Bool
        var typeName: String { OracleColumn.typeName(type, national: isNational) }
    }
    var columns: [Column] = []
    /// Why the rows cannot be read; nil when they can.
    var refusal: String?

    /// Consumes the block when all of it is understood; stops at the first unknown part, with the refusal set.
    static func read(_ source: ByteSource, names: [String], fault: (Int, String) -> DiagnosticsError) throws -> OracleBindBlock {
        var block = OracleBindBlock()
        func word() throws -> Int {
            guard try source.need(2) else { throw fault(source.position, "the file ends within the description of the columns") }
            let value = Int(source.base.loadUnaligned(fromByteOffset: source.start, as: UInt16.self).littleEndian)
            source.start += 2
            return value
        }
        let place = source.position
        let count = try word()
        if count != names.count || count == 0 || count > OracleColumn.mostColumns {
            throw fault(place, "\(names.count) columns are named and \(count) are described")
        }
        for index in 0..<count {
            let type = try word(), length = try word()
            var column = Column(type: type, length: length, charset: nil, isNational: false)
            if OracleColumn.hasCharset(type) {
                column.charset = try word()
                let form = try word()
                column.isNational = form == 2
            }
            block.columns.append(column)
            if !OracleColumn.isScalar(type) {
                block.refusal = "column \(names[index]) is \(OracleColumn.typeName(type, national: column.isNational))"
                return block
            }
        }
        let end = source.position
        if try word() != 0 || word() != 0 { throw fault(end, "the description of the columns does not end as it must") }
        return block
    }
}
