internal import Balances
internal import Composition
internal import Cubes
public import Diagnostics
internal import Digests
public import Quantities
internal import ReportModel
internal import Warehouse

extension Workspace {
    /// Runs the balances of a month and keeps the result with its figures; earlier runs stay. `without`: ids of balances that are
    /// left out, such as the one that reads every detail file.
    public func runBalances(_ given: ReportingPeriod?, without: [String] = [], progress: any ProgressListener = SilentProgress()) throws -> BalanceReport {
        let period = try period(given), catalogue = try catalogue(), warehouse = try warehouse()
        for id in without where !catalogue.balances.contains(where: { $0.id == id }) {
            throw DiagnosticsError(BalanceDiagnostics.unknownBalance(id, among: catalogue.balances.map(\.id)))
        }
        if catalogue.balances.isEmpty { throw DiagnosticsError(BalanceDiagnostics.noBalances(path(settings.definitions))) }
        guard try warehouse.periods().contains(period) else { throw DiagnosticsError(WorkspaceDiagnostics.nothingLoaded(period.description)) }
        var work = try BalanceWork(workspace: self, catalogue: catalogue, warehouse: warehouse, period: period, progress: progress)
        var run = BalanceRun(
            period: period, runAt: Clock.now(), definitions: Self.balanceDigest(catalogue), batches: try Self.balanceBatches(warehouse, period), skipped: without)
        for definition in catalogue.balances where !without.contains(definition.id) {
            progress.receive(.step("balance \(definition.id)"))
            let sheet = try work.sheet(definition)
            run.results += sheet.results
            run.lines += sheet.lines
            progress.receive(.finished("balance \(definition.id): \(sheet.results.reduce(0) { $0 + $1.compared }) comparisons, \(sheet.lines.count) to look at"))
        }
        try warehouse.add(run)
        return try lastBalances(period, catalogue: catalogue, warehouse: warehouse)!
    }

    /// The latest run of a month with the explanations on record. Throws BAL003 when there is none.
    public func showBalances(_ given: ReportingPeriod?) throws -> BalanceReport {
        let period = try period(given)
        guard let report = try lastBalances(period, catalogue: try catalogue(), warehouse: try warehouse()) else { throw DiagnosticsError(BalanceDiagnostics.notRun(period.description)) }
        return report
    }

    func lastBalances(_ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse) throws -> BalanceReport? {
        guard let run = try warehouse.balances(period: period) else { return nil }
        var reasons: [String] = []
        let now = try Self.balanceBatches(warehouse, period)
        let new = now.filter { !run.batches.contains($0) }
        if now != run.batches { reasons.append(new.isEmpty ? "批次有变动" : "有新批次：\(new.prefix(3).joined(separator: "、"))\(new.count > 3 ? " 等 \(new.count) 批" : "")") }
        if Self.balanceDigest(catalogue) != run.definitions { reasons.append("定义已修改") }
        return BalanceReport(
            run, definitions: catalogue.balances, explanations: try warehouse.explanations(period: period), staleReasons: reasons, mark: settings.dataMark ?? "",
            office: settings.office, measures: catalogue.measures)
    }

