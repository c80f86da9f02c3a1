internal import Composition
internal import ReportModel
internal import Scene

/// Where the charts of a report stand: rows of two with one gutter, one alone or of many segments over the whole width, below the notes while
/// they fit, then on pages of their own.
struct ChartPlacement {
    struct Slot {
        /// Index into `BuiltReport.charts`.
        var chart: Int
        var rect: Rect
    }
    /// Space between two charts side by side.
    static let gutter = 24.0
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
            for row in rows(charts) {
                let width = row.count == 1 ? frame.width : (frame.width - gutter) / 2
                var height = row.map { ChartLayout.preferredHeight(charts[$0], width: width, theme: theme) }.max() ?? 0
                if y + height > frame.maxY, y + height * (row.upperBound == charts.count ? leastLastShare : leastShare) <= frame.maxY { height = frame.maxY - y }
                if y + height > frame.maxY + 1e-6 { break }
                first += row.enumerated().map { place, chart in
                    Slot(chart: chart, rect: Rect(x: frame.x + Double(place) * (width + gutter), y: y, width: width, height: height))
                }
                next = row.upperBound
                y += height + gap
            }
        }
        return (first, ownPages(charts, from: next, frame: frame, top: nextTop, theme: theme))
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

    private static func rows(_ charts: [BuiltChart]) -> [Range<Int>] {
        var rows: [Range<Int>] = [], next = 0
        while next < charts.count {
            let isPair = next + 1 < charts.count && !isCrowded(charts[next]) && !isCrowded(charts[next + 1])
            rows.append(next..<(isPair ? next + 2 : next + 1))
            next = rows.last!.upperBound
        }
        return rows
    }

    /// More segments than half a page can show.
    private static func isCrowded(_ chart: BuiltChart) -> Bool {
        [.stacked, .stackedShare].contains(chart.kind) && chart.series.count * chart.categories.count > 60
    }
}
