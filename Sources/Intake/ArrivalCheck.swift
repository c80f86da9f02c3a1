public import Diagnostics
public import Quantities
public import ReportModel

/// A file that lies in the exchange folder of a month.
public struct ArrivedFile: Sendable, Hashable {
    public var name: String
    public var bytes: Int
    /// Seconds since it was changed.
    public var age: Int
    /// SHA-256 (hex), when it was needed.
    public var digest: String?
    /// Why it cannot be loaded in the form that is declared for it, and what to do; see `DeliveryCheck`.
    public var fault: String?
    public var remedy: String?
    public init(name: String, bytes: Int, age: Int, digest: String? = nil) { self.name = name; self.bytes = bytes; self.age = age; self.digest = digest }
}

/// What is known from earlier loads.
public struct KnownDelivery: Sendable, Hashable {
    public var interface: String
    public var period: ReportingPeriod
    public var name: String
    public var digest: String
    public var bytes: Int
    public var batch: String
    public var isCurrent: Bool
    /// When it was loaded, in UTC.
    public var loadedAt: String?
    public init(
        interface: String, period: ReportingPeriod, name: String, digest: String, bytes: Int, batch: String, isCurrent: Bool, loadedAt: String? = nil
    ) {
        self.loadedAt = loadedAt
        self.interface = interface; self.period = period; self.name = name; self.digest = digest; self.bytes = bytes
        self.batch = batch; self.isCurrent = isCurrent
    }
}

/// One line of the month's arrival: a file that is expected, or one that nobody expects.
public struct Arrival: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        case missing, misnamed, empty, growing, repeated, twice, refused, volume, arrived, loaded, extra
    }
    public var interface: String?
    /// The expected name; that of the file itself when it is extra.
    public var name: String
    public var state: State
    public var bytes: Int
    /// Size of last month's file.
    public var bytesBefore: Int?
    /// What else there is to say: likely name, the file it repeats, change in percent.
    public var detail: String
    public var due: CalendarDate?
    public var provider: String?
    var period: ReportingPeriod
    var remedy: String?

    /// The month cannot be loaded like this.
    public var isBlocking: Bool {
        switch state {
        case .missing, .misnamed, .empty, .growing, .repeated, .twice, .refused: true
        case .volume, .arrived, .loaded, .extra: false
        }
    }
    /// What to do next.
    public var advice: String {
        switch state {
        case .missing: "ask \(provider ?? "the provider") to deliver it, and note it: gazette contact add \(interface ?? "…") --period \(period) --party \(provider ?? "…") --subject 缺文件 --person …"
        case .misnamed: "rename it when it is the right file"
        case .empty: "ask \(provider ?? "the provider") to deliver it again"
        case .growing: "wait until it is wholly delivered"
        case .repeated: "ask \(provider ?? "the provider") for the file of this month"
        case .twice: "keep the file that is meant and move the other one away"
        case .refused: remedy ?? ""
        case .volume: "compare the volume with the provider before loading"
        case .arrived: "load it: gazette load \(period)"
        case .loaded, .extra: ""
        }
    }
}

/// Compares the exchange folder of a month with what is expected in it. Opens no file.
public enum ArrivalCheck {
    /// `known`: files of all batches, superseded ones too. Files with the size of a known one or of each other need a digest to be
    /// recognised as repeated; see `needsDigest`.
    public static func check(_ catalogue: Catalogue, period: ReportingPeriod, files: [ArrivedFile], known: [KnownDelivery]) -> [Arrival] {
        let plan = catalogue.exchange
        let present = files.filter { !plan.ignoredNames.contains($0.name) }
        let expected = expectations(catalogue, period: period, present: present.map(\.name)), names = Set(expected.map(\.name))
        let optional = Set(catalogue.checks(for: period).map { $0.fileName(for: period) })
        let likely = likelyNames(catalogue, period: period, present: present.map(\.name))
        let free = present.filter { file in !names.contains(file.name) && !optional.contains(file.name) && !likely.values.contains(file.name) }
        var result: [Arrival] = []
        for expectation in expected {
            var arrival = Arrival(
                interface: expectation.interface, name: expectation.name, state: .missing, bytes: 0,
                bytesBefore: known.last { $0.interface == expectation.interface && $0.period == period.previous && $0.isCurrent && $0.name == expectation.nameBefore }?.bytes,
                detail: "", due: plan.dueDate(expectation.interface, for: period), provider: plan.feed(expectation.interface).provider, period: period)
            if let file = present.first(where: { $0.name == expectation.name }) {
                // A copy under a name that nobody expects says nothing against the file.
                judge(file, &arrival, plan, period, present.filter { names.contains($0.name) }, known)
                if let rival = expectation.rival, arrival.state != .empty {
                    arrival.state = .twice
                    arrival.detail = "the same rows have come as \(rival)"
                }
            } else if let likely = likely[expectation.name] {
                arrival.state = .misnamed
                arrival.detail = "likely '\(likely)'"
                arrival.bytes = present.first { $0.name == likely }?.bytes ?? 0
            } else if expectation.candidates.count > 1 {
                arrival.detail = "or \(expectation.candidates.dropFirst().joined(separator: ", "))"
            }
            result.append(arrival)
        }
        return result + free.map { file in
            let twin = file.digest.flatMap { digest in present.first { $0.digest == digest && $0.name != file.name } }
            return Arrival(interface: nil, name: file.name, state: .extra, bytes: file.bytes, detail: twin.map { "the same bytes as \($0.name)" } ?? "no interface expects it", period: period)
        }
    }

