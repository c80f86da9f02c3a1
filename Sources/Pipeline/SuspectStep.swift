internal import Cubes
public import Diagnostics
internal import Intake
public import Quantities
internal import ReportModel
internal import Warehouse

/// One suspect of the queue, as it may be shown: personal numbers masked.
public struct SuspectEntry: Sendable {
    public var interface: String
    /// Number in the queue: the physical line, over the parts of a delivery.
    public var line: Int
    public var rules: String
    /// Column → value of the columns that the rules read and of the key.
    public var values: [(column: String, value: String)]
    /// accept, fix or return when it is decided, to be applied by the next load; else nil.
    public var decision: String?
}

public struct SuspectRequest: Sendable {
    public enum Decision: Sendable {
        case accept
        case fix([(column: String, value: String)])
        case giveBack
    }
    public var period: ReportingPeriod?
    public var interface: String
    /// Empty: all that violate `rule`.
    public var lines: [Int]
    public var rule: String?
    public var decision: Decision
    public var reason: String
    public var person: String
    public init(period: ReportingPeriod?, interface: String, lines: [Int], rule: String? = nil, decision: Decision, reason: String, person: String) {
        self.period = period; self.interface = interface; self.lines = lines; self.rule = rule
        self.decision = decision; self.reason = reason; self.person = person
    }
}

extension Workspace {
    /// The suspects of the batches in force, of one interface or of all; `limit` bounds what is shown of each, not what is counted.
    public func suspects(_ given: ReportingPeriod?, interface: String?, limit: Int) throws -> (entries: [SuspectEntry], counts: [(interface: String, count: Int)]) {
        let period = try period(given), catalogue = try catalogue(), warehouse = try Warehouse(folder: path(settings.warehouse))
        if let interface { try requireInterface(interface, catalogue) }
        var entries: [SuspectEntry] = [], counts: [(interface: String, count: Int)] = []
        for id in interface.map({ [$0] }) ?? Set(catalogue.interfaces.map(\.id)).sorted() {
            guard let current = catalogue.interface(id, for: period), let record = try warehouse.current(interface: id, period: period) else { continue }
            let specification = current.form(ofFile: record.files.first?.name ?? "", for: period)
            let queue = try warehouse.suspects(interface: id, period: period, limit: limit)
            if queue.count == 0 { continue }
            counts.append((id, queue.count))
            let decisions = Dictionary(try warehouse.decisions(interface: id, period: period).map { ($0.row, $0.decision.rawValue) }, uniquingKeysWith: { $1 })
            entries += queue.rows.map { entry($0, specification, encoding(record, $0), decisions[$0.row]) }
        }
        return (entries, counts)
    }

    private func encoding(_ record: LoadRecord, _ suspect: SuspectRow) -> InterfaceSpecification.Encoding {
        let file = Int(suspect.line >> 40)
        return record.files.indices.contains(file) ? InterfaceSpecification.Encoding(rawValue: record.files[file].encoding) ?? .utf8 : .utf8
    }

    private func entry(_ suspect: SuspectRow, _ specification: InterfaceSpecification, _ encoding: InterfaceSpecification.Encoding, _ decision: String?) -> SuspectEntry {
        let ids = suspect.rules.split(separator: ",").map(String.init)
        let read = specification.rules.filter { ids.contains($0.id) }.flatMap { $0.test.columns + $0.conditions.flatMap(\.columns) }
        let limited = specification.columns.map(\.name).filter { ids.contains("minimum-\($0)") || ids.contains("maximum-\($0)") }
        let fields = RowText.fields(suspect.row, of: specification, encoding: encoding) ?? []
        let values = specification.columns.enumerated().compactMap { index, column -> (column: String, value: String)? in
            guard fields.indices.contains(index), specification.key.contains(column.name) || read.contains(column.name) || limited.contains(column.name) else { return nil }
            if case .period = column.type { return nil }
            guard case .text = column.type else { return (column.name, fields[index]) }
            return (column.name, RowText.masked(fields[index]))
        }
        return SuspectEntry(interface: specification.id, line: Int(suspect.line), rules: suspect.rules, values: values, decision: decision)
    }

