internal import Scene

/// Rules of charts: labels and legends clear of marks, ticks that can be counted, titles and units, a word where there are no data.
struct ChartRules {
    private let ink: PageInk
    private let page: Int
    private let tolerance: Double
    private let charts: [Box]

    init(_ ink: PageInk, page: Int, tolerance: Double) {
        self.ink = ink; self.page = page; self.tolerance = tolerance
        charts = ink.page.boxes.filter { $0.kind == .chart }
    }

    var findings: [LayoutFinding] { labels + ticks + charts.flatMap(parts) }

    /// No label over the bars, areas, lines and dots, except a value inside its own bar; no legend over what is plotted.
    private var labels: [LayoutFinding] {
        ink.texts.compactMap { label in
            guard [.dataLabel, .axisLabel, .legend].contains(label.box.kind), label.ink.width > 0 else { return nil }
            let depths = ink.marks.lazy.filter { !isGround($0, of: label) }.compactMap(overlap(label))
            guard let depth = depths.max() else { return nil }
            let rule: LayoutFinding.Rule = label.box.kind == .legend ? .legendOverPlot : .labelOverMark
            return LayoutFinding(rule, page: page, element: "\(label.box.name) “\(label.text)”", excess: depth)
        }
    }

    /// How far a mark lies in the label, if that is seen: the edges of lines and dots are soft.
    private func overlap(_ label: PageInk.Text) -> (PageInk.Mark) -> Double? {
        { mark in
            let depth = mark.depth(in: label.ink), isSoft = mark.width != nil || mark.box.kind == .chart
            return depth > (isSoft ? 2 : 1) * tolerance ? depth : nil
        }
    }

    /// A bar that its own value stands in.
    private func isGround(_ mark: PageInk.Mark, of label: PageInk.Text) -> Bool {
        mark.width == nil && label.box.name.replacing("/v", with: "/s") == mark.box.name && mark.box.rect.insetBy(dx: -0.3, dy: -0.3).contains(label.ink)
    }

    /// From three to nine steps on an axis of values. Ticks are numbered from its lower end; one without a label is the base line.
    private var ticks: [LayoutFinding] {
        var last: [String: Int] = [:]
        for text in ink.texts where text.box.kind == .axisLabel {
            let name = text.box.name.split(separator: "/").last ?? "", digits = name.drop { !$0.isNumber }
            guard ["y", "right"].contains(name.dropLast(digits.count)), let number = Int(digits) else { continue }
            let axis = String(text.box.name.dropLast(digits.count))
            last[axis] = max(last[axis] ?? 0, number)
        }
        return last.sorted { $0.key < $1.key }.filter { !(3...9).contains($0.value + 1) }.map {
            LayoutFinding(.tickCount, page: page, element: "\($0.key): \($0.value + 1) ticks")
        }
    }

    /// A chart has a title, a unit (that of a line in a zone of its own stands behind its name) and marks, or says that it has no data.
    private func parts(_ chart: Box) -> [LayoutFinding] {
        let own = ink.texts.filter { $0.box.name.hasPrefix(chart.name + "/") && $0.ink.width > 0 }
        var found: [LayoutFinding] = []
        if !own.contains(where: { $0.box.name == chart.name + "/title" }) { found.append(LayoutFinding(.missingFurniture, page: page, element: "\(chart.name): title")) }
        let hasUnit = own.contains { $0.box.name == chart.name + "/unit" || $0.box.name == chart.name + "/line" && $0.text.hasSuffix("）") }
        if !hasUnit { found.append(LayoutFinding(.missingFurniture, page: page, element: "\(chart.name): unit")) }
        return found + emptyZones(chart, own)
    }

    /// Each zone has marks or values, or says that it has no data. A line in a zone of its own, with its name `line` above it, has marks
    /// `line…`, dots and values `p…`.
    private func emptyZones(_ chart: Box, _ own: [PageInk.Text]) -> [LayoutFinding] {
        let start = chart.name + "/", drawn = Set(ink.page.items.map(\.box)).map { ink.page.boxes[$0] }
        let marks = drawn.filter { $0.kind == .mark && $0.name.hasPrefix(start) && !$0.name.hasPrefix(start + "key") && $0.name != start + "band" }.map(\.name)
        let values = own.filter { $0.box.kind == .dataLabel && $0.text != "本期无数据" && !$0.box.name.hasPrefix(start + "absent") }.map(\.box.name)
        let notes = own.filter { $0.text == "本期无数据" }.map(\.box.name)
        func isOfLine(_ name: String) -> Bool { name.hasPrefix(start + "line") || name.hasPrefix(start + "p") || name == start + "empty" }
        let names = marks + values + notes
        if !own.contains(where: { $0.box.name == start + "line" }) {
            return names.isEmpty ? [LayoutFinding(.emptyChart, page: page, element: chart.name)] : []
        }
        return [(names.contains(where: isOfLine), "line"), (names.contains { !isOfLine($0) }, "bars")].filter { !$0.0 }.map {
            LayoutFinding(.emptyChart, page: page, element: "\(chart.name): zone of the \($0.1)")
        }
    }
}
