internal import Balances
internal import Cubes
public import Diagnostics
internal import Documents
internal import Intake
public import Quantities
internal import ReportModel
internal import Warehouse

/// A reclean with its figures beside those in force.
public struct RecleanReport: Sendable {
    public var id: Int
    public var state: String
    public var feeds: Int
    public var figures: Int
    public var changed: Int
    let document: Document
    public var text: String { document.console }
    public var html: String { document.html }
    public var markdown: String { document.markdown }
}

extension Workspace {
    /// Loads past months again under other rules into a warehouse aside; what is in force stays untouched. `definitions`: folder
    /// of the rules, the workspace's own for nil. Feeds that the rules do not touch are left out.
    public func reclean(_ months: [ReportingPeriod], interfaces: [String] = [], definitions: String?, progress: any ProgressListener = SilentProgress()) throws -> RecleanReport {
        let space = definitions.map { Workspace(folder: folder, settings: settings.with(definitions: $0)) } ?? self
        let catalogue = try space.catalogue(), warehouse = try warehouse()
        for id in interfaces { try requireInterface(id, catalogue) }
        try warehouse.beginLoading()
        defer { warehouse.endLoading() }
        let range = months.count == 1 ? "\(months[0])" : "\(months[0])..\(months[months.count - 1])"
        let work = try recleanWork(months, interfaces, catalogue: catalogue, warehouse: warehouse, range: range)
        let id = try warehouse.nextReclean()
        try warehouse.clearSide(of: id)
        let side = try warehouse.side(of: id)
        var items: [RecleanRecord.Item] = []
        for feed in work {
            progress.receive(.step("reclean \(feed.specification.fileName(for: feed.period))"))
            let rejects = recleanRejects(id, feed.period)
            try FileTree.makeFolder(rejects)
            let result = try FeedLoader(
                specification: feed.specification, catalogue: catalogue, period: feed.period, paths: feed.paths, rejectsFolder: rejects, warehouse: side,
                decisions: feed.decisions.map(\.applied),
                progress: { done, total, rows in progress.receive(.progress(done: rows, total: done > 0 ? rows * total / max(1, done) : nil, unit: "rows")) }
            ).load(recipe: feed.recipe, loadedAt: Clock.now(), sequence: try warehouse.nextSequence(interface: feed.specification.id, period: feed.period))
            items.append(.init(interface: feed.specification.id, period: feed.period, batch: result.record.batch.id, base: feed.base))
            progress.receive(.finished("reclean \(result.record.batch.id): \(result.record.batch.accepted) of \(result.record.batch.rows) rows"))
        }
        let record = RecleanRecord(id: id, first: months[0], last: months[months.count - 1], definitions: space.path(space.settings.definitions), madeAt: Clock.now(), items: items)
        try warehouse.add(record)
        return try report(record, catalogue: catalogue, warehouse: warehouse, all: false)
    }

    private struct RecleanFeed {
        var specification: InterfaceSpecification
        var period: ReportingPeriod
        var paths: [String]
        var base: String
        var recipe: String
        var decisions: [StoredDecision]
    }

