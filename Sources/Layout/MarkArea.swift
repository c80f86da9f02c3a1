internal import Scene

/// Where a note begins.
struct NotePlace {
    /// Index into the pages of the document.
    var page: Int
    /// Top of its first line, from the top of the page.
    var y: Double
}

/// The area of a mark that can be pointed at.
enum MarkArea {
    private static let least = 8.0

    /// The mark, widened to the least size where the cell has room for that. One among others is not widened over its neighbours.
    static func of(_ ink: Rect, isFirst: Bool, isLast: Bool, in cell: Rect) -> Rect {
        let (x, width) = widened(ink.x, ink.width, before: isFirst, after: isLast, low: cell.x, high: cell.maxX)
        let (y, height) = widened(ink.y, ink.height, before: true, after: true, low: cell.y, high: cell.maxY)
        return Rect(x: x, y: y, width: width, height: height)
    }

    /// Half of what is missing goes to either side, all of it to the only free one; at the edge of the cell it goes inwards.
    private static func widened(_ start: Double, _ length: Double, before: Bool, after: Bool, low: Double, high: Double) -> (start: Double, length: Double) {
        let missing = max(0, least - length)
        var first = start - (before ? missing / (after ? 2 : 1) : 0), last = start + length + (after ? missing / (before ? 2 : 1) : 0)
        if before, last > high { first -= last - high }
        if after, first < low { last += low - first }
        (first, last) = (max(low, first), min(high, last))
        return (first, max(0, last - first))
    }
}
