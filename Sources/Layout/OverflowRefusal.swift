internal import Composition
internal import Diagnostics
internal import ReportModel
internal import Scene

/// A column with `overflow: fail` whose texts do not fit at full size: the widest text, the width that it needs and what is left for it.
struct OverflowRefusal {
    private let column: String
    private let row: String
    private let text: String
    private let needed: Double
    private let available: Double

    /// Nil when no column of the table must not shrink.
    init?(_ grid: TableGrid, needs: ColumnNeeds, width: Double, shaper: any TextShaper) {
        let table = grid.table
        let strict = grid.columns.indices.filter { index in
            switch grid.columns[index].kind {
            case .stub: table.stubOverflow == .fail
            case .code: false
            case .value(let place): table.columns[place].overflow == .fail
            }
        }
        guard let widest = strict.max(by: { needs.widths[$0] < needs.widths[$1] }) else { return nil }
        func text(_ row: BuiltRow) -> String {
            if case .value(let place) = grid.columns[widest].kind { row.cells[place].text } else { row.title }
        }
        func textWidth(_ row: BuiltRow) -> Double { shaper.unitWidth(text(row), row.style.isBold ? .heiBold : .heiRegular) }
        guard let row = table.rows.max(by: { textWidth($0) < textWidth($1) }) else { return nil }
        column = if case .value(let place) = grid.columns[widest].kind { "column \(table.columns[place].code)" } else { "the stub" }
        (self.row, self.text) = (row.code, text(row))
        needed = needs.widths[widest]
        available = max(0, width - needs.total + needed)
    }

    func diagnostic(_ report: BuiltReport) -> Diagnostic {
        LayoutDiagnostics.overflow(report, column: column, row: row, text: text, needed: needed, available: available)
    }
}
