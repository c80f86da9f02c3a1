import Foundation
import Pipeline

/// A bar with rate and time left on a terminal, one plain line per finished step elsewhere.
final class ProgressPrinter: ProgressListener, @unchecked Sendable {
    private let interactive: Bool
    private let lock = NSLock()
    private var step = ""
    private var started = Date()
    private var lastDrawn = Date.distantPast

    init(interactive: Bool) { self.interactive = interactive }

    func receive(_ event: ProgressEvent) {
        lock.lock()
        defer { lock.unlock() }
        switch event {
        case .step(let name):
            step = name
            started = Date()
            if interactive { write("\r\u{1B}[K\(name)") }
        case .progress(let done, let total, let unit):
            if interactive { draw(done, total, unit) }
        case .finished(let summary):
            let seconds = String(format: "%.1f s", Date().timeIntervalSince(started))
            write((interactive ? "\r\u{1B}[K" : "") + "\(summary)  \(seconds)\n")
        }
    }

    private func draw(_ done: Int, _ total: Int?, _ unit: String) {
        let now = Date()
        if now.timeIntervalSince(lastDrawn) < 0.1 && done != total { return }
        lastDrawn = now
        let elapsed = max(0.001, now.timeIntervalSince(started))
        let rate = Int(Double(done) / elapsed)
        var text = "\r\u{1B}[K\(step)  \(done) \(unit), \(rate) \(unit)/s"
        if let total, total > 0 {
            let share = min(1, Double(done) / Double(total))
            let filled = Int(share * 24)
            let left = share > 0.02 ? Int(elapsed / share - elapsed) : nil
            text = "\r\u{1B}[K\(step)  [\(String(repeating: "█", count: filled))\(String(repeating: "·", count: 24 - filled))] \(done)/\(total) \(unit), \(rate)/s"
            if let left { text += ", \(left) s left" }
        }
        write(text)
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
