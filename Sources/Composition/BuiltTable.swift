public import Quantities
public import ReportModel
public import Cubes

/// The rows of a table; those of a record table are made when they are asked for.
public typealias BuiltRows = RowList<BuiltRow, BuiltRecords>

/// A table with heads resolved to a grid and every cell computed.
public struct BuiltTable: Sendable {
    /// As formulas name it; empty for a table that stands alone.
    public var name: String
    /// Printed above the table; nil for none.
    public var title: String?
    public var stubTitle: String
    /// Nil when row codes are not printed.
    public var codeTitle: String?
    public var columns: [BuiltColumn]
    /// Heads over the value columns, row by row from the top; together they tile `headerRowCount` × `columns.count`.
    public var headerCells: [HeaderCell]
    public var headerRowCount: Int
    public var rows: BuiltRows
    /// Two or three labels of a stub head that is divided by slanting lines, from the upper right; empty for a plain head.
    public var diagonal: [String]
    /// Running sums stand at the page breaks.
    public var carriesForward: Bool
    /// First and last row by the name of rows made from data, as readers see them: `02～19行`.
    public var spans: [String: String] = [:]
    /// What becomes of row titles that are too wide; nil: they are broken over lines.
    public var stubOverflow: Overflow?
    /// Which cells follow from others; by codes, so that leaving out rows and columns does not touch them.
    public var formulas = TableFormulas()

    public init(
        name: String = "", title: String? = nil, stubTitle: String, codeTitle: String?, columns: [BuiltColumn], headerCells: [HeaderCell], headerRowCount: Int, rows: [BuiltRow],
        diagonal: [String] = [], carriesForward: Bool = false
    ) {
        self.init(
            name: name, title: title, stubTitle: stubTitle, codeTitle: codeTitle, columns: columns, headerCells: headerCells, headerRowCount: headerRowCount,
            rows: BuiltRows(rows), diagonal: diagonal, carriesForward: carriesForward)
    }

    public init(
        name: String = "", title: String? = nil, stubTitle: String, codeTitle: String?, columns: [BuiltColumn], headerCells: [HeaderCell],
        headerRowCount: Int, rows: BuiltRows, diagonal: [String] = [], carriesForward: Bool = false
    ) {
        self.name = name; self.title = title; self.stubTitle = stubTitle; self.codeTitle = codeTitle; self.columns = columns; self.headerCells = headerCells
        self.headerRowCount = headerRowCount; self.rows = rows; self.diagonal = diagonal; self.carriesForward = carriesForward
    }

    /// What stands across a table without rows.
    public static var emptyText: String { "本期无数据" }

    public func columnIndex(_ codeOrName: String) -> Int? { columns.firstIndex { $0.code == codeOrName || $0.name == codeOrName } }
    public func rowIndex(_ codeOrName: String) -> Int? { rows.firstIndex { $0.code == codeOrName } ?? rows.firstIndex { $0.name == codeOrName } }
}

extension BuiltTable {
    /// The table as it is printed: without hidden rows and columns, heads drawn together.
    public var printed: BuiltTable {
        let hidesRows = rows.stored.contains(where: \.isHidden)
        guard hidesRows || columns.contains(where: \.isHidden) else { return self }
        var table = self
        if hidesRows { table.rows = rows.filter { !$0.isHidden } }
        let kept = columns.indices.filter { !columns[$0].isHidden }
        return kept.count < columns.count ? table.keeping(columns: kept) : table
    }

    /// The same table with some of its columns, in ascending order; heads are drawn together.
    public func keeping(columns kept: [Int]) -> BuiltTable {
        var table = self
        table.columns = kept.map { columns[$0] }
        table.rows = rows.map({ row in
            var row = row
            row.cells = BuiltCells(kept.map { row.cells[$0] })
            return row
        }, run: { $0.keeping(columns: kept) })
        table.headerCells = headerCells.compactMap { head in
            let covered = kept.indices.filter { (head.column..<head.column + head.columnSpan).contains(kept[$0]) }
            guard let first = covered.first else { return nil }
            var head = head
            head.column = first
            head.columnSpan = covered.count
            return head
        }
        return table
    }
}

public struct BuiltColumn: Sendable, Hashable {
    /// Column number as printed: `7`.
    public var code: String
    public var name: String?
    public var title: String
    public var unit: Unit
    public var decimals: Int
    /// Member name of the repeated group that it stands in, if any.
    public var group: String?
    /// Computed for formulas and relations, but not printed.
    public var isHidden: Bool
    /// What becomes of figures that are too wide; nil: the whole table is set smaller.
    public var overflow: Overflow?
    public init(code: String, name: String?, title: String, unit: Unit, decimals: Int, group: String? = nil, isHidden: Bool = false) {
        self.code = code; self.name = name; self.title = title; self.unit = unit; self.decimals = decimals; self.group = group
        self.isHidden = isHidden
    }
}

