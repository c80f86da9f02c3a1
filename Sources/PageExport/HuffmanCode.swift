/// A prefix code of deflate (RFC 1951, 3.2.2) for the symbols of one alphabet, made from how often they occur.
package struct HuffmanCode {
    /// Bits of a symbol's code; 0 for a symbol that does not occur.
    package let lengths: [UInt8]
    /// The code of a symbol, its first bit lowest.
    package let codes: [UInt16]

    /// `limit`: bits of the longest code, 15 or less; no more than 2^limit symbols. At least two symbols get a code, since not
    /// every reader takes a code of one.
    package init(counts: UnsafeBufferPointer<UInt32>, limit: Int) {
        var symbols = counts.indices.filter { counts[$0] > 0 }
        for symbol in counts.indices where symbols.count < 2 && counts[symbol] == 0 { symbols.append(symbol) }
        symbols.sort { (counts[$0], $0) < (counts[$1], $1) }
        let perLength = Self.lengthCounts(symbols.map { UInt64(counts[$0]) }, limit: limit)

        var lengths = [UInt8](repeating: 0, count: counts.count), next = symbols.makeIterator()
        for length in perLength.indices.reversed() {
            for _ in 0..<perLength[length] { lengths[next.next()!] = UInt8(length) }
        }
        self.lengths = lengths
        codes = Self.codes(lengths, perLength)
    }

    /// How many codes have which length, for weights from the smallest up: the best tree, cut to `limit`.
    private static func lengthCounts(_ weights: [UInt64], limit: Int) -> [Int] {
        // The two lightest nodes are joined until one is left; leaves come first, joined nodes follow in order of weight.
        let leaves = weights.count
        var weight = weights, parent = [Int](repeating: 0, count: 2 * leaves - 1), leaf = 0, joined = leaves
        weight.reserveCapacity(2 * leaves - 1)
        func lightest() -> Int {
            if leaf < leaves, joined == weight.count || weight[leaf] <= weight[joined] {
                leaf += 1
                return leaf - 1
            }
            joined += 1
            return joined - 1
        }
        while weight.count < 2 * leaves - 1 {
            let a = lightest(), b = lightest()
            (parent[a], parent[b]) = (weight.count, weight.count)
            weight.append(weight[a] + weight[b])
        }
        var depth = [Int](repeating: 0, count: weight.count), perLength = [Int](repeating: 0, count: limit + 1)
        for node in weight.indices.dropLast().reversed() {
            depth[node] = depth[parent[node]] + 1
            if node < leaves { perLength[min(depth[node], limit)] += 1 }
        }
        // Codes cut to the limit take more than there is: each step lengthens a shorter code and puts one of the longest beside it.
        var taken = perLength.indices.dropFirst().reduce(0) { $0 + perLength[$1] << (limit - $1) }
        while taken > 1 << limit {
            let shorter = (1..<limit).last { perLength[$0] > 0 }!
            perLength[shorter] -= 1
            perLength[shorter + 1] += 2
            perLength[limit] -= 1
            taken -= 1
        }
        return perLength
    }

    private static func codes(_ lengths: [UInt8], _ perLength: [Int]) -> [UInt16] {
        var next = [UInt16](repeating: 0, count: perLength.count)
        for length in perLength.indices.dropFirst(2) { next[length] = (next[length - 1] + UInt16(perLength[length - 1])) << 1 }
        return lengths.map { length in
            guard length > 0 else { return 0 }
            defer { next[Int(length)] += 1 }
            return reversed(next[Int(length)], count: length)
        }
    }

    private static func reversed(_ code: UInt16, count: UInt8) -> UInt16 {
        var from = code, to: UInt16 = 0
        for _ in 0..<count {
            to = to << 1 | from & 1
            from >>= 1
        }
        return to
    }
}
