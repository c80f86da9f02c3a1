internal import Glibc

/// Finds keys that occur more than once in bounded memory: 64-bit fingerprints in 64 partitions, spilled to an unnamed
/// temporary file when there are too many to hold. A fingerprint seen twice is a candidate; the caller compares the keys themselves.
final class KeyFingerprints {
    private static let partitions = 64
    private var buffers = [[UInt64]](repeating: [], count: partitions)
    private var held = 0
    private let limit: Int
    private var spills: [(partition: Int, offset: Int, count: Int)] = []
    private var file: UnsafeMutablePointer<FILE>?
    private var written = 0
    private(set) var spillFailed = false

    /// `limit`: fingerprints kept in memory.
    init(limit: Int = 6_000_000) { self.limit = limit }

    deinit { if let file { fclose(file) } }

    @inline(__always)
    func add(_ fingerprint: UInt64) {
        buffers[Int(fingerprint >> 58)].append(fingerprint)
        held += 1
        if held >= limit { spill() }
    }

    private func spill() {
        if file == nil { file = tmpfile() }
        guard let file else {
            spillFailed = true
            return
        }
        for partition in 0..<Self.partitions where !buffers[partition].isEmpty {
            let count = buffers[partition].count
            if fwrite(buffers[partition], 8, count, file) != count { spillFailed = true }
            spills.append((partition, written, count))
            written += count
            buffers[partition].removeAll(keepingCapacity: true)
        }
        held = 0
    }

    /// Fingerprints that were added at least twice.
    func repeated() -> Set<UInt64> {
        var result = Set<UInt64>()
        for partition in 0..<Self.partitions {
            var all = buffers[partition]
            for spill in spills where spill.partition == partition {
                var part = [UInt64](repeating: 0, count: spill.count)
                fseek(file!, spill.offset * 8, SEEK_SET)
                if fread(&part, 8, spill.count, file!) != spill.count { spillFailed = true }
                all += part
            }
            findRepeated(all, into: &result)
        }
        return result
    }

    /// One partition through an open-addressing table; a fingerprint of 0 is taken for 1, which only makes a candidate more.
    private func findRepeated(_ all: [UInt64], into result: inout Set<UInt64>) {
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
