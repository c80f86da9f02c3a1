import PageExport
import Scene
import Testing
import TextShaping

@Suite struct PNGTests {
    @Test(arguments: [72.0, 96, 144, 200]) func anIndependentReaderSeesTheSamePixels(dotsPerInch: Double) throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder), page = samplePage(shaper)
        let png = try PNGExporter.export(page, dotsPerInch: dotsPerInch, fonts: shaper)
        let pixels = try PNGExporter.decodedPixels(page, dotsPerInch: dotsPerInch, fonts: shaper)
        #expect(decode(png: png) == pixels)
        #expect(pixels.width == Int((420 * dotsPerInch / 72).rounded()))
    }

    @Test func resolutionIsWritten() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let png = try PNGExporter.export(Page(size: Size(500, 300)), dotsPerInch: 144, fonts: shaper)
        let expected: [UInt8] = Array("pHYs".utf8) + [0, 0, 0x16, 0x25, 0, 0, 0x16, 0x25, 1]
        #expect((0..<png.count - expected.count).contains { Array(png[$0..<$0 + expected.count]) == expected })
        #expect(decode(png: png) == PageRaster(width: 1000, height: 600, rgb: [UInt8](repeating: 255, count: 1_800_000)))
    }

    @Test func fillsLinesDashesAndCurvesAreVisible() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let pixels = try PNGExporter.decodedPixels(samplePage(shaper), dotsPerInch: 72, fonts: shaper)
        #expect(pixels[5, 5] == 0xffffff)
        #expect(pixels[22, 60] == 0xe6eef8)
        #expect(pixels[25, 150] == 0xff0000)
        #expect(pixels[35, 150] == 0xffffff)
        #expect(pixels[45, 150] == 0xff0000)
        #expect(pixels[200, 260] == 0x00aa00)
        #expect(pixels[200, 220] == 0x0000ff)
        #expect(pixels[200, 279] == 0x0000ff)
        #expect(pixels[200, 210] == 0xffffff)
    }

    @Test func anImageFillsItsRectangle() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        var inner = Page(size: Size(10, 10))
        inner.items = [Item(box: 0, .fill(Rect(x: 0, y: 0, width: 10, height: 10), Color(0x123456)))]
        let png = try PNGExporter.export(inner, dotsPerInch: 72, fonts: shaper)
        var page = Page(size: Size(100, 100))
        page.items = [Item(box: 0, .image(Image(png: png, rect: Rect(x: 20, y: 30, width: 40, height: 50))))]
        let pixels = try PNGExporter.decodedPixels(page, dotsPerInch: 72, fonts: shaper)
        #expect(pixels[40, 55] == 0x123456)
        #expect(pixels[15, 55] == 0xffffff)
        #expect(pixels[40, 85] == 0xffffff)
    }

    /// A page whose items are all drawn alone, because an empty item stands between them, looks the same.
    @Test func gatheringChangesNoPixel() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder), page = samplePage(shaper)
        let gathered = try PNGExporter.decodedPixels(page, dotsPerInch: 144, fonts: shaper)
        var separated = page
        let rule = Item(box: 0, .fill(Rect(x: 0, y: 0, width: 0, height: 0), .white))
        separated.items = page.items.flatMap { [$0, rule] }
        #expect(try PNGExporter.decodedPixels(separated, dotsPerInch: 144, fonts: shaper) == gathered)
    }

    @Test func sameInputSameBytes() throws {
        let first = try PangoTextShaper(fontFolder: fontFolder), second = try PangoTextShaper(fontFolder: fontFolder)
        #expect(try PNGExporter.export(samplePage(first), dotsPerInch: 144, fonts: first)
            == PNGExporter.export(samplePage(second), dotsPerInch: 144, fonts: second))
    }
}
