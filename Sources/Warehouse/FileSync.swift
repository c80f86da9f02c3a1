internal import Diagnostics
internal import Glibc

/// Making file contents and names durable.
enum FileSync {
    static func file(_ path: String) throws { try sync(path, flags: O_RDONLY) }
    static func folder(_ path: String) throws { try sync(path, flags: O_RDONLY | O_DIRECTORY) }

    private static func sync(_ path: String, flags: Int32) throws {
        let handle = open(path, flags)
        guard handle >= 0 else { throw failure(path) }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw failure(path) }
    }

    static func makeFolder(_ path: String) throws {
        var partial = path.hasPrefix("/") ? "/" : ""
        for component in path.split(separator: "/") {
            partial += (partial.isEmpty || partial.hasSuffix("/") ? "" : "/") + component
            if mkdir(partial, 0o755) != 0 && errno != EEXIST { throw failure(partial) }
        }
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else {
            throw DiagnosticsError(WarehouseDiagnostics.file(path, reason: "not a folder"))
        }
    }

    /// Removes a folder with all that is in it; nothing happens when there is none.
    static func removeTree(_ path: String) throws {
        var info = stat()
        guard lstat(path, &info) == 0 else { return }
        if info.st_mode & S_IFMT == S_IFDIR {
            for name in names(in: path) { try removeTree("\(path)/\(name)") }
            if rmdir(path) != 0 { throw failure(path) }
        } else if unlink(path) != 0 {
            throw failure(path)
        }
    }

    static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var result: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
            if name != "." && name != ".." { result.append(name) }
        }
        return result.sorted()
    }

    static func failure(_ path: String) -> DiagnosticsError {
        DiagnosticsError(WarehouseDiagnostics.file(path, reason: String(cString: strerror(errno))))
    }
}
