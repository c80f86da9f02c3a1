internal import Composition
internal import ReportModel

/// Divides the rows of a table over pages: no row split, no total torn from its parts, no row left with one of the rows below it,
/// blocks kept together where that costs no more than a third of a page, no few rows of a block at the head of a page, and at least two
/// rows above the closing lines.
struct RowPagination {
    let rows: [RowOutline]
    let tree: RowTree
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
        rows: [RowOutline], tree: RowTree, offsets: [Double], firstRoom: Double, nextRoom: Double, closingHeight: Double,
        seamAbove: @escaping (Int) -> Double = { _ in 0 }, seamBelow: Double = 0
    ) {
        self.seamAbove = seamAbove; self.seamBelow = seamBelow; self.tree = tree
        self.rows = rows; self.offsets = offsets; self.firstRoom = firstRoom; self.nextRoom = nextRoom; self.closingHeight = closingHeight
        totalLeads = rows.first?.style == .total
        subtotalLeads = rows.first { $0.style != .total }?.style == .subtotal
    }

    /// Where the pages break.
    struct Division {
        /// The rows of each page.
        var pages: [Range<Int>] = []
        /// The closing lines stand below the last rows.
        var closingFits = false
        /// What its breaks cost together, in parts of a page left white.
        var cost = 0.0
    }

    func divide() -> Division {
        var division = Division(), start = 0
        repeat {
            let room = (division.pages.isEmpty ? firstRoom : nextRoom) - (start == 0 ? 0 : seamAbove(start))
            var end = start
            while end < rows.count, offsets[end + 1] - offsets[start] + (end + 1 < rows.count ? seamBelow : 0) <= room + 1e-6 { end += 1 }
            if end == start { end = min(rows.count, start + 1) }
            if end == rows.count {
                division.closingFits = offsets[end] - offsets[start] + closingHeight <= room + 1e-6
                if !division.closingFits, let split = splitForClosing(start, end) { end = split }
            } else {
                end = breakPoint(start, min(end, max(start + 1, rows.count - 2)))
            }
            if end < rows.count { division.cost += (room - offsets[end] + offsets[start]) / nextRoom + tear(start, end) }
            division.pages.append(start..<end)
            start = end
        } while start < rows.count
        return division
    }

    /// Height of the first rows up to where a break tears nothing from what it belongs to.
    var openingHeight: Double {
        let count = rows.indices.dropFirst(2).first { tear(0, $0) < Cost.oneRow } ?? rows.count
        return offsets[count] + (count < rows.count ? seamBelow : 0)
    }

    /// A break that leaves at least two rows for a last page with the closing lines; nil when that cannot be.
    private func splitForClosing(_ start: Int, _ end: Int) -> Int? {
        guard end - start >= 4 else { return nil }
        let split = breakPoint(start, end - 2)
        return offsets[end] - offsets[split] + closingHeight + seamAbove(split) <= nextRoom + 1e-6 ? split : nil
    }

    /// The best break from `last` upwards.
    private func breakPoint(_ start: Int, _ last: Int) -> Int {
        var best = last, least = Double.infinity
        for candidate in stride(from: last, to: start, by: -1) {
            let white = (offsets[last] - offsets[candidate]) / nextRoom
            if white >= least { break }
            let cost = white + (white > Cost.mostWhite ? Cost.emptyPage : 0) + tear(start, candidate)
            if cost < least { (best, least) = (candidate, cost) }
        }
        return best
    }

    /// What a break is worth in parts of a page left white.
    private enum Cost {
        static let mostWhite = 1.0 / 3
        static let ofWhich = 0.34
        static let block = 0.2
        static let tornBefore = 0.1
        static let rest = 0.33
        static let emptyPage = 5.0
        static let kept = 20.0
        static let oneRow = 100.0
        static let total = 1000.0
    }

    /// What a break before `row` tears apart on a page that begins with `start`.
    private func tear(_ start: Int, _ row: Int) -> Double {
        var cost = tearsTotal(row) ? Cost.total : 0
        if leavesOneRow(start, row) { cost += Cost.oneRow }
        for ancestor in tree.ancestors(of: row) {
            let end = tree.ends[ancestor]
            if offsets[end] - offsets[ancestor] > nextRoom + 1e-6 { continue }
            cost += ancestor < start ? Cost.tornBefore : rows[ancestor].keepsTogether ? Cost.kept : rows[row].style == .ofWhich ? Cost.ofWhich : Cost.block
            if isRest(row..<end, of: ancestor) { cost += Cost.rest }
        }
        return cost
    }

    /// A few rows that a group leaves for the head of the next page.
    private func isRest(_ rows: Range<Int>, of head: Int) -> Bool { rows.count <= 3 && rows.count < rows.lowerBound - head }

    /// A leading total must not end a page; a closing total must not begin one.
    private func tearsTotal(_ candidate: Int) -> Bool {
        if leads(rows[candidate - 1].style) == true { return true }
        return candidate < rows.count && leads(rows[candidate].style) == false
    }

    /// A row that others stand under ends no page, neither alone nor with the first of them.
    private func leavesOneRow(_ start: Int, _ row: Int) -> Bool {
        if tree.parent(of: row) == row - 1 { return true }
        guard row - 2 >= start else { return false }
        return tree.parent(of: row - 1) == row - 2 && row < tree.ends[row - 2]
            || leads(rows[row - 2].style) == true && rows[row - 1].style == .normal && rows[row].style == .normal && rows[row].level == rows[row - 2].level
    }

    private func leads(_ style: RowStyle) -> Bool? {
        style == .heading ? true : style == .total ? totalLeads : style == .subtotal ? subtotalLeads : nil
    }
}
