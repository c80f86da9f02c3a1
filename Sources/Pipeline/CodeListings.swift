internal import Codes
internal import Cubes
public import Diagnostics
internal import Digests
public import Quantities
internal import ReportModel
internal import Warehouse

extension Workspace {
    /// Requests of a month, of all months for nil.
    public func listCodeRequests(_ period: ReportingPeriod?, onlyOpen: Bool) throws -> Listing {
        let warehouse = try Warehouse(folder: path(settings.warehouse)), events = Dictionary(grouping: try warehouse.codeEvents(), by: \.request)
        let rows = try warehouse.codeRequests(period: period?.compact).filter { !onlyOpen || $0.state.isUnsettled }.map { request in
            let last = events[request.id]?.last
            return [
                String(request.id), ReportingPeriod(request.period)?.description ?? request.period, request.state.rawValue, request.action, request.table, request.code, request.name,
                request.parent, request.effectiveFrom ?? "", request.effectiveTo ?? "", request.successors, request.reason, last?.person ?? "", last?.notedAt ?? "",
            ]
        }
        return Listing(
            columns: ["number", "period", "state", "action", "table", "code", "name", "parent", "effective_from", "effective_to", "successors", "reason", "person", "noted"], rows: rows,
            what: onlyOpen ? "code requests that wait" : "code requests")
    }

    /// Members of a code table in force on a day; the day after the workspace's month ends for nil.
    public func listCodes(_ table: String, on day: CalendarDate?) throws -> Listing {
        let table = try codeTable(table), day = try day ?? period(nil).lastDay
        let rows = table.inForce(on: day).map { [$0.code, $0.name, $0.short, $0.parent ?? "", $0.effective.from.printedStart, $0.effective.to?.description ?? ""] }
        return Listing(columns: ["code", "name", "short", "parent", "effective_from", "effective_to"], rows: rows, what: "codes in force on \(day)")
    }

    /// What began, ended and changed between two days, of one table or all, by day.
    public func listCodeChanges(from first: CalendarDate, to last: CalendarDate, table: String?) throws -> Listing {
        let tables = try table.map { [try codeTable($0)] } ?? (try catalogue().codeTables)
        var rows: [[String]] = []
        for table in tables {
            for member in table.members {
                if member.effective.from >= first && member.effective.from <= last {
                    let before = table.lines(of: member.code).first { $0.effective.to?.adding(days: 1) == member.effective.from }
                    let what = before == nil ? "new" : "change"
                    let detail = before.map { old in
                        [old.name == member.name ? "" : "\(old.name) → \(member.name)", old.parent == member.parent ? "" : "上级 \(old.parent ?? "无") → \(member.parent ?? "无")"].filter { !$0.isEmpty }.joined(separator: "，")
                    } ?? ""
                    rows.append([member.effective.from.description, table.id, member.code, what, member.name, detail])
                }
                if let end = member.effective.to, end >= first && end <= last, !table.lines(of: member.code).contains(where: { $0.effective.from == end.adding(days: 1) }) {
                    let successors = member.successors.map { "\($0) \(table.member($0)?.name ?? "")" }.joined(separator: "，")
                    rows.append([end.description, table.id, member.code, "end", member.name, successors.isEmpty ? "" : "后继 \(successors)"])
                }
            }
        }
        return Listing(columns: ["day", "table", "code", "what", "name", "detail"], rows: rows.sorted { ($0[0], $0[1], $0[2]) < ($1[0], $1[1], $1[2]) }, what: "changes")
    }

    /// The kept files of code tables.
    public func listCodeFiles(_ table: String?) throws -> Listing {
        let rows = try Warehouse(folder: path(settings.warehouse)).codeFiles().filter { table == nil || $0.table == table }.map { file in
            [String(file.id), file.table, file.notedAt, file.person, file.requests.map(String.init).joined(separator: " "), String(file.digestBefore.prefix(12)), String(file.digestAfter.prefix(12))]
        }
        return Listing(columns: ["number", "table", "replaced", "person", "requests", "before", "after"], rows: rows, what: "kept code tables")
    }

    private func codeTable(_ id: String) throws -> CodeTable {
        let catalogue = try catalogue(), names = catalogue.codeTables.map(\.id)
        if let table = catalogue.codeTable(id) { return table }
        throw DiagnosticsError(WorkspaceDiagnostics.notFound("code table '\(id)'", hint: Suggestion.nearest(to: id, among: names).map { "did you mean '\($0)'?" } ?? "tables: \(names.joined(separator: ", "))"))
    }

    /// Members that get lost between code tables, facts and report rows of a month, and what is wrong with the tables themselves.
    public func checkCodes(_ given: ReportingPeriod?) throws -> (checked: String, diagnostics: [Diagnostic]) {
        let period = try period(given), catalogue = try catalogue()
        let tables = try Warehouse(folder: path(settings.warehouse)).summaryTables(from: period, to: period)
        let found = catalogue.codeTables.flatMap(CodeCheck.shape) + CodeCheck.orphans(tables, catalogue) + CodeCheck.lost(catalogue, period: period, tables: tables)
        let root = path(settings.definitions), cells = tables.reduce(0) { $0 + $1.rows.count }
        let text = "\(catalogue.codeTables.count) code tables, \(tables.count) feeds with \(cells) cells, \(catalogue.reports.count) reports"
        return (text, found.map { $0.place == nil ? $0 : DefinitionFolder.prefixed($0, with: root) })
    }

    /// The request file of a month in the exchange folder, and how far its requests have come; nil when all is settled or there is none.
    func unsettledCodes(_ period: ReportingPeriod, _ catalogue: Catalogue, _ warehouse: Warehouse) throws -> (open: Int, confirmed: Int, isUnregistered: Bool, file: String)? {
        let requests = try warehouse.codeRequests(period: period.compact)
        let file = path("\(settings.exchange)/\(period.compact)/\(catalogue.exchange.codeRequestFile(for: period))")
        let isUnregistered = try FileTree.exists(file) && { let digest: SHA256Digest = try FileTree.digest(of: file); return !requests.contains { $0.digest == digest.hex } }()
        let open = requests.count { $0.state == .open }, confirmed = requests.count { $0.state == .confirmed }
        return open + confirmed > 0 || isUnregistered ? (open, confirmed, isUnregistered, file) : nil
    }

    /// COD013 when code requests of the month wait, as a warning or as an error by the exchange plan.
    func codeGate(_ period: ReportingPeriod, _ catalogue: Catalogue, _ warehouse: Warehouse) throws -> Diagnostic? {
        try unsettledCodes(period, catalogue, warehouse).map { state in
            CodeStepDiagnostics.unsettled(
                period, open: state.open, confirmed: state.confirmed, isUnregistered: state.isUnregistered, file: state.file, blocks: catalogue.exchange.unsettledCodes == .block)
        }
    }
}

extension CalendarDate {
    /// Empty for the day that stands for "always".
    fileprivate var printedStart: String { year == 1 ? "" : description }
}
