/// Looks up the ordinal of a code from its bytes: open addressing over codes of at most eight bytes, a short list for longer ones.
/// Raw memory, freed by its owner, because it is asked for every code field.
struct CodeIndex {
    private let keys: UnsafeMutablePointer<UInt64>
    private let ordinals: UnsafeMutablePointer<Int32>
    private let mask: Int
    private let long: UnsafeMutableBufferPointer<(bytes: UnsafeMutableRawBufferPointer, ordinal: Int32)>

    /// `codes`: the bytes of each code in the file's encoding, by ordinal.
    init(codes: [[UInt8]]) {
        var size = 16
        while size < codes.count * 4 { size *= 2 }
        mask = size - 1
        keys = .allocate(capacity: size)
        keys.initialize(repeating: 0, count: size)
        ordinals = .allocate(capacity: size)
        ordinals.initialize(repeating: -1, count: size)
        let longOnes = codes.enumerated().filter { $0.element.count > 8 }
        long = .allocate(capacity: longOnes.count)
        for (index, code) in longOnes.enumerated() {
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: code.element.count, alignment: 1)
            copy.copyBytes(from: code.element)
            long.initializeElement(at: index, to: (copy, Int32(code.offset)))
        }
        for (ordinal, code) in codes.enumerated() where !code.isEmpty && code.count <= 8 {
            let key = code.withUnsafeBytes { Self.pack($0) }
            var slot = Self.slot(key) & mask
            while ordinals[slot] >= 0 { slot = (slot + 1) & mask }
            keys[slot] = key
            ordinals[slot] = Int32(ordinal)
        }
    }

    func deallocate() {
        keys.deallocate()
        ordinals.deallocate()
        for entry in long { entry.bytes.deallocate() }
        long.deallocate()
    }

    /// −1 when there is no such code.
    @inline(__always)
    func ordinal(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        if bytes.count > 8 { return longOrdinal(bytes) }
        let key = Self.pack(bytes)
        var slot = Self.slot(key) & mask
        while ordinals[slot] >= 0 {
            // NUL bytes in front do not show in the key.
            if keys[slot] == key { return bytes[0] == 0 ? -1 : Int64(ordinals[slot]) }
            slot = (slot + 1) & mask
        }
        return -1
    }

    private func longOrdinal(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        for entry in long where entry.bytes.count == bytes.count && entry.bytes.elementsEqual(bytes) { return Int64(entry.ordinal) }
        return -1
    }

    /// A NUL byte cannot be part of a code, so codes of different lengths do not collide.
    @inline(__always)
    private static func pack(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var key: UInt64 = 0
        for index in 0..<bytes.count { key = key << 8 | UInt64(bytes[index]) }
        return key
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) }
}
