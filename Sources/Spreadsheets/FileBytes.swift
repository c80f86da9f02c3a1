import Glibc

/// Reads a whole file, up to the limit.
enum FileBytes {
    static func read(_ path: String, _ context: ReadContext) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw context.unreadable(reason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw context.unreadable(reason(errno)) }
        if status.st_mode & S_IFMT != S_IFREG { throw context.unreadable("it is no ordinary file") }
        if status.st_size > context.limits.fileBytes { throw context.overLimit("bytes", context.limits.fileBytes) }
        let size = Int(status.st_size)
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress! + count, size - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { break }
                count += got
            }
        }
        if failure != 0 { throw context.unreadable(reason(failure)) }
        if bytes.count < size { throw context.unreadable("it became shorter while it was read") }
        return bytes
    }

    private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
