internal import Composition
internal import ReportModel
internal import Scene

/// Where the charts of a report stand: rows of two with one gutter, one alone over the whole width, below the notes while
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
    /// A chart may be drawn this much lower than it would like.
    static let leastShare = 0.8

    /// The slots on the page where `top` is the first free place, and those of each further page.
    static func place(_ charts: [BuiltChart], frame: Rect, top: Double?, nextTop: Double, theme: Theme) -> (first: [Slot], pages: [[Slot]]) {
        var first: [Slot] = [], pages: [[Slot]] = []
        var y = top.map { $0 + gap } ?? .infinity
        for row in rows(charts.count) {
            let width = row.count == 1 ? frame.width : (frame.width - gutter) / 2
            var height = row.map { ChartLayout.preferredHeight(charts[$0], width: width, theme: theme) }.max() ?? 0
            if y + height > frame.maxY, y + height * leastShare <= frame.maxY { height = frame.maxY - y }
            if y + height > frame.maxY + 1e-6 {
                pages.append([])
                y = nextTop
                height = min(height, frame.maxY - y)
            }
            let slots = row.enumerated().map { place, chart in
                Slot(chart: chart, rect: Rect(x: frame.x + Double(place) * (width + gutter), y: y, width: width, height: height))
            }
            if pages.isEmpty { first += slots } else { pages[pages.count - 1] += slots }
            y += height + gap
        }
        return (first, pages)
    }

    private static func rows(_ count: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: 2).map { $0..<min($0 + 2, count) }
    }
}
