import CDeflate

/// Writes PNG: 8 bit RGB, resolution chunk, no row filters, one IDAT chunk.
final class PNGEncoder {
    private let rows = Scratch()
    private let deflater = PictureDeflater()

    func encode(_ pixels: DrawnPixels, dotsPerInch: Double) -> [UInt8] {
        let data = compress(pixels)
        let perMetre = UInt32((dotsPerInch / 0.0254).rounded())
        var png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        png.reserveCapacity(data.count + 128)
        Self.append("IHDR", Self.bigEndian(UInt32(pixels.width)) + Self.bigEndian(UInt32(pixels.height)) + [8, 2, 0, 0, 0], to: &png)
        Self.append("pHYs", Self.bigEndian(perMetre) + Self.bigEndian(perMetre) + [1], to: &png)
        Self.append("IDAT", data, to: &png)
        Self.append("IEND", EmptyCollection(), to: &png)
        return png
    }

    /// The rows, each after a byte 0 (no filter), compressed; valid until the next call.
    private func compress(_ pixels: DrawnPixels) -> UnsafeRawBufferPointer {
        let rowLength = pixels.width * 3 + 1, total = rowLength * pixels.height
        let bytes = rows.reserve(total).assumingMemoryBound(to: UInt8.self)
        let repeated = (0..<pixels.height).map(pixels.repeatsRow)
        for y in 0..<pixels.height {
            bytes[y * rowLength] = 0
            if repeated[y] {
                (bytes + y * rowLength + 1).update(from: bytes + (y - 1) * rowLength + 1, count: rowLength - 1)
            } else {
                pixels.copyRow(y, to: bytes + y * rowLength + 1)
            }
        }
        return deflater.compress(bytes, length: rowLength, repeated: repeated)
    }

    private static func append(_ type: StaticString, _ data: some Collection<UInt8>, to png: inout [UInt8]) {
        png += bigEndian(UInt32(data.count))
        let start = png.count
        type.withUTF8Buffer { png.append(contentsOf: $0) }
        png += data
        let sum = png.withUnsafeBufferPointer { libdeflate_crc32(0, $0.baseAddress! + start, $0.count - start) }
        png += bigEndian(sum)
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }
}
