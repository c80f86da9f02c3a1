public import Scene
public import TextShaping

/// A page as PNG bytes. A chart is exported as a page of the chart's size.
public enum PNGExporter {
    /// Throws OUT010 to OUT017 and OUT020.
    public static func export(_ page: Page, dotsPerInch: Double, fonts: PangoTextShaper) throws -> [UInt8] {
        try PNGEncoder.encode(try PageRaster(page, dotsPerInch: dotsPerInch, fonts: fonts), dotsPerInch: dotsPerInch)
    }

    /// The pixels that `export` encodes, for page digests and comparisons.
    public static func decodedPixels(_ page: Page, dotsPerInch: Double, fonts: PangoTextShaper) throws -> PageRaster {
        try PageRaster(page, dotsPerInch: dotsPerInch, fonts: fonts)
    }
}
