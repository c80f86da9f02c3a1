import CCairo
import Scene

/// Draws the items of a page as pixels, neighbours that look alike with one call.
///
/// Items keep their order, except that texts between two other items are gathered by face, size and colour. A page is
/// fastest when its fills come first, then its lines, then its texts.
final class PageCanvas {
    private struct LineStyle: Equatable {
        var width: Double
        var color: Color
        var dash: [Double]
    }
    private enum Pending: Equatable {
        case nothing
        case texts
        case fills(Color)
        case lines(LineStyle)
    }

    private let context: OpaquePointer
    private let fonts: ScaledFonts
    private var pending = Pending.nothing
    private var batches: [TextBatch] = []
    private var lastBatch: TextBatch?
    /// Batches of earlier pages: their memory is used again.
    private var idle: [TextBatch] = []

    /// Borrows `context` (a `cairo_t`).
    init(context: OpaquePointer, fonts: ScaledFonts) {
        self.context = context
        self.fonts = fonts
    }

    /// Draws all items of the page. Throws OUT010 to OUT016; the drawing is unusable then.
    func draw(_ page: Page, number: Int) throws {
        for index in page.items.indices {
            if index == page.stateLayerStart { flush() }
            try draw(page.items[index], of: page, number: number)
        }
        flush()
        let status = cairo_status(context)
        if status != CAIRO_STATUS_SUCCESS { throw OutputDiagnostics.drawing(status, page: number) }
    }

    private func draw(_ item: Item, of page: Page, number: Int) throws {
        guard item.content.isWithinLimits else { throw OutputDiagnostics.coordinate(page, item: item, number: number) }
        switch item.content {
        case .text(let run):
            expect(.texts)
            try add(run, of: page)?.throwIt(page, item, number)
        case .fill(let rect, let color):
            expect(.fills(color))
            cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
        case .line(let from, let to, let width, let color, let dash):
            expect(.lines(LineStyle(width: width, color: color, dash: dash)))
            cairo_move_to(context, from.x, from.y)
            cairo_line_to(context, to.x, to.y)
        case .path(let path):
            flush()
            path.draw(on: context)
        case .outlines(let run, let degrees, let width):
            flush()
            try run.outlineProblem(in: page)?.throwIt(page, item, number)
            context.addOutlines(of: run, degrees: degrees, in: page, fonts: fonts)
            context.stroke(width: width, color: run.color, dash: [])
        case .image(let image):
            flush()
            guard image.draw(on: context) else { throw OutputDiagnostics.image(page, item: item, number: number) }
        }
    }

    private func add(_ run: TextRun, of page: Page) -> RunProblem? {
        if let problem = run.problem(in: page) { return problem }
        if run.glyphs.isEmpty { return nil }
        if let lastBatch, lastBatch.takes(run) { return lastBatch.add(run, of: page) }
        let batch = batches.first { $0.takes(run) } ?? newBatch(of: run)
        lastBatch = batch
        return batch.add(run, of: page)
    }

    private func newBatch(of run: TextRun) -> TextBatch {
        let batch = idle.popLast() ?? TextBatch()
        batch.begin(run)
        batches.append(batch)
        return batch
    }

    /// Draws what waits unless it can be drawn together with what comes now.
    private func expect(_ next: Pending) {
        if pending != next {
            flush()
            pending = next
        }
    }

    private func flush() {
        switch pending {
        case .nothing: break
        case .texts:
            for batch in batches where !batch.isEmpty { batch.draw(on: context, fonts: fonts) }
            idle += batches
            batches.removeAll(keepingCapacity: true)
            lastBatch = nil
        case .fills(let color):
            context.setColor(color)
            cairo_fill(context)
        case .lines(let style):
            context.stroke(width: style.width, color: style.color, dash: style.dash)
        }
        pending = .nothing
    }
}

extension OpaquePointer {
    /// Of a `cairo_t`: strokes the current path and forgets it.
    func stroke(width: Double, color: Color, dash: [Double]) {
        setColor(color)
        cairo_set_line_width(self, width)
        cairo_set_dash(self, dash, Int32(dash.count), 0)
        cairo_stroke(self)
    }

    /// Adds the outlines of a run to the current path, turned about its origin.
    func addOutlines(of run: TextRun, degrees: Double, in page: Page, fonts: ScaledFonts) {
        let glyphs = page.glyphs[run.glyphs].map { cairo_glyph_t(index: UInt($0.id), x: Double($0.x), y: Double($0.y)) }
        cairo_save(self)
        cairo_translate(self, run.origin.x, run.origin.y)
        cairo_rotate(self, -degrees * .pi / 180)
        cairo_set_scaled_font(self, fonts.font(run.face, size: run.size))
        cairo_glyph_path(self, glyphs, Int32(glyphs.count))
        cairo_restore(self)
    }
}
