import Foundation
import Testing

/// A warehouse as an independent judge sees it.
struct Ledger: Equatable {
    var problems: [String]
    var leftovers: [String]
    /// Batches and recleans with their states.
    var state: [String]
    var runs: Int

    static func of(_ workspace: String) throws -> Ledger {
        let judge = try Command.run("/usr/bin/python3", [Command.root + "Tests/Oracles/check_warehouse.py", workspace + "/warehouse"])
        let object = try #require(JSONSerialization.jsonObject(with: Data(judge.text.utf8)) as? [String: Any], "\(judge.errors)")
        func texts(_ key: String) -> [String] { object[key] as? [String] ?? [] }
        return Ledger(problems: texts("problems"), leftovers: texts("leftovers"), state: texts("state"), runs: object["runs"] as? Int ?? 0)
    }
}

extension Command {
    static let crashHelper = binary.replacing("/gazette", with: "/warehouse-crash-helper")

    /// A statement on a database of a workspace, with the SQLite of Python.
    static func sql(_ file: String, _ statement: String) throws {
        let code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        let done = try run("/usr/bin/python3", ["-c", code, file, statement])
        try #require(done.status == 0, "\(done.errors)")
    }

    /// A copy of the definitions that a workspace uses from now on; `change` edits one file.
    static func definitions(of workspace: String, _ file: String, _ change: (String) -> String) throws -> String {
        let folder = workspace + "/../definitions-\(UUID().uuidString.prefix(8))"
        try FileManager.default.copyItem(atPath: root + "ReportDefs", toPath: folder)
        let path = folder + "/" + file, text = try String(contentsOfFile: path, encoding: .utf8), changed = change(text)
        try #require(changed != text)
        try changed.write(toFile: path, atomically: true, encoding: .utf8)
        return folder
    }

    static func use(definitions: String, in workspace: String) throws {
        let file = workspace + "/gazette.yaml"
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        try lines.map { $0.hasPrefix("definitions:") ? "definitions: \(definitions)" : String($0) }.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    }

    static func objects(_ text: String) -> [[String: Any]] {
        text.split(separator: "\n").compactMap { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any] }
    }
}
