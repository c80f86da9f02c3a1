internal import Diagnostics
internal import Digests
internal import Glibc

/// An open file, closed when it goes out of scope. All failures are diagnostics that name the path.
struct OpenFile: ~Copyable {
    let descriptor: Int32
    let path: String

    /// Opens a file to read; refuses what is not a regular file (a pipe would block for ever).
    init(reading path: String) throws(DiagnosticsError) {
        descriptor = try Self.openedToRead(path)
        self.path = path
    }

    /// Creates a file that must not exist yet.
    init(creating path: String) throws(DiagnosticsError) {
        descriptor = try Self.opened(path, O_WRONLY | O_CREAT | O_EXCL, "create")
        self.path = path
    }

    /// Opens or creates a file to append to.
    init(appending path: String) throws(DiagnosticsError) {
        descriptor = try Self.opened(path, O_RDWR | O_CREAT | O_APPEND, "write")
        self.path = path
    }

    private static func opened(_ path: String, _ flags: Int32, _ act: String) throws(DiagnosticsError) -> Int32 {
        let descriptor = open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannot(act, path, errno) }
        return descriptor
    }

    private static func openedToRead(_ path: String) throws(DiagnosticsError) -> Int32 {
        let descriptor = try opened(path, O_RDONLY | O_NONBLOCK, "read")
        var status = stat()
        let reason = fstat(descriptor, &status) != 0 ? errno : status.st_mode & S_IFMT == S_IFREG ? 0
            : status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
        guard reason == 0 else {
            close(descriptor)
            throw .cannot("read", path, reason)
        }
        return descriptor
    }

    deinit { close(descriptor) }

    /// Writes all bytes, however many calls that takes.
    func write(_ bytes: UnsafeRawBufferPointer) throws(DiagnosticsError) {
        var rest = bytes[...]
        while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
            let count = Glibc.write(descriptor, start, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .cannot("write", path, errno)
            }
            if count == 0 { throw .cannot("write", path, ENOSPC) }
            rest = rest.dropFirst(count)
        }
    }

    /// Hands the rest of the file over in pieces of at most `FileAccess.pieceSize` bytes.
    func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: FileAccess.pieceSize, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress!, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw DiagnosticsError.cannot("read", path, errno)
            }
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    func sync() throws(DiagnosticsError) {
        guard fsync(descriptor) == 0 else { throw .cannot("sync", path, errno) }
    }

    func makeReadOnly() throws(DiagnosticsError) {
        guard fchmod(descriptor, 0o444) == 0 else { throw .cannot("write-protect", path, errno) }
    }

    func truncate(to size: Int) throws(DiagnosticsError) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw .cannot("shorten", path, errno) }
    }
}

/// The few file operations that publication needs, each with its failure as a diagnostic.
enum FileAccess {
    /// Memory for one piece of a file while it is read or copied, in bytes.
    static let pieceSize = 256 * 1024

    /// The whole file; refuses more than `limit` bytes, so that a foreign file cannot exhaust the memory.
    static func contents(of path: String, limit: Int) throws -> [UInt8] {
        let file = try OpenFile(reading: path)
        var bytes: [UInt8] = []
        try file.forEachPiece { piece in
            guard bytes.count + piece.count <= limit else { throw DiagnosticsError.cannot("read", path, EFBIG) }
            bytes.append(contentsOf: piece)
        }
        return bytes
    }

    /// Digest and size of a file, read in pieces.
    static func digest(of path: String) throws -> (digest: SHA256Digest, size: Int) {
        let file = try OpenFile(reading: path)
        var hash = SHA256Digest.StreamingDigest()
        var size = 0
        try file.forEachPiece { piece in
            hash.update(piece)
            size += piece.count
        }
        return (hash.finish(), size)
    }

    enum Kind { case file, folder, link, other }

    /// What stands at `path` itself, links not followed; nil when there is nothing.
    static func kind(of path: String) throws(DiagnosticsError) -> Kind? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .cannot("read", path, errno)
        }
        return kind(status)
    }

    static func kind(_ status: stat) -> Kind {
        switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .link
        default: .other
        }
    }

    /// Makes the folder and those above it, and syncs each parent in which something was made.
    static func makeFolder(_ path: String) throws(DiagnosticsError) {
        if mkdir(path, 0o755) == 0 { return try syncFolder(parent(of: path)) }
        let reason = errno
        if reason == EEXIST {
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw .cannot("make folder", path, ENOTDIR) }
            return
        }
        let above = parent(of: path)
        guard reason == ENOENT, above != path else { throw .cannot("make folder", path, reason) }
        try makeFolder(above)
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw .cannot("make folder", path, errno) }
        try syncFolder(above)
    }

    static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: 47) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func syncFolder(_ path: String) throws(DiagnosticsError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannot("sync folder", path, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .cannot("sync folder", path, errno) }
    }

    static func move(_ from: String, to: String) throws(DiagnosticsError) {
        guard rename(from, to) == 0 else { throw .cannot("rename", "\(from)' to '\(to)", at: to, errno) }
    }

    static func removeFile(_ path: String) throws(DiagnosticsError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .cannot("remove", path, errno) }
    }

    /// The target of a symbolic link; nil when there is no link at `path`.
    static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = buffer.withUnsafeMutableBytes { readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count) }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// Names in a folder as bytes, in byte order, without `.` and `..`.
    static func names(in path: String) throws(DiagnosticsError) -> [[UInt8]] {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannot("list", path, errno) }
        defer { close(descriptor) }
        guard let names = names(inFolder: descriptor) else { throw .cannot("list", path, errno) }
        return names
    }

    /// Nil when the folder cannot be listed; `errno` says why. The descriptor stays open.
    static func names(inFolder descriptor: Int32) -> [[UInt8]]? {
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { return nil }
        guard let stream = fdopendir(own) else { close(own); return nil }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [46], name != [46, 46] { names.append(name) }
            errno = 0
        }
        return errno == 0 ? names.sorted { $0.lexicographicallyPrecedes($1) } : nil
    }

    /// Removes a file or a whole folder; links are removed, not followed. Nothing there is fine.
    static func removeTree(_ path: String) throws(DiagnosticsError) {
        guard let kind = try kind(of: path) else { return }
        guard kind == .folder else { return try removeFile(path) }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannot("remove", path, errno) }
        defer { close(descriptor) }
        guard removeContents(of: descriptor), rmdir(path) == 0 else { throw .cannot("remove", path, errno) }
    }

    private static func removeContents(of descriptor: Int32) -> Bool {
        guard let names = names(inFolder: descriptor) else { return false }
        for name in names {
            let terminated = name.map { CChar(bitPattern: $0) } + [0]
            if unlinkat(descriptor, terminated, 0) == 0 { continue }
            guard errno == EISDIR || errno == EPERM else { return false }
            let inner = openat(descriptor, terminated, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard inner >= 0 else { return false }
            defer { close(inner) }
            guard removeContents(of: inner), unlinkat(descriptor, terminated, AT_REMOVEDIR) == 0 else { return false }
        }
        return true
    }
}
