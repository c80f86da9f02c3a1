import Diagnostics
import Digests
import Foundation
import Release
import ReleaseSamples
import Synchronization
import Testing

/// Every step of a publication × {fails once, fails from then on, process killed}: readers have the old or the new release, and
/// the next publication finishes.
@Suite struct FaultTests {
    struct Refused: Error {}

    /// How many steps a publication of `b` over `before` reaches.
    static func steps(before: String?) throws -> Int {
        let bench = Workbench()
        if let before { try bench.publish(before) }
        let count = Mutex(0)
        try bench.publish("b", failpoints: Failpoints { _ in count.withLock { $0 += 1 } })
        return count.withLock { $0 }
    }

    @Test(arguments: [nil, "a"]) func everyStepIsReached(before: String?) throws {
        let bench = Workbench()
        if let before { try bench.publish(before) }
        let reached = Mutex<Set<Failpoints.Step>>([])
        try bench.publish("b", failpoints: Failpoints { step in reached.withLock { _ = $0.insert(step) } })
        #expect(throws: Refused.self) {
            try bench.publish("c", failpoints: Failpoints { step in
                reached.withLock { _ = $0.insert(step) }
                if step == .doneLogging { throw Refused() }
            })
        }
        #expect(reached.withLock { $0 } == Set(Failpoints.Step.allCases))
    }

    @Test(arguments: [nil, "a"], [false, true]) func failureAtEveryStep(before: String?, persists: Bool) throws {
        for step in 1...(try Self.steps(before: before)) {
            let bench = Workbench()
            if let before { try bench.publish(before) }
            let count = Mutex(0)
            #expect(throws: Refused.self, "step \(step)") {
                try bench.publish("b", failpoints: Failpoints { _ in
                    let now = count.withLock { $0 += 1; return $0 }
                    if persists ? now >= step : now == step { throw Refused() }
                })
            }
            try checkOldOrNew(bench, before, "b", "failed at step \(step)")
            try checkRerun(bench, "b", "failed at step \(step)")
        }
    }

    @Test(arguments: [nil, "a"]) func killAtEveryStep(before: String?) throws {
        let steps = try Self.steps(before: before)
        #expect(steps > 40)
        for step in 1...steps {
            let bench = Workbench()
            if let before { try bench.publish(before) }
            let (process, _) = try Workbench.run(Workbench.helper, [bench.store, "b", "kill", String(step)])
            #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL, "step \(step)")
            try checkOldOrNew(bench, before, "b", "killed at step \(step)")
            try checkRerun(bench, "b", "killed at step \(step)")
        }
    }

    /// Killed again while the next publication cleans up.
    @Test func killDuringRecovery() throws {
        let steps = try Self.steps(before: "a")
        for first in stride(from: steps / 2, through: steps, by: 5) {
            for second in [2, 3, 4, 5, 6] {
                let bench = Workbench()
                try bench.publish("a")
                _ = try Workbench.run(Workbench.helper, [bench.store, "b", "kill", String(first)])
                _ = try Workbench.run(Workbench.helper, [bench.store, "c", "kill", String(second)])
                let label = "killed at steps \(first) and \(second)"
                try checkOldOrNew(bench, "a", "b", label)
                try checkRerun(bench, "c", label)
            }
        }
    }

    /// Killed from outside after times spread over a whole publication.
    @Test func killAtAnyTime() throws {
        for delay in stride(from: UInt32(0), to: 60_000, by: 4_000) {
            let bench = Workbench()
            try bench.publish("a")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try Workbench.helper)
            process.arguments = [bench.store, "b"]
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            usleep(delay)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            try checkOldOrNew(bench, "a", "b", "killed after \(delay) µs")
            try checkRerun(bench, "b", "killed after \(delay) µs")
        }
    }

    /// No file may grow beyond a limit: short writes and refused writes, as on a full device.
    @Test(arguments: [0, 3, 100, 650, 1_000, 100_000, 290_000, 299_999]) func writesAreRefused(limit: Int) throws {
        for before in [nil, "a"] {
            let bench = Workbench()
            if let before { try bench.publish(before) }
            let (process, output) = try Workbench.run(Workbench.helper, [bench.store, "b", "limit", String(limit)])
            #expect(process.terminationReason == .exit && process.terminationStatus == 1)
            #expect(output.hasPrefix("PUB001 cannot write '\(bench.store)/"), "\(output)")
            try checkOldOrNew(bench, before, before, "limit \(limit)")
            try checkRerun(bench, "b", "limit \(limit)")
        }
    }

    /// Readers that verify all the time while another process publishes never see anything but a whole release.
    @Test func readersSeeWholeReleases() throws {
        let bench = Workbench()
        try bench.publish("a")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Workbench.helper)
        process.arguments = [bench.store, (0..<12).map { $0 % 2 == 0 ? "b" : "a" }.joined(separator: ",")]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var seen: Set<Int> = []
        while process.isRunning {
            let check = bench.verifyCurrent()
            #expect(check.isIntact, "\(check.diagnostics)")
            seen.insert(check.manifest?.sequence ?? 0)
        }
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(seen.count > 1)
        #expect(bench.verifyCurrent().manifest?.sequence == 13)
        #expect(try ReleaseStore(bench.store).verify().diagnostics.isEmpty)
    }

    private func checkOldOrNew(_ bench: Workbench, _ old: String?, _ new: String?, _ label: String) throws {
        let store = ReleaseStore(bench.store)
        guard store.current(bench.period) != nil else {
            #expect(old == nil, "\(label): the old release is gone")
            return
        }
        let check = bench.verifyCurrent()
        #expect(check.isIntact, "\(label): \(check.diagnostics)")
        let content = try #require(check.manifest, "\(label)").content
        #expect(Set([old, new].compactMap { $0 }).contains { Self.isContent($0, content) }, "\(label)")
        let whole = try store.verify()
        #expect(whole.isIntact, "\(label): \(whole.diagnostics)")
    }

    private func checkRerun(_ bench: Workbench, _ variant: String, _ label: String) throws {
        try bench.publish(variant)
        let check = bench.verifyCurrent()
        #expect(check.isIntact && check.manifest.map { Self.isContent(variant, $0.content) } == true, "\(label)")
        let whole = try ReleaseStore(bench.store).verify()
        #expect(whole.diagnostics.diagnostics.allSatisfy { $0.id == "PUB033" }, "\(label): \(whole.diagnostics)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.store + "/temporary").isEmpty, "\(label)")
        #expect(try bench.publish(variant).outcome == .unchanged, "\(label)")
    }

    private static func isContent(_ variant: String, _ content: ReleaseContent) -> Bool {
        let expected = SampleRelease.stage(variant).artefacts.map { "\($0.path) \($0.digest!)" }
        return Set(expected) == Set(content.artefacts.map { "\($0.path) \($0.digest)" })
    }
}
