internal import Composition
internal import Cubes
internal import Diagnostics
internal import Digests
internal import Quantities
internal import Relations
internal import ReportModel
internal import Warehouse

/// Reports of one run with all their figures, ready for layout.
struct BuildResult {
    var reports: [BuiltReport] = []
    var warnings: [Diagnostic] = []
    var catalogue: Catalogue
    /// Batches in force in the months that were read, by id.
    var batches: [String: Batch] = [:]
    var period: ReportingPeriod
}

extension Workspace {
    /// definitions + summary tables ─ build ─► reports ─ check ─► relation results.
    func build(_ request: GenerateRequest, progress: any ProgressListener) throws -> BuildResult {
        let catalogue = try catalogue(), request = try placed(request, catalogue), period = try period(request.period)
        let definitions = try select(request.reports, catalogue: catalogue)
        let last = try definitions.map { try self.period(request.period, subsystem: $0.subsystem) }.max() ?? period
        return try build(request, catalogue: catalogue, cube: SummaryCube(tables: try summaryTables(upTo: last, catalogue: catalogue), catalogue: catalogue), progress: progress)
    }

    /// A chosen month and chosen scopes are those of the run.
    private func placed(_ request: GenerateRequest, _ catalogue: Catalogue) throws -> GenerateRequest {
        var placed = request
        for definition in request.choices.isEmpty ? [] : try select(request.reports, catalogue: catalogue) {
            _ = try definition.choosing(request.choices.map { Choice(parameter: $0.parameter, values: $0.values) }, in: catalogue)
            for choice in request.choices {
                switch definition.parameters.first(where: { $0.name == choice.parameter })?.kind {
                case .period: placed.period = choice.values.first.flatMap { ReportingPeriod($0) }
                case .scope: placed.scopes = choice.values
                default: break
                }
            }
        }
        return placed
    }

    /// The same with definitions and figures that were read before. Places are as the user can open them.
    func build(_ request: GenerateRequest, catalogue: Catalogue, cube: SummaryCube, progress: any ProgressListener) throws -> BuildResult {
        let root = path(settings.definitions)
        do {
            var result = try buildReports(request, catalogue: catalogue, cube: cube, progress: progress)
            result.warnings = result.warnings.map { DefinitionFolder.prefixed($0, with: root) }
            return result
        } catch let error as DiagnosticsError {
            throw DiagnosticsError(diagnostics: error.diagnostics.map { DefinitionFolder.prefixed($0, with: root) })
        }
    }

