/// How the rows of a delivery are written: as lines of text, or as a table of a database.
public struct SourceForm: Sendable, Hashable {
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// Lines of delimited text.
        case text
        /// Oracle's legacy `exp` file.
        case oracleExport = "oracle-exp"
        /// A PostgreSQL dump: text or archive.
        case postgres
        /// Quoted as RFC 4180 has it, with a record of column names.
        case csv
        case sqlite

        /// The rows stand in a table that must be named.
        public var hasTables: Bool { self == .oracleExport || self == .postgres || self == .sqlite }
    }
    public var format: Format
    /// As `InterfaceSpecification.filePattern`.
    public var filePattern: String
    /// Oracle: the true character set of the texts when the database declares another one; `detect` takes it as declared.
    public var encoding: InterfaceSpecification.Encoding
    /// Of text and CSV; rows of the others are shown with it.
    public var delimiter: UInt8
    /// `NAME` or `SCHEMA.NAME`, `{period}` as in file names; nil for text and CSV.
    public var table: String?

    public init(format: Format = .text, filePattern: String, encoding: InterfaceSpecification.Encoding = .utf8, delimiter: UInt8 = UInt8(ascii: "|"), table: String? = nil) {
        self.format = format; self.filePattern = filePattern; self.encoding = encoding; self.delimiter = delimiter; self.table = table
    }
}

/// Where rows come from. The two are kept apart: no measure and no interface has rows of both.
public enum DataSource: String, Sendable, Hashable, CaseIterable {
    /// 接口数据文件
    case interfaceFiles = "A"
    /// 社会保险业务备份库
    case backupLibrary = "B"

    public var name: String {
        switch self {
        case .interfaceFiles: "接口数据文件"
        case .backupLibrary: "社会保险业务备份库"
        }
    }
}
