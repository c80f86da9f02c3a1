internal import Cubes
public import Diagnostics
internal import Digests
internal import Foundation
internal import Intake
public import Quantities
internal import ReportModel
internal import Warehouse

/// The exchange folder of a month as one page: what has come, what has not, and what to do.
public struct ArrivalReport: Sendable {
    public struct File: Sendable {
        public var interface: String?
        public var name: String
        /// missing, misnamed, empty, growing, repeated, twice, refused, volume, arrived, loaded, extra
        public var state: String
        public var isBlocking: Bool
        public var bytes: Int
        public var bytesBefore: Int?
        public var detail: String
        public var advice: String
        public var due: CalendarDate?
        public var daysLate: Int
    }
    public struct Step: Sendable {
        public var id: String
        public var name: String
        public var planned: CalendarDate
        /// With the slips of the month.
        public var date: CalendarDate
    }
    public var period: ReportingPeriod
    public var files: [File]
    public var steps: [Step]
    /// Cause of each slip with its days.
    public var slips: [(days: Int, cause: String)]
    public var openContacts: Int
    public var overdueContacts: Int

    /// Every expected file is there and nothing speaks against loading.
    public var isComplete: Bool { !files.contains(where: \.isBlocking) }
    /// There is something to load.
    public var hasNews: Bool { files.contains { $0.state == "arrived" || $0.state == "volume" } }
}

extension Workspace {
    /// `today`: the day that deadlines are compared with.
    public func intakeStatus(_ given: ReportingPeriod?, today: CalendarDate? = nil) throws -> ArrivalReport {
        let period = try period(given), catalogue = try catalogue(), plan = catalogue.exchange
        let warehouse = try Warehouse(folder: path(settings.warehouse))
        let arrivals = try arrivals(period, catalogue: catalogue, warehouse: warehouse)
        let today = today ?? settings.systemDate, slips = try warehouse.slips(period: period)
        let slipped = slips.reduce(0) { $0 + $1.days }
        var files = arrivals.map { arrival in
            let due = arrival.due?.adding(days: slipped)
            let late = arrival.isBlocking ? due.map { max(0, today.days(since: $0)) } ?? 0 : 0
            return ArrivalReport.File(
                interface: arrival.interface, name: arrival.name, state: arrival.state.rawValue, isBlocking: arrival.isBlocking, bytes: arrival.bytes,
                bytesBefore: arrival.bytesBefore, detail: arrival.detail, advice: arrival.advice, due: due, daysLate: late)
        }
        if let requests = try codeFile(period, catalogue, warehouse) { files.append(requests) }
        let steps = plan.steps.map { step in
            let planned = ExchangePlan.day(step.day, after: period)
            return ArrivalReport.Step(id: step.id, name: step.name, planned: planned, date: planned.adding(days: slipped))
        }
        let open = try warehouse.contacts(period: period).filter { $0.answeredBy == nil }
        return ArrivalReport(
            period: period, files: files, steps: steps, slips: slips.map { ($0.days, $0.cause) }, openContacts: open.count,
            overdueContacts: open.count { $0.due.map { $0 < today } ?? false })
    }

    /// The file with requests for codes, when there is one.
    private func codeFile(_ period: ReportingPeriod, _ catalogue: Catalogue, _ warehouse: Warehouse) throws -> ArrivalReport.File? {
        let name = catalogue.exchange.codeRequestFile(for: period), place = path("\(settings.exchange)/\(period.compact)/\(name)")
        let unsettled = try unsettledCodes(period, catalogue, warehouse), gate = try codeGate(period, catalogue, warehouse)
        let bytes = try FileTree.exists(place) ? FileTree.digest(of: place).count : 0
        if bytes == 0 && unsettled == nil { return nil }
        let requests = try warehouse.codeRequests(period: period.compact)
        let detail = requests.isEmpty ? "" : StoredCodeRequest.State.allCases.map { state in (state.rawValue, requests.count { $0.state == state }) }.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        return ArrivalReport.File(
            interface: nil, name: name, state: unsettled == nil ? "settled" : "requests", isBlocking: gate?.severity == .error, bytes: bytes, bytesBefore: nil, detail: detail,
            advice: unsettled == nil ? "" : gate?.hint ?? "", due: nil, daysLate: 0)
    }

