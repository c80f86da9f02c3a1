import Glibc

/// Text in the character sets of a database, by the C library.
public enum ExpText {
    private static let names = [
        1: "US-ASCII", 31: "ISO-8859-1", 178: "CP1252", 850: "EUC-CN", 852: "GBK", 854: "GB18030", 871: "UTF-8", 873: "UTF-8", 2000: "UTF-16BE",
    ]

    /// Nil when the character set does not have a character.
    public static func encode(_ text: String, charset: Int) -> [UInt8]? {
        if charset == 873 { return Array(text.utf8) }
        if charset == 871 { return text.unicodeScalars.flatMap(surrogates) }
        guard let name = names[charset], let converter = iconv_open(name, "UTF-8") else { return nil }
        defer { iconv_close(converter) }
        return convert(converter, Array(text.utf8))
    }

    private static func convert(_ converter: iconv_t, _ bytes: [UInt8]) -> [UInt8]? {
        var source = bytes, target = [UInt8](repeating: 0, count: bytes.count * 4 + 8)
        var left = source.count, room = target.count
        let result = source.withUnsafeMutableBytes { input in
            target.withUnsafeMutableBytes { output in
                var from = input.baseAddress?.assumingMemoryBound(to: CChar.self), to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
                return iconv(converter, &from, &left, &to, &room)
            }
        }
        if result == Int.max || result == -1 || left > 0 { return nil }
        return Array(target[..<(target.count - room)])
    }

    /// UTF-8 of the bytes; nil when they are no text of the character set.
    public static func decode(_ bytes: [UInt8], charset: Int) -> [UInt8]? {
        if bytes.isEmpty { return [] }
        guard let name = names[charset], let converter = iconv_open("UTF-8", name) else { return nil }
        defer { iconv_close(converter) }
        return convert(converter, bytes)
    }

    /// UTF-8, but characters beyond U+FFFF as two surrogates of three bytes each.
    private static func surrogates(_ scalar: Unicode.Scalar) -> [UInt8] {
        if scalar.value < 0x10000 { return Array(String(Character(scalar)).utf8) }
        let rest = scalar.value - 0x10000
        let codes: [UInt32] = [0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF)]
        return codes.flatMap { code -> [UInt8] in
            let middle = UInt8((code >> 6) & 0x3F), last = UInt8(code & 0x3F)
            return [0xE0 | UInt8(code >> 12), 0x80 | middle, 0x80 | last]
        }
    }
}
