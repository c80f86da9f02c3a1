import CPango

/// The tables of a face's font file, for exporters that embed it. Keeps them readable as long as it lives.
public final class FontProgram {
    private let face: OpaquePointer
    private var tables: [String: OpaquePointer] = [:]

    /// Shares `face` (an `hb_face_t`).
    init(_ face: OpaquePointer) { self.face = hb_face_reference(face) }

    deinit {
        for table in tables.values { hb_blob_destroy(table) }
        hb_face_destroy(face)
    }

    /// The bytes of a table by its name of four letters; empty when the file has none. Valid as long as this object.
    public func table(_ name: String) -> UnsafeRawBufferPointer {
        let blob = tables[name] ?? hb_face_reference_table(face, name.utf8.reduce(0) { $0 << 8 | UInt32($1) })!
        tables[name] = blob
        var length: UInt32 = 0
        let start = hb_blob_get_data(blob, &length)
        return UnsafeRawBufferPointer(start: start, count: Int(length))
    }
}
