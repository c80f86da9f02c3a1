internal import Glibc

/// Counts distinct byte strings exactly, for each cell and over all cells: a dictionary gives each string a number, a bit
/// set per cell remembers which were seen. Raw memory, because it is asked once a row.
final class DistinctCounter {
    private struct Slot {
        var hash: UInt64
        /// −1: free.
        var id: Int32
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var count = 0
    private var arena: UnsafeMutablePointer<UInt8>
    private var arenaSize = 1 << 16
    private var offsets: UnsafeMutablePointer<Int>
    private var offsetsSize = 1 << 12
    /// Bit sets of `words` words each: one per cell, the last one for all cells.
    private var seen: UnsafeMutablePointer<UInt64>
    private var words = 64
    private let sets: Int
    private let counts: UnsafeMutablePointer<Int64>

    init(cells: Int) {
        mask = (1 << 13) - 1
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: Slot(hash: 0, id: -1), count: mask + 1)
        arena = .allocate(capacity: arenaSize)
        offsets = .allocate(capacity: offsetsSize)
        offsets[0] = 0
        sets = cells + 1
        seen = .allocate(capacity: sets * words)
        seen.initialize(repeating: 0, count: sets * words)
        counts = .allocate(capacity: sets)
        counts.initialize(repeating: 0, count: sets)
    }

    deinit {
        slots.deallocate()
        arena.deallocate()
        offsets.deallocate()
        seen.deallocate()
        counts.deallocate()
    }

    func add(_ bytes: UnsafeRawBufferPointer, cell: Int) {
        if bytes.isEmpty { return }
        let id = number(of: bytes)
        insert(id, into: cell)
        insert(id, into: sets - 1)
    }

    func count(cell: Int) -> Int64 { counts[cell] }
    var distinctTotal: Int64 { counts[sets - 1] }

    @inline(__always)
    private func insert(_ id: Int, into set: Int) {
        let word = seen + (set * words + (id >> 6)), bit = UInt64(1) << UInt64(id & 63)
        if word.pointee & bit == 0 {
            word.pointee |= bit
            counts[set] += 1
        }
    }

    private func number(of bytes: UnsafeRawBufferPointer) -> Int {
        let hash = hash64(bytes)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot].id >= 0 {
            if slots[slot].hash == hash {
                let id = Int(slots[slot].id), start = offsets[id]
                if offsets[id + 1] - start == bytes.count, memcmp(arena + start, bytes.baseAddress!, bytes.count) == 0 { return id }
            }
            slot = (slot + 1) & mask
        }
        return insertNew(bytes, hash, slot)
    }

    private func insertNew(_ bytes: UnsafeRawBufferPointer, _ hash: UInt64, _ slot: Int) -> Int {
        let id = count, start = offsets[id]
        slots[slot] = Slot(hash: hash, id: Int32(id))
        if start + bytes.count > arenaSize { arena = grown(arena, used: start, size: &arenaSize, least: start + bytes.count) }
        memcpy(arena + start, bytes.baseAddress!, bytes.count)
        count += 1
        if count + 1 > offsetsSize { offsets = grown(offsets, used: count, size: &offsetsSize, least: count + 1) }
        offsets[count] = start + bytes.count
        if count > words * 64 { widenSets() }
        if count * 2 > mask { rehash() }
        return id
    }

    private func grown<T>(_ old: UnsafeMutablePointer<T>, used: Int, size: inout Int, least: Int) -> UnsafeMutablePointer<T> {
        let larger = max(size * 2, least)
        let new = UnsafeMutablePointer<T>.allocate(capacity: larger)
        new.moveInitialize(from: old, count: used)
        old.deallocate()
        size = larger
        return new
    }

    private func widenSets() {
        let wider = words * 2
        let new = UnsafeMutablePointer<UInt64>.allocate(capacity: sets * wider)
        new.initialize(repeating: 0, count: sets * wider)
        for set in 0..<sets { (new + set * wider).update(from: seen + set * words, count: words) }
        seen.deallocate()
        seen = new
        words = wider
    }

    private func rehash() {
        let size = (mask + 1) * 2
        let new = UnsafeMutablePointer<Slot>.allocate(capacity: size)
        new.initialize(repeating: Slot(hash: 0, id: -1), count: size)
        for index in 0...mask where slots[index].id >= 0 {
            var slot = Int(truncatingIfNeeded: slots[index].hash) & (size - 1)
            while new[slot].id >= 0 { slot = (slot + 1) & (size - 1) }
            new[slot] = slots[index]
        }
        slots.deallocate()
        slots = new
        mask = size - 1
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
