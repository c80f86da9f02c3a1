internal import ReportModel

/// Which encoding a file is in: a byte order mark, else strict UTF-8 over all lines that have bytes above 0x7F, else GB18030.
enum EncodingSniffer {
    /// Lines with high bytes that are looked at.
    private static let limit = 20_000

    static func detect(_ path: String) throws -> InterfaceSpecification.Encoding {
        let reader = try LineReader(path: path)
        var checked = 0
        while checked < limit, let line = try reader.next() {
            if reader.hasMark { return .utf8 }
            if isASCII(line) { continue }
            checked += 1
            if FieldParsing.utf8Length(line) == nil { return .gb18030 }
        }
        return .utf8
    }

    /// The encoding that nearly all lines with Han text are valid in, when it is not the `declared` one; for GB18030, which
    /// accepts much, only when they are not valid UTF-8 either.
    static func other(than declared: InterfaceSpecification.Encoding, _ path: String) throws -> InterfaceSpecification.Encoding? {
        let other: InterfaceSpecification.Encoding = declared == .utf8 ? .gb18030 : .utf8
        let reader = try LineReader(path: path)
        var valid = 0, checked = 0
        while checked < 1000, let line = try reader.next() {
            if isASCII(line) { continue }
            checked += 1
            let isUTF8 = FieldParsing.utf8Length(line) != nil
            if other == .utf8 ? isUTF8 : !isUTF8 && FieldParsing.gb18030Length(line) != nil { valid += 1 }
        }
        return checked > 0 && valid * 10 >= checked * 9 ? other : nil
    }

    private static func isASCII(_ line: UnsafeRawBufferPointer) -> Bool {
        var high: UInt64 = 0, index = 0
        while index + 8 <= line.count {
            high |= line.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < line.count {
            high |= UInt64(line[index])
            index += 1
        }
        return high & 0x8080_8080_8080_8080 == 0
    }
}
