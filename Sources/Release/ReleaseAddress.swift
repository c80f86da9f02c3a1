public import Quantities

/// Names one release of a store: the month and the sequence number in it.
public struct ReleaseAddress: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let period: ReportingPeriod
    public let sequence: Int

    public init(period: ReportingPeriod, sequence: Int) {
        self.period = period
        self.sequence = sequence
    }

    /// `2026-10/3`
    public var description: String { "\(period)/\(sequence)" }

    /// What the pointer of the month holds for this release.
    var target: String { "../releases/\(self)" }

    /// From the two folder names; nil unless they are exactly those of a release.
    init?(periodName: some StringProtocol, sequenceName: some StringProtocol) {
        guard let period = ReportingPeriod(periodName), period.description == periodName,
            let sequence = Int(sequenceName), sequence >= 1, String(sequence) == sequenceName
        else { return nil }
        self.init(period: period, sequence: sequence)
    }

    /// From the target of a pointer.
    init?(target: String) {
        let names = target.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 4, names[0] == "..", names[1] == "releases" else { return nil }
        self.init(periodName: names[2], sequenceName: names[3])
    }

    public static func < (a: ReleaseAddress, b: ReleaseAddress) -> Bool {
        (a.period, a.sequence) < (b.period, b.sequence)
    }
}
