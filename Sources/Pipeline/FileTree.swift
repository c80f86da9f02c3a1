internal import Diagnostics
internal import Digests
internal import Foundation

/// Reading and writing of files for Pipeline, with errors that name the path and the next step.
enum FileTree {
    /// All files below a folder as paths relative to it, sorted by bytes; hidden ones are left out. Links to files count, those to
    /// folders are not followed.
    static func files(below folder: String) throws -> [String] {
        guard let names = names(in: folder) else { throw DiagnosticsError(WorkspaceDiagnostics.noFolder(folder)) }
        var files: [String] = []
        func take(_ names: [String], below part: String) throws {
            for name in names {
                let path = "\(folder)/\(part)\(name)"
                switch kind(of: path) {
                case S_IFREG: files.append(part + name)
                case S_IFDIR:
                    guard let inner = self.names(in: path) else {
                        throw DiagnosticsError(WorkspaceDiagnostics.unreadable(path, reason: String(cString: strerror(errno))))
                    }
                    try take(inner, below: "\(part)\(name)/")
                default: break
                }
            }
        }
        try take(names, below: "")
        return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Names in a folder, hidden ones left out; nil when it cannot be read.
    private static func names(in folder: String) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// File or folder; a link is the file that it leads to, or nothing.
    private static func kind(of path: String) -> mode_t {
        var status = stat()
        guard lstat(path, &status) == 0 else { return 0 }
        if status.st_mode & S_IFMT != S_IFLNK { return status.st_mode & S_IFMT }
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? S_IFREG : 0
    }

    /// Size and time of last change; empty when there is no such file.
    static func stamp(of path: String) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { return "" }
        return "\(status.st_size) \(status.st_ino) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }

    /// Name and stamp of every file below a folder, sorted; hidden ones are left out. Cheap enough for several times a second.
    static func stamps(below folder: String) -> [String] {
        guard let names = names(in: folder) else { return [] }
        return names.sorted().flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            var status = stat()
            guard stat(path, &status) == 0 else { return [] }
            return status.st_mode & S_IFMT == S_IFDIR ? stamps(below: path) : ["\(path) \(stamp(of: path))"]
        }
    }

    static func read(_ path: String) throws -> [UInt8] {
        do { return [UInt8](try Data(contentsOf: URL(filePath: path))) } catch {
            throw DiagnosticsError(WorkspaceDiagnostics.unreadable(path, reason: reason(error)))
        }
    }

    /// Size and digest of a file, which is never in memory as a whole.
    static func digest(of path: String) throws -> (count: Int, digest: SHA256Digest) {
        let handle = open(path, O_RDONLY)
        guard handle >= 0 else { throw DiagnosticsError(WorkspaceDiagnostics.unreadable(path, reason: String(cString: strerror(errno)))) }
        defer { close(handle) }
        var digest = SHA256Digest.StreamingDigest(), count = 0, buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = Foundation.read(handle, &buffer, buffer.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw DiagnosticsError(WorkspaceDiagnostics.unreadable(path, reason: String(cString: strerror(errno)))) }
            if got == 0 { return (count, digest.finish()) }
            buffer.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
            count += got
        }
    }

    /// Calls `body` with the bytes of a file, which is mapped and not read into memory.
    static func withBytes<Result>(of path: String, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) throws -> Result {
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped) } catch {
            throw DiagnosticsError(WorkspaceDiagnostics.unreadable(path, reason: reason(error)))
        }
        return try data.withUnsafeBytes { try body($0.bindMemory(to: UInt8.self)) }
    }

    /// Writes aside and renames: the old file or the new one, never half of one. `isSynced`: it is on the disk before it takes the
    /// place of the old one, for files that cannot be made again.
    static func write(_ bytes: [UInt8], to path: String, isSynced: Bool = false) throws {
        try makeFolder((path as NSString).deletingLastPathComponent)
        let temporary = path + ".part"
        do {
            let handle = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
            guard handle >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            defer { close(handle) }
            var offset = 0
            while offset < bytes.count {
                let written = bytes[offset...].withUnsafeBytes { Foundation.write(handle, $0.baseAddress, $0.count) }
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENOSPC) }
                offset += written
            }
            if isSynced, fsync(handle) != 0 { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            guard rename(temporary, path) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        } catch {
            unlink(temporary)
            throw DiagnosticsError(WorkspaceDiagnostics.unwritable(path, reason: reason(error)))
        }
    }

    static func makeFolder(_ path: String) throws {
        if path.isEmpty { return }
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw DiagnosticsError(WorkspaceDiagnostics.unwritable(path, reason: reason(error)))
        }
    }

    /// A file or a whole folder; nothing when there is none.
    static func remove(_ path: String) throws {
        if !exists(path) { return }
        do { try FileManager.default.removeItem(atPath: path) } catch { throw DiagnosticsError(WorkspaceDiagnostics.unwritable(path, reason: reason(error))) }
    }

    static func copy(_ path: String, to target: String) throws {
        do { try FileManager.default.copyItem(atPath: path, toPath: target) } catch { throw DiagnosticsError(WorkspaceDiagnostics.unwritable(target, reason: reason(error))) }
    }

    static func move(_ path: String, to target: String) throws {
        if rename(path, target) != 0 { throw DiagnosticsError(WorkspaceDiagnostics.unwritable(target, reason: String(cString: strerror(errno)))) }
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    static func reason(_ error: any Error) -> String {
        if let posix = error as? POSIXError { return String(cString: strerror(posix.code.rawValue)) }
        if let posix = (error as NSError).userInfo[NSUnderlyingErrorKey] as? POSIXError { return String(cString: strerror(posix.code.rawValue)) }
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let underlying, underlying.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(underlying.code))) }
        return (error as NSError).localizedDescription
    }
}

extension FileTree {
    /// Digest of a file of any size.
    static func digest(of path: String) throws -> SHA256Digest {
        let handle = open(path, O_RDONLY)
        guard handle >= 0 else { throw DiagnosticsError(WorkspaceDiagnostics.unreadable(path, reason: String(cString: strerror(errno)))) }
        defer { close(handle) }
        var digest = SHA256Digest.StreamingDigest()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Foundation.read(handle, &buffer, buffer.count)
            if count == 0 { return digest.finish() }
            if count < 0 {
                if errno == EINTR { continue }
                throw DiagnosticsError(WorkspaceDiagnostics.unreadable(path, reason: String(cString: strerror(errno))))
            }
            buffer.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}
