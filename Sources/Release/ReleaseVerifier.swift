internal import Diagnostics
public import Digests
internal import Glibc

/// Proves a release from its folder alone: no store, no workspace, no network.
public enum ReleaseVerifier {
    static let mostManifestBytes = 64 << 20

    /// Reads every file of the release and compares it with the manifest: contents, sizes, nothing missing, nothing more.
    ///
    /// The folder may be a link to it, such as the pointer of a month. Never throws: what cannot be read is a fault.
    /// - Parameter expected: the manifest's digest, when it is known from elsewhere; without it the folder is only proven to be whole in itself.
    public static func verify(folder: String, expected: SHA256Digest? = nil) -> ReleaseVerification {
        var check = FolderCheck(folder: folder)
        check.run(expected: expected)
        return check.result
    }

    static func digestFileText(_ digest: SHA256Digest) -> [UInt8] {
        Array("\(digest.hex)  \(ReleaseManifest.fileName)\n".utf8)
    }
}

/// The state of one verification; works on one opened folder, so that a pointer swapped meanwhile does not mix two releases.
private struct FolderCheck {
    var result: ReleaseVerification
    private var listing = FolderListing()

    init(folder: String) { result = ReleaseVerification(folder: folder) }

    mutating func run(expected: SHA256Digest?) {
        let descriptor = open(result.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let error = DiagnosticsError.cannot("open the release folder", result.folder, errno).diagnostics[0]
            result.faults.append(ReleaseFault("", .unreadable, nil, error))
            return
        }
        defer { close(descriptor) }
        listing.read(descriptor)
        readManifest(descriptor, expected)
        guard let manifest = result.manifest else { return }
        var extras = listing.entries
        for own in [ReleaseManifest.fileName, ReleaseManifest.digestFileName] { extras[Array(own.utf8)] = nil }
        var missing: [ReleaseArtefact] = []
        for artefact in manifest.content.artefacts {
            let key = Array(artefact.path.utf8)
            if let entry = listing.entries[key] {
                extras[key] = nil
                check(artefact, entry, descriptor)
            } else {
                missing.append(artefact)
            }
        }
        nameExtras(extras, missing, manifest, descriptor)
        result.faults.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    // MARK: Manifest

    private mutating func readManifest(_ descriptor: Int32, _ expected: SHA256Digest?) {
        let name = ReleaseManifest.fileName
        guard let bytes = contents(name, descriptor, limit: ReleaseVerifier.mostManifestBytes) else {
            return manifestFault(name, "there is no readable \(name) in the folder: it is not a release, or its manifest is lost")
        }
        let digest = SHA256Digest(of: bytes)
        result.manifestDigest = digest
        do {
            result.manifest = try ReleaseManifest(parsing: bytes, file: place(name))
        } catch {
            let found = (error as? DiagnosticsError)?.diagnostics ?? []
            result.faults += found.map { ReleaseFault(name, .manifest, nil, $0) }
            return
        }
        if let expected, expected != digest {
            result.manifest = nil
            manifestFault(name, "the manifest is \(digest.short)… and should be \(expected.short)…: this is another release, or it was replaced")
        } else if contents(ReleaseManifest.digestFileName, descriptor, limit: 4096) != ReleaseVerifier.digestFileText(digest) {
            manifestFault(ReleaseManifest.digestFileName, "the file is missing or does not hold the digest of \(name), \(digest.short)…")
        }
    }

    private mutating func manifestFault(_ name: String, _ message: String) {
        result.faults.append(ReleaseFault(name, .manifest, nil, Diagnostic(
            "PUB021", .error, message, at: SourceRange(file: place(name)), hint: FolderCheck.restore)))
    }

    // MARK: Artefacts

    private mutating func check(_ artefact: ReleaseArtefact, _ entry: FolderListing.Entry, _ descriptor: Int32) {
        guard entry.kind == .file else {
            return fault(artefact, .notAFile, "PUB027", "a \(entry.kind == .folder ? "folder" : "link or device") stands where a file must be")
        }
        guard let found = digest(artefact.path, descriptor) else {
            return fault(artefact, .unreadable, "PUB027", "the file cannot be read: \(String(cString: strerror(errno)))")
        }
        result.filesRead += 1
        result.bytesRead += found.size
        if found.size != artefact.size {
            let how = found.size < artefact.size ? "cut off" : "too long"
            fault(
                artefact, .wrongSize(expected: artefact.size, found: found.size), "PUB023",
                "the file is \(how): \(found.size) bytes instead of \(artefact.size)")
        } else if found.digest != artefact.digest {
            fault(artefact, .altered, "PUB022", "the content was changed: \(found.digest.short)… instead of \(artefact.digest.short)…")
        }
    }

    /// What is in the folder and not in the manifest: a missing artefact under another name, or something foreign.
    private mutating func nameExtras(
        _ extras: [[UInt8]: FolderListing.Entry], _ missing: [ReleaseArtefact], _ manifest: ReleaseManifest, _ descriptor: Int32
    ) {
        var missing = missing
        let needed = FolderListing.foldersAbove(manifest.content.artefacts.map { Array($0.path.utf8) })
        for (path, entry) in extras.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            if entry.kind == .folder, needed.contains(path) { continue }
            let name = String(decoding: path, as: UTF8.self)
            if entry.kind == .file, let index = missing.firstIndex(where: { $0.size == entry.size }),
                let found = digest(name, descriptor),
                let same = missing[index...].firstIndex(where: { $0.digest == found.digest })
            {
                let artefact = missing.remove(at: same)
                fault(artefact, .renamed(found: name), "PUB026", "the file stands under another name: '\(printable(name))'")
            } else {
                let what = entry.kind == .folder ? "folder" : "file"
                result.faults.append(ReleaseFault(name, .extra, nil, Diagnostic(
                    "PUB025", .error, "the release does not know this \(what)", at: SourceRange(file: place(name)),
                    hint: "remove it from the folder: a release is never added to")))
            }
        }
        for artefact in missing { fault(artefact, .missing, "PUB024", "the file is missing") }
        if let unread = listing.unreadable {
            result.faults.append(ReleaseFault(unread, .unreadable, nil, Diagnostic(
                "PUB027", .error, "it cannot be looked at, or the folder is too deep", at: SourceRange(file: place(unread)), hint: FolderCheck.restore)))
        }
    }

