internal import Composition
internal import Diagnostics
internal import ReportModel
internal import Scene

/// How high each part of a table is: heads, column-number row and body rows, as offsets from the top of the table.
struct TableGeometry {
    let columns: TableColumns
    /// Offsets of the head rows, and of the rule below them.
    let headEdges: [Double]
    let numberRowHeight: Double
    /// Offset of row i from the first row; one more than rows.
    private(set) var rowOffsets: [Double]
    /// Titles that take more than one line, by row.
    let brokenStubs: [Int: [String]]
    let diagonal: DiagonalHead?
    /// Height of a line at a page break: 承前页, 过次页, a group that goes on.
    private(set) var seamHeight: Double
    /// Distance of the lines of a head.
    let headLeading: Double
    /// Distance of the lines of a broken row title.
    let stubLeading: Double

    var headBottom: Double { headEdges[headEdges.count - 1] }
    /// The line that says that there are no rows.
    var emptyHeight: Double { rowOffsets.count > 1 ? 0 : seamHeight }
    /// Offset of the first body row.
    var bodyTop: Double { headBottom + numberRowHeight }
    func height(of rows: Range<Int>) -> Double { rowOffsets[rows.upperBound] - rowOffsets[rows.lowerBound] }

    init(_ grid: TableGrid, measure: TableMeasure, columns: TableColumns, shaper: any TextShaper, report: BuiltReport) throws {
        let sizing = columns.sizing
        self.columns = columns
        headLeading = sizing.headerSize * 1.28
        stubLeading = columns.stubSize * 1.25
        numberRowHeight = sizing.numberSize * 1.42
        let slant = grid.table.diagonal.isEmpty ? nil : DiagonalHead(grid, sizing: sizing, shaper: shaper)
        headEdges = Self.headEdges(grid, lines: columns.headLines, leading: headLeading, size: sizing.headerSize, stubHeight: slant?.minimumHeight ?? 0)
        diagonal = slant
        var broken: [Int: [String]] = [:]
        var offsets = [0.0]
        offsets.reserveCapacity(grid.table.rows.count + 1)
        let rowHeight = sizing.bodySize * 1.76
        seamHeight = rowHeight
        for index in grid.table.rows.indices {
            var height = rowHeight
            if let lines = try Self.brokenStub(index, grid, measure: measure, columns: columns, shaper: shaper, report: report) {
                broken[index] = lines
                height += Double(lines.count - 1) * stubLeading
            }
            offsets.append(offsets[index] + height)
        }
        brokenStubs = broken
        rowOffsets = offsets
    }

    /// The same with rows and seams that are lower by `share` of the height of a line.
    func tightened(by share: Double) -> TableGeometry {
        var tight = self
        let less = seamHeight * share
        for row in rowOffsets.indices { tight.rowOffsets[row] -= Double(row) * less }
        tight.seamHeight -= less
        return tight
    }

    /// Where the title of a row begins, from the left edge of the stub.
    static func titleStart(_ opening: TableGrid.Opening, measure: TableMeasure, columns: TableColumns) -> Double {
        columns.sizing.stubPad + (opening.indent + measure.lead(opening.lead)) * columns.stubSize
    }

    private static func brokenStub(
        _ index: Int, _ grid: TableGrid, measure: TableMeasure, columns: TableColumns, shaper: any TextShaper, report: BuiltReport
    ) throws -> [String]? {
        let sizing = columns.sizing
        let marks = measure.stubMarks[index] == 0 ? 0 : measure.stubMarks[index] * sizing.markSize + 0.8
        let whole = sizing.stubPad + measure.stubs[index] * columns.stubSize + marks
        if whole + sizing.pad <= columns.width(0) + 1e-6 { return nil }
        let row = grid.table.rows[index]
        let start = titleStart(grid.opening(of: index), measure: measure, columns: columns)
        let available = columns.width(0) - start - sizing.pad - marks
        let breaker = LineBreaker { shaper.width(of: $0.utf8, face: row.style.isBold ? .heiBold : .heiRegular, size: columns.stubSize) }
        let lines = HeadBreaker(width: breaker.width).twoLines(row.title, fitting: available + 1e-6, betweenWords: true)
            ?? breaker.lines(row.title, available: available)
        guard lines.allSatisfy({ breaker.width($0) <= available + 1e-6 }) else {
            throw DiagnosticsError(LayoutDiagnostics.lineTooWide(report, what: "the title of row \(row.code)", text: row.title, available: max(0, available)))
        }
        return lines
    }

    /// Heights of the head rows: each high enough for its heads; what a merged head misses goes evenly to its rows.
    private static func headEdges(_ grid: TableGrid, lines: [[String]], leading: Double, size: Double, stubHeight: Double) -> [Double] {
        var heights = Array(repeating: size * 1.4, count: grid.headRowCount)
        var needs = lines.map { Double($0.count) * leading + size * 0.54 }
        needs[0] = max(needs[0], stubHeight)
        for (head, need) in zip(grid.heads, needs) where head.rows.count == 1 {
            heights[head.rows.lowerBound] = max(heights[head.rows.lowerBound], need)
        }
        for (head, need) in zip(grid.heads, needs).sorted(by: { $0.0.rows.count < $1.0.rows.count }) where head.rows.count > 1 {
            let missing = need - heights[head.rows].reduce(0, +)
            if missing > 0 { for row in head.rows { heights[row] += missing / Double(head.rows.count) } }
        }
        return heights.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
    }
}
