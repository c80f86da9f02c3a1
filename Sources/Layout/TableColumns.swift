internal import Composition
internal import Diagnostics
internal import ReportModel
internal import Scene

/// How wide each grid column is and where its figures end.
struct TableColumns {
    var sizing: TableSizing
    /// Left edges, and the right edge of the last column.
    var edges: [Double]
    /// Space left free at the left of a column that begins a repeated group.
    var gaps: [Double]
    /// Where the last digit of each column ends.
    var figureEnds: [Double]
    /// The lines of each head, as broken for its width.
    var headLines: [[String]]

    func rect(_ columns: Range<Int>, y: Double, height: Double) -> Rect {
        Rect(x: edges[columns.lowerBound], y: y, width: edges[columns.upperBound] - edges[columns.lowerBound], height: height)
    }
    func width(_ column: Int) -> Double { edges[column + 1] - edges[column] }
    /// The middle of what is set over or in `columns`: the gap before a group does not count.
    func middle(_ columns: Range<Int>) -> Double {
        (edges[columns.lowerBound] + gaps[columns.lowerBound] + edges[columns.upperBound]) / 2
    }

    /// Fits the columns of the table between `left` and `left + width`. Throws LAY001 when they do not fit at the floor size.
    /// `attempts` are the sizings to try, in order.
    init(
        _ grid: TableGrid, measure: TableMeasure, left: Double, width: Double, attempts: [TableSizing], shaper: any TextShaper, report: BuiltReport
    ) throws {
        var narrowest = Double.infinity
        for sizing in attempts {
            let needs = ColumnNeeds(grid, measure: measure, sizing: sizing, frameWidth: width, shaper: shaper)
            let total = needs.widths.reduce(0, +)
            if total <= width + 1e-9 {
                let widths = Self.share(width - total, over: needs, grid: grid, bodySize: sizing.bodySize)
                self.init(grid, needs: needs, widths: widths, left: left, right: left + width, sizing: sizing)
                return
            }
            narrowest = min(narrowest, total)
        }
        throw DiagnosticsError(LayoutDiagnostics.tableTooWide(report, needed: narrowest, available: width, columns: grid.columns.count))
    }

    private init(_ grid: TableGrid, needs: ColumnNeeds, widths: [Double], left: Double, right: Double, sizing: TableSizing) {
        self.sizing = sizing
        var edges = [left]
        for width in widths { edges.append(edges.last! + width) }
        edges[edges.count - 1] = right
        self.edges = edges
        gaps = needs.gaps
        figureEnds = widths.indices.map { column in
            let free = edges[column + 1] - edges[column] - needs.gaps[column] - needs.figures[column]
            return edges[column + 1] - max(free / 2, needs.rightPads[column])
        }
        // Heads that repeat are broken alike: for the narrowest of them.
        let alike = grid.isRepeated ? grid.equalSets : []
        headLines = grid.heads.map { head in
            let first = head.columns.lowerBound
            let set = head.columns.count > 1 ? nil : alike.first { $0.contains(first) }
            let available = (set ?? [first]).map { edges[$0 + head.columns.count] - edges[$0] - needs.gaps[$0] }.min()! - 2 * sizing.headPad
            return needs.breaker.lines(head.lines, fitting: available + 1e-6, effort: sizing.effort) + (head.unitLine.map { [$0] } ?? [])
        }
    }

