/// What a long step tells while it works. The command line draws it as a bar or as plain lines; tests ignore it.
public protocol ProgressListener: Sendable {
    func receive(_ event: ProgressEvent)
}

public enum ProgressEvent: Sendable {
    /// A step begins: `装载 2026-10`.
    case step(String)
    /// Work done so far in the current step, in `unit` (`rows`, `files`, `pages`); `total` nil when unknown.
    case progress(done: Int, total: Int?, unit: String)
    /// A step ended; `summary` is one line for people.
    case finished(String)
}

public struct SilentProgress: ProgressListener {
    public init() {}
    public func receive(_ event: ProgressEvent) {}
}
