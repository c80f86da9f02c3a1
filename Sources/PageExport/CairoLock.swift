import Synchronization

/// One drawing at a time in a process.
///
/// Cairo 1.16 keeps one cache of glyph pictures for the whole process. Once it is full (16,384 pictures), a thread that
/// draws can wait for the cache while it holds a font, and another thread for that font while it holds the cache: both
/// hang for ever. Two workers are therefore two processes. Shaping, layout and compression are outside this lock.
enum CairoLock {
    private static let mutex = Mutex<Void>(())

    static func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
        try mutex.withLock { _ in try body() }
    }
}
