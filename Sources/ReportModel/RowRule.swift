public import Diagnostics
public import Quantities

/// What a violated rule does to the row.
public enum RuleSeverity: String, Sendable, Hashable, CaseIterable {
    /// The row is rejected.
    case error
    /// 疑似数据: the row is loaded and waits in the queue for a decision.
    case suspect
    /// The row is loaded and counted.
    case warning
}

/// A rule over the columns of one row: `due_unit = base × 0.16 within 0.01`.
public struct RowRule: Sendable {
    /// Short and unique within the specification; part of the error file's name.
    public var id: String
    public var name: String
    /// Must hold, when all conditions do.
    public var test: RowTest
    public var conditions: [RowTest]
    public var severity: RuleSeverity
    /// First and last month; nil: always.
    public var from: ReportingPeriod?
    public var until: ReportingPeriod?
    public var origin: SourceRange

    public init(
        id: String, name: String, test: RowTest, conditions: [RowTest] = [], severity: RuleSeverity, from: ReportingPeriod? = nil,
        until: ReportingPeriod? = nil, origin: SourceRange
    ) {
        self.id = id; self.name = name; self.test = test; self.conditions = conditions; self.severity = severity
        self.from = from; self.until = until; self.origin = origin
    }
}

/// 过滤: rows that are left out by declaration, for instance test accounts.
public struct RowFilter: Sendable {
    public var id: String
    public var name: String
    /// A row for which all of these hold is left out.
    public var conditions: [RowTest]
    public var from: ReportingPeriod?
    public var until: ReportingPeriod?
    public var origin: SourceRange

    public init(id: String, name: String, conditions: [RowTest], from: ReportingPeriod? = nil, until: ReportingPeriod? = nil, origin: SourceRange) {
        self.id = id; self.name = name; self.conditions = conditions; self.from = from; self.until = until; self.origin = origin
    }
}

/// One test of a row. A comparison with an empty field holds: emptiness is the business of `required`.
public struct RowTest: Sendable, Hashable {
    public var kind: Kind
    /// As written.
    public var text: String
    public var origin: SourceRange

    public enum Kind: Sendable, Hashable {
        /// `class in 1501, 1502`: the code is one of these or lies below one of these; `not in` for the opposite.
        case member(column: String, codes: [String], isNegated: Bool)
        /// `unit filled`, `unit empty`
        case filled(column: String, Bool)
        /// `unit is 9999999999, 8888888888` · `unit starts 999` · `unit is not …`: bytes of a text column.
        case text(column: String, values: [String], isPrefix: Bool, isNegated: Bool)
        /// `left = right within 0.01`
        case compare(RowSum, Comparison, RowSum, within: Amount)
        /// `middle between lower and upper`, limits included.
        case between(RowSum, lower: RowSum, upper: RowSum)
    }

    public enum Comparison: String, Sendable, Hashable, CaseIterable { case equal = "=", notEqual = "≠", above = ">", below = "<", atLeast = ">=", atMost = "<=" }

    public init(_ kind: Kind, text: String, origin: SourceRange) { self.kind = kind; self.text = text; self.origin = origin }

    public var columns: [String] {
        func names(_ sum: RowSum) -> [String] { sum.terms.flatMap(\.columns) }
        return switch kind {
        case .member(let column, _, _), .filled(let column, _), .text(let column, _, _, _): [column]
        case .compare(let left, _, let right, _): names(left) + names(right)
        case .between(let middle, let lower, let upper): names(middle) + names(lower) + names(upper)
        }
    }

    public var sums: [RowSum] {
        switch kind {
        case .member, .filled, .text: []
        case .compare(let left, _, let right, _): [left, right]
        case .between(let middle, let lower, let upper): [middle, lower, upper]
        }
    }
}

/// `base × 0.16 + 3`: a sum of products.
public struct RowSum: Sendable, Hashable {
    public var terms: [Term]
    public init(_ terms: [Term]) { self.terms = terms }

    /// factor × columns × calibers.
    public struct Term: Sendable, Hashable {
        public var factor: Amount
        /// At most two number or date columns.
        public var columns: [String]
        /// Values in force on the last day of the file's period.
        public var calibers: [String]
        /// `period_start`, `period_end` as yyyymmdd.
        public var day: PeriodDay?
        public init(factor: Amount, columns: [String] = [], calibers: [String] = [], day: PeriodDay? = nil) {
            self.factor = factor; self.columns = columns; self.calibers = calibers; self.day = day
        }
    }

    public enum PeriodDay: String, Sendable, Hashable, CaseIterable { case start = "period_start", end = "period_end" }
}

/// The first or last line of an interface file, which is no row: what the provider declares about the file.
public struct ControlRecord: Sendable, Hashable {
    /// First field of the line; it tells the trailer from the rows. A header needs none.
    public var marker: String?
    public var fields: [Field]
    /// What a difference between declared and counted is; never `suspect`.
    public var difference: RuleSeverity
    public var origin: SourceRange

    public enum Field: Sendable, Hashable {
        /// yyyymm of the file.
        case period
        /// Number of rows, rejected ones included.
        case rows
        /// Sum of a number column over all rows, rejected ones included.
        case sum(column: String)
        /// Name or title of the column in this place.
        case title(column: String)
        case ignored
    }

    public init(marker: String?, fields: [Field], difference: RuleSeverity = .error, origin: SourceRange) {
        self.marker = marker; self.fields = fields; self.difference = difference; self.origin = origin
    }
}