    /// Makes columns of one set equal, the cheapest set first, with at most a third of the surplus and not where a column
    /// would grow out of proportion; then columns of the same place under twin spanners; the rest goes evenly to the value columns,
    /// with a little for the stub.
    private static func share(_ surplus: Double, over columns: ColumnNeeds, grid: TableGrid, bodySize: Double) -> [Double] {
        // Without the space before a group, which is none of the column's own.
        let gaps = columns.gaps, needs = zip(columns.widths, gaps).map(-)
        var widths = needs, surplus = surplus, allowance = grid.isRepeated ? surplus : surplus / 3
        let sets = grid.equalSets.map { set in
            let widest = set.map { needs[$0] }.max() ?? 0
            return (set: set, widest: widest, cost: set.reduce(0) { $0 + widest - needs[$1] })
        }
        for (set, widest, cost) in sets.sorted(by: { ($0.cost, $0.set[0]) < ($1.cost, $1.set[0]) }) where cost <= allowance {
            if !grid.isRepeated, set.contains(where: { needs[$0] < widest * 0.7 }) { continue }
            for column in set { widths[column] = widest }
            surplus -= cost
            allowance -= cost
        }
        for set in grid.twinSets {
            let widest = set.map { widths[$0] }.max() ?? 0, cost = set.reduce(0) { $0 + widest - widths[$1] }
            if cost > surplus || set.contains(where: { widths[$0] < widest * 0.7 }) { continue }
            for column in set { widths[column] = widest }
            surplus -= cost
        }
        let values = grid.columns.indices.filter { if case .value = grid.columns[$0].kind { true } else { false } }
        let each = surplus / (Double(values.count) + 0.5)
        let forStub = values.isEmpty ? surplus : min(each / 2, bodySize)
        widths[0] += forStub
        for column in values { widths[column] += (surplus - forStub) / Double(values.count) }
        return zip(widths, gaps).map(+)
    }
}

extension DiagonalHead {
    init(_ grid: TableGrid, sizing: TableSizing, shaper: any TextShaper) {
        self.init(grid.table.diagonal, size: sizing.headerSize) { shaper.width(of: $0.utf8, face: .heiRegular, size: sizing.headerSize) }
    }
}

/// The least width of every grid column at one sizing.
struct ColumnNeeds {
    var widths: [Double]
    /// Width of the figures of each column.
    var figures: [Double]
    /// Least space right of the figures: the pad, or the marks that hang there.
    var rightPads: [Double]
    /// Space left free at the left of a column that begins a repeated group.
    var gaps: [Double]
    let breaker: HeadBreaker

    init(_ grid: TableGrid, measure: TableMeasure, sizing: TableSizing, frameWidth: Double, shaper: any TextShaper) {
        breaker = HeadBreaker { shaper.width(of: $0.utf8, face: .heiRegular, size: sizing.headerSize) }
        figures = measure.figures.map { $0 * sizing.bodySize }
        rightPads = measure.marks.map { $0 == 0 ? sizing.pad : max(sizing.pad, $0 * sizing.markSize + 1.8) }
        gaps = grid.columns.indices.map { grid.groupStarts.contains($0) ? sizing.groupGap : 0 }
        widths = grid.columns.indices.map { [figures, rightPads, gaps] in gaps[$0] + figures[$0] + sizing.pad + rightPads[$0] }
        widths[0] = Self.stubWidth(measure, sizing: sizing, limit: frameWidth * sizing.stubShare)
        for head in grid.heads {
            let need = breaker.minimumWidth(head.lines, unitLine: head.unitLine, effort: sizing.effort) + gaps[head.columns.lowerBound] + 2 * sizing.headPad
            let missing = need - head.columns.reduce(0) { [widths] in $0 + widths[$1] }
            if missing > 0 { for column in head.columns { widths[column] += missing / Double(head.columns.count) } }
        }
        if !grid.table.diagonal.isEmpty { widths[0] = max(widths[0], DiagonalHead(grid, sizing: sizing, shaper: shaper).minimumWidth) }
        for (index, column) in grid.columns.enumerated() {
            let number = shaper.width(of: column.number.utf8, face: .heiRegular, size: sizing.numberSize) + gaps[index] + 2
            widths[index] = max(widths[index], number)
        }
    }

    /// Natural width of the widest row title; titles wider than the limit are broken.
    private static func stubWidth(_ measure: TableMeasure, sizing: TableSizing, limit: Double) -> Double {
        var widest = 0.0
        for (stub, marks) in zip(measure.stubs, measure.stubMarks) {
            widest = max(widest, stub * sizing.bodySize + (marks == 0 ? 0 : marks * sizing.markSize + 0.8))
        }
        return min(widest + sizing.stubPad + sizing.pad, max(limit, 12 * sizing.bodySize))
    }
}
