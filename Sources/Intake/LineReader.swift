internal import Diagnostics
internal import Digests
internal import Glibc

/// Reads a file line by line through one buffer that is reused; memory does not grow with the file.
final class LineReader {
    private let path: String
    private let handle: Int32
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var atEnd = false
    private var digest = SHA256Digest.StreamingDigest()
    let size: Int
    private(set) var bytesRead = 0
    private(set) var lineNumber = 0
    private(set) var carriageReturns = 0
    private(set) var hasMark = false
    /// The last line had no line feed.
    private(set) var endsOpen = false
    /// The line returned last, as received but for its line feed (and a mark before the first line).
    private(set) var received = UnsafeRawBufferPointer(start: nil, count: 0)

    private static let chunk = 1 << 20
    /// No line of an interface file is longer; the limit keeps memory bounded.
    static let longestLine = 16 << 20

    init(path: String) throws {
        self.path = path
        handle = open(path, O_RDONLY | O_CLOEXEC)
        if handle < 0 { throw DiagnosticsError(IntakeDiagnostics.unreadable(path, reason: String(cString: strerror(errno)))) }
        var info = stat()
        fstat(handle, &info)
        size = Int(info.st_size)
        buffer = .allocate(byteCount: Self.chunk, alignment: 64)
    }

    deinit {
        close(handle)
        buffer.deallocate()
    }

    /// The next line without its line feed and carriage return, valid until the next call; nil at the end.
    func next() throws -> UnsafeRawBufferPointer? {
        while true {
            if let found = memchr(buffer.baseAddress! + start, 10, end - start) {
                let length = found - (UnsafeMutableRawPointer(buffer.baseAddress!) + start)
                return line(length: length, consumed: length + 1)
            }
            if atEnd {
                if start == end { return nil }
                endsOpen = true
                return line(length: end - start, consumed: end - start)
            }
            try fill()
        }
    }

    private func line(length: Int, consumed: Int) -> UnsafeRawBufferPointer {
        var length = length, offset = start
        start += consumed
        lineNumber += 1
        if lineNumber == 1, length >= 3, buffer[offset] == 0xEF, buffer[offset + 1] == 0xBB, buffer[offset + 2] == 0xBF {
            hasMark = true
            offset += 3
            length -= 3
        }
        received = UnsafeRawBufferPointer(rebasing: buffer[offset..<(offset + length)])
        if length > 0, buffer[offset + length - 1] == 13 {
            carriageReturns += 1
            length -= 1
        }
        return UnsafeRawBufferPointer(rebasing: buffer[offset..<(offset + length)])
    }

    private func fill() throws {
        if start > 0 {
            memmove(buffer.baseAddress!, buffer.baseAddress! + start, end - start)
            end -= start
            start = 0
        }
        if end == buffer.count {
            if buffer.count >= Self.longestLine { throw DiagnosticsError(IntakeDiagnostics.endlessLine(path, line: lineNumber + 1)) }
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 64)
            larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
            buffer.deallocate()
            buffer = larger
        }
        let count = read(handle, buffer.baseAddress! + end, buffer.count - end)
        if count < 0 {
            if errno == EINTR { return }
            throw DiagnosticsError(IntakeDiagnostics.unreadable(path, reason: String(cString: strerror(errno))))
        }
        if count == 0 { atEnd = true }
        digest.update(UnsafeRawBufferPointer(rebasing: buffer[end..<(end + count)]))
        end += count
        bytesRead += count
    }

    /// Digest of the whole file, read in blocks.
    func wholeDigest() throws -> SHA256Digest {
        while !atEnd {
            start = end
            try fill()
        }
        return contentDigest
    }

    /// Nothing follows the line that was returned last: a blank last line is an extra line feed, not a row.
    var isExhausted: Bool { start == end && bytesRead == size }

    /// Digest of all bytes read; of the whole file once `next` has returned nil.
    var contentDigest: SHA256Digest { digest.finish() }
}
