import CPango
import Diagnostics
import Scene

/// A Pango font map that sees exactly the files of the font folder: no system fonts, no system configuration, so that
/// no machine can substitute another font.
///
/// Fontconfig keeps one current configuration per process and would read the system's on first use; ours is set as the
/// current one before that.
final class PrivateFontMap {
    private let configuration: OpaquePointer
    private let fontMap: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer

    init(fontFolder: String) throws {
        guard let configuration = FcConfigCreate() else { throw FontDiagnostics.noFontSystem }
        var findings = DiagnosticBag()
        for face in Face.allCases {
            let path = Self.path(of: FontFile(face), in: fontFolder)
            if FcConfigAppFontAddFile(configuration, path) == 0 { findings.add(FontDiagnostics.unreadableFile(path)) }
        }
        do { try findings.throwIfErrors() } catch {
            FcConfigDestroy(configuration)
            throw error
        }
        guard FcConfigSetCurrent(configuration) != 0, let fontMap = pango_cairo_font_map_new() else {
            FcConfigDestroy(configuration)
            throw FontDiagnostics.noFontSystem
        }
        pango_fc_font_map_set_config(OpaquePointer(fontMap), configuration)
        self.configuration = configuration
        self.fontMap = fontMap
        context = pango_font_map_create_context(fontMap)
        pango_cairo_font_map_set_resolution(OpaquePointer(fontMap), 72)
        Self.turnHintingOff(context)
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(fontMap)
        FcConfigDestroy(configuration)
    }

    /// The font of `face` at `size` units of absolute size; the caller owns the reference.
    func load(_ face: Face, size: Int32, fontFolder: String) throws -> UnsafeMutablePointer<PangoFont> {
        let file = FontFile(face), path = Self.path(of: file, in: fontFolder)
        guard let description = pango_font_description_new() else { throw FontDiagnostics.noFontSystem }
        defer { pango_font_description_free(description) }
        pango_font_description_set_family(description, file.family)
        pango_font_description_set_weight(description, file.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_font_description_set_absolute_size(description, Double(size) * Double(PANGO_SCALE))
        guard let font = pango_font_map_load_font(fontMap, context, description) else {
            throw DiagnosticsError(FontDiagnostics.wrongFont(path, file, found: "no font"))
        }
        let found = Self.file(of: font)
        guard found == path else {
            g_object_unref(font)
            throw DiagnosticsError(FontDiagnostics.wrongFont(path, file, found: found))
        }
        return font
    }

    private static func turnHintingOff(_ context: OpaquePointer) {
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_language(context, pango_language_from_string("zh-cn"))
    }

    private static func path(of file: FontFile, in folder: String) -> String {
        folder.hasSuffix("/") ? folder + file.fileName : folder + "/" + file.fileName
    }

    private static func file(of font: UnsafeMutablePointer<PangoFont>) -> String {
        let pattern = pango_fc_font_get_pattern(UnsafeMutableRawPointer(font).assumingMemoryBound(to: PangoFcFont.self))
        var name: UnsafeMutablePointer<UInt8>?
        guard FcPatternGetString(pattern, FC_FILE, 0, &name) == FcResultMatch, let name else { return "a font without a file" }
        return String(cString: name)
    }
}
