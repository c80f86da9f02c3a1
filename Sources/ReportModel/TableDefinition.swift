public import Diagnostics
public import Quantities

/// A statistical table: stub (主栏) on the left, column heads (宾栏) with spanners above, cells by formula.
public struct TableDefinition: Sendable {
    /// How formulas, charts and relations name it: `基金[01,6]`; nil for a table that stands alone.
    public var name: String?
    /// Printed above the table: `附表 基金收支`.
    public var title: String?
    public var stub: StubDefinition
    public var columns: [ColumnItem]
    public var rows: [RowItem]
    /// Nil: every count is shown.
    public var suppression: SuppressionRule?
    /// Cells that stand out when a condition holds in their row.
    public var highlights: [HighlightRule]
    /// 过次页 and 承前页: running sums at the page breaks.
    public var carriesForward: Bool
    public var origin: SourceRange
    public init(
        name: String? = nil, title: String? = nil, stub: StubDefinition, columns: [ColumnItem], rows: [RowItem], suppression: SuppressionRule? = nil,
        highlights: [HighlightRule] = [], carriesForward: Bool = false, origin: SourceRange
    ) {
        self.name = name; self.title = title; self.stub = stub; self.columns = columns; self.rows = rows; self.suppression = suppression; self.highlights = highlights
        self.carriesForward = carriesForward; self.origin = origin
    }
}

/// `{when: "10栏 ≤ 90", columns: [10], look: warning}`: in each row where the condition holds, cells of the columns look so.
public struct HighlightRule: Sendable {
    public var left: Expression
    public var comparison: RelationDefinition.Comparison
    public var right: Expression
    /// Columns by code or name; empty: the whole row.
    public var columns: [String]
    /// Rows by code or name that it is not tested in: a total whose share is 100 by its nature.
    public var exceptRows: [String]
    public var look: Emphasis
    public var origin: SourceRange
    public init(
        left: Expression, comparison: RelationDefinition.Comparison, right: Expression, columns: [String], exceptRows: [String] = [], look: Emphasis,
        origin: SourceRange
    ) {
        self.left = left; self.comparison = comparison; self.right = right; self.columns = columns; self.exceptRows = exceptRows; self.look = look
        self.origin = origin
    }
}

/// How a cell stands out, in colour and in black and white.
public enum Emphasis: String, Sendable, CaseIterable {
    /// Bold on a warm tint.
    case warning
    /// Bold.
    case strong
    /// Grey: steps back.
    case muted
}

/// Counts of persons below `below` are not shown, nor anything that they could be computed from.
public struct SuppressionRule: Sendable, Hashable {
    public var below: Amount
    /// Columns of counts, by code or name.
    public var columns: [String]
    public var origin: SourceRange
    public init(below: Amount, columns: [String], origin: SourceRange) { self.below = below; self.columns = columns; self.origin = origin }
}

/// What becomes of the texts of a column that are too wide for the page. Nothing is ever clipped.
public enum Overflow: String, Sendable, CaseIterable {
    /// Broken over lines: row titles only, a figure is never broken.
    case wrap
    /// The texts of this column alone get smaller, down to the smallest size.
    case shrink
    /// The report is refused: column, row, width needed and width there are named.
    case fail
}

public struct StubDefinition: Sendable, Hashable {
    public var title: String
    /// Title of the row code column; nil when row codes are not printed.
    public var codeTitle: String?
    /// 斜线表头: two or three labels from the upper right to the lower left, for what stands in the heads and in the stub.
    /// Empty: `title` alone.
    public var diagonal: [String]
    /// What becomes of row titles that are too wide; nil: they are broken over lines.
    public var overflow: Overflow?
    public init(title: String, codeTitle: String? = "代码", diagonal: [String] = []) {
        self.title = title; self.codeTitle = codeTitle; self.diagonal = diagonal
    }
}

/// What stands in the column heads: a column, a spanner over columns, or a group repeated for members of a dimension.
public indirect enum ColumnItem: Sendable {
    case column(ColumnDefinition)
    case spanner(SpannerDefinition)
    case repeated(RepeatDefinition)
}

public struct SpannerDefinition: Sendable {
    /// `\n` breaks the line where sense breaks, if one is not enough.
    public var title: String
    public var columns: [ColumnItem]
    public var origin: SourceRange
    public init(title: String, columns: [ColumnItem], origin: SourceRange) { self.title = title; self.columns = columns; self.origin = origin }
}

