internal import Diagnostics
internal import Digests

/// Makes the readable folder of a release from the stored objects: first aside, then renamed into its place as a whole.
///
/// Files are copies, not links: a fault in one is not a fault in the object, and the folder can be moved to any device.
struct ReleaseFolderBuilder {
    let store: ReleaseStore
    let manifest: ReleaseManifest
    let address: ReleaseAddress

    func build() throws {
        let folder = "\(store.temporaryFolder)/release-\(address.period)-\(address.sequence)"
        try store.failpoints.reach(.releaseBegun)
        try FileAccess.makeFolder(folder)
        var folders: Set<String> = [folder]
        for artefact in manifest.content.artefacts {
            let path = "\(folder)/\(artefact.path)"
            try makeParents(of: path, within: folder, &folders)
            try copy(artefact.digest, to: path)
            try store.failpoints.reach(.artefactWritten)
        }
        let text = manifest.text
        try store.writeFile("\(folder)/\(ReleaseManifest.fileName)", text)
        let digestLine = ReleaseVerifier.digestFileText(SHA256Digest(of: text))
        try store.writeFile("\(folder)/\(ReleaseManifest.digestFileName)", digestLine)
        try store.failpoints.reach(.releaseWritten)
        for written in folders.sorted(by: >) { try FileAccess.syncFolder(written) }
        try store.failpoints.reach(.releaseSynced)
        let place = store.folder(of: address)
        try FileAccess.makeFolder(FileAccess.parent(of: place))
        try FileAccess.move(folder, to: place)
        try FileAccess.syncFolder(FileAccess.parent(of: place))
        try store.failpoints.reach(.releaseInPlace)
    }

    private func makeParents(of path: String, within top: String, _ folders: inout Set<String>) throws {
        let parent = FileAccess.parent(of: path)
        guard !folders.contains(parent) else { return }
        try makeParents(of: parent, within: top, &folders)
        try FileAccess.makeFolder(parent)
        folders.insert(parent)
    }

    private func copy(_ digest: SHA256Digest, to path: String) throws {
        let object = try OpenFile(reading: store.objects.path(digest))
        let file = try OpenFile(creating: path)
        try object.forEachPiece { piece in
            try store.failpoints.reach(.artefactWriting)
            try file.write(piece)
        }
        try file.makeReadOnly()
        try file.sync()
    }
}
