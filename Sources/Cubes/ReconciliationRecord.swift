public import Quantities

/// Check tables and self-check reports of a month against what was delivered and loaded; the latest one of a month counts.
///
/// For every line: declared = loaded + rejected + filtered + corrected + explained + rounding + unexplained, signed and exact.
public struct ReconciliationRecord: Sendable, Hashable {
    public var period: ReportingPeriod
    /// Digest of everything that it was made from: definitions, files, batches.
    public var inputs: String
    public var madeAt: String
    public var files: [File] = []
    public var lines: [Line] = []

    public init(period: ReportingPeriod, inputs: String, madeAt: String) { self.period = period; self.inputs = inputs; self.madeAt = madeAt }

    public struct File: Sendable, Hashable {
        public enum State: String, Sendable { case read, missing, unreadable }
        /// Id of the check definition.
        public var definition: String
        public var name: String
        /// SHA-256 (hex); empty when there is no file.
        public var digest: String
        public var bytes: Int
        public var state: State
        /// Without it the month is not published.
        public var isRequired: Bool
        public init(definition: String, name: String, digest: String, bytes: Int, state: State, isRequired: Bool) {
            self.definition = definition; self.name = name; self.digest = digest; self.bytes = bytes; self.state = state; self.isRequired = isRequired
        }
    }

    /// One figure of one district; in base units (元, 人).
    public struct Line: Sendable, Hashable {
        public enum Verdict: String, Sendable, CaseIterable {
            /// Declared and loaded are the same.
            case agreed
            /// The difference is wholly accounted for.
            case explained
            case unexplained
            /// Something was delivered, and nothing is declared.
            case undeclared
        }
        public var definition: String
        /// `declared` or `self-check`
        public var role: String
        public var interface: String
        public var batch: String
        /// Empty: all districts together.
        public var district: String
        /// `rows`, `sum base`, `measure payers`, `distinct person`
        public var figure: String
        public var unit: String
        /// A difference stops the month; else it is only told.
        public var blocks: Bool
        /// Where it is declared: `HD_202610.XLS 企业养老!C5`.
        public var place: String
        /// Nil: the table has no figure here.
        public var declared: Amount?
        /// Half of the last place that the table shows, where that is coarser than the figure.
        public var tolerance: Amount
        public var loaded: Amount
        public var rejected: Amount
        public var filtered: Amount
        /// Rows loaded with other values by decision: as received, less as loaded.
        public var corrected: Amount
        /// Rows of the district that are not loaded and whose part of the figure cannot be read.
        public var unreadable: Int
        /// What these rows account for, as far as the specification lets their values go.
        public var byUnreadable: Amount
        /// What rows whose district cannot be read account for, at most what there is of them.
        public var withoutDistrict: Amount
        /// A difference within the tolerance.
        public var rounding: Amount
        public var unexplained: Amount

        public init(
            definition: String, role: String, interface: String, batch: String, district: String, figure: String, unit: String, blocks: Bool, place: String,
            declared: Amount?, tolerance: Amount = .zero, loaded: Amount, rejected: Amount = .zero, filtered: Amount = .zero, corrected: Amount = .zero,
            unreadable: Int = 0, byUnreadable: Amount = .zero, withoutDistrict: Amount = .zero, rounding: Amount = .zero, unexplained: Amount = .zero
        ) {
            self.definition = definition; self.role = role; self.interface = interface; self.batch = batch; self.district = district; self.figure = figure
            self.unit = unit; self.blocks = blocks; self.place = place; self.declared = declared; self.tolerance = tolerance; self.loaded = loaded
            self.rejected = rejected; self.filtered = filtered; self.corrected = corrected; self.unreadable = unreadable; self.byUnreadable = byUnreadable
            self.withoutDistrict = withoutDistrict; self.rounding = rounding; self.unexplained = unexplained
        }

        public var verdict: Verdict {
            guard let declared else { return unexplained.isZero ? .agreed : .undeclared }
            return unexplained.isZero ? declared == loaded ? .agreed : .explained : .unexplained
        }
        public var isOpen: Bool { verdict == .unexplained || verdict == .undeclared }
    }

    public func count(_ verdict: Line.Verdict) -> Int { lines.count { $0.verdict == verdict } }
    /// Lines whose difference stops the month.
    public var blocking: [Line] { lines.filter { $0.blocks && $0.isOpen } }
}