    private func buildReports(_ request: GenerateRequest, catalogue given: Catalogue, cube: SummaryCube, progress: any ProgressListener) throws -> BuildResult {
        var catalogue = given
        let choices = request.choices.map { Choice(parameter: $0.parameter, values: $0.values) }
        let chosen = try select(request.reports, catalogue: catalogue).map { try $0.choosing(choices, in: catalogue) }
        catalogue.reports = try catalogue.reports.map { try $0.choosing([], in: catalogue) } + chosen.filter { !$0.choices.isEmpty }
        let definitions = chosen
        let period = try period(request.period)
        guard cube.periods.contains(period) else { throw DiagnosticsError(WorkspaceDiagnostics.nothingLoaded(period.description)) }
        var builder = ReportBuilder(context: ReportContext(
            catalogue: catalogue, cube: cube, office: settings.office, city: settings.city,
            dataMark: settings.dataMark, state: request.state))
        builder.context.seal = try request.seal.map { try sealPicture($0.path, width: $0.width) }
        var result = BuildResult(catalogue: catalogue, period: period)
        result.batches = Dictionary(cube.batches.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        progress.receive(.step("build reports of \(period)"))
        for definition in definitions {
            let month = try self.period(request.period, subsystem: definition.subsystem)
            for scope in try scopes(of: definition, request: request, catalogue: catalogue, period: month) {
                var (report, warnings) = try builder.build(definition, scope: scope, period: month)
                report.relations = try RelationChecker.check(definition, report: report, builder: &builder)
                result.reports.append(report)
                result.warnings += warnings + relationWarnings(report, definition)
            }
        }
        // After all relations: those between reports are checked with the true figures too.
        for index in result.reports.indices {
            guard let definition = catalogue.report(result.reports[index].lookup) else { continue }
            result.reports[index] = try builder.finish(result.reports[index], of: definition)
            result.reports[index].form.provenanceCode = ProvenanceCode.of(result.reports[index], catalogue: catalogue, batches: result.batches)
        }
        progress.receive(.finished("built \(result.reports.count) reports"))
        return result
    }

    private func sealPicture(_ path: String, width: Double) throws -> SealPicture {
        guard (10...80).contains(width), let seal = SealPicture(png: try FileTree.read(path), width: width) else {
            throw DiagnosticsError(WorkspaceDiagnostics.unusableSeal(path))
        }
        return seal
    }

    /// Summary cells from two years before January of the period on: enough for any comparison and thirteen months of it.
    func summaryTables(upTo period: ReportingPeriod, catalogue: Catalogue) throws -> [SummaryTable] {
        let earliest = catalogue.reports.flatMap { report in
            report.tables.flatMap(\.rows).compactMap { item -> Int? in if case .years(let years) = item { years.from } else { nil } }
        }.min()
        var first = period.january.adding(months: -25)
        if let earliest, let january = ReportingPeriod(year: earliest - 1, month: 1) { first = min(first, january) }
        return try Warehouse(folder: path(settings.warehouse)).summaryTables(from: first, to: period)
    }

    private func select(_ codes: [String], catalogue: Catalogue) throws -> [ReportDefinition] {
        if codes.isEmpty { return catalogue.reports }
        return try codes.map { code in
            if let report = catalogue.report(code) { return report }
            let names = catalogue.reports.flatMap { [$0.code, $0.shortCode] }
            throw DiagnosticsError(WorkspaceDiagnostics.unknownReport(code, nearest: Suggestion.nearest(to: code, among: names)))
        }
    }

    /// Months with something loaded, earliest first, and a text that changes whenever something is loaded.
    func loaded() throws -> (periods: [ReportingPeriod], stamp: String) {
        let warehouse = try Warehouse(folder: path(settings.warehouse))
        return (try warehouse.periods(), try warehouse.history().map { "\($0.batch.id) \($0.supersededBy ?? "")" }.joined(separator: "\n"))
    }

    private func districts(_ catalogue: Catalogue, _ period: ReportingPeriod) -> [CodeMember] {
        (catalogue.codeTable(forDimension: "district")?.leaves(on: period.lastDay) ?? []).filter(\.reportsAlone)
    }

    /// The scopes that get a report of their own.
    func scopes(of definition: ReportDefinition, catalogue: Catalogue, period: ReportingPeriod) throws -> [ReportScope] {
        var result: [ReportScope] = []
        if definition.scopes.contains(.city) { result.append(ReportScope(district: nil, name: settings.city)) }
        if definition.scopes.contains(.district) { result += districts(catalogue, period).map { ReportScope(district: $0.code, name: $0.name) } }
        return result
    }

    private func scopes(of definition: ReportDefinition, request: GenerateRequest, catalogue: Catalogue, period: ReportingPeriod) throws -> [ReportScope] {
        let known = ["city"] + districts(catalogue, period).map(\.code)
        for scope in request.scopes where !known.contains(scope) {
            throw DiagnosticsError(WorkspaceDiagnostics.unknownScope(scope, nearest: Suggestion.nearest(to: scope, among: known)))
        }
        let result = try scopes(of: definition, catalogue: catalogue, period: period)
        return request.scopes.isEmpty ? result : result.filter { request.scopes.contains($0.key) }
    }

    private func relationWarnings(_ report: BuiltReport, _ definition: ReportDefinition) -> [Diagnostic] {
        report.relations.flatMap { relation in
            relation.failures.map { failure in
                var diagnostic = WorkspaceDiagnostics.relationsFail(report.key, relation.text, failure.place, at: failure.origin ?? relation.origin ?? definition.origin)
                diagnostic.severity = .warning
                diagnostic.notes = [.init("left side \(failure.left.readable), right side \(failure.right.readable)")]
                return diagnostic
            }
        }
    }
}

extension Amount {
    /// The exact decimal; of a quotient that has none six places.
    fileprivate var readable: String {
        let exact = description
        return exact.contains("/") ? "about \((try? rounded(toScale: 6).description) ?? exact)" : exact
    }
}

/// Names the inputs of one report: `Z02-202610-7F3A·91C4`. Two reports with the same code show the same figures under the
/// same definitions.
enum ProvenanceCode {
    static func of(_ report: BuiltReport, catalogue: Catalogue, batches: [String: Batch]) -> String {
        var lines = report.batches.map { "\($0) \(batches[$0]?.digest ?? "")" }
        lines += report.calibers.map { "\($0.id) \($0.value.effective.from) \($0.value.value)" }
        lines += catalogue.sources.filter { $0.path == report.origin.file }.map { "\($0.path) \($0.digest)" }
        lines.append("\(report.scope.key) \(report.period)")
        let hex = SHA256Digest(of: Array(lines.joined(separator: "\n").utf8)).hex.uppercased()
        let short = report.code.split(separator: "-").last ?? ""
        return "\(short)-\(report.frequency == .annual ? String(report.period.year) : report.period.compact)-\(hex.prefix(4))·\(hex.dropFirst(4).prefix(4))"
    }
}
