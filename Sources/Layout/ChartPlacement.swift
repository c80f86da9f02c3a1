internal import Composition
internal import ReportModel
internal import Scene

/// Where the charts of a report stand: rows of two with one gutter, one of many segments over more than half of the width, one alone
/// over all of it, below the notes while they fit, then on pages of their own.
struct ChartPlacement {
    struct Slot {
        /// Index into `BuiltReport.charts`.
        var chart: Int
        var rect: Rect
        /// How deep the band of the categories is: all charts of a row stand on one base line.
        var categoryDepth = 0.0
    }
    /// Space between two charts side by side.
    static let gutter = 24.0
    /// What a crowded chart gets of the width beside another, which must not become narrower than `narrowest`.
    private static let crowdedShare = 0.64, narrowest = 240.0
    /// Space above a row of charts.
    static let gap = 21.0
    /// A chart may be drawn this much lower than it would like; the last row still lower, before it stands alone on a page.
    static let leastShare = 0.8, leastLastShare = 0.64

    /// The slots on the page where `top` is the first free place, and those of each further page. Charts that have a page to
    /// themselves stand below each other over the whole width, as high as a page of two allows.
    static func place(_ charts: [BuiltChart], frame: Rect, top: Double?, nextTop: Double, theme: Theme) -> (first: [Slot], pages: [[Slot]]) {
        var first: [Slot] = [], next = 0
        if let top {
            var y = top + gap
            for row in rows(charts, width: frame.width) {
                var slots = slots(row, charts, frame: frame, top: y, theme: theme)
                // A chart with nothing to draw does not wait for the one beside it.
                if slots.isEmpty, ChartLayout.isLow(charts[row.lowerBound]) { slots = self.slots(row.prefix(1), charts, frame: frame, top: y, theme: theme) }
                first += slots
                next += slots.count
                if slots.count < row.count { break }
                y = slots[0].rect.maxY + gap
            }
        }
        return (first, ownPages(charts, from: next, frame: frame, top: nextTop, theme: theme))
    }

    /// The charts of a row side by side; none where they are too high for what is left of the page.
    private static func slots(_ row: Range<Int>, _ charts: [BuiltChart], frame: Rect, top: Double, theme: Theme) -> [Slot] {
        let widths = widths(row, charts, width: frame.width), room = frame.maxY - top
        var height = zip(row, widths).map { ChartLayout.preferredHeight(charts[$0], width: $1, theme: theme) }.max() ?? 0
        let share = row.allSatisfy { ChartLayout.isLow(charts[$0]) } ? 1 : row.upperBound == charts.count ? leastLastShare : leastShare
        if height * share > room + 1e-6 { return [] }
        height = min(height, room)
        var x = frame.x
        return zip(row, widths).map { chart, width in
            defer { x += width + gutter }
            return Slot(chart: chart, rect: Rect(x: x, y: top, width: width, height: height))
        }
    }

    /// The slots of a page with the depth of the category bands, that of the deepest in each row.
    static func levelled(_ slots: [Slot], _ charts: [BuiltChart], theme: Theme, shaper: any TextShaper) -> [Slot] {
        Dictionary(grouping: slots, by: \.rect.y).values.flatMap { row -> [Slot] in
            if row.count == 1 { return row }
            let depth = row.map { ChartLayout.categoryDepth(charts[$0.chart], in: $0.rect, theme: theme, shaper: shaper) }.max() ?? 0
            return row.map { Slot(chart: $0.chart, rect: $0.rect, categoryDepth: depth) }
        }.sorted { $0.chart < $1.chart }
    }

    private static func ownPages(_ charts: [BuiltChart], from start: Int, frame: Rect, top: Double, theme: Theme) -> [[Slot]] {
        var pages: [[Slot]] = [], y = Double.infinity
        let tallest = (frame.maxY - top - 1.6 * gap) / 2
        for index in charts.indices.dropFirst(start) {
            let preferred = ChartLayout.preferredHeight(charts[index], width: frame.width, theme: theme)
            let height = min(frame.maxY - top, max(preferred, min(tallest, preferred * 1.15)))
            if y + height > frame.maxY + 1e-6 {
                pages.append([])
                y = top
            }
            pages[pages.count - 1].append(Slot(chart: index, rect: Rect(x: frame.x, y: y, width: frame.width, height: height)))
            y += height + 1.6 * gap
        }
        return pages
    }

    private static func rows(_ charts: [BuiltChart], width: Double) -> [Range<Int>] {
        var rows: [Range<Int>] = [], next = 0
        while next < charts.count {
            let end = min(next + 2, charts.count), crowded = charts[next..<end].count(where: isCrowded)
            let isPair = crowded == 0 || crowded == 1 && (width - gutter) * (1 - crowdedShare) >= narrowest
            rows.append(next..<(isPair ? end : next + 1))
            next = rows.last!.upperBound
        }
        return rows
    }

    /// Of one row: equal, but for a crowded chart beside one that is not.
    private static func widths(_ row: Range<Int>, _ charts: [BuiltChart], width: Double) -> [Double] {
        if row.count == 1 { return [width] }
        let crowded = row.map { isCrowded(charts[$0]) }
        return crowded.map { (width - gutter) * (crowded[0] == crowded[1] ? 0.5 : $0 ? crowdedShare : 1 - crowdedShare) }
    }

    /// More segments than half a page can show.
    private static func isCrowded(_ chart: BuiltChart) -> Bool {
        [.stacked, .stackedShare].contains(chart.kind) && chart.series.count * chart.categories.count > 60
    }
}
