internal import Diagnostics
internal import Glibc

/// The few file operations that golden files need.
enum FileAccess {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Nil when the file is missing or cannot be read to its end.
    static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes += buffer[0..<count]
        }
    }

    /// Writes aside, syncs, renames; makes the folders above.
    static func write(_ text: String, to path: String) throws {
        try makeFolders(above: path)
        let aside = path + ".partial"
        let file = open(aside, O_CREAT | O_WRONLY | O_TRUNC, 0o644)
        guard file >= 0 else { throw RegressionDiagnostics.cannotWrite(path, errno) }
        let bytes = Array(text.utf8)
        var done = 0, failure: Int32 = 0
        while done < bytes.count && failure == 0 {
            let count = bytes[done...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 { failure = errno } else { done += count }
        }
        if failure == 0 && fsync(file) != 0 { failure = errno }
        close(file)
        if failure == 0 && rename(aside, path) != 0 { failure = errno }
        if failure != 0 {
            unlink(aside)
            throw RegressionDiagnostics.cannotWrite(path, failure)
        }
    }

    static func move(_ path: String, to other: String) throws {
        if rename(path, other) != 0 { throw RegressionDiagnostics.cannotWrite(other, errno) }
    }

    static func remove(_ path: String) throws {
        if unlink(path) != 0 && errno != ENOENT { throw RegressionDiagnostics.cannotWrite(path, errno) }
    }

    /// Names in a folder, sorted, without hidden ones; empty when there is no such folder.
    static func entries(of folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func makeFolders(above path: String) throws {
        var end = path.startIndex
        while let slash = path[path.index(after: end)...].firstIndex(of: "/") {
            let folder = String(path[..<slash])
            if mkdir(folder, 0o755) != 0 && errno != EEXIST && errno != EISDIR && !exists(folder) { throw RegressionDiagnostics.cannotWrite(folder, errno) }
            end = slash
        }
    }
}
