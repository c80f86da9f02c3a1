import CCairo
import Glibc
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

    /// Draws a page on white. Throws OUT010 to OUT017.
    public init(_ page: Page, dotsPerInch: Double, fonts: PangoTextShaper) throws {
        let pixels = try DrawnPixels(page, dotsPerInch: dotsPerInch, fonts: fonts, memory: Scratch())
        width = pixels.width
        height = pixels.height
        rgb = [UInt8](unsafeUninitializedCapacity: width * height * 3) { target, count in
            for y in 0..<pixels.height { pixels.copyRow(y, to: target.baseAddress! + y * pixels.width * 3) }
            count = pixels.width * pixels.height * 3
        }
    }
}

/// A page drawn by Cairo: 32 bit pixels in memory that belongs to the caller.
struct DrawnPixels {
    let width: Int
    let height: Int
    private let stride: Int
    private let memory: Scratch

    init(_ page: Page, dotsPerInch: Double, fonts: PangoTextShaper, memory: Scratch) throws {
        let scale = dotsPerInch / 72, exact = (page.size.width * scale).rounded(), exactHeight = (page.size.height * scale).rounded()
        guard exact >= 1, exactHeight >= 1, exact <= 20_000, exactHeight <= 20_000, scale > 0 else {
            throw OutputDiagnostics.resolution(dotsPerInch, size: page.size)
        }
        width = Int(exact)
        height = Int(exactHeight)
        stride = width * 4
        self.memory = memory
        let bytes = memory.reserve(stride * height), (width, height, stride) = (Int32(width), Int32(height), Int32(stride))
        try CairoLock.withLock {
            guard let surface = cairo_image_surface_create_for_data(bytes.assumingMemoryBound(to: UInt8.self), CAIRO_FORMAT_RGB24, width, height, stride),
                  cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
            else { throw OutputDiagnostics.noMemory }
            defer { cairo_surface_destroy(surface) }
            try Self.draw(page, scale: scale, on: surface, fonts: fonts)
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
        try PageCanvas(context: context, fonts: scaledFonts).draw(page, number: 1)
        cairo_surface_flush(surface)
    }

    /// True when row `y` looks like the row above it.
    func repeatsRow(_ y: Int) -> Bool { y > 0 && memcmp(memory.start + y * stride, memory.start + (y - 1) * stride, stride) == 0 }

    /// Writes row `y` as red, green, blue.
    func copyRow(_ y: Int, to target: UnsafeMutablePointer<UInt8>) {
        let row = (memory.start + y * stride).assumingMemoryBound(to: UInt32.self)
        var out = target
        for x in 0..<width {
            let pixel = row[x]
            out[0] = UInt8(truncatingIfNeeded: pixel >> 16)
            out[1] = UInt8(truncatingIfNeeded: pixel >> 8)
            out[2] = UInt8(truncatingIfNeeded: pixel)
            out += 3
        }
    }
}
