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
