import Foundation
import Testing

/// Every command that Gazette prints can be typed as it stands: it exists and names the options that it requires.
@Suite struct NextStepTests {
    /// Files that say which command writes a table; nobody is asked to type it.
    static let origins: Set<String> = ["MartMeanings.swift", "CatalogueMeanings.swift"]

    /// `contact add` → `party`, `subject`, `person`.
    static let commands: [String: [String]] = {
        var types: [String: CommandType] = [:]
        for (_, text) in try! ArchitectureTests.sources(of: "gazette") { read(text, into: &types) }
        var result: [String: [String]] = [:]
        for (path, type) in types {
            let parts = path.split(separator: ".").map(String.init)
            guard type.name != nil, path != "Gazette" else { continue }
            let names = parts.indices.compactMap { types[parts[...$0].joined(separator: ".")]?.name }
            let shared = type.groups.flatMap { group in
                (0...parts.count).reversed().compactMap { types[(parts.prefix($0) + [group]).joined(separator: ".")] }.first?.required ?? []
            }
            result[names.joined(separator: " ")] = type.required + shared
        }
        return result
    }()

    struct CommandType {
        var name: String?
        /// Options without a default, as they are typed.
        var required: [String] = []
        /// Types of the option groups.
        var groups: [String] = []
    }

    /// Types of a source file by their names, outer ones first; their nesting is told by the indentation.
    static func read(_ text: String, into types: inout [String: CommandType]) {
        var open: [(name: String, indent: Int)] = [], pending: String?
        for line in text.split(separator: "\n").map(String.init) {
            let indent = line.prefix { $0 == " " }.count
            if let match = line.firstMatch(of: #/^ *(?:private )?(?:struct|extension) (\w+).*\{$/#) {
                open.removeAll { $0.indent >= indent }
                open.append((String(match.output.1), indent))
            } else if line.trimmingCharacters(in: .whitespaces) == "}" {
                open.removeAll { $0.indent >= indent }
            }
            if open.isEmpty { continue }
            let path = open.map(\.name).joined(separator: ".")
            var type = types[path] ?? CommandType()
            if let match = line.firstMatch(of: #/commandName: "([\w-]+)"/#) { type.name = String(match.output.1) }
            if let match = line.firstMatch(of: #/@OptionGroup var \w+: ([\w.]+)/#) { type.groups.append(String(match.output.1)) }
            if line.contains("@Option(") { pending = line.firstMatch(of: #/\.customLong\("([\w-]+)"\)/#).map { String($0.output.1) } ?? "" }
            if let known = pending, let match = line.firstMatch(of: #/^ *var (\w+)(.*)$/#) {
                if !match.output.2.contains("=") && !match.output.2.hasSuffix("?") { type.required.append(known.isEmpty ? hyphened(String(match.output.1)) : known) }
                pending = nil
            }
            types[path] = type
        }
    }

    /// `sealWidth` → `seal-width`
    static func hyphened(_ name: String) -> String { name.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined() }

    /// A line with its interpolations as X, and the texts within them.
    static func texts(_ line: String) -> [String] {
        var outer = "", inner: [String] = [], rest = line[...]
        while let start = rest.firstRange(of: "\\(") {
            outer += String(rest[..<start.lowerBound]) + "X"
            var depth = 1, end = start.upperBound
            while end < rest.endIndex, depth > 0 {
                if rest[end] == "(" { depth += 1 } else if rest[end] == ")" { depth -= 1 }
                end = rest.index(after: end)
            }
            inner += texts(String(rest[start.upperBound..<end]))
            rest = rest[end...]
        }
        return [outer + String(rest)] + inner
    }

    /// What is wrong with the commands that a line of source prints, and how many there are.
    static func faults(_ line: String) -> (faults: [String], count: Int) {
        var faults: [String] = [], count = 0
        for text in texts(line) {
            for match in text.matches(of: #/gazette ([a-z]+)(?: ([a-z]+))?[^;；。，|'"`]*/#) {
                count += 1
                let whole = String(match.output.0), one = String(match.output.1), both = match.output.2.map { "\(one) \($0)" }
                let isGroup = commands.keys.contains { $0.hasPrefix(one + " ") }
                guard let required = both.flatMap({ commands[$0] }) ?? (isGroup && both != nil ? nil : commands[one]) else {
                    faults.append("there is no such command: \(whole)")
                    continue
                }
                let missing = required.filter { !whole.contains("--\($0)") }
                if !missing.isEmpty { faults.append("without \(missing.map { "--\($0)" }.joined(separator: ", ")): \(whole)") }
            }
        }
        return (faults, count)
    }

    @Test func requiredOptionsAreKnown() {
        #expect(Self.commands["contact add"] == ["party", "subject", "person"])
        #expect(Self.commands["suspects fix"] == ["set", "reason", "person"])
        #expect(Self.commands["codes confirm"] == ["person", "reason"] && Self.commands["sample"] == ["from", "to"])
        #expect(Self.commands["load"] == [] && Self.commands["status"] == [])
    }

    @Test func everyNextStepCanBeTyped() throws {
        var count = 0
        for room in ArchitectureTests.rooms {
            for (file, text) in try ArchitectureTests.sources(of: room.name) where !Self.origins.contains(file) {
                for line in text.split(separator: "\n") where !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") {
                    let found = Self.faults(String(line))
                    count += found.count
                    for fault in found.faults { Issue.record("\(room.name)/\(file): \(fault)") }
                }
            }
        }
        #expect(count > 100)
    }

    @Test func aStepThatLacksAnOptionIsFound() {
        #expect(Self.faults(#"hint: "see \(x.map { "a: gazette codes confirm \($0)" } ?? "b")""#).faults == ["without --person, --reason: gazette codes confirm X"])
        #expect(Self.faults(#""gazette contact ad \(name)""#).faults == ["there is no such command: gazette contact ad X"])
    }
}
