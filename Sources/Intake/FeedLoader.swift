public import Aggregation
public import Cubes
public import DatabaseDumps
public import Diagnostics
internal import Digests
public import Quantities
public import ReportModel
public import Warehouse

/// Loads one delivery of an interface, a file or its parts: parse and check every row, write reject files, fill the detail file
/// and the summary cells in the same pass, then make the batch current. Nothing becomes visible when anything fails.
public struct FeedLoader {
    /// As resolved for the period.
    public var specification: InterfaceSpecification
    public var catalogue: Catalogue
    public var period: ReportingPeriod
    /// The files of the delivery, in order.
    public var paths: [String]
    /// Folder for the reject files.
    public var rejectsFolder: String
    public var warehouse: Warehouse
    /// What was decided about rows of this feed and month.
    public var decisions: [SuspectDecision]
    /// Reads PostgreSQL archives.
    public var archive: ArchiveReader?
    /// Called about every 50,000 rows with bytes done, bytes in all and rows so far.
    public var progress: (_ bytesDone: Int, _ bytesTotal: Int, _ rows: Int) -> Void

    public init(
        specification: InterfaceSpecification, catalogue: Catalogue, period: ReportingPeriod, paths: [String], rejectsFolder: String,
        warehouse: Warehouse, decisions: [SuspectDecision] = [], archive: ArchiveReader? = nil,
        progress: @escaping (_ bytesDone: Int, _ bytesTotal: Int, _ rows: Int) -> Void = { _, _, _ in }
    ) {
        self.specification = specification; self.catalogue = catalogue; self.period = period; self.paths = paths
        self.rejectsFolder = rejectsFolder; self.warehouse = warehouse; self.decisions = decisions; self.archive = archive; self.progress = progress
    }

    public struct Result: Sendable {
        public var record: LoadRecord
        /// Infos and warnings.
        public var diagnostics: [Diagnostic]
    }

    /// `recipe`: digest of definitions that shaped the result, kept with the batch. `loadedAt`: the moment, for the history.
    /// `sequence`: number of the load, the warehouse's next for nil.
    public func load(recipe: String, loadedAt: String? = nil, sequence given: Int? = nil) throws -> Result {
        let sequence = try given ?? warehouse.nextSequence(interface: specification.id, period: period)
        let detail = try warehouse.detailWriter(interface: specification.id, period: period, sequence: sequence)
        do {
            let plan = try plan()
            let pass = try lastPass(plan, detail)
            try pass.throwIfUseless()
            let record = pass.record(sequence: sequence, recipe: recipe, loadedAt: loadedAt)
            let summary = SummaryTable(
                interface: specification.id, period: period, insurance: specification.insurance, batch: record.batch,
                dimensions: specification.dimensions, rows: try pass.accumulator.rows())
            try warehouse.commit(record, summary: summary, detail: detail)
            return Result(record: record, diagnostics: pass.diagnostics)
        } catch {
            detail.discard()
            throw error
        }
    }

    /// Digest of a delivery as it is kept with its batch.
    public static func deliveryDigest(of paths: [String]) throws -> String {
        let digests = try paths.map { path in
            let reader = try LineReader(path: path)
            return (path.split(separator: "/").last.map(String.init) ?? path, try reader.wholeDigest().hex)
        }
        return LoadPass.digest(of: digests)
    }

    private func plan() throws -> LoadPlan {
        let ordinals = CodeOrdinals(codeTables: catalogue.codeTables, period: period)
        let rules = try RulePlan(
            specification, period: period, ordinals: ordinals, codeTables: catalogue.codeTables, calibers: CaliberResolver(catalogue.calibers))
        let byHash = Dictionary(grouping: decisions) { decision in decision.row.withUnsafeBytes { hash64($0) } }
        return LoadPlan(
            specification: specification, catalogue: catalogue, period: period, paths: paths, rejectsFolder: rejectsFolder, rules: rules,
            ordinals: ordinals, decisions: byHash, progress: progress, bytesTotal: try paths.reduce(0) { $0 + (try LineReader(path: $1).size) },
            archive: archive)
    }

