internal import Composition
internal import Quantities
internal import ReportModel

/// What a table says at a page break besides its rows: the group that goes on (…（续）), and 承前页 and 过次页 with running sums.
struct PageSeam {
    private let table: BuiltTable
    /// For each row, the heading or opening subtotal of the group that it continues; only known for rows inside a group.
    private let groups: [Int?]
    /// Running sums of displayed figures before each row, and after the last: row × column count + column. Empty without carrying.
    private let sums: [Int128]
    /// How many figures each of the sums has: where none was printed there is no sum.
    private let counts: [Int]
    /// The first column whose running sum does not fit into 38 digits.
    let overflowingColumn: Int?

    init(_ table: BuiltTable, outlines: [RowOutline]) {
        self.table = table
        groups = Self.groups(outlines)
        (sums, counts, overflowingColumn) = table.carriesForward ? Self.sums(table, outlines) : ([], [], nil)
    }

    private static func groups(_ rows: [RowOutline]) -> [Int?] {
        var open: [Int] = []
        return rows.indices.map { index in
            let row = rows[index]
            while let last = open.last, rows[last].level >= row.level { open.removeLast() }
            let group = open.last
            if row.style == .heading || row.style == .subtotal { open.append(index) }
            return group
        }
    }

    /// Only rows proper are carried: totals, parts of a row and supplements would count twice.
    private static func sums(_ table: BuiltTable, _ outlines: [RowOutline]) -> (sums: [Int128], counts: [Int], overflow: Int?) {
        var sums: [Int128] = [], running = [Int128](repeating: 0, count: table.columns.count), isOver = false
        var counts: [Int] = [], printed = running.map { _ in 0 }
        sums.reserveCapacity((table.rows.count + 1) * running.count)
        sums += running
        counts += printed
        for row in table.rows.indices {
            if outlines[row].style == .normal {
                let cells = table.rows[row].cells
                for column in running.indices where table.columns[column].unit.dimension.isAdditive {
                    guard let display = cells.display(at: column) else { continue }
                    (running[column], isOver) = running[column].addingReportingOverflow(display.unscaled)
                    if isOver { return (sums, counts, column) }
                    printed[column] += 1
                }
            }
            sums += running
            counts += printed
        }
        return (sums, counts, nil)
    }

    var carries: Bool { !sums.isEmpty }

    /// Title of the group that goes on when a page begins with `row`.
    func openTitle(at row: Int) -> (title: String, level: Int)? {
        guard row > 0, row < groups.count, let group = groups[row] else { return nil }
        return (table.rows[group].title + "（续）", table.rows[group].level)
    }

    /// Lines above and below the rows of a page.
    func linesAbove(_ rows: Range<Int>) -> Int {
        rows.lowerBound == 0 ? 0 : (carries ? 1 : 0) + (openTitle(at: rows.lowerBound) == nil ? 0 : 1)
    }
    func linesBelow(_ rows: Range<Int>) -> Int { carries && rows.upperBound < table.rows.count ? 1 : 0 }

    /// What is carried over the break before `row`, as printed; empty for columns that are not added up or have no figure so far.
    func carried(before row: Int) -> [String] {
        table.columns.indices.map { column in
            let place = row * table.columns.count + column
            guard table.columns[column].unit.dimension.isAdditive, counts[place] > 0 else { return "" }
            return Decimal(unscaled: sums[place], scale: table.columns[column].decimals).text()
        }
    }
}
