public import Diagnostics
public import Quantities

/// 数据接口规范: columns, types, lengths, defaults, codes and rules of one kind of interface file.
///
/// As read from its file it holds the columns of all its versions; `resolved(for:)` gives what is in force in a month.
public struct InterfaceSpecification: Sendable {
    public var id: String
    /// File prefix: `YL`.
    public var feed: String
    public var name: String
    public var version: Int
    /// First day on which files follow this version.
    public var effective: CalendarDate
    /// Who answers for the specification; named whenever a load by it fails.
    public var owner: String
    /// Insurance code of every row, when the file has no such column.
    public var insurance: String?
    /// Source A or B; all specifications of one id have the same.
    public var source = DataSource.interfaceFiles
    /// How the rows are written; with `filePattern`, `encoding`, `delimiter` and `table` the form in which files are read.
    public var format = SourceForm.Format.text
    /// Table of a database that holds the rows; see `SourceForm`.
    public var table: String?
    /// Other forms in which the same rows may be delivered instead; in a month one form is accepted.
    public var alternatives: [SourceForm] = []
    /// `YL_{period}.TXT`; `{period}` is yyyymm, `{part}` one of `parts`.
    public var filePattern: String
    /// One delivery of several files: the texts that `{part}` stands for, in order. Empty: one file.
    public var parts: [String]
    public var encoding: Encoding
    /// One ASCII byte.
    public var delimiter: UInt8
    /// A delimiter at the end of every row is no empty field.
    public var allowsTrailingDelimiter: Bool
    /// Columns that together are unique within a period.
    public var key: [String]
    /// Code columns that become dimensions of the summary cells.
    public var dimensions: [String]
    public var columns: [InterfaceColumn]
    public var header: ControlRecord?
    public var trailer: ControlRecord?
    /// Rows that are left out by declaration, counted apart from errors.
    public var filters: [RowFilter]
    public var rules: [RowRule]
    /// Later versions, in order of their first month.
    public var versions: [SpecificationVersion]
    /// Names of columns that other versions have and this one has not; filled by `resolved(for:)`.
    public var absentColumns: [String] = []
    public var origin: SourceRange

    public enum Encoding: String, Sendable, CaseIterable {
        case utf8 = "utf-8"
        /// GB18030; GBK is a part of it.
        case gb18030
        /// Found in each file by mark and strict reading, and stated with the load.
        case detect
    }

    public init(
        id: String, feed: String, name: String, version: Int, effective: CalendarDate, owner: String, insurance: String?,
        filePattern: String, parts: [String] = [], encoding: Encoding, delimiter: UInt8, allowsTrailingDelimiter: Bool = false,
        key: [String], dimensions: [String], columns: [InterfaceColumn], header: ControlRecord? = nil, trailer: ControlRecord? = nil,
        filters: [RowFilter] = [], rules: [RowRule] = [], versions: [SpecificationVersion] = [], origin: SourceRange
    ) {
        self.id = id; self.feed = feed; self.name = name; self.version = version; self.effective = effective; self.owner = owner
        self.insurance = insurance; self.filePattern = filePattern; self.parts = parts; self.encoding = encoding
        self.delimiter = delimiter; self.allowsTrailingDelimiter = allowsTrailingDelimiter; self.key = key; self.dimensions = dimensions
        self.columns = columns; self.header = header; self.trailer = trailer; self.filters = filters; self.rules = rules
        self.versions = versions; self.origin = origin
    }

    /// What is in force in a month: its version number, its columns, and the rules whose columns it has.
    public func resolved(for period: ReportingPeriod) -> InterfaceSpecification {
        var result = self
        if let last = versions.last(where: { $0.from <= period }) { result.version = last.version }
        result.columns = columns.filter { $0.isInForce(in: period) }
        result.absentColumns = columns.filter { column in !result.columns.contains { $0.name == column.name } }.map(\.name)
        let absent = Set(result.absentColumns)
        func stays(_ tests: [RowTest], _ from: ReportingPeriod?, _ until: ReportingPeriod?) -> Bool {
            (from.map { $0 <= period } ?? true) && (until.map { period <= $0 } ?? true) && tests.allSatisfy { absent.isDisjoint(with: $0.columns) }
        }
        result.rules = rules.filter { stays([$0.test] + $0.conditions, $0.from, $0.until) }
        result.filters = filters.filter { stays($0.conditions, $0.from, $0.until) }
        result.dimensions = dimensions.filter { !absent.contains($0) }
        result.header?.fields.removeAll { if case .title(let column) = $0 { absent.contains(column) } else { false } }
        return result
    }

