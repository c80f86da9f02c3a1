/// A block of deflate (RFC 1951, 3.2.7): literals and matches are gathered, then written with codes made for them.
final class DeflateBlock {
    /// Tokens of a block. Small, since a picture changes from text to bars and back.
    static let capacity = 4096
    /// Bytes that the codes of a block take at most.
    static let headLimit = 320

    private static let endOfBlock = 256, symbols = 286, distances = 30
    /// Per length − 3: its symbol, its extra bits and their number, packed (symbol | extra << 9 | count << 14).
    private static let lengthCodes: [UInt32] = (3...258).map { length in
        if length == 258 { return 285 }
        if length < 11 { return UInt32(254 + length) }
        let bits = (length - 3).exponent - 2
        return UInt32(257 + 4 * (bits + 1) + (length - 3) >> bits & 3 | ((length - 3) & (1 << bits - 1)) << 9 | bits << 14)
    }

    private let tokens = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    private var count = 0
    private let symbolCounts = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: symbols)
    private let distanceCounts = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: distances)
    private let lengthCodes = UnsafeMutablePointer<UInt32>.allocate(capacity: 256)

    init() {
        lengthCodes.initialize(from: Self.lengthCodes, count: 256)
        clear()
    }

    deinit {
        tokens.deallocate()
        symbolCounts.deallocate()
        distanceCounts.deallocate()
        lengthCodes.deallocate()
    }

    @inline(__always)
    func add(literal: UInt8, to bits: inout BitWriter) {
        symbolCounts[Int(literal)] &+= 1
        append(UInt32(literal), to: &bits)
    }

    /// `length` 3 to 258, `distance` 1 to 32,768.
    @inline(__always)
    func add(length: Int, distance: Int, to bits: inout BitWriter) {
        symbolCounts[Int(lengthCodes[length - 3] & 511)] &+= 1
        distanceCounts[Self.symbol(ofDistance: distance)] &+= 1
        append(1 << 31 | UInt32(truncatingIfNeeded: length) << 16 | UInt32(truncatingIfNeeded: distance - 1), to: &bits)
    }

    @inline(__always)
    private func append(_ token: UInt32, to bits: inout BitWriter) {
        tokens[count] = token
        count += 1
        if count == Self.capacity { write(isLast: false, to: &bits) }
    }

    /// Writes what was added since the last block.
    func write(isLast: Bool, to bits: inout BitWriter) {
        symbolCounts[Self.endOfBlock] = 1
        let symbols = HuffmanCode(counts: UnsafeBufferPointer(symbolCounts), limit: 15)
        let distances = HuffmanCode(counts: UnsafeBufferPointer(distanceCounts), limit: 15)
        bits.put(isLast ? 0b101 : 0b100, count: 3)
        Self.write(symbols, distances, to: &bits)
        writeTokens(symbols, distances, to: &bits)
        clear()
    }

    private func clear() {
        count = 0
        symbolCounts.update(repeating: 0)
        distanceCounts.update(repeating: 0)
    }

    private func writeTokens(_ symbols: HuffmanCode, _ distances: HuffmanCode, to bits: inout BitWriter) {
        symbols.codes.withUnsafeBufferPointer { codes in
            symbols.lengths.withUnsafeBufferPointer { lengths in
                for token in UnsafeBufferPointer(start: tokens, count: count) {
                    if token < 256 {
                        bits.put(UInt64(codes[Int(token)]), count: UInt64(lengths[Int(token)]))
                    } else {
                        let packed = lengthCodes[Int(token >> 16 & 511) - 3], symbol = Int(packed & 511)
                        bits.put(UInt64(codes[symbol]) | UInt64(packed >> 9 & 31) &<< UInt64(lengths[symbol]), count: UInt64(lengths[symbol]) + UInt64(packed >> 14))
                        let distance = Int(token & 0x7FFF) + 1, code = Self.symbol(ofDistance: distance), length = UInt64(distances.lengths[code])
                        let extra = Self.extraBits(ofDistanceSymbol: code), rest = UInt64(distance - 1) & (1 &<< extra - 1)
                        bits.put(UInt64(distances.codes[code]) | rest &<< length, count: length + extra)
                    }
                }
                bits.put(UInt64(codes[Self.endOfBlock]), count: UInt64(lengths[Self.endOfBlock]))
            }
        }
    }

    @inline(__always)
    private static func symbol(ofDistance distance: Int) -> Int {
        let zeroBased = distance - 1
        if zeroBased < 2 { return zeroBased }
        let exponent = zeroBased.exponent
        return 2 * exponent + zeroBased >> (exponent - 1) & 1
    }

    @inline(__always)
    private static func extraBits(ofDistanceSymbol symbol: Int) -> UInt64 { symbol < 4 ? 0 : UInt64(symbol / 2 - 1) }

    // MARK: The codes themselves

    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    /// The code lengths, runs of one length shortened, in a code of their own.
    private static func write(_ symbols: HuffmanCode, _ distances: HuffmanCode, to bits: inout BitWriter) {
        let symbolCount = symbols.lengths.lastIndex { $0 > 0 }! + 1, distanceCount = distances.lengths.lastIndex { $0 > 0 }! + 1
        let runs = runs(Array(symbols.lengths[..<symbolCount]) + distances.lengths[..<distanceCount])
        var counts = [UInt32](repeating: 0, count: 19)
        for run in runs { counts[run.symbol] += 1 }
        let code = counts.withUnsafeBufferPointer { HuffmanCode(counts: $0, limit: 7) }
        let sent = lengthOrder.lastIndex { code.lengths[$0] > 0 }! + 1
        bits.put(UInt64(symbolCount - 257), count: 5)
        bits.put(UInt64(distanceCount - 1), count: 5)
        bits.put(UInt64(sent - 4), count: 4)
        for symbol in lengthOrder[..<sent] { bits.put(UInt64(code.lengths[symbol]), count: 3) }
        for run in runs {
            bits.put(UInt64(code.codes[run.symbol]), count: UInt64(code.lengths[run.symbol]))
            bits.put(run.extra, count: run.extraCount)
        }
    }

    private typealias Run = (symbol: Int, extra: UInt64, extraCount: UInt64)

    /// 16 repeats the length before 3 to 6 times, 17 and 18 stand for 3 to 10 and 11 to 138 zeros.
    private static func runs(_ lengths: [UInt8]) -> [Run] {
        var runs: [Run] = [], place = 0
        while place < lengths.count {
            let length = lengths[place]
            var rest = (lengths[place...].firstIndex { $0 != length } ?? lengths.count) - place
            place += rest
            if length > 0 {
                runs.append((Int(length), 0, 0))
                rest -= 1
            }
            while rest >= 3 {
                let most = length > 0 ? 6 : 138, taken = min(rest, most)
                switch (length, taken) {
                case (0, 11...): runs.append((18, UInt64(taken - 11), 7))
                case (0, _): runs.append((17, UInt64(taken - 3), 3))
                default: runs.append((16, UInt64(taken - 3), 2))
                }
                rest -= taken
            }
            for _ in 0..<rest { runs.append((Int(length), 0, 0)) }
        }
        return runs
    }
}

extension Int {
    /// The place of the highest bit set; of a positive number.
    @inline(__always)
    fileprivate var exponent: Int { Int.bitWidth - 1 - leadingZeroBitCount }
}