    /// Refuses to go on while a figure of a blocking balance is neither settled nor explained. Balances that are missing, out of date
    /// or not whole are computed first: nothing is published on an old result.
    func refuseUnbalanced(_ period: ReportingPeriod, catalogue: Catalogue, progress: any ProgressListener) throws {
        if catalogue.balances.isEmpty { return }
        var report = try lastBalances(period, catalogue: catalogue, warehouse: try warehouse())
        if report.map({ $0.isStale || $0.isPartial }) ?? true { report = try runBalances(period, progress: progress) }
        let problems = catalogue.balances.compactMap { definition -> Diagnostic? in
            let lines = report?.lines.filter { $0.balance == definition.id && $0.verdict == "blocks" } ?? []
            return lines.isEmpty ? nil : BalanceDiagnostics.blocks(period.description, definition, lines, folder: path(settings.definitions))
        }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) }
    }

    /// Notes why figures are right although they are out of line: the numbered lines of the latest run, or all of one interface.
    /// Returns how many.
    public func explainBalances(_ given: ReportingPeriod?, numbers: [Int], subject: String?, reason: String, person: String) throws -> Int {
        let period = try period(given)
        try GivenTexts.require("an explanation", ["--reason": reason, "--person": person])
        let report = try showBalances(period)
        if let subject, !report.lines.contains(where: { $0.subject == subject }) { try requireInterface(subject, try catalogue()) }
        if report.isStale { throw DiagnosticsError(BalanceDiagnostics.isStale(period.description, report.staleReasons.joined(separator: "；"))) }
        let wanted = report.lines.filter { line in numbers.contains(line.number) || (subject == line.subject && line.needsExplanation) }
        for number in numbers where !report.lines.contains(where: { $0.number == number }) {
            throw DiagnosticsError(WorkspaceDiagnostics.notFound("line \(number) in the balances of \(period)", hint: "see: gazette balances show \(period)"))
        }
        if let exact = wanted.first(where: { $0.isExact }) { throw DiagnosticsError(BalanceDiagnostics.cannotBeExplained(exact.number, exact.balance)) }
        if wanted.isEmpty { throw DiagnosticsError(WorkspaceDiagnostics.notFound("line\(subject.map { " of '\($0)'" } ?? "") to explain", hint: "see: gazette balances show \(period)")) }
        try warehouse().add(wanted.map { BalanceExplanation(period: period, line: $0.stored, reason: reason, person: person, notedAt: Clock.now()) })
        return wanted.count
    }

    /// Of all definitions that a balance depends on.
    static func balanceDigest(_ catalogue: Catalogue) -> String {
        let folders = ["balances/", "calibers/", "codes/", "interfaces/", "measures/", "reports/"]
        let lines = catalogue.sources.filter { source in folders.contains { source.path.hasPrefix($0) } }.map { "\($0.path) \($0.digest)" }
        return SHA256Digest(of: Array(lines.joined(separator: "\n").utf8)).hex
    }

    /// Batches in force in the month and the one before it.
    static func balanceBatches(_ warehouse: Warehouse, _ period: ReportingPeriod) throws -> [String] {
        try warehouse.currentBatches(from: period.previous, to: period)
    }
}

/// What the balances of one run have in common: loaded feeds, cubes, built reports; each is made when it is first needed.
private struct BalanceWork {
    let workspace: Workspace
    let catalogue: Catalogue
    let warehouse: Warehouse
    let period: ReportingPeriod
    let progress: any ProgressListener
    private let tables: [SummaryTable]
    private let feeds: [FeedMonth]
    private var recounts: [String: Recount] = [:]
    private var reports: [BuiltReport]?
    /// Why the reports could not be built.
    private var fault: String?

    init(workspace: Workspace, catalogue: Catalogue, warehouse: Warehouse, period: ReportingPeriod, progress: any ProgressListener) throws {
        self.workspace = workspace; self.catalogue = catalogue; self.warehouse = warehouse; self.period = period; self.progress = progress
        tables = try workspace.summaryTables(upTo: period, catalogue: catalogue)
        feeds = try Self.feeds(period, workspace, catalogue, warehouse, tables)
    }

    private static func feeds(
        _ period: ReportingPeriod, _ workspace: Workspace, _ catalogue: Catalogue, _ warehouse: Warehouse, _ tables: [SummaryTable]
    ) throws -> [FeedMonth] {
        try tables.filter { $0.period == period }.compactMap { table in
            guard let specification = catalogue.interface(table.interface, for: period), let record = try warehouse.current(interface: table.interface, period: period) else { return nil }
            var feed = FeedMonth(specification: specification, record: record, summary: table)
            feed.former = try warehouse.former(of: record.batch.id)
            feed.formerSummary = try feed.former.flatMap { try warehouse.summaryTable(batch: $0.batch.id) }
            feed.hasOldRules = try workspace.hasOldRules(record, specification, catalogue: catalogue, warehouse: warehouse)
            return feed
        }
    }

