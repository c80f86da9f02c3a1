import CCairo

/// Collects the bytes that the drawing library writes.
final class ByteSink {
    private(set) var bytes: [UInt8] = []

    /// The callback and its closure for a stream surface; the sink must outlive the surface.
    var closure: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
    static let write: cairo_write_func_t = { closure, data, count in
        let sink = Unmanaged<ByteSink>.fromOpaque(closure!).takeUnretainedValue()
        sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
    }

    func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }
}