    /// Puts a decision about suspects into the log; it is applied by the next load. Returns how many rows it is about.
    public func decide(_ request: SuspectRequest) throws -> Int {
        let period = try period(request.period), catalogue = try catalogue(), warehouse = try Warehouse(folder: path(settings.warehouse))
        try requireInterface(request.interface, catalogue)
        try GivenTexts.require("a decision", ["--reason": request.reason, "--person": request.person])
        guard let current = catalogue.interface(request.interface, for: period), let record = try warehouse.current(interface: request.interface, period: period) else {
            throw DiagnosticsError(WorkspaceDiagnostics.nothingLoaded(period.description))
        }
        let specification = current.form(ofFile: record.files.first?.name ?? "", for: period)
        let rows = try chosen(request, period, warehouse)
        let decisions = try rows.map { row in
            var decision = StoredDecision(
                interface: request.interface, period: period, line: row.line, row: row.row, rules: row.rules, decision: .accept, reason: request.reason,
                person: request.person, decidedAt: Clock.now(), batch: record.batch.id)
            switch request.decision {
            case .accept: break
            case .giveBack: decision.decision = .giveBack
            case .fix(let changes):
                decision.decision = .fix
                decision.replacement = try corrected(row, changes, specification, encoding(record, row), catalogue, period)
            }
            return decision
        }
        try warehouse.record(decisions)
        return decisions.count
    }

    private func chosen(_ request: SuspectRequest, _ period: ReportingPeriod, _ warehouse: Warehouse) throws -> [SuspectRow] {
        if request.lines.isEmpty {
            guard let rule = request.rule else {
                throw DiagnosticsError(WorkspaceDiagnostics.badArgument("no suspect is named", hint: "give line numbers of: gazette suspects list, or --rule for all of one rule"))
            }
            let rows = try warehouse.suspects(interface: request.interface, period: period).rows.filter { $0.rules.split(separator: ",").contains(Substring(rule)) }
            if rows.isEmpty { throw DiagnosticsError(WorkspaceDiagnostics.notFound("suspect of rule '\(rule)' in \(request.interface)", hint: "see: gazette suspects list \(period)")) }
            return rows
        }
        let rows = try warehouse.suspects(interface: request.interface, period: period, lines: request.lines.map(Int64.init))
        if let missing = request.lines.first(where: { line in !rows.contains { $0.line == Int64(line) } }) {
            throw DiagnosticsError(WorkspaceDiagnostics.notFound("suspect on line \(missing) of \(request.interface)", hint: "see: gazette suspects list \(period) \(request.interface)"))
        }
        return rows
    }

    /// The row with the changed values; refused when it would be rejected.
    private func corrected(
        _ suspect: SuspectRow, _ changes: [(column: String, value: String)], _ specification: InterfaceSpecification, _ encoding: InterfaceSpecification.Encoding,
        _ catalogue: Catalogue, _ period: ReportingPeriod
    ) throws -> [UInt8] {
        guard var fields = RowText.fields(suspect.row, of: specification, encoding: encoding), fields.count == specification.columns.count else {
            throw DiagnosticsError(WorkspaceDiagnostics.badArgument("line \(suspect.line) does not have the columns of today's specification", hint: "load the month again first"))
        }
        for change in changes {
            guard let index = specification.columns.firstIndex(where: { $0.name == change.column }) else {
                let names = specification.columns.map(\.name)
                throw DiagnosticsError(WorkspaceDiagnostics.notFound(
                    "column '\(change.column)' in \(specification.id)", hint: Suggestion.nearest(to: change.column, among: names).map { "did you mean '\($0)'?" } ?? "columns: \(names.joined(separator: ", "))"))
            }
            fields[index] = change.value
        }
        guard let row = RowText.row(fields, of: specification, encoding: encoding), !row.contains(10) else {
            throw DiagnosticsError(WorkspaceDiagnostics.badArgument("a value cannot be written in the file's encoding", hint: "use characters that \(encoding.rawValue) has"))
        }
        let faults = try RowText.faults(of: row, specification, encoding: encoding, catalogue: catalogue, period: period, settled: Set(changes.map(\.column)))
        if !faults.isEmpty {
            throw DiagnosticsError(WorkspaceDiagnostics.badArgument("the corrected row would be rejected: \(faults.joined(separator: ", "))", hint: "correct these columns too, each with --set COLUMN=VALUE, or return the row to the provider"))
        }
        return row
    }

    /// Who decided what, when and why; revoked decisions too.
    public func suspectLog(_ given: ReportingPeriod?, interface: String?) throws -> Listing {
        let rows = try Warehouse(folder: path(settings.warehouse)).decisionLog(interface: interface, period: try period(given)).map { decision in
            [
                String(decision.id), decision.interface, String(decision.line), decision.rules, decision.decision.rawValue, decision.person, decision.decidedAt,
                decision.reason, decision.revokedBy.map { "revoked by \($0)" } ?? "in force", decision.batch,
            ]
        }
        return Listing(columns: ["number", "interface", "line", "rules", "decision", "person", "decided", "reason", "state", "batch"], rows: rows, what: "decisions")
    }
}

extension StoredDecision {
    /// As the loader applies it.
    var applied: SuspectDecision {
        switch decision {
        case .accept: SuspectDecision(row: row, action: .accept)
        case .giveBack: SuspectDecision(row: row, action: .giveBack)
        case .fix: SuspectDecision(row: row, action: .fix(replacement ?? row))
        }
    }
}
