internal import Glibc

/// Everything that stands in a folder and below it, by path as bytes; links are not followed.
struct FolderListing {
    struct Entry {
        var kind: FileAccess.Kind
        /// In bytes.
        var size: Int
    }

    private(set) var entries: [[UInt8]: Entry] = [:]
    /// The first entry that could not be looked at, if there is one.
    private(set) var unreadable: String?

    mutating func read(_ descriptor: Int32) { read(descriptor, [], depth: 0) }

    private mutating func read(_ descriptor: Int32, _ above: [UInt8], depth: Int) {
        guard depth <= ArtefactPath.deepest, let names = FileAccess.names(inFolder: descriptor) else {
            unreadable = unreadable ?? String(decoding: above, as: UTF8.self)
            return
        }
        for name in names {
            let path = above.isEmpty ? name : above + [47] + name
            let terminated = name.map { CChar(bitPattern: $0) } + [0]
            var status = stat()
            guard fstatat(descriptor, terminated, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                unreadable = unreadable ?? String(decoding: path, as: UTF8.self)
                continue
            }
            let kind = FileAccess.kind(status)
            entries[path] = Entry(kind: kind, size: Int(status.st_size))
            guard kind == .folder else { continue }
            let inner = openat(descriptor, terminated, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            if inner < 0 {
                unreadable = unreadable ?? String(decoding: path, as: UTF8.self)
                continue
            }
            defer { close(inner) }
            read(inner, path, depth: depth + 1)
        }
    }

    /// The folders in which the given paths stand.
    static func foldersAbove(_ paths: [[UInt8]]) -> Set<[UInt8]> {
        var folders: Set<[UInt8]> = []
        for path in paths {
            for (index, byte) in path.enumerated() where byte == 47 { folders.insert(Array(path[..<index])) }
        }
        return folders
    }
}
