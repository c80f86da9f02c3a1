import CCairo
import Scene

extension Image {
    /// Draws the picture into its rectangle. False when the bytes are not a readable PNG.
    func draw(on context: OpaquePointer) -> Bool {
        guard let surface = surface() else { return false }
        defer { cairo_surface_destroy(surface) }
        guard rect.width > 0, rect.height > 0 else { return true }
        cairo_save(context)
        cairo_translate(context, rect.x, rect.y)
        cairo_scale(context, rect.width / Double(cairo_image_surface_get_width(surface)), rect.height / Double(cairo_image_surface_get_height(surface)))
        cairo_set_source_surface(context, surface, 0, 0)
        cairo_paint(context)
        cairo_restore(context)
        return true
    }

    /// The pixels, row by row, as 0xAARRGGBB with colours multiplied by their opacity; nil when the bytes are not a readable PNG.
    func pixels() -> (width: Int, height: Int, argb: [UInt32])? {
        guard let file = surface() else { return nil }
        defer { cairo_surface_destroy(file) }
        let width = cairo_image_surface_get_width(file), height = cairo_image_surface_get_height(file)
        let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height), context = cairo_create(surface)
        defer {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
        }
        cairo_set_source_surface(context, file, 0, 0)
        cairo_paint(context)
        cairo_surface_flush(surface)
        guard let data = cairo_image_surface_get_data(surface) else { return nil }
        let stride = Int(cairo_image_surface_get_stride(surface))
        let argb = (0..<Int(height)).flatMap { row in
            UnsafeRawPointer(data + row * stride).withMemoryRebound(to: UInt32.self, capacity: Int(width)) { Array(UnsafeBufferPointer(start: $0, count: Int(width))) }
        }
        return (Int(width), Int(height), argb)
    }

    private struct Reader {
        var bytes: UnsafeRawBufferPointer
        var offset = 0
    }

    /// nil when the bytes are not a PNG, or one without pixels.
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
            if cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, cairo_image_surface_get_width(surface) > 0, cairo_image_surface_get_height(surface) > 0 {
                return surface
            }
            cairo_surface_destroy(surface)
            return nil
        }
    }
}
