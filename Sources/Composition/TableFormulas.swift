public import Quantities

/// Which cells of a table follow from other cells of it, by definition or by a declared relation: one entry per row or column,
/// not per cell. Codes are those of the built table; a place that is not printed is still named, so readers must look it up.
public struct TableFormulas: Sendable, Hashable {
    /// Formulas of a row or of a column.
    public struct Line: Sendable, Hashable {
        /// By definition, for every cell of the line that it applies to.
        public var value: CellFormula?
        /// By definition, for single columns of a row; nil: the column's own formula does not apply there.
        public var cells: [String: CellFormula?] = [:]
        /// What the line adds up to without being defined so: the parts of a total, a declared relation.
        public var sums: [Sum] = []
        public init() {}
        var isEmpty: Bool { value == nil && cells.isEmpty && sums.isEmpty }
    }

    /// A formula that holds where the figures say so.
    public struct Sum: Sendable, Hashable {
        public var formula: CellFormula
        /// Codes of the crossing lines that it is declared for; nil: every additive column, every row.
        public var only: Set<String>?
        public var except: Set<String>
        public init(formula: CellFormula, only: Set<String>? = nil, except: Set<String> = []) {
            self.formula = formula; self.only = only; self.except = except
        }
        func holds(in code: String) -> Bool { only?.contains(code) != false && !except.contains(code) }
    }

    /// By row code.
    public var rows: [String: Line] = [:]
    /// By column code.
    public var columns: [String: Line] = [:]
    /// Columns that read measures: a row's formula replaces theirs.
    public var measured: Set<String> = []
    public init() {}

    public var isEmpty: Bool { rows.isEmpty && columns.isEmpty }

    /// What defines the cell; nil when it is measured, or reads anything outside the table.
    public func definition(row: String, column: String) -> CellFormula? {
        let line = rows[row]
        if let own = line?.cells[column] { return own }
        if measured.contains(column) { return line?.value }
        return columns[column]?.value
    }

    /// What the cell may be besides: to be used only where it holds exactly.
    public func sums(row: String, column: String, isAdditive: Bool) -> [CellFormula] {
        let down = rows[row]?.sums.filter { ($0.only != nil || isAdditive) && $0.holds(in: column) } ?? []
        let across = columns[column]?.sums.filter { $0.holds(in: row) } ?? []
        return (down + across).map(\.formula)
    }
}

/// A formula over printed places of one table. Values are in base units, as in `Expression`.
public indirect enum CellFormula: Sendable, Hashable {
    public enum Row: Sendable, Hashable {
        case own
        /// The row above in the table.
        case above
        case code(String)
    }
    public enum Operator: String, Sendable, Hashable { case add = "+", subtract = "-", multiply = "*", divide = "/" }

    case number(Amount)
    /// `column` nil: the own column.
    case cell(Row, column: String?)
    case negate(CellFormula)
    case binary(Operator, CellFormula, CellFormula)
    case sum([CellFormula])
    /// First ÷ second in %.
    case percentage(CellFormula, CellFormula)
    /// (first ÷ second − 1) in %.
    case growth(CellFormula, CellFormula)
}
