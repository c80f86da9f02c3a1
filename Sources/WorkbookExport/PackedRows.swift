internal import CXlsxWriter

/// The rows of a sheet as raw deflate blocks in memory, in place of the library's temporary file. Owns the C store.
final class PackedRows {
    private let store: UnsafeMutablePointer<gz_rows>
    private let sheet: UnsafeMutablePointer<lxw_worksheet>

    /// Takes over what is written to `sheet` from now on; must live until the workbook is closed. Nil when there is no memory.
    init?(_ sheet: UnsafeMutablePointer<lxw_worksheet>) {
        guard let store = gz_rows_open(sheet) else { return nil }
        self.store = store
        self.sheet = sheet
    }

    deinit { gz_rows_free(store) }

    /// Ends the rows; to be called before the workbook is closed. False when there is no memory.
    func finish() -> Bool { gz_rows_finish(store, sheet) == 0 }

    var deflated: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: store.pointee.bytes, count: store.pointee.count) }
    /// Size before packing, and its checksum.
    var size: Int { Int(store.pointee.size) }
    var checksum: UInt { store.pointee.checksum }
}
