public import Diagnostics
public import Quantities

/// 数据接口规范: columns, types, lengths, defaults and codes of one kind of interface file.
public struct InterfaceSpecification: Sendable {
    public var id: String
    /// File prefix: `YL`.
    public var feed: String
    public var name: String
    public var version: Int
    /// First day on which files follow this version.
    public var effective: CalendarDate
    public var owner: String
    /// Insurance code of every row, when the file has no such column.
    public var insurance: String?
    /// `YL_{period}.TXT`; `{period}` is yyyymm.
    public var filePattern: String
    public var encoding: Encoding
    /// One ASCII byte.
    public var delimiter: UInt8
    /// Columns that together are unique within a period.
    public var key: [String]
    /// Code columns that become dimensions of the summary cells.
    public var dimensions: [String]
    public var columns: [InterfaceColumn]
    public var origin: SourceRange

    public enum Encoding: String, Sendable, CaseIterable { case utf8 = "utf-8", gb18030 = "gb18030" }

    public init(
        id: String, feed: String, name: String, version: Int, effective: CalendarDate, owner: String, insurance: String?,
        filePattern: String, encoding: Encoding, delimiter: UInt8, key: [String], dimensions: [String],
        columns: [InterfaceColumn], origin: SourceRange
    ) {
        self.id = id; self.feed = feed; self.name = name; self.version = version; self.effective = effective; self.owner = owner
        self.insurance = insurance; self.filePattern = filePattern; self.encoding = encoding; self.delimiter = delimiter
        self.key = key; self.dimensions = dimensions; self.columns = columns; self.origin = origin
    }

    public func fileName(for period: ReportingPeriod) -> String {
        guard let range = filePattern.firstRange(of: "{period}") else { return filePattern }
        return filePattern.replacingCharacters(in: range, with: period.compact)
    }
}

extension String {
    fileprivate func firstRange(of needle: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) { return start..<index(start, offsetBy: needle.count) }
            start = index(after: start)
        }
        return nil
    }
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
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
    public var origin: SourceRange

    public enum ColumnType: Sendable, Hashable {
        /// yyyymm; must be the period of the file.
        case period
        /// At most `length` characters.
        case text(length: Int)
        /// Member of a code table in force at the end of the period.
        case code(table: String)
        /// yyyy-mm-dd, not before 1753-01-01.
        case date
        /// `1` or `0`.
        case logical
        case number(NumberFormat)
    }

    public struct NumberFormat: Sendable, Hashable {
        public var integerDigits: Int
        /// Decimals that are kept; more are rounded or rejected.
        public var decimals: Int
        /// Nil: more decimals are an error.
        public var rounding: RoundingRule?
        public var minimum: Amount?
        public var maximum: Amount?
        public init(integerDigits: Int, decimals: Int, rounding: RoundingRule?, minimum: Amount? = nil, maximum: Amount? = nil) {
            self.integerDigits = integerDigits; self.decimals = decimals; self.rounding = rounding
            self.minimum = minimum; self.maximum = maximum
        }
    }

    public init(name: String, title: String, type: ColumnType, required: Bool = true, defaultText: String? = nil, origin: SourceRange) {
        self.name = name; self.title = title; self.type = type; self.required = required; self.defaultText = defaultText; self.origin = origin
    }
}
