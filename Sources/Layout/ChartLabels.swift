internal import Composition
internal import Scene

/// Breaks category labels where sense breaks: before a bracket, else in the middle of the Han characters.
enum ChartLabels {
    /// At most `limit` lines, each no wider than `width` if that can be done.
    static func lines(_ text: String, width: Double, limit: Int = 2, measure: (String) -> Double) -> [String] {
        if measure(text) <= width || text.count < 3 || text.allSatisfy(\.isASCII) { return [text] }
        var parts: [String] = []
        if let bracket = text.firstIndex(where: { $0 == "（" || $0 == "(" }), bracket > text.startIndex {
            parts = [String(text[..<bracket]), String(text[bracket...])]
        } else {
            // A word of two characters at the end stays whole (企业职工／养老) if the rest fits.
            let head = String(text.dropLast(2))
            let cut = clear(text.count > 4 && measure(head) <= width ? text.count - 2 : (text.count + 1) / 2, in: Array(text))
            parts = [String(text.prefix(cut)), String(text.dropFirst(cut))]
        }
        if limit > 2 { parts = parts.flatMap { measure($0) > width ? lines($0, width: width, limit: 2, measure: measure) : [$0] } }
        return parts.filter { !$0.isEmpty }
    }

    /// A place to break at, moved on to the end of a number or Latin word that it lies in.
    private static func clear(_ cut: Int, in text: [Character]) -> Int {
        var cut = cut
        while cut < text.count, text[cut].isASCII, text[cut - 1].isASCII { cut += 1 }
        return cut
    }
}

/// Category labels under an axis, with their notes and years.
struct CategoryAxis {
    /// Height of the band below the axis: at least what labels, years and notes take.
    let height: Double
    private let depth: Double
    private let labels: [[ShapedText]]
    private let notes: [ShapedText?]
    private let years: [ShapedText?]
    private let step: Int

    /// `slot`: width of one category.
    init(_ canvas: ChartCanvas, slot: Double) {
        let chart = canvas.chart, size = canvas.labelSize
        func width(_ text: String) -> Double { canvas.shape(text, size: size).width }
        // Names keep apart; one of three characters would lose more by a break than it gains.
        let broken = chart.categories.map { ChartLabels.lines($0.label, width: slot - ($0.label.count > 3 ? 7 : 3), limit: 3, measure: width) }
        let widest = broken.flatMap { $0 }.map(width).max() ?? 0
        // Labels that are too close are thinned out evenly, the last one always stays.
        step = max(1, Int((widest + 2) / max(1, slot) + 0.999))
        labels = broken.map { $0.map { canvas.shape($0, size: size) } }
        let candidates = chart.categories.map { $0.note.map { canvas.shape($0, size: canvas.smallSize) } }
        notes = candidates.map { note in note.flatMap { $0.width <= slot - 2 ? $0 : nil } }
        years = chart.categories.map { $0.year.map { canvas.shape($0, size: canvas.smallSize) } }
        let lineHeight = canvas.pitch(size)
        var total = 3 + lineHeight * Double(labels.map(\.count).max() ?? 1)
        if notes.contains(where: { $0 != nil }) || years.contains(where: { $0 != nil }) { total += canvas.smallSize * 1.3 }
        depth = total
        height = max(depth, canvas.leastCategoryDepth)
    }

    func draw(below y: Double, centres: [Double], on canvas: inout ChartCanvas) {
        canvas.categoryDepth = depth
        let lineHeight = canvas.pitch(canvas.labelSize)
        let rows = labels.map(\.count).max() ?? 1, shown = shown(centres, canvas)
        for (index, centre) in centres.enumerated() where shown.contains(index) {
            for (line, text) in labels[index].enumerated() {
                let baseline = y + 3 + canvas.ascent(canvas.labelSize) + Double(line) * lineHeight
                canvas.set(text, at: canvas.inside(centre, text), baseline: baseline, .centre, color: canvas.ink, kind: .axisLabel, name: "x\(index).\(line)")
            }
        }
        let below = y + 3.6 + lineHeight * Double(rows) + canvas.ascent(canvas.smallSize)
        for (index, centre) in centres.enumerated() {
            if let note = notes[index] {
                canvas.set(note, at: canvas.inside(centre, note), baseline: below, .centre, color: canvas.grey, kind: .axisLabel, name: "note\(index)")
            }
            if let year = years[index] {
                canvas.set(year, at: canvas.inside(centre, year), baseline: below, .centre, color: canvas.grey, kind: .axisLabel, name: "year\(index)")
            }
        }
    }

    /// Every `step`-th category from the last one back; but for one that a label kept inside the chart would touch.
    private func shown(_ centres: [Double], _ canvas: ChartCanvas) -> Set<Int> {
        var shown = Set<Int>(), edge = Double.infinity
        for index in centres.indices.reversed() where (centres.count - 1 - index) % step == 0 {
            let frames = labels[index].map { (centre: canvas.inside(centres[index], $0), width: $0.width) }
            if (frames.map { $0.centre + $0.width / 2 }.max() ?? 0) > edge - 1 { continue }
            shown.insert(index)
            edge = frames.map { $0.centre - $0.width / 2 }.min() ?? edge
        }
        return shown
    }
}
