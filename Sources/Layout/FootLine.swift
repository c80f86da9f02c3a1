internal import Composition
internal import Scene

/// State, data mark and provenance code at the left, a text at the right.
struct FootLine {
    let style: TextStyle
    let left: Double
    let right: Double
    private let state: String
    private let marks: [String]

    init(_ report: BuiltReport, style: TextStyle, left: Double, right: Double) {
        self.style = style; self.left = left; self.right = right
        state = report.form.state
        let code = report.form.provenanceCode
        marks = [report.form.dataMark ?? "", code.isEmpty ? "" : "溯源码 \(code)"].filter { !$0.isEmpty }
    }

    /// The state comes last, as a layer of its own. Nothing of the content moves when the state changes: it has a place of
    /// three characters, or stands after the code.
    func draw(ending text: String, baseline: Double, on writer: inout PageWriter) {
        let size = style.size, rect = Rect(x: left, y: baseline - size, width: right - left, height: size * 1.3)
        let box = writer.box(.foot, "foot", rect)
        writer.text(text, style, x: right, baseline: baseline, .right, box: box)
        var x = left + 4 * size
        for mark in marks { x += writer.text(mark, style, x: x, baseline: baseline, box: box) + size }
        writer.page.stateLayerStart = writer.page.items.count
        let layer = writer.box(.watermark, "state", rect, parent: box)
        let fits = writer.shaper.width(state, style) <= 3.2 * size
        writer.text(state, style, x: fits ? left : x, baseline: baseline, box: layer)
    }
}