/// The same columns once for each member, under a spanner with the member's name; codes are numbered on.
public struct RepeatDefinition: Sendable {
    public var dimension: String
    /// Member codes, in order; empty: every member in force on the last day of the period.
    public var members: [String]
    /// Leaves out members without a figure other than zero.
    public var skipsEmpty: Bool
    /// Spanner title; `{name}` and `{short}` are the member's names.
    public var title: String
    public var columns: [ColumnDefinition]
    public var origin: SourceRange
    public init(dimension: String, members: [String], skipsEmpty: Bool = false, title: String, columns: [ColumnDefinition], origin: SourceRange) {
        self.dimension = dimension; self.members = members; self.skipsEmpty = skipsEmpty; self.title = title; self.columns = columns
        self.origin = origin
    }
}

public struct ColumnDefinition: Sendable {
    /// Column number: `7`. Nil inside a repeated group, where columns are numbered on.
    public var code: String?
    /// Name for formulas: `paid栏`; unique in the table, or within a repeated group.
    public var name: String?
    public var title: String
    public var unit: Unit
    /// Text of the unit in the head, when it is not the unit's own name; empty: none shown.
    public var unitLabel: String?
    public var decimals: Int
    public var value: Expression
    /// Narrows measures in this column: dimension → member code.
    public var slice: [String: String]
    /// Rows in which this column is not applicable.
    public var notApplicable: [String]
    /// Scopes in which the column applies; empty: all.
    public var scopes: [ReportDefinition.ScopeKind]
    public var partsToTotal: PartsToTotal
    /// Where the column is computed but not printed.
    public var visibility: Visibility
    /// What becomes of figures that are too wide; nil: the whole table is set smaller.
    public var overflow: Overflow?
    public var origin: SourceRange

    /// How displayed parts meet their displayed total.
    public enum PartsToTotal: String, Sendable, CaseIterable {
        /// Round each; a note says that parts and total may differ.
        case roundEach = "round-each"
        /// Adjust the parts by the largest remainder so that they add to the total (the first total row) exactly.
        case largestRemainder = "largest-remainder"
    }

    public init(
        code: String? = nil, name: String? = nil, title: String, unit: Unit, unitLabel: String? = nil, decimals: Int? = nil,
        value: Expression, slice: [String: String] = [:], notApplicable: [String] = [],
        scopes: [ReportDefinition.ScopeKind] = [], partsToTotal: PartsToTotal = .roundEach, visibility: Visibility = Visibility(), origin: SourceRange
    ) {
        self.code = code; self.name = name; self.title = title; self.unit = unit; self.unitLabel = unitLabel
        self.decimals = decimals ?? unit.defaultDecimals; self.value = value; self.slice = slice
        self.notApplicable = notApplicable; self.scopes = scopes; self.partsToTotal = partsToTotal
        self.visibility = visibility; self.origin = origin
    }
}

/// When a row or column is printed. What is not printed is computed all the same: formulas may use it.
public struct Visibility: Sendable, Hashable {
    public var isHidden: Bool
    /// Printed in reports of these scopes only; empty: all.
    public var scopes: [ReportDefinition.ScopeKind]
    /// Printed in these months only (1…12); empty: all.
    public var months: [Int]
    public init(isHidden: Bool = false, scopes: [ReportDefinition.ScopeKind] = [], months: [Int] = []) {
        self.isHidden = isHidden; self.scopes = scopes; self.months = months
    }

    public func shows(in scope: ReportDefinition.ScopeKind, month: Int) -> Bool {
        !isHidden && (scopes.isEmpty || scopes.contains(scope)) && (months.isEmpty || months.contains(month))
    }
}

/// What stands in the stub: a row, or rows made from data.
public indirect enum RowItem: Sendable {
    case row(RowDefinition)
    /// One row for each member of a dimension, in the order of its code table or sorted by a column.
    case members(MemberRows)
    /// The same rows once for each member of a dimension, with a subtotal.
    case group(RowGroup)
    /// One row for each year.
    case years(YearRows)
    /// One row for each record of a data table that comes with the report (see `RecordTable`).
    case records(RecordRows)
}

public struct RowDefinition: Sendable {
    /// `01`: row codes are text. Empty: numbered on from the row above.
    public var code: String
    /// Name for formulas: `income行`; unique in the table, or within a group.
    public var name: String?
    /// Inside a group `{name}` and `{short}` are the names of the group's member.
    public var title: String
    /// Short name for charts; nil: the title.
    public var shortTitle: String?
    public var style: RowStyle
    /// 0 for a main row; 1 and more are indented.
    public var level: Int
    /// Replaces the formula of every column that reads measures: `02行 + 05行`.
    public var value: Expression?
    /// Formulas for single columns (by code or name); they win over everything else.
    public var cells: [String: Expression]
    public var slice: [String: String]
    /// Columns (code or name) that are not applicable in this row; `*` for all columns without an own formula in `cells`.
    public var notApplicable: [String]
    /// Notes whose mark the row's title carries.
    public var notes: [String]
    public var visibility: Visibility
    /// Stays on one page with the deeper rows below it, if a page can hold them.
    public var keepsTogether = false
    public var origin: SourceRange

