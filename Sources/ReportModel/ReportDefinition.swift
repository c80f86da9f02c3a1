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
    /// In the order in which they stand below each other; all but the first have a name.
    public var tables: [TableDefinition]
    public var charts: [ChartDefinition]
    public var relations: [RelationDefinition]
    public var notes: [NoteDefinition]
    /// Note that explains each evidence mark of a caliber value; keys are `Evidence` raw values, values note ids.
    public var evidenceNotes: [String: String]
    /// Labels of the signature line, left to right; the last one may carry the release date.
    public var signatures: [String]
    /// 密级 or 内部资料, at the upper left of every page; nil: none.
    public var classification: String?
    /// What a user may choose.
    public var parameters: [ParameterDefinition] = []
    /// What was chosen in place of the defaults; empty: nothing.
    public var choices: [Choice] = []
    public var origin: SourceRange

    public enum Frequency: String, Sendable, CaseIterable { case monthly, annual }
    /// `city`: the whole city; `district`: one report for each district that reports on its own.
    public enum ScopeKind: String, Sendable, CaseIterable { case city, district }

    public init(
        code: String, title: String, subsystem: String, menu: [String] = [], frequency: Frequency = .monthly,
        scopes: [ScopeKind] = [.city], page: PageSetup = PageSetup(), rounding: RoundingRule = .halfAwayFromZero,
        table: TableDefinition? = nil, charts: [ChartDefinition] = [], relations: [RelationDefinition] = [],
        notes: [NoteDefinition] = [], evidenceNotes: [String: String] = [:],
        signatures: [String] = ["单位负责人：", "统计负责人：", "填表人：", "报出日期：　　　　年　　月　　日"], origin: SourceRange
    ) {
        self.code = code; self.title = title; self.subsystem = subsystem; self.menu = menu; self.frequency = frequency
        self.scopes = scopes; self.page = page; self.rounding = rounding; tables = table.map { [$0] } ?? []; self.charts = charts
        self.relations = relations; self.notes = notes; self.evidenceNotes = evidenceNotes
        self.signatures = signatures; self.origin = origin
    }

    /// The first table: the one that formulas of other reports mean by the report's code alone.
    public var table: TableDefinition? {
        get { tables.first }
        set { if let newValue { tables = [newValue] + tables.dropFirst() } else { tables = [] } }
    }

    /// How a catalogue names it: the code, with what was chosen in place of the defaults.
    public var lookup: String { choices.isEmpty ? code : "\(code)?\(variant)" }
    /// `金额单位=元,人员类别=20`; empty for the report as it is published.
    public var variant: String { choices.map { "\($0.parameter)=\($0.values.joined(separator: "+"))" }.joined(separator: ",") }

    /// Index of a table by name; nil and the empty name mean the first one.
    public func tableIndex(_ name: String?) -> Int? {
        guard let name, !name.isEmpty else { return tables.isEmpty ? nil : 0 }
        return tables.firstIndex { $0.name == name }
    }

    /// `Z02` for `SB-Z02`: how formulas name the report.
    public var shortCode: String { code.split(separator: "-").last.map(String.init) ?? code }
}

public struct PageSetup: Sendable, Hashable {
    public enum PaperSize: String, Sendable, CaseIterable { case a4 = "A4", a3 = "A3" }
    public enum Orientation: String, Sendable, CaseIterable { case portrait, landscape }
    public var size: PaperSize
    public var orientation: Orientation
    public var binding: Binding
    /// Printed on both sides: even pages mirror the margins of a left binding.
    public var isDuplex: Bool

    /// The side with room for binding.
    public enum Binding: String, Sendable, CaseIterable { case none, left, top }

    public init(size: PaperSize = .a4, orientation: Orientation = .landscape, binding: Binding = .none, isDuplex: Bool = false) {
        self.size = size; self.orientation = orientation; self.binding = binding; self.isDuplex = isDuplex
    }
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
    /// Name of the table whose rows and columns it is about; nil: the first one.
    public var table: String?
    /// Row codes that a relation between columns is checked in; empty: every row.
    public var rows: [String]
    /// Row codes that it is not checked in: for tables whose rows grow from year to year.
    public var exceptRows: [String]
    /// Largest allowed difference in base units (元, 人); zero unless declared.
    public var tolerance: Amount
    /// The unit that the tolerance was written in; nil: a bare number.
    public var toleranceUnit: Unit?
    /// A failure of a warning relation is printed, but does not stop publication.
    public var severity: Diagnostic.Severity
    /// A documented exception: the difference is allowed when it is exactly this amount.
    public var exception: Exception?
    /// Months (1…12) in which the relation does not hold by its nature: a year-to-date figure starts anew in January.
    public var exceptMonths: [Int]
    public var origin: SourceRange

    public struct Exception: Sendable, Hashable {
        public var reason: String
        /// In base units.
        public var amount: Amount
        /// The unit that it was written in; nil: a bare number.
        public var unit: Unit?
        public init(reason: String, amount: Amount, unit: Unit? = nil) { self.reason = reason; self.amount = amount; self.unit = unit }
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
