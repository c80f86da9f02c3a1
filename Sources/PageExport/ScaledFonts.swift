import CCairo
import Scene
import TextShaping

/// The faces at the sizes that a document uses, for one scale of the drawing surface. The owner calls `release` at the end.
final class ScaledFonts {
    private struct Key: Hashable {
        var face: Face
        var size: Double
    }
    private let shaper: PangoTextShaper
    private let scale: Double
    private let options: OpaquePointer
    private var fonts: [Key: OpaquePointer] = [:]

    /// `scale` is the number of device units a point.
    init(_ shaper: PangoTextShaper, scale: Double) {
        self.shaper = shaper
        self.scale = scale
        options = cairo_font_options_create()
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    }

    deinit { cairo_font_options_destroy(options) }

    /// Gives the references back; to be called under `CairoLock`, because it may empty the library's caches.
    func release() {
        for font in fonts.values { cairo_scaled_font_destroy(font) }
        fonts = [:]
    }

    func font(_ face: Face, size: Double) -> OpaquePointer {
        let key = Key(face: face, size: size)
        if let font = fonts[key] { return font }
        var fontMatrix = cairo_matrix_t(), transform = cairo_matrix_t()
        cairo_matrix_init_scale(&fontMatrix, size, size)
        cairo_matrix_init_scale(&transform, scale, scale)
        let font = cairo_scaled_font_create(shaper.cairoFontFace(face), &fontMatrix, &transform, options)!
        fonts[key] = font
        return font
    }
}
