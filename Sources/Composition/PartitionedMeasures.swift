internal import Quantities
internal import ReportModel

/// Cells that show the same measure of a whole and of its parts: 合计 without a class and the columns of each class, a district's
/// cell and the city's. Nobody writes this down as a formula, and every reader uses it.
struct PartitionedMeasures {
    /// A cell that is a measure, or a sum of measures, of whom its slice names.
    struct Source: Hashable {
        /// What is measured, and when; equal for cells that differ in the slice only.
        var measure: String
        var slice: [String: String]
    }

    /// A whole with parts that do not overlap.
    struct Partition {
        var whole: Int
        var parts: [Int]
    }

    private let sources: [(cell: Int, source: Source)]
    private let dimensions: [String]
    /// By dimension: members as numbers; 0 is everybody.
    private var numbers: [[String: Int]]
    /// By dimension and number of a member: the number of the member above it.
    private var parents: [[Int]]
    /// By dimension: members that a cell is narrowed to.
    private var used: [Set<Int>] = []

    /// `parent`: the member above a member of a dimension.
    init(_ sources: [(cell: Int, source: Source)], parent: (_ dimension: String, _ member: String) -> String?) {
        self.sources = sources
        dimensions = Set(sources.flatMap { $0.source.slice.keys }).sorted()
        numbers = Array(repeating: [:], count: dimensions.count)
        parents = Array(repeating: [0], count: dimensions.count)
        for (index, dimension) in dimensions.enumerated() {
            used.append(Set(Set(sources.map { $0.source.slice[dimension] ?? "" }).sorted().map { $0.isEmpty ? 0 : number($0, index, dimension, parent) }))
        }
    }

    private mutating func number(_ member: String, _ index: Int, _ dimension: String, _ parent: (String, String) -> String?) -> Int {
        if let known = numbers[index][member] { return known }
        let number = parents[index].count
        numbers[index][member] = number
        parents[index].append(0)
        if let above = parent(dimension, member) { parents[index][number] = self.number(above, index, dimension, parent) }
        return number
    }

    /// Every whole with its parts, once for each set of dimensions by which they are parts; cells of the same slice as parts of each other.
    func partitions() -> [Partition] {
        var measures: [String: Int] = [:], first: [[Int]: Int] = [:], keys: [Int: [Int]] = [:]
        var found: [Partition] = []
        for (cell, source) in sources {
            let measure = measures[source.measure] ?? measures.count
            measures[source.measure] = measure
            let key = [measure] + dimensions.indices.map { index in source.slice[dimensions[index]].map { numbers[index][$0]! } ?? 0 }
            if let same = first[key] { found.append(Partition(whole: same, parts: [cell])) } else {
                first[key] = cell
                keys[cell] = key
            }
        }
        var parts: [[Int]: [Int]] = [:]
        for (cell, _) in sources {
            guard let key = keys[cell] else { continue }
            for (whole, narrowed) in wholes(of: key) { if let cellOfWhole = first[whole] { parts[[cellOfWhole, narrowed], default: []].append(cell) } }
        }
        for (place, cells) in parts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            found.append(Partition(whole: place[0], parts: topmost(cells, dimensions: place[1], keys)))
        }
        return found
    }

    /// The slices that hold this one, and the dimensions (as bits) in which they are wider.
    private func wholes(of key: [Int]) -> [(key: [Int], dimensions: Int)] {
        var result = [(key: key, dimensions: 0)]
        for index in dimensions.indices where key[index + 1] != 0 {
            var member = key[index + 1], wider: [(key: [Int], dimensions: Int)] = []
            while member != 0 {
                member = parents[index][member]
                for item in used[index].contains(member) ? result : [] {
                    var next = item
                    next.key[index + 1] = member
                    next.dimensions |= 1 << index
                    wider.append(next)
                }
            }
            result += wider
        }
        return Array(result.dropFirst())
    }

    /// Without cells whose member lies below another cell's: those parts do not overlap.
    private func topmost(_ cells: [Int], dimensions mask: Int, _ keys: [Int: [Int]]) -> [Int] {
        var cells = cells
        for index in dimensions.indices where mask & 1 << index != 0 {
            let members = Set(cells.map { keys[$0]![index + 1] })
            cells.removeAll { cell in
                var member = parents[index][keys[cell]![index + 1]]
                while member != 0 && !members.contains(member) { member = parents[index][member] }
                return member != 0
            }
        }
        return cells
    }
}
