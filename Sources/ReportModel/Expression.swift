public import Diagnostics
public import Quantities

/// A formula of a cell, a relation or a chart, as written in a definition: `7栏 ÷ 5栏`, `02行 + 05行`, `[01,6]`, `上期[01,6]`,
/// `累计(paid)`, `口径(base.lower.pension)`. Every node keeps its place in the YAML file.
public indirect enum Expression: Sendable, Hashable {
    case number(Amount, SourceRange)
    /// A number with its unit, as written: `1000 万元`.
    case quantity(Amount, Unit, SourceRange)
    /// A measure in the slice of its row, column and scope: `paid`, narrowed by `paid{part: unit}`.
    case measure(MeasureReference)
    /// A column of the same row: `7栏`, or by name `paid栏`.
    case column(String, SourceRange)
    /// A row of the same column: `02行`; inside `sum` also all rows made from data, by their name.
    case row(String, SourceRange)
    /// All rows from one to the other, in the order of the table: `02行:19行`; only inside `sum`.
    case rowRange(String, String, SourceRange)
    /// A cell by row and column code, here, in another report (`Z01[01,1]`) or last period (`上期[01,6]`).
    case cell(CellReference)
    /// The value of a caliber in force on the last day of the row's period.
    case caliber(String, SourceRange)
    /// A field of the record that the row is made from: `字段(v1)`.
    case field(String, SourceRange)
    case negate(Expression, SourceRange)
    case binary(BinaryOperator, Expression, Expression, SourceRange)
    case call(Function, [Expression], SourceRange)

    public enum BinaryOperator: String, Sendable, Hashable {
        case add = "+"
        case subtract = "−"
        case multiply = "×"
        case divide = "÷"
    }

    /// The functions of the formula language; the Chinese name is the usual one, the English one means the same.
    public enum Function: String, Sendable, Hashable, CaseIterable {
        /// The same expression one month earlier.
        case previousMonth = "上月"
        /// The same expression twelve months earlier.
        case sameMonthLastYear = "上年同月"
        /// Sum from January to the period; missing when one month is missing. Refused for stocks and rates.
        case yearToDate = "累计"
        /// (x ÷ x a year ago − 1) in %; not applicable when the base is zero or negative.
        case yearOnYear = "同比"
        /// (x ÷ x a month ago − 1) in %.
        case monthOnMonth = "环比"
        /// (x ÷ x in the row above − 1) in %.
        case growthOnPreviousRow = "增幅"
        /// The expression in the row above.
        case previousRow = "上行"
        /// Sum of the arguments; skips cells that are not applicable.
        case sum = "sum"
        /// (x ÷ x in the table's first total row) in %: each part's share.
        case share = "占比"
        /// (x ÷ plan) in %.
        case completion = "完成率"
        /// `时序进度()`: the part of the year that is over at the end of the period, month ÷ 12 in %.
        case elapsedYear = "时序进度"
        /// `round(x, n)`: x rounded to n places of its base unit by the report's rule.
        case round = "round"
        /// `对比(x)`: x at the time that the report's parameter of type `comparison` names: 上月 or 上年同月.
        case comparison = "对比"
        /// (x ÷ 对比(x) − 1) in %.
        case comparisonGrowth = "对比增幅"
        /// First argument, or the second when the first is missing.
        case ifMissing = "缺省"

        public var englishName: String {
            switch self {
            case .previousMonth: "previous_month"
            case .sameMonthLastYear: "same_month_last_year"
            case .yearToDate: "year_to_date"
            case .yearOnYear: "year_on_year"
            case .monthOnMonth: "month_on_month"
            case .growthOnPreviousRow: "growth_on_previous_row"
            case .previousRow: "previous_row"
            case .sum: "sum"
            case .share: "share"
            case .completion: "completion"
            case .elapsedYear: "elapsed_year"
            case .round: "rounded"
            case .comparison: "compared"
            case .comparisonGrowth: "growth_on_compared"
            case .ifMissing: "if_missing"
            }
        }
    }

    public var place: SourceRange {
        switch self {
        case .number(_, let p), .quantity(_, _, let p), .column(_, let p), .row(_, let p), .rowRange(_, _, let p), .caliber(_, let p), .field(_, let p),
            .negate(_, let p), .binary(_, _, _, let p), .call(_, _, let p):
            p
        case .measure(let reference): reference.origin
        case .cell(let reference): reference.origin
        }
    }
}

public struct MeasureReference: Sendable, Hashable {
    public var code: String
    /// Narrows the slice: dimension → member code.
    public var slice: [String: String]
    public var origin: SourceRange
    public init(code: String, slice: [String: String] = [:], origin: SourceRange) {
        self.code = code; self.slice = slice; self.origin = origin
    }
}

public struct CellReference: Sendable, Hashable {
    /// Report code without the house prefix (`Z01` for `SB-Z01`); nil for this report.
    public var report: String?
    /// Name of a table of the report; nil for the first one or, without a report, the formula's own.
    public var table: String?
    public var row: String
    /// Column code or name.
    public var column: String
    /// 上期: the report of the month before.
    public var previousPeriod: Bool
    public var origin: SourceRange
    public init(report: String? = nil, table: String? = nil, row: String, column: String, previousPeriod: Bool = false, origin: SourceRange) {
        self.report = report; self.table = table; self.row = row; self.column = column; self.previousPeriod = previousPeriod; self.origin = origin
    }
}

