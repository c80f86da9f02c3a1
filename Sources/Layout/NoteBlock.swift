internal import Composition
internal import ReportModel
internal import Scene

/// The lines of 说明 and 审核关系: labels at the left edge, texts aligned after them, one note beside the other where they fit.
struct NoteBlock {
    struct Piece {
        /// Name of its box: `note1`, `note1-2` for the continuation, `relations`.
        var name: String
        var text: String
        /// From the left edge of the frame.
        var x: Double
        var width: Double
        var style: TextStyle
    }
    struct Line { var pieces: [Piece] }

    private(set) var lines: [Line] = []
    /// The line that the note of each mark begins in.
    private(set) var markLines: [Int: Int] = [:]
    let leading: Double

    init(_ report: BuiltReport, styles: Styles, width: Double, shaper: any TextShaper) {
        leading = styles.note.size * 1.38
        let indent = shaper.width("审核关系", styles.noteLabel) + styles.note.size
        var setter = Setter(indent: indent, width: width, style: styles.note, label: styles.noteLabel, shaper: shaper)
        let plainCount = report.notes.count { $0.mark == nil }
        var number = 0
        let notes = report.notes.enumerated().map { index, note in
            if note.mark == nil { number += 1 }
            let opening = note.mark.map { markText([$0]) + " " } ?? (plainCount > 1 ? "\(number). " : "")
            return (name: "note\(index + 1)", text: opening + note.text)
        }
        setter.set("说明", notes, gap: styles.note.size * 1.2)
        for (index, note) in report.notes.enumerated() {
            guard let mark = note.mark, markLines[mark] == nil else { continue }
            markLines[mark] = setter.lines.firstIndex { $0.pieces.contains { $0.name == "note\(index + 1)" } }
        }
        let failed = report.relations.contains { !$0.failures.isEmpty }
        let relations = report.relations.enumerated().map { index, relation in
            (name: "relation\(index + 1)", text: relation.printed.spaced + (index + 1 == report.relations.count ? "。" : "；"))
        }
        setter.set("审核关系", relations, gap: styles.note.size * 0.5)
        if !report.relations.isEmpty {
            if failed { setter.style.color = styles.period.color }
            let summary = RelationSummary(report.relations)
            setter.add(([summary.result] + summary.failures + summary.exceptions).enumerated().map { (name: "result\($0 + 1)", text: $1) }, gap: styles.note.size * 0.5)
        }
        lines = setter.lines
    }

    /// Sets labelled texts into lines.
    private struct Setter {
        let indent: Double
        let width: Double
        var style: TextStyle
        let label: TextStyle
        let shaper: any TextShaper
        var lines: [Line] = []
        /// Where the last text ended, after the indent.
        private var x = 0.0
        /// The last text took more than one line: the next one begins a line.
        private var isBroken = false

        init(indent: Double, width: Double, style: TextStyle, label: TextStyle, shaper: any TextShaper) {
            self.indent = indent; self.width = width; self.style = style; self.label = label; self.shaper = shaper
        }

        mutating func set(_ title: String, _ texts: [(name: String, text: String)], gap: Double) {
            guard !texts.isEmpty else { return }
            lines.append(Line(pieces: [Piece(name: title, text: title, x: 0, width: shaper.width(title, label), style: label)]))
            x = 0
            isBroken = false
            add(texts, gap: gap)
        }

        /// Goes on after the last text.
        mutating func add(_ texts: [(name: String, text: String)], gap: Double) {
            let available = width - indent
            for (name, text) in texts {
                let own = LineEdges.width(text, face: style.face, size: style.size, shaper: shaper)
                if x > 0, !isBroken, x + gap + own <= available {
                    add(name, text, x: x + gap, width: own)
                    x += gap + own
                    continue
                }
                if x > 0 { lines.append(Line(pieces: [])) }
                let breaker = LineBreaker { [shaper, style] in LineEdges.width($0, face: style.face, size: style.size, shaper: shaper) }
                let broken = own <= available ? [text] : breaker.lines(text, available: available, least: style.size * 4)
                isBroken = broken.count > 1
                for (index, line) in broken.enumerated() {
                    if index > 0 { lines.append(Line(pieces: [])) }
                    x = breaker.width(line)
                    add(index == 0 ? name : "\(name)-\(index + 1)", line, x: 0, width: x)
                }
            }
        }

        private mutating func add(_ name: String, _ text: String, x: Double, width: Double) {
            lines[lines.count - 1].pieces.append(Piece(name: name, text: text, x: indent + x, width: width, style: style))
        }
    }
}