    mutating func sheet(_ definition: BalanceDefinition) throws -> BalanceSheet {
        var sheet = BalanceSheet(definition)
        let own = feeds.filter { definition.concerns($0.specification.id) }
        switch definition.kind {
        case .months: try months(definition, own, into: &sheet)
        case .parts: for feed in own { try PartsBalance(catalogue: catalogue).compare(feed, into: &sheet) }
        case .details: for feed in own { if let recount = try recount(feed) { DetailBalance.compare(feed, recount: recount, into: &sheet) } }
        case .reports:
            var balance = ReportBalance(cube: RollupCube(tables: tables, catalogue: catalogue))
            for report in built() { try balance.compare(report, into: &sheet) }
            addFault(definition, into: &sheet)
        case .change:
            try ChangeBalance(
                definition, catalogue: catalogue, cube: SummaryCube(tables: tables, catalogue: catalogue), period: period, records: feeds.map(\.record) + (try warehouse.current(period: period.previous))
            ).compare(into: &sheet)
        case .members:
            let balance = MemberBalance(definition, catalogue: catalogue, period: period)
            for feed in own { balance.compareKeys(feed, codes: recounts[feed.record.batch.id]?.codes, into: &sheet) }
            balance.compareRows(built(), into: &sheet)
            addFault(definition, into: &sheet)
            try balance.compareDistricts(SummaryCube(tables: tables, catalogue: catalogue), into: &sheet)
        }
        return sheet
    }

    private func months(_ definition: BalanceDefinition, _ own: [FeedMonth], into sheet: inout BalanceSheet) throws {
        let before = try Self.feeds(period.previous, workspace, catalogue, warehouse, tables)
        let balance = MonthBalance(definition, catalogue: catalogue, period: period)
        for feed in own {
            balance.compare(try counted(feed), before: try before.first { $0.specification.id == feed.specification.id }.map(counted), into: &sheet)
        }
        let loaded = Set(own.map(\.specification.id))
        for id in Set(catalogue.interfaces.map(\.id)).sorted() where definition.concerns(id) && !loaded.contains(id) && catalogue.exchange.expects(id, in: period) {
            guard catalogue.interface(id, for: period) != nil else { continue }
            sheet.add(BalanceLine(balance: definition.id, subject: id, item: "rows", left: nil, right: nil, verdict: .open, causeKind: "missing", cause: "本月没有装载"))
        }
    }

    /// With its rows by members, counted once for each batch.
    private func counted(_ feed: FeedMonth) throws -> FeedMonth {
        var feed = feed
        feed.rowCounts = try rowCounts(feed.record, feed.specification)
        feed.formerRowCounts = try feed.former.flatMap { try rowCounts($0, feed.specification) }
        return feed
    }

    private func rowCounts(_ record: LoadRecord, _ specification: InterfaceSpecification) throws -> [[String]: Int]? {
        if let known = try warehouse.rowCounts(batch: record.batch.id) { return known }
        progress.receive(.step("count rows of \(record.batch.id)"))
        let counts = try warehouse.countRows(batch: record.batch.id, dimensions: specification.dimensions)
        if let counts { try warehouse.keep(rowCounts: counts, batch: record.batch.id) }
        return counts
    }

    private mutating func recount(_ feed: FeedMonth) throws -> Recount? {
        if let known = recounts[feed.record.batch.id] { return known }
        progress.receive(.step("count again \(feed.record.batch.id)"))
        let recount = try warehouse.recount(
            batch: feed.record.batch.id, specification: feed.specification, measures: catalogue.measures, codeTables: catalogue.codeTables,
            calibers: CaliberResolver(catalogue.calibers), period: period)
        recounts[feed.record.batch.id] = recount
        return recount
    }

    /// The reports of the month; none when they cannot be built, for the other balances must be seen all the same.
    private mutating func built() -> [BuiltReport] {
        if let reports { return reports }
        let cube = SummaryCube(tables: tables, catalogue: catalogue)
        do {
            reports = try workspace.build(GenerateRequest(period: period), catalogue: catalogue, cube: cube, progress: progress).reports
        } catch {
            reports = []
            fault = (error as? DiagnosticsError)?.diagnostics.first.map { "\($0.message) [\($0.id)]" } ?? "\(error)"
        }
        return reports ?? []
    }

    private func addFault(_ definition: BalanceDefinition, into sheet: inout BalanceSheet) {
        guard let fault else { return }
        sheet.add(BalanceLine(
            balance: definition.id, subject: "reports", item: "build", left: nil, right: nil, verdict: definition.severity == .blocks ? .blocks : .warns, causeKind: "reports",
            cause: "报表无法编制：\(fault)"))
    }
}
