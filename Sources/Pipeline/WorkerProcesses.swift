internal import Diagnostics
internal import Foundation
internal import Synchronization

/// Divides numbered pieces of work over processes. Drawing is not safe in two threads of one process (see `CairoLock`), and what
/// has been built so far is shared with the workers without being copied.
enum WorkerProcesses {
    /// What a worker sends back about one piece.
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

    /// The values in order, or all problems together, each once. Nil, and nothing done, when the process has other threads (whose locks a new
    /// process would find closed for ever) or the system gives no process: the caller works alone then.
    static func run<Value: Codable>(count: Int, workers: Int, work makeWork: () -> (Int) throws -> Value) throws -> [Value]? {
        guard isAlone, let next = SharedCounter() else { return nil }
        defer { next.free() }
        var started: [Worker] = []
        for _ in 0..<workers {
            guard let worker = start({ output in Self.work(makeWork(), count: count, next: next, output: output) }) else { break }
            started.append(worker)
        }
        if started.isEmpty { return nil }
        var outcomes: [Outcome<Value>?] = Array(repeating: nil, count: count), failure: DiagnosticsError?
        for worker in started {
            let data = readAll(worker.output)
            var status: Int32 = 0
            while waitpid(worker.process, &status, 0) < 0, errno == EINTR {}
            guard status == 0, let list = try? JSONDecoder().decode([Outcome<Value>].self, from: data) else {
                failure = DiagnosticsError(WorkspaceDiagnostics.workerDied(status))
                continue
            }
            for outcome in list { outcomes[outcome.index] = outcome }
        }
        if let failure { throw failure }
        let problems = outcomes.flatMap { $0?.problems ?? [] }
        if !problems.isEmpty { throw DiagnosticsError(diagnostics: problems.unique) }
        return outcomes.compactMap { $0?.value }
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

    /// In the worker: takes pieces until there are none, sends the outcomes, and ends without what the parent does at its end.
    private static func work<Value: Codable>(_ work: (Int) throws -> Value, count: Int, next: SharedCounter, output: Int32) -> Never {
        let parent = getppid()
        var outcomes: [Outcome<Value>] = []
        while case let index = next.take(), index < count, getppid() == parent {
            do { outcomes.append(Outcome(index: index, value: try work(index), problems: [])) } catch let error as DiagnosticsError {
                outcomes.append(Outcome(index: index, value: nil, problems: error.diagnostics))
            } catch {
                outcomes.append(Outcome(index: index, value: nil, problems: [WorkspaceDiagnostics.workerFailed("\(error)")]))
            }
        }
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

/// The number of the next piece, in memory that processes share.
private struct SharedCounter {
    private let memory: UnsafeMutablePointer<Atomic<Int>>

    init?() {
        guard let page = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), page != MAP_FAILED else { return nil }
        memory = page.bindMemory(to: Atomic<Int>.self, capacity: 1)
        memory.initialize(to: Atomic(0))
    }

    func take() -> Int { memory.pointee.wrappingAdd(1, ordering: .relaxed).oldValue }
    func free() { munmap(memory, 4096) }
}

extension [Diagnostic] {
    /// Each once, in the order in which they came: several pieces of work may meet the same fault.
    var unique: [Diagnostic] {
        reduce(into: []) { kept, next in if !kept.contains(next) { kept.append(next) } }
    }
}