    /// Notes that the later days of a month move, with the cause.
    public func noteSlip(_ given: ReportingPeriod?, days: Int, cause: String, interface: String?, person: String) throws {
        if days == 0 { throw DiagnosticsError(WorkspaceDiagnostics.badArgument("a slip of 0 days is none", hint: "give the number of days with --days; a negative number takes a slip back")) }
        try GivenTexts.require("a slip", ["--cause": cause, "--person": person])
        let period = try period(given)
        if let interface { try requireInterface(interface, try catalogue()) }
        let warehouse = try Warehouse(folder: path(settings.warehouse)), slipped = try warehouse.slips(period: period).reduce(0) { $0 + $1.days }
        if slipped + days < 0 {
            throw DiagnosticsError(WorkspaceDiagnostics.badArgument(
                slipped == 0 ? "nothing of \(period) has slipped: there is nothing to take back" : "only \(slipped) days of \(period) have slipped: \(-days) cannot be taken back",
                hint: "the planned days are those of ReportDefs/exchange.yaml; see: gazette intake status \(period)"))
        }
        try warehouse.add(SlipEntry(
            period: period, days: days, cause: cause, interface: interface ?? "", person: person, notedAt: Clock.now()))
    }

    func requireInterface(_ id: String, _ catalogue: Catalogue) throws {
        let names = Set(catalogue.interfaces.map(\.id)).sorted()
        if names.contains(id) { return }
        throw DiagnosticsError(WorkspaceDiagnostics.notFound(
            "interface '\(id)'", hint: Suggestion.nearest(to: id, among: names).map { "did you mean '\($0)'?" } ?? "interfaces: \(names.joined(separator: ", "))"))
    }

    /// `trusting`: a file of the same name and size that was not changed after its batch was loaded counts as that delivery without
    /// being read; so the page of a month is there at once.
    func arrivals(_ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse?, trusting: Bool = false) throws -> [Arrival] {
        var findings = FileFindings()
        return try arrivals(period, catalogue: catalogue, warehouse: warehouse, trusting: trusting, findings: &findings)
    }

    /// `findings`: what earlier looks at the same folder found out; files that did not change since are not read again.
    func arrivals(
        _ period: ReportingPeriod, catalogue: Catalogue, warehouse: Warehouse?, trusting: Bool = false, findings: inout FileFindings
    ) throws -> [Arrival] {
        let folder = path("\(settings.exchange)/\(period.compact)"), known = try warehouse.map { try knownDeliveries($0, for: trusting ? period : nil) } ?? []
        var files = try FileTree.exists(folder) ? FileTree.files(below: folder).map { try Self.look("\(folder)/\($0)", name: $0) } : []
        files.removeAll { $0.name == catalogue.exchange.codeRequestFile(for: period) }
        let all = files
        for index in files.indices where !catalogue.exchange.ignoredNames.contains(files[index].name) && ArrivalCheck.needsDigest(files[index], among: all, known: known) {
            if trusting, let same = known.last(where: { $0.period == period && $0.isCurrent && $0.name == files[index].name && $0.bytes == files[index].bytes }),
                let loadedAt = same.loadedAt, let changed = FileTree.time(of: "\(folder)/\(files[index].name)"), changed < loadedAt
            {
                files[index].digest = same.digest
                continue
            }
            files[index].digest = try findings.digest(of: "\(folder)/\(files[index].name)")
        }
        let refusals = try warehouse.map { try standingRefusals(period, catalogue: catalogue, warehouse: $0) } ?? []
        try inspect(&files, folder, period, catalogue, known, refusals, &findings)
        return ArrivalCheck.check(catalogue, period: period, files: files, known: known)
    }

