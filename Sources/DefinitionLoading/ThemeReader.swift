internal import Diagnostics
internal import ReportModel

/// `theme/*.yaml`: the keys of `Theme` in snake case; what is left out keeps its default.
enum ThemeReader {
    private static var lengths: [(String, WritableKeyPath<Theme, Double>)] { [
        ("title_size", \.titleSize), ("period_size", \.periodSize), ("body_size", \.bodySize), ("header_size", \.headerSize),
        ("column_number_size", \.columnNumberSize), ("note_size", \.noteSize), ("foot_size", \.footSize), ("minimum_size", \.minimumSize),
        ("margin_left", \.marginLeft), ("margin_right", \.marginRight), ("margin_top", \.marginTop), ("margin_bottom", \.marginBottom),
        ("binding_edge", \.bindingEdge), ("outer_rule", \.outerRule), ("header_rule", \.headerRule), ("hair_rule", \.hairRule),
    ] }
    private static var colors: [(String, WritableKeyPath<Theme, UInt32>)] { [
        ("ink", \.ink), ("grey", \.grey), ("faint", \.faint), ("header_tint", \.headerTint), ("total_tint", \.totalTint), ("warning_tint", \.warningTint),
        ("hair", \.hair),
        ("grid", \.grid), ("planned_tint", \.plannedTint), ("band_tint", \.bandTint),
    ] }
    private static var texts: [(String, WritableKeyPath<Theme, String>)] { [
        ("not_applicable_text", \.notApplicableText), ("missing_text", \.missingText), ("suppressed_text", \.suppressedText),
        ("watermark", \.watermark),
    ] }

    static func read(_ root: Value, into theme: inout Theme, _ reading: Reading) {
        guard var map = MapReader(root, "a theme", reading) else { return }
        for (key, path) in lengths { if let length = map.length(key, below: 200) { theme[keyPath: path] = length } }
        for (key, path) in colors { if let color = map.color(key) { theme[keyPath: path] = color } }
        for (key, path) in texts { if let text = map.text(key) { theme[keyPath: path] = text } }
        for (key, path) in [("palette", \Theme.palette), ("ramp", \Theme.ramp)] {
            guard let read = map.colors(key) else { continue }
            if read.isEmpty { reading.add(DefinitionDiagnostics.empty("'\(key)'", at: map.keyPlace(key))) }
            else if key == "ramp", read.count != 5 {
                reading.add(DefinitionDiagnostics.invalidValue("\(read.count) colours", for: key, expected: "five colours from light to dark", nearest: nil, at: map.keyPlace(key)))
            } else { theme[keyPath: path] = read }
        }
        map.finish()
    }
}
