internal import Composition
internal import Cubes
public import Diagnostics
internal import Digests
internal import Documents
internal import Mart
public import Quantities
internal import ReportModel
internal import Warehouse

public struct MartReportSummary: Sendable {
    public var path: String
    public var added: Int
    public var removed: Int
    public var structureChanged: Bool
    /// Reports whose figures were written.
    public var figures = 0
}

extension Workspace {
    /// Brings the mart to the state of the catalogue: only batches that are new or gone, everything for a rebuild.
    public func refreshMart(rebuild: Bool = false) throws -> MartReportSummary {
        try refreshMart(catalogue: try catalogue(), warehouse: try Warehouse(folder: path(settings.warehouse)), rebuild: rebuild)
    }

    func refreshMart(catalogue: Catalogue, warehouse: Warehouse, rebuild: Bool = false) throws -> MartReportSummary {
        let plan = MartPlan(catalogue, months: try warehouse.periods()), batches = try warehouse.currentBatches()
        let loaded = Dictionary(uniqueKeysWithValues: batches.map { ($0.id, $0.loadedAt) })
        let refresh = MartDatabase.Refresh(
            structure: plan.structure, structureDigest: plan.structureDigest, reference: plan.reference, referenceDigest: plan.referenceDigest,
            batches: batches.map(\.id), isRebuild: rebuild, at: Clock.now(), version: gazetteVersion
        ) { id in
            // A batch that a load supersedes at this moment is gone: the refresh after that load brings its successor.
            try warehouse.summaryTable(batch: id).map { plan.contents(of: $0, loadedAt: loaded[id] ?? nil) } ?? []
        }
        let mart = try MartDatabase(folder: path(settings.warehouse))
        let outcome = try mart.refresh(refresh)
        return MartReportSummary(path: path("\(settings.warehouse)/mart.sqlite"), added: outcome.added, removed: outcome.removed, structureChanged: outcome.structureChanged)
    }

    /// Builds the reports of a month and stores their figures in the mart, without drawing anything.
    public func storeFigures(_ request: GenerateRequest, progress: any ProgressListener = SilentProgress()) throws -> MartReportSummary {
        let built = try build(request, progress: progress)
        var summary = try refreshMart()
        summary.figures = try recordFigures(built)
        return summary
    }

    /// Figures of built reports into the mart; those made from the same inputs are there already.
    @discardableResult
    func recordFigures(_ built: BuildResult) throws -> Int {
        _ = try refreshMart(catalogue: built.catalogue, warehouse: try Warehouse(folder: path(settings.warehouse)))
        let definitions = built.catalogue.sources.map { "\($0.path) \($0.digest)" }.joined(separator: "\n")
        let mart = try MartDatabase(folder: path(settings.warehouse)), stored = try mart.storedInputs()
        let reports = built.reports.compactMap { report -> MartReport? in
            var lines = [report.key, report.title, report.scope.name, report.form.provenanceCode, definitions]
            lines += report.batches.map { "\($0) \(built.batches[$0]?.digest ?? "")" }
            let inputs = SHA256Digest(of: Array(lines.joined(separator: "\n").utf8)).hex
            return stored.contains(inputs) ? nil : FigureRows.report(report, inputs: inputs)
        }
        return try mart.record(reports, at: Clock.now())
    }

    /// Writes 数据字典 as PDF, workbook, web page and Markdown and answers the paths. Throws MRT002 when a table or column has no meaning.
    public func writeDictionary(to folder: String) throws -> [String] {
        _ = try refreshMart()
        let dictionary = try dataDictionary()
        if let first = (dictionary.undescribed + dictionary.absent).first { throw DiagnosticsError(MartDiagnostics.dictionary(first, undescribed: dictionary.undescribed, absent: dictionary.absent)) }
        let files = try DocumentFiles(self, theme: try catalogue().theme), mark = settings.dataMark ?? ""
        let document = dictionary.document(office: settings.office, version: gazetteVersion, mark: mark)
        let workbook = dictionary.workbook(office: settings.office, version: gazetteVersion, mark: mark)
        return try files.write(document, to: "\(folder)/数据字典", as: [.pdf]) + files.write(workbook, to: "\(folder)/数据字典", as: [.xlsx])
            + files.write(document, to: "\(folder)/数据字典", as: [.html, .markdown])
    }

    /// Catalogue, mart and the newest detail file of each interface, as they stand on disk.
    func dataDictionary() throws -> DataDictionary {
        let catalogue = try catalogue(), folder = path(settings.warehouse)
        let probe = try DatabaseProbe(path: "\(folder)/catalog.sqlite")
        var sources = [
            DataDictionary.Source(.catalogue, objects: try probe.schema()),
            DataDictionary.Source(.mart, objects: try DatabaseProbe(path: "\(folder)/mart.sqlite").schema()),
        ]
        var newest: [String: String] = [:]
        for detail in try probe.expectedDetails() { if let file = detail.file, FileTree.exists("\(folder)/detail/\(file)") { newest[detail.interface] = file } }
        for (interface, file) in newest.sorted(by: { $0.key < $1.key }) {
            sources.append(.init(.detail(interface), objects: try DatabaseProbe(path: "\(folder)/detail/\(file)").schema()))
        }
        return DataDictionary(sources, catalogue: catalogue, plan: MartPlan(catalogue, months: []))
    }
}

/// All sentences about the mart.
enum MartDiagnostics {
    static func dictionary(_ first: String, undescribed: [String], absent: [String]) -> Diagnostic {
        Diagnostic(
            "MRT002", .error, "the data dictionary does not fit the databases: \(first) \(undescribed.isEmpty ? "is described but not there" : "has no meaning")",
            notes: undescribed.dropFirst().map { .init("no meaning: \($0)") } + absent.map { .init("described but not there: \($0)") },
            hint: "describe it in Sources/Mart, or give the column of the interface specification a title; then make the mart anew: gazette mart rebuild")
    }
    static func notStored(_ reason: String) -> Diagnostic {
        Diagnostic("MRT003", .warning, "the figures were not stored in the mart: \(reason)", hint: "the files are complete; store the figures again: gazette mart figures MONTH")
    }
}
