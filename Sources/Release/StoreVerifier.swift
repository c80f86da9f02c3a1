internal import Diagnostics
internal import Digests
internal import Quantities

extension ReleaseStore {
    /// Proves the whole store: every release folder, the chain of manifests, the journal, the pointers, every stored object.
    ///
    /// Reads everything once and changes nothing. Throws only when the store cannot be read at all (PUB001, PUB003).
    public func verify() throws -> StoreVerification {
        guard try FileAccess.contents(of: formatFile, limit: 4096) == Array("\(Self.formatText)\n".utf8) else {
            throw DiagnosticsError(PublicationDiagnostics.otherFormat(formatFile))
        }
        var verifier = StoreVerifier(store: self)
        try verifier.run()
        return verifier.result
    }
}

private struct StoreVerifier {
    let store: ReleaseStore
    var result = StoreVerification()
    /// Objects that a manifest names, with their sizes.
    private var named: [SHA256Digest: Int] = [:]

    init(store: ReleaseStore) { self.store = store }

    mutating func run() throws {
        refuseForeign(try FileAccess.names(in: store.folder), known: ReleaseStore.ownNames, in: store.folder)
        let addresses = try store.releases()
        var journal: Journal?
        do {
            journal = try Journal(path: store.journalFile)
        } catch let error as DiagnosticsError {
            result.diagnostics.add(contentsOf: DiagnosticBag(error.diagnostics))
        }
        let unfinished = journal?.unfinished?.address
        if let unfinished {
            result.diagnostics.add(Diagnostic(
                "PUB034", .warning, "the publication of \(unfinished) was begun and is not confirmed: it runs just now, or it was interrupted",
                at: SourceRange(file: store.journalFile), hint: "when none is running, publish again: that finishes or undoes it"))
        }
        checkReleases(addresses, journal)
        try checkPointers(addresses, journal, except: unfinished?.period)
        try checkObjects()
    }

    // MARK: Releases and their chain

    private mutating func checkReleases(_ addresses: [ReleaseAddress], _ journal: Journal?) {
        var last: (address: ReleaseAddress, digest: SHA256Digest?)?
        let confirmed = journal?.entries.filter { $0.act == .done } ?? []
        for address in addresses {
            let check = ReleaseVerifier.verify(folder: store.folder(of: address))
            result.releases.append(check)
            result.diagnostics.add(contentsOf: check.diagnostics)
            let before = last?.address.period == address.period ? last : nil
            last = (address, check.manifestDigest)
            let place = "\(store.folder(of: address))/\(ReleaseManifest.fileName)"
            if address.sequence != (before?.address.sequence ?? 0) + 1 {
                fault("PUB032", "the release before \(address) is missing: the numbers of a month run without a gap", place)
            }
            if let journal, journal.unfinished?.address != address, !confirmed.contains(where: { $0.address == address }) {
                result.diagnostics.add(PublicationDiagnostics.unknownRelease(address, folder: store.folder(of: address)))
            }
            if let digest = check.manifestDigest, let entry = confirmed.last(where: { $0.address == address }), entry.digest != digest {
                fault("PUB031", "the manifest is \(digest.short)…, and the journal confirmed \(entry.digest.short)…: it was replaced", place)
            }
            guard let manifest = check.manifest else { continue }
            if manifest.period != address.period || manifest.sequence != address.sequence {
                fault("PUB032", "the manifest is of release \(manifest.period)/\(manifest.sequence) and stands in the folder of \(address)", place)
            }
            if manifest.previous != before?.digest {
                fault("PUB031", "the manifest does not name the one before it: the chain of \(address.period) is broken here", place)
            }
            for artefact in manifest.content.artefacts { named[artefact.digest] = artefact.size }
            named[manifest.digest] = manifest.text.count
        }
        for entry in confirmed where !addresses.contains(entry.address) {
            fault("PUB032", "the release \(entry.address) was confirmed in the journal and is gone", store.folder(of: entry.address))
        }
    }

    private mutating func checkPointers(_ addresses: [ReleaseAddress], _ journal: Journal?, except: ReportingPeriod?) throws {
        guard let journal else { return }
        var periods = Set(addresses.map(\.period)).union(journal.entries.map(\.address.period))
        let names = try FileAccess.names(in: "\(store.folder)/current").map { String(decoding: $0, as: UTF8.self) }
        for name in names {
            if let period = ReportingPeriod(name), period.description == name {
                periods.insert(period)
            } else {
                fault("PUB032", "something foreign stands among the pointers", "\(store.folder)/current/\(printable(name))")
            }
        }
        for period in periods.sorted() where period != except {
            let pointer = store.pointer(period)
            let should = journal.current(period)?.address
            guard store.current(period) != should || (should == nil && names.contains(period.description)) else { continue }
            result.diagnostics.add(PublicationDiagnostics.wrongPointer(pointer, found: FileAccess.linkTarget(pointer), expected: should))
        }
    }

    // MARK: Objects

    private mutating func checkObjects() throws {
        var unnamed = 0
        let root = "\(store.folder)/objects"
        for shelf in try FileAccess.names(in: root) {
            let folder = "\(root)/\(String(decoding: shelf, as: UTF8.self))"
            guard try FileAccess.kind(of: folder) == .folder else { fault("PUB032", "something foreign stands among the objects", folder); continue }
            for name in try FileAccess.names(in: folder) {
                let path = "\(folder)/\(String(decoding: name, as: UTF8.self))"
                guard let digest = SHA256Digest(hex: String(decoding: shelf + name, as: UTF8.self)) else {
                    fault("PUB032", "something foreign stands among the objects", path)
                    continue
                }
                if named.removeValue(forKey: digest) == nil { unnamed += 1 }
                result.objectsRead += 1
                if (try? FileAccess.digest(of: path))?.digest != digest { result.diagnostics.add(PublicationDiagnostics.damagedObject(path, .error)) }
            }
        }
        for digest in named.keys.sorted() {
            result.diagnostics.add(Diagnostic(
                "PUB030", .error, "a stored object that a manifest names is missing", at: SourceRange(file: store.objects.path(digest)),
                hint: "publishing the same content again puts it back; or restore it from a backup"))
        }
        if unnamed > 0 {
            result.diagnostics.add(Diagnostic(
                "PUB033", .info, "\(unnamed) \(unnamed == 1 ? "object belongs" : "objects belong") to no release: left by a publication that failed; harmless",
                at: SourceRange(file: root)))
        }
    }

    private mutating func refuseForeign(_ names: [[UInt8]], known: [String], in folder: String) {
        for name in names.map({ String(decoding: $0, as: UTF8.self) }) where !known.contains(name) {
            fault("PUB032", "something foreign stands in the store", "\(folder)/\(printable(name))")
        }
    }

    private mutating func fault(_ id: String, _ message: String, _ path: String) {
        result.diagnostics.add(Diagnostic(id, .error, message, at: SourceRange(file: path), hint: "find out who changed the store, and restore it from a backup"))
    }
}
