/// Walks through UTF-8 bytes without making a String.
enum UTF8Scalars {
    /// Calls `body` with each code point and its number of bytes. Returns false at the first byte that is not valid UTF-8.
    @inline(__always)
    static func forEach(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (_ codePoint: UInt32, _ byteCount: UInt8) -> Void) -> Bool {
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 {
                body(UInt32(lead), 1)
                index += 1
                continue
            }
            guard let (codePoint, byteCount) = multiByte(bytes, at: index) else { return false }
            body(codePoint, UInt8(byteCount))
            index += byteCount
        }
        return true
    }

    @inline(__always)
    private static func multiByte(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (codePoint: UInt32, byteCount: Int)? {
        let lead = bytes[index]
        let byteCount = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
        guard lead >= 0xc2, lead < 0xf5, index + byteCount <= bytes.count else { return nil }
        var codePoint = UInt32(lead) & (0x7f >> UInt32(byteCount))
        for offset in 1..<byteCount {
            let next = bytes[index + offset]
            guard next & 0xc0 == 0x80 else { return nil }
            codePoint = codePoint << 6 | UInt32(next & 0x3f)
        }
        let isShortest = byteCount == 2 || codePoint >= (byteCount == 3 ? 0x800 : 0x10000)
        guard isShortest, codePoint <= 0x10ffff, codePoint & 0xffff_f800 != 0xd800 else { return nil }
        return (codePoint, byteCount)
    }
}
