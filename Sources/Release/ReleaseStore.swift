internal import Diagnostics
public import Quantities
internal import Digests

/// The folder that holds all published releases: contents by digest, a readable folder per release, a pointer per month.
///
/// The layout on disk is described in `Docs/Publishing.md`. Readers need no lock: they see the old or the new release.
public struct ReleaseStore: Sendable {
    public let folder: String
    let failpoints: Failpoints

    static let formatFileName = "FORMAT"
    static let formatText = "gazette-release-store 1"

    /// Touches nothing; the folder is made by the first publication.
    public init(_ folder: String, failpoints: Failpoints = .none) {
        var folder = folder
        while folder.utf8.count > 1, folder.utf8.last == 47 { folder.removeLast() }
        self.folder = folder.isEmpty ? "." : folder
        self.failpoints = failpoints
    }

    /// The immutable folder of a release.
    public func folder(of address: ReleaseAddress) -> String { "\(folder)/releases/\(address)" }

    /// The path under which readers find the current release of a month.
    public func pointer(_ period: ReportingPeriod) -> String { "\(folder)/current/\(period)" }

    /// The release that readers of that month get now; nil when there is none.
    public func current(_ period: ReportingPeriod) -> ReleaseAddress? {
        FileAccess.linkTarget(pointer(period)).flatMap(ReleaseAddress.init(target:))
    }

    /// All releases in the store, in order; empty when the store does not exist yet. Throws when a folder cannot be read (PUB001).
    public func releases() throws -> [ReleaseAddress] {
        guard try FileAccess.kind(of: releasesFolder) != nil else { return [] }
        var found: [ReleaseAddress] = []
        for period in try FileAccess.names(in: releasesFolder).map({ String(decoding: $0, as: UTF8.self) }) {
            guard ReportingPeriod(period) != nil else { continue }
            for sequence in try FileAccess.names(in: "\(releasesFolder)/\(period)") {
                if let address = ReleaseAddress(periodName: period, sequenceName: String(decoding: sequence, as: UTF8.self)) {
                    found.append(address)
                }
            }
        }
        return found.sorted()
    }

    /// Puts the staged month into the store and makes it what readers see, or leaves everything as it was.
    ///
    /// Content equal to the current release changes nothing and gives `.unchanged`. Cleans up first what an interrupted
    /// publication has left.
    ///
    /// - Throws: `DiagnosticsError` (PUB001–PUB011); the old release is then still in place, save where PUB011 says otherwise.
    public func publish(_ stage: StagedRelease) throws -> PublishedRelease {
        try stage.check().throwIfErrors()
        try FileAccess.makeFolder(folder)
        try refuseForeignFolder()
        let lock = try FolderLock(file: "\(folder)/lock", store: folder)
        return try publish(stage, holding: lock)
    }

    private func publish(_ stage: StagedRelease, holding lock: borrowing FolderLock) throws -> PublishedRelease {
        try failpoints.reach(.lockTaken)
        try makeFolders()
        var publication = try Publication(store: self, period: stage.period)
        return try publication.run(stage)
    }

    var releasesFolder: String { "\(folder)/releases" }
    var temporaryFolder: String { "\(folder)/temporary" }
    var journalFile: String { "\(folder)/journal" }
    var formatFile: String { "\(folder)/\(Self.formatFileName)" }
    var objects: ObjectStore { ObjectStore(folder: "\(folder)/objects", temporary: temporaryFolder, failpoints: failpoints) }

    static let ownNames = [formatFileName, "current", "journal", "lock", "objects", "releases", "temporary"]

    /// A folder with something else in it is not turned into a store; a store of another format is left alone.
    private func refuseForeignFolder() throws {
        if try FileAccess.kind(of: formatFile) != nil {
            guard try FileAccess.contents(of: formatFile, limit: 4096) == Array("\(Self.formatText)\n".utf8) else {
                throw DiagnosticsError(PublicationDiagnostics.otherFormat(formatFile))
            }
        } else if let found = try FileAccess.names(in: folder).map({ String(decoding: $0, as: UTF8.self) })
            .first(where: { $0 != "lock" && $0 != "temporary" })
        {
            throw DiagnosticsError(PublicationDiagnostics.foreignFolder(folder, found: found))
        }
    }

    private func makeFolders() throws {
        try FileAccess.makeFolder(temporaryFolder)
        try failpoints.reach(.storeMaking)
        if try FileAccess.kind(of: formatFile) == nil {
            let unfinished = "\(temporaryFolder)/format"
            try FileAccess.removeTree(unfinished)
            try writeFile(unfinished, Array("\(Self.formatText)\n".utf8))
            try failpoints.reach(.storeMaking)
            try FileAccess.move(unfinished, to: formatFile)
            try FileAccess.syncFolder(folder)
        }
        for name in ["objects", "releases", "current"] {
            try FileAccess.makeFolder("\(folder)/\(name)")
            try failpoints.reach(.storeMade)
        }
    }

    func writeFile(_ path: String, _ bytes: [UInt8]) throws {
        let file = try OpenFile(creating: path)
        try bytes.withUnsafeBytes { try file.write($0) }
        try file.makeReadOnly()
        try file.sync()
    }
}
