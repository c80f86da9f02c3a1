internal import Composition
internal import Quantities

/// Finds the spreadsheet formula of a cell, and proves it before it is written.
///
/// A formula is written only when all its operands are printed as exact numbers on the sheet, its exact value over the numbers
/// written there is the cell's within 10⁻⁹ (a sum that is not defined as one: exactly), and the double that a spreadsheet will
/// compute is displayed as the printed text. Formulas never lead back to their own cell.
struct SheetFormulas {
    private let table: BuiltTable
    private let isEmpty: Bool
    private let firstRow: Int
    private let firstColumn: Int
    /// Index of a code; nil where a code stands twice.
    private var rows: [String: Int?] = [:]
    private var columns: [String: Int?] = [:]
    /// What has been decided by now, by row × columns + column.
    private var decided: [Int: Decision] = [:]

    private enum Decision {
        case running
        case plain
        /// What a spreadsheet will compute.
        case formula(String, Double)
    }

    /// `firstRow` and `firstColumn`: place of the first value cell on the sheet.
    init(_ table: BuiltTable, firstRow: Int, firstColumn: Int) {
        self.table = table; self.firstRow = firstRow; self.firstColumn = firstColumn
        isEmpty = table.formulas.isEmpty
        if isEmpty { return }
        for (index, row) in table.rows.enumerated() { rows[row.code] = rows.keys.contains(row.code) ? .some(nil) : .some(index) }
        for (index, column) in table.columns.enumerated() { columns[column.code] = columns.keys.contains(column.code) ? .some(nil) : .some(index) }
    }

    /// Without the equals sign: `SUM(C8:C13)`; nil where the cell stays a plain number.
    mutating func formula(row: Int, column: Int) -> String? {
        if isEmpty { return nil }
        if case .formula(let text, _) = decide(row, column) { return text }
        return nil
    }

    private mutating func decide(_ row: Int, _ column: Int) -> Decision {
        let place = row * table.columns.count + column
        if let known = decided[place] { return known }
        let decision: Decision
        if let written = written(row, column) {
            decided[place] = .running
            decision = firstProven(row, column, written)
        } else {
            decision = .plain
        }
        decided[place] = decision
        return decision
    }

    /// The number on the sheet; nil for text and where it is not the exact value.
    private func written(_ row: Int, _ column: Int) -> Decimal? {
        guard case .number(let amount) = table.rows[row].cells[column].value, let display = table.rows[row].cells[column].display,
            case .exact(let number) = SpreadsheetNumber.choose(amount, unit: table.columns[column].unit, display: display)
        else { return nil }
        return number
    }

    private mutating func firstProven(_ row: Int, _ column: Int, _ written: Decimal) -> Decision {
        let rowCode = table.rows[row].code, columnCode = table.columns[column].code, unit = table.columns[column].unit
        guard let places = table.rows[row].cells[column].display?.scale else { return .plain }
        if let defined = table.formulas.definition(row: rowCode, column: columnCode) {
            return proven(defined, row, column, written, places, exactly: false) ?? .plain
        }
        for sum in table.formulas.sums(row: rowCode, column: columnCode, isAdditive: unit.isAdditive) {
            if let decision = proven(sum, row, column, written, places, exactly: true) { return decision }
        }
        return .plain
    }

    private mutating func proven(_ formula: CellFormula, _ row: Int, _ column: Int, _ written: Decimal, _ places: Int, exactly: Bool) -> Decision? {
        // A cell that is another cell, or a number, is no computation.
        switch formula {
        case .cell, .number: return nil
        default: break
        }
        guard let term = term(formula, row, column)?.scaled(to: table.columns[column].unit), term.text.utf8.count <= FormulaTerm.longest,
            let difference = try? term.exact.subtracting(written.amount).magnitude
        else { return nil }
        if exactly ? !difference.isZero : !isSmall(difference, beside: written.amount) { return nil }
        let wanted = SpreadsheetNumber.double(written)
        guard abs(term.double - wanted) <= abs(wanted) * 1e-9, let shown = SpreadsheetNumber.shown(term.double, decimals: places),
            shown == SpreadsheetNumber.shown(written, decimals: places)
        else { return nil }
        return .formula(term.text, term.double)
    }

    private func isSmall(_ difference: Amount, beside number: Amount) -> Bool {
        guard let scaled = try? difference.multiplied(by: Amount(1_000_000_000)) else { return false }
        return scaled <= number.magnitude
    }

    // MARK: Terms

    private mutating func term(_ formula: CellFormula, _ row: Int, _ column: Int) -> FormulaTerm? {
        switch formula {
        case .number(let amount): return FormulaTerm(amount)
        case .cell(let place, let code): return cell(place, code, row, column)
        case .negate(let inner): return term(inner, row, column)?.negated
        case .binary(let op, let left, let right):
            if let addends = FormulaTerm.addends(formula), addends.count > 2 { return term(.sum(addends), row, column) }
            guard let x = term(left, row, column), let y = term(right, row, column) else { return nil }
            return FormulaTerm.binary(op, x, y)
        case .percentage(let part, let whole):
            guard let x = term(part, row, column), let y = term(whole, row, column) else { return nil }
            return FormulaTerm.binary(.divide, x, y)?.inPercent
        case .growth(let new, let old):
            guard let x = term(new, row, column), let y = term(old, row, column), x.power == y.power, !y.exact.isNegative else { return nil }
            return FormulaTerm.binary(.divide, x, y).flatMap { FormulaTerm.binary(.subtract, $0, FormulaTerm(.one)!) }?.inPercent
        case .sum(let parts):
            var terms: [FormulaTerm] = []
            for part in parts {
                guard let term = term(part, row, column) else { return nil }
                terms.append(term)
            }
            return FormulaTerm.sum(terms)
        }
    }

    private mutating func cell(_ place: CellFormula.Row, _ code: String?, _ row: Int, _ column: Int) -> FormulaTerm? {
        let sheetRow: Int?, sheetColumn: Int?
        switch place {
        case .own: sheetRow = row
        case .above: sheetRow = row > 0 ? row - 1 : nil
        case .code(let code): sheetRow = rows[code] ?? nil
        }
        if let code { sheetColumn = columns[code] ?? nil } else { sheetColumn = column }
        guard let r = sheetRow, let c = sheetColumn, let number = written(r, c) else { return nil }
        let value: Double
        switch decide(r, c) {
        case .running: return nil
        case .plain: value = SpreadsheetNumber.double(number)
        case .formula(_, let computed): value = computed
        }
        let unit = table.columns[c].unit
        return FormulaTerm(cell: (firstRow + r, firstColumn + c), number: number, double: value, power: unit.power, dimension: unit.dimension)
    }
}