    private mutating func fault(_ artefact: ReleaseArtefact, _ kind: ReleaseFault.Kind, _ id: String, _ message: String) {
        let subject = [artefact.report, artefact.scope].filter { !$0.isEmpty }.joined(separator: " ")
        let notes = [Diagnostic.Note("\(subject.isEmpty ? "" : subject + ", ")\(artefact.role.rawValue), \(artefact.size) bytes, \(artefact.digest)")]
        result.faults.append(ReleaseFault(artefact.path, kind, artefact, Diagnostic(
            id, .error, message, at: SourceRange(file: place(artefact.path)), notes: notes, hint: FolderCheck.restore)))
    }

    private static let restore = "take the release from the store or a backup again; do not use this copy"

    private func place(_ name: String) -> String { "\(result.folder)/\(printable(name))" }

    // MARK: Reading

    private func opened(_ name: String, _ descriptor: Int32) -> Int32 {
        openat(descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    }

    /// Nil when the file cannot be read; `errno` says why.
    private func digest(_ name: String, _ descriptor: Int32) -> (digest: SHA256Digest, size: Int)? {
        var hash = SHA256Digest.StreamingDigest()
        var size = 0
        let complete = forEachPiece(name, descriptor) { piece in
            hash.update(piece)
            size += piece.count
            return true
        }
        return complete ? (hash.finish(), size) : nil
    }

    private func contents(_ name: String, _ descriptor: Int32, limit: Int) -> [UInt8]? {
        guard listing.entries[Array(name.utf8)]?.kind == .file else { return nil }
        var bytes: [UInt8] = []
        let complete = forEachPiece(name, descriptor) { piece in
            bytes.append(contentsOf: piece)
            return bytes.count <= limit
        }
        return complete ? bytes : nil
    }

    private func forEachPiece(_ name: String, _ descriptor: Int32, _ body: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        let file = opened(name, descriptor)
        guard file >= 0 else { return false }
        defer { close(file) }
        return withUnsafeTemporaryAllocation(byteCount: FileAccess.pieceSize, alignment: 16) { buffer in
            while true {
                let count = read(file, buffer.baseAddress!, buffer.count)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return count == 0 }
                guard body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else { return false }
            }
        }
    }
}
