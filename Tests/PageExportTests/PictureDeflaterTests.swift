import CDeflate
import Testing
import PageExport

/// What the compressor of pictures writes, read back by libdeflate, which shares no code with it.
@Suite struct PictureDeflaterTests {
    /// Row lengths around the bounds of matches and of the window; rows repeated singly, in runs, not at all; contents from flat to noise.
    @Test func everyPictureIsReadBackEqual() throws {
        var dice = Dice(seed: 1)
        let deflater = PictureDeflater()
        for length in [4, 7, 31, 256, 259, 260, 1501, 32_767, 32_768, 32_769, 60_001] {
            for contents in Contents.allCases {
                for repeatShare in [0, 30, 97] {
                    let count = length > 30_000 ? 5 : 40
                    var rows: [UInt8] = [], repeated: [Bool] = []
                    for row in 0..<count {
                        let repeats = row > 0 && dice.below(100) < repeatShare
                        rows += repeats ? Array(rows.suffix(length)) : contents.row(length, dice: &dice)
                        repeated.append(row > 0 && rows.suffix(length).elementsEqual(rows.dropLast(length).suffix(length)))
                    }
                    let stream = rows.withUnsafeBufferPointer { Array(deflater.compress($0.baseAddress!, length: length, repeated: repeated)) }
                    #expect(inflated(stream, count: rows.count) == rows, "length \(length), \(contents), \(repeatShare) % repeated")
                    #expect(stream.count <= rows.count + rows.count / 8 + 400, "length \(length), \(contents): \(stream.count) of \(rows.count)")
                }
            }
        }
    }

    /// Counts like the Fibonacci numbers want codes of 30 bits and more; they are cut, and every code can still be told from the others.
    @Test(arguments: [7, 15]) func skewedCodesAreCutToTheLimit(limit: Int) {
        var counts: [UInt32] = [1, 1]
        while counts.count < (limit == 7 ? 19 : 40) { counts.append(counts[counts.count - 1] + counts[counts.count - 2]) }
        let code = counts.withUnsafeBufferPointer { HuffmanCode(counts: $0, limit: limit) }
        #expect(code.lengths.max() == UInt8(limit))
        #expect(code.lengths.map { 1 << (limit - Int($0)) }.reduce(0, +) == 1 << limit)
        #expect(zip(code.lengths, code.lengths.dropFirst()).allSatisfy { $0 >= $1 })
    }

    @Test func codesOfNoneAndOneHaveTwo() {
        for counts: [UInt32] in [[0, 0, 0, 0], [0, 9, 0, 0], [0, 0, 0, 9]] {
            let code = counts.withUnsafeBufferPointer { HuffmanCode(counts: $0, limit: 15) }
            #expect(code.lengths.filter { $0 == 1 }.count == 2 && code.lengths.filter { $0 == 0 }.count == 2)
            #expect(counts.indices.allSatisfy { counts[$0] == 0 || code.lengths[$0] == 1 })
        }
    }

    private func inflated(_ stream: [UInt8], count: Int) -> [UInt8]? {
        let reader = libdeflate_alloc_decompressor()!
        defer { libdeflate_free_decompressor(reader) }
        var back = [UInt8](repeating: 0, count: count + 1), written = 0
        guard libdeflate_zlib_decompress(reader, stream, stream.count, &back, back.count, &written) == LIBDEFLATE_SUCCESS else { return nil }
        return Array(back[..<written])
    }
}

private enum Contents: CaseIterable {
    case flat, pixels, skewed, noise

    func row(_ length: Int, dice: inout Dice) -> [UInt8] {
        var row: [UInt8] = [0]
        switch self {
        case .flat: row += [UInt8](repeating: UInt8(dice.below(256)), count: length - 1)
        case .noise: while row.count < length { row.append(UInt8(dice.below(256))) }
        // Small values far more often than large ones.
        case .skewed: while row.count < length { row.append(UInt8(min(255, dice.below(1 << 30).leadingZeroBitCount - 33))) }
        // Runs of few colours, as in a chart.
        case .pixels:
            let colours: [[UInt8]] = [[255, 255, 255], [31, 78, 121], [200, 201, 202]]
            while row.count < length {
                let colour = colours[dice.below(3)]
                for _ in 0...dice.below(90) { row += colour }
            }
        }
        return Array(row.prefix(length))
    }
}

/// Numbers that are the same in every run.
private struct Dice {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
