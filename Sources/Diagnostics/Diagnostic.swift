/// One message to the user about one place: what is wrong, why, and what to do next.
///
/// Ids are stable and documented (`Docs/Diagnostics.md`): `DEF…` definitions, `INT…` intake, `CMP…` composition,
/// `REL…` relations, `LAY…` layout, `OUT…` output, `PUB…` publication, `WSP…` workspace,
/// `BAL…` balances, `HIS…` reloads and recleans.
public struct Diagnostic: Sendable, Equatable, Codable, Error {
    public enum Severity: String, Sendable, Codable, Comparable, CaseIterable {
        case info, warning, error

        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
        private var rank: Int { self == .info ? 0 : self == .warning ? 1 : 2 }
    }

    public var id: String
    public var severity: Severity
    public var message: String
    /// Where it is; nil only when there is no file or place at all (for instance "disk full").
    public var place: SourceRange?
    /// More places or facts that belong to the message, in order.
    public var notes: [Note]
    /// What to do next, as one sentence without "please".
    public var hint: String?

    public struct Note: Sendable, Equatable, Codable {
        public var message: String
        public var place: SourceRange?
        public init(_ message: String, at place: SourceRange? = nil) {
            self.message = message
            self.place = place
        }
    }

    public init(
        _ id: String, _ severity: Severity = .error, _ message: String, at place: SourceRange? = nil,
        notes: [Note] = [], hint: String? = nil
    ) {
        self.id = id
        self.severity = severity
        self.message = message
        self.place = place
        self.notes = notes
        self.hint = hint
    }
}
