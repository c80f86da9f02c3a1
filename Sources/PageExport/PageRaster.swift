import CCairo
public import Scene
public import TextShaping

/// The pixels of a page: rows from the top, three bytes (red, green, blue) a pixel, no padding.
public struct PageRaster: Sendable, Equatable {
    public var width: Int
    public var height: Int
    public var rgb: [UInt8]

    public init(width: Int, height: Int, rgb: [UInt8]) {
        self.width = width
        self.height = height
        self.rgb = rgb
    }
}

extension PageRaster {
    /// Draws a page on white. Throws OUT010 to OUT017.
    public init(_ page: Page, dotsPerInch: Double, fonts: PangoTextShaper) throws {
        let scale = dotsPerInch / 72, width = (page.size.width * scale).rounded(), height = (page.size.height * scale).rounded()
        guard width >= 1, height >= 1, width <= 20_000, height <= 20_000, scale > 0 else {
            throw OutputDiagnostics.resolution(dotsPerInch, size: page.size)
        }
        self = try CairoLock.withLock {
            guard let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)),
                  cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
            else { throw OutputDiagnostics.noMemory }
            defer { cairo_surface_destroy(surface) }
            try Self.draw(page, scale: scale, on: surface, fonts: fonts)
            return Self(copying: surface, width: Int(width), height: Int(height))
        }
    }

    private static func draw(_ page: Page, scale: Double, on surface: OpaquePointer, fonts: PangoTextShaper) throws {
        let context = cairo_create(surface)!, scaledFonts = ScaledFonts(fonts, scale: scale)
        defer {
            cairo_destroy(context)
            scaledFonts.release()
        }
        context.setColor(.white)
        cairo_paint(context)
        cairo_scale(context, scale, scale)
        try PageCanvas(context: context, fonts: scaledFonts, tagged: false).draw(page, number: 1)
        cairo_surface_flush(surface)
    }

    private init(copying surface: OpaquePointer, width: Int, height: Int) {
        let stride = Int(cairo_image_surface_get_stride(surface)), source = UnsafeRawPointer(cairo_image_surface_get_data(surface)!)
        self.width = width
        self.height = height
        rgb = [UInt8](unsafeUninitializedCapacity: width * height * 3) { target, count in
            var out = target.baseAddress!
            for y in 0..<height {
                let row = (source + y * stride).assumingMemoryBound(to: UInt32.self)
                for x in 0..<width {
                    let pixel = row[x]
                    out[0] = UInt8(truncatingIfNeeded: pixel >> 16)
                    out[1] = UInt8(truncatingIfNeeded: pixel >> 8)
                    out[2] = UInt8(truncatingIfNeeded: pixel)
                    out += 3
                }
            }
            count = width * height * 3
        }
    }
}
