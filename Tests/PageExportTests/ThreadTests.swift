import PageExport
import Scene
import Testing
import TextShaping

/// The drawing library hangs when threads draw while its glyph cache (16,384 pictures) overflows; the exporters must not.
@Suite struct ThreadTests {
    @Test(.timeLimit(.minutes(2))) func twoThreadsDrawMoreGlyphsThanTheCacheHolds() async throws {
        let inks = try await withThrowingTaskGroup(of: Int.self) { group in
            for step in [7, 11] { group.addTask { try drawManySmallPages(step: step) } }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(inks.count == 2 && inks[0] == inks[1])
    }
}

/// 60,000 small pictures: all Han characters in six sizes; answers how many are not blank.
private func drawManySmallPages(step: Int) throws -> Int {
    let shaper = try PangoTextShaper(fontFolder: fontFolder)
    var count = 0
    for index in 0..<60_000 {
        var page = Page(size: Size(12, 12))
        let text = String(Character(Unicode.Scalar(UInt32(0x4e00 + index * step % 20_000))!))
        page.add(shaper.shape(text, face: .heiRegular, size: 5 + Double(index / 10_000) / 2), at: Point(1, 9), color: .black, box: 0)
        if try PNGExporter.decodedPixels(page, dotsPerInch: 72, fonts: shaper).rgb.contains(where: { $0 < 200 }) { count += 1 }
    }
    return count
}
