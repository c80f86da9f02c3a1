internal import Cubes
public import Diagnostics
internal import Digests
internal import Documents
internal import Foundation
public import Quantities
internal import Reconciliation
internal import ReportModel
internal import Spreadsheets
internal import Warehouse

/// Where the reconciliation of a month stands, for status pages.
public struct ReconciliationState: Sendable, Hashable {
    /// No check table is defined for the month's feeds.
    public var isNeeded: Bool
    /// There is one, and nothing that it was made from has changed.
    public var isCurrent: Bool
    /// Figures whose declared and loaded values are the same.
    public var agreed: Int
    /// Figures whose difference is wholly accounted for.
    public var explained: Int
    /// Figures whose difference is not, and districts of which nothing is declared.
    public var unexplained: Int
    /// Of these, the ones that stop the month.
    public var blocking: Int
    /// Check tables that have not come, or cannot be read.
    public var missingTables: [String]

    public var isPublishable: Bool { !isNeeded || isCurrent && blocking == 0 && missingTables.isEmpty }
}

/// A reconciliation for the command: lines as text.
public struct ReconciliationReport: Sendable {
    public struct Line: Sendable {
        public var table: String
        public var interface: String
        public var district: String
        public var districtName: String
        public var figure: String
        public var figureName: String
        public var unit: String
        public var blocks: Bool
        public var place: String
        public var verdict: String
        public var declared: String?
        public var loaded: String
        public var rejected: String
        public var filtered: String
        public var corrected: String
        public var unreadableRows: Int
        public var byUnreadable: String
        public var withoutDistrict: String
        public var rounding: String
        public var unexplained: String
        public var isOpen: Bool
    }
    public var period: ReportingPeriod
    public var state: ReconciliationState
    public var lines: [Line]
    /// The documents that were written.
    public var paths: [String]
    public var diagnostics: [Diagnostic]
    public var isBlocked: Bool { !state.isPublishable || diagnostics.contains { $0.severity == .error } }
}

extension Workspace {
    /// Reads the check tables of a month, holds them against what was delivered and loaded, keeps the result and writes it as a document.
    public func reconcile(_ given: ReportingPeriod?) throws -> ReconciliationReport {
        let period = try period(given), catalogue = try catalogue()
        let warehouse = try Warehouse(folder: path(settings.warehouse))
        let (record, diagnostics) = try reconcile(period, catalogue: catalogue, warehouse: warehouse)
        let paths = try write(record, catalogue: catalogue)
        let names = ReconciliationDocument.Names(catalogue)
        let lines = record.lines.map { line in
            ReconciliationReport.Line(
                table: line.definition, interface: line.interface, district: line.district, districtName: names.district(line.district), figure: line.figure,
                figureName: names.figure(line), unit: line.unit, blocks: line.blocks, place: line.place, verdict: line.verdict.rawValue, declared: line.declared?.description,
                loaded: line.loaded.description, rejected: line.rejected.description, filtered: line.filtered.description, corrected: line.corrected.description,
                unreadableRows: line.unreadable, byUnreadable: line.byUnreadable.description, withoutDistrict: line.withoutDistrict.description,
                rounding: line.rounding.description, unexplained: line.unexplained.description, isOpen: line.isOpen)
        }
        return ReconciliationReport(
            period: period, state: try state(record, period, catalogue: catalogue, warehouse: warehouse), lines: lines, paths: paths, diagnostics: diagnostics)
    }

    /// Where the reconciliation of a month stands; reads no table.
    public func reconciliationState(_ given: ReportingPeriod?) throws -> ReconciliationState {
        let period = try period(given), warehouse = try Warehouse(folder: path(settings.warehouse))
        return try reconciliationState(period, catalogue: try catalogue(), warehouse: warehouse)
    }

    func reconciliationState(_ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse) throws -> ReconciliationState {
        try state(try warehouse.reconciliation(period: period), period, catalogue: catalogue, warehouse: warehouse)
    }