extension Expression: CustomStringConvertible {
    /// The text form, normalised: `7栏 ÷ 5栏`.
    public var description: String { text(parentPrecedence: 0, naming: Naming()) }

    /// What readers see instead of the names of rows and columns.
    public struct Naming: Sendable {
        /// Title of a row by its name.
        public var rows: [String: String]
        /// First and last row, by the name of rows made from data: `02～19行`.
        public var spans: [String: String]
        /// Number of a column by its name.
        public var columns: [String: String]
        /// Name of a caliber by its id.
        public var calibers: [String: String]
        /// Another report by the code that formulas name it by: `SB-Z02表`; nil: cells are written as in definitions, `Z02[12,7]`.
        public var reports: [String: String]?
        public init(
            rows: [String: String] = [:], spans: [String: String] = [:], columns: [String: String] = [:], calibers: [String: String] = [:],
            reports: [String: String]? = nil
        ) {
            self.rows = rows; self.spans = spans; self.columns = columns; self.calibers = calibers; self.reports = reports
        }

        /// `01行6栏`, `SB-Z02表12行7栏`, `上期滚存结余4栏`, of a table of the form `区县表01行1栏`; several rows or columns as they are listed.
        public func words(of cell: CellReference, rows: String? = nil, columns: String? = nil) -> String {
            let isOwn = cell.report == nil && cell.table == nil
            let row = rows ?? (isOwn ? self.rows[cell.row] : nil) ?? "\(cell.row)行"
            let column = columns ?? (isOwn ? self.columns[cell.column] : nil) ?? cell.column
            let place = (cell.report.map { reports?[$0] ?? ($0.hasSuffix("表") ? $0 : "\($0)表") } ?? "") + (cell.table.map { "\($0) " } ?? "")
            return "\(cell.previousPeriod ? "上期" : "")\(place)\(row)\(column)栏"
        }
    }

    private func text(parentPrecedence: Int, naming: Naming) -> String {
        switch self {
        case .number(let amount, _): return amount.description
        case .quantity(let amount, let unit, _): return "\(amount) \(unit.name)"
        case .measure(let m):
            if m.slice.isEmpty { return m.code }
            return "\(m.code){\(m.slice.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
        case .column(let code, _): return "\(naming.columns[code] ?? code)栏"
        case .row(let code, _): return naming.spans[code] ?? naming.rows[code] ?? "\(code)行"
        case .rowRange(let a, let b, _): return "\(a)行:\(b)行"
        case .cell(let c):
            if naming.reports != nil { return naming.words(of: c) }
            let isOwn = c.report == nil && c.table == nil
            let row = isOwn ? naming.rows[c.row] ?? c.row : c.row, column = isOwn ? naming.columns[c.column] ?? c.column : c.column
            return "\(c.previousPeriod ? "上期" : "")\([c.report, c.table].compactMap { $0 }.joined(separator: "."))[\(row),\(column)]"
        case .caliber(let id, _): return naming.calibers[id] ?? "口径(\(id))"
        case .field(let name, _): return "字段(\(name))"
        case .negate(let e, _): return "−\(e.text(parentPrecedence: 3, naming: naming))"
        case .binary(let op, let l, let r, _):
            let precedence = op == .add || op == .subtract ? 1 : 2
            let text = "\(l.text(parentPrecedence: precedence, naming: naming)) \(op.rawValue) \(r.text(parentPrecedence: precedence + 1, naming: naming))"
            return precedence < parentPrecedence ? "(\(text))" : text
        case .call(let f, let args, _):
            if naming.reports != nil, args.count == 1, case .column = args[0] {
                // A month or a row before a column reads without brackets: `上月9栏`.
                switch f {
                case .previousMonth, .sameMonthLastYear: return f.rawValue + args[0].text(parentPrecedence: 0, naming: naming)
                case .previousRow: return "上一行" + args[0].text(parentPrecedence: 0, naming: naming)
                default: break
                }
            }
            return "\(f.rawValue)(\(args.map { $0.text(parentPrecedence: 0, naming: naming) }.joined(separator: ", ")))"
        }
    }
}

extension Expression {
    /// The form for readers: like `description`, but a sum is written with plus signs, and of a range of rows as `02～19行之和`.
    public func printed(_ naming: Naming = Naming()) -> String {
        guard case .call(.sum, let arguments, _) = self else { return text(parentPrecedence: 0, naming: naming) }
        return arguments.map { argument in
            if case .rowRange(let from, let to, _) = argument { return "\(from)～\(to)行之和" }
            if case .row(let name, _) = argument, let span = naming.spans[name] { return "\(span)之和" }
            return argument.text(parentPrecedence: 0, naming: naming)
        }.joined(separator: " + ")
    }
}

extension Expression {
    /// True when the expression itself names a measure, not only through columns or rows.
    public var readsMeasures: Bool {
        switch self {
        case .measure: true
        case .negate(let inner, _): inner.readsMeasures
        case .binary(_, let l, let r, _): l.readsMeasures || r.readsMeasures
        case .call(_, let arguments, _): arguments.contains(where: \.readsMeasures)
        case .number, .quantity, .column, .row, .rowRange, .cell, .caliber, .field: false
        }
    }

    /// The measures that it reads, in order.
    public var measures: [MeasureReference] {
        switch self {
        case .measure(let reference): [reference]
        case .negate(let inner, _): inner.measures
        case .binary(_, let left, let right, _): left.measures + right.measures
        case .call(_, let arguments, _): arguments.flatMap(\.measures)
        default: []
        }
    }
}
