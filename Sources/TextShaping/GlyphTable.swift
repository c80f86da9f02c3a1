import CPango
import Scene

/// Code point → glyph and advance of one face, filled on first use from HarfBuzz.
///
/// The shipped faces have no layout features, and GBK text holds no scripts that join, reorder or stack (those are not
/// supported): one code point is one glyph of one width, and this table says the same as Pango's shaper.
final class GlyphTable {
    /// One glyph: number, advance in font units (below 32,768), and whether it stands in for a character that the face lacks.
    struct Entry {
        fileprivate var bits: UInt32
        var glyph: UInt32 { bits >> 16 }
        var advance: Int { Int(bits & 0x7fff) }
        var isMissing: Bool { bits & 0x8000 != 0 }

        fileprivate init(bits: UInt32) { self.bits = bits }
        init(glyph: UInt32, advance: Int, isMissing: Bool) {
            bits = glyph << 16 | (isMissing ? 0x8000 : 0) | UInt32(advance)
        }
    }

    let unitsPerEm: Double
    private let font: UnsafeMutablePointer<PangoFont>
    private let shaping: OpaquePointer
    /// One entry per code point of the basic plane; `unfilled` until asked for.
    private let entries: UnsafeMutablePointer<UInt32>
    private let replacement: Entry

    private static let unfilled = UInt32.max
    private static let planeSize = 0x10000

    /// Loads the font at one point per font unit, so that HarfBuzz answers in whole units.
    init(_ face: Face, in fontMap: PrivateFontMap, fontFolder: String) throws {
        let probe = try fontMap.load(face, size: 1000, fontFolder: fontFolder)
        let units = hb_face_get_upem(hb_font_get_face(pango_font_get_hb_font(probe)))
        g_object_unref(probe)
        font = try fontMap.load(face, size: Int32(units), fontFolder: fontFolder)
        shaping = pango_font_get_hb_font(font)
        unitsPerEm = Double(units)
        replacement = Self.replacement(in: shaping)
        entries = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.planeSize)
        entries.initialize(repeating: Self.unfilled, count: Self.planeSize)
    }

    deinit {
        entries.deallocate()
        g_object_unref(font)
    }

    /// The glyph for a code point; a visible stand-in (〓) when the face lacks it.
    @inline(__always)
    func entry(for codePoint: UInt32) -> Entry {
        guard codePoint < Self.planeSize else { return look(up: codePoint) }
        let bits = entries[Int(codePoint)]
        return bits != Self.unfilled ? Entry(bits: bits) : fill(codePoint)
    }

    /// The face for the drawing library; borrowed, valid as long as this table.
    var cairoFontFace: OpaquePointer {
        cairo_scaled_font_get_font_face(pango_cairo_font_get_scaled_font(OpaquePointer(font)))
    }

    /// The ink of a character, in font units from its origin, upwards.
    func ink(of codePoint: UInt32) -> (left: Int, right: Int, top: Int, bottom: Int) {
        var extents = hb_glyph_extents_t()
        _ = hb_font_get_glyph_extents(shaping, entry(for: codePoint).glyph, &extents)
        let left = Int(extents.x_bearing / PANGO_SCALE)
        return (left, left + Int(extents.width / PANGO_SCALE), Int(extents.y_bearing / PANGO_SCALE), Int((extents.y_bearing + extents.height) / PANGO_SCALE))
    }

    /// Height of the tallest digit, and the ink of 国, above and below the baseline.
    private(set) lazy var heights: (digits: Int, hanTop: Int, hanBottom: Int) = {
        let han = ink(of: 0x56fd)
        return ((0x30...0x39 as ClosedRange<UInt32>).map { ink(of: $0).top }.max() ?? 0, han.top, han.bottom)
    }()

    private func fill(_ codePoint: UInt32) -> Entry {
        let entry = look(up: codePoint)
        entries[Int(codePoint)] = entry.bits
        return entry
    }

    private func look(up codePoint: UInt32) -> Entry {
        Self.entry(for: codePoint, in: shaping) ?? replacement
    }

    private static func entry(for codePoint: UInt32, in shaping: OpaquePointer) -> Entry? {
        var glyph: hb_codepoint_t = 0
        guard hb_font_get_nominal_glyph(shaping, codePoint, &glyph) != 0, glyph <= 0xfffe else { return nil }
        return Entry(glyph: glyph, advance: advance(of: glyph, in: shaping), isMissing: false)
    }

    private static func advance(of glyph: UInt32, in shaping: OpaquePointer) -> Int {
        min(0x7fff, max(0, Int(hb_font_get_glyph_h_advance(shaping, glyph) / PANGO_SCALE)))
    }

    private static func replacement(in shaping: OpaquePointer) -> Entry {
        let glyph = entry(for: 0x3013, in: shaping)?.glyph ?? 0
        return Entry(glyph: glyph, advance: advance(of: glyph, in: shaping), isMissing: true)
    }
}
