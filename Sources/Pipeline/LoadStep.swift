internal import Cubes
public import Diagnostics
internal import Digests
internal import Intake
public import Quantities
internal import ReportModel
internal import Warehouse

public struct LoadReport: Sendable {
    public struct File: Sendable {
        public var file: String
        public var batch: String
        public var rows: Int
        public var accepted: Int
        public var rejected: Int
        public var rounded: Int
        public var defaulted: Int
        public var errorCounts: [(name: String, count: Int)]
    }
    public var files: [File] = []
    /// Files whose bytes and rules have not changed since they were loaded.
    public var skipped = 0
    /// Set when rows were rejected.
    public var rejectsFolder: String?
    public var diagnostics: [Diagnostic] = []
    public init() {}
}

extension Workspace {
    /// Loads the interface files of the given months (all months of the exchange folder for nil). A file that is loaded
    /// already, with the same bytes under the same rules, is skipped. Errors of all files are collected; good files are loaded.
    public func load(_ periods: [ReportingPeriod]?, progress: any ProgressListener = SilentProgress()) throws -> LoadReport {
        let catalogue = try catalogue()
        let warehouse = try Warehouse(folder: path(settings.warehouse))
        try warehouse.beginLoading()
        defer { warehouse.endLoading() }
        let exchange = path(settings.exchange)
        let months = try periods ?? exchangeMonths(exchange)
        if months.isEmpty { throw DiagnosticsError(WorkspaceDiagnostics.notFound("month in '\(exchange)'", hint: "deliver the interface files into a folder per month (202610), or make a demo city: gazette sample")) }
        var report = LoadReport(), problems: [Diagnostic] = []
        let interfaces = Set(catalogue.interfaces.map(\.id)).sorted()
        for period in months {
            let folder = "\(exchange)/\(period.compact)"
            let expected = Set(interfaces.compactMap { catalogue.interface($0, for: period)?.fileName(for: period) })
            let present = try FileTree.files(below: folder)
            for id in interfaces {
                guard let specification = catalogue.interface(id, for: period) else { continue }
                do {
                    let file = try FileArrival.locate(specification, period: period, folder: folder, present: present, expected: expected).get()
                    try load(file, specification, period, catalogue: catalogue, warehouse: warehouse, into: &report, progress: progress)
                } catch let error as DiagnosticsError { problems += error.diagnostics }
            }
        }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: report.diagnostics + problems) }
        return report
    }

    private func exchangeMonths(_ folder: String) throws -> [ReportingPeriod] {
        let months = Set(try FileTree.files(below: folder).compactMap { $0.split(separator: "/").first.flatMap { ReportingPeriod($0) } })
        return months.sorted()
    }

    private func load(
        _ file: String, _ specification: InterfaceSpecification, _ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse,
        into report: inout LoadReport, progress: any ProgressListener
    ) throws {
        let recipe = recipe(specification, catalogue: catalogue, period: period)
        if let current = try warehouse.current(interface: specification.id, period: period), current.recipe == recipe,
            try FileTree.digest(of: file).hex == current.batch.digest
        {
            report.skipped += 1
            return
        }
        let name = specification.fileName(for: period)
        progress.receive(.step("load \(name)"))
        let rejects = path("\(settings.output)/\(period)/rejects")
        try FileTree.makeFolder(path("\(settings.output)/\(period)"))
        let result = try FeedLoader(
            specification: specification, catalogue: catalogue, period: period, path: file, rejectsFolder: rejects, warehouse: warehouse,
            progress: { done, total, rows in progress.receive(.progress(done: rows, total: done > 0 ? rows * total / max(1, done) : nil, unit: "rows")) }
        ).load(recipe: recipe)
        let record = result.record
        progress.receive(.finished("load \(name): \(record.batch.accepted) of \(record.batch.rows) rows"))
        report.diagnostics += result.diagnostics
        if record.batch.rejected > 0 { report.rejectsFolder = rejects }
        report.files.append(LoadReport.File(
            file: name, batch: record.batch.id, rows: record.batch.rows, accepted: record.batch.accepted, rejected: record.batch.rejected,
            rounded: record.rounded, defaulted: record.defaulted, errorCounts: record.errors.map { ($0.name, $0.count) }))
    }

    /// Digest of everything that shapes a load besides the file: interface, measures, codes and the calibers that conditions name.
    private func recipe(_ specification: InterfaceSpecification, catalogue: Catalogue, period: ReportingPeriod) -> String {
        var lines = [catalogue.sources.filter { $0.path == specification.origin.file || $0.path.hasPrefix("codes/") || $0.path.hasPrefix("measures/") }
            .map { "\($0.path) \($0.digest)" }.joined(separator: "\n")]
        for measure in catalogue.measures where measure.interfaces.contains(specification.id) {
            for case .compare(_, _, .caliber(let id, _), _) in measure.conditions {
                let value = catalogue.caliber(id)?.values.last { $0.effective.contains(period.lastDay) }
                lines.append("\(id) \(value.map { "\($0.value) \($0.effective.from)" } ?? "none")")
            }
        }
        return SHA256Digest(of: Array(lines.joined(separator: "\n").utf8)).hex
    }
}
