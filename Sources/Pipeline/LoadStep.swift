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
        /// Rule → rows that wait for a decision.
        public var suspectCounts: [(name: String, count: Int)]
        public var warningCounts: [(name: String, count: Int)]
        public var filterCounts: [(name: String, count: Int)]
        /// Suspects settled by earlier decisions, and rows loaded with corrected values.
        public var settled: Int
        public var corrected: Int
        /// Number column → sum of the accepted rows as exact decimal text.
        public var sums: [(column: String, sum: String)]
        public var encodings: [String]
        /// Batch that this one takes the place of, and whether the delivery is another one.
        public var replaces: String?
        public var isNewDelivery = false
    }
    public var files: [File] = []
    /// Files whose bytes and rules have not changed since they were loaded.
    public var skipped = 0
    /// Set when rows were rejected.
    public var rejectsFolder: String?
    public var diagnostics: [Diagnostic] = []
    /// Errors of files that could not be loaded; the others are.
    public var problems: [Diagnostic] = []
    public init() {}

    public func throwProblems() throws { if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) } }
}

extension Workspace {
    /// Loads the interface files of the given months (all months of the exchange folder for nil). A file that is loaded
    /// already, with the same bytes under the same rules, is skipped unless `again`. Good files are loaded, the errors
    /// of the others stand in the report. `only`: these interfaces, all for none.
    public func load(
        _ periods: [ReportingPeriod]?, only: [String] = [], again: Bool = false, progress: any ProgressListener = SilentProgress()
    ) throws -> LoadReport {
        let catalogue = try catalogue()
        for id in only { try requireInterface(id, catalogue) }
        let warehouse = try warehouse()
        try warehouse.beginLoading()
        defer { warehouse.endLoading() }
        try takeRejectsOfSwitched(warehouse)
        let exchange = path(settings.exchange)
        let months = try periods ?? exchangeMonths(exchange)
        if months.isEmpty { throw DiagnosticsError(WorkspaceDiagnostics.notFound("month in '\(exchange)'", hint: "deliver the interface files into a folder per month (202610), or make a demo city: gazette sample --from 2026-10 --to 2026-10")) }
        var report = LoadReport(), problems: [Diagnostic] = []
        let interfaces = Set(catalogue.interfaces.map(\.id)).sorted(), history = try warehouse.history()
        for period in months {
            if let gate = try codeGate(period, catalogue, warehouse) {
                if gate.severity == .error {
                    problems.append(gate)
                    continue
                }
                report.diagnostics.append(gate)
            }
            let folder = "\(exchange)/\(period.compact)"
            if !FileTree.exists(folder) { throw DiagnosticsError(WorkspaceDiagnostics.nothingDelivered(period.description, folder: folder)) }
            let present = try FileTree.files(below: folder), likely = ArrivalCheck.likelyNames(catalogue, period: period, present: present)
            for id in interfaces where only.isEmpty || only.contains(id) {
                guard catalogue.exchange.expects(id, in: period), let specification = catalogue.interface(id, for: period) else { continue }
                do {
                    try checkSource(specification, history)
                    let delivery = try FileArrival.locate(specification, period: period, folder: folder, present: present, likely: likely).get()
                    try load(delivery.paths, delivery.specification, period, catalogue: catalogue, warehouse: warehouse, again: again, into: &report, progress: progress)
                } catch let error as DiagnosticsError { problems += error.diagnostics.map { named($0, specification) } }
            }
            report.diagnostics += try reconcileAfterLoad(period, catalogue: catalogue, warehouse: warehouse)
        }
        do { _ = try refreshMart(catalogue: catalogue, warehouse: warehouse) } catch let error as DiagnosticsError { problems += error.diagnostics }
        report.problems = problems
        return report
    }

    private func exchangeMonths(_ folder: String) throws -> [ReportingPeriod] {
        let months = Set(try FileTree.files(below: folder).compactMap { $0.split(separator: "/").first.flatMap { ReportingPeriod($0) } })
        return months.sorted()
    }

    /// An interface keeps its source: what reports read from one source is never superseded by rows of the other.
    private func checkSource(_ specification: InterfaceSpecification, _ history: [LoadRecord]) throws {
        guard let other = history.first(where: { $0.interface == specification.id && $0.source != specification.source.rawValue }) else { return }
        throw DiagnosticsError(FileArrival.otherSource(specification, batch: other.batch.id, source: other.source))
    }

    /// A failing flow names the specification and who answers for it.
    private func named(_ diagnostic: Diagnostic, _ specification: InterfaceSpecification) -> Diagnostic {
        guard diagnostic.severity == .error else { return diagnostic }
        var result = diagnostic
        var place = specification.origin
        place.file = "\(path(settings.definitions))/\(place.file)"
        let owner = specification.owner.isEmpty ? "no owner named" : "owner \(specification.owner)"
        result.notes.append(.init("interface specification '\(specification.id)' version \(specification.version), \(owner)", at: place))
        return result
    }

