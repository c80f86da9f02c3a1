import Foundation
import Testing

/// The schemas that editors use: as committed, with every key explained, and true for the real definitions.
@Suite struct SchemaTests {
    @Test func committedSchemasAreCurrentAndHoldForTheRealDefinitions() throws {
        let folder = try Command.folder("schemas")
        #expect(try Command.gazette("schema", "--write", folder).status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let committed = try FileManager.default.contentsOfDirectory(atPath: Command.root + "Docs/schema").sorted()
        #expect(names.contains("balances.schema.json") && names == committed)
        for name in names {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            let kept = try String(contentsOfFile: Command.root + "Docs/schema/" + name, encoding: .utf8)
            #expect(text == kept, "\(name): gazette schema --write Docs/schema")
        }
        let judge = try Command.run(Command.python, [Command.root + "Tests/Oracles/validate_definitions.py", folder, Command.root + "ReportDefs"])
        #expect(judge.status == 0 && judge.text.isEmpty && judge.errors.contains(" 0 problems"), "\(judge.text)\(judge.errors)")
        let wrong = try Command.folder("schema-faults")
        try FileManager.default.createDirectory(atPath: wrong + "/balances", withIntermediateDirectories: true)
        let cases = [
            "balances:\n  - {id: a, name: a, kind: month, limits: []}\n", "balances:\n  - {id: a, name: a, kind: parts, limits: []}\n", "balances:\n  - {id: a, name: a}\n",
            "balances:\n  - {id: a, name: a, kind: months, limits: [{percent: 1}]}\n", "balances:\n  - {id: a, name: a, kind: change, severity: stop, check: a = b}\n",
        ]
        for (index, text) in cases.enumerated() { try text.write(toFile: wrong + "/balances/\(index).yaml", atomically: true, encoding: .utf8) }
        let found = try Command.run(Command.python, [Command.root + "Tests/Oracles/validate_definitions.py", folder, wrong])
        #expect(Set(found.text.split(separator: "\n").compactMap { $0.split(separator: "\t").first }).count == cases.count, "\(found.text)")
    }
}
