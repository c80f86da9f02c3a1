internal import Diagnostics
internal import Foundation

/// A file that the user names for a page: `--html FILE`.
public struct NamedFile: Sendable {
    public let path: String
    /// A device or a link stands there: it is written through, not replaced.
    private let isWrittenThrough: Bool

    /// Throws `WSP003` when nothing can be written there, so that it is known before the work; makes nothing yet.
    public init(_ path: String) throws {
        self.path = path
        var kind: mode_t = 0, info = stat()
        if lstat(path, &info) == 0 { kind = info.st_mode & S_IFMT }
        isWrittenThrough = kind != 0 && kind != S_IFREG && kind != S_IFDIR
        if kind == S_IFDIR { throw Self.refused(path, EISDIR) }
        if kind != 0 && access(path, W_OK) != 0 { throw Self.refused(path, errno) }
        if !isWrittenThrough { try Self.requireFolder(of: path) }
    }

    public func write(_ text: String) throws {
        if !isWrittenThrough { return try FileTree.write(Array(text.utf8), to: path) }
        do { try Data(text.utf8).write(to: URL(filePath: path)) } catch {
            throw DiagnosticsError(WorkspaceDiagnostics.unwritable(path, reason: FileTree.reason(error)))
        }
    }

    /// The nearest folder above that is there must take new entries.
    private static func requireFolder(of path: String) throws {
        var folder = (path as NSString).deletingLastPathComponent, info = stat()
        while !folder.isEmpty && !FileTree.exists(folder) { folder = (folder as NSString).deletingLastPathComponent }
        if folder.isEmpty { folder = "." }
        if stat(folder, &info) != 0 { throw refused(path, errno) }
        if info.st_mode & S_IFMT != S_IFDIR { throw refused(path, ENOTDIR) }
        if access(folder, W_OK | X_OK) != 0 { throw refused(path, errno) }
    }

    private static func refused(_ path: String, _ code: Int32) -> DiagnosticsError {
        DiagnosticsError(WorkspaceDiagnostics.unwritable(path, reason: String(cString: strerror(code))))
    }
}
