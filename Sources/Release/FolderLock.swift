internal import Diagnostics
internal import Glibc

/// The exclusive right to change a store; held until it goes out of scope or the process ends, however it ends.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    init(file: String, store: String) throws(DiagnosticsError) {
        descriptor = try Self.locked(file, store)
    }

    private static func locked(_ file: String, _ store: String) throws(DiagnosticsError) -> Int32 {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .cannot("create", file, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            throw reason == EWOULDBLOCK ? DiagnosticsError(PublicationDiagnostics.locked(store)) : .cannot("lock", file, reason)
        }
        return descriptor
    }

    /// Unlocks and does not only close: a process that is being started just now may have a copy of the descriptor for a moment.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
