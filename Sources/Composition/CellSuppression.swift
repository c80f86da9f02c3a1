internal import Quantities

/// Which cells of a table must not be shown so that no small count can be read or computed back.
///
/// The reader knows every shown cell, every relation between cells (totals, formulas, 审核关系, the order of sorted rows), and that
/// what is hidden is not zero. Cells are hidden until every hidden one may have another value than its own (see `Leeway`).
struct CellSuppression {
    /// A figure that takes part in relations. Zero is never hidden: it is of nobody.
    struct Cell {
        var value: Amount
        /// What is hidden first, when there is a choice.
        var cost: Cost
        /// The smallest difference that a reader could see: 1 person, 0.01 万元.
        var step: Amount
    }

    enum Cost: Int {
        case unprinted, listedPart, listedTotal, otherPart, otherTotal
    }

    /// Cells by the caller's numbers.
    private let cells: [Int: Cell]
    private let relations: [CellRelation]
    /// Relations of each cell, with its coefficient there.
    private let byCell: [Int: [(relation: Int, coefficient: Int)]]
    private(set) var hidden: Set<Int> = []
    /// The hidden cells of each relation.
    private var unknowns: [[(cell: Int, coefficient: Int)]]
    /// Hidden cells that are known to be safe: hiding more does not change that.
    private var safe: Set<Int> = []

    init(cells: [Int: Cell], relations: [CellRelation]) {
        self.cells = cells
        self.relations = relations
        var byCell: [Int: [(relation: Int, coefficient: Int)]] = [:]
        for (index, relation) in relations.enumerated() {
            for term in relation.terms { byCell[term.cell, default: []].append((index, term.coefficient)) }
        }
        self.byCell = byCell
        unknowns = Array(repeating: [], count: relations.count)
    }

    /// Hides these cells, and more until all hidden ones are safe. False when that cannot be reached.
    mutating func hide(_ more: Set<Int>) -> Bool {
        for cell in more.sorted() { insert(cell) }
        while true {
            let exposed = exposed()
            if exposed.isEmpty { return true }
            // One more for each relation, then look again.
            var touched: Set<Int> = []
            for cell in exposed where byCell[cell, default: []].allSatisfy({ !touched.contains($0.relation) }) {
                guard let partner = partner(of: cell) else {
                    if touched.isEmpty { return false }
                    break
                }
                insert(partner)
                touched.formUnion((byCell[cell, default: []] + byCell[partner, default: []]).map(\.relation))
            }
        }
    }

    private mutating func insert(_ cell: Int) {
        guard hidden.insert(cell).inserted else { return }
        for place in byCell[cell] ?? [] { unknowns[place.relation].append((cell, place.coefficient)) }
    }

    // MARK: What can be computed back

    /// Hidden cells that have one value only, ascending. Those that a relation gives away alone come before all others.
    private mutating func exposed() -> [Int] {
        let open = hidden.subtracting(safe).sorted()
        let alone = open.filter { cell in byCell[cell, default: []].contains { relations[$0.relation].slack == nil && unknowns[$0.relation].count == 1 } }
        if !alone.isEmpty { return alone }
        var seen: Set<Int> = []
        for start in open where !seen.contains(start) {
            let group = group(of: start)
            seen.formUnion(group)
            safe.formUnion(leeway(group))
        }
        return open.filter { !safe.contains($0) }
    }

    /// Hidden cells that hang together with this one by relations, ascending.
    private func group(of start: Int) -> [Int] {
        var seen: Set<Int> = [start], group = [start], next = 0, asked: Set<Int> = []
        while next < group.count {
            for place in byCell[group[next]] ?? [] where asked.insert(place.relation).inserted {
                for term in unknowns[place.relation] where seen.insert(term.cell).inserted { group.append(term.cell) }
            }
            next += 1
        }
        return group.sorted()
    }

    /// Those of a group that may have another value.
    private func leeway(_ group: [Int]) -> [Int] {
        let places = Dictionary(uniqueKeysWithValues: group.enumerated().map { ($0.element, $0.offset) })
        // Negative figures are turned round: then every figure stays above its floor.
        var room = group.map { Self.steps(cells[$0]!.value.magnitude, of: cells[$0]!.step) - 1 }
        var rows: [[(figure: Int, coefficient: Int)]] = []
        for index in Set(group.flatMap { byCell[$0, default: []].map(\.relation) }).sorted() {
            var row = unknowns[index].map { (figure: places[$0.cell]!, coefficient: cells[$0.cell]!.value.isNegative ? -$0.coefficient : $0.coefficient) }
            if let slack = relations[index].slack {
                row.append((figure: room.count, coefficient: -1))
                room.append(Self.steps(slack, of: cells[relations[index].terms[0].cell]!.step))
            }
            rows.append(row)
        }
        let leeway = Leeway(room: room.map { max(0, $0) }, relations: rows)
        return group.indices.filter { leeway.isFree[$0] }.map { group[$0] }
    }

    private static func steps(_ value: Amount, of step: Amount) -> Int {
        guard let quotient = try? value.divided(by: step) else { return 0 }
        return Int(clamping: min(quotient.numerator / quotient.denominator, 1 << 30))
    }

    // MARK: What is hidden for it

    /// The cheapest cell that shares a relation with `cell`, or with what hangs together with it.
    private func partner(of cell: Int) -> Int? {
        var seen: Set<Int> = [cell], ring = [cell]
        while !ring.isEmpty {
            let near = Set(ring.flatMap { byCell[$0, default: []].map(\.relation) }).sorted { a, b in
                let isEqual = (relations[a].slack == nil, relations[b].slack == nil)
                return isEqual.0 == isEqual.1 ? (unknowns[a].count, a) < (unknowns[b].count, b) : isEqual.0
            }
            if let found = near.lazy.compactMap({ cheapest(relations[$0]) }).first { return found }
            ring = near.flatMap { unknowns[$0].map(\.cell) }.sorted().filter { seen.insert($0).inserted }
        }
        return nil
    }

    /// A part before a total; of those what gives itself away in the fewest other relations; of those the smallest.
    private func cheapest(_ relation: CellRelation) -> Int? {
        let choice = relation.terms.map(\.cell).filter { !hidden.contains($0) && !cells[$0]!.value.isZero }.map { cell in
            (cell: cell, cost: cells[cell]!.cost.rawValue,
             exposures: byCell[cell, default: []].count { relations[$0.relation].slack == nil && unknowns[$0.relation].isEmpty })
        }
        return choice.min { a, b in
            if (a.cost, a.exposures) != (b.cost, b.exposures) { return (a.cost, a.exposures) < (b.cost, b.exposures) }
            let x = cells[a.cell]!.value.magnitude, y = cells[b.cell]!.value.magnitude
            return x == y ? a.cell < b.cell : x < y
        }?.cell
    }
}

/// What the reader knows about cells: Σ coefficient × cell = 0, or ≥ 0.
struct CellRelation {
    var terms: [(cell: Int, coefficient: Int)]
    /// Nil for =; else by how much the true sum is above zero.
    var slack: Amount?
}
