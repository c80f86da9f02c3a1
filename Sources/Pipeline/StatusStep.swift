internal import Composition
internal import Cubes
internal import Diagnostics
internal import Documents
internal import Foundation
internal import Intake
public import Quantities
internal import Release
internal import ReportModel
internal import Warehouse

extension Workspace {
    /// Where a month stands. Reads what earlier commands left and changes nothing. `today`: the day that deadlines are compared with;
    /// the system date of `gazette.yaml` when nil, here as in every step.
    public func status(_ given: ReportingPeriod?, today: CalendarDate? = nil) throws -> StatusReport {
        let period = try period(given), catalogue = try catalogue(), today = today ?? settings.systemDate
        var work = StatusWork(workspace: self, catalogue: catalogue, warehouse: try Warehouse.existing(folder: path(settings.warehouse)), period: period, today: today)
        return try work.report()
    }
}

/// Collects the status of one month, step by step.
private struct StatusWork {
    let workspace: Workspace
    let catalogue: Catalogue
    /// Nil: nothing was ever loaded.
    let warehouse: Warehouse?
    let period: ReportingPeriod
    let today: CalendarDate
    private var status: StatusReport
    private var records: [String: LoadRecord] = [:]
    /// Latest load of the month.
    private var loadedAt = ""

    init(workspace: Workspace, catalogue: Catalogue, warehouse: Warehouse?, period: ReportingPeriod, today: CalendarDate) {
        self.workspace = workspace; self.catalogue = catalogue; self.warehouse = warehouse; self.period = period; self.today = today
        status = StatusReport(period: period, today: today)
    }

    mutating func report() throws -> StatusReport {
        status.office = workspace.settings.office
        status.mark = workspace.settings.dataMark ?? ""
        let slips = try warehouse?.slips(period: period) ?? []
        status.slips = slips.map { .init(days: $0.days, cause: $0.cause, interface: $0.interface, person: $0.person) }
        let shift = slips.reduce(0) { $0 + $1.days }
        for record in try warehouse?.current(period: period) ?? [] { records[record.interface] = record }
        loadedAt = records.values.compactMap(\.loadedAt).max() ?? ""
        let arrivals = try arrivals()
        try addContacts()
        try addCodes()
        addArrival(arrivals, shift)
        try addLoad(arrivals)
        try addQuality()
        try addReconciliation()
        try addBalances()
        try addReports()
        try addRelationsAndLayout()
        try addPublication()
        addCalendar(shift)
        status.actions = status.actions.enumerated().sorted { ($1.element.light, $0.offset) < ($0.element.light, $1.offset) }.map(\.element)
        return status
    }

    // MARK: Files

    private func arrivals() throws -> [Arrival] {
        try workspace.arrivals(period, catalogue: catalogue, warehouse: warehouse, trusting: true)
    }

