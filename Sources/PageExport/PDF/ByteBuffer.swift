/// Bytes written one after another. Its memory stays for the next use; numbers are made by integer arithmetic.
final class ByteBuffer {
    private(set) var start = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096)
    private var capacity = 4096
    private(set) var count = 0

    deinit { start.deallocate() }

    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    func clear() { count = 0 }

    /// Memory for `extra` more bytes.
    @inline(__always)
    func reserve(_ extra: Int) {
        if count + extra > capacity { grow(extra) }
    }

    private func grow(_ extra: Int) {
        capacity = (count + extra) * 2
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        grown.update(from: start, count: count)
        start.deallocate()
        start = grown
    }

    @inline(__always)
    func put(byte: UInt8) {
        reserve(1)
        start[count] = byte
        count += 1
    }

    func put(_ text: StaticString) {
        put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    func put(string text: String) {
        for byte in text.utf8 { put(byte: byte) }
    }

    func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let from = bytes.baseAddress else { return }
        reserve(bytes.count)
        (start + count).update(from: from, count: bytes.count)
        count += bytes.count
    }

    /// Moves what was written from `place` on to the right, and puts a byte there.
    func insert(_ byte: UInt8, at place: Int) {
        reserve(1)
        (start + place + 1).update(from: start + place, count: count - place)
        start[place] = byte
        count += 1
    }

    @inline(__always)
    func put(_ value: Int) { put(value, over: 1) }

    /// `value / scale` in decimals without zeros at the end; `scale` is a power of ten.
    @inline(__always)
    func put(_ value: Int, over scale: Int) {
        reserve(40)
        if value < 0 {
            start[count] = 0x2d
            count += 1
        }
        let magnitude = value.magnitude, scale = UInt(scale), whole = magnitude / scale
        var rest = magnitude - whole * scale
        digits(whole)
        if rest == 0 { return }
        start[count] = 0x2e
        count += 1
        var place = scale / 10
        while rest > 0 {
            start[count] = 0x30 + UInt8(rest / place)
            count += 1
            rest %= place
            place /= 10
        }
    }

    @inline(__always)
    private func digits(_ value: UInt) {
        var length = 1, bound: UInt = 10
        while value >= bound, length < 20 {
            length += 1
            bound = length < 20 ? bound * 10 : bound
        }
        var value = value, place = count + length
        count = place
        repeat {
            place -= 1
            start[place] = 0x30 + UInt8(value % 10)
            value /= 10
        } while value > 0
    }

    /// A number of four hexadecimal digits.
    func put(hexadecimal value: UInt16) {
        reserve(4)
        for shift: UInt16 in [12, 8, 4, 0] {
            let digit = UInt8(value >> shift & 15)
            start[count] = digit < 10 ? 0x30 + digit : 0x37 + digit
            count += 1
        }
    }

    /// A text string of PDF: in brackets when it is ASCII, else UTF-16 in hexadecimal digits.
    func put(text: String) {
        guard text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            put("<FEFF")
            for unit in text.utf16 { put(hexadecimal: unit) }
            put(byte: 0x3e)
            return
        }
        put(byte: 0x28)
        for byte in text.utf8 {
            if byte == 0x28 || byte == 0x29 || byte == 0x5c { put(byte: 0x5c) }
            put(byte: byte)
        }
        put(byte: 0x29)
    }
}
