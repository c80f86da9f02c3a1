internal import Composition
internal import Quantities
internal import ReportModel

/// What a table says at a page break besides its rows: what goes on (…（续）), and 承前页 and 过次页 with running sums of money:
/// the persons of several insurances or months are no number of persons.
struct PageSeam {
    private let table: BuiltTable
    let tree: RowTree
    /// Running sums of displayed figures before each row, and after the last: row × column count + column. Empty without carrying.
    private let sums: [Int128]
    /// How many figures each of the sums has: where none was printed there is no sum.
    private let counts: [Int]
    /// The first column whose running sum does not fit into 38 digits; no sums are kept then.
    let overflowingColumn: Int?

    init(_ table: BuiltTable, outlines: [RowOutline]) {
        self.table = table
        tree = RowTree(outlines)
        (sums, counts, overflowingColumn) = table.carriesForward ? Self.sums(table, outlines) : ([], [], nil)
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
                for column in running.indices where table.columns[column].unit.dimension == .money {
                    guard let display = cells.display(at: column) else { continue }
                    (running[column], isOver) = running[column].addingReportingOverflow(display.unscaled)
                    if isOver { return ([], [], column) }
                    printed[column] += 1
                }
            }
            sums += running
            counts += printed
        }
        return (sums, counts, nil)
    }

    var carries: Bool { !sums.isEmpty }

    /// The rows that `row` stands under, from the outermost: what goes on when a page begins with it.
    func open(at row: Int) -> [Int] { row > 0 && row < table.rows.count ? tree.ancestors(of: row).reversed() : [] }

    /// Lines above and below the rows of a page.
    func linesAbove(_ rows: Range<Int>) -> Int {
        rows.lowerBound == 0 ? 0 : (carries ? 1 : 0) + open(at: rows.lowerBound).count
    }
    func linesBelow(_ rows: Range<Int>) -> Int { carries && rows.upperBound < table.rows.count ? 1 : 0 }

    /// What is carried over the break before `row`, as printed; empty for columns of anything but money, or without a figure so far.
    func carried(before row: Int) -> [String] {
        table.columns.indices.map { column in
            let place = row * table.columns.count + column
            guard table.columns[column].unit.dimension == .money, counts[place] > 0 else { return "" }
            return Decimal(unscaled: sums[place], scale: table.columns[column].decimals).text()
        }
    }
}