    public init(
        code: String, name: String? = nil, title: String, shortTitle: String? = nil, style: RowStyle = .normal, level: Int = 0, value: Expression? = nil,
        cells: [String: Expression] = [:], slice: [String: String] = [:], notApplicable: [String] = [], notes: [String] = [],
        visibility: Visibility = Visibility(), origin: SourceRange
    ) {
        self.code = code; self.name = name; self.title = title; self.shortTitle = shortTitle; self.style = style; self.level = level
        self.value = value; self.cells = cells; self.slice = slice; self.notApplicable = notApplicable
        self.notes = notes; self.visibility = visibility; self.origin = origin
    }
}

public enum RowStyle: String, Sendable, CaseIterable {
    case normal
    /// 合计: bold on a tint.
    case total
    /// 小计: must equal the sum of its parts.
    case subtotal
    /// 其中: a part that need not add up; the first of a run carries the word.
    case ofWhich = "of-which"
    /// 补充资料: inside the frame, below the table proper.
    case supplement
    /// Opens a group of rows: a title without figures.
    case heading
}

public struct MemberRows: Sendable {
    public var dimension: String
    /// Name of all rows together, for sums: `districts行`.
    public var name: String?
    /// Code of the first row; the others count on: `02`. Nil: numbered on from the row above.
    public var firstCode: String?
    /// Members to leave out.
    public var except: [String]
    public var level: Int
    /// Nil: the order of the code table.
    public var order: RowOrder?
    /// Leaves out members without a figure other than zero.
    public var skipsEmpty: Bool
    public var origin: SourceRange
    public init(
        dimension: String, name: String? = nil, firstCode: String? = nil, except: [String] = [], level: Int = 0, order: RowOrder? = nil,
        skipsEmpty: Bool = false, origin: SourceRange
    ) {
        self.dimension = dimension; self.name = name; self.firstCode = firstCode; self.except = except; self.level = level; self.order = order
        self.skipsEmpty = skipsEmpty; self.origin = origin
    }
}

/// Rows sorted by the figures of a column. Special values come last, equal figures stay in the order of the code table.
public struct RowOrder: Sendable, Hashable {
    /// Column code or name.
    public var column: String
    public var ascending: Bool
    /// Only so many rows are printed; the rest is added up in a row titled `others`.
    public var top: Int?
    public var others: String
    public init(column: String, ascending: Bool = false, top: Int? = nil, others: String = "其他") {
        self.column = column; self.ascending = ascending; self.top = top; self.others = others
    }
}

/// Rows repeated under each member of a dimension: 小计 of the member, then its rows, one level deeper.
public struct RowGroup: Sendable {
    public enum Subtotal: String, Sendable, CaseIterable {
        /// The member's own row stands before its rows.
        case first
        /// The member's own row stands after its rows; a heading opens them.
        case last
        /// A heading without figures.
        case none
    }
    public var dimension: String
    /// Member codes, in order; empty: every member in force that has no parent in the table.
    public var members: [String]
    public var firstCode: String?
    /// Title of the member's row; `{name}` and `{short}` are the member's names.
    public var title: String
    public var subtotal: Subtotal
    public var rows: [RowItem]
    /// Each group stays on one page, if a page can hold it.
    public var keepsTogether = false
    public var origin: SourceRange
    public init(dimension: String, members: [String], firstCode: String?, title: String, subtotal: Subtotal, rows: [RowItem], origin: SourceRange) {
        self.dimension = dimension; self.members = members; self.firstCode = firstCode; self.title = title; self.subtotal = subtotal
        self.rows = rows; self.origin = origin
    }
}

/// A row for each year from `from` to the year of the report period. The row's period is December of its year, or the
/// report period in the last year.
public struct YearRows: Sendable {
    public var from: Int
    public var firstCode: String?
    /// Note that marks the last row's year-to-date cells when the year is not over.
    public var partialYearNote: String?
    public var origin: SourceRange
    public init(from: Int, firstCode: String?, partialYearNote: String? = nil, origin: SourceRange) {
        self.from = from; self.firstCode = firstCode; self.partialYearNote = partialYearNote; self.origin = origin
    }
}

/// A row for each record: the label, the style and one number per column come from the record.
public struct RecordRows: Sendable {
    /// Name of the record table.
    public var table: String
    public var origin: SourceRange
    public init(table: String, origin: SourceRange) { self.table = table; self.origin = origin }
}
