public import Diagnostics
public import Quantities

/// Everything under `ReportDefs`, read and checked.
public struct Catalogue: Sendable {
    /// In order of the report code.
    public var reports: [ReportDefinition]
    public var calibers: [CaliberDefinition]
    public var measures: [MeasureDefinition]
    public var interfaces: [InterfaceSpecification]
    public var codeTables: [CodeTable]
    public var theme: Theme
    public var exchange: ExchangePlan
    /// What the figures of a month must stand, in the order of their files.
    public var balances: [BalanceDefinition] = []
    /// 数据核对表 and 自查报告 of the providers.
    public var checks: [CheckDefinition] = []
    /// Accepted findings of the layout check.
    public var suppressions: [LayoutSuppression] = []
    /// Path below the folder → SHA-256 (hex) of the bytes that were read, for the manifest; sorted by path.
    public var sources: [SourceFile]

    public struct SourceFile: Sendable, Hashable {
        public var path: String
        public var digest: String
        public init(path: String, digest: String) { self.path = path; self.digest = digest }
    }

    public init(
        reports: [ReportDefinition] = [], calibers: [CaliberDefinition] = [], measures: [MeasureDefinition] = [],
        interfaces: [InterfaceSpecification] = [], codeTables: [CodeTable] = [], theme: Theme = Theme(), exchange: ExchangePlan = ExchangePlan(), sources: [SourceFile] = []
    ) {
        self.reports = reports; self.calibers = calibers; self.measures = measures; self.interfaces = interfaces
        self.codeTables = codeTables; self.theme = theme; self.exchange = exchange; self.sources = sources
    }

    public func report(_ code: String) -> ReportDefinition? { reports.first { $0.choices.isEmpty ? $0.code == code || $0.shortCode == code : $0.lookup == code } }
    /// What a cell reference in a formula of `report` is about: `[01,6]` the table `own` of the report itself, `基金[01,6]` its
    /// table of that name, `Z01[01,1]` the first table of another report, `Z01.基金[01,1]` any table. Nil: there is none.
    public func table(of reference: CellReference, in report: ReportDefinition, own: Int) -> (report: ReportDefinition, table: Int)? {
        guard let name = reference.report else { return report.tables.indices.contains(own) ? (report, own) : nil }
        if reference.table == nil, let index = report.tables.firstIndex(where: { $0.name == name }) { return (report, index) }
        // A report with chosen parameters means itself by its own code.
        let other = name == report.code || name == report.shortCode ? report : self.report(name)
        guard let other, let index = other.tableIndex(reference.table) else { return nil }
        return (other, index)
    }

    public func caliber(_ id: String) -> CaliberDefinition? { calibers.first { $0.id == id } }
    public func codeTable(_ id: String) -> CodeTable? { codeTables.first { $0.id == id } }
    /// The newest version of the specification that is in force at the end of the period, with the columns of that month.
    public func interface(_ id: String, for period: ReportingPeriod) -> InterfaceSpecification? {
        interfaces.filter { $0.id == id && $0.effective <= period.lastDay }.max { $0.version < $1.version }?.resolved(for: period)
    }
    /// Check tables and self-check reports that come with the files of a month.
    public func checks(for period: ReportingPeriod) -> [CheckDefinition] { checks.filter { $0.isInForce(in: period) && exchange.expects($0.id, in: period) } }
    /// The code table behind a dimension: that of the columns that carry it, else the table of the same name.
    public func codeTable(forDimension dimension: String) -> CodeTable? {
        for specification in interfaces {
            for column in specification.columns where column.name == dimension {
                if case .code(let table) = column.type { return codeTable(table) }
            }
        }
        return codeTable(dimension)
    }
}

/// `gazette.yaml`: the settings of one workspace.
public struct WorkspaceSettings: Sendable {
    /// 编制单位
    public var office: String
    /// Name of the whole city in titles.
    public var city: String
    /// Folders, relative to the workspace.
    public var definitions: String
    public var exchange: String
    public var warehouse: String
    public var output: String
    public var releases: String
    public var fonts: String
    /// Report period per subsystem; `default` for the others (R068).
    public var periods: [String: ReportingPeriod]
    /// The day that counts as today for dates on forms; never the clock.
    public var systemDate: CalendarDate
    /// Printed on every page, for instance 合成数据.
    public var dataMark: String?
    public var origin: SourceRange

    public init(
        office: String, city: String, definitions: String, exchange: String, warehouse: String, output: String, releases: String,
        fonts: String, periods: [String: ReportingPeriod], systemDate: CalendarDate, dataMark: String?, origin: SourceRange
    ) {
        self.office = office; self.city = city; self.definitions = definitions; self.exchange = exchange; self.warehouse = warehouse
        self.output = output; self.releases = releases; self.fonts = fonts; self.periods = periods
        self.systemDate = systemDate; self.dataMark = dataMark; self.origin = origin
    }

    public func period(for subsystem: String) -> ReportingPeriod? { periods[subsystem] ?? periods["default"] }
}
