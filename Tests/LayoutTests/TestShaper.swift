import Scene

/// A shaper with simple fixed widths, the same on every machine: Han 1 em, digits 0.555, other ASCII by class, bold wider.
final class TestShaper: TextShaper {
    /// Characters that it pretends to lack.
    var lacking: Set<Character> = []

    private func advance(_ scalar: Unicode.Scalar, _ face: Face) -> Double {
        let bold = face == .heiRegular ? 0.0 : 0.03
        switch scalar {
        case "0"..."9", "\u{2212}": return 0.555 + bold
        case ",", ".", ":", ";", "'": return 0.28 + bold
        case " ": return 0.22
        case let s where s.value < 128: return 0.58 + bold
        default: return 1
        }
    }

    func shape(_ text: String, face: Face, size: Double) -> ShapedText {
        var glyphs: [Glyph] = [], pen = 0.0
        for scalar in text.unicodeScalars {
            glyphs.append(Glyph(id: scalar.value, x: Float(pen * size), byteCount: UInt8(Unicode.UTF8.width(scalar))))
            pen += advance(scalar, face)
        }
        return ShapedText(face: face, size: size, text: text, glyphs: glyphs, width: pen * size, missing: text.filter { lacking.contains($0) })
    }

    func append(
        _ text: some Collection<UInt8>, face: Face, size: Double, color: Color, origin: Point, to page: inout Page
    ) -> TextRun {
        let shaped = shape(String(decoding: text, as: UTF8.self), face: face, size: size)
        let glyphs = page.glyphs.count, bytes = page.utf8.count
        page.glyphs += shaped.glyphs
        page.utf8 += text
        return TextRun(
            face: face, size: size, color: color, origin: origin, width: shaped.width, glyphs: glyphs..<page.glyphs.count, text: bytes..<page.utf8.count)
    }

    func width(of text: some Collection<UInt8>, face: Face, size: Double) -> Double {
        String(decoding: text, as: UTF8.self).unicodeScalars.reduce(0) { $0 + advance($1, face) } * size
    }

    func metrics(face: Face, size: Double) -> FaceMetrics {
        FaceMetrics(capHeight: 0.733 * size, ascent: 0.84 * size, descent: 0.08 * size)
    }
}
