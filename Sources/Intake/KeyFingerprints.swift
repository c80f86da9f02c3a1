internal import Glibc

/// Finds keys that occur more than once in bounded memory: 64-bit fingerprints, parted by their upper bits; a part that is full goes
/// to an unnamed temporary file. A fingerprint seen twice is a candidate; the caller compares the keys themselves.
final class KeyFingerprints {
    private static let parts = 256
    /// Fingerprints of a part that are kept in memory.
    private let capacity: Int
    private let held: UnsafeMutablePointer<UInt64>
    private let counts: UnsafeMutablePointer<Int>
    /// Where each part's blocks of `capacity` fingerprints stand in the file, in blocks.
    private var blocks = [[Int]](repeating: [], count: parts)
    private var blockCount = 0
    private var file: UnsafeMutablePointer<FILE>?
    private(set) var spillFailed = false

    /// `capacity`: 4,096 for each part are 8 MB.
    init(capacity: Int = 4096) {
        self.capacity = capacity
        held = .allocate(capacity: capacity * Self.parts)
        counts = .allocate(capacity: Self.parts)
        counts.initialize(repeating: 0, count: Self.parts)
    }

    deinit {
        held.deallocate()
        counts.deallocate()
        if let file { fclose(file) }
    }

    @inline(__always)
    func add(_ fingerprint: UInt64) {
        let part = Int(fingerprint >> 56)
        held[part * capacity + counts[part]] = fingerprint
        counts[part] += 1
        if counts[part] == capacity { spill(part) }
    }

    private func spill(_ part: Int) {
        counts[part] = 0
        if file == nil { file = tmpfile() }
        guard let file, fwrite(held + part * capacity, 8, capacity, file) == capacity else {
            spillFailed = true
            return
        }
        blocks[part].append(blockCount)
        blockCount += 1
    }

    /// Fingerprints that were added at least twice.
    func repeated() -> Set<UInt64> {
        var result = Set<UInt64>()
        if let file, fflush(file) != 0 { spillFailed = true }
        for part in 0..<Self.parts {
            let total = blocks[part].count * capacity + counts[part]
            let all = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, total))
            defer { all.deallocate() }
            all.initialize(from: held + part * capacity, count: counts[part])
            var filled = counts[part]
            for block in blocks[part] {
                if fseek(file!, block * capacity * 8, SEEK_SET) != 0 || fread(all + filled, 8, capacity, file!) != capacity {
                    spillFailed = true
                    return []
                }
                filled += capacity
            }
            Self.findRepeated(UnsafeBufferPointer(start: all, count: total), into: &result)
        }
        return result
    }

    /// One part through an open-addressing table; a fingerprint of 0 is taken for 1, which only makes a candidate more.
    private static func findRepeated(_ all: UnsafeBufferPointer<UInt64>, into result: inout Set<UInt64>) {
        var size = 64
        while size < all.count * 2 { size *= 2 }
        let table = UnsafeMutablePointer<UInt64>.allocate(capacity: size)
        table.initialize(repeating: 0, count: size)
        defer { table.deallocate() }
        for value in all {
            let fingerprint = max(1, value)
            var slot = Int(truncatingIfNeeded: fingerprint) & (size - 1)
            while table[slot] != 0 && table[slot] != fingerprint { slot = (slot + 1) & (size - 1) }
            if table[slot] == fingerprint { result.insert(value) } else { table[slot] = fingerprint }
        }
    }
}
