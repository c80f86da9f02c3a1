public import Scene
public import TextShaping

/// Pages as PNG bytes, one after the other with the same memory. A chart is exported as a page of the chart's size.
/// For one thread.
public final class PNGExporter {
    private let fonts: PangoTextShaper
    private let pixels = Scratch()
    private let encoder = PNGEncoder()

    public init(fonts: PangoTextShaper) { self.fonts = fonts }

    /// Throws OUT010 to OUT017 and OUT020.
    public func export(_ page: Page, dotsPerInch: Double) throws -> [UInt8] {
        encoder.encode(try DrawnPixels(page, dotsPerInch: dotsPerInch, fonts: fonts, memory: pixels), dotsPerInch: dotsPerInch)
    }

    /// One page alone.
    public static func export(_ page: Page, dotsPerInch: Double, fonts: PangoTextShaper) throws -> [UInt8] {
        try PNGExporter(fonts: fonts).export(page, dotsPerInch: dotsPerInch)
    }

    /// The pixels that `export` encodes, for page digests and comparisons.
    public static func decodedPixels(_ page: Page, dotsPerInch: Double, fonts: PangoTextShaper) throws -> PageRaster {
        try PageRaster(page, dotsPerInch: dotsPerInch, fonts: fonts)
    }
}