    /// Loaded feeds that would become something else under the new rules, with their files.
    private func recleanWork(_ months: [ReportingPeriod], _ interfaces: [String], catalogue: Catalogue, warehouse: Warehouse, range: String) throws -> [RecleanFeed] {
        var work: [RecleanFeed] = [], problems: [Diagnostic] = [], isLoaded = false
        for period in months {
            let folder = path("\(settings.exchange)/\(period.compact)"), present = FileTree.exists(folder) ? try FileTree.files(below: folder) : []
            for id in Set(catalogue.interfaces.map(\.id)).sorted() where interfaces.isEmpty || interfaces.contains(id) {
                guard let specification = catalogue.interface(id, for: period), let current = try warehouse.current(interface: id, period: period) else { continue }
                isLoaded = true
                let decisions = try warehouse.decisions(interface: id, period: period)
                let recipe = recipe(specification, catalogue: catalogue, period: period, decisions: decisions)
                let names = specification.fileNames(for: period), paths = names.map { "\(folder)/\($0)" }
                guard names.allSatisfy(present.contains) else {
                    problems.append(BalanceDiagnostics.fileGone(id, period.description, folder))
                    continue
                }
                if recipe == current.recipe, try FeedLoader.deliveryDigest(of: paths) == current.batch.digest { continue }
                work.append(RecleanFeed(specification: specification, period: period, paths: paths, base: current.batch.id, recipe: recipe, decisions: decisions))
            }
        }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems) }
        if !isLoaded { throw DiagnosticsError(BalanceDiagnostics.notLoaded(range)) }
        if work.isEmpty { throw DiagnosticsError(BalanceDiagnostics.nothingToReclean(range)) }
        return work
    }

    /// Makes the batches of a reclean current, with the reason and who says so.
    public func switchReclean(_ id: Int, reason: String, person: String) throws -> Int {
        try GivenTexts.require("a switch", ["--reason": reason, "--person": person])
        let warehouse = try warehouse(), record = try openReclean(id, warehouse), catalogue = try catalogue()
        for item in record.items {
            let decisions = try warehouse.decisions(interface: item.interface, period: item.period)
            guard let specification = catalogue.interface(item.interface, for: item.period),
                let waiting = try warehouse.side(of: record.id).current(interface: item.interface, period: item.period),
                waiting.recipe == recipe(specification, catalogue: catalogue, period: item.period, decisions: decisions)
            else { throw DiagnosticsError(BalanceDiagnostics.otherDefinitions(id, item.batch, folder: path(settings.definitions), used: record.definitions)) }
        }
        try warehouse.beginLoading()
        defer { warehouse.endLoading() }
        try warehouse.switchTo(record, reason: reason, person: person, at: Clock.now())
        try takeRejectsOfSwitched(warehouse)
        return record.items.count
    }

    private func recleanRejects(_ id: Int64, _ period: ReportingPeriod) -> String { path("\(settings.output)/\(period)/rejects-reclean-\(id)") }

    /// The error files of batches that came into force take the place of the former ones'. They are copied and their folder removed
    /// last, so that what was interrupted is done again, by the next load at the latest.
    func takeRejectsOfSwitched(_ warehouse: Warehouse) throws {
        for record in try warehouse.recleans() where record.state == .switched {
            for period in Set(record.items.map(\.period)).sorted() {
                let source = recleanRejects(record.id, period), target = path("\(settings.output)/\(period)/rejects")
                guard FileTree.exists(source) else { continue }
                try FileTree.makeFolder(target)
                for item in record.items where item.period == period {
                    guard let current = try warehouse.current(interface: item.interface, period: period), current.batch.id == item.batch else { continue }
                    let stems = Set(current.files.map { $0.name.prefix { $0 != "." } })
                    func files(_ folder: String) throws -> [String] { try FileTree.files(below: folder).filter { stems.contains($0.prefix { $0 != "." }) } }
                    for name in try files(target) { try FileTree.remove("\(target)/\(name)") }
                    for name in try files(source) { try FileTree.copy("\(source)/\(name)", to: "\(target)/\(name)") }
                }
                try FileTree.remove(source)
            }
        }
    }

    public func discardReclean(_ id: Int, reason: String, person: String) throws {
        try GivenTexts.require("a discard", ["--reason": reason, "--person": person])
        let warehouse = try warehouse(), record = try openReclean(id, warehouse)
        try warehouse.beginLoading()
        defer { warehouse.endLoading() }
        try warehouse.discard(record, reason: reason, person: person, at: Clock.now())
    }

    private func openReclean(_ id: Int, _ warehouse: Warehouse) throws -> RecleanRecord {
        let record = try warehouse.recleans().first { $0.id == Int64(id) }
        guard let record, record.state == .open else { throw DiagnosticsError(BalanceDiagnostics.unknownReclean(id, state: record?.state.rawValue)) }
        return record
    }

    public func listRecleans() throws -> Listing {
        let rows = try warehouse().recleans().map { record in
            [
                String(record.id), "\(record.first)..\(record.last)", "\(record.items.count) batches", record.state.rawValue, record.madeAt, record.definitions, record.person ?? "",
                record.decidedAt ?? "", record.reason ?? "",
            ]
        }
        return Listing(columns: ["reclean", "months", "batches", "state", "made", "definitions", "person", "decided", "reason"], rows: rows, what: "recleans")
    }

    /// Old and new side by side. `all`: figures that stay the same, too.
    public func showReclean(_ id: Int, all: Bool) throws -> RecleanReport {
        let warehouse = try warehouse()
        guard let record = try warehouse.recleans().first(where: { $0.id == Int64(id) }), record.state != .discarded else {
            throw DiagnosticsError(BalanceDiagnostics.unknownReclean(id, state: try warehouse.recleans().first { $0.id == Int64(id) }?.state.rawValue))
        }
        return try report(record, catalogue: try catalogue(), warehouse: warehouse, all: all)
    }

    // MARK: Side by side

    private func report(_ record: RecleanRecord, catalogue: Catalogue, warehouse: Warehouse, all: Bool) throws -> RecleanReport {
        // After the switch the batches are here.
        let source = record.state == .open ? try warehouse.side(of: record.id) : warehouse
        var document = Document(
            title: "历史数据重洗对照", head: [settings.office, "\(record.first) 至 \(record.last)", "编号 \(record.id)"], mark: settings.dataMark ?? "")
        document.paragraph("规则：\(record.definitions)；生成于 \(record.madeAt)；状态：\(Self.word(record.state))\(record.reason.map { "（\(record.person ?? "")：\($0)）" } ?? "")。")
        var batches = DocumentTable(title: "批次", columns: [.init("接口"), .init("报告期"), .init("现用批次"), .init("重洗批次"), .figures("接收（旧）"), .figures("接收（新）"), .figures("拒收（旧）"), .figures("拒收（新）"), .figures("疑似（旧）"), .figures("疑似（新）")])
        var errors = DocumentTable(title: "错误类别", columns: [.init("接口"), .init("报告期"), .init("类别"), .figures("旧"), .figures("新"), .figures("差额")], empty: "没有变动")
        var figures = DocumentTable(title: "数据", columns: [.init("接口"), .init("报告期"), .init("区县"), .init("度量"), .figures("旧"), .figures("新"), .figures("差额")], empty: "没有变动")
        var count = 0, changed = 0
        for item in record.items {
            let old = try item.base.flatMap { try warehouse.record(batch: $0) }
            guard let new = try source.record(batch: item.batch), let newTable = try source.summaryTable(batch: item.batch) else { continue }
            add(old, new, item, to: &batches)
            addErrors(old, new, item, all: all, to: &errors)
            let districts = catalogue.codeTable(forDimension: "district")?.leaves(on: item.period.lastDay) ?? []
            let names = Dictionary(districts.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
            let compared = RecleanComparison.figures(
                old: try item.base.flatMap { try warehouse.summaryTable(batch: $0) }, new: newTable, measures: catalogue.measures, districts: districts.map(\.code))
            for figure in compared {
                count += 1
                if figure.old == figure.new && !all { continue }
                if figure.old != figure.new { changed += 1 }
                figures.add([
                    .code(item.interface), .text("\(item.period)"), .text(figure.district.map { names[$0] ?? $0 } ?? "全部"), .text(figure.name), Self.cell(figure.old), Self.cell(figure.new),
                    Self.difference(try figure.new.subtracting(figure.old)),
                ])
            }
        }
        document.table(batches)
        document.table(errors)
        document.table(figures)
        document.paragraph("共比对 \(count) 个数，\(changed) 个有变动。")
        if record.state == .open {
            document.paragraph("采用：gazette reclean switch \(record.id) --reason … --person …　　放弃：gazette reclean discard \(record.id) --reason … --person …")
        }
        return RecleanReport(id: Int(record.id), state: record.state.rawValue, feeds: record.items.count, figures: count, changed: changed, document: document)
    }

    private static func word(_ state: RecleanRecord.State) -> String {
        switch state {
        case .open: "待定"
        case .switched: "已采用"
        case .discarded: "已放弃"
        }
    }

    private func add(_ old: LoadRecord?, _ new: LoadRecord, _ item: RecleanRecord.Item, to table: inout DocumentTable) {
        func sum(_ counts: [LoadRecord.ErrorCount]?) -> DocumentCell { counts.map { .count($0.reduce(0) { $0 + $1.count }) } ?? .missing }
        table.add([
            .code(item.interface), .text("\(item.period)"), item.base.map { .code($0) } ?? .missing, .code(item.batch), old.map { .count($0.batch.accepted) } ?? .missing,
            .count(new.batch.accepted), old.map { .count($0.batch.rejected) } ?? .missing, .count(new.batch.rejected), sum(old?.suspects), sum(new.suspects),
        ])
    }

    private func addErrors(_ old: LoadRecord?, _ new: LoadRecord, _ item: RecleanRecord.Item, all: Bool, to table: inout DocumentTable) {
        func counts(_ record: LoadRecord?) -> [String: Int] {
            guard let record else { return [:] }
            return Dictionary((record.errors + record.suspects + record.warnings + record.filters).map { ($0.name, $0.count) }, uniquingKeysWith: +)
        }
        let before = counts(old), after = counts(new)
        for name in Set(before.keys).union(after.keys).sorted() {
            let a = before[name] ?? 0, b = after[name] ?? 0
            if a == b && !all { continue }
            table.add([.code(item.interface), .text("\(item.period)"), .code(name), .count(a), .count(b), .difference(b - a, scale: 0)])
        }
    }

    private static func cell(_ amount: Amount) -> DocumentCell { BalanceReport.decimal(amount.description).map { .figure($0) } ?? .text(amount.description) }
    private static func difference(_ amount: Amount) -> DocumentCell { BalanceReport.decimal(amount.description).map { .difference($0) } ?? .text(amount.description) }
}

extension WorkspaceSettings {
    func with(definitions: String) -> WorkspaceSettings {
        var copy = self
        copy.definitions = definitions
        return copy
    }
}
