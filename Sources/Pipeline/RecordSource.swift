internal import Composition
internal import Cubes
internal import Diagnostics
internal import Quantities
internal import Relations
internal import ReportModel

/// Makes the reports of record tables one by one: every definition for the first case, then for the next. The tables of a case
/// are read when its first report is asked for, and kept until another case's turn comes.
final class RecordSource {
    /// A folder of record tables; its name stands for the scope.
    struct Case {
        var name: String
        var files: [String]
    }

    private let catalogue: Catalogue
    private let settings: WorkspaceSettings
    private let period: ReportingPeriod
    private let cases: [Case]
    private var builder: (number: Int, ReportBuilder)?
    private let suppresses: Bool

    init(catalogue: Catalogue, settings: WorkspaceSettings, period: ReportingPeriod, cases: [Case]) {
        self.catalogue = catalogue; self.settings = settings; self.period = period; self.cases = cases
        suppresses = catalogue.reports.contains { $0.tables.contains { $0.suppression != nil } }
    }

    var count: Int { cases.count * catalogue.reports.count }

    /// The report as it is printed, and its warnings. Throws `WSP` for a table that cannot be read, and what building throws.
    func report(_ index: Int) throws -> (BuiltReport, [Diagnostic]) {
        let (number, definition) = (index / catalogue.reports.count, catalogue.reports[index % catalogue.reports.count])
        var builder = try takeBuilder(ofCase: number)
        defer { self.builder = (number, builder) }
        var (report, warnings) = try builder.build(definition, scope: ReportScope(district: cases[number].name, name: ""), period: period)
        report.relations = try RelationChecker.check(definition, report: report, builder: &builder)
        return (try builder.finish(report, of: definition), warnings)
    }

    /// Taken, not shared: what it has worked out would be copied with its next change. One that has suppressed counts is not used
    /// again: a report is the same whatever its worker made before.
    private func takeBuilder(ofCase number: Int) throws -> ReportBuilder {
        defer { builder = nil }
        if let builder, builder.number == number, !suppresses { return builder.1 }
        builder = nil
        let tables = try cases[number].files.map(RecordFile.read)
        return ReportBuilder(context: ReportContext(
            catalogue: catalogue, cube: SummaryCube(tables: [], catalogue: catalogue), office: settings.office, city: settings.city, dataMark: settings.dataMark,
            state: "测试版", records: Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })))
    }
}
