import CCairo
import Scene

extension Image {
    /// Draws the picture into its rectangle. False when the bytes are not a readable PNG.
    func draw(on context: OpaquePointer) -> Bool {
        guard let surface = surface() else { return false }
        defer { cairo_surface_destroy(surface) }
        let width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface)
        guard width > 0, height > 0 else { return false }
        guard rect.width > 0, rect.height > 0 else { return true }
        cairo_save(context)
        cairo_translate(context, rect.x, rect.y)
        cairo_scale(context, rect.width / Double(width), rect.height / Double(height))
        cairo_set_source_surface(context, surface, 0, 0)
        cairo_paint(context)
        cairo_restore(context)
        return true
    }

    private struct Reader {
        var bytes: UnsafeRawBufferPointer
        var offset = 0
    }

    private func surface() -> OpaquePointer? {
        png.withUnsafeBytes { bytes in
            var reader = Reader(bytes: bytes)
            let surface = cairo_image_surface_create_from_png_stream({ closure, target, count in
                let reader = closure!.assumingMemoryBound(to: Reader.self)
                let end = reader.pointee.offset + Int(count)
                guard end <= reader.pointee.bytes.count, let target else { return CAIRO_STATUS_READ_ERROR }
                UnsafeMutableRawPointer(target).copyMemory(
                    from: reader.pointee.bytes.baseAddress! + reader.pointee.offset, byteCount: Int(count))
                reader.pointee.offset = end
                return CAIRO_STATUS_SUCCESS
            }, &reader)
            if cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS { return surface }
            cairo_surface_destroy(surface)
            return nil
        }
    }
}
