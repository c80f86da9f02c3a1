internal import Cubes
internal import DataQuality
public import Diagnostics
public import Quantities
internal import ReportModel
internal import Warehouse

public struct QualityResult: Sendable {
    public struct Report: Sendable {
        public var insurance: String
        public var name: String
        public var paths: [String]
        public var batches: [String]
        public var rejected: Int
    }
    public var reports: [Report] = []
    /// Error files that are no longer those of the batch: reports without samples.
    public var diagnostics: [Diagnostic] = []
}

extension Workspace {
    /// Writes 数据质量报告 of a month for each insurance, as PDF, workbook and web page. `today` decides which answers are overdue.
    public func qualityReports(_ given: ReportingPeriod?, insurances: [String] = [], today: CalendarDate? = nil) throws -> QualityResult {
        let period = try period(given), catalogue = try catalogue(), warehouse = try Warehouse(folder: path(settings.warehouse))
        let outcomes = try FeedOutcomes(self, catalogue: catalogue, warehouse: warehouse, period: period)
        let groups = Self.groups(catalogue, period)
        if let unknown = insurances.first(where: { name in !groups.contains { $0.insurance == name } }) {
            throw DataQualityDiagnostics.unknownInsurance(unknown, known: groups.map(\.insurance))
        }
        let first = period.adding(months: 1 - QualityReport.months)
        let history = try warehouse.history().filter { first <= $0.period && $0.period <= period }
        let decisions = try warehouse.decisionLog(interface: nil, period: period)
        if !history.contains(where: { $0.period == period }) { throw DataQualityDiagnostics.nothingLoaded("any feed", period: period.description) }
        let files = try DocumentFiles(self, theme: catalogue.theme)
        var result = QualityResult()
        for group in groups where insurances.isEmpty || insurances.contains(group.insurance) {
            var report = QualityReport(
                insurance: group.insurance, name: group.name, period: period, outcomes: [], absent: [], history: history.filter { group.interfaces.contains($0.interface) }, decisions: decisions)
            for interface in group.interfaces {
                if let (outcome, problems) = try outcomes.outcome(interface) {
                    report.outcomes.append(outcome)
                    result.diagnostics += problems.map { Self.warning($0) }
                } else if catalogue.exchange.expects(interface, in: period) {
                    report.absent.append(catalogue.interface(interface, for: period)?.name ?? interface)
                }
            }
            let document = report.document(office: settings.office, today: today ?? settings.systemDate, mark: settings.dataMark ?? "")
            let paths = try files.write(document, to: path("\(settings.output)/\(period)/quality/\(group.insurance)"), as: [.pdf, .xlsx, .html])
            result.reports.append(.init(
                insurance: group.insurance, name: group.name, paths: paths, batches: report.outcomes.map(\.record.batch.id), rejected: report.outcomes.reduce(0) { $0 + $1.record.batch.rejected }))
        }
        return result
    }

    /// A report can do without samples.
    private static func warning(_ diagnostic: Diagnostic) -> Diagnostic {
        var result = diagnostic
        result.severity = .warning
        return result
    }

    /// Interfaces in force by insurance, in the order of its code table; those of no insurance last, under `common`.
    private static func groups(_ catalogue: Catalogue, _ period: ReportingPeriod) -> [(insurance: String, name: String, interfaces: [String])] {
        let specifications = Set(catalogue.interfaces.map(\.id)).sorted().compactMap { catalogue.interface($0, for: period) }
        let table = catalogue.codeTable("insurance")
        let codes = (table?.members.map(\.code) ?? []).filter { code in specifications.contains { $0.insurance == code } }
        let rest = Set(specifications.compactMap(\.insurance)).subtracting(codes).sorted()
        let groups = (codes + rest).map { code in
            (insurance: code, name: table?.member(code)?.name ?? code, interfaces: specifications.filter { $0.insurance == code }.map(\.id))
        }
        let common = specifications.filter { $0.insurance == nil }.map(\.id)
        return common.isEmpty ? groups : groups + [("common", "综合", common)]
    }
}
