import CCairo
import Scene

/// Text of one face, size and colour that waits to be drawn with one call. Its memory stays for the next texts.
final class TextBatch {
    private var face = Face.heiRegular
    private var size = 0.0
    private var color = Color.white
    private let glyphs = Buffer<cairo_glyph_t>()
    private let clusters = Buffer<cairo_text_cluster_t>()
    private let utf8 = Buffer<CChar>()

    /// Memory that grows and is never given back.
    private final class Buffer<Element> {
        private(set) var start = UnsafeMutablePointer<Element>.allocate(capacity: 64)
        private var capacity = 64
        var count = 0

        deinit { start.deallocate() }

        /// Room for `extra` more elements; answers where they go.
        func room(_ extra: Int) -> UnsafeMutablePointer<Element> {
            if count + extra > capacity {
                capacity = (count + extra) * 2
                let grown = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
                grown.moveInitialize(from: start, count: count)
                start.deallocate()
                start = grown
            }
            return start + count
        }
    }

    /// Empty, for texts that look like `run`.
    func begin(_ run: TextRun) {
        face = run.face
        size = run.size
        color = run.color
    }

    var isEmpty: Bool { glyphs.count == 0 }

    func takes(_ run: TextRun) -> Bool { run.size == size && run.color == color && run.face == face }

    /// Adds a run of the page that was looked at as a whole; answers what is wrong with it, if anything.
    func add(_ run: TextRun, of page: Page) -> RunProblem? {
        let glyph = glyphs.room(run.glyphs.count), cluster = clusters.room(run.glyphs.count), text = utf8.room(run.text.count)
        var left = run.text.count, isWithinLimits = true, clusterCount = 0
        page.glyphs.withUnsafeBufferPointer { source in
            for (place, index) in run.glyphs.enumerated() {
                let from = source[index], x = run.origin.x + Double(from.x), y = run.origin.y + Double(from.y)
                if !(abs(x) <= Limits.coordinate && abs(y) <= Limits.coordinate) { isWithinLimits = false }
                glyph[place] = cairo_glyph_t(index: UInt(from.id), x: x, y: y)
                if from.byteCount == 0, place > 0 {
                    cluster[clusterCount - 1].num_glyphs += 1
                } else {
                    cluster[clusterCount] = cairo_text_cluster_t(num_bytes: Int32(from.byteCount), num_glyphs: 1)
                    clusterCount += 1
                }
                left -= Int(from.byteCount)
            }
        }
        page.utf8.withUnsafeBytes { text.update(from: $0.baseAddress!.assumingMemoryBound(to: CChar.self) + run.text.lowerBound, count: run.text.count) }
        guard isWithinLimits else { return .coordinate }
        guard left == 0 else { return .inconsistent }
        glyphs.count += run.glyphs.count
        clusters.count += clusterCount
        utf8.count += run.text.count
        return nil
    }

    /// Draws what waits, and is empty again.
    func draw(on context: OpaquePointer, fonts: ScaledFonts) {
        cairo_set_scaled_font(context, fonts.font(face, size: size))
        context.setColor(color)
        cairo_show_text_glyphs(
            context, utf8.start, Int32(utf8.count), glyphs.start, Int32(glyphs.count), clusters.start, Int32(clusters.count),
            cairo_text_cluster_flags_t(rawValue: 0))
        (glyphs.count, clusters.count, utf8.count) = (0, 0, 0)
    }
}

extension OpaquePointer {
    /// Of a `cairo_t`.
    func setColor(_ color: Color) {
        cairo_set_source_rgb(self, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
    }
}
