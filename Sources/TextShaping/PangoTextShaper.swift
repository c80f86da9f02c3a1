import CPango
public import Scene

/// Measures and shapes text with the three shipped faces. One object per thread; it owns the fonts, which live as long
/// as it does.
///
/// Widths are sums of unhinted advances in font units, scaled once, so they do not depend on the machine or the back end.
/// Bold figures stand on the advances of the regular ones; neighbouring marks of full width close up (`Pen`).
/// Only text whose characters are one glyph each is supported: everything in GBK is. A character that the face lacks is
/// reported in `missing` and drawn as 〓; bytes that are not UTF-8 become U+FFFD, which is such a character.
public final class PangoTextShaper: TextShaper, InkMeter {
    /// Keeps the font configuration alive as long as the fonts.
    private let fontMap: PrivateFontMap
    private let heiRegular: GlyphTable
    private let heiBold: GlyphTable
    private let songBold: GlyphTable

    /// Opens the three font files of `fontFolder` and no others. Throws OUT002 for a file that is missing or no font,
    /// OUT003 when it holds another font.
    public init(fontFolder: String) throws {
        let fontMap = try PrivateFontMap(fontFolder: fontFolder)
        heiRegular = try GlyphTable(.heiRegular, in: fontMap, fontFolder: fontFolder)
        heiBold = try GlyphTable(.heiBold, figures: heiRegular, in: fontMap, fontFolder: fontFolder)
        songBold = try GlyphTable(.songBold, in: fontMap, fontFolder: fontFolder)
        self.fontMap = fontMap
    }

    /// The face for the drawing library: a `cairo_font_face_t`, borrowed, valid as long as this object.
    /// It draws the glyph numbers that `shape` and `append` give.
    public func cairoFontFace(_ face: Face) -> OpaquePointer { table(face).cairoFontFace }

    /// The tables of the face's font file.
    public func fontProgram(_ face: Face) -> FontProgram { table(face).program }

    public func shape(_ text: String, face: Face, size: Double) -> ShapedText {
        let table = table(face), scale = size / table.unitsPerEm
        var pen = Pen(table), missing: [Character] = [], glyphs: [Glyph] = []
        var text = text
        glyphs.reserveCapacity(text.utf8.count)
        text.withUTF8 { bytes in
            _ = UTF8Scalars.forEach(bytes) { codePoint, byteCount in
                let entry = table.entry(for: codePoint)
                glyphs.append(Glyph(id: UInt32(entry.glyph), x: Float(Double(pen.set(entry)) * scale), byteCount: byteCount))
                if entry.isMissing { Self.note(codePoint, in: &missing) }
            }
        }
        return ShapedText(face: face, size: size, text: text, glyphs: glyphs, width: Double(pen.position) * scale, missing: missing)
    }

    public func append(
        _ text: some Collection<UInt8>, face: Face, size: Double, color: Color, origin: Point, to page: inout Page
    ) -> TextRun {
        let table = table(face), scale = size / table.unitsPerEm
        let glyphStart = page.glyphs.count, textStart = page.utf8.count
        let units: Int = Self.withValidBytes(text) { bytes -> Int? in
            // Made aside and appended at once: an array that grows glyph by glyph costs more than the glyphs.
            withUnsafeTemporaryAllocation(of: Glyph.self, capacity: bytes.count) { glyphs -> Int? in
                var pen = Pen(table), count = 0
                guard UTF8Scalars.forEach(bytes, { codePoint, byteCount in
                    let entry = table.entry(for: codePoint)
                    glyphs.initializeElement(at: count, to: Glyph(id: UInt32(entry.glyph), x: Float(Double(pen.set(entry)) * scale), byteCount: byteCount))
                    count += 1
                }) else { return nil }
                page.glyphs.append(contentsOf: UnsafeBufferPointer(rebasing: glyphs[..<count]))
                page.utf8.append(contentsOf: bytes)
                return pen.position
            }
        }
        return TextRun(
            face: face, size: size, color: color, origin: origin, width: Double(units) * scale,
            glyphs: glyphStart..<page.glyphs.count, text: textStart..<page.utf8.count)
    }

    public func append(bytes: UnsafeBufferPointer<UInt8>, face: Face, size: Double, color: Color, origin: Point, to page: inout Page) -> TextRun {
        append(bytes, face: face, size: size, color: color, origin: origin, to: &page)
    }

