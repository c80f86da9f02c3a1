/// Text that has been measured: the glyphs of one line in one face and size.
///
/// Widths are the sum of the glyph advances with hinting and rounding off, so they are the same on every back end.
public struct ShapedText: Sendable, Hashable {
    public var face: Face
    public var size: Double
    public var text: String
    public var glyphs: [Glyph]
    public var width: Double
    /// Characters that the face does not contain; empty is the rule. The caller makes a diagnostic of it.
    public var missing: [Character]
    public init(face: Face, size: Double, text: String, glyphs: [Glyph], width: Double, missing: [Character] = []) {
        self.face = face; self.size = size; self.text = text; self.glyphs = glyphs; self.width = width; self.missing = missing
    }
}

/// Vertical metrics of a face at a size, in points, all positive.
public struct FaceMetrics: Sendable, Hashable {
    /// From the baseline up to the top of capital letters and digits.
    public var capHeight: Double
    /// From the baseline up to the top of Han characters.
    public var ascent: Double
    /// From the baseline down to the lowest ink of Han characters.
    public var descent: Double
    public init(capHeight: Double, ascent: Double, descent: Double) {
        self.capHeight = capHeight; self.ascent = ascent; self.descent = descent
    }
}

/// What the layout asks about text. The only implementation that draws is `TextShaping.PangoTextShaper`.
public protocol TextShaper: AnyObject {
    /// Shapes one line. Never wraps; a line feed is a programming error.
    func shape(_ text: String, face: Face, size: Double) -> ShapedText
    /// Appends the glyphs and bytes of `text` to the page's buffers; the fast way for cells: no String is made.
    /// Returns the run at `origin` (left end of the baseline).
    func append(_ text: some Collection<UInt8>, face: Face, size: Double, color: Color, origin: Point, to page: inout Page) -> TextRun
    /// The same for bytes in memory: the fastest way.
    func append(bytes: UnsafeBufferPointer<UInt8>, face: Face, size: Double, color: Color, origin: Point, to page: inout Page) -> TextRun
    /// Width only, of UTF-8 bytes.
    func width(of text: some Collection<UInt8>, face: Face, size: Double) -> Double
    /// The same as an office program sets it, which knows nothing of what the shaper does for a page.
    func plainWidth(of text: some Collection<UInt8>, face: Face, size: Double) -> Double
    /// White before the first and after the last character, in ems: what lies between the ends of the text and its ink.
    func bearings(of text: String, face: Face) -> (left: Double, right: Double)
    func metrics(face: Face, size: Double) -> FaceMetrics
    /// The characters of the UTF-8 bytes that the face does not contain, each once; for text that goes through `append`.
    func missing(in text: some Collection<UInt8>, face: Face) -> [Character]
}

extension TextShaper {
    public func append(bytes: UnsafeBufferPointer<UInt8>, face: Face, size: Double, color: Color, origin: Point, to page: inout Page) -> TextRun {
        append(bytes, face: face, size: size, color: color, origin: origin, to: &page)
    }

    public func plainWidth(of text: some Collection<UInt8>, face: Face, size: Double) -> Double { width(of: text, face: face, size: size) }

    public func bearings(of text: String, face: Face) -> (left: Double, right: Double) {
        let marks = (text.unicodeScalars.first.flatMap { FullWidthMark($0) }, text.unicodeScalars.last.flatMap { FullWidthMark($0) })
        return (marks.0 == .opening ? FullWidthMark.white : 0, marks.1 == .closing ? FullWidthMark.white : 0)
    }

    public func missing(in text: some Collection<UInt8>, face: Face) -> [Character] {
        shape(String(decoding: text, as: UTF8.self), face: face, size: 1).missing
    }
}

extension Page {
    /// Places shaped text with its baseline starting at `origin` and adds the item.
    public mutating func add(_ text: ShapedText, at origin: Point, color: Color, box: Int) {
        let glyphStart = glyphs.count, textStart = utf8.count
        glyphs.append(contentsOf: text.glyphs)
        utf8.append(contentsOf: text.text.utf8)
        items.append(Item(box: box, .text(TextRun(
            face: text.face, size: text.size, color: color, origin: origin, width: text.width,
            glyphs: glyphStart..<glyphs.count, text: textStart..<utf8.count))))
    }
}