    private mutating func addArrival(_ arrivals: [Arrival], _ shift: Int) {
        let expected = arrivals.filter { $0.interface != nil }, there = expected.filter { !$0.isBlocking }
        let late = expected.filter { arrival in arrival.isBlocking && arrival.due.map { $0.adding(days: shift) < today } ?? false }
        let light: TrafficLight = there.count == expected.count ? .good : !late.isEmpty ? .stop : there.isEmpty ? .open : .attention
        let faults = Dictionary(grouping: expected.filter(\.isBlocking), by: \.state)
        let detail = Arrival.State.allCases.compactMap { state in faults[state].map { "\(Self.word(state)) \($0.count)（\($0.prefix(3).map(\.name).joined(separator: "、"))\($0.count > 3 ? " …" : "")）" } }.joined(separator: "；")
        status.steps.append(.init("arrival", "文件到齐", light, "\(there.count)/\(expected.count)", detail.isEmpty ? "全部到齐" : detail))
        let folder = "\(workspace.settings.exchange)/\(period.compact)"
        for arrival in expected where arrival.isBlocking {
            let urgency: TrafficLight = late.contains(arrival) ? .stop : .attention
            switch arrival.state {
            case .misnamed:
                let likely = arrival.detail.split(separator: "'").dropFirst().first.map(String.init) ?? ""
                status.actions.append(.init(urgency, "\(arrival.name) 未到，可能是 \(likely) 文件名有误", "mv \(folder)/\(likely) \(folder)/\(arrival.name)"))
            case .growing: status.actions.append(.init(.attention, "\(arrival.name) 正在传送，等待传完", "gazette intake status \(period)"))
            default:
                if let contact = status.contacts.last(where: { $0.interface == arrival.interface }) {
                    if contact.isOverdue { continue }
                    status.actions.append(.init(.attention, "\(arrival.name) \(Self.word(arrival.state))，已联系 \(contact.party)\(contact.due.isEmpty ? "" : "，期限 \(contact.due)")", "gazette contact list \(period) --open"))
                    continue
                }
                status.actions.append(.init(
                    urgency, "\(arrival.name) \(Self.word(arrival.state))，请 \(arrival.provider ?? "提供单位") 重报并记录",
                    "gazette contact add \(arrival.interface ?? "") --period \(period) --party \(arrival.provider ?? "…") --subject \(Self.word(arrival.state)) --person …"))
            }
        }
        for arrival in expected where arrival.state == .volume {
            status.actions.append(.init(.attention, "\(arrival.name) 数据量异常：\(arrival.detail)，先与提供单位核实", "gazette intake status \(period)"))
        }
        for arrival in arrivals where arrival.interface == nil {
            status.actions.append(.init(.attention, "多余的文件 \(arrival.name)", "gazette intake status \(period)"))
        }
    }

    private static func word(_ state: Arrival.State) -> String {
        switch state {
        case .missing: "缺文件"
        case .misnamed: "文件名错"
        case .empty: "空文件"
        case .growing: "传送中"
        case .repeated: "重复"
        case .twice: "两种形式同到"
        case .refused: "不能读"
        case .volume: "数据量异常"
        case .arrived: "已到"
        case .loaded: "已装载"
        case .extra: "多余"
        }
    }

    // MARK: Loaded

    private mutating func addLoad(_ arrivals: [Arrival]) throws {
        // Check tables are reconciled, not loaded.
        let feeds = arrivals.filter { arrival in arrival.interface.map { catalogue.interface($0, for: period) != nil } ?? false }
        let expected = Set(feeds.compactMap(\.interface)).sorted(), news = Set(feeds.filter { $0.state == .arrived || $0.state == .volume }.compactMap(\.interface))
        let loaded = expected.filter { records[$0] != nil && !news.contains($0) }
        let light: TrafficLight = loaded.count == expected.count ? .good : loaded.isEmpty ? .open : .attention
        status.steps.append(.init("load", "装载", light, "\(loaded.count)/\(expected.count)", news.isEmpty ? "\(records.values.reduce(0) { $0 + $1.batch.accepted }.grouped) 行" : "有 \(news.count) 种接口待装载"))
        if !news.isEmpty { status.actions.append(.init(.attention, "\(news.count) 种接口文件已到，待装载", "gazette load \(period)")) }
        let before = Dictionary(try (warehouse?.current(period: period.previous) ?? []).map { ($0.interface, $0) }, uniquingKeysWith: { $1 })
        for id in expected {
            guard let specification = catalogue.interface(id, for: period) else { continue }
            let own = arrivals.filter { $0.interface == id }
            var feed = StatusReport.Feed(interface: id, name: specification.name, state: "open", word: "未到", sumTitle: "", batch: "")
            if let fault = own.first(where: \.isBlocking) {
                feed.state = TrafficLight.stop.rawValue
                feed.word = Self.word(fault.state)
            } else if news.contains(id) {
                feed.state = TrafficLight.attention.rawValue
                feed.word = "待装载"
            }
            if let record = records[id] { fill(&feed, record, specification, before[id], isNews: news.contains(id), isFaulty: own.contains(where: \.isBlocking)) }
            status.feeds.append(feed)
        }
    }

