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
    /// The same on pages of their own, and how wide a chart beside another has to be there.
    private static let ownGap = 1.6 * gap, narrowestOwn = 320.0
    /// A chart may be drawn this much lower than it would like; the last row still lower, before it stands alone on a page.
    static let leastShare = 0.8, leastLastShare = 0.64

    /// The slots on the page where `top` is the first free place, and those of each further page.
    static func place(_ charts: [BuiltChart], frame: Rect, top: Double?, nextTop: Double, theme: Theme) -> (first: [Slot], pages: [[Slot]]) {
        var first: [Slot] = [], next = 0
        if let top {
            var y = top + gap
            for row in rows(charts, from: 0, width: frame.width) {
                var slots = fitting(row, charts, frame: frame, top: y, theme: theme)
                // A chart with nothing to draw does not wait for the one beside it.
                if slots.isEmpty, ChartLayout.isLow(charts[row.lowerBound]) { slots = fitting(row.prefix(1), charts, frame: frame, top: y, theme: theme) }
                first += slots
                next += slots.count
                if slots.count < row.count { break }
                y = slots[0].rect.maxY + gap
            }
        }
        return (first, ownPages(charts, from: next, frame: frame, top: nextTop, theme: theme))
    }

    /// The charts of a row in what is left of a page; none where they are too high for it.
    private static func fitting(_ row: Range<Int>, _ charts: [BuiltChart], frame: Rect, top: Double, theme: Theme) -> [Slot] {
        let height = preferredHeight(row, charts, width: frame.width, theme: theme), room = frame.maxY - top
        let share = isLow(row, charts) ? 1 : row.upperBound == charts.count ? leastLastShare : leastShare
        return height * share > room + 1e-6 ? [] : slots(row, charts, frame: frame, top: top, height: min(height, room))
    }

    private static func isLow(_ row: Range<Int>, _ charts: [BuiltChart]) -> Bool { charts[row].allSatisfy(ChartLayout.isLow) }

    private static func preferredHeight(_ row: Range<Int>, _ charts: [BuiltChart], width: Double, theme: Theme) -> Double {
        zip(row, widths(row, charts, width: width)).map { ChartLayout.preferredHeight(charts[$0], width: $1, theme: theme) }.max() ?? 0
    }

    /// The charts of a row side by side.
    private static func slots(_ row: Range<Int>, _ charts: [BuiltChart], frame: Rect, top: Double, height: Double) -> [Slot] {
        var x = frame.x
        return zip(row, widths(row, charts, width: frame.width)).map { chart, width in
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

    /// Over the whole width, or in rows of two where these are wide enough and make fewer pages.
    private static func ownPages(_ charts: [BuiltChart], from start: Int, frame: Rect, top: Double, theme: Theme) -> [[Slot]] {
        let page = Rect(x: frame.x, y: top, width: frame.width, height: frame.maxY - top)
        let wide = pages(charts.indices.dropFirst(start).map { $0..<$0 + 1 }, charts, page: page, theme: theme)
        if (frame.width - gutter) / 2 < narrowestOwn { return wide }
        let paired = pages(rows(charts, from: start, width: frame.width), charts, page: page, theme: theme)
        return paired.count < wide.count ? paired : wide
    }

    /// As many rows on each page as fit when they are as low as can be; then all of a page share what is left.
    private static func pages(_ rows: [Range<Int>], _ charts: [BuiltChart], page: Rect, theme: Theme) -> [[Slot]] {
        let tallest = (page.height - ownGap) / 2
        var pages: [[(row: Range<Int>, least: Double, most: Double)]] = [], used = Double.infinity
        for row in rows {
            let preferred = preferredHeight(row, charts, width: page.width, theme: theme)
            let isLow = isLow(row, charts), least = min(page.height, preferred * (isLow ? 1 : leastShare))
            let most = isLow ? least : min(page.height, max(preferred, min(tallest, preferred * 1.15)))
            if used + ownGap + least > page.height + 1e-6 {
                pages.append([])
                used = -ownGap
            }
            pages[pages.count - 1].append((row, least, most))
            used += ownGap + least
        }
        return pages.map { rows in
            let least = rows.reduce(ownGap * Double(rows.count - 1)) { $0 + $1.least }, most = rows.reduce(0) { $0 + $1.most - $1.least }
            let part = most > 0 ? min(1, (page.height - least) / most) : 0
            var y = page.y
            return rows.flatMap { row in
                let height = row.least + (row.most - row.least) * part
                defer { y += height + ownGap }
                return slots(row.row, charts, frame: page, top: y, height: height)
            }
        }
    }

    private static func rows(_ charts: [BuiltChart], from start: Int, width: Double) -> [Range<Int>] {
        var rows: [Range<Int>] = [], next = start
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