    private func load(
        _ paths: [String], _ specification: InterfaceSpecification, _ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse, again: Bool,
        into report: inout LoadReport, progress: any ProgressListener
    ) throws {
        let decisions = try warehouse.decisions(interface: specification.id, period: period)
        let recipe = recipe(specification, catalogue: catalogue, period: period, decisions: decisions)
        let former = try warehouse.current(interface: specification.id, period: period)
        if !again, let current = former, current.recipe == recipe,
            try FeedLoader.deliveryDigest(of: paths) == current.batch.digest
        {
            report.skipped += 1
            return
        }
        let name = specification.fileName(for: period)
        progress.receive(.step("load \(name)"))
        let rejects = path("\(settings.output)/\(period)/rejects")
        try FileTree.makeFolder(path("\(settings.output)/\(period)"))
        let loader = FeedLoader(
            specification: specification, catalogue: catalogue, period: period, paths: paths, rejectsFolder: rejects, warehouse: warehouse,
            decisions: decisions.map(\.applied), archive: PostgresArchive.reader,
            progress: { done, total, rows in progress.receive(.progress(done: rows, total: done > 0 ? rows * total / max(1, done) : nil, unit: "rows")) }
        )
        let result: FeedLoader.Result
        do { result = try loader.load(recipe: recipe, loadedAt: Clock.now()) } catch let error as DiagnosticsError {
            if let refusal = error.diagnostics.first(where: \.isRefusal) {
                let files = try paths.map { path in
                    let (bytes, digest) = try FileTree.digest(of: path)
                    return RefusedFile(
                        interface: specification.id, period: period, file: path.split(separator: "/").last.map(String.init) ?? path, digest: digest.hex, bytes: bytes,
                        recipe: recipe, message: refusal.message, hint: refusal.hint ?? "")
                }
                try warehouse.note(files, interface: specification.id, period: period, at: Clock.now())
            }
            throw error
        }
        let record = result.record
        try warehouse.note([], interface: specification.id, period: period, at: Clock.now())
        try warehouse.answerContacts(interface: specification.id, period: period, batch: record.batch.id)
        progress.receive(.finished("load \(name): \(record.batch.accepted) of \(record.batch.rows) rows"))
        report.diagnostics += result.diagnostics
        if record.batch.rejected > 0 || !record.suspects.isEmpty { report.rejectsFolder = rejects }
        func pairs(_ counts: [LoadRecord.ErrorCount]) -> [(name: String, count: Int)] { counts.map { ($0.name, $0.count) } }
        report.files.append(LoadReport.File(
            file: record.batch.file, batch: record.batch.id, rows: record.batch.rows, accepted: record.batch.accepted, rejected: record.batch.rejected,
            rounded: record.rounded, defaulted: record.defaulted, errorCounts: pairs(record.errors), suspectCounts: pairs(record.suspects),
            warningCounts: pairs(record.warnings), filterCounts: pairs(record.filters), settled: record.settled, corrected: record.corrected,
            sums: record.sums.map { ($0.column, Amount(unscaled: $0.sum, scale: $0.scale).description) }, encodings: record.files.map(\.encoding),
            replaces: former?.batch.id, isNewDelivery: former.map { $0.batch.digest != record.batch.digest } ?? false))
    }

    /// Files of the month that a load refused and that would be refused again: the same bytes under the same rules.
    func standingRefusals(_ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse) throws -> [RefusedFile] {
        try warehouse.refusals(period: period).filter { refusal in
            guard let specification = catalogue.interface(refusal.interface, for: period) else { return false }
            let decisions = try warehouse.decisions(interface: refusal.interface, period: period)
            return specification.forms.contains { recipe($0, catalogue: catalogue, period: period, decisions: decisions) == refusal.recipe }
        }
    }

    /// Was the batch loaded under other definitions than today's? Decisions that came later do not count.
    func hasOldRules(_ record: LoadRecord, _ specification: InterfaceSpecification, catalogue: Catalogue, warehouse: Warehouse) throws -> Bool {
        let decisions = try warehouse.decisions(interface: specification.id, period: record.period)
        if recipe(specification, catalogue: catalogue, period: record.period, decisions: decisions) == record.recipe { return false }
        let earlier = decisions.filter { decision in record.loadedAt.map { decision.decidedAt <= $0 } ?? true }
        return recipe(specification, catalogue: catalogue, period: record.period, decisions: earlier) != record.recipe
    }

    /// Digest of everything that shapes a load besides the file: interface, measures, codes in force and the calibers that conditions name.
    func recipe(_ specification: InterfaceSpecification, catalogue: Catalogue, period: ReportingPeriod, decisions: [StoredDecision]) -> String {
        var lines = [catalogue.sources.filter { $0.path == specification.origin.file || $0.path.hasPrefix("measures/") }.map { "\($0.path) \($0.digest)" }.joined(separator: "\n")]
        // Codes as of the month: one that begins later, or that no column of this interface carries, loads nothing again.
        for case .code(let id) in specification.columns.map(\.type) {
            lines += catalogue.codeTable(id)?.inForce(on: period.lastDay).map { "code \(id) \($0.code) \($0.parent ?? "")" } ?? []
        }
        func add(_ id: String) {
            let value = catalogue.caliber(id)?.values.last { $0.effective.contains(period.lastDay) }
            lines.append("\(id) \(value.map { "\($0.value) \($0.effective.from)" } ?? "none")")
        }
        for measure in catalogue.measures where measure.interfaces.contains(specification.id) {
            for case .compare(_, _, .caliber(let id, _), _) in measure.conditions { add(id) }
        }
        for test in specification.rules.flatMap({ [$0.test] + $0.conditions }) + specification.filters.flatMap(\.conditions) {
            test.sums.flatMap(\.terms).flatMap(\.calibers).forEach(add)
        }
        lines += decisions.map { "decision \($0.id) \($0.decision)" }
        return SHA256Digest(of: Array(lines.joined(separator: "\n").utf8)).hex
    }
}

extension Diagnostic {
    /// Something is wrong with the file itself: the same bytes fail again. Not so where space ran out or the file was still growing.
    fileprivate var isRefusal: Bool {
        severity == .error && (id.hasPrefix("INT") && !["INT002", "INT009", "INT014", "INT015", "INT067"].contains(id) || id.hasPrefix("DMP"))
    }
}
