/// Looks up the ordinal of a code from its bytes: open addressing over codes of at most eight bytes, a short list for longer ones.
final class CodeIndex {
    private let keys: UnsafeMutablePointer<UInt64>
    private let ordinals: UnsafeMutablePointer<Int32>
    private let mask: Int
    private var long: [(bytes: [UInt8], ordinal: Int32)] = []

    /// `codes`: the bytes of each code in the file's encoding, by ordinal.
    init(codes: [[UInt8]]) {
        var size = 16
        while size < codes.count * 4 { size *= 2 }
        mask = size - 1
        keys = .allocate(capacity: size)
        keys.initialize(repeating: 0, count: size)
        ordinals = .allocate(capacity: size)
        ordinals.initialize(repeating: -1, count: size)
        for (ordinal, code) in codes.enumerated() {
            if code.isEmpty { continue }
            if code.count > 8 {
                long.append((code, Int32(ordinal)))
                continue
            }
            let key = code.withUnsafeBytes { Self.pack($0) }
            var slot = Self.slot(key) & mask
            while ordinals[slot] >= 0 { slot = (slot + 1) & mask }
            keys[slot] = key
            ordinals[slot] = Int32(ordinal)
        }
    }

    deinit {
        keys.deallocate()
        ordinals.deallocate()
    }

    /// −1 when there is no such code.
    func ordinal(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        if bytes.count > 8 {
            for entry in long where entry.bytes.count == bytes.count && entry.bytes.elementsEqual(bytes) { return Int64(entry.ordinal) }
            return -1
        }
        let key = Self.pack(bytes)
        var slot = Self.slot(key) & mask
        while ordinals[slot] >= 0 {
            if keys[slot] == key { return Int64(ordinals[slot]) }
            slot = (slot + 1) & mask
        }
        return -1
    }

    /// A NUL byte cannot be part of a code, so shorter codes do not collide with longer ones.
    private static func pack(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var key: UInt64 = 0
        for byte in bytes { key = key << 8 | UInt64(byte) }
        return key
    }

    private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) }
}
