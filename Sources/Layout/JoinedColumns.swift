/// Makes columns that belong together equally wide all at once: where sets share columns or compete for the width, one set after the
/// other undoes what was done before.
struct JoinedColumns {
    /// Least width of each grid column.
    let floor: [Double]
    let spanners: [ColumnNeeds.Spanner]
    /// For all columns together.
    let room: Double

    /// Which sets are joined first; within these, the cheapest.
    enum Order: CaseIterable { case cheapest, neighbours, twins }

    /// Sets whose least need is below this part of their greatest stay as they are.
    private static let likeness = 0.55

    /// One set after the other is joined while there is room. Nil when there is not even room for the columns.
    func widths(_ grid: TableGrid, _ order: Order) -> [Double]? {
        // The class of a column is the first column that it is joined with.
        var classes = Array(floor.indices), widths = settled(classes)
        guard widths.reduce(0, +) <= room + 1e-9 else { return nil }
        for set in sets(grid, order) where set.allSatisfy({ floor[$0] >= Self.likeness * widest(set) }) {
            let members = Set(set.map { classes[$0] }), first = members.min()!
            let joined = classes.map { members.contains($0) ? first : $0 }, wider = settled(joined)
            if wider.reduce(0, +) <= room + 1e-9 { (classes, widths) = (joined, wider) }
        }
        return widths
    }

    private func sets(_ grid: TableGrid, _ order: Order) -> [[Int]] {
        func byCost(_ sets: [[Int]]) -> [[Int]] { sets.sorted { (cost($0), $0[0]) < (cost($1), $1[0]) } }
        switch order {
        case .cheapest: return byCost(grid.evenSets)
        case .neighbours: return byCost(grid.neighbours) + byCost(grid.twins)
        case .twins: return byCost(grid.twins) + byCost(grid.neighbours)
        }
    }

    private func widest(_ set: [Int]) -> Double { set.map { floor[$0] }.max() ?? 0 }
    private func cost(_ set: [Int]) -> Double { set.reduce(0) { $0 + widest(set) - floor[$1] } }

    /// Each column as wide as the widest of its class, and wide enough for the spanners over it.
    private func settled(_ classes: [Int]) -> [Double] {
        var widest = floor
        for (column, own) in classes.enumerated() { widest[own] = max(widest[own], floor[column]) }
        var widths = classes.map { widest[$0] }
        for spanner in spanners {
            let missing = spanner.need - widths[spanner.columns].reduce(0, +)
            if missing <= 0 { continue }
            let below = Set(spanner.columns.map { classes[$0] })
            for column in widths.indices where below.contains(classes[column]) { widths[column] += missing / Double(spanner.columns.count) }
        }
        return widths
    }
}