    /// The specification in each form that a delivery may have, the first one first.
    public var forms: [InterfaceSpecification] { [self] + alternatives.map(taking) }

    private func taking(_ form: SourceForm) -> InterfaceSpecification {
        var result = self
        (result.format, result.filePattern, result.encoding, result.delimiter, result.table) = (form.format, form.filePattern, form.encoding, form.delimiter, form.table)
        result.alternatives = []
        if !form.filePattern.contains("{part}") { result.parts = [] }
        return result
    }

    /// In the form whose files have such a name; as it is when there is none.
    public func form(ofFile name: String, for period: ReportingPeriod) -> InterfaceSpecification {
        forms.first { $0.fileNames(for: period).contains(name) } ?? self
    }

    /// The table that holds the rows of a month.
    public func table(for period: ReportingPeriod) -> String? { table?.replacingFirst("{period}", with: period.compact) }

    /// Names of the files of a month, in the order in which they are read.
    public func fileNames(for period: ReportingPeriod) -> [String] {
        let name = fileName(for: period)
        return parts.isEmpty ? [name] : parts.map { name.replacingFirst("{part}", with: $0) }
    }

    /// The name with `{part}` left as it is.
    public func fileName(for period: ReportingPeriod) -> String { filePattern.replacingFirst("{period}", with: period.compact) }
}

/// A later version of a specification: what changed, from which month on.
public struct SpecificationVersion: Sendable, Hashable {
    public var version: Int
    public var from: ReportingPeriod
    public var note: String
    public var origin: SourceRange
    public init(version: Int, from: ReportingPeriod, note: String, origin: SourceRange) {
        self.version = version; self.from = from; self.note = note; self.origin = origin
    }
}

extension String {
    fileprivate func replacingFirst(_ needle: String, with text: String) -> String {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return String(self[..<start]) + text + String(self[index(start, offsetBy: needle.count)...]) }
            start = index(after: start)
        }
        return self
    }
}

public struct InterfaceColumn: Sendable {
    public var name: String
    public var title: String
    public var type: ColumnType
    /// 非空: an empty field is an error unless a default is declared.
    public var required: Bool
    /// Taken for an empty field, and counted.
    public var defaultText: String?
    /// First and last month in which files have the column; nil: always.
    public var from: ReportingPeriod?
    public var until: ReportingPeriod?
    /// What it means, for the document.
    public var note: String?
    /// Its name in tables of a database and heads of CSV files, when it has another one there.
    public var sourceName: String?
    public var origin: SourceRange

    public enum ColumnType: Sendable, Hashable {
        /// yyyymm; must be the period of the file.
        case period
        /// At most `length` characters.
        case text(length: Int)
        /// Member of a code table in force at the end of the period.
        case code(table: String)
        /// Not before 1753-01-01.
        case date(DateFormat)
        /// `1` or `0`.
        case logical
        case number(NumberFormat)
    }

    public enum DateFormat: String, Sendable, Hashable, CaseIterable {
        case dashes = "yyyy-mm-dd"
        case slashes = "yyyy/mm/dd"
        case compact = "yyyymmdd"
    }

    public struct NumberFormat: Sendable, Hashable {
        public var integerDigits: Int
        /// Decimals that are kept; more are rounded or rejected.
        public var decimals: Int
        /// Nil: more decimals are an error.
        public var rounding: RoundingRule?
        public var minimum: Amount?
        public var maximum: Amount?
        /// What a value outside of minimum and maximum is.
        public var outside: RuleSeverity
        public init(
            integerDigits: Int, decimals: Int, rounding: RoundingRule?, minimum: Amount? = nil, maximum: Amount? = nil, outside: RuleSeverity = .error
        ) {
            self.integerDigits = integerDigits; self.decimals = decimals; self.rounding = rounding
            self.minimum = minimum; self.maximum = maximum; self.outside = outside
        }
    }

    public init(
        name: String, title: String, type: ColumnType, required: Bool = true, defaultText: String? = nil, from: ReportingPeriod? = nil,
        until: ReportingPeriod? = nil, note: String? = nil, origin: SourceRange
    ) {
        self.name = name; self.title = title; self.type = type; self.required = required; self.defaultText = defaultText
        self.from = from; self.until = until; self.note = note; self.origin = origin
    }

    public func isInForce(in period: ReportingPeriod) -> Bool { (from.map { $0 <= period } ?? true) && (until.map { period <= $0 } ?? true) }
}