    private func state(_ record: ReconciliationRecord?, _ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse) throws -> ReconciliationState {
        let inputs = try ReconciliationInputs(self, period, catalogue: catalogue, warehouse: warehouse)
        let files = record?.files.filter { $0.isRequired && $0.state != .read } ?? []
        return ReconciliationState(
            isNeeded: !inputs.checks.isEmpty, isCurrent: record?.inputs == inputs.digest, agreed: record?.count(.agreed) ?? 0, explained: record?.count(.explained) ?? 0,
            unexplained: record.map { $0.count(.unexplained) + $0.count(.undeclared) } ?? 0, blocking: record?.blocking.count ?? 0,
            missingTables: record == nil ? inputs.missing : files.map(\.name))
    }

    /// Refuses to go on when the month's check tables speak against it.
    func refuseUnreconciled(_ period: ReportingPeriod, catalogue: Catalogue) throws {
        let warehouse = try Warehouse(folder: path(settings.warehouse)), record = try warehouse.reconciliation(period: period)
        let inputs = try ReconciliationInputs(self, period, catalogue: catalogue, warehouse: warehouse)
        if inputs.checks.isEmpty { return }
        guard let record else { throw DiagnosticsError(ReconciliationDiagnostics.notReconciled(period.description, reason: "its check tables have not been reconciled")) }
        if record.inputs != inputs.digest {
            throw DiagnosticsError(ReconciliationDiagnostics.notReconciled(period.description, reason: "files, batches or definitions have changed since it was reconciled"))
        }
        var problems = record.files.filter { $0.isRequired && $0.state != .read }.map {
            ReconciliationDiagnostics.tableMissing(period.description, $0.name, state: $0.state == .missing ? "has not come" : "cannot be read completely")
        }
        let blocking = record.blocking
        if !blocking.isEmpty {
            let names = ReconciliationDocument.Names(catalogue)
            let texts = blocking.prefix(10).map { "\(names.interface($0.interface)) \(names.district($0.district)) \(names.figure($0)): \($0.unexplained) unexplained (\($0.place))" }
            let more = blocking.count > 10 ? ["and \(blocking.count - 10) more"] : []
            problems.append(ReconciliationDiagnostics.blocked(period.description, figures: texts + more, count: blocking.count))
        }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) }
    }

    /// After a load: brings the reconciliation of a month up to date when all its tables are there. Differences are told, not thrown.
    func reconcileAfterLoad(_ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse) throws -> [Diagnostic] {
        let inputs = try ReconciliationInputs(self, period, catalogue: catalogue, warehouse: warehouse)
        if inputs.checks.isEmpty || !inputs.missing.isEmpty { return [] }
        if try warehouse.reconciliation(period: period)?.inputs == inputs.digest { return [] }
        let (record, diagnostics) = try reconcile(period, catalogue: catalogue, warehouse: warehouse)
        _ = try write(record, catalogue: catalogue)
        let count = record.lines.count(where: \.isOpen)
        let told = diagnostics.map { diagnostic in
            var result = diagnostic
            result.severity = min(result.severity, .warning)
            return result
        }
        return told + (count == 0 ? [] : [ReconciliationDiagnostics.differences(period.description, count: count)])
    }

    // MARK: Parts

    private func reconcile(_ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse) throws -> (ReconciliationRecord, [Diagnostic]) {
        let inputs = try ReconciliationInputs(self, period, catalogue: catalogue, warehouse: warehouse)
        if inputs.checks.isEmpty {
            throw DiagnosticsError(WorkspaceDiagnostics.notFound("check table for the loaded feeds of \(period)", hint: "load the month (gazette load \(period)), and define its tables under ReportDefs/checks; see Docs/Reconciliation.md"))
        }
        var record = ReconciliationRecord(period: period, inputs: inputs.digest, madeAt: Clock.now()), diagnostics: [Diagnostic] = []
        let districts = catalogue.codeTable("district")
        let codes = districts?.leaves(on: period.lastDay).map(\.code) ?? []
        let summaries = try warehouse.summaryTables(from: period, to: period)
        for (check, file) in zip(inputs.checks, inputs.files) {
            var file = file
            let read = read(check, file.name, period: period, districts: districts, present: inputs.present)
            if file.state == .read, read.diagnostics.contains(where: { $0.severity == .error }) { file.state = .unreadable }
            record.files.append(file)
            diagnostics += read.diagnostics
            for interface in check.sheets.map(\.interface).reduce(into: [String](), { if !$0.contains($1) { $0.append($1) } }) {
                let figures = read.figures.filter { $0.interface == interface }
                if figures.isEmpty { continue }
                guard let summary = summaries.first(where: { $0.interface == interface }), let specification = catalogue.interface(interface, for: period) else {
                    let names = catalogue.interface(interface, for: period)?.forms.flatMap { $0.fileNames(for: period) } ?? []
                    diagnostics.append(ReconciliationDiagnostics.notLoaded(
                        interface, period: period.description, file: names.contains(where: inputs.present.contains) ? nil : names.first,
                        folder: path("\(settings.exchange)/\(period.compact)"), at: located(check.origin)))
                    continue
                }
                guard let account = try account(specification, figures, summary, catalogue: catalogue, warehouse: warehouse) else {
                    diagnostics.append(ReconciliationDiagnostics.noAccounts(summary.batch.id, at: located(check.origin)))
                    continue
                }
                let (lines, remarks) = try Reconciler.lines(figures, account, districts: codes)
                record.lines += lines
                diagnostics += remarks.map(located)
            }
        }
        try warehouse.record(record)
        return (record, diagnostics)
    }

    private func account(
        _ specification: InterfaceSpecification, _ figures: [DeclaredFigure], _ summary: SummaryTable, catalogue: Catalogue, warehouse: Warehouse
    ) throws -> FeedAccount? {
        guard let others = try warehouse.districtFigures(batch: summary.batch.id) else { return nil }
        let kinds = figures.map(\.figure.kind)
        var columns: [String] = [], needsRows = false
        for kind in kinds {
            switch kind {
            case .sum(let column): if !columns.contains(column) { columns.append(column) }
            case .rows, .distinct: needsRows = true
            case .measure: break
            }
        }
        let district = specification.columns.first { if case .code("district") = $0.type { true } else { false } }?.name
        let sums = needsRows || !columns.isEmpty
            ? try warehouse.detailSums(interface: specification.id, period: summary.period, by: district, columns: columns) : []
        return try FeedAccount(
            specification: specification, measures: catalogue.measures, kinds: kinds, summary: summary, sums: sums, columns: columns, others: others)
    }

    /// The figures of one table; every fault becomes a message.
    private func read(
        _ check: CheckDefinition, _ name: String, period: ReportingPeriod, districts: CodeTable?, present: [String]
    ) -> CheckTableReader.Result {
        let folder = path("\(settings.exchange)/\(period.compact)"), file = "\(folder)/\(name)"
        guard present.contains(name) else {
            let likely = Suggestion.nearest(to: name, among: present)
            return .init(diagnostics: [ReconciliationDiagnostics.missing(
                file, check.id, name: check.name, period: period.description, likely: likely, isRequired: check.isRequired, at: located(check.origin))])
        }
        let districts = districts ?? CodeTable(id: "district", members: [], origin: check.origin)
        let reader = CheckTableReader(check, districts: districts, day: period.lastDay, file: name)
        do {
            var result = check.isWorkbook
                ? reader.read(try WorkbookReader.read(path: file)) : reader.read(rows: try textRows(check, file))
            result.diagnostics = result.diagnostics.map { placed(located($0), in: folder) }
            return result
        } catch let error as DiagnosticsError {
            return .init(diagnostics: error.diagnostics)
        } catch {
            return .init(diagnostics: [WorkspaceDiagnostics.unreadable(file, reason: "\(error)")])
        }
    }

    private func textRows(_ check: CheckDefinition, _ path: String) throws -> [[String]] {
        let bytes = try FileTree.read(path)
        func bad(_ reason: String) -> DiagnosticsError { DiagnosticsError(ReconciliationDiagnostics.unreadableText(path, reason, at: located(check.origin))) }
        if bytes.count > 64 << 20 { throw bad("it has more than 64 MB, which no table of figures has") }
        let utf8 = check.encoding == .gb18030 ? nil : String(validating: bytes, as: UTF8.self)
        guard let text = utf8 ?? (check.encoding == .utf8 ? nil : String(data: Data(bytes), encoding: .gb18030)) else {
            throw bad("it is not in \(check.encoding == .detect ? "UTF-8 or GB18030" : check.encoding.rawValue)")
        }
        guard let rows = DelimitedText.rows(text, delimiter: check.delimiter) else { throw bad("a quote does not close") }
        return rows
    }

    private func write(_ record: ReconciliationRecord, catalogue: Catalogue) throws -> [String] {
        let document = ReconciliationDocument.document(record, catalogue: catalogue, office: settings.office, mark: settings.dataMark)
        let folder = path("\(settings.output)/\(record.period)")
        try FileTree.makeFolder(folder)
        return try [("html", document.html), ("md", document.markdown)].map { suffix, text in
            let target = "\(folder)/reconciliation.\(suffix)"
            try FileTree.write(Array(text.utf8), to: target)
            return target
        }
    }

    /// Places in definitions as the user can open them.
    private func located(_ diagnostic: Diagnostic) -> Diagnostic {
        var result = diagnostic
        result.notes = diagnostic.notes.map { note in .init(note.message, at: note.place.map(located)) }
        return result
    }

    private func located(_ place: SourceRange) -> SourceRange {
        var result = place
        result.file = "\(path(settings.definitions))/\(place.file)"
        return result
    }

    private func placed(_ diagnostic: Diagnostic, in folder: String) -> Diagnostic {
        var result = diagnostic
        result.place?.file = "\(folder)/\(diagnostic.place?.file ?? "")"
        return result
    }
}

