import Digests
import Foundation
import Quantities
import Release
import ReleaseSamples
import Testing

/// A folder of its own for one test, removed with it, and the few things that tests do there.
final class Workbench {
    let folder: String
    var store: String { folder + "/releases store" }
    let period = SampleRelease.period

    /// In memory where there is such a place: hundreds of publications sync every file, and a kill does not ask for the device.
    init() {
        let place = access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm/" : NSTemporaryDirectory()
        folder = place + "gazette-release-" + UUID().uuidString
        try! FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func publish(_ variant: String, failpoints: Failpoints = .none) throws -> PublishedRelease {
        try ReleaseStore(store, failpoints: failpoints).publish(SampleRelease.stage(variant))
    }

    func verifyCurrent() -> ReleaseVerification { ReleaseVerifier.verify(folder: ReleaseStore(store).pointer(period)) }

    /// Copies a release folder to a place without a store.
    func bareCopy(of published: PublishedRelease, as name: String = "bare") throws -> String {
        let copy = folder + "/" + name
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: published.folder, toPath: copy)
        return copy
    }

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

    /// Overwrites a write-protected file in place.
    static func write(_ bytes: [UInt8], to path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// Runs a program to its end; its output is one string.
    static func run(_ program: String, _ arguments: [String], in folder: String? = nil) throws -> (process: Process, output: String) {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process, output)
    }

    /// The helper stands beside the test program.
    static var helper: String {
        get throws {
            let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return (own as NSString).deletingLastPathComponent + "/release-crash-helper"
        }
    }
}
