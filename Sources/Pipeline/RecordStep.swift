internal import Composition
internal import Cubes
public import Diagnostics
public import Quantities
internal import Relations
internal import ReportModel

/// Reports made from record tables that come as files, without a warehouse behind them.
public struct RecordRequest: Sendable {
    /// Folder of definitions.
    public var definitions: String
    /// A folder per case; in it one `<table>.tsv` per record table: a header `label kind field…`, then a record a line.
    public var data: String
    public var period: ReportingPeriod
    public var roles: [ArtefactRole]
    public var folder: String
    public var workers: Int
    public init(definitions: String, data: String, period: ReportingPeriod, roles: [ArtefactRole], folder: String, workers: Int) {
        self.definitions = definitions; self.data = data; self.period = period; self.roles = roles; self.folder = folder; self.workers = workers
    }
}

extension Workspace {
    /// Builds, lays out and exports every report of the definitions for every case; office, fonts and marks are the workspace's.
    public func renderRecords(_ request: RecordRequest, progress: any ProgressListener = SilentProgress()) throws -> GenerationResult {
        let (catalogue, bag, _) = try DefinitionFolder.read(request.definitions)
        if bag.hasErrors { throw DiagnosticsError(diagnostics: bag.sorted.map { DefinitionFolder.prefixed($0, with: request.definitions) }) }
        let files = try FileTree.files(below: request.data).filter { $0.hasSuffix(".tsv") }
        let cases = Set(files.compactMap { $0.split(separator: "/").first.map(String.init) }).sorted()
        let source = RecordSource(catalogue: catalogue, settings: settings, period: request.period, cases: cases.map { name in
            RecordSource.Case(name: name, files: files.filter { $0.hasPrefix(name + "/") }.map { "\(request.data)/\($0)" })
        })
        let exporter = ReportExporter(
            workspace: self, request: GenerateRequest(period: request.period, roles: request.roles, folder: request.folder, workers: request.workers),
            folder: request.folder, theme: catalogue.theme)
        progress.receive(.step("render"))
        let (finished, workers) = try exporter.export(source.count, make: source.report) { progress.receive(.progress(done: $0, total: source.count, unit: "reports")) }
        var result = GenerationResult(folder: request.folder)
        result.reports = source.count
        result.workers = workers
        result.artefacts = finished.flatMap(\.artefacts)
        result.pages = finished.reduce(0) { $0 + $1.pages }
        result.diagnostics = finished.flatMap(\.diagnostics)
        progress.receive(.finished(result.summary))
        return result
    }
}
