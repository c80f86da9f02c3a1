import CPango
import Scene
import TextShaping

/// Pango's own itemizing and shaping with the shipped files, independent of the room under test.
///
/// It itemizes and shapes but makes no layout: a layout would fill the drawing library's glyph cache with all of GBK, and
/// cairo 1.16 can deadlock between threads once that cache is full.
final class PangoOracle {
    struct Shaped {
        var glyphs: [UInt32] = []
        /// Advances in points.
        var advances: [Double] = []
        var offsets: [Double] = []
        var files: [String] = []
    }

    private let configuration: OpaquePointer
    private let fontMap: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer

    init(fontFolder: String) {
        configuration = FcConfigCreate()
        for face in Face.allCases { FcConfigAppFontAddFile(configuration, fontFolder + "/" + FontFile(face).fileName) }
        fontMap = pango_cairo_font_map_new()
        pango_fc_font_map_set_config(OpaquePointer(fontMap), configuration)
        pango_cairo_font_map_set_resolution(OpaquePointer(fontMap), 72)
        context = pango_font_map_create_context(fontMap)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_language(context, pango_language_from_string("zh-cn"))
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(fontMap)
        FcConfigDestroy(configuration)
    }

    func shape(_ text: String, face: Face, size: Double) -> Shaped {
        let file = FontFile(face), description = pango_font_description_new()
        defer { pango_font_description_free(description) }
        pango_font_description_set_family(description, file.family)
        pango_font_description_set_weight(description, file.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_font_description_set_absolute_size(description, size * Double(PANGO_SCALE))
        pango_context_set_font_description(context, description)
        let attributes = pango_attr_list_new(), glyphs = pango_glyph_string_new()!, byteCount = Int32(text.utf8.count)
        defer { pango_attr_list_unref(attributes); pango_glyph_string_free(glyphs) }
        var result = Shaped()
        text.withCString { start in
            let items = pango_itemize(context, start, 0, byteCount, attributes, nil)
            var node = items
            while let entry = node {
                let item = entry.pointee.data.assumingMemoryBound(to: PangoItem.self)
                pango_shape_full(
                    start + Int(item.pointee.offset), item.pointee.length, start, byteCount, &item.pointee.analysis, glyphs)
                result.files.append(Self.file(of: item.pointee.analysis.font))
                result.add(glyphs.pointee)
                pango_item_free(item)
                node = entry.pointee.next
            }
            g_list_free(items)
        }
        return result
    }

    private static func file(of font: UnsafeMutablePointer<PangoFont>) -> String {
        var name: UnsafeMutablePointer<UInt8>?
        let pattern = pango_fc_font_get_pattern(UnsafeMutableRawPointer(font).assumingMemoryBound(to: PangoFcFont.self))
        return FcPatternGetString(pattern, FC_FILE, 0, &name) == FcResultMatch ? String(cString: name!) : ""
    }
}

extension PangoOracle.Shaped {
    fileprivate mutating func add(_ string: PangoGlyphString) {
        for index in 0..<Int(string.num_glyphs) {
            let info = string.glyphs[index]
            glyphs.append(info.glyph)
            advances.append(Double(info.geometry.width) / Double(PANGO_SCALE))
            offsets.append(Double(max(abs(info.geometry.x_offset), abs(info.geometry.y_offset))) / Double(PANGO_SCALE))
        }
    }
}
