import CCairo
import Scene

extension Path {
    /// Fills, then strokes.
    func draw(on context: OpaquePointer) {
        for segment in segments {
            switch segment {
            case .move(let p): cairo_move_to(context, p.x, p.y)
            case .line(let p): cairo_line_to(context, p.x, p.y)
            case .curve(let a, let b, let p): cairo_curve_to(context, a.x, a.y, b.x, b.y, p.x, p.y)
            case .close: cairo_close_path(context)
            }
        }
        if let fill {
            context.setColor(fill)
            cairo_fill_preserve(context)
        }
        if let stroke, width > 0 {
            // Corners up to a right angle are sharp, more acute ones (peaks of a line chart) are cut off.
            cairo_set_miter_limit(context, 1.5)
            context.stroke(width: width, color: stroke, dash: dash)
            cairo_set_miter_limit(context, 10)
        }
        cairo_new_path(context)
    }
}
