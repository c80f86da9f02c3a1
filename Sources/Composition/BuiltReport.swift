public import Diagnostics
public import Quantities
public import ReportModel
public import Cubes

/// A report with all its figures, before layout: the one source of PDF, PNG, XLSX and golden figures.
public struct BuiltReport: Sendable {
    /// Form number: `SB-Z02`.
    public var code: String
    /// Title as printed, without the scope.
    public var title: String
    /// What was chosen in place of the defaults, `金额单位=元`; empty for the report as it is published.
    public var variant = ""
    public var scope: ReportScope
    public var period: ReportingPeriod
    public var frequency: ReportDefinition.Frequency
    public var form: FormFrame
    public var page: PageSetup
    public var rounding: RoundingRule
    /// In the order in which they stand below each other.
    public var tables: [BuiltTable]
    public var charts: [BuiltChart]
    /// 说明, in print order; marks first.
    public var notes: [BuiltNote]
    /// Filled by `Relations.check`.
    public var relations: [RelationResult]
    /// Every caliber value used anywhere in the report, sorted by id and effective date.
    public var calibers: [ResolvedCaliber]
    /// Ids of all batches used, sorted.
    public var batches: [String]
    public var origin: SourceRange

    public init(
        code: String, title: String, scope: ReportScope, period: ReportingPeriod, frequency: ReportDefinition.Frequency,
        form: FormFrame, page: PageSetup, rounding: RoundingRule, table: BuiltTable?, charts: [BuiltChart], notes: [BuiltNote],
        relations: [RelationResult] = [], calibers: [ResolvedCaliber], batches: [String], origin: SourceRange
    ) {
        self.code = code; self.title = title; self.scope = scope; self.period = period; self.frequency = frequency
        self.form = form; self.page = page; self.rounding = rounding; tables = table.map { [$0] } ?? []; self.charts = charts; self.notes = notes
        self.relations = relations; self.calibers = calibers; self.batches = batches; self.origin = origin
    }

    /// The first table.
    public var table: BuiltTable? {
        get { tables.first }
        set { if let newValue { tables = [newValue] + tables.dropFirst() } else { tables = [] } }
    }

    /// What is laid out and written to files: without hidden rows and columns.
    public var printed: BuiltReport {
        var report = self
        report.tables = tables.map(\.printed)
        return report
    }

    /// `SB-Z02_110105_2026-10` (`city` for the whole city): the name of files and golden folders.
    public var key: String { "\(code)_\(scope.key)_\(periodKey)" + (variant.isEmpty ? "" : "_\(variant)") }
    /// `ReportDefinition.lookup`
    public var lookup: String { variant.isEmpty ? code : "\(code)?\(variant)" }
    public var periodKey: String { frequency == .annual ? String(period.year) : period.description }
}

/// Who the report is about: the whole city or one district.
public struct ReportScope: Sendable, Hashable {
    /// District code; nil for the whole city.
    public var district: String?
    public var name: String
    public init(district: String?, name: String) { self.district = district; self.name = name }
    public var key: String { district ?? "city" }
    public var kind: ReportDefinition.ScopeKind { district == nil ? .city : .district }
}

/// The texts of the form around the grid, ready to print.
public struct FormFrame: Sendable, Hashable {
    /// `编制单位：示例市社会保险基金管理中心`
    public var office: String
    /// `2026 年 10 月`
    public var period: String
    /// `表号：SB-Z02`
    public var formNumber: String
    /// `计量单位：户、人、万元、元、%`
    public var units: String
    /// Left to right: `单位负责人：` …
    public var signatures: [String]
    /// State layer: `测试版`, `未签批`; drawn last, not part of the content digest.
    public var state: String
    /// `合成数据`, or nil for real data.
    public var dataMark: String?
    /// `Z02-202610-7F3A·91C4`: names the inputs of this report; see `ProvenanceCode`.
    public var provenanceCode: String
    /// 密级 or 内部资料, on every page.
    public var classification: String?
    /// Picture of the office's seal, in the state layer; nil before sign-off.
    public var seal: SealPicture?
    public init(
        office: String, period: String, formNumber: String, units: String, signatures: [String], state: String, dataMark: String?,
        provenanceCode: String
    ) {
        self.office = office; self.period = period; self.formNumber = formNumber; self.units = units; self.signatures = signatures
        self.state = state; self.dataMark = dataMark; self.provenanceCode = provenanceCode
    }
}

/// A seal as PNG with a transparent ground, and how wide it is printed.
public struct SealPicture: Sendable, Hashable {
    public var png: [UInt8]
    /// Width and height in pixels.
    public var pixels: (width: Int, height: Int) { (Self.number(png, at: 16), Self.number(png, at: 20)) }
    /// Printed width in millimetres.
    public var width: Double

    /// Nil when the bytes are no PNG picture.
    public init?(png: [UInt8], width: Double) {
        let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        guard png.count > 33, png.starts(with: signature), Self.number(png, at: 16) > 0, Self.number(png, at: 20) > 0 else { return nil }
        self.png = png
        self.width = width
    }

    private static func number(_ bytes: [UInt8], at offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
}

/// A line of 说明.
public struct BuiltNote: Sendable, Hashable {
    /// 1, 2, … when cells carry its mark (printed ①②…); nil for a plain note.
    public var mark: Int?
    public var text: String
    public init(mark: Int?, text: String) { self.mark = mark; self.text = text }
}

/// One 审核关系 evaluated over all its rows or columns.
public struct RelationResult: Sendable, Hashable {
    /// `02行 = 03行 + 04行`
    public var text: String
    /// Where it is checked, unless everywhere, and what may differ: `（02～04行，1月除外）`.
    public var scope = ""
    /// How many single comparisons were made.
    public var checked: Int
    /// Comparisons that could not be made because an operand is missing (never counted as passed).
    public var notEvaluated: Int
    public var failures: [Failure]
    public var severity: Diagnostic.Severity
    /// Reason of the documented exception that was applied, if any.
    public var exception: String?
    /// Where the relation is defined.
    public var origin: SourceRange?

    public struct Failure: Sendable, Hashable {
        /// `6栏`, `02行` or `01行6栏`
        public var place: String
        public var left: Amount
        public var right: Amount
        /// Where the single relation is defined, when several are printed as one.
        public var origin: SourceRange?
        public init(place: String, left: Amount, right: Amount) { self.place = place; self.left = left; self.right = right }
    }

    /// As readers see it: with its scope.
    public var printed: String { text + scope }

    public init(text: String, checked: Int, notEvaluated: Int, failures: [Failure], severity: Diagnostic.Severity, exception: String? = nil, origin: SourceRange? = nil) {
        self.origin = origin; self.text = text; self.checked = checked; self.notEvaluated = notEvaluated; self.failures = failures
        self.severity = severity; self.exception = exception
    }
}