    private func fill(_ feed: inout StatusReport.Feed, _ record: LoadRecord, _ specification: InterfaceSpecification, _ before: LoadRecord?, isNews: Bool, isFaulty: Bool) {
        feed.rows = record.batch.rows; feed.accepted = record.batch.accepted; feed.rejected = record.batch.rejected
        feed.acceptedBefore = before?.batch.accepted
        feed.batch = record.batch.id
        let money = specification.columns.first { if case .number(let format) = $0.type { format.decimals > 0 } else { false } }
        if let money, let sum = record.sums.first(where: { $0.column == money.name }) {
            feed.sumTitle = money.title
            feed.sum = Amount(unscaled: sum.sum, scale: sum.scale).rounded(sum.scale)
        }
        if isNews || isFaulty { return }
        feed.state = (record.batch.rejected > 0 ? TrafficLight.attention : .good).rawValue
        feed.word = record.batch.rejected > 0 ? "有拒收" : "已装载"
    }

    private mutating func addQuality() throws {
        let rows = records.values.reduce(0) { $0 + $1.batch.rows }, rejected = records.values.reduce(0) { $0 + $1.batch.rejected }
        let concerned = status.feeds.filter { ($0.rejected ?? 0) > 0 }, worst = concerned.max { ($0.rejected ?? 0, $1.name) < ($1.rejected ?? 0, $0.name) }
        let light: TrafficLight = records.isEmpty ? .open : rejected > 0 ? .attention : .good
        status.steps.append(.init("rejects", "错误数据", light, records.isEmpty ? "—" : rejected.grouped, records.isEmpty ? "尚未装载" : rejected == 0 ? "没有拒收" : "\(rows.grouped) 行中；涉及 \(concerned.count) 种接口，最多：\(worst?.name ?? "") \(worst?.rejected ?? 0)"))
        if rejected > 0 { status.actions.append(.init(.attention, "\(rejected.grouped) 行拒收：做退回包，反馈提供单位", "gazette return \(period)")) }
        var waiting = 0, decided = 0
        for index in status.feeds.indices {
            guard let warehouse, let record = records[status.feeds[index].interface] else { continue }
            let count = record.suspects.isEmpty ? 0 : try warehouse.suspects(interface: record.interface, period: period, limit: 0).count
            status.feeds[index].suspects = count
            let later = count == 0 ? 0 : min(count, try warehouse.decisions(interface: record.interface, period: period).count { $0.batch == record.batch.id })
            waiting += count - later
            decided += later
        }
        let suspect: TrafficLight = records.isEmpty ? .open : waiting + decided > 0 ? .attention : .good
        status.steps.append(.init("suspects", "疑似数据", suspect, records.isEmpty ? "—" : waiting.grouped, records.isEmpty ? "尚未装载" : waiting + decided == 0 ? "没有待定" : "待定 \(waiting.grouped)，已定待装载 \(decided.grouped)"))
        if waiting > 0 { status.actions.append(.init(.attention, "\(waiting.grouped) 行疑似数据待定", "gazette suspects list \(period)")) }
        if decided > 0 { status.actions.append(.init(.attention, "\(decided.grouped) 行已定，装载后生效", "gazette load \(period)")) }
    }

    // MARK: Compared

    private mutating func addReconciliation() throws {
        guard let warehouse else {
            status.steps.append(.init("reconciliation", "对账", .open, "—", "未对账"))
            return
        }
        let state = try workspace.reconciliationState(period, catalogue: catalogue, warehouse: warehouse)
        if !state.isNeeded {
            status.steps.append(.init("reconciliation", "对账", .open, "—", "没有核对表定义"))
            return
        }
        let accounted = state.agreed + state.explained, compared = accounted + state.unexplained
        let isOpen = records.isEmpty || compared == 0 && state.missingTables.isEmpty
        let light: TrafficLight = isOpen ? .open : state.blocking > 0 || !state.missingTables.isEmpty ? .stop : state.isCurrent && state.unexplained == 0 ? .good : .attention
        let missing = state.missingTables.isEmpty ? nil : "缺核对表或不能读：\(state.missingTables.joined(separator: "、"))"
        let stale = isOpen || state.isCurrent ? nil : "已过时"
        let counts = compared == 0 ? "未对账" : "相符 \(state.agreed.grouped)，已说明 \(state.explained.grouped)，不明 \(state.unexplained.grouped)"
        status.steps.append(.init(
            "reconciliation", "对账", light, compared == 0 ? "—" : "\(accounted.grouped)/\(compared.grouped)", [stale, missing, counts].compactMap { $0 }.joined(separator: "；")))
        if light == .good || records.isEmpty { return }
        status.actions.append(.init(light, state.unexplained > 0 ? "\(state.unexplained.grouped) 项差额不明：查明" : "与核对表、自查报告对账", "gazette reconcile \(period)"))
    }