    /// The pass that counts: the first when every key stands once, else a second one that knows the keys to look for. The first
    /// one's memory is given up before.
    private func lastPass(_ plan: LoadPlan, _ detail: DetailWriter) throws -> LoadPass {
        let repeated: RepeatedKeys, digest: String
        do {
            let first = try runPass(plan, repeated: nil, detail: detail)
            guard let keys = try first.takeRepeatedKeys() else { return first }
            (repeated, digest) = (keys, first.digest)
        }
        let second = try runPass(plan, repeated: repeated, detail: detail)
        if second.digest != digest { throw DiagnosticsError(IntakeDiagnostics.changedWhileReading(paths[0])) }
        return second
    }

    /// One pass over the files; it begins the detail table anew.
    private func runPass(_ plan: LoadPlan, repeated: RepeatedKeys?, detail: DetailWriter) throws -> LoadPass {
        let accumulator = try SummaryAccumulator(
            specification: specification, measures: catalogue.measures, ordinals: plan.ordinals, codeTables: catalogue.codeTables,
            calibers: CaliberResolver(catalogue.calibers), period: period)
        let columns = specification.columns.enumerated().compactMap { index, column -> DetailColumn? in
            switch column.type {
            case .period: nil
            case .text: DetailColumn(name: column.name, isText: true, source: index)
            default: DetailColumn(name: column.name, isText: false, source: index)
            }
        }
        let codes = specification.columns.compactMap { column -> (column: String, codes: [String])? in
            guard case .code(let table) = column.type else { return nil }
            return (column.name, plan.ordinals.codes[table] ?? [])
        }
        let table = try detail.begin(columns: columns, codes: codes)
        let pass = try LoadPass(
            plan: plan, detail: table, buffer: DetailRowBuffer(count: specification.columns.count), accumulator: accumulator, repeated: repeated)
        try pass.run()
        return pass
    }
}

/// Finds out what is wrong with the set of files of a month before any is opened.
public enum FileArrival {
    /// A delivery: the specification in the form that has come, and its files.
    public struct Delivery: Sendable {
        public var specification: InterfaceSpecification
        public var paths: [String]
    }

    /// The expected files in the form that has come, or the diagnostics that name the missing ones with the file that is likely meant
    /// (`ArrivalCheck.likelyNames`); also when files of several forms are present.
    public static func locate(
        _ specification: InterfaceSpecification, period: ReportingPeriod, folder: String, present: [String], likely: [String: String]
    ) -> Swift.Result<Delivery, DiagnosticsError> {
        let come = specification.forms.filter { form in form.fileNames(for: period).contains { present.contains($0) } }
        if come.count > 1 {
            let names = come.map { form in form.fileNames(for: period).first { present.contains($0) } ?? form.fileName(for: period) }
            return .failure(DiagnosticsError(IntakeDiagnostics.severalForms(names, folder: folder)))
        }
        let form = come.first ?? specification, names = form.fileNames(for: period), missing = names.filter { !present.contains($0) }
        if missing.isEmpty { return .success(Delivery(specification: form, paths: names.map { "\(folder)/\($0)" })) }
        let others = come.isEmpty ? specification.forms.dropFirst().flatMap { $0.fileNames(for: period) } : []
        return .failure(DiagnosticsError(diagnostics: missing.map { name in
            IntakeDiagnostics.missing(name, others: others, folder: folder, likely: likely[name])
        }))
    }

    public static func otherSource(_ specification: InterfaceSpecification, batch: String, source: String) -> Diagnostic {
        IntakeDiagnostics.otherSource(specification.id, batch: batch, was: source, is: specification.source.rawValue, at: specification.origin)
    }

    public static func noSpecification(_ interface: String, period: ReportingPeriod) -> Diagnostic {
        IntakeDiagnostics.noSpecification(interface, period: period.description)
    }
}
