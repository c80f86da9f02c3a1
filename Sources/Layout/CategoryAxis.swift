internal import Composition
internal import Scene

/// Category labels under an axis, with their notes and years.
struct CategoryAxis {
    /// Height of the band below the axis: at least what labels, years and notes take.
    let height: Double
    private let depth: Double
    private let size: Double
    private let labels: [[ShapedText]]
    private let notes: [ShapedText?]
    private let years: [ShapedText?]
    private let step: Int

    /// `slot`: width of one category.
    init(_ canvas: ChartCanvas, slot: Double) {
        let chart = canvas.chart
        // Names keep apart; one of three characters would lose more by a break than it gains.
        func broken(_ size: Double) -> [(lines: [String], keepsWords: Bool)] {
            chart.categories.map { category in
                ChartLabels.broken(category.label, width: slot - (category.label.count > 3 ? 7 : 3), limit: 3) { canvas.shape($0, size: size).width }
            }
        }
        let normal = broken(canvas.labelSize), smaller = normal.allSatisfy(\.keepsWords) ? normal : broken(canvas.smallSize)
        // Set a little smaller, all words may stay whole.
        let isSmaller = !normal.allSatisfy(\.keepsWords) && smaller.allSatisfy(\.keepsWords)
        let size = isSmaller ? canvas.smallSize : canvas.labelSize, lines = (isSmaller ? smaller : normal).map(\.lines)
        self.size = size
        let widest = lines.flatMap { $0 }.map { canvas.shape($0, size: size).width }.max() ?? 0
        // Labels that are too close are thinned out evenly, the last one always stays.
        step = max(1, Int((widest + 2) / max(1, slot) + 0.999))
        labels = lines.map { $0.map { canvas.shape($0, size: size) } }
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
        let lineHeight = canvas.pitch(size)
        let rows = labels.map(\.count).max() ?? 1, shown = shown(centres, canvas)
        for (index, centre) in centres.enumerated() where shown.contains(index) {
            for (line, text) in labels[index].enumerated() {
                let baseline = y + 3 + canvas.ascent(size) + Double(line) * lineHeight
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
