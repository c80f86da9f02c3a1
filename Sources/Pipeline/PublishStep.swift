internal import Composition
internal import Cubes
public import Diagnostics
internal import Digests
internal import Foundation
public import Quantities
internal import Release
internal import ReportModel
internal import Warehouse

public struct PublishResult: Sendable {
    public var period: String
    public var sequence: Int
    public var folder: String
    public var manifestDigest: String
    /// False when the current release already holds exactly this content.
    public var isNew: Bool
    public var diagnostics: [Diagnostic]
}

extension Workspace {
    /// Renders the month anew into a folder of its own, marked 未签批, and publishes it. Refused when a feed is not loaded that is
    /// not named in `without`, when a relation of severity error fails, when check tables of the month are missing, stale or differ,
    /// or while a balance blocks. With a seal the picture stands on every report and its digest in the manifest.
    public func publish(
        _ given: ReportingPeriod?, without: [String] = [], seal: (path: String, width: Double)? = nil, progress: any ProgressListener = SilentProgress()
    ) throws -> PublishResult {
        let period = try period(given)
        let catalogue = try catalogue()
        let codes = try refuseIncomplete(period, without: without, catalogue: catalogue)
        try refuseUnreconciled(period, catalogue: catalogue)
        try refuseUnbalanced(period, catalogue: catalogue, progress: progress)
        let staging = path("\(settings.output)/.staging-\(period)")
        try? FileManager.default.removeItem(atPath: staging)
        defer { try? FileManager.default.removeItem(atPath: staging) }
        var request = GenerateRequest(period: period, folder: staging, state: "未签批")
        request.seal = seal
        let built = try build(request, progress: SilentProgress())
        try refuseFailedRelations(built)
        let result = try generate(request, progress: progress)
        let stage = try stage(result, built: built, period: period, staging: staging, seal: request.seal.flatMap { self.seal($0.path, of: built) })
        progress.receive(.step("publish"))
        let release = try ReleaseStore(path(settings.releases)).publish(stage)
        let isNew = release.outcome == .published
        progress.receive(.finished("\(isNew ? "published" : "compared with") \(release.address): \(stage.artefacts.count) artefacts"))
        return PublishResult(
            period: period.description, sequence: release.address.sequence, folder: release.folder, manifestDigest: release.manifestDigest.hex,
            isNew: isNew, diagnostics: codes + release.diagnostics.diagnostics)
    }

