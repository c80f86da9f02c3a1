import CDeflate

/// Writes PNG: 8 bit RGB, resolution chunk, no row filters, one IDAT chunk.
public enum PNGEncoder {
    /// Compression level of libdeflate; measured as the best ratio of time and size for charts and tables.
    private static let level: Int32 = 6

    /// Throws OUT020 when there is no memory.
    public static func encode(_ raster: PageRaster, dotsPerInch: Double) throws -> [UInt8] {
        let compressed = try compress(raster)
        let perMetre = UInt32((dotsPerInch / 0.0254).rounded())
        var png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        png.reserveCapacity(compressed.count + 128)
        let header = bigEndian(UInt32(raster.width)) + bigEndian(UInt32(raster.height)) + [8, 2, 0, 0, 0]
        append("IHDR", header, to: &png)
        append("pHYs", bigEndian(perMetre) + bigEndian(perMetre) + [1], to: &png)
        append("IDAT", compressed, to: &png)
        append("IEND", [], to: &png)
        return png
    }

    private static func compress(_ raster: PageRaster) throws -> [UInt8] {
        guard let compressor = libdeflate_alloc_compressor(level) else { throw OutputDiagnostics.noMemory }
        defer { libdeflate_free_compressor(compressor) }
        let rows = filterless(raster)
        let bound = libdeflate_zlib_compress_bound(compressor, rows.count)
        let compressed = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            count = libdeflate_zlib_compress(compressor, rows, rows.count, target.baseAddress, bound)
        }
        guard !compressed.isEmpty else { throw OutputDiagnostics.noMemory }
        return compressed
    }

    /// The rows, each after a byte 0 (no filter).
    private static func filterless(_ raster: PageRaster) -> [UInt8] {
        let rowLength = raster.width * 3, total = (rowLength + 1) * raster.height
        return [UInt8](unsafeUninitializedCapacity: total) { target, count in
            raster.rgb.withUnsafeBufferPointer { source in
                for y in 0..<raster.height {
                    let row = target.baseAddress! + y * (rowLength + 1)
                    row.initialize(to: 0)
                    (row + 1).initialize(from: source.baseAddress! + y * rowLength, count: rowLength)
                }
            }
            count = total
        }
    }

    private static func append(_ type: StaticString, _ data: [UInt8], to png: inout [UInt8]) {
        png += bigEndian(UInt32(data.count))
        var sum: UInt32 = 0
        type.withUTF8Buffer {
            png.append(contentsOf: $0)
            sum = libdeflate_crc32(sum, $0.baseAddress, $0.count)
        }
        png += data
        if !data.isEmpty { sum = libdeflate_crc32(sum, data, data.count) }
        png += bigEndian(sum)
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }
}
