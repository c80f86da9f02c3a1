import CDeflate

/// Compresses the rows of a picture to a zlib stream (RFC 1950, 1951).
///
/// Flat pictures repeat whole rows, and within a row the pixel before or the row above. A general compressor enters every byte
/// into its tables to find that out; this one looks just there and at the last place of the next four bytes: a quarter of
/// libdeflate's time on charts, files an eighth larger (`Docs/Decisions/0015-own-compression-of-pictures.md`).
/// The same picture gives the same bytes. For one thread.
package final class PictureDeflater {
    private static let window = 32_768, longest = 258, bytesPerPixel = 3
    /// From this length on no other match is looked for.
    private static let goodLength = 48

    private let lastPlaces = UnsafeMutablePointer<Int32>.allocate(capacity: 1 << 15)
    private let block = DeflateBlock()
    private let target = Scratch()

    package init() {}

    deinit { lastPlaces.deallocate() }

    /// Rows of `length` bytes, one after the other in memory; `repeated` tells which of them equal the one above.
    /// The stream is valid until the next call.
    package func compress(_ rows: UnsafePointer<UInt8>, length: Int, repeated: [Bool]) -> UnsafeRawBufferPointer {
        let count = repeated.count, total = length * count
        // A token takes 6 bytes at most and stands for 3 bytes, or 2 bytes for one.
        let start = target.reserve(2 * total + (total / DeflateBlock.capacity + 1) * DeflateBlock.headLimit + 64)
        var bits = BitWriter(start)
        bits.put(0x0178, count: 16)
        lastPlaces.update(repeating: Int32(-Self.window), count: 1 << 15)

        var row = 0
        while row < count {
            var next = row + 1
            if repeated[row], length <= Self.window {
                while next < count, repeated[next] { next += 1 }
                copy((next - row) * length, distance: length, to: &bits)
            } else {
                search(rows, from: row * length, to: next * length, rowLength: length, to: &bits)
            }
            row = next
        }
        block.write(isLast: true, to: &bits)
        bits.fillByte()
        bits.put(UInt64(libdeflate_adler32(1, rows, total).byteSwapped), count: 32)
        return UnsafeRawBufferPointer(start: start, count: bits.end - start)
    }

    /// `length` bytes from `distance` before, in pieces that a match can name.
    private func copy(_ length: Int, distance: Int, to bits: inout BitWriter) {
        var rest = length
        while rest > 0 {
            // No piece of one or two bytes may be left over.
            let piece = rest <= Self.longest ? rest : min(Self.longest, rest - 3)
            block.add(length: piece, distance: distance, to: &bits)
            rest -= piece
        }
    }

    /// The bytes from `start` to `end`, as the longest matches found from left to right.
    private func search(_ rows: UnsafePointer<UInt8>, from start: Int, to end: Int, rowLength: Int, to bits: inout BitWriter) {
        var place = start
        while place < end {
            let limit = min(Self.longest, end - place)
            var best = 0, distance = 0
            if limit >= 4 {
                func offer(_ candidate: Int) {
                    let length = Self.common(rows + place, rows + (place - candidate), limit: limit)
                    if length > best { (best, distance) = (length, candidate) }
                }
                if place > start + Self.bytesPerPixel { offer(Self.bytesPerPixel) }
                if start > 0, rowLength <= Self.window { offer(rowLength) }
                let four = UnsafeRawPointer(rows + place).loadUnaligned(as: UInt32.self)
                let slot = Int((four &* 0x9E37_79B1) >> 17)
                if best < Self.goodLength {
                    let candidate = place - Int(lastPlaces[slot])
                    if candidate <= Self.window, candidate <= place { offer(candidate) }
                }
                lastPlaces[slot] = Int32(place)
            }
            if best >= 4 || best == 3 && distance < 4096 {
                block.add(length: best, distance: distance, to: &bits)
                place += best
            } else {
                block.add(literal: rows[place], to: &bits)
                place += 1
            }
        }
    }

    /// How many bytes are equal from the left.
    @inline(__always)
    private static func common(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, limit: Int) -> Int {
        var n = 0
        while n + 8 <= limit {
            let unlike = UnsafeRawPointer(a + n).loadUnaligned(as: UInt64.self) ^ UnsafeRawPointer(b + n).loadUnaligned(as: UInt64.self)
            if unlike != 0 { return n + unlike.trailingZeroBitCount / 8 }
            n += 8
        }
        while n < limit, a[n] == b[n] { n += 1 }
        return n
    }
}