    private mutating func addBalances() throws {
        guard let warehouse, let report = try workspace.lastBalances(period, catalogue: catalogue, warehouse: warehouse) else {
            status.steps.append(.init("balances", "平衡", .open, "—", "未核对"))
            if !records.isEmpty { status.actions.append(.init(.open, "核对平衡", "gazette balances run \(period)")) }
            return
        }
        let compared = report.balances.reduce(0) { $0 + $1.compared }, pending = report.lines.filter { $0.verdict == "blocks" || $0.verdict == "warns" }
        let worst = report.balances.filter { !$0.isSkipped }.map(\.light).max() ?? .open
        let light: TrafficLight = report.isStale ? max(.attention, worst) : worst
        let detail = report.isStale ? "已过时：\(report.staleReasons.joined(separator: "；"))" : pending.isEmpty ? "全部相符或原因已查明" : report.balances.filter { $0.blocked + $0.warned > 0 }.map { "\($0.name) \($0.blocked + $0.warned)" }.joined(separator: "；")
        status.steps.append(.init("balances", "平衡", light, "\((compared - pending.count).grouped)/\(compared.grouped)", detail))
        if report.isStale {
            status.actions.append(.init(light, "平衡已过时，重新核对", "gazette balances run \(period)"))
        } else if !pending.isEmpty {
            status.actions.append(.init(light, "\(pending.count) 项不平：查明或说明", "gazette balances show \(period)"))
        }
    }

    // MARK: Reports

    private var expectedReports: [String] {
        catalogue.reports.filter { $0.choices.isEmpty }.flatMap { definition in
            ((try? workspace.scopes(of: definition, catalogue: catalogue, period: period)) ?? []).map { scope in
                "\(definition.code)/\(definition.code)_\(scope.key)_\(definition.frequency == .annual ? String(period.year) : period.description).pdf"
            }
        }
    }

    private mutating func addReports() throws {
        let folder = workspace.path("\(workspace.settings.output)/\(period)"), expected = expectedReports
        let times = expected.compactMap { FileTree.time(of: "\(folder)/\($0)") }, oldest = times.min() ?? ""
        let isOld = !times.isEmpty && oldest < loadedAt
        if times.isEmpty, let address = ReleaseStore(workspace.path(workspace.settings.releases)).current(period) {
            status.steps.append(.init("reports", "编报", .good, "—", "随第 \(address.sequence) 版发布时编成"))
            return
        }
        let light: TrafficLight = times.isEmpty ? .open : times.count < expected.count || isOld ? .attention : .good
        status.steps.append(.init("reports", "编报", light, "\(times.count)/\(expected.count)", times.isEmpty ? "尚未编报" : isOld ? "有新批次，报表已过时" : times.count < expected.count ? "未编全" : "全部编成"))
        if !records.isEmpty, light != .good { status.actions.append(.init(light, isOld ? "有新批次，重新编报" : "编制报表", "gazette run \(period)")) }
    }

