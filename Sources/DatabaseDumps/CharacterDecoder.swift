internal import Diagnostics

/// Bytes of one character set to UTF-8 bytes. Bytes that are no character become U+FFFD and are reported.
struct CharacterDecoder {
    let charset: DumpCharset
    private let pairs: UnsafePointer<UInt32>?
    private let quads: UnsafePointer<UInt32>?

    init(_ charset: DumpCharset) throws {
        self.charset = charset
        func table(_ tables: CharacterTables?) throws -> UnsafePointer<UInt32> {
            guard let tables else { throw DiagnosticsError(DumpDiagnostics.noConverter(charset.name)) }
            return tables.entries
        }
        switch charset {
        case .zhs16cgb231280, .zhs16gbk, .zhs32gb18030:
            pairs = try table(.gbPairs)
            quads = try table(.gbQuads)
        case .we8mswin1252: (pairs, quads) = (try table(.windows1252), nil)
        case .we8iso8859p1: (pairs, quads) = (try table(.latin1), nil)
        case .us7ascii, .utf8, .al32utf8, .al16utf16: (pairs, quads) = (nil, nil)
        }
    }

    /// Room that the text of `count` bytes needs.
    static func room(_ count: Int) -> Int { count * 3 + 8 }

    /// The bytes are UTF-8 as they are, without being copied.
    @inline(__always)
    func isPlain(_ source: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        if charset == .al16utf16 { return count == 0 }
        var index = 0
        let raw = UnsafeRawPointer(source)
        while index + 8 <= count {
            if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return isUTF8(source, count) }
            index += 8
        }
        var high: UInt8 = 0
        while index < count { high |= source[index]; index += 1 }
        return high < 0x80 || isUTF8(source, count)
    }

    private func isUTF8(_ source: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        if charset != .utf8 && charset != .al32utf8 { return false }
        var index = 0
        while index < count {
            let size = Self.utf8Size(source + index, count - index)
            if size == 0 { return false }
            index += size
        }
        return true
    }

    /// Writes the text, gives its length, and says whether every byte was valid.
    func decode(_ source: UnsafePointer<UInt8>, _ count: Int, into output: UnsafeMutablePointer<UInt8>) -> (length: Int, valid: Bool) {
        switch charset {
        case .zhs16cgb231280, .zhs16gbk, .zhs32gb18030: decodeChinese(source, count, output)
        case .we8mswin1252, .we8iso8859p1, .us7ascii: decodeSingle(source, count, output)
        case .utf8, .al32utf8: decodeUTF8(source, count, output)
        case .al16utf16: decodeUTF16(source, count, output)
        }
    }

    private func decodeChinese(_ source: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>) -> (length: Int, valid: Bool) {
        guard let pairs, let quads else { return (0, false) }
        var index = 0, length = 0, valid = true
        while index < count {
            let first = source[index]
            if first < 0x80 { output[length] = first; length += 1; index += 1; continue }
            var entry: UInt32 = 0, size = 1
            if first == 0x80 { entry = pairs[0] } else if index + 1 < count {
                let second = source[index + 1]
                if second >= 0x40 {
                    entry = pairs[Int(first & 0x7F) << 8 | Int(second)]
                    size = 2
                } else if index + 3 < count, let code = Self.quad(source + index) {
                    size = 4
                    entry = code < 39_420 ? quads[code] : code >= 189_000 && code <= 1_237_575 ? Self.pack(UInt32(code - 189_000 + 0x10000)) : 0
                }
            }
            if entry == 0 { (entry, size, valid) = (Self.replacement, 1, false) }
            length += Self.put(entry, output + length)
            index += size
        }
        return (length, valid)
    }

    /// The linear number of a code of four bytes; nil when it is none.
    @inline(__always)
    private static func quad(_ source: UnsafePointer<UInt8>) -> Int? {
        let a = Int(source[0]) - 0x81, b = Int(source[1]) - 0x30, c = Int(source[2]) - 0x81, d = Int(source[3]) - 0x30
        guard a >= 0, a < 126, b >= 0, b < 10, c >= 0, c < 126, d >= 0, d < 10 else { return nil }
        return ((a * 10 + b) * 126 + c) * 10 + d
    }

    private func decodeSingle(_ source: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>) -> (length: Int, valid: Bool) {
        var length = 0, valid = true
        for index in 0..<count {
            let byte = source[index]
            var entry = byte < 0x80 ? UInt32(byte) : pairs?[Int(byte) - 0x80] ?? 0
            if entry == 0 && byte >= 0x80 { (entry, valid) = (Self.replacement, false) }
            length += Self.put(entry, output + length)
        }
        return (length, valid)
    }

    /// UTF-8 strictly; in Oracle's UTF8 two surrogates make one character.
    private func decodeUTF8(_ source: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>) -> (length: Int, valid: Bool) {
        var index = 0, length = 0, valid = true
        while index < count {
            let size = Self.utf8Size(source + index, count - index)
            if size > 0 {
                for offset in 0..<size { output[length + offset] = source[index + offset] }
                length += size
                index += size
            } else if charset == .utf8, index + 6 <= count, let high = Self.surrogate(source + index, 0xA0), let low = Self.surrogate(source + index + 3, 0xB0) {
                length += Self.put(Self.pack(0x10000 + high << 10 + low), output + length)
                index += 6
            } else {
                length += Self.put(Self.replacement, output + length)
                index += 1
                valid = false
            }
        }
        return (length, valid)
    }

    /// Ten bits of a surrogate written as three bytes: ED, 0xA0… (high) or 0xB0… (low), and a last byte.
    private static func surrogate(_ source: UnsafePointer<UInt8>, _ mark: UInt8) -> UInt32? {
        guard source[0] == 0xED, source[1] & 0xF0 == mark, source[2] & 0xC0 == 0x80 else { return nil }
        return UInt32(source[1] & 0x0F) << 6 | UInt32(source[2] & 0x3F)
    }

    private func decodeUTF16(_ source: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>) -> (length: Int, valid: Bool) {
        var index = 0, length = 0, valid = count % 2 == 0
        while index + 1 < count {
            var code = UInt32(source[index]) << 8 | UInt32(source[index + 1])
            index += 2
            if code & 0xFC00 == 0xD800, index + 1 < count, source[index] & 0xFC == 0xDC {
                code = 0x10000 + (code & 0x3FF) << 10 + (UInt32(source[index] & 3) << 8 | UInt32(source[index + 1]))
                index += 2
            } else if code & 0xF800 == 0xD800 {
                code = 0xFFFD
                valid = false
            }
            length += Self.put(Self.pack(code), output + length)
        }
        if index < count { length += Self.put(Self.replacement, output + length) }
        return (length, valid)
    }

    // MARK: Packed UTF-8

    /// U+FFFD
    private static let replacement: UInt32 = 0x00BD_BFEF

    /// Always writes four bytes; the length counts.
    @inline(__always)
    private static func put(_ entry: UInt32, _ output: UnsafeMutablePointer<UInt8>) -> Int {
        UnsafeMutableRawPointer(output).storeBytes(of: entry.littleEndian, as: UInt32.self)
        let first = entry & 0xFF
        return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    }

    private static func pack(_ code: UInt32) -> UInt32 {
        if code < 0x80 { return code }
        if code < 0x800 { return 0xC0 | code >> 6 | (0x80 | code & 0x3F) << 8 }
        if code < 0x10000 { return 0xE0 | code >> 12 | (0x80 | code >> 6 & 0x3F) << 8 | (0x80 | code & 0x3F) << 16 }
        return 0xF0 | code >> 18 | (0x80 | code >> 12 & 0x3F) << 8 | (0x80 | code >> 6 & 0x3F) << 16 | (0x80 | code & 0x3F) << 24
    }

    /// Bytes of the character here, 0 when it is not valid: no surrogates, no overlong forms.
    @inline(__always)
    private static func utf8Size(_ source: UnsafePointer<UInt8>, _ left: Int) -> Int {
        let byte = source[0]
        if byte < 0x80 { return 1 }
        let size = byte >= 0xC2 && byte < 0xE0 ? 2 : byte >= 0xE0 && byte < 0xF0 ? 3 : byte >= 0xF0 && byte < 0xF5 ? 4 : 0
        if size == 0 || size > left { return 0 }
        for offset in 1..<size where source[offset] & 0xC0 != 0x80 { return 0 }
        if size == 3, (byte == 0xE0 && source[1] < 0xA0) || (byte == 0xED && source[1] >= 0xA0) { return 0 }
        if size == 4, (byte == 0xF0 && source[1] < 0x90) || (byte == 0xF4 && source[1] >= 0x90) { return 0 }
        return size
    }
}
