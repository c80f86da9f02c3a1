internal import Diagnostics
internal import Digests

/// Contents by digest: `objects/ab/cdef…`. A content is stored once, never changed, and never believed without reading it.
struct ObjectStore {
    let folder: String
    /// Where files stand until they are complete; on the same device.
    let temporary: String
    let failpoints: Failpoints

    func path(_ digest: SHA256Digest) -> String { "\(folder)/\(digest.hex.prefix(2))/\(digest.hex.dropFirst(2))" }

    /// Stores the content unless it is there already. An object whose content is not what its name says is replaced, with a warning.
    ///
    /// - Throws: PUB006 when the content is not the `expected` one or changes while it is read; PUB001.
    func put(
        _ content: StagedArtefact.Content, expected: SHA256Digest?, diagnostics: inout DiagnosticBag
    ) throws -> (digest: SHA256Digest, size: Int) {
        let found = try digest(of: content)
        if let expected, expected != found.digest {
            throw DiagnosticsError(PublicationDiagnostics.changedSince(name(of: content), recorded: expected, found: found.digest))
        }
        let path = path(found.digest)
        if try FileAccess.kind(of: path) != nil {
            if let stored = try? FileAccess.digest(of: path), stored.digest == found.digest { return found }
            diagnostics.add(PublicationDiagnostics.damagedObject(path, .warning))
        }
        let unfinished = "\(temporary)/object-\(found.digest)"
        let written = try write(content, to: unfinished)
        guard written == found.digest else {
            throw DiagnosticsError(PublicationDiagnostics.changedSince(name(of: content), recorded: found.digest, found: written))
        }
        let shelf = FileAccess.parent(of: path)
        try FileAccess.makeFolder(shelf)
        try FileAccess.move(unfinished, to: path)
        try FileAccess.syncFolder(shelf)
        try failpoints.reach(.objectInPlace)
        return found
    }

    /// Reads the object again and compares; throws PUB007 when the device gives back something else.
    func verify(_ digest: SHA256Digest, size: Int) throws {
        let stored = try FileAccess.digest(of: path(digest))
        guard stored.digest == digest, stored.size == size else {
            throw DiagnosticsError(PublicationDiagnostics.readsBackDifferent(path(digest), expected: digest))
        }
    }

    private func write(_ content: StagedArtefact.Content, to path: String) throws -> SHA256Digest {
        try failpoints.reach(.objectBegun)
        let file = try OpenFile(creating: path)
        var hash = SHA256Digest.StreamingDigest()
        try forEachPiece(of: content) { piece in
            try failpoints.reach(.objectWriting)
            try file.write(piece)
            hash.update(piece)
        }
        try failpoints.reach(.objectWritten)
        try file.makeReadOnly()
        try file.sync()
        try failpoints.reach(.objectSynced)
        return hash.finish()
    }

    private func digest(of content: StagedArtefact.Content) throws -> (digest: SHA256Digest, size: Int) {
        switch content {
        case .bytes(let bytes): (SHA256Digest(of: bytes), bytes.count)
        case .file(let path): try FileAccess.digest(of: path)
        }
    }

    private func name(of content: StagedArtefact.Content) -> String {
        switch content {
        case .bytes: "content in memory"
        case .file(let path): path
        }
    }

    private func forEachPiece(of content: StagedArtefact.Content, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        switch content {
        case .bytes(let bytes): try bytes.withUnsafeBytes(body)
        case .file(let path): try OpenFile(reading: path).forEachPiece(body)
        }
    }
}