    public func width(of text: some Collection<UInt8>, face: Face, size: Double) -> Double {
        let table = table(face), scale = size / table.unitsPerEm
        let units: Int = Self.withValidBytes(text) { bytes -> Int? in
            var pen = Pen(table)
            return UTF8Scalars.forEach(bytes) { codePoint, _ in _ = pen.set(table.entry(for: codePoint)) } ? pen.position : nil
        }
        return Double(units) * scale
    }

    public func plainWidth(of text: some Collection<UInt8>, face: Face, size: Double) -> Double {
        let table = table(face)
        let units: Int = Self.withValidBytes(text) { bytes -> Int? in
            var sum = 0
            return UTF8Scalars.forEach(bytes) { codePoint, _ in sum += Int(table.entry(for: codePoint).ownAdvance) } ? sum : nil
        }
        return Double(units) * (size / table.unitsPerEm)
    }

    public func bearings(of text: String, face: Face) -> (left: Double, right: Double) {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return (0, 0) }
        let table = table(face)
        return (Double(table.bearings(of: first.value).left) / table.unitsPerEm, Double(table.bearings(of: last.value).right) / table.unitsPerEm)
    }

    public func missing(in text: some Collection<UInt8>, face: Face) -> [Character] {
        let table = table(face)
        return Self.withValidBytes(text) { bytes -> [Character]? in
            var missing: [Character] = []
            return UTF8Scalars.forEach(bytes) { codePoint, _ in
                if table.entry(for: codePoint).isMissing { Self.note(codePoint, in: &missing) }
            } ? missing : nil
        }
    }

    public func draws(_ text: some Collection<UInt8>, with glyphs: some Sequence<UInt32>, face: Face) -> Bool {
        let table = table(face)
        return Self.withValidBytes(text) { bytes -> Bool? in
            var own: [UInt32] = []
            return UTF8Scalars.forEach(bytes) { codePoint, _ in own.append(UInt32(table.entry(for: codePoint).glyph)) } ? own.elementsEqual(glyphs) : nil
        }
    }

    public func ink(of text: some Collection<UInt8>, face: Face, size: Double) -> Rect {
        let table = table(face), scale = size / table.unitsPerEm
        return Self.withValidBytes(text) { bytes -> Rect? in
            var pen = Pen(table), left = Int.max, right = Int.min, top = Int.min, bottom = Int.max
            guard UTF8Scalars.forEach(bytes, { codePoint, _ in
                let box = table.ink(of: codePoint), place = pen.set(table.entry(for: codePoint))
                if box.top > box.bottom {
                    (left, right) = (min(left, place + box.left), max(right, place + box.right))
                    (top, bottom) = (max(top, box.top), min(bottom, box.bottom))
                }
            }) else { return nil }
            guard right > left else { return Rect(x: 0, y: 0, width: 0, height: 0) }
            return Rect(
                x: Double(left) * scale, y: -Double(top) * scale, width: Double(right - left) * scale, height: Double(top - bottom) * scale)
        }
    }

    /// Capital height is that of the tallest digit; ascent and descent are the box of 国.
    public func metrics(face: Face, size: Double) -> FaceMetrics {
        let table = table(face), scale = size / table.unitsPerEm
        let heights = table.heights
        return FaceMetrics(
            capHeight: Double(heights.digits) * scale, ascent: Double(heights.hanTop) * scale, descent: Double(-heights.hanBottom) * scale)
    }

    private func table(_ face: Face) -> GlyphTable {
        switch face {
        case .heiRegular: heiRegular
        case .heiBold: heiBold
        case .songBold: songBold
        }
    }

    /// Calls `body` with the bytes; when it answers nil because they are not UTF-8, again with the repaired text.
    @inline(__always)
    private static func withValidBytes<Result>(
        _ text: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result?
    ) -> Result {
        let inPlace: Result?? = text.withContiguousStorageIfAvailable(body)
        if case .some(.some(let result)) = inPlace { return result }
        var repaired = String(decoding: text, as: UTF8.self)
        return repaired.withUTF8(body)!
    }

    private static func note(_ codePoint: UInt32, in missing: inout [Character]) {
        let character = Character(Unicode.Scalar(codePoint) ?? "\u{fffd}")
        if !missing.contains(character) { missing.append(character) }
    }
}
