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
        case missing, misnamed, empty, growing, repeated, volume, arrived, loaded, extra
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

    /// The month cannot be loaded like this.
    public var isBlocking: Bool {
        switch state {
        case .missing, .misnamed, .empty, .growing, .repeated: true
        case .volume, .arrived, .loaded, .extra: false
        }
    }
    /// What to do next.
    public var advice: String {
        switch state {
        case .missing: "ask \(provider ?? "the provider") to deliver it, and note it: gazette contact add"
        case .misnamed: "rename it when it is the right file"
        case .empty: "ask \(provider ?? "the provider") to deliver it again"
        case .growing: "wait until it is wholly delivered"
        case .repeated: "ask \(provider ?? "the provider") for the file of this month"
        case .volume: "compare the volume with the provider before loading"
        case .arrived: "load it: gazette load"
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
        let expected = expectations(catalogue, period: period), names = Set(expected.map(\.name))
        let optional = Set(catalogue.checks(for: period).map { $0.fileName(for: period) })
        var free = present.filter { !names.contains($0.name) && !optional.contains($0.name) }
        var result: [Arrival] = []
        for expectation in expected {
            var arrival = Arrival(
                interface: expectation.interface, name: expectation.name, state: .missing, bytes: 0,
                bytesBefore: known.last { $0.interface == expectation.interface && $0.period == period.previous && $0.isCurrent && $0.name == expectation.nameBefore }?.bytes,
                detail: "", due: plan.dueDate(expectation.interface, for: period), provider: plan.feed(expectation.interface).provider)
            if let file = present.first(where: { $0.name == expectation.name }) {
                judge(file, &arrival, plan, period, present, known)
            } else if let likely = likelyName(expectation.name, among: free.map(\.name)) {
                arrival.state = .misnamed
                arrival.detail = "likely '\(likely)'"
                arrival.bytes = free.first { $0.name == likely }?.bytes ?? 0
                free.removeAll { $0.name == likely }
            }
            result.append(arrival)
        }
        return result + free.map { Arrival(interface: nil, name: $0.name, state: .extra, bytes: $0.bytes, detail: "no interface expects it") }
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

    private static func likelyName(_ name: String, among free: [String]) -> String? {
        Suggestion.nearest(to: name, among: free)
    }

    private static func expectations(_ catalogue: Catalogue, period: ReportingPeriod) -> [(interface: String, name: String, nameBefore: String)] {
        let tables = catalogue.checks(for: period).filter(\.isRequired).map { ($0.id, $0.fileName(for: period), $0.fileName(for: period.previous)) }
        return Set(catalogue.interfaces.map(\.id)).sorted().flatMap { id -> [(interface: String, name: String, nameBefore: String)] in
            guard catalogue.exchange.expects(id, in: period), let specification = catalogue.interface(id, for: period) else { return [] }
            return zip(specification.fileNames(for: period), specification.fileNames(for: period.previous)).map { (id, $0, $1) }
        } + tables
    }
}