extension String.Encoding {
    fileprivate static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
}

/// What a reconciliation of a month is made from, and its digest: when it changes, the reconciliation is stale.
struct ReconciliationInputs {
    /// Check definitions in force of which a feed is loaded.
    var checks: [CheckDefinition] = []
    /// Beside `checks`: what is in the folder.
    var files: [ReconciliationRecord.File] = []
    /// Names of all files of the month's folder.
    var present: [String] = []
    var digest: String
    var missing: [String] { files.filter { $0.state == .missing }.map(\.name) }

    init(_ workspace: Workspace, _ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse) throws {
        let folder = workspace.path("\(workspace.settings.exchange)/\(period.compact)")
        present = FileTree.exists(folder) ? try FileTree.files(below: folder) : []
        var lines = catalogue.sources.filter { $0.path.hasPrefix("checks/") || $0.path.hasPrefix("codes/") }.map { "\($0.path) \($0.digest)" }
        for check in catalogue.checks(for: period) {
            let batches = try check.sheets.map(\.interface).compactMap { try warehouse.current(interface: $0, period: period)?.batch.id }
            if batches.isEmpty { continue }
            let name = check.fileName(for: period), isThere = present.contains(name)
            let content: (count: Int, digest: SHA256Digest)? = isThere ? try FileTree.digest(of: "\(folder)/\(name)") : nil
            let digest = content?.digest.hex ?? "", bytes = content?.count ?? 0
            checks.append(check)
            files.append(.init(definition: check.id, name: name, digest: digest, bytes: bytes, state: isThere ? .read : .missing, isRequired: check.isRequired))
            lines.append("\(check.id) \(digest) \(batches.joined(separator: " "))")
        }
        digest = SHA256Digest(of: Array(lines.joined(separator: "\n").utf8)).hex
    }
}
