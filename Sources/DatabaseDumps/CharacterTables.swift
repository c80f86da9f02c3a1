internal import Diagnostics
internal import Glibc

/// Character tables as packed UTF-8, built once from the C library's converters and constant from then on.
///
/// An entry holds up to four bytes, the first one lowest; 0 means that the code is not assigned.
struct CharacterTables: Sendable {
    nonisolated(unsafe) let entries: UnsafePointer<UInt32>

    /// Codes of two bytes of GB18030: (first − 0x80) · 256 + second. The single byte 0x80 (€ in code page 936) stands at 0.
    static let gbPairs: CharacterTables? = make(count: 0x8000, encoding: "GB18030") { index in
        index == 0 ? nil : [UInt8(0x80 + index >> 8), UInt8(index & 0xFF)]
    }.map { table in
        UnsafeMutablePointer(mutating: table.entries)[0] = 0x00AC_82E2
        return table
    }

    /// Codes of four bytes of GB18030 below U+10000, by their linear number from 81 30 81 30 on.
    static let gbQuads: CharacterTables? = make(count: 39_420, encoding: "GB18030") { index in
        [UInt8(0x81 + index / 12_600), UInt8(0x30 + index / 1_260 % 10), UInt8(0x81 + index / 10 % 126), UInt8(0x30 + index % 10)]
    }

    /// The upper half of code page 1252.
    static let windows1252: CharacterTables? = make(count: 128, encoding: "CP1252") { [UInt8(0x80 + $0)] }
    static let latin1: CharacterTables? = make(count: 128, encoding: "ISO-8859-1") { [UInt8(0x80 + $0)] }

    private static func make(count: Int, encoding: String, code: (Int) -> [UInt8]?) -> CharacterTables? {
        guard let converter = iconv_open("UTF-8", encoding), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        let entries = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
        for index in 0..<count { entries[index] = code(index).map { packed(converter, $0) } ?? 0 }
        return CharacterTables(entries: UnsafePointer(entries))
    }

    private static func packed(_ converter: iconv_t, _ code: [UInt8]) -> UInt32 {
        iconv(converter, nil, nil, nil, nil)
        var input = code, output: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0]
        var left = input.count, room = output.count
        let result = input.withUnsafeMutableBytes { source in
            output.withUnsafeMutableBytes { target in
                var from: UnsafeMutablePointer<CChar>? = source.baseAddress!.assumingMemoryBound(to: CChar.self)
                var to: UnsafeMutablePointer<CChar>? = target.baseAddress!.assumingMemoryBound(to: CChar.self)
                return iconv(converter, &from, &left, &to, &room)
            }
        }
        let length = 8 - room
        if result == Int.max || result == -1 || left > 0 || length == 0 || length > 4 || (code.count == 2 && output[0] < 0x80) { return 0 }
        return (0..<length).reduce(UInt32(0)) { $0 | UInt32(output[$1]) << (8 * UInt32($1)) }
    }
}
