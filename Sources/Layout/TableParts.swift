internal import Composition
internal import Diagnostics
internal import ReportModel
internal import Scene

/// A table and what its texts need: the same for every width that it is fitted into.
struct MeasuredTable {
    let grid: TableGrid
    let measure: TableMeasure

    init(_ table: BuiltTable, shaper: any TextShaper) {
        grid = TableGrid(table)
        measure = TableMeasure(grid, shaper: shaper)
    }
}

/// A table that fits its page is one part. One that is too wide even at the smallest type is divided into parts of whole heads,
/// as few as possible and about equally wide; each repeats the stub. Heads of the top row stay whole; those of lower rows only
/// where the page is too narrow for that, and the spanner over them is then repeated.
enum TableParts {
    private static let mostParts = 24

    /// Throws LAY001 when a single column is wider than the page, LAY006 when a sum to be carried forward is too large, LAY007 when a
    /// column that must not shrink would have to.
    static func make(
        _ measured: MeasuredTable, fit: TableFit, form: FormLayout, theme: Theme, shaper: any TextShaper, report: BuiltReport
    ) throws -> [TablePainter] {
        let table = measured.grid.table, attempts = TableSizing.attempts(theme, table)
        if let column = measured.grid.seam.overflowingColumn {
            throw DiagnosticsError(LayoutDiagnostics.carriedTooLarge(report, column: table.columns[column].code))
        }
        do {
            return [try painter(measured, fit: fit, form: form, attempts: attempts, theme: theme, shaper: shaper, report: report)]
        } catch let error as DiagnosticsError {
            guard error.diagnostics.allSatisfy({ $0.id == "LAY001" }) else { throw error }
            for level in 0..<max(1, table.headerRowCount) {
                let units = headUnits(table, level: level)
                for count in stride(from: 2, through: min(mostParts, units.count), by: 1) {
                    var best: (parts: [TablePainter], uneven: Int)?
                    for sizing in attempts {
                        guard let parts = try? divide(
                            measured, fit, units, into: count, form: form, sizing: sizing, theme: theme, shaper: shaper, report: report) else { continue }
                        let uneven = parts.reduce(0) { $0 + $1.geometry.columns.unevenSets }
                        if uneven == 0 { return parts }
                        if uneven < best?.uneven ?? .max { best = (parts, uneven) }
                    }
                    if let best { return best.parts }
                }
            }
            throw error
        }
    }

    /// Value columns under each head of row `level` or, where heads end above it, of the row above: what is not torn apart.
    private static func headUnits(_ table: BuiltTable, level: Int) -> [Range<Int>] {
        table.headerCells.filter { $0.row <= level && ($0.row + $0.rowSpan > level || !$0.isSpanner) }
            .map { $0.column..<$0.column + $0.columnSpan }.sorted { $0.lowerBound < $1.lowerBound }
    }

    private static func divide(
        _ measured: MeasuredTable, _ fit: TableFit, _ units: [Range<Int>], into count: Int, form: FormLayout, sizing: TableSizing, theme: Theme,
        shaper: any TextShaper, report: BuiltReport
    ) throws -> [TablePainter] {
        let grid = measured.grid, table = grid.table
        let needs = ColumnNeeds(grid, measure: measured.measure, sizing: sizing, frameWidth: form.frame.width, fit: fit, shaper: shaper)
        let firstValue = grid.columns.count - table.columns.count
        let widths = units.map { unit in needs.widths[firstValue + unit.lowerBound..<firstValue + unit.upperBound].reduce(0, +) }
        return try balanced(widths, parts: count).map { part in
            let columns = part.flatMap { Array(units[$0]) }
            let kept = MeasuredTable(table.keeping(columns: columns), shaper: shaper)
            return try painter(kept, fit: fit, form: form, attempts: [sizing], theme: theme, shaper: shaper, report: report)
        }
    }

    /// Neighbouring units in `parts` runs, the widest as narrow as it can be.
    static func balanced(_ widths: [Double], parts: Int) -> [Range<Int>] {
        let sums = widths.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
        var best = [[Double]](repeating: [Double](repeating: .infinity, count: widths.count + 1), count: parts + 1)
        var cut = [[Int]](repeating: [Int](repeating: 0, count: widths.count + 1), count: parts + 1)
        best[0][0] = 0
        for part in 1...parts {
            for end in part...widths.count {
                for start in (part - 1)..<end {
                    let widest = max(best[part - 1][start], sums[end] - sums[start])
                    if widest < best[part][end] - 1e-9 { (best[part][end], cut[part][end]) = (widest, start) }
                }
            }
        }
        var result: [Range<Int>] = [], end = widths.count
        for part in stride(from: parts, to: 0, by: -1) {
            result.append(cut[part][end]..<end)
            end = cut[part][end]
        }
        return result.reversed()
    }

    private static func painter(
        _ measured: MeasuredTable, fit: TableFit, form: FormLayout, attempts: [TableSizing], theme: Theme, shaper: any TextShaper, report: BuiltReport
    ) throws -> TablePainter {
        let grid = measured.grid, measure = measured.measure
        let columns = try TableColumns(
            grid, measure: measure, left: form.frame.x, width: form.frame.width, attempts: attempts, fit: fit, shaper: shaper, report: report)
        let geometry = try TableGeometry(grid, measure: measure, columns: columns, shaper: shaper, report: report)
        return TablePainter(grid: grid, measure: measure, geometry: geometry, theme: theme, shaper: shaper)
    }
}
