internal import Diagnostics
internal import ReportModel

/// Which measures must not stand in the mart cell by cell, because a report hides small counts of them.
enum MeasureProtection {
    /// Every measure that a suppressed column reads, directly or through other columns, rows, tables and reports.
    static func protectedMeasures(_ catalogue: Catalogue) -> Set<String> {
        var result: Set<String> = []
        for report in catalogue.reports {
            for (index, table) in report.tables.enumerated() {
                guard let rule = table.suppression else { continue }
                var search = Search(catalogue: catalogue)
                for column in table.allColumns where rule.columns.contains(where: { $0 == column.code || $0 == column.name }) {
                    search.add(column.value, report: report, table: index)
                }
                for formula in table.rowFormulas { search.add(formula, report: report, table: index) }
                result.formUnion(search.measures)
            }
        }
        return result
    }

    private struct Search {
        let catalogue: Catalogue
        var measures: Set<String> = []
        /// Tables of which everything is taken already.
        private var whole: Set<String> = []
        /// Columns that are taken already.
        private var columns: Set<String> = []

        init(catalogue: Catalogue) { self.catalogue = catalogue }

        mutating func add(_ formula: Expression, report: ReportDefinition, table: Int) {
            switch formula {
            case .number, .quantity, .caliber, .field, .row, .rowRange: break
            case .measure(let reference): measures.insert(reference.code)
            case .column(let name, _):
                guard columns.insert("\(report.code) \(table) \(name)").inserted else { return }
                for column in report.tables[table].allColumns where column.code == name || column.name == name { add(column.value, report: report, table: table) }
            case .cell(let reference):
                guard let target = catalogue.table(of: reference, in: report, own: table) else { return }
                addAll(target.report, target.table)
            case .negate(let inner, _): add(inner, report: report, table: table)
            case .binary(_, let left, let right, _):
                add(left, report: report, table: table)
                add(right, report: report, table: table)
            case .call(_, let arguments, _): for argument in arguments { add(argument, report: report, table: table) }
            }
        }

        private mutating func addAll(_ report: ReportDefinition, _ table: Int) {
            guard whole.insert("\(report.code) \(table)").inserted else { return }
            for formula in report.tables[table].allColumns.map(\.value) + report.tables[table].rowFormulas { add(formula, report: report, table: table) }
        }
    }
}
