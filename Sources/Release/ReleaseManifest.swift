public import Digests
public import Quantities

/// What a release is: its place in the chain, every artefact by digest, and everything the artefacts were made from.
///
/// The canonical text is described in `Docs/Publishing.md`; `text` prints it, `init(parsing:)` reads it back.
public struct ReleaseManifest: Sendable, Equatable {
    public static let formatVersion = 1
    /// Name of the manifest in a release folder.
    public static let fileName = "manifest.txt"
    /// Name of the file beside it that holds its digest, in the form that `sha256sum -c` reads.
    public static let digestFileName = "manifest.sha256"

    public var period: ReportingPeriod
    /// Counts the releases of a period from 1.
    public var sequence: Int
    /// Digest of the manifest with the sequence number before this one; nil for the first.
    public var previous: SHA256Digest?
    /// The system date of the workspace when the release was made; never the clock.
    public var created: CalendarDate
    public var content: ReleaseContent
    public var environment: [ReleaseEnvironmentPart]
    public var signatures: ReleaseSignatures

    public init(
        period: ReportingPeriod, sequence: Int, previous: SHA256Digest?, created: CalendarDate, content: ReleaseContent,
        environment: [ReleaseEnvironmentPart] = [], signatures: ReleaseSignatures = .none
    ) {
        self.period = period
        self.sequence = sequence
        self.previous = previous
        self.created = created
        self.content = content
        self.environment = environment
        self.signatures = signatures
    }
}

/// The signatures under a release. Version 1 of the format knows none; sign-off adds its lines at this place, below everything that is signed.
public enum ReleaseSignatures: String, Sendable, Equatable {
    case none
}

/// The state of a release as printed on its pages. Sign-off adds 测试版, 审核版 and 正式版.
public enum ReleaseEdition: String, Sendable, Equatable, CaseIterable {
    case unsigned = "未签批"
}

/// What readers get and what it was made from. Two releases with equal content are the same publication.
public struct ReleaseContent: Sendable, Equatable {
    public var edition: ReleaseEdition
    public var artefacts: [ReleaseArtefact]
    public var inputs: [ReleaseInput]
    public var calibers: [ReleaseCaliber]
    public var definitions: [ReleaseDefinition]
    public var fonts: [ReleaseFont]
    /// The picture of the office's seal on its pages; nil: not sealed.
    public var seal: ReleaseSeal?

    public init(
        edition: ReleaseEdition = .unsigned, artefacts: [ReleaseArtefact], inputs: [ReleaseInput] = [],
        calibers: [ReleaseCaliber] = [], definitions: [ReleaseDefinition] = [], fonts: [ReleaseFont] = [], seal: ReleaseSeal? = nil
    ) {
        self.edition = edition
        self.artefacts = artefacts
        self.inputs = inputs
        self.calibers = calibers
        self.definitions = definitions
        self.fonts = fonts
        self.seal = seal
    }
}

/// What an artefact is for.
public enum ArtefactRole: String, Sendable, Hashable, CaseIterable {
    case pdf, png, xlsx, svg, html
    /// Line-per-fact files of a report, as in its golden files.
    case figures, layout, workbook, pages
    /// Formula, operands, calibers and batches of each cell.
    case provenance
    /// Findings of relations and layout checks.
    case findings
    /// A list of contents for readers.
    case index
}

/// One file of a release.
public struct ReleaseArtefact: Sendable, Equatable {
    /// Relative to the release folder, with `/` between names.
    public var path: String
    public var role: ArtefactRole
    /// Form number, `SB-Z02`; empty when the artefact belongs to no single report.
    public var report: String
    /// The city or a district code; empty when it has no scope.
    public var scope: String
    /// In bytes.
    public var size: Int
    public var digest: SHA256Digest

    public init(path: String, role: ArtefactRole, report: String, scope: String, size: Int, digest: SHA256Digest) {
        self.path = path
        self.role = role
        self.report = report
        self.scope = scope
        self.size = size
        self.digest = digest
    }
}

/// One loaded interface file.
public struct ReleaseInput: Sendable, Equatable {
    public var batch: String
    public var file: String
    public var digest: SHA256Digest
    /// Accepted rows.
    public var rows: Int

    public init(batch: String, file: String, digest: SHA256Digest, rows: Int) {
        self.batch = batch
        self.file = file
        self.digest = digest
        self.rows = rows
    }
}

/// One caliber value that the release used.
public struct ReleaseCaliber: Sendable, Equatable {
    public var id: String
    /// Exact decimal text with its unit, as in the definition.
    public var value: String
    public var effectiveFrom: CalendarDate
    /// The legal basis; may be empty.
    public var basis: String

    public init(id: String, value: String, effectiveFrom: CalendarDate, basis: String) {
        self.id = id
        self.value = value
        self.effectiveFrom = effectiveFrom
        self.basis = basis
    }
}

/// One definition file.
public struct ReleaseDefinition: Sendable, Equatable {
    public var path: String
    public var digest: SHA256Digest
    public init(path: String, digest: SHA256Digest) {
        self.path = path
        self.digest = digest
    }
}

/// One font file.
public struct ReleaseFont: Sendable, Equatable {
    public var file: String
    public var digest: SHA256Digest
    public init(file: String, digest: SHA256Digest) {
        self.file = file
        self.digest = digest
    }
}

/// The picture of a seal as it was printed.
public struct ReleaseSeal: Sendable, Equatable {
    public var file: String
    /// Printed width in millimetres, a decimal text.
    public var width: String
    public var digest: SHA256Digest
    public init(file: String, width: String, digest: SHA256Digest) {
        self.file = file
        self.width = width
        self.digest = digest
    }
}

/// One program or library that took part, with its version.
public struct ReleaseEnvironmentPart: Sendable, Equatable {
    public var name: String
    public var version: String
    public init(name: String, version: String) {
        self.name = name
        self.version = version
    }
}
