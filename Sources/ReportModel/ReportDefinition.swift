public import Diagnostics
public import Quantities

/// What a report shows and how: one YAML file under `ReportDefs/reports`.
public struct ReportDefinition: Sendable {
    /// Form number: `SB-Z02`.
    public var code: String
    public var title: String
    /// 子系统: reporting dates are set per subsystem.
    public var subsystem: String
    /// Where it stands in the readers' menu, outermost first.
    public var menu: [String]
    public var frequency: Frequency
    /// Which scopes get a report of their own.
    public var scopes: [ScopeKind]
    public var page: PageSetup
    public var rounding: RoundingRule
    public var table: TableDefinition?
    public var charts: [ChartDefinition]
    public var relations: [RelationDefinition]
    public var notes: [NoteDefinition]
    /// Note that explains each evidence mark of a caliber value; keys are `Evidence` raw values, values note ids.
    public var evidenceNotes: [String: String]
    /// Labels of the signature line, left to right; the last one may carry the release date.
    public var signatures: [String]
    public var origin: SourceRange

    public enum Frequency: String, Sendable, CaseIterable { case monthly, annual }
    /// `city`: the whole city; `district`: one report for each district that reports on its own.
    public enum ScopeKind: String, Sendable, CaseIterable { case city, district }

    public init(
        code: String, title: String, subsystem: String, menu: [String] = [], frequency: Frequency = .monthly,
        scopes: [ScopeKind] = [.city], page: PageSetup = PageSetup(), rounding: RoundingRule = .halfAwayFromZero,
        table: TableDefinition? = nil, charts: [ChartDefinition] = [], relations: [RelationDefinition] = [],
        notes: [NoteDefinition] = [], evidenceNotes: [String: String] = [:],
        signatures: [String] = ["单位负责人：", "统计负责人：", "填表人：", "报出日期："], origin: SourceRange
    ) {
        self.code = code; self.title = title; self.subsystem = subsystem; self.menu = menu; self.frequency = frequency
        self.scopes = scopes; self.page = page; self.rounding = rounding; self.table = table; self.charts = charts
        self.relations = relations; self.notes = notes; self.evidenceNotes = evidenceNotes
        self.signatures = signatures; self.origin = origin
    }

    /// `Z02` for `SB-Z02`: how formulas name the report.
    public var shortCode: String { code.split(separator: "-").last.map(String.init) ?? code }
}

public struct PageSetup: Sendable, Hashable {
    public enum PaperSize: String, Sendable, CaseIterable { case a4 = "A4", a3 = "A3" }
    public enum Orientation: String, Sendable, CaseIterable { case portrait, landscape }
    public var size: PaperSize
    public var orientation: Orientation
    public init(size: PaperSize = .a4, orientation: Orientation = .landscape) { self.size = size; self.orientation = orientation }
}

/// A line of 说明. Text may hold `{value ID}`, `{from ID}` and `{basis ID}`: value, effective date and legal basis of a caliber
/// in force at the end of the period.
public struct NoteDefinition: Sendable, Hashable {
    /// A note with an id can be pointed to by marks; it is then numbered ①②… in order of first use.
    public var id: String?
    public var text: String
    public var origin: SourceRange
    public init(id: String? = nil, text: String, origin: SourceRange) { self.id = id; self.text = text; self.origin = origin }
}

/// 审核关系: `01行 = sum(02行:19行)`, `10栏 = 7栏 ÷ 5栏`, `[01,6] ≥ [02,6]`, `[01,1] = Y01[01,1]`.
public struct RelationDefinition: Sendable, Hashable {
    public enum Comparison: String, Sendable, Hashable, CaseIterable { case equal = "=", atLeast = "≥", atMost = "≤" }
    public var left: Expression
    public var comparison: Comparison
    public var right: Expression
    /// Column codes or names that a relation between rows is checked in; empty: every additive column.
    public var columns: [String]
    /// Row codes that a relation between columns is checked in; empty: every row.
    public var rows: [String]
    /// Row codes that it is not checked in: for tables whose rows grow from year to year.
    public var exceptRows: [String]
    /// Largest allowed difference in the unit of the cells; zero unless declared.
    public var tolerance: Amount
    /// A failure of a warning relation is printed, but does not stop publication.
    public var severity: Diagnostic.Severity
    /// A documented exception: the difference is allowed when it is exactly this amount.
    public var exception: Exception?
    /// Months (1…12) in which the relation does not hold by its nature: a year-to-date figure starts anew in January.
    public var exceptMonths: [Int]
    public var origin: SourceRange

    public struct Exception: Sendable, Hashable {
        public var reason: String
        public var amount: Amount
        public init(reason: String, amount: Amount) { self.reason = reason; self.amount = amount }
    }

    public init(
        left: Expression, comparison: Comparison, right: Expression, columns: [String] = [], rows: [String] = [], exceptRows: [String] = [],
        tolerance: Amount = .zero, severity: Diagnostic.Severity = .error, exception: Exception? = nil,
        exceptMonths: [Int] = [], origin: SourceRange
    ) {
        self.left = left; self.comparison = comparison; self.right = right; self.columns = columns; self.rows = rows; self.exceptRows = exceptRows
        self.tolerance = tolerance; self.severity = severity; self.exception = exception
        self.exceptMonths = exceptMonths; self.origin = origin
    }

    public var text: String { text(Expression.Naming()) }

    /// As it is printed for readers.
    public func text(_ naming: Expression.Naming) -> String { "\(left.printed(naming)) \(comparison.rawValue) \(right.printed(naming))" }
}
