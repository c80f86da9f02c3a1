import CPango
import Scene

/// Code point → glyph and advance of one face, filled on first use from HarfBuzz.
///
/// The shipped faces have no layout features, and GBK text holds no scripts that join, reorder or stack (those are not
/// supported): one code point is one glyph of one width, and this table says the same as Pango's shaper, but for the figures of
/// a face that takes them from another one.
final class GlyphTable {
    /// One glyph in font units.
    struct Entry {
        enum Kind: UInt8 {
            case unfilled
            case plain
            /// A stand-in for a character that the face lacks.
            case missing
            case blank
            /// Punctuation with a white half.
            case opening, closing

            init(_ mark: FullWidthMark?) {
                switch mark {
                case .opening: self = .opening
                case .closing: self = .closing
                case nil: self = .plain
                }
            }

            var isMark: Bool { rawValue >= Kind.opening.rawValue }
        }

        let glyph: UInt16
        fileprivate(set) var advance: Int16
        /// Its advance in the font file.
        let ownAdvance: Int16
        let kind: Kind
        /// Where it is drawn, to the right of the pen.
        var shift: Int16 { (advance - ownAdvance) / 2 }
        var isMissing: Bool { kind == .missing }

        fileprivate init(glyph: UInt16, advance: Int16, kind: Kind) {
            (self.glyph, self.advance, ownAdvance, self.kind) = (glyph, advance, advance, kind)
        }
    }

    let unitsPerEm: Double
    private let font: UnsafeMutablePointer<PangoFont>
    private let shaping: OpaquePointer
    /// One entry per code point of the basic plane; `unfilled` until asked for.
    private let entries: UnsafeMutablePointer<Entry>
    private let replacement: Entry

    private static let planeSize = 0x10000

    /// Loads the font at one point per font unit, so that HarfBuzz answers in whole units. Figures take the advances that they have
    /// in `figures`, each in the middle of its own, so that those of both faces stand under each other.
    init(_ face: Face, figures: GlyphTable? = nil, in fontMap: PrivateFontMap, fontFolder: String) throws {
        let probe = try fontMap.load(face, size: 1000, fontFolder: fontFolder)
        let units = hb_face_get_upem(hb_font_get_face(pango_font_get_hb_font(probe)))
        g_object_unref(probe)
        font = try fontMap.load(face, size: Int32(units), fontFolder: fontFolder)
        shaping = pango_font_get_hb_font(font)
        unitsPerEm = Double(units)
        replacement = Self.replacement(in: shaping)
        entries = UnsafeMutablePointer<Entry>.allocate(capacity: Self.planeSize)
        entries.initialize(repeating: Entry(glyph: 0, advance: 0, kind: .unfilled), count: Self.planeSize)
        if let figures { Self.figures.forEach { take($0.value, from: figures) } }
    }

    /// What numbers are made of.
    private static let figures = "0123456789,.+\u{2212}".unicodeScalars

    private func take(_ codePoint: UInt32, from other: GlyphTable) {
        var entry = look(up: codePoint)
        entry.advance = other.entry(for: codePoint).advance
        entries[Int(codePoint)] = entry
    }

    deinit {
        entries.deallocate()
        g_object_unref(font)
    }

    /// The glyph for a code point; a visible stand-in (〓) when the face lacks it.
    @inline(__always)
    func entry(for codePoint: UInt32) -> Entry {
        guard codePoint < Self.planeSize else { return look(up: codePoint) }
        let entry = entries[Int(codePoint)]
        return entry.kind != .unfilled ? entry : fill(codePoint)
    }

    /// The face for the drawing library; borrowed, valid as long as this table.
    var cairoFontFace: OpaquePointer {
        cairo_scaled_font_get_font_face(pango_cairo_font_get_scaled_font(OpaquePointer(font)))
    }

    var program: FontProgram { FontProgram(hb_font_get_face(shaping)) }

    /// The ink of a character, in font units from its origin, upwards.
    func ink(of codePoint: UInt32) -> (left: Int, right: Int, top: Int, bottom: Int) {
        var extents = hb_glyph_extents_t()
        _ = hb_font_get_glyph_extents(shaping, hb_codepoint_t(entry(for: codePoint).glyph), &extents)
        let left = Int(extents.x_bearing / PANGO_SCALE)
        return (left, left + Int(extents.width / PANGO_SCALE), Int(extents.y_bearing / PANGO_SCALE), Int((extents.y_bearing + extents.height) / PANGO_SCALE))
    }

    /// White at the left and right of a character of full width, in font units. Narrow ones keep the column that they stand in.
    func bearings(of codePoint: UInt32) -> (left: Int, right: Int) {
        let width = Int(entry(for: codePoint).ownAdvance)
        if width < Int(unitsPerEm) { return (Int(unitsPerEm / 20), Int(unitsPerEm / 20)) }
        if let known = knownBearings[codePoint] { return known }
        let box = ink(of: codePoint), bearings = box.top > box.bottom ? (box.left, width - box.right) : (width / 2, width / 2)
        knownBearings[codePoint] = bearings
        return bearings
    }

    private var knownBearings: [UInt32: (left: Int, right: Int)] = [:]

    /// Height of the tallest digit, and the ink of 国, above and below the baseline.
    private(set) lazy var heights: (digits: Int, hanTop: Int, hanBottom: Int) = {
        let han = ink(of: 0x56fd)
        return ((0x30...0x39 as ClosedRange<UInt32>).map { ink(of: $0).top }.max() ?? 0, han.top, han.bottom)
    }()

    private func fill(_ codePoint: UInt32) -> Entry {
        let entry = look(up: codePoint)
        entries[Int(codePoint)] = entry
        return entry
    }

    private func look(up codePoint: UInt32) -> Entry {
        Self.entry(for: codePoint, in: shaping) ?? replacement
    }

    private static func entry(for codePoint: UInt32, in shaping: OpaquePointer) -> Entry? {
        var glyph: hb_codepoint_t = 0
        guard hb_font_get_nominal_glyph(shaping, codePoint, &glyph) != 0, glyph <= 0xfffe else { return nil }
        let kind = codePoint == 0x20 ? .blank : Entry.Kind(Unicode.Scalar(codePoint).flatMap { FullWidthMark($0) })
        return Entry(glyph: UInt16(glyph), advance: advance(of: glyph, in: shaping), kind: kind)
    }

    private static func advance(of glyph: hb_codepoint_t, in shaping: OpaquePointer) -> Int16 {
        Int16(clamping: max(0, hb_font_get_glyph_h_advance(shaping, glyph) / PANGO_SCALE))
    }

    private static func replacement(in shaping: OpaquePointer) -> Entry {
        let glyph = entry(for: 0x3013, in: shaping)?.glyph ?? 0
        return Entry(glyph: glyph, advance: advance(of: hb_codepoint_t(glyph), in: shaping), kind: .missing)
    }
}
