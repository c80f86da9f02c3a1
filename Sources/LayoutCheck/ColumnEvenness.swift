internal import Scene

/// Columns that belong together should be equally wide: neighbours under one spanner, and the same column of groups that repeat.
/// They may differ where they must: when their contents are not alike, or when the widest one would not fit into an equal share.
/// What a column holds is measured by ink over all pages of its table, so this rule needs the whole document.
struct ColumnEvenness {
    /// Differences below this are not seen: points.
    static let tolerance = 1.0
    /// Contents are alike when the narrowest is at least this part of the widest.
    static let likeness = 0.75

    private struct Column {
        var name: String
        /// From the left edge of the table; without the space that parts groups.
        var left: Double
        var width: Double
        /// Ink of its cells, from the left edge of the table.
        var ink: (low: Double, high: Double)?
        /// Widest line of its own head.
        var head = 0.0
        /// What stands in its head.
        var title = ""

        var content: Double { max(ink.map { $0.high - $0.low } ?? 0, head) }
    }
    private struct Spanner {
        var title: String
        var level: Double
        var columns: [Int]
        /// Columns directly below it, in runs of neighbours.
        var runs: [[Int]]
    }
    private struct Table {
        var page: Int
        var columns: [Column]
        var spanners: [Spanner] = []
    }
    private struct Key: Hashable {
        var names: [String]
        /// Hundredths of points.
        var widths: [Int]
    }

    private var tables: [Table] = []
    private var known: [Key: Int] = [:]

    mutating func add(_ ink: PageInk, page: Int) {
        for place in ink.page.boxes.indices where ink.page.boxes[place].kind == .table { addTable(place, ink, page) }
    }

    private mutating func addTable(_ place: Int, _ ink: PageInk, _ page: Int) {
        let boxes = ink.page.boxes, left = boxes[place].rect.x
        let numbers = boxes.filter { $0.kind == .columnNumber && $0.parent == place && $0.name != "n-stub" && $0.name != "n-code" }.sorted { $0.rect.x < $1.rect.x }
        guard let first = numbers.first else { return }
        let key = Key(names: numbers.map(\.name), widths: numbers.map { Int(($0.rect.width * 100).rounded()) })
        let texts = ink.texts.filter { $0.box.parent == place && $0.ink.width > 0 }
        if known[key] == nil {
            known[key] = tables.count
            var columns = numbers.map { Column(name: String($0.name.dropFirst(2)), left: $0.rect.x - left, width: $0.rect.width) }
            for text in texts where text.box.kind == .columnNumber {
                guard let index = numbers.firstIndex(where: { $0.name == text.box.name }) else { continue }
                // The number stands in the middle of what is left of the column beside the space before a group.
                let gap = 2 * (text.ink.midX - text.box.rect.midX)
                if gap > 2 { (columns[index].left, columns[index].width) = (columns[index].left + gap, columns[index].width - gap) }
            }
            var table = Table(page: page, columns: columns)
            addHeads(to: &table, boxes.filter { $0.kind == .headerCell && $0.parent == place }, texts, numbers: numbers, bottom: first.rect.y)
            tables.append(table)
        }
        let table = known[key]!, places = Dictionary(numbers.enumerated().map { (Int(($1.rect.x * 100).rounded()), $0) }, uniquingKeysWith: { first, _ in first })
        for text in texts where text.box.kind == .cell {
            guard let index = places[Int((text.box.rect.x * 100).rounded())] else { continue }
            let low = text.ink.x - left, high = text.ink.maxX - left, old = tables[table].columns[index].ink
            tables[table].columns[index].ink = (min(low, old?.low ?? low), max(high, old?.high ?? high))
        }
    }

    private func addHeads(to table: inout Table, _ heads: [Box], _ texts: [PageInk.Text], numbers: [Box], bottom: Double) {
        func covered(_ head: Box) -> [Int] { numbers.indices.filter { head.rect.x < numbers[$0].rect.midX && numbers[$0].rect.midX < head.rect.maxX } }
        var leaves: [(index: Int, y: Double)] = [], spanners: [(box: Box, columns: [Int], title: String)] = []
        for head in heads {
            let columns = covered(head), own = texts.filter { $0.box.kind == .headerCell && $0.box.name == head.name && $0.box.rect == head.rect }
            let title = own.map(\.text).joined()
            if head.rect.maxY < bottom - 0.01 {
                if !columns.isEmpty { spanners.append((head, columns, title)) }
            } else if columns.count == 1 {
                table.columns[columns[0]].title = title
                table.columns[columns[0]].head = own.map(\.ink.width).max() ?? 0
                leaves.append((columns[0], head.rect.y))
            }
        }
        for spanner in spanners {
            var runs: [[Int]] = []
            for column in spanner.columns where leaves.contains(where: { $0.index == column && abs($0.y - spanner.box.rect.maxY) < 0.01 }) {
                if runs.last?.last == column - 1 { runs[runs.count - 1].append(column) } else { runs.append([column]) }
            }
            table.spanners.append(Spanner(title: spanner.title, level: spanner.box.rect.y, columns: spanner.columns, runs: runs))
        }
    }

    // MARK: Judgement

    var findings: [LayoutFinding] { tables.flatMap(findings) }

    private func findings(_ table: Table) -> [LayoutFinding] {
        let pad = table.columns.map { $0.width - $0.content }.min() ?? 0
        var found: [LayoutFinding] = []
        for spanner in table.spanners {
            for run in spanner.runs { found += judge(run, of: table, pad: pad, under: "under “\(spanner.title)”") }
        }
        for set in repeatedSets(table) { found += judge(set, of: table, pad: pad, under: "in repeated groups") }
        return found
    }

    /// The same places of spanners on one level that stand over the same heads.
    private func repeatedSets(_ table: Table) -> [[Int]] {
        var groups: [(level: Double, titles: [String], spanners: [[Int]])] = []
        for spanner in table.spanners {
            let titles = spanner.columns.map { table.columns[$0].title }
            if let index = groups.firstIndex(where: { abs($0.level - spanner.level) < 0.01 && $0.titles == titles }) { groups[index].spanners.append(spanner.columns) }
            else { groups.append((spanner.level, titles, [spanner.columns])) }
        }
        return groups.filter { $0.spanners.count > 1 }.flatMap { group in group.titles.indices.map { place in group.spanners.map { $0[place] } } }
    }

    private func judge(_ set: [Int], of table: Table, pad: Double, under what: String) -> [LayoutFinding] {
        guard set.count > 1 else { return [] }
        let widths = set.map { table.columns[$0].width }, contents = set.map { table.columns[$0].content }
        let widest = contents.max()!, difference = widths.max()! - widths.min()!
        guard difference > Self.tolerance, contents.min()! + pad >= Self.likeness * (widest + pad) else { return [] }
        guard widths.reduce(0, +) / Double(set.count) >= widest + pad else { return [] }
        let names = set.map { table.columns[$0].name }
        return [LayoutFinding(.unevenColumns, page: table.page, element: "columns \(names.joined(separator: ", ")) \(what)", excess: difference)]
    }
}
