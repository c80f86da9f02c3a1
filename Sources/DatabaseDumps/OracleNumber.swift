/// Oracle's NUMBER: an exponent byte and digits to the base of 100; as plain decimal text, exactly.
enum OracleNumber {
    /// Bytes that any NUMBER needs as text: sign, 126 digits before or 130 and 40 behind the point.
    static let longestText = 180

    /// Writes the text and gives its length; nil when the bytes are no NUMBER. Infinity is `~` or `-~`, as Oracle prints it.
    @inline(__always)
    static func decode(_ source: UnsafePointer<UInt8>, _ count: Int, into output: UnsafeMutablePointer<UInt8>) -> Int? {
        if count == 0 { return nil }
        let head = source[0]
        if count == 1 {
            if head == 0x80 { output[0] = 0x30; return 1 }
            if head == 0 { output[0] = 0x2D; output[1] = 0x7E; return 2 }
            return nil
        }
        let positive = head >= 0x80
        if positive && head == 0xFF && count == 2 && source[1] == 101 { output[0] = 0x7E; return 1 }
        let exponent = Int((positive ? head : ~head) & 0x7F) - 65
        var digits = count - 1
        if !positive && source[count - 1] == 102 { digits -= 1 }
        if digits == 0 || digits > 20 { return nil }
        return write(source + 1, digits, exponent, positive: positive, into: output)
    }

    @inline(__always)
    private static func write(
        _ source: UnsafePointer<UInt8>, _ digits: Int, _ exponent: Int, positive: Bool, into output: UnsafeMutablePointer<UInt8>
    ) -> Int? {
        var length = 0
        @inline(__always) func put(_ byte: UInt8) { output[length] = byte; length += 1 }
        if !positive { put(0x2D) }
        if exponent < 0 {
            put(0x30); put(0x2E)
            for _ in 0..<(-exponent - 1) { put(0x30); put(0x30) }
        }
        for index in 0..<max(digits, exponent + 1) {
            var pair: UInt8 = 0
            if index < digits {
                pair = positive ? source[index] &- 1 : 101 &- source[index]
                if pair > 99 || (index == 0 && pair == 0) { return nil }
            }
            if index == exponent + 1 && exponent >= 0 { put(0x2E) }
            let tens = pair / 10
            if index > 0 || tens > 0 || exponent < 0 { put(0x30 + tens) }
            put(0x30 + pair - tens * 10)
        }
        if digits > exponent + 1 {
            while output[length - 1] == 0x30 { length -= 1 }
            if output[length - 1] == 0x2E { length -= 1 }
        }
        return length
    }
}
