internal import Diagnostics
internal import Foundation
internal import Synchronization

/// Divides numbered pieces of work over processes, of which the caller's is one. Drawing is not safe in two threads of one process
/// (see `CairoLock`), and what has been built so far is shared with the workers without being copied.
enum WorkerProcesses {
    /// What a worker says about one piece.
    private struct Outcome<Value: Codable>: Codable {
        var index: Int
        var value: Value?
        var problems: [Diagnostic]
    }

    private struct Worker {
        var process: pid_t
        /// End of the pipe that its outcomes come through.
        var output: Int32
    }

    /// The values in order and how many processes worked, or all problems together, each once. `progress` is told how many pieces have
    /// been taken.
    ///
    /// The caller works alone when its process has other threads (whose locks a new process would find closed for ever) or the
    /// system gives no process.
    static func run<Value: Codable>(count: Int, workers: Int, work makeWork: () -> (Int) throws -> Value, progress: (Int) -> Void) throws -> (values: [Value], workers: Int) {
        let next = SharedCounter()
        defer { next.free() }
        var started: [Worker] = []
        while started.count + 1 < workers, next.isShared, started.count > 0 || isAlone {
            let parent = getpid()
            guard let worker = start({ output in
                send(outcomes(makeWork(), count: count, next: next) { _ in getppid() == parent }, to: output)
            }) else { break }
            started.append(worker)
        }
        var list = outcomes(makeWork(), count: count, next: next) { taken in
            progress(taken)
            return true
        }
        var failure: DiagnosticsError?
        for worker in started {
            let data = readAll(worker.output)
            var status: Int32 = 0
            while waitpid(worker.process, &status, 0) < 0, errno == EINTR {}
            if status == 0, let more = try? JSONDecoder().decode([Outcome<Value>].self, from: data) { list += more }
            else { failure = DiagnosticsError(WorkspaceDiagnostics.workerDied(status)) }
        }
        if let failure { throw failure }
        list.sort { $0.index < $1.index }
        let problems = list.flatMap(\.problems)
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems.unique) }
        return (list.compactMap(\.value), started.count + 1)
    }

    /// Takes pieces until there are none, or `goesOn` says no.
    private static func outcomes<Value: Codable>(
        _ work: (Int) throws -> Value, count: Int, next: SharedCounter, goesOn: (_ taken: Int) -> Bool
    ) -> [Outcome<Value>] {
        var outcomes: [Outcome<Value>] = []
        while case let index = next.take(), index < count, goesOn(index) {
            do { outcomes.append(Outcome(index: index, value: try work(index), problems: [])) } catch let error as DiagnosticsError {
                outcomes.append(Outcome(index: index, value: nil, problems: error.diagnostics))
            } catch {
                outcomes.append(Outcome(index: index, value: nil, problems: [WorkspaceDiagnostics.workerFailed("\(error)")]))
            }
        }
        return outcomes
    }

    private static var isAlone: Bool {
        guard let threads = opendir("/proc/self/task") else { return false }
        defer { closedir(threads) }
        var names = 0
        while readdir(threads) != nil { names += 1 }
        return names == 3 // itself, . and ..
    }

    private static func start(_ body: (Int32) -> Never) -> Worker? {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        let process = fork()
        if process == 0 {
            close(ends[0])
            body(ends[1])
        }
        close(ends[1])
        if process < 0 {
            close(ends[0])
            return nil
        }
        return Worker(process: process, output: ends[0])
    }

    /// The last thing that a worker does: it ends without what the parent does at its end.
    private static func send<Value: Codable>(_ outcomes: [Outcome<Value>], to output: Int32) -> Never {
        guard let data = try? JSONEncoder().encode(outcomes) else { _exit(1) }
        let isSent = data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let step = write(output, bytes.baseAddress! + sent, bytes.count - sent)
                if step < 0 && errno == EINTR { continue }
                guard step > 0 else { return false }
                sent += step
            }
            return true
        }
        _exit(isSent ? 0 : 1)
    }

    private static func readAll(_ input: Int32) -> Data {
        defer { close(input) }
        var data = Data(), buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = read(input, &buffer, buffer.count)
            if got < 0 && errno == EINTR { continue }
            if got <= 0 { return data }
            data.append(contentsOf: buffer[..<got])
        }
    }
}

/// The number of the next piece, in memory that processes share, or of this one where the system gives none.
private struct SharedCounter {
    private let memory: UnsafeMutablePointer<Atomic<Int>>
    let isShared: Bool
    private static let size = 4096

    init() {
        let page = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)
        if let page, page != MAP_FAILED { (memory, isShared) = (page.bindMemory(to: Atomic<Int>.self, capacity: 1), true) }
        else { (memory, isShared) = (.allocate(capacity: 1), false) }
        memory.initialize(to: Atomic(0))
    }

    func take() -> Int { memory.pointee.wrappingAdd(1, ordering: .relaxed).oldValue }
    func free() { if isShared { munmap(memory, Self.size) } else { memory.deallocate() } }
}

extension [Diagnostic] {
    /// Each once, in the order in which they came: several pieces of work may meet the same fault.
    var unique: [Diagnostic] {
        reduce(into: []) { kept, next in if !kept.contains(next) { kept.append(next) } }
    }
}
