import ArgumentParser
import Diagnostics
import Foundation
import Pipeline

/// Prints for people or for machines, draws progress, and turns errors into diagnostics and exit codes.
struct Console: Sendable {
    let json: Bool
    let quiet: Bool

    func line(_ text: String) { if !quiet && !json { print(text) } }

    /// What was printed goes out now: for commands that run on.
    func flush() { fflush(nil) }

    /// One JSON object a line, keys sorted.
    func object(_ object: [String: any Sendable]) {
        guard json, let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes]) else { return }
        print(String(decoding: data, as: UTF8.self))
    }

    /// Errors and warnings are printed even when the rest is kept quiet: scripts must see them.
    func diagnostics(_ all: [Diagnostic]) {
        let diagnostics = quiet ? all.filter { $0.severity != .info } : all
        if diagnostics.isEmpty { return }
        let sources = SourceLines()
        let text = json ? JSONPrinter.text(diagnostics) : TextPrinter.text(diagnostics, colored: isatty(2) == 1, sourceLine: sources.line)
        FileHandle.standardError.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }

    var progress: any ProgressListener { quiet || json ? SilentProgress() : ProgressPrinter(interactive: isatty(2) == 1) }

    /// Runs a command's work; every error becomes printed diagnostics and an exit code.
    func run(_ work: () throws -> CommandExit) throws {
        do {
            let exit = try work()
            if exit != .success { throw ExitCode(exit.rawValue) }
        } catch let error as DiagnosticsError {
            diagnostics(error.diagnostics)
            throw ExitCode(CommandExit.failure.rawValue)
        }
    }
}

/// Exit codes of the command; documented in the README and in the help.
enum CommandExit: Int32 {
    case success = 0
    case failure = 1
    /// Golden files differ.
    case different = 2
    /// Golden files were made in another environment, and `--strict` was asked for.
    case incomparable = 3
}

/// Lines of files that diagnostics point to.
private final class SourceLines: @unchecked Sendable {
    private var files: [String: [Substring]] = [:]
    func line(_ file: String, _ number: Int) -> String? {
        if files[file] == nil {
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            files[file] = text.split(separator: "\n", omittingEmptySubsequences: false)
        }
        guard let lines = files[file], number >= 1, number <= lines.count else { return nil }
        return String(lines[number - 1])
    }
}
