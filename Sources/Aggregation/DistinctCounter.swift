/// Counts distinct byte strings exactly, for each cell and over all cells: a dictionary gives each string a number, a bit
/// set per cell remembers which were seen.
struct DistinctCounter {
    private var arena: [UInt8] = []
    private var offsets: [Int] = [0]
    private var slots: [Int32]
    private var mask: Int
    private var seen: [[UInt64]]
    private var counts: [Int64]
    private var total: Int64 = 0
    private var seenAnywhere: [UInt64] = []

    init(cells: Int) {
        slots = [Int32](repeating: -1, count: 1 << 12)
        mask = slots.count - 1
        seen = [[UInt64]](repeating: [], count: cells)
        counts = [Int64](repeating: 0, count: cells)
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer, cell: Int) {
        if bytes.isEmpty { return }
        let id = number(of: bytes)
        if Self.insert(id, into: &seen[cell]) { counts[cell] += 1 }
        if Self.insert(id, into: &seenAnywhere) { total += 1 }
    }

    func count(cell: Int) -> Int64 { counts[cell] }
    var distinctTotal: Int64 { total }

    private static func insert(_ id: Int, into set: inout [UInt64]) -> Bool {
        let word = id >> 6, bit = UInt64(1) << UInt64(id & 63)
        if word >= set.count { set.append(contentsOf: repeatElement(0, count: max(word + 1, set.count * 2) - set.count)) }
        if set[word] & bit != 0 { return false }
        set[word] |= bit
        return true
    }

    private mutating func number(of bytes: UnsafeRawBufferPointer) -> Int {
        var slot = Int(truncatingIfNeeded: hash64(bytes)) & mask
        while slots[slot] >= 0 {
            let id = Int(slots[slot]), start = offsets[id], count = offsets[id + 1] - start
            if count == bytes.count, arena.withUnsafeBytes({ equal($0, start, bytes) }) { return id }
            slot = (slot + 1) & mask
        }
        let id = offsets.count - 1
        slots[slot] = Int32(id)
        arena.append(contentsOf: bytes)
        offsets.append(arena.count)
        if id * 2 > mask { grow() }
        return id
    }

    private func equal(_ arena: UnsafeRawBufferPointer, _ start: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        for index in 0..<bytes.count where arena[start + index] != bytes[index] { return false }
        return true
    }

    private mutating func grow() {
        mask = slots.count * 2 - 1
        slots = [Int32](repeating: -1, count: mask + 1)
        arena.withUnsafeBytes { arena in
            for id in 0..<(offsets.count - 1) {
                let bytes = UnsafeRawBufferPointer(rebasing: arena[offsets[id]..<offsets[id + 1]])
                var slot = Int(truncatingIfNeeded: hash64(bytes)) & mask
                while slots[slot] >= 0 { slot = (slot + 1) & mask }
                slots[slot] = Int32(id)
            }
        }
    }
}

/// A 64-bit fingerprint of bytes, the same in every process; `seed` chains several fields.
public func hash64(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0x9E37_79B9_7F4A_7C15) -> UInt64 {
    var h = seed ^ (UInt64(bytes.count) &* 0xFF51_AFD7_ED55_8CCD)
    var index = 0
    while index + 8 <= bytes.count {
        h = (h ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0x9FB2_1C65_1E98_DF25
        h ^= h >> 32
        index += 8
    }
    var rest: UInt64 = 0
    while index < bytes.count {
        rest = rest << 8 | UInt64(bytes[index])
        index += 1
    }
    h = (h ^ rest) &* 0x9FB2_1C65_1E98_DF25
    h ^= h >> 29
    h = h &* 0xBF58_476D_1CE4_E5B9
    return h ^ (h >> 32)
}