    /// Looks into files that are wholly there and not loaded: is each what its interface declares, with the table that is needed?
    private func inspect(
        _ files: inout [ArrivedFile], _ folder: String, _ period: ReportingPeriod, _ catalogue: Catalogue, _ known: [KnownDelivery],
        _ refusals: [RefusedFile], _ findings: inout FileFindings
    ) throws {
        let forms = Set(catalogue.interfaces.map(\.id)).sorted().compactMap { catalogue.interface($0, for: period) }.flatMap(\.forms)
        for index in files.indices where files[index].bytes > 0 && files[index].age >= catalogue.exchange.settleSeconds {
            let file = files[index]
            guard let form = forms.first(where: { $0.fileNames(for: period).contains(file.name) }) else { continue }
            if known.contains(where: { $0.name == file.name && $0.period == period && $0.digest == file.digest }) { continue }
            if let refusal = refusals.first(where: { $0.file == file.name && $0.bytes == file.bytes }), try findings.digest(of: "\(folder)/\(file.name)") == refusal.digest {
                files[index].fault = refusal.message
                files[index].remedy = refusal.hint
                continue
            }
            let fault = try findings.fault(of: "\(folder)/\(file.name)") { try DeliveryCheck.fault($0, form, period: period, archive: PostgresArchive.reader) }
            files[index].fault = fault?.message
            files[index].remedy = fault?.hint
        }
    }

    private static func look(_ path: String, name: String) throws -> ArrivedFile {
        var info = stat()
        guard stat(path, &info) == 0 else { throw DiagnosticsError(WorkspaceDiagnostics.unreadable(path, reason: String(cString: strerror(errno)))) }
        return ArrivedFile(name: name, bytes: Int(info.st_size), age: max(0, Int(time(nil)) - Int(info.st_mtim.tv_sec)))
    }

    /// Of all months, or of a month and the one before.
    private func knownDeliveries(_ warehouse: Warehouse, for period: ReportingPeriod?) throws -> [KnownDelivery] {
        let tables = try warehouse.reconciledFiles().filter { !$0.file.digest.isEmpty }.map { period, file in
            KnownDelivery(
                interface: file.definition, period: period, name: file.name, digest: file.digest, bytes: file.bytes,
                batch: file.state == .read ? "reconciled" : "cannot be read: gazette reconcile \(period)", isCurrent: true)
        }
        let records = try period.map { try warehouse.current(period: $0.previous) + warehouse.current(period: $0) } ?? warehouse.history()
        return tables + records.flatMap { record in
            record.files.map {
                KnownDelivery(
                    interface: record.interface, period: record.period, name: $0.name, digest: $0.digest, bytes: $0.bytes, batch: record.batch.id,
                    isCurrent: record.supersededBy == nil, loadedAt: record.loadedAt)
            }
        }
    }
}

/// What reading a file found out, by its path and stamp: a file that did not change is read once, however often it is looked at.
struct FileFindings {
    private struct Finding {
        var stamp: String
        var digest: String?
        /// Outer nil: not looked into yet; inner nil: nothing wrong.
        var fault: Diagnostic??
    }
    private var findings: [String: Finding] = [:]

    /// SHA-256 (hex).
    mutating func digest(of path: String) throws -> String {
        var finding = finding(of: path)
        if let digest = finding.digest { return digest }
        let digest = try FileTree.digest(of: path).hex
        finding.digest = digest
        findings[path] = finding
        return digest
    }

    mutating func fault(of path: String, _ look: (String) throws -> Diagnostic?) throws -> Diagnostic? {
        var finding = finding(of: path)
        if let fault = finding.fault { return fault }
        let fault = try look(path)
        finding.fault = .some(fault)
        findings[path] = finding
        return fault
    }

    /// The stamp is taken before the file is read: what changes meanwhile is read again at the next look.
    private func finding(of path: String) -> Finding {
        let stamp = FileTree.stamp(of: path)
        if let known = findings[path], known.stamp == stamp { return known }
        return Finding(stamp: stamp)
    }
}
