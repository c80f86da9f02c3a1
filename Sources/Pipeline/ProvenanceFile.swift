internal import Composition
internal import Cubes
internal import Diagnostics
internal import Quantities
internal import ReportModel

/// provenance.tsv: for every figure its formula, operands with values, calibers in force and source batches; one figure a line.
enum ProvenanceFile {
    static func text(of report: BuiltReport) -> String {
        var lines = ["key\tvalue\tformula\toperands\tcalibers\tbatches\tadjustment"]
        for (number, table) in report.tables.enumerated() {
          for row in table.rows where row.style != .heading {
            for (column, cell) in zip(table.columns, row.cells) {
                let source = cell.provenance
                let operands = source.operands.map { "\($0.label) = \($0.value)" }.joined(separator: "; ")
                let calibers = source.calibers.map { "\($0.id) = \($0.value.value) from \($0.value.effective.from) (\($0.value.evidence.rawValue))" }.joined(separator: "; ")
                lines.append([
                    "\(number == 0 ? "" : table.name + "/")r\(row.code)c\(column.code)", cell.value.amount.map(\.description) ?? cell.value.kind, source.formula, operands, calibers,
                    source.batches.joined(separator: " "), source.adjustment == 0 ? "" : String(source.adjustment),
                ].joined(separator: "\t"))
            }
          }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
