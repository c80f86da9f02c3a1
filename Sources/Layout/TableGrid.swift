internal import Composition
internal import ReportModel

/// Which cell is where: stub, code and value columns in one row of grid columns, heads over them, and what stands before
/// the row titles. No sizes, no places.
struct TableGrid {
    enum ColumnKind: Hashable {
        case stub, code
        /// Index into `BuiltTable.columns`.
        case value(Int)
    }
    struct Column {
        var kind: ColumnKind
        /// Printed in the column-number row: 甲, 乙, 1, 2 …
        var number: String
        /// Business name inside boxes: `stub`, `code`, `c5`.
        var name: String
    }
    struct Head {
        var name: String
        var lines: [String]
        var unitLine: String?
        var rows: Range<Int>
        /// Grid columns.
        var columns: Range<Int>
        var isSpanner: Bool
    }
    /// What is set before a row's title, in units of the body size: `indent` ems, then a grey `lead` or its width.
    struct Opening: Hashable {
        var indent: Double
        var lead: String
        var showsLead: Bool
    }

    var columns: [Column] = []
    var heads: [Head] = []
    var headRowCount: Int
    /// Sets of grid columns that should be equally wide.
    var equalSets: [[Int]] = []
    /// Columns that belong together: neighbours directly under a spanner, and the same place under spanners alike.
    var neighbours: [[Int]] = []
    var twins: [[Int]] = []
    var evenSets: [[Int]] { neighbours + twins }
    /// The columns stand in equal groups that repeat.
    var isRepeated = false
    /// First grid columns of the repeated groups, but for the first one.
    var groupStarts: Set<Int> = []
    let table: BuiltTable
    let seam: PageSeam
    /// Style and grouping of each row.
    let outlines: [RowOutline]
    private let flatPlaces: [Int]
    private let openings: [Opening]

    init(_ table: BuiltTable) {
        self.table = table
        outlines = table.rows.outlines
        seam = PageSeam(table, outlines: outlines)
        flatPlaces = Self.flatPlaces(outlines)
        openings = Self.openings(outlines)
        headRowCount = max(1, table.headerRowCount)
        columns = [Column(kind: .stub, number: "甲", name: "stub")]
        if table.codeTitle != nil { columns.append(Column(kind: .code, number: "乙", name: "code")) }
        let firstValue = columns.count
        for (index, column) in table.columns.enumerated() {
            columns.append(Column(kind: .value(index), number: column.code, name: "c\(column.code)"))
        }
        heads.append(Head(name: "stub", lines: table.diagonal.isEmpty ? [table.stubTitle] : [], unitLine: nil, rows: 0..<headRowCount, columns: 0..<1, isSpanner: false))
        if let codeTitle = table.codeTitle {
            heads.append(Head(name: "code", lines: [codeTitle], unitLine: nil, rows: 0..<headRowCount, columns: 1..<2, isSpanner: false))
        }
        for cell in table.headerCells {
            let first = firstValue + cell.column
            heads.append(Head(
                name: "h\(cell.row)c\(table.columns[cell.column].code)", lines: cell.lines, unitLine: cell.unitLine,
                rows: cell.row..<cell.row + max(1, cell.rowSpan), columns: first..<first + max(1, cell.columnSpan), isSpanner: cell.isSpanner))
        }
        neighbours = spannerSets()
        twins = spannerTwins()
        if let repeated = Self.repeatedSets(table, firstValue: firstValue) {
            equalSets = repeated
            isRepeated = true
            groupStarts = Set(repeated[0].dropFirst())
        } else {
            equalSets = neighbours
        }
    }

