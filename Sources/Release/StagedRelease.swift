public import Diagnostics
public import Digests
public import Quantities

/// A finished month that is to be published: contents and everything that the manifest says about them.
public struct StagedRelease: Sendable {
    public var period: ReportingPeriod
    /// The system date of the workspace; never the clock.
    public var created: CalendarDate
    public var edition: ReleaseEdition
    public var artefacts: [StagedArtefact]
    public var inputs: [ReleaseInput]
    public var calibers: [ReleaseCaliber]
    public var definitions: [ReleaseDefinition]
    public var fonts: [ReleaseFont]
    public var seal: ReleaseSeal?
    public var environment: [ReleaseEnvironmentPart]

    public init(
        period: ReportingPeriod, created: CalendarDate, edition: ReleaseEdition = .unsigned, artefacts: [StagedArtefact],
        inputs: [ReleaseInput] = [], calibers: [ReleaseCaliber] = [], definitions: [ReleaseDefinition] = [],
        fonts: [ReleaseFont] = [], seal: ReleaseSeal? = nil, environment: [ReleaseEnvironmentPart] = []
    ) {
        self.period = period
        self.created = created
        self.edition = edition
        self.artefacts = artefacts
        self.inputs = inputs
        self.calibers = calibers
        self.definitions = definitions
        self.fonts = fonts
        self.seal = seal
        self.environment = environment
    }

    /// Names that cannot stand in a release, and entries that stand twice (PUB004, PUB005).
    func check() -> DiagnosticBag {
        var bag = DiagnosticBag()
        if artefacts.isEmpty { bag.add(PublicationDiagnostics.nothingStaged(period)) }
        var paths = PathSet()
        for artefact in artefacts {
            if let problem = ArtefactPath.problem(artefact.path) {
                bag.add(PublicationDiagnostics.badField("the artefact path", artefact.path, problem))
            } else if let other = paths.insert(artefact.path) {
                bag.add(PublicationDiagnostics.badField("the artefact path", artefact.path, "cannot stand beside '\(printable(other))'"))
            }
        }
        checkOnce("the input", inputs.map { $0.batch }, &bag)
        checkOnce("the caliber value", calibers.map { "\($0.id) \($0.effectiveFrom)" }, &bag)
        checkOnce("the definition", definitions.map { $0.path }, &bag)
        checkOnce("the font", fonts.map { $0.file }, &bag)
        checkOnce("the environment entry", environment.map { $0.name }, &bag)
        return bag
    }

    private func checkOnce(_ what: String, _ keys: [String], _ bag: inout DiagnosticBag) {
        var seen: Set<String> = []
        for key in keys where !seen.insert(key).inserted { bag.add(PublicationDiagnostics.badField(what, key, "stands twice")) }
    }
}

/// One file that is to be published.
public struct StagedArtefact: Sendable {
    public enum Content: Sendable {
        case bytes([UInt8])
        /// Path of a finished file; it is read while publishing and not changed.
        case file(String)
    }

    /// Where the file will stand in the release folder; names separated by `/`.
    public var path: String
    public var role: ArtefactRole
    public var report: String
    public var scope: String
    public var content: Content
    /// What the run recorded when it made the file; another content is then refused.
    public var digest: SHA256Digest?

    public init(
        path: String, role: ArtefactRole, report: String = "", scope: String = "", content: Content, digest: SHA256Digest? = nil
    ) {
        self.path = path
        self.role = role
        self.report = report
        self.scope = scope
        self.content = content
        self.digest = digest
    }
}

/// What came of a publication.
public struct PublishedRelease: Sendable {
    public enum Outcome: Sendable, Equatable {
        /// A new release is in place.
        case published
        /// The current release already has exactly this content; nothing was changed.
        case unchanged
    }

    public var outcome: Outcome
    public var address: ReleaseAddress
    /// The immutable folder of the release.
    public var folder: String
    /// The path under which readers find the current release of the month.
    public var pointer: String
    public var manifest: ReleaseManifest
    public var manifestDigest: SHA256Digest
    /// Things done or noticed on the way (infos and warnings).
    public var diagnostics: DiagnosticBag
}
