import Scene

/// Walks along a baseline, in font units. Neighbouring marks of full width close up by half an em: `）。` `，“`; so does an opening one
/// after a blank: `3. “`.
struct Pen {
    private(set) var position = 0
    private var previous = GlyphTable.Entry.Kind.plain
    private let half: Int

    @inline(__always)
    init(_ table: GlyphTable) { half = Int(table.unitsPerEm * FullWidthMark.white) }

    /// Where the glyph is drawn.
    @inline(__always)
    mutating func set(_ entry: GlyphTable.Entry) -> Int {
        if entry.kind.isMark, previous == .closing || (previous == .opening || previous == .blank) && entry.kind == .opening { position -= half }
        previous = entry.kind
        let place = position + Int(entry.shift)
        position += Int(entry.advance)
        return place
    }
}
