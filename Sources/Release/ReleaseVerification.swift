public import Diagnostics
public import Digests

/// One thing that is off in a release folder.
public struct ReleaseFault: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// The size is right, the content is not.
        case altered
        /// Sizes in bytes.
        case wrongSize(expected: Int, found: Int)
        case missing
        /// A file or folder that the manifest does not know.
        case extra
        /// Stands under another name than the manifest says.
        case renamed(found: String)
        /// A link, a pipe, a folder where a file must be.
        case notAFile
        case unreadable
        /// No manifest, or one that cannot be read or does not fit its digest.
        case manifest
    }

    /// Relative to the release folder.
    public var path: String
    public var kind: Kind
    /// The manifest's entry; nil for what it does not know.
    public var artefact: ReleaseArtefact?
    public var diagnostic: Diagnostic

    init(_ path: String, _ kind: Kind, _ artefact: ReleaseArtefact?, _ diagnostic: Diagnostic) {
        self.path = path
        self.kind = kind
        self.artefact = artefact
        self.diagnostic = diagnostic
    }
}

/// What a verification of a release folder found.
public struct ReleaseVerification: Sendable {
    public var folder: String
    /// Nil when it cannot be read or was changed; the artefacts cannot be judged then.
    public var manifest: ReleaseManifest?
    /// Digest of the manifest as it stands there: who knows it from elsewhere can compare.
    public var manifestDigest: SHA256Digest?
    /// In byte order of the paths.
    public var faults: [ReleaseFault] = []
    /// Files and bytes that were read.
    public var filesRead = 0
    public var bytesRead = 0

    public var isIntact: Bool { faults.isEmpty }
    public var diagnostics: DiagnosticBag { DiagnosticBag(faults.map(\.diagnostic)) }
}
