internal import Diagnostics
internal import Digests
internal import Glibc
internal import Quantities

/// One publication under the store's lock: each step in order, and the way back when a step fails.
struct Publication {
    let store: ReleaseStore
    let period: ReportingPeriod
    private var journal: Journal
    private var diagnostics = DiagnosticBag()

    init(store: ReleaseStore, period: ReportingPeriod) throws {
        self.store = store
        self.period = period
        journal = try Journal(path: store.journalFile)
        if journal.entries.isEmpty, try !store.releases().isEmpty {
            throw DiagnosticsError(PublicationDiagnostics.damagedJournal(store.journalFile, line: 0))
        }
    }

    mutating func run(_ stage: StagedRelease) throws -> PublishedRelease {
        try finishInterrupted()
        try removeLeftovers(report: true)
        try store.failpoints.reach(.leftoversRemoved)
        do {
            let current = try currentRelease()
            let manifest = try storeObjects(stage, after: current)
            if let current, let unchanged = unchanged(manifest, current) { return unchanged }
            try verifyObjects(manifest)
            let address = ReleaseAddress(period: period, sequence: manifest.sequence)
            let digest = manifest.digest
            try putInPlace(manifest, address, digest)
            try store.failpoints.reach(.doneLogged)
            return published(.published, address, manifest, digest)
        } catch {
            try? removeLeftovers(report: false)
            throw error
        }
    }

    // MARK: What was there before

    /// Confirms or undoes the act that an interrupted publication began.
    private mutating func finishInterrupted() throws {
        guard let begun = journal.unfinished else { return }
        let address = begun.address
        if store.current(address.period) == address, verification(store.pointer(address.period), begun.digest).isIntact {
            try journal.append(.done, address, begun.digest)
            diagnostics.add(PublicationDiagnostics.finishedInterrupted(address))
        } else {
            try undo(address, begun.digest)
            diagnostics.add(PublicationDiagnostics.undidInterrupted(address))
        }
    }

    private mutating func removeLeftovers(report: Bool) throws {
        let names = try FileAccess.names(in: store.temporaryFolder)
        for name in names { try FileAccess.removeTree("\(store.temporaryFolder)/\(String(decoding: name, as: UTF8.self))") }
        if report, !names.isEmpty { diagnostics.add(PublicationDiagnostics.leftoversRemoved(store.temporaryFolder, count: names.count)) }
    }

    /// The release in place, by the journal; refuses to go on when the pointer (PUB009) or the folders (PUB016) say otherwise.
    private func currentRelease() throws -> Journal.Entry? {
        let entry = journal.current(period)
        let pointer = store.pointer(period)
        if try FileAccess.kind(of: pointer) != nil || entry != nil, entry == nil || store.current(period) != entry?.address {
            throw DiagnosticsError(PublicationDiagnostics.wrongPointer(
                pointer, found: FileAccess.linkTarget(pointer), expected: entry?.address))
        }
        let next = ReleaseAddress(period: period, sequence: (entry?.address.sequence ?? 0) + 1)
        if try FileAccess.kind(of: store.folder(of: next)) != nil {
            throw DiagnosticsError(PublicationDiagnostics.unknownRelease(next, folder: store.folder(of: next)))
        }
        return entry
    }

    // MARK: Objects

    private mutating func storeObjects(_ stage: StagedRelease, after current: Journal.Entry?) throws -> ReleaseManifest {
        var artefacts: [ReleaseArtefact] = []
        for staged in stage.artefacts {
            let stored = try store.objects.put(staged.content, expected: staged.digest, diagnostics: &diagnostics)
            artefacts.append(ReleaseArtefact(
                path: staged.path, role: staged.role, report: staged.report, scope: staged.scope, size: stored.size, digest: stored.digest))
        }
        let content = ReleaseContent(
            edition: stage.edition, artefacts: artefacts, inputs: stage.inputs, calibers: stage.calibers,
            definitions: stage.definitions, fonts: stage.fonts, seal: stage.seal)
        let manifest = ReleaseManifest(
            period: period, sequence: (current?.address.sequence ?? 0) + 1, previous: current?.digest, created: stage.created,
            content: content, environment: stage.environment)
        return try ReleaseManifest(parsing: manifest.text)  // as every reader will get it
    }

    /// The current release when it is whole and has the same content. A damaged one is never taken for published.
    private mutating func unchanged(_ manifest: ReleaseManifest, _ current: Journal.Entry) -> PublishedRelease? {
        let check = verification(store.pointer(period), current.digest)
        guard check.isIntact, let old = check.manifest else {
            diagnostics.add(PublicationDiagnostics.currentIsDamaged(
                current.address, folder: store.folder(of: current.address), faults: check.faults.count))
            return nil
        }
        guard old.contentDigest == manifest.contentDigest else { return nil }
        return published(.unchanged, current.address, old, current.digest)
    }

