internal import Composition
internal import ReportModel

/// Which rows stand under which: a row and the deeper rows below it are a block.
struct RowTree {
    /// The row that each row stands under; -1 for none.
    private let parents: [Int]
    /// The row after the block of each row.
    let ends: [Int]
    /// The most rows that a row stands under.
    private(set) var depth = 0

    /// 合计 holds its 其中 only, and 补充资料 stand under nothing.
    init(_ rows: [RowOutline]) {
        var parents = [Int](repeating: -1, count: rows.count), ends = Array(rows.indices), open: [Int] = []
        for (index, row) in rows.enumerated() {
            while let last = open.last, rows[last].level >= row.level || row.style == .supplement {
                ends[last] = index
                open.removeLast()
            }
            if let last = open.last, rows[last].style != .total || row.style == .ofWhich { parents[index] = last }
            depth = max(depth, open.count)
            open.append(index)
        }
        for row in open { ends[row] = rows.count }
        self.parents = parents
        self.ends = ends
    }

    func parent(of row: Int) -> Int? { parents[row] < 0 ? nil : parents[row] }

    /// From the innermost to the outermost.
    func ancestors(of row: Int) -> [Int] {
        var found: [Int] = [], next = parents[row]
        while next >= 0 {
            found.append(next)
            next = parents[next]
        }
        return found
    }
}
