/// Memory that is used again from picture to picture; grows, never shrinks. Asking the system for megabytes per picture costs
/// a third of its time.
final class Scratch {
    private(set) var start: UnsafeMutableRawPointer
    private var capacity: Int

    init() {
        capacity = 4096
        start = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { start.deallocate() }

    /// At least `count` bytes, with whatever they held before.
    func reserve(_ count: Int) -> UnsafeMutableRawPointer {
        if count > capacity {
            start.deallocate()
            capacity = count
            start = .allocate(byteCount: capacity, alignment: 64)
        }
        return start
    }
}
