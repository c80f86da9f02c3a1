internal import Cubes
internal import DefinitionLoading
public import Diagnostics
internal import Digests
internal import Foundation
public import Quantities
internal import Release
internal import ReportModel
internal import Warehouse

extension Workspace {
    public func listReports() throws -> Listing {
        let rows = try catalogue().reports.map { report in
            [report.code, report.title, report.frequency.rawValue, report.scopes.map(\.rawValue).joined(separator: "+"), report.menu.joined(separator: " / ")]
        }
        return Listing(columns: ["report", "title", "frequency", "scopes", "menu"], rows: rows, what: "reports")
    }

    /// What users may choose for each report.
    public func listParameters() throws -> Listing {
        let catalogue = try catalogue()
        let rows = catalogue.reports.flatMap { report in
            report.parameters.map { parameter in
                let names = parameter.values.map { value -> String in
                    guard let dimension = parameter.dimension, let name = catalogue.codeTable(forDimension: dimension)?.member(value)?.name else { return value }
                    return "\(value) \(name)"
                }
                return [report.code, parameter.name, parameter.kind.name, names.joined(separator: " | "), parameter.standard ?? ""]
            }
        }
        return Listing(columns: ["report", "parameter", "type", "values", "default"], rows: rows, what: "parameters")
    }

    public func listBatches() throws -> Listing {
        let rows = try Warehouse(folder: path(settings.warehouse)).history().map { record in
            [record.batch.id, record.batch.file, "\(record.batch.accepted)/\(record.batch.rows) rows", record.supersededBy.map { "superseded by \($0)" } ?? "in force", String(record.batch.digest.prefix(12)), Set(record.files.map(\.encoding)).sorted().joined(separator: "+"), record.source, record.files.first.map { $0.table.isEmpty ? $0.form : "\($0.form) \($0.table)" } ?? ""]
        }
        return Listing(columns: ["batch", "file", "rows", "state", "digest", "encoding", "source", "form"], rows: rows, what: "batches")
    }

    /// Files made for a month with their sizes.
    public func listOutputs(_ given: ReportingPeriod?) throws -> Listing {
        let folder = path("\(settings.output)/\(try period(given))")
        guard FileTree.exists(folder) else {
            throw DiagnosticsError(WorkspaceDiagnostics.notFound("output in '\(folder)'", hint: "make it first: gazette run \(try period(given))"))
        }
        let rows = try FileTree.files(below: folder).map { name in
            let size = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size] as? Int ?? 0
            return ["\(folder)/\(name)", "\((size + 1023) / 1024) KB"]
        }
        return Listing(columns: ["path", "size"], rows: rows, what: "outputs")
    }

    public func listReleases() throws -> Listing {
        let store = ReleaseStore(path(settings.releases))
        let rows = try store.releases().map { address in
            [address.description, store.current(address.period) == address ? "current" : "earlier", store.folder(of: address)]
        }
        return Listing(columns: ["release", "state", "folder"], rows: rows, what: "releases")
    }
}

public struct LintResult: Sendable {
    public var files: Int
    public var reports: Int
    public var errors: Int
    public var warnings: Int
    public var diagnostics: [Diagnostic]
}

/// Checks the definitions of a folder, or of the workspace when `folder` is nil. Paths in the diagnostics are as typed.
public func lintDefinitions(folder: String?, workspace: String) throws -> LintResult {
    let root = try folder ?? { () throws -> String in
        let space = try Workspace.open(workspace)
        return space.path(space.settings.definitions)
    }()
    let (catalogue, bag, count) = try DefinitionFolder.read(root)
    let diagnostics = bag.sorted.map { DefinitionFolder.prefixed($0, with: root) }
    return LintResult(
        files: count, reports: catalogue.reports.count, errors: diagnostics.count { $0.severity == .error },
        warnings: diagnostics.count { $0.severity == .warning }, diagnostics: diagnostics)
}

/// Reads a definitions folder from disk.
enum DefinitionFolder {
    /// `replacing`: texts that stand in for files, by path below the folder.
    static func read(_ root: String, replacing texts: [String: String] = [:]) throws -> (catalogue: Catalogue, diagnostics: DiagnosticBag, files: Int) {
        if !FileTree.exists(root) { throw DiagnosticsError(WorkspaceDiagnostics.noDefinitions(root)) }
        var files: [DefinitionFile] = []
        for name in try FileTree.files(below: root) where name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.hasSuffix(".csv") {
            let bytes = try texts[name].map { Array($0.utf8) } ?? FileTree.read("\(root)/\(name)")
            files.append(DefinitionFile(path: name, bytes: bytes, digest: SHA256Digest(of: bytes).hex))
        }
        let (catalogue, bag) = CatalogueLoader.load(files: files)
        return (catalogue, bag, files.count)
    }

    /// Places as the user can open them: below the folder that was read.
    static func prefixed(_ diagnostic: Diagnostic, with root: String) -> Diagnostic {
        func place(_ place: SourceRange?) -> SourceRange? {
            place.map { SourceRange(file: "\(root)/\($0.file)", line: $0.line, column: $0.column, length: $0.length) }
        }
        var result = diagnostic
        result.place = place(diagnostic.place)
        result.notes = diagnostic.notes.map { .init($0.message, at: place($0.place)) }
        return result
    }
}

extension ParameterDefinition {
    /// The dimension that its values are members of.
    fileprivate var dimension: String? {
        switch kind {
        case .member(let dimension): dimension
        case .scope: "district"
        case .unit, .comparison, .hide, .period: nil
        }
    }
}
