internal import Diagnostics
internal import Glibc

/// A file, a pipe or bytes in memory, seen through one buffer that is reused.
///
/// `start..<end` is what has been read and not yet consumed. Memory grows only when one record is longer than the buffer, up to a limit.
final class ByteSource {
    let name: String
    private let handle: Int32
    private let ownsHandle: Bool
    private let observe: ((UnsafeRawBufferPointer) -> Void)?
    private(set) var base: UnsafeMutableRawPointer
    private var capacity: Int
    var start = 0
    private(set) var end = 0
    private var baseOffset = 0
    private(set) var atEnd = false

    static let chunk = 1 << 20
    /// The longest record: 4,096 columns of text and more do not occur; the limit keeps memory bounded.
    static let longestRecord = 64 << 20

    init(path: String, observe: ((UnsafeRawBufferPointer) -> Void)?) throws {
        name = path
        handle = open(path, O_RDONLY | O_CLOEXEC)
        ownsHandle = true
        if handle < 0 { throw DiagnosticsError(DumpDiagnostics.unreadable(path, reason: String(cString: strerror(errno)))) }
        self.observe = observe
        capacity = Self.chunk
        base = .allocate(byteCount: capacity, alignment: 64)
    }

    /// `descriptor` stays open; its owner closes it.
    init(descriptor: Int32, name: String, observe: ((UnsafeRawBufferPointer) -> Void)?) {
        self.name = name
        handle = descriptor
        ownsHandle = false
        self.observe = observe
        capacity = Self.chunk
        base = .allocate(byteCount: capacity, alignment: 64)
    }

    init(bytes: [UInt8], name: String) {
        self.name = name
        handle = -1
        ownsHandle = false
        observe = nil
        capacity = max(1, bytes.count)
        base = .allocate(byteCount: capacity, alignment: 64)
        bytes.withUnsafeBytes { if $0.count > 0 { base.copyMemory(from: $0.baseAddress!, byteCount: $0.count) } }
        end = bytes.count
        atEnd = true
    }

    deinit {
        if ownsHandle && handle >= 0 { close(handle) }
        base.deallocate()
    }

    /// Offset in the file of the next byte.
    var position: Int { baseOffset + start }
    var available: Int { end - start }
    var bytesRead: Int { baseOffset + end }

    /// Reads on, keeping what is not consumed; false at the end of the file.
    func more() throws -> Bool {
        if atEnd { return false }
        if start > 0 {
            memmove(base, base + start, end - start)
            baseOffset += start
            end -= start
            start = 0
        }
        if end == capacity { try grow() }
        while true {
            let count = read(handle, base + end, capacity - end)
            if count < 0 {
                if errno == EINTR { continue }
                throw DiagnosticsError(DumpDiagnostics.unreadable(name, reason: String(cString: strerror(errno))))
            }
            if count == 0 { atEnd = true } else { observe?(UnsafeRawBufferPointer(start: base + end, count: count)) }
            end += count
            return count > 0
        }
    }

    private func grow() throws {
        if capacity >= Self.longestRecord { throw DiagnosticsError(DumpDiagnostics.endlessRecord(name, offset: position)) }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2, alignment: 64)
        larger.copyMemory(from: base, byteCount: end)
        base.deallocate()
        base = larger
        capacity *= 2
    }

    /// At least `count` bytes are available, or the file ends before.
    func need(_ count: Int) throws -> Bool {
        while available < count { if try !more() { return false } }
        return true
    }

    /// The bytes up to the next line feed, which is consumed too; nil at the end. What follows the last line feed is the last line.
    func line() throws -> UnsafeRawBufferPointer? {
        var searched = 0
        while true {
            if let found = memchr(base + start + searched, 10, available - searched) {
                let length = UnsafeRawPointer(found) - UnsafeRawPointer(base + start)
                let line = UnsafeRawBufferPointer(start: base + start, count: length)
                start += length + 1
                return line
            }
            searched = available
            if try !more() { break }
        }
        if available == 0 { return nil }
        let line = UnsafeRawBufferPointer(start: base + start, count: available)
        start = end
        return line
    }
}
