internal import Composition
internal import ReportModel

/// Divides the rows of a table over pages: no row split, no total torn from its parts, groups kept together where possible,
/// and at least two rows above the closing lines.
struct RowPagination {
    let rows: [RowOutline]
    let offsets: [Double]
    /// Room for rows on the first and on any other page.
    let firstRoom: Double
    let nextRoom: Double
    /// Height of what must stand below the last row.
    let closingHeight: Double
    /// Heights of the lines that a page shows above and below its rows at a break.
    let seamAbove: (Int) -> Double
    let seamBelow: Double
    private let totalLeads: Bool
    private let subtotalLeads: Bool

    init(
        rows: [RowOutline], offsets: [Double], firstRoom: Double, nextRoom: Double, closingHeight: Double, seamAbove: @escaping (Int) -> Double = { _ in 0 },
        seamBelow: Double = 0
    ) {
        self.seamAbove = seamAbove; self.seamBelow = seamBelow
        self.rows = rows; self.offsets = offsets; self.firstRoom = firstRoom; self.nextRoom = nextRoom; self.closingHeight = closingHeight
        totalLeads = rows.first?.style == .total
        subtotalLeads = rows.first { $0.style != .total }?.style == .subtotal
    }

    /// The rows of each page, and whether the closing lines stand below the last ones.
    func divide() -> (pages: [Range<Int>], closingFits: Bool) {
        var pages: [Range<Int>] = [], start = 0
        repeat {
            let room = (pages.isEmpty ? firstRoom : nextRoom) - (start == 0 ? 0 : seamAbove(start))
            var end = start
            while end < rows.count, offsets[end + 1] - offsets[start] + (end + 1 < rows.count ? seamBelow : 0) <= room + 1e-6 { end += 1 }
            if end == start { end = min(rows.count, start + 1) }
            if end == rows.count {
                if offsets[end] - offsets[start] + closingHeight <= room + 1e-6 { return (pages + [start..<end], true) }
                guard let split = splitForClosing(start, end) else { return (pages + [start..<end], false) }
                end = split
            } else {
                end = breakPoint(start, min(end, max(start + 1, rows.count - 2)))
            }
            pages.append(start..<end)
            start = end
        } while start < rows.count
        return (pages, false)
    }

    /// A break that leaves at least two rows for a last page with the closing lines; nil when that cannot be.
    private func splitForClosing(_ start: Int, _ end: Int) -> Int? {
        guard end - start >= 4 else { return nil }
        let split = breakPoint(start, end - 2)
        return split > start && offsets[end] - offsets[split] + closingHeight + seamAbove(split) <= nextRoom + 1e-6 ? split : nil
    }

    /// The best break at or a little before `last`.
    private func breakPoint(_ start: Int, _ last: Int) -> Int {
        var fallback: Int?
        for candidate in stride(from: last, to: max(start, last - 7), by: -1) where !tearsTotal(candidate) {
            if rows[candidate - 1].closesGroup { return candidate }
            if fallback == nil { fallback = candidate }
        }
        return fallback ?? last
    }

    /// A leading total must not end a page; a closing total must not begin one.
    private func tearsTotal(_ candidate: Int) -> Bool {
        if leads(rows[candidate - 1].style) == true { return true }
        return candidate < rows.count && leads(rows[candidate].style) == false
    }

    private func leads(_ style: RowStyle) -> Bool? {
        style == .heading ? true : style == .total ? totalLeads : style == .subtotal ? subtotalLeads : nil
    }
}
