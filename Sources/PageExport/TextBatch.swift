import CCairo
import Scene

/// Text of one face, size and colour that waits to be drawn with one call.
struct TextBatch {
    var face: Face
    var size: Double
    var color: Color
    private var glyphs: [cairo_glyph_t] = []
    private var clusters: [cairo_text_cluster_t] = []
    private var utf8: [UInt8] = []

    enum Problem { case coordinate, inconsistent }

    init(of run: TextRun) {
        face = run.face
        size = run.size
        color = run.color
    }

    var isEmpty: Bool { glyphs.isEmpty }

    func takes(_ run: TextRun) -> Bool { run.size == size && run.color == color && run.face == face }

    /// Adds a run of the page; answers what is wrong with it, if anything.
    mutating func add(_ run: TextRun, of page: Page) -> Problem? {
        guard run.glyphs.upperBound <= page.glyphs.count, run.text.upperBound <= page.utf8.count else { return .inconsistent }
        guard Limits.allows(run.origin), run.size > 0, Limits.allows(run.size) else { return .coordinate }
        var left = run.text.count, isWithinLimits = true
        page.glyphs.withUnsafeBufferPointer { source in
            for index in run.glyphs {
                let glyph = source[index], x = run.origin.x + Double(glyph.x), y = run.origin.y + Double(glyph.y)
                if !(abs(x) <= Limits.coordinate && abs(y) <= Limits.coordinate) { isWithinLimits = false }
                glyphs.append(cairo_glyph_t(index: UInt(glyph.id), x: x, y: y))
                if glyph.byteCount == 0, index > run.glyphs.lowerBound {
                    clusters[clusters.count - 1].num_glyphs += 1
                } else {
                    clusters.append(cairo_text_cluster_t(num_bytes: Int32(glyph.byteCount), num_glyphs: 1))
                }
                left -= Int(glyph.byteCount)
            }
        }
        page.utf8.withUnsafeBufferPointer { utf8.append(contentsOf: $0[run.text]) }
        return !isWithinLimits ? .coordinate : left != 0 ? .inconsistent : nil
    }

    /// Draws what waits, and is empty again.
    mutating func draw(on context: OpaquePointer, fonts: ScaledFonts) {
        cairo_set_scaled_font(context, fonts.font(face, size: size))
        context.setColor(color)
        utf8.withUnsafeBytes { text in
            cairo_show_text_glyphs(
                context, text.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(text.count),
                glyphs, Int32(glyphs.count), clusters, Int32(clusters.count), cairo_text_cluster_flags_t(rawValue: 0))
        }
        glyphs.removeAll(keepingCapacity: true)
        clusters.removeAll(keepingCapacity: true)
        utf8.removeAll(keepingCapacity: true)
    }
}

extension OpaquePointer {
    /// Of a `cairo_t`.
    func setColor(_ color: Color) {
        cairo_set_source_rgb(self, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
    }
}

/// The drawing library computes with 24.8 bit fixed numbers: a coordinate beyond them would wrap round silently.
enum Limits {
    static let coordinate = 100_000.0

    /// False for a value that is not finite, too.
    static func allows(_ value: Double) -> Bool { abs(value) <= coordinate }
    static func allows(_ point: Point) -> Bool { allows(point.x) && allows(point.y) }
    static func allows(_ rect: Rect) -> Bool {
        allows(rect.x) && allows(rect.y) && allows(rect.width) && allows(rect.height) && rect.width >= 0 && rect.height >= 0
    }
    /// Lengths of a dash pattern: none, or not negative with at least one positive.
    static func allows(dash: [Double]) -> Bool { dash.isEmpty || (dash.allSatisfy { allows($0) && $0 >= 0 } && dash.contains { $0 > 0 }) }
}
