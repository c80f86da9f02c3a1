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
    /// Size of the figures of each column, and of row titles.
    let figureSizes: [Double]
    let stubSize: Double
    /// The lines of each head, as broken for its width.
    var headLines: [[String]]
    /// Width that the table does not ask for: what its spaces would exceed.
    private(set) var spare = 0.0
    /// Least width of the stub and of the column of row codes.
    let leastStub: Double
    let leastCode: Double
    /// Least width of all columns.
    let total: Double
    /// Which of the tries it is.
    let attempt: Int
    /// Sets of columns that belong together and are neither equally wide nor as wide as they must be.
    private(set) var unevenSets = 0

    func rect(_ columns: Range<Int>, y: Double, height: Double) -> Rect {
        Rect(x: edges[columns.lowerBound], y: y, width: edges[columns.upperBound] - edges[columns.lowerBound], height: height)
    }
    func width(_ column: Int) -> Double { edges[column + 1] - edges[column] }
    /// The middle of what is set over or in `columns`: the gap before a group does not count.
    func middle(_ columns: Range<Int>) -> Double {
        (edges[columns.lowerBound] + gaps[columns.lowerBound] + edges[columns.upperBound]) / 2
    }

    /// Fits the columns of the table between `left` and `left + width`. Throws LAY001 when they do not fit at the floor size, LAY007
    /// when a column that must not shrink would have to. `attempts` are the sizings to try, in order.
    init(
        _ grid: TableGrid, measure: TableMeasure, left: Double, width: Double, attempts: [TableSizing], fit: TableFit, shaper: any TextShaper,
        report: BuiltReport
    ) throws {
        var narrowest = Double.infinity, fitting: [(attempt: Int, needs: ColumnNeeds)] = [], last: ColumnNeeds?
        for (attempt, sizing) in attempts.enumerated() {
            let needs = ColumnNeeds(grid, measure: measure, sizing: sizing, frameWidth: width, fit: fit, shaper: shaper)
            narrowest = min(narrowest, needs.total)
            last = needs
            if needs.total > width + 1e-9 { continue }
            fitting.append((attempt, needs))
        }
        guard !fitting.isEmpty else {
            if let last, let refused = OverflowRefusal(grid, needs: last, width: width, shaper: shaper) { throw DiagnosticsError(refused.diagnostic(report)) }
            throw DiagnosticsError(LayoutDiagnostics.tableTooWide(report, needed: narrowest, available: width, columns: grid.columns.count))
        }
        // Floors give way before anything becomes smaller, and where columns that belong together would differ because of them.
        var variants: [[ColumnNeeds]] = []
        func needs(_ index: Int) -> [ColumnNeeds] {
            if index == variants.count {
                let plain = fitting[index].needs
                let floored = ColumnNeeds(
                    grid, measure: measure, sizing: plain.sizing, frameWidth: width, fit: fit, isFloored: true, titles: plain.titles, shaper: shaper)
                variants.append(floored.held == plain.held || floored.total > width + 1e-9 ? [plain] : [floored, plain])
            }
            return variants[index]
        }
        // Where columns that belong together stay uneven at any size: as few as can be, as it first fitted.
        var best: TableColumns?
        for levels in Levelling.stages {
            for (index, (attempt, plain)) in fitting.enumerated() {
                for needs in needs(index) {
                    for level in levels {
                        for spacing in needs.sizing.effort == .asWritten ? [Spacing.before, .within] : [.within, .before] {
                            let shares = Self.share(width - needs.total, over: needs, grid: grid, level, spacing, isFixed: fit.shared != nil)
                            let columns = TableColumns(
                                grid, needs: needs, shares: shares, left: left, right: left + width, total: plain.total, attempt: attempt)
                            if columns.unevenSets == 0 {
                                self = columns
                                return
                            }
                            if columns.unevenSets < best?.unevenSets ?? .max { best = columns }
                        }
                    }
                }
            }
        }
        self = best!
    }

    private init(_ grid: TableGrid, needs: ColumnNeeds, shares: Shares, left: Double, right: Double, total: Double, attempt: Int) {
        let sizing = needs.sizing
        self.sizing = sizing
        (figureSizes, stubSize) = (needs.figureSizes, needs.stubSize)
        (spare, self.total, self.attempt) = (shares.spare, total, attempt)
        (leastStub, leastCode) = (needs.widths[0], grid.table.codeTitle == nil ? 0 : needs.widths[1])
        var edges = [left]
        for width in shares.widths { edges.append(edges.last! + width) }
        edges[edges.count - 1] = right
        self.edges = edges
        let gaps = shares.gaps
        self.gaps = gaps
        figureEnds = gaps.indices.map { column in
            let free = edges[column + 1] - edges[column] - gaps[column] - needs.figures[column]
            return edges[column + 1] - max(free / 2, needs.rightPads[column])
        }
        // Heads that repeat are broken alike: for the narrowest of them.
        let alike = grid.isRepeated ? grid.equalSets : []
        headLines = grid.heads.map { head in
            let first = head.columns.lowerBound
            let set = head.columns.count > 1 ? nil : alike.first { $0.contains(first) }
            let available = (set ?? [first]).map { edges[$0 + head.columns.count] - edges[$0] - gaps[$0] }.min()! - 2 * sizing.headPad
            return needs.breaker.lines(head.lines, fitting: available + 1e-6, effort: sizing.effort) + (head.unitLine.map { [$0] } ?? [])
        }
        unevenSets = unevenSets(grid, needs)
    }

    /// Sets of columns that differ although an equal share would hold the widest of them, with the least space that any column has.
    private func unevenSets(_ grid: TableGrid, _ needs: ColumnNeeds) -> Int {
        // By their ink, as the eye sees them.
        var contents = zip(needs.ownFigures, needs.marks).map { max(0, $0 + $1 - LineEdges.bearing * sizing.bodySize) }
        for (head, lines) in zip(grid.heads, headLines) where head.columns.count == 1 && head.rows.upperBound == grid.headRowCount {
            let widest = lines.map { needs.breaker.width($0) - LineEdges.remainder($0) * sizing.headerSize }.max() ?? 0
            contents[head.columns.lowerBound] = max(contents[head.columns.lowerBound], widest)
        }
        let values = grid.columns.indices.filter { if case .value = grid.columns[$0].kind { true } else { false } }
        let widths = grid.columns.indices.map { width($0) - gaps[$0] }, pad = values.map { widths[$0] - contents[$0] }.min() ?? 0
        return grid.evenSets.count { set in
            let own = set.map { widths[$0] }, held = set.map { contents[$0] }
            let widest = held.max()!, mean = own.reduce(0, +) / Double(own.count)
            return own.max()! - own.min()! >= 0.6 && held.min()! + pad >= 0.72 * (widest + pad) && mean >= widest + pad - 1
        }
    }

    /// Widths with the gaps at their left.
    private struct Shares {
        var widths: [Double]
        var gaps: [Double]
        var spare: Double
    }

    /// Where space between columns stands: before each, so that the last one ends at the frame; or within, at both of its sides,
    /// so that heads may use it.
    private enum Spacing { case before, within }

    /// The widest space between the figures of two columns, and what the stub may get beyond its titles, in ems: nothing is stretched to fill.
    private static let widestSpace = 45.0
    private static let widestStubSpace = 6.0
    /// A smaller space is not seen as one.
    private static let leastGap = 3.0

    /// What is left when columns that belong together are equal goes evenly to the value columns, up to the widest space, with a little
    /// for the stub; then to the stub, up to its widest; what is still left, evenly to all columns.
    private static func share(
        _ surplus: Double, over columns: ColumnNeeds, grid: TableGrid, _ levelling: Levelling, _ spacing: Spacing, isFixed: Bool
    ) -> Shares {
        // Without the space before a group, which is none of the column's own.
        var gaps = columns.gaps
        let needs = zip(columns.widths, gaps).map(-)
        var (widths, surplus) = if case .joined(let order, let tightness) = levelling {
            join(surplus, over: columns, needs: needs, grid: grid, order, tightness: tightness)
        } else {
            equalize(surplus, over: columns, needs: needs, grid: grid, spacing)
        }
        let values = grid.columns.indices.filter { if case .value = grid.columns[$0].kind { true } else { false } }
        let count = Double(values.count), each = surplus / (count + 0.5), em = columns.sizing.bodySize
        let forStub = values.isEmpty ? surplus : isFixed ? 0 : min(each / 2, em)
        widths[0] += forStub
        surplus -= forStub
        var space = min(surplus / max(1, count), Self.spaceLeft(values, widths, columns))
        if spacing == .before, space < leastGap { space = 0 }
        surplus -= space * count
        let more = isFixed || values.isEmpty ? 0 : min(surplus, widestStubSpace * em - forStub)
        widths[0] += max(0, more)
        let spare = values.isEmpty ? 0 : surplus - max(0, more), others = isFixed ? 0..<0 : 0..<grid.columns.count - values.count
        for column in others where !values.isEmpty { widths[column] += spare / Double(grid.columns.count) }
        if count > 0 { space += spare / (count + Double(others.count)) }
        for column in values {
            if spacing == .before, space >= leastGap { gaps[column] += space } else { widths[column] += space }
        }
        switch levelling {
        case .ofLike, .ofAll:
            level(grid.neighbours.map { ($0, columns.least) } + grid.twins.map { ($0, needs) }, likeness: levelling == .ofLike ? 0.55 : 0, &widths)
        case .tight: level(grid.evenSets.map { ($0, columns.tightest) }, likeness: 0, &widths)
        case .joined: break
        }
        return Shares(widths: zip(widths, gaps).map(+), gaps: gaps, spare: max(0, spare))
    }

    /// Makes columns of one set equal, the cheapest set first, and not where a column would grow out of proportion; then columns of
    /// the same place under twin spanners. Answers what is left of the surplus.
    private static func equalize(
        _ surplus: Double, over columns: ColumnNeeds, needs: [Double], grid: TableGrid, _ spacing: Spacing
    ) -> (widths: [Double], surplus: Double) {
        var widths = needs, surplus = surplus, allowance = grid.isRepeated || spacing == .before ? surplus : surplus / 3
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
        for set in grid.isRepeated ? [] : grid.twins {
            let widest = set.map { widths[$0] }.max() ?? 0, cost = set.reduce(0) { $0 + widest - widths[$1] }
            if cost > surplus || set.contains(where: { widths[$0] < widest * 0.7 }) { continue }
            for column in set { widths[column] = widest }
            surplus -= cost
        }
        return (widths, surplus)
    }

    /// All sets at once. Stub and code column keep what they need, the others what they need by `tightness`.
    private static func join(
        _ surplus: Double, over columns: ColumnNeeds, needs: [Double], grid: TableGrid, _ order: JoinedColumns.Order, tightness: Double
    ) -> (widths: [Double], surplus: Double) {
        let floor = grid.columns.indices.map { column in
            if case .value = grid.columns[column].kind { columns.least[column] + (columns.tightest[column] - columns.least[column]) * tightness } else { needs[column] }
        }
        let room = needs.reduce(0, +) + surplus
        guard let widths = JoinedColumns(floor: floor, spanners: columns.spanners, room: room).widths(grid, order) else { return (needs, surplus) }
        return (widths, room - widths.reduce(0, +))
    }

    /// How much space may be added between the figures of neighbours: by the mean of what stands there already.
    private static func spaceLeft(_ values: [Int], _ widths: [Double], _ columns: ColumnNeeds) -> Double {
        let right = values.map { max((widths[$0] - columns.held[$0]) / 2, columns.rightPads[$0]) }
        let left = zip(values, right).map { widths[$0] - columns.held[$0] - $1 }
        let spaces = zip(right, left.dropFirst()).map(+)
        return spaces.isEmpty ? widestSpace : max(0, widestSpace - spaces.reduce(0, +) / Double(spaces.count))
    }

    /// Which columns are made equally wide: those whose needs are alike; all that can be; all, with heads close to the edges; all at once,
    /// with heads the closer to the edges the greater `tightness` is.
    private enum Levelling: Equatable {
        case ofLike, ofAll, tight
        case joined(JoinedColumns.Order, tightness: Double)

        /// In the order in which they are tried.
        static let stages: [[Levelling]] = [[.ofLike, .ofAll], [.tight]]
            + [0, 0.25, 0.5, 0.75, 1].map { tightness in JoinedColumns.Order.allCases.map { .joined($0, tightness: tightness) } }
    }

    /// Columns that belong together share their width evenly wherever each then still has what it needs; a column of several sets
    /// goes with all of them, which takes a few rounds. Sets whose least need is below that part of their greatest stay as they are.
    private static func level(_ sets: [(columns: [Int], needs: [Double])], likeness: Double, _ widths: inout [Double]) {
        for _ in 0..<100 {
            var isLevel = true
            for (set, needs) in sets {
                let widest = set.map { needs[$0] }.max() ?? 0, mean = set.reduce(0) { $0 + widths[$1] } / Double(set.count)
                if mean < widest || set.contains(where: { needs[$0] < widest * likeness }) { continue }
                for column in set where abs(widths[column] - mean) > 0.01 {
                    widths[column] = mean
                    isLevel = false
                }
            }
            if isLevel { return }
        }
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
    /// The same for what stands in the column alone, without what spanners ask for.
    var least: [Double]
    /// The same with heads as close to the edges of their columns as they may stand.
    var tightest: [Double]
    /// Size of the figures of each column, and of row titles.
    let figureSizes: [Double]
    let stubSize: Double
    /// Width of the figures of each column.
    var figures: [Double]
    /// The same without the sums that may be carried over a page break.
    var ownFigures: [Double]
    /// Width of the figures, or what the column is made for where that is wider.
    let held: [Double]
    /// Natural width of the widest row title with its pads.
    let titles: Double
    /// Width of the marks that hang right of the figures.
    var marks: [Double]
    /// Least space right of the figures: the pad, or these marks.
    var rightPads: [Double]
    /// Space left free at the left of a column that begins a repeated group.
    var gaps: [Double]
    /// What heads over several columns ask of them.
    private(set) var spanners: [Spanner] = []
    let breaker: HeadBreaker
    let sizing: TableSizing
    var total: Double { widths.reduce(0, +) }

    struct Spanner {
        var columns: Range<Int>
        /// Width of the columns together, without the space before groups.
        var need: Double
    }

    /// `isFloored`: no column is narrower than what it is made for. `titles`: the width of the titles at this sizing, where it is known.
    init(
        _ grid: TableGrid, measure: TableMeasure, sizing: TableSizing, frameWidth: Double, fit: TableFit, isFloored: Bool = false, titles known: Double? = nil,
        shaper: any TextShaper
    ) {
        self.sizing = sizing
        let limit = max(frameWidth * sizing.stubShare, 12 * sizing.bodySize)
        stubSize = Self.stubSize(measure, sizing: sizing, overflow: grid.table.stubOverflow, limit: limit)
        figureSizes = grid.columns.map { column in
            if case .value(let index) = column.kind, grid.table.columns[index].overflow == .shrink { sizing.shrunkSize } else { sizing.bodySize }
        }
        breaker = HeadBreaker { LineEdges.width($0, face: .heiRegular, size: sizing.headerSize, shaper: shaper) }
        figures = zip(fit.reservesCarried ? measure.figures : measure.ownFigures, figureSizes).map(*)
        ownFigures = zip(measure.ownFigures, figureSizes).map(*)
        marks = measure.marks.map { $0 == 0 ? 0 : $0 * sizing.markSize + 0.8 }
        rightPads = marks.map { $0 == 0 ? sizing.pad : max(sizing.pad, $0 + 1) }
        gaps = grid.columns.indices.map { grid.groupStarts.contains($0) ? sizing.groupGap : 0 }
        held = isFloored ? grid.columns.indices.map { [figures, figureSizes] in max(figures[$0], measure.floors[$0] * figureSizes[$0]) } : figures
        widths = grid.columns.indices.map { [held, rightPads, gaps] in gaps[$0] + held[$0] + sizing.pad + rightPads[$0] }
        least = zip(widths, gaps).map(-)
        tightest = least.map { $0 - 1 }
        for head in grid.heads where head.columns.count == 1 {
            let own = breaker.minimumWidth(head.lines, unitLine: head.unitLine, effort: sizing.effort), column = head.columns.lowerBound
            least[column] = max(least[column], own + 2 * sizing.headPad)
            tightest[column] = max(tightest[column], own + 0.4)
        }
        titles = known ?? Self.stubWidth(measure, sizing: sizing, size: stubSize)
        widths[0] = grid.table.stubOverflow == .fail ? titles : min(titles, limit)
        for head in grid.heads {
            let own = breaker.minimumWidth(head.lines, unitLine: head.unitLine, effort: sizing.effort) + 2 * sizing.headPad
            let need = own + gaps[head.columns.lowerBound]
            if head.columns.count > 1 { spanners.append(Spanner(columns: head.columns, need: own - gaps[head.columns.dropFirst()].reduce(0, +))) }
            let missing = need - head.columns.reduce(0) { [widths] in $0 + widths[$1] }
            if missing > 0 { for column in head.columns { widths[column] += missing / Double(head.columns.count) } }
        }
        if !grid.table.diagonal.isEmpty { widths[0] = max(widths[0], DiagonalHead(grid, sizing: sizing, shaper: shaper).minimumWidth) }
        for (index, column) in grid.columns.enumerated() {
            let number = shaper.width(of: column.number.utf8, face: .heiRegular, size: sizing.numberSize) + gaps[index] + 2
            widths[index] = max(widths[index], number)
            least[index] = max(least[index], number - gaps[index])
            tightest[index] = max(tightest[index], number - gaps[index])
        }
        if let shared = fit.shared {
            widths[0] = max(widths[0], shared.stub)
            if grid.table.codeTitle != nil { widths[1] = max(widths[1], shared.code) }
        }
    }

    /// Row titles that shrink are as large as the widest of them fits into the limit; titles still wider are broken.
    private static func stubSize(_ measure: TableMeasure, sizing: TableSizing, overflow: Overflow?, limit: Double) -> Double {
        var size = sizing.bodySize
        guard overflow == .shrink else { return size }
        while size > sizing.floor + 1e-9, stubWidth(measure, sizing: sizing, size: size) > limit { size = max(sizing.floor, size - 0.25) }
        return size
    }

    /// Natural width of the widest row title with its pads.
    private static func stubWidth(_ measure: TableMeasure, sizing: TableSizing, size: Double) -> Double {
        var widest = 0.0
        for (stub, marks) in zip(sizing.wrapsStubs ? measure.wrappedStubs : measure.stubs, measure.stubMarks) {
            widest = max(widest, stub * size + (marks == 0 ? 0 : marks * sizing.markSize + 0.8))
        }
        return widest + sizing.stubPad + sizing.pad
    }
}