    private mutating func addRelationsAndLayout() throws {
        for (kind, id, name, word, command) in [
            (MonthLog.Kind.relations, "relations", "审核关系", "项审核关系不成立", "gazette balances run \(period)"), (.layout, "layout", "版面", "处版面问题", "gazette lint --pages \(period)"),
        ] {
            guard let log = try MonthLog.read(kind, period, in: workspace) else {
                status.steps.append(.init(id, name, .open, "—", kind == .relations ? "未审核" : "未检查"))
                if kind == .layout, !records.isEmpty { status.actions.append(.init(.open, "检查版面", command)) }
                continue
            }
            let isOld = log.writtenAt < loadedAt
            let light: TrafficLight = log.failed > 0 ? .stop : isOld ? .attention : .good
            let good = kind == .relations ? "全部成立\(log.open > 0 ? "，\(log.open) 项缺数未比" : "")" : "\(log.passed) 页没有问题"
            status.steps.append(.init(id, name, light, log.failed.grouped, log.failed > 0 ? "\(log.failed) \(word)" : isOld ? "有新批次，须重做" : good))
            let command = kind == .relations && log.failed == 0 ? "gazette run \(period)" : command
            if light != .good { status.actions.append(.init(light, log.failed > 0 ? "\(log.failed) \(word)：\(log.findings.first?.split(separator: "\t").prefix(3).joined(separator: " ") ?? "")" : "\(name)须重做", command)) }
        }
    }

    private mutating func addPublication() throws {
        let store = ReleaseStore(workspace.path(workspace.settings.releases))
        guard let address = store.current(period) else {
            status.steps.append(.init("publication", "发布", .open, "—", "未发布"))
            let isReady = status.steps.allSatisfy { $0.light != .stop } && status.steps.first { $0.id == "reports" }?.light == .good
            if isReady { status.actions.append(.init(.open, "发布", "gazette publish \(period)")) }
            return
        }
        let isOld = (FileTree.time(of: store.folder(of: address)) ?? "") < loadedAt
        status.steps.append(.init("publication", "发布", isOld ? .attention : .good, "第 \(address.sequence) 版", isOld ? "发布后又有新批次" : "已发布"))
        if isOld { status.actions.append(.init(.attention, "发布后又有新批次，重新发布", "gazette publish \(period)")) }
    }

    // MARK: People and days

    private mutating func addContacts() throws {
        let open = try warehouse?.contacts(period: period).filter { $0.answeredBy == nil } ?? []
        status.contacts = open.map {
            .init(number: Int($0.id), interface: $0.interface, party: $0.party, subject: $0.subject, due: $0.due?.description ?? "", isOverdue: $0.due.map { $0 < today } ?? false)
        }
        let overdue = status.contacts.count(where: \.isOverdue)
        if overdue > 0 { status.actions.append(.init(.stop, "\(overdue) 件联系逾期未答复：\(status.contacts.filter(\.isOverdue).map { "\($0.party) \($0.subject)" }.joined(separator: "；"))", "gazette contact list \(period) --open")) }
        for record in try warehouse?.recleans() ?? [] where record.state == .open {
            status.actions.append(.init(.attention, "重洗 \(record.id)（\(record.first) 至 \(record.last)）待定", "gazette reclean show \(record.id)"))
        }
    }

    /// Requests for codes wait for a person.
    private mutating func addCodes() throws {
        guard let warehouse, let gate = try workspace.codeGate(period, catalogue, warehouse) else { return }
        let open = try warehouse.codeRequests(period: period.compact).count { $0.state == .open || $0.state == .confirmed }
        status.actions.append(.init(gate.severity == .error ? .stop : .attention, open == 0 ? "编码申请文件尚未登记" : "\(open) 条编码申请未处理完", "gazette intake status \(period)"))
    }

    private mutating func addCalendar(_ shift: Int) {
        var hasNext = false
        for step in catalogue.exchange.steps {
            let planned = ExchangePlan.day(step.day, after: period), date = planned.adding(days: shift)
            var state = date < today ? "past" : date == today ? "today" : "later"
            if state == "later" && !hasNext { state = "next" }
            if state == "today" || state == "next" { hasNext = true }
            status.calendar.append(.init(name: step.name, planned: planned, date: date, state: state))
        }
    }
}

extension Int {
    /// `1,234`
    fileprivate var grouped: String { Decimal(unscaled: Int128(self), scale: 0).text() }
}

extension Amount {
    fileprivate func rounded(_ scale: Int) -> String { (try? rounded(toScale: scale).description) ?? description }
}
