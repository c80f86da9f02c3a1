internal import ReportModel

/// Which encoding a file is in: a byte order mark, else strict UTF-8 over all lines that have bytes above 0x7F, else GB18030.
enum EncodingSniffer {
    /// Lines that are looked at.
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

    /// The encoding that a file is likely in when it is not the `declared` one: UTF-16 by its mark or its zero bytes; else the one that
    /// nearly all lines with Han text are valid in. GB18030 accepts much, and a short word in it may be valid UTF-8: it is named when
    /// a tenth of the lines cannot be UTF-8. `least`: lines with Han text that are needed to judge.
    static func other(than declared: InterfaceSpecification.Encoding, _ path: String, least: Int = 1) throws -> String? {
        let reader = try LineReader(path: path)
        var valid = 0, foreign = 0, checked = 0, isFirst = true
        while checked < 1000, reader.lineNumber < limit, let line = try reader.next() {
            if isFirst, isUTF16(line) { return "utf-16" }
            isFirst = false
            if isASCII(line) { continue }
            checked += 1
            let isUTF8 = FieldParsing.utf8Length(line) != nil
            if !isUTF8 { foreign += 1 }
            // Han characters have three bytes in UTF-8; pairs of GB18030 that look like UTF-8 have two.
            if declared == .utf8 ? FieldParsing.gb18030Length(line) != nil : isUTF8 && line.contains(where: { $0 >= 0xE0 }) { valid += 1 }
        }
        let other: InterfaceSpecification.Encoding = declared == .utf8 ? .gb18030 : .utf8
        return checked >= least && valid * 10 >= checked * 9 && (other == .utf8 || foreign * 10 >= checked) ? other.rawValue : nil
    }

    /// A byte order mark, or a zero in every second byte.
    private static func isUTF16(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.count >= 4 else { return false }
        if (line[0] == 0xFF && line[1] == 0xFE) || (line[0] == 0xFE && line[1] == 0xFF) { return true }
        let zeros = line.prefix(64).enumerated().filter { $0.element == 0 }, odd = zeros.count { $0.offset % 2 == 1 }
        return zeros.count >= line.prefix(64).count / 3 && (odd == 0 || odd == zeros.count)
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
