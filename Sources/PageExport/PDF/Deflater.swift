import CDeflate

/// Compresses the streams of a PDF. Its memory stays for the next stream.
final class Deflater {
    private let compressor: OpaquePointer
    private let output = Scratch()

    init(level: Int32) { compressor = libdeflate_alloc_compressor(level)! }

    deinit { libdeflate_free_compressor(compressor) }

    /// As a zlib stream; valid until the next call.
    func compress(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let bound = libdeflate_zlib_compress_bound(compressor, bytes.count), start = output.reserve(bound)
        let count = libdeflate_zlib_compress(compressor, bytes.baseAddress, bytes.count, start, bound)
        return UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }
}
