import Foundation
import Testing

/// Runs the built `gazette` and the oracles, as a user would.
enum Command {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()
    #if DEBUG
    static let binary = root + ".build/debug/gazette"
    #else
    static let binary = root + ".build/release/gazette"
    #endif
    static let python = root + ".venv/bin/python"

    struct Output {
        var status: Int32
        var text: String
        var errors: String
    }

    static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:], folder: String? = nil) throws -> Output {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        let files = ["out", "err"].map { FileManager.default.temporaryDirectory.appending(path: "gazette-\(UUID().uuidString).\($0)") }
        for file in files { _ = FileManager.default.createFile(atPath: file.path(), contents: nil) }
        defer { files.forEach { try? FileManager.default.removeItem(at: $0) } }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try unblocked { try process.run() }
        process.waitUntilExit()
        let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Output(status: process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus, text: texts[0], errors: texts[1])
    }

    /// Tests run on threads that block signals, and a child inherits that: it could not be ended.
    static func unblocked(_ work: () throws -> Void) rethrows {
        var none = sigset_t(), before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try work()
    }

    static func gazette(_ arguments: String..., environment: [String: String] = [:]) throws -> Output {
        try gazette(arguments, environment: environment)
    }

    static func gazette(_ arguments: [String], environment: [String: String] = [:]) throws -> Output {
        try run(binary, arguments, environment: environment)
    }

    /// A new folder below the temporary one.
    static func folder(_ name: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "gazette-tests-\(ProcessInfo.processInfo.processIdentifier)/\(name)").path()
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// A workspace with a demo city of its own.
    static func workspace(_ name: String, from: String, to: String, scale: Int = 1000, defects: Bool = false) throws -> String {
        let path = try folder(name) + "/city"
        let made = try gazette("init", path, "--definitions", root + "ReportDefs", "--fonts", root + "Fonts")
        try #require(made.status == 0, "\(made.errors)")
        var arguments = ["sample", "--workspace", path, "--from", from, "--to", to, "--scale", String(scale), "--quiet"]
        if defects { arguments.append("--defects") }
        let sample = try run(binary, arguments)
        try #require(sample.status == 0, "\(sample.errors)")
        return path
    }

    /// Path below a folder → bytes, of all regular files.
    static func files(below folder: String) throws -> [String: Data] {
        var result: [String: Data] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: folder)! {
            var isFolder: ObjCBool = false
            let path = "\(folder)/\(name)"
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue { result[name] = try Data(contentsOf: URL(filePath: path)) }
        }
        return result
    }
}
