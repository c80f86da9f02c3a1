public import Scene

/// Measures text without fonts: Han 1 em, digits 0.555, as the shipped faces do; bold a little wider. For tests that need widths, not glyphs.
public final class FixedWidthShaper: TextShaper {
    public init() {}

    public func width(of text: some Collection<UInt8>, face: Face, size: Double) -> Double {
        let units = String(decoding: Array(text), as: UTF8.self).unicodeScalars.reduce(0.0) { sum, scalar in
            switch scalar.value {
            case 0x30...0x39: sum + 0.555
            case 0x20...0x2f: sum + 0.3
            case 0..<0x80: sum + 0.6
            default: sum + 1
            }
        }
        return units * size * (face == .heiRegular ? 1 : 1.04)
    }

    public func shape(_ text: String, face: Face, size: Double) -> ShapedText {
        ShapedText(face: face, size: size, text: text, glyphs: [], width: width(of: text.utf8, face: face, size: size))
    }

    public func append(_ text: some Collection<UInt8>, face: Face, size: Double, color: Color, origin: Point, to page: inout Page) -> TextRun {
        let start = page.utf8.count, glyphs = page.glyphs.count
        page.utf8.append(contentsOf: text)
        return TextRun(
            face: face, size: size, color: color, origin: origin, width: width(of: text, face: face, size: size), glyphs: glyphs..<glyphs,
            text: start..<page.utf8.count)
    }

    public func metrics(face: Face, size: Double) -> FaceMetrics { FaceMetrics(capHeight: 0.73 * size, ascent: 0.88 * size, descent: 0.12 * size) }
}
