public import Diagnostics
public import Quantities

/// 数据核对表 or 自查报告: where a provider's own figures stand in the table that comes with its files, and which figures they are
/// (`checks/*.yaml`).
public struct CheckDefinition: Sendable {
    public enum Role: String, Sendable, CaseIterable {
        /// 数据核对表: what was delivered, file by file.
        case declared
        /// 自查报告: the provider's own aggregates.
        case selfCheck = "self-check"
    }

    public var id: String
    public var name: String
    public var role: Role
    /// `HD_{period}.XLS`; `{period}` is yyyymm.
    public var filePattern: String
    /// Without the file, or without its figures, the month is not published.
    public var isRequired: Bool
    /// First and last month in which the file comes; nil: always.
    public var from: ReportingPeriod?
    public var until: ReportingPeriod?
    /// Of a text file.
    public var encoding: InterfaceSpecification.Encoding
    public var delimiter: UInt8
    public var sheets: [CheckSheet]
    public var origin: SourceRange

    public init(
        id: String, name: String, role: Role, filePattern: String, isRequired: Bool = true, from: ReportingPeriod? = nil, until: ReportingPeriod? = nil,
        encoding: InterfaceSpecification.Encoding = .detect, delimiter: UInt8 = UInt8(ascii: ","), sheets: [CheckSheet], origin: SourceRange
    ) {
        self.id = id; self.name = name; self.role = role; self.filePattern = filePattern; self.isRequired = isRequired; self.from = from; self.until = until
        self.encoding = encoding; self.delimiter = delimiter; self.sheets = sheets; self.origin = origin
    }

    public func isInForce(in period: ReportingPeriod) -> Bool { (from.map { $0 <= period } ?? true) && (until.map { period <= $0 } ?? true) }

    public func fileName(for period: ReportingPeriod) -> String {
        guard let range = filePattern.firstRange(of: "{period}") else { return filePattern }
        return filePattern.replacingCharacters(in: range, with: period.compact)
    }

    /// A workbook by its name; anything else is delimited text.
    public var isWorkbook: Bool {
        let ending = filePattern.lowercased().split(separator: ".").last ?? ""
        return ending == "xls" || ending == "xlsx"
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String { String(self[..<range.lowerBound]) + text + String(self[range.upperBound...]) }
}

/// The figures of one interface in one sheet (or in the text file).
public struct CheckSheet: Sendable {
    /// Name of the sheet; nil: the first one that is not hidden.
    public var sheet: String?
    public var interface: String
    public var table: CheckTable?
    public var cells: [CheckCell]
    public var origin: SourceRange
    public init(sheet: String?, interface: String, table: CheckTable?, cells: [CheckCell], origin: SourceRange) {
        self.sheet = sheet; self.interface = interface; self.table = table; self.cells = cells; self.origin = origin
    }

    public var figures: [CheckedFigure] { (table?.columns.map(\.figure) ?? []) + cells.map(\.figure) }
}

/// A table with a district in each row and a figure in each column.
public struct CheckTable: Sendable {
    /// Rows of the heads, counted from 1.
    public var headRows: ClosedRange<Int>
    /// Heads from top to bottom of the column that names the district.
    public var district: [String]
    /// Label of the row for all districts together; the table ends with it.
    public var total: String?
    /// Only rows that have these texts under these heads, in order of the heads.
    public var filter: [(head: String, text: String)]
    public var columns: [CheckColumn]
    public var origin: SourceRange
    public init(headRows: ClosedRange<Int>, district: [String], total: String?, filter: [(head: String, text: String)], columns: [CheckColumn], origin: SourceRange) {
        self.headRows = headRows; self.district = district; self.total = total; self.filter = filter; self.columns = columns; self.origin = origin
    }
}

public struct CheckColumn: Sendable {
    /// Heads from top to bottom, of which the last ones are enough.
    public var head: [String]
    public var figure: CheckedFigure
    public init(head: [String], figure: CheckedFigure) { self.head = head; self.figure = figure }
}

public struct CheckCell: Sendable {
    /// `C25`
    public var cell: String
    /// Code of the district; nil: all districts together.
    public var district: String?
    public var figure: CheckedFigure
    public init(cell: String, district: String?, figure: CheckedFigure) { self.cell = cell; self.district = district; self.figure = figure }
}

/// What a cell of a check table is.
public struct CheckedFigure: Sendable {
    public enum Kind: Sendable, Hashable {
        case rows
        /// Sum of a number column of the interface file.
        case sum(String)
        /// A measure; one of its parts, or all of them.
        case measure(String, part: String?)
        /// Distinct values of a column.
        case distinct(String)

        /// `rows`, `sum base`, `measure paid unit`, `distinct person`
        public var text: String {
            switch self {
            case .rows: "rows"
            case .sum(let column): "sum \(column)"
            case .measure(let code, let part): "measure \(code)\(part.map { " \($0)" } ?? "")"
            case .distinct(let column): "distinct \(column)"
            }
        }
    }
    public var kind: Kind
    /// The unit that the table is written in.
    public var unit: Unit
    /// Decimals that the table shows.
    public var decimals: Int
    /// A difference stops the month.
    public var blocks: Bool
    public var origin: SourceRange
    public init(kind: Kind, unit: Unit, decimals: Int, blocks: Bool, origin: SourceRange) {
        self.kind = kind; self.unit = unit; self.decimals = decimals; self.blocks = blocks; self.origin = origin
    }
}
