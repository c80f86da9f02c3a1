public import Cubes
public import Quantities
public import ReportModel

/// Everything that a report is built from; immutable.
public struct ReportContext: Sendable {
    public var catalogue: Catalogue
    public var cube: SummaryCube
    public var calibers: CaliberResolver
    /// 编制单位, without the label.
    public var office: String
    /// Name of the whole city in titles.
    public var city: String
    /// `合成数据`, or nil for real data.
    public var dataMark: String?
    /// `测试版`, `未签批`
    public var state: String
    public var seal: SealPicture?
    /// Day that the caliber values are seen from; nil: everything known.
    public var knownOn: CalendarDate?
    public var records: [String: RecordTable]

    public init(
        catalogue: Catalogue, cube: SummaryCube, office: String, city: String, dataMark: String?, state: String,
        knownOn: CalendarDate? = nil, records: [String: RecordTable] = [:]
    ) {
        self.catalogue = catalogue; self.cube = cube; calibers = CaliberResolver(catalogue.calibers)
        self.office = office; self.city = city; self.dataMark = dataMark; self.state = state; self.knownOn = knownOn
        self.records = records
    }
}

/// Rows that come as they are with a report, without a warehouse behind them: a label and named numbers each.
public struct RecordTable: Sendable {
    public var name: String
    public var fields: [String]
    public var records: [Record]

    public struct Record: Sendable {
        public var label: String
        public var isSubtotal: Bool
        /// One per field.
        public var values: [Decimal]
        public init(label: String, isSubtotal: Bool, values: [Decimal]) {
            self.label = label; self.isSubtotal = isSubtotal; self.values = values
        }
    }

    public init(name: String, fields: [String], records: [Record]) { self.name = name; self.fields = fields; self.records = records }
}
