import Foundation

/// A workbook as openpyxl reads it: an independent oracle.
struct WorkbookOracle {
    /// Fields after kind, sheet and place.
    struct Fact: Equatable {
        let kind: String
        let sheet: String
        let place: String
        let fields: [String]
    }
    let facts: [Fact]

    enum Failure: Error, CustomStringConvertible {
        case noEnvironment(String)
        case failed(String)
        var description: String {
            switch self {
            case .noEnvironment(let path):
                "\(path) is missing: run 'make venv' (or: python3 -m venv .venv && .venv/bin/pip install -r Tests/Oracles/requirements.txt)"
            case .failed(let text): "read_workbook.py failed:\n\(text)"
            }
        }
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func run(_ script: String, _ arguments: [String]) throws -> String {
        let python = root.appendingPathComponent(".venv/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: python) else { throw Failure.noEnvironment(python) }
        let process = Process(), output = Pipe(), errors = Pipe()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [root.appendingPathComponent("Tests/Oracles/\(script)").path] + arguments
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let problem = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure.failed(problem) }
        return text
    }

    init(_ path: String) throws {
        facts = try WorkbookOracle.run("read_workbook.py", [path]).split(separator: "\n").map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Fact(kind: fields[0], sheet: fields[1], place: fields[2], fields: Array(fields[3...]))
        }
    }

    func all(_ kind: String, _ sheet: String = "") -> [Fact] { facts.filter { $0.kind == kind && (sheet.isEmpty || $0.sheet == sheet) } }
    func fields(_ kind: String, _ sheet: String = "") -> [String] { all(kind, sheet).first?.fields ?? [] }
    func cell(_ place: String, _ sheet: String) -> [String] { facts.first { $0.kind == "cell" && $0.sheet == sheet && $0.place == place }?.fields ?? [] }
}

/// A folder that disappears with the value.
final class TemporaryFolder {
    let path: String
    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("workbook-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func file(_ name: String) -> String { "\(path)/\(name)" }
}