    private mutating func verifyObjects(_ manifest: ReleaseManifest) throws {
        let stored = try store.objects.put(.bytes(manifest.text), expected: manifest.digest, diagnostics: &diagnostics)
        try store.objects.verify(stored.digest, size: stored.size)
        for artefact in manifest.content.artefacts { try store.objects.verify(artefact.digest, size: artefact.size) }
        try store.failpoints.reach(.stageVerified)
    }

    // MARK: Putting in place and back

    private mutating func putInPlace(_ manifest: ReleaseManifest, _ address: ReleaseAddress, _ digest: SHA256Digest) throws {
        try store.failpoints.reach(.intentLogging)
        try journal.append(.intent, address, digest)
        do {
            try store.failpoints.reach(.intentLogged)
            try ReleaseFolderBuilder(store: store, manifest: manifest, address: address).build()
            try requireIntact(store.folder(of: address), digest)
            try store.failpoints.reach(.releaseVerified)
            try swapPointer(to: address)
            try requireIntact(store.pointer(period), digest)
            try store.failpoints.reach(.servedVerified)
            try store.failpoints.reach(.doneLogging)
            try journal.append(.done, address, digest)
        } catch {
            do {
                try undo(address, digest)
            } catch let second {
                throw combined(error, undoFailure: second)
            }
            throw error
        }
    }

    private func requireIntact(_ folder: String, _ digest: SHA256Digest) throws {
        let check = verification(folder, digest)
        guard check.isIntact else {
            throw DiagnosticsError(diagnostics: [PublicationDiagnostics.servedCopyDiffers(folder)] + check.diagnostics.diagnostics)
        }
    }

    private func swapPointer(to address: ReleaseAddress) throws {
        let unfinished = "\(store.temporaryFolder)/pointer-\(address.period)"
        try FileAccess.removeFile(unfinished)
        guard symlink(address.target, unfinished) == 0 else { throw DiagnosticsError.cannot("make link", unfinished, errno) }
        try store.failpoints.reach(.pointerPrepared)
        try FileAccess.move(unfinished, to: store.pointer(address.period))
        try store.failpoints.reach(.pointerRenamed)
        try FileAccess.syncFolder("\(store.folder)/current")
        try store.failpoints.reach(.pointerSwapped)
    }

    /// The old release back in place, the new folder away, and a line that says so.
    private mutating func undo(_ address: ReleaseAddress, _ digest: SHA256Digest) throws {
        try store.failpoints.reach(.undoBegun)
        let old = journal.current(address.period)?.address
        let pointer = store.pointer(address.period)
        if let old {
            if store.current(address.period) != old { try swapPointer(to: old) }
        } else if try FileAccess.kind(of: pointer) != nil {
            try FileAccess.removeFile(pointer)
            try FileAccess.syncFolder("\(store.folder)/current")
        }
        try store.failpoints.reach(.undoPointerBack)
        let folder = store.folder(of: address)
        if try FileAccess.kind(of: folder) != nil {
            let away = "\(store.temporaryFolder)/undone-\(address.period)-\(address.sequence)"
            try FileAccess.removeTree(away)
            try FileAccess.move(folder, to: away)
            try FileAccess.syncFolder(FileAccess.parent(of: folder))
            try FileAccess.removeTree(away)
        }
        try store.failpoints.reach(.undoReleaseRemoved)
        try journal.append(.undone, address, digest)
    }

    private func combined(_ first: any Error, undoFailure: any Error) -> any Error {
        guard let first = first as? DiagnosticsError else { return first }
        let second = (undoFailure as? DiagnosticsError)?.diagnostics ?? []
        return DiagnosticsError(diagnostics: first.diagnostics + [PublicationDiagnostics.undoFailed(store.folder)] + second)
    }

    private func verification(_ folder: String, _ digest: SHA256Digest) -> ReleaseVerification {
        ReleaseVerifier.verify(folder: folder, expected: digest)
    }

    private func published(
        _ outcome: PublishedRelease.Outcome, _ address: ReleaseAddress, _ manifest: ReleaseManifest, _ digest: SHA256Digest
    ) -> PublishedRelease {
        PublishedRelease(
            outcome: outcome, address: address, folder: store.folder(of: address), pointer: store.pointer(period),
            manifest: manifest, manifestDigest: digest, diagnostics: diagnostics)
    }
}