/// A head: a column title or a spanner over several columns.
public struct HeaderCell: Sendable, Hashable {
    /// Lines as broken by the definition; the layout may break further, at sense breaks only.
    public var lines: [String]
    /// `（%）` on a line of its own; nil when the unit is not shown here.
    public var unitLine: String?
    /// 0 is the top header row.
    public var row: Int
    public var rowSpan: Int
    /// Index of the first value column (the stub is not counted).
    public var column: Int
    public var columnSpan: Int
    public var isSpanner: Bool
    public init(lines: [String], unitLine: String?, row: Int, rowSpan: Int, column: Int, columnSpan: Int, isSpanner: Bool) {
        self.lines = lines; self.unitLine = unitLine; self.row = row; self.rowSpan = rowSpan; self.column = column
        self.columnSpan = columnSpan; self.isSpanner = isSpanner
    }
}

public struct BuiltRow: Sendable {
    public var code: String
    /// Name for formulas; the same in every group that repeats the row.
    public var name: String?
    /// Without the word 其中.
    public var title: String
    public var shortTitle: String
    public var style: RowStyle
    public var level: Int
    /// True for the first row of a run of `ofWhich` rows: it carries 其中：.
    public var opensOfWhich: Bool
    /// A hair line follows: the row ends a group (before the next row of level 0).
    public var closesGroup: Bool
    /// Marks after the title: note numbers.
    public var marks: [Int]
    public var cells: BuiltCells
    /// Computed for formulas and relations, but not printed.
    public var isHidden: Bool
    /// Stays on one page with the deeper rows below it, if a page can hold them.
    public var keepsTogether = false
    public init(
        code: String, name: String? = nil, title: String, shortTitle: String, style: RowStyle, level: Int, opensOfWhich: Bool = false,
        closesGroup: Bool = true, marks: [Int] = [], cells: [BuiltCell], isHidden: Bool = false
    ) {
        self.init(
            code: code, name: name, title: title, shortTitle: shortTitle, style: style, level: level, opensOfWhich: opensOfWhich,
            closesGroup: closesGroup, marks: marks, cells: BuiltCells(cells), isHidden: isHidden)
    }

    public init(
        code: String, name: String? = nil, title: String, shortTitle: String, style: RowStyle, level: Int, opensOfWhich: Bool = false,
        closesGroup: Bool = true, marks: [Int] = [], cells: BuiltCells, isHidden: Bool = false
    ) {
        self.code = code; self.name = name; self.title = title; self.shortTitle = shortTitle; self.style = style; self.level = level
        self.opensOfWhich = opensOfWhich; self.closesGroup = closesGroup; self.marks = marks; self.cells = cells; self.isHidden = isHidden
    }
}

/// One figure: its exact value, what is displayed, and where it comes from.
public struct BuiltCell: Sendable, Hashable {
    /// Exact, in base units (元, 人, %).
    public var value: BuiltValue
    /// The displayed number in the column's unit, rounded once; nil for special values.
    public var display: Decimal?
    /// What is printed: `1,296,351.30`, `—`, `缺`.
    public var text: String
    /// Numbers of the notes that mark it.
    public var marks: [Int]
    /// Set where a highlight rule holds.
    public var emphasis: Emphasis?
    public var provenance: Provenance
    public init(value: BuiltValue, display: Decimal?, text: String, marks: [Int] = [], emphasis: Emphasis? = nil, provenance: Provenance = .none) {
        self.value = value; self.display = display; self.text = text; self.marks = marks; self.emphasis = emphasis
        self.provenance = provenance
    }
}

/// Zero is a number; these are not.
public enum BuiltValue: Sendable, Hashable {
    case number(Amount)
    /// No data, or not printable as fact.
    case missing(reason: String)
    case notApplicable
    case suppressed

    /// The file of an interface is not loaded for a month.
    static func notLoaded(_ interface: String, _ period: ReportingPeriod) -> BuiltValue { .missing(reason: "\(interface) \(period)") }

    public var amount: Amount? { if case .number(let amount) = self { amount } else { nil } }
    /// `number`, `missing`, `not-applicable`, `suppressed`
    public var kind: String {
        switch self {
        case .number: "number"
        case .missing: "missing"
        case .notApplicable: "not-applicable"
        case .suppressed: "suppressed"
        }
    }
}

/// Where a figure comes from: enough to print an explanation without computing anything again.
public struct Provenance: Sendable, Hashable {
    /// `7栏 ÷ 5栏`
    public var formula: String
    public var operands: [Operand]
    public var calibers: [ResolvedCaliber]
    /// Ids of the source batches, sorted.
    public var batches: [String]
    /// Largest-remainder adjustment of the displayed value in units of its last place; 0 for none.
    public var adjustment: Int

    public struct Operand: Sendable, Hashable {
        /// `7栏`, `paid{insurance: 110} 2026-10`
        public var label: String
        /// Exact text, or the kind of special value.
        public var value: String
        public init(label: String, value: String) { self.label = label; self.value = value }
    }

    public static let none = Provenance(formula: "", operands: [], calibers: [], batches: [])

    public init(formula: String, operands: [Operand], calibers: [ResolvedCaliber], batches: [String], adjustment: Int = 0) {
        self.formula = formula; self.operands = operands; self.calibers = calibers; self.batches = batches; self.adjustment = adjustment
    }
}