    /// Every feed that the month expects must be loaded, but for those that somebody leaves out by name. Returns what the settings
    /// only warn of: requests for codes that are not settled.
    private func refuseIncomplete(_ period: ReportingPeriod, without: [String], catalogue: Catalogue) throws -> [Diagnostic] {
        for id in without { try requireInterface(id, catalogue) }
        let warehouse = try warehouse(), loaded = Set(try warehouse.current(period: period).map(\.interface))
        let expected = Set(catalogue.interfaces.map(\.id)).sorted().filter { catalogue.exchange.expects($0, in: period) && catalogue.interface($0, for: period) != nil }
        if loaded.isEmpty { throw DiagnosticsError(WorkspaceDiagnostics.nothingLoaded(period.description)) }
        if let there = without.first(where: loaded.contains) {
            throw DiagnosticsError(WorkspaceDiagnostics.badArgument("interface \(there) of \(period) is loaded: it cannot be left out", hint: "leave out --without \(there)"))
        }
        let missing = expected.filter { !loaded.contains($0) && !without.contains($0) }
        var problems = missing.isEmpty ? [] : [WorkspaceDiagnostics.feedsMissing(period.description, missing, of: expected.count)]
        let gate = try codeGate(period, catalogue, warehouse)
        if let gate, gate.severity == .error { problems.append(gate) }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) }
        return gate.map { [$0] } ?? []
    }

    private func refuseFailedRelations(_ built: BuildResult) throws {
        let root = path(settings.definitions)
        let problems = built.reports.flatMap { report in
            report.relations.filter { $0.severity == .error }.flatMap { relation in
                relation.failures.map { DefinitionFolder.prefixed(WorkspaceDiagnostics.relationsFail(report.key, relation.text, $0.place, at: $0.origin ?? relation.origin ?? report.origin), with: root) }
            }
        }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) }
    }

    private func stage(_ result: GenerationResult, built: BuildResult, period: ReportingPeriod, staging: String, seal: ReleaseSeal?) throws -> StagedRelease {
        let artefacts = result.artefacts.map { artefact in
            StagedArtefact(
                path: String(artefact.path.dropFirst(staging.count + 1)), role: role(artefact.role), report: artefact.report, scope: artefact.scope,
                content: .file(artefact.path), digest: SHA256Digest(hex: artefact.digest))
        }
        let used = Set(built.reports.flatMap(\.batches))
        let inputs = built.batches.values.filter { used.contains($0.id) }.sorted { $0.id < $1.id }.compactMap { batch in
            SHA256Digest(hex: batch.digest).map { ReleaseInput(batch: batch.id, file: batch.file, digest: $0, rows: batch.rows) }
        }
        let calibers = Set(built.reports.flatMap(\.calibers)).sorted { ($0.id, $0.value.effective.from) < ($1.id, $1.value.effective.from) }.map {
            ReleaseCaliber(id: $0.id, value: $0.value.value.description, effectiveFrom: $0.value.effective.from, basis: $0.value.basis)
        }
        let definitions = built.catalogue.sources.compactMap { source in SHA256Digest(hex: source.digest).map { ReleaseDefinition(path: source.path, digest: $0) } }
        return StagedRelease(
            period: period, created: settings.systemDate, artefacts: artefacts, inputs: inputs, calibers: calibers, definitions: definitions,
            fonts: try fontDigests().map { ReleaseFont(file: $0.file, digest: $0.digest) }, seal: seal,
            environment: environmentEntries().map { ReleaseEnvironmentPart(name: $0.name, version: $0.version) })
    }

    /// The picture that the reports hold.
    private func seal(_ path: String, of built: BuildResult) -> ReleaseSeal? {
        built.reports.first?.form.seal.map {
            ReleaseSeal(
                file: URL(filePath: path).lastPathComponent, width: Amount(decimalText: "\($0.width)")?.description ?? "\($0.width)",
                digest: SHA256Digest(of: $0.png))
        }
    }

    private func role(_ name: String) -> Release.ArtefactRole {
        switch ArtefactRole(rawValue: name) {
        case .pdf, nil: .pdf
        case .xlsx: .xlsx
        case .chartPNG, .pagePNG: .png
        case .chartSVG: .svg
        case .html: .html
        case .figures: .figures
        case .provenance: .provenance
        }
    }
}

public struct VerifyResult: Sendable {
    public var folder: String
    public var artefacts: Int
    public var diagnostics: [Diagnostic]
}

/// Verifies one release folder (no workspace needed), the current release of a month, or every release of the workspace.
public func verifyReleases(_ target: String?, workspace folder: String) throws -> [VerifyResult] {
    if let target, ReportingPeriod(target) == nil { return [verify(folder: target)] }
    let workspace = try Workspace.open(folder)
    let store = ReleaseStore(workspace.path(workspace.settings.releases))
    if let target, let period = ReportingPeriod(target) {
        guard let address = store.current(period) else {
            throw DiagnosticsError(WorkspaceDiagnostics.notFound("release of \(period)", hint: "publish it first: gazette publish \(period)"))
        }
        return [verify(folder: store.folder(of: address))]
    }
    let addresses = try store.releases()
    if addresses.isEmpty { throw DiagnosticsError(WorkspaceDiagnostics.notFound("release in '\(store.folder)'", hint: "publish a month first: gazette publish MONTH")) }
    return addresses.map { verify(folder: store.folder(of: $0)) }
}

private func verify(folder: String) -> VerifyResult {
    let verification = ReleaseVerifier.verify(folder: folder)
    return VerifyResult(
        folder: folder, artefacts: verification.manifest?.content.artefacts.count ?? 0, diagnostics: verification.diagnostics.diagnostics)
}
