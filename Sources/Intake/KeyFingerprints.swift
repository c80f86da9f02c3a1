internal import Glibc

/// Finds keys that occur more than once in bounded memory: 64-bit fingerprints, spilled by their upper bits to an unnamed
/// temporary file when there are too many to hold. A fingerprint seen twice is a candidate; the caller compares the keys themselves.
final class KeyFingerprints {
    private static let partitions = 64
    private let held: UnsafeMutablePointer<UInt64>
    private var heldCount = 0
    private let limit: Int
    private var spills: [(partition: Int, offset: Int, count: Int)] = []
    private var file: UnsafeMutablePointer<FILE>?
    private var written = 0
    private(set) var spillFailed = false

    /// `limit`: fingerprints kept in memory.
    init(limit: Int = 2_000_000) {
        self.limit = limit
        held = .allocate(capacity: limit)
    }

    deinit {
        held.deallocate()
        if let file { fclose(file) }
    }

    @inline(__always)
    func add(_ fingerprint: UInt64) {
        held[heldCount] = fingerprint
        heldCount += 1
        if heldCount == limit { spill() }
    }

    private func spill() {
        if file == nil { file = tmpfile() }
        guard let file else {
            spillFailed = true
            heldCount = 0
            return
        }
        let (sorted, counts) = partitioned()
        defer { sorted.deallocate() }
        var start = 0
        for (partition, count) in counts.enumerated() where count > 0 {
            if fwrite(sorted + start, 8, count, file) != count { spillFailed = true }
            spills.append((partition, written, count))
            written += count
            start += count
        }
        heldCount = 0
    }

    /// The fingerprints in memory, ordered by partition; the caller frees them.
    private func partitioned() -> (UnsafeMutablePointer<UInt64>, [Int]) {
        var counts = [Int](repeating: 0, count: Self.partitions)
        for index in 0..<heldCount { counts[Int(held[index] >> 58)] += 1 }
        var starts = [Int](repeating: 0, count: Self.partitions)
        for partition in 1..<Self.partitions { starts[partition] = starts[partition - 1] + counts[partition - 1] }
        let sorted = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, heldCount))
        starts.withUnsafeMutableBufferPointer { starts in
            for index in 0..<heldCount {
                let partition = Int(held[index] >> 58)
                sorted[starts[partition]] = held[index]
                starts[partition] += 1
            }
        }
        return (sorted, counts)
    }

    /// Fingerprints that were added at least twice.
    func repeated() -> Set<UInt64> {
        let (sorted, counts) = partitioned()
        defer { sorted.deallocate() }
        var result = Set<UInt64>(), start = 0
        for partition in 0..<Self.partitions {
            let stored = spills.filter { $0.partition == partition }
            let total = stored.reduce(counts[partition]) { $0 + $1.count }
            let all = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, total))
            defer { all.deallocate() }
            all.initialize(from: sorted + start, count: counts[partition])
            var filled = counts[partition]
            for spill in stored {
                fseek(file!, spill.offset * 8, SEEK_SET)
                if fread(all + filled, 8, spill.count, file!) != spill.count { spillFailed = true }
                filled += spill.count
            }
            start += counts[partition]
            Self.findRepeated(UnsafeBufferPointer(start: all, count: total), into: &result)
        }
        return result
    }

    /// One partition through an open-addressing table; a fingerprint of 0 is taken for 1, which only makes a candidate more.
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