    /// Expected files that have not come → files that are likely meant, among those `present` that nobody expects.
    public static func likelyNames(_ catalogue: Catalogue, period: ReportingPeriod, present: [String]) -> [String: String] {
        let expected = expectations(catalogue, period: period, present: present), taken = Set(expected.map(\.name) + catalogue.checks(for: period).map { $0.fileName(for: period) })
        let missing = expected.filter { !present.contains($0.name) }
        let files = LikelyNames.match(missing.map(\.candidates), among: present.filter { !taken.contains($0) && !catalogue.exchange.ignoredNames.contains($0) && $0 != catalogue.exchange.codeRequestFile(for: period) })
        return Dictionary(zip(missing, files).compactMap { expectation, file in file.map { (expectation.name, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    private static func judge(
        _ file: ArrivedFile, _ arrival: inout Arrival, _ plan: ExchangePlan, _ period: ReportingPeriod, _ present: [ArrivedFile], _ known: [KnownDelivery]
    ) {
        arrival.bytes = file.bytes
        if let batch = known.last(where: { $0.period == period && $0.interface == arrival.interface && $0.name == file.name && $0.isCurrent && $0.digest == file.digest }) {
            arrival.state = .loaded
            arrival.detail = batch.batch
            return
        }
        if file.bytes == 0 {
            arrival.state = .empty
        } else if file.age < plan.settleSeconds {
            arrival.state = .growing
            arrival.detail = "changed \(file.age) s ago; it counts as delivered after \(plan.settleSeconds) s"
        } else if let digest = file.digest, let other = known.last(where: { $0.digest == digest && ($0.period != period || $0.interface != arrival.interface) }) {
            arrival.state = .repeated
            arrival.detail = "the same bytes as \(other.name) of \(other.period)"
        } else if let digest = file.digest, let other = present.first(where: { $0.digest == digest && $0.name != file.name }) {
            arrival.state = .repeated
            arrival.detail = "the same bytes as \(other.name)"
        } else if let fault = file.fault {
            arrival.state = .refused
            arrival.detail = fault
            arrival.remedy = file.remedy
        } else {
            arrival.state = .arrived
            if known.contains(where: { $0.period == period && $0.interface == arrival.interface && $0.isCurrent }) { arrival.detail = "a new delivery; it will supersede what is loaded" }
            let limit = plan.feed(arrival.interface ?? "").volumePercent ?? plan.volumePercent
            if let before = arrival.bytesBefore, before > 0 {
                let percent = (file.bytes - before) * 100 / before
                if percent.magnitude >= limit {
                    arrival.state = .volume
                    arrival.detail = "\(percent > 0 ? "+" : "−")\(percent.magnitude) % against last month (limit \(limit) %)"
                }
            }
        }
    }

    /// A file whose digest must be known: it may be loaded already, or repeat another one.
    public static func needsDigest(_ file: ArrivedFile, among files: [ArrivedFile], known: [KnownDelivery]) -> Bool {
        file.bytes > 0 && (known.contains { $0.bytes == file.bytes } || files.contains { $0.bytes == file.bytes && $0.name != file.name })
    }

    private struct Expectation {
        var interface: String
        var name: String
        /// Of the month before, in the same form.
        var nameBefore: String
        /// Names of the file in all forms, this one first.
        var candidates: [String]
        /// A file that has come in another form.
        var rival: String?
    }

    /// The files of the form that has come, or of the first one; of all that have come when there are several.
    private static func expectations(_ catalogue: Catalogue, period: ReportingPeriod, present: [String]) -> [Expectation] {
        let tables = catalogue.checks(for: period).filter(\.isRequired).map { check in
            let name = check.fileName(for: period)
            return Expectation(interface: check.id, name: name, nameBefore: check.fileName(for: period.previous), candidates: [name])
        }
        return Set(catalogue.interfaces.map(\.id)).sorted().flatMap { id -> [Expectation] in
            guard catalogue.exchange.expects(id, in: period), let specification = catalogue.interface(id, for: period) else { return [] }
            let come = specification.forms.filter { $0.fileNames(for: period).contains(where: present.contains) }
            return (come.isEmpty ? [specification] : come).flatMap { form in
                let names = form.fileNames(for: period)
                let rival = come.flatMap { $0.fileNames(for: period) }.first { present.contains($0) && !names.contains($0) }
                let others = come.isEmpty ? specification.forms.dropFirst().flatMap { $0.fileNames(for: period) } : []
                return zip(names, form.fileNames(for: period.previous)).map {
                    Expectation(interface: id, name: $0, nameBefore: $1, candidates: [$0] + others, rival: rival)
                }
            }
        } + tables
    }
}
