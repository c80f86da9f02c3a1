public import Composition
internal import Quantities
internal import ReportModel
public import Warehouse

/// The figures of a built report as rows of the mart: what is printed, exactly, and no more.
///
/// Hidden rows and columns, operands and true values of suppressed cells are left out: nobody can compute them back.
public enum FigureRows {
    public static func report(_ built: BuiltReport, inputs: String) -> MartReport {
        let report = built.printed
        var result = MartReport(
            code: report.code, variant: report.variant, period: report.period.description, scope: report.scope.key, title: report.title, scopeName: report.scope.name,
            frequency: report.frequency.rawValue, inputs: inputs, provenanceCode: report.form.provenanceCode)
        var sets: [[String]: Int] = [:]
        for (index, table) in report.tables.enumerated() {
            for (number, column) in table.columns.enumerated() {
                result.columns.append(.init(
                    table: index + 1, number: number + 1, code: column.code, title: column.title.joinedLines, member: column.group, unit: column.unit.name, decimals: column.decimals))
            }
            for (number, row) in table.rows.enumerated() {
                result.rows.append(.init(table: index + 1, number: number + 1, code: row.code, title: row.title, level: row.level, style: row.style.rawValue))
                if row.style == .heading { continue }
                for (column, cell) in row.cells.enumerated() {
                    let batches = cell.provenance.batches
                    let set = sets[batches] ?? sets.count
                    if sets[batches] == nil {
                        sets[batches] = set
                        result.sourceSets.append(batches)
                    }
                    result.figures.append(figure(cell, table: index + 1, row: number + 1, column: column + 1, set: set))
                }
            }
        }
        return result
    }

    private static func figure(_ cell: BuiltCell, table: Int, row: Int, column: Int, set: Int) -> MartReport.Figure {
        let amount = cell.value.amount
        let value = amount?.description
        let state = amount.map { $0.isZero ? "zero" : "value" } ?? cell.value.kind
        return MartReport.Figure(
            table: table, row: row, column: column, state: state, value: value, scale: value.flatMap(scale), printed: cell.text, sourceSet: set)
    }

    /// Decimals of an exact text; nil for a quotient.
    private static func scale(_ text: String) -> Int? {
        if text.contains("/") { return nil }
        return text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
    }
}

extension String {
    fileprivate var joinedLines: String { split(separator: "\n").joined() }
}