    /// Columns of the same place in every repeated group; nil when the table does not consist of equal groups.
    private static func repeatedSets(_ table: BuiltTable, firstValue: Int) -> [[Int]]? {
        guard let first = table.columns.first?.group else { return nil }
        let length = table.columns.prefix { $0.group == first }.count
        guard length > 0, table.columns.count > length, table.columns.count.isMultiple(of: length) else { return nil }
        let isRegular = table.columns.indices.allSatisfy { table.columns[$0].group == table.columns[$0 / length * length].group }
        guard isRegular else { return nil }
        return (0..<length).map { place in stride(from: firstValue + place, to: firstValue + table.columns.count, by: length).map { $0 } }
    }

    /// Neighbouring columns that stand directly under the same spanner.
    private func spannerSets() -> [[Int]] {
        var sets: [[Int]] = []
        for spanner in heads where spanner.isSpanner {
            let inner = heads.filter { $0.isSpanner && $0.rows.lowerBound > spanner.rows.lowerBound && spanner.columns.contains($0.columns.lowerBound) }
            var run: [Int] = []
            for column in spanner.columns {
                if inner.contains(where: { $0.columns.contains(column) }) {
                    if run.count > 1 { sets.append(run) }
                    run = []
                } else {
                    run.append(column)
                }
            }
            if run.count > 1 { sets.append(run) }
        }
        return sets
    }

    private func spannerTwins() -> [[Int]] {
        var groups: [(row: Int, titles: [[String]], spanners: [[Int]])] = []
        for spanner in heads where spanner.isSpanner {
            let columns = Array(spanner.columns)
            let titles = columns.map { column in heads.first { !$0.isSpanner && $0.columns == column..<column + 1 }.map { $0.lines + [$0.unitLine ?? ""] } ?? [] }
            if let index = groups.firstIndex(where: { $0.row == spanner.rows.lowerBound && $0.titles == titles }) {
                groups[index].spanners.append(columns)
            } else {
                groups.append((spanner.rows.lowerBound, titles, [columns]))
            }
        }
        return groups.filter { $0.spanners.count > 1 }.flatMap { group in group.titles.indices.map { place in group.spanners.map { $0[place] } } }
    }

    /// In a long flat list only every fifth rule is a full hair line; the others step back.
    func isQuietRule(below row: Int) -> Bool { flatPlaces[row] > 0 && !flatPlaces[row].isMultiple(of: 5) }

    /// The place of each row in its run of more than twelve rows without groups, from 1; 0 outside such runs.
    private static func flatPlaces(_ rows: [RowOutline]) -> [Int] {
        var places = Array(repeating: 0, count: rows.count), start = 0
        while start < rows.count {
            var end = start
            while end < rows.count, rows[end].style == .normal, rows[end].closesGroup, rows[end].level == 0 { end += 1 }
            if end - start > 12 { for row in start..<end { places[row] = row - start + 1 } }
            start = max(end, start + 1)
        }
        return places
    }

    /// 其中： and 补充资料： stand before the first row of a run; the others are set under its title.
    func opening(of row: Int) -> Opening { openings[row] }

    private static func openings(_ rows: [RowOutline]) -> [Opening] {
        var openings: [Opening] = [], parents: [Int] = []
        openings.reserveCapacity(rows.count)
        for (index, row) in rows.enumerated() {
            while let last = parents.last, rows[last].level >= row.level { parents.removeLast() }
            switch row.style {
            case .ofWhich:
                // One em to the right of where the title of the row above it in rank begins.
                let parent = parents.last.map { openings[$0] }
                let start = parent.map { $0.indent + ($0.lead.isEmpty ? 0 : 3) } ?? Double(max(0, row.level - 1)) * 2
                openings.append(Opening(indent: start + 1, lead: "其中：", showsLead: row.opensOfWhich))
            case .supplement:
                let opens = index == 0 || rows[index - 1].style != .supplement
                openings.append(Opening(indent: Double(row.level) * 2, lead: "补充资料：", showsLead: opens))
            case .normal, .total, .subtotal, .heading:
                openings.append(Opening(indent: Double(row.level) * 2, lead: "", showsLead: false))
            }
            parents.append(index)
        }
        return openings
    }
}
