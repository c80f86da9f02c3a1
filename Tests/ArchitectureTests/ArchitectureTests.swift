import Foundation
import Testing

/// The house rules that a machine can keep: what a room may import, what it may never call, and that the documents say the same.
@Suite struct ArchitectureTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Libraries that only one room may touch.
    static let owners: [String: Set<String>] = [
        "Yams": ["DefinitionLoading"], "GRDB": ["Warehouse"], "GRDBSQLite": ["Warehouse"], "Crypto": ["Digests"],
        "CCairo": ["PageExport"], "CPango": ["TextShaping"], "CXlsxWriter": ["WorkbookExport"], "CDeflate": ["PageExport", "Spreadsheets"],
        "CExpat": ["Spreadsheets"],
        "ArgumentParser": ["gazette"],
        "Hummingbird": ["PreviewServer"],
    ]
    static let systemModules: Set<String> = ["Glibc", "Foundation", "Synchronization", "Dispatch"]
    /// Rooms that may use Foundation: only where the outside begins.
    static let foundationRooms: Set<String> = ["Pipeline", "gazette"]

    struct Room: Sendable, CustomTestStringConvertible {
        var name: String
        var allowed: Set<String>
        var testDescription: String { name }
    }

    /// The room table of Package.swift: name → listed dependencies.
    static let rooms: [Room] = {
        let text = try! String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        let aliases = ["yams": "Yams", "grdb": "GRDB", "grdbSQLite": "GRDBSQLite", "crypto": "Crypto", "argumentParser": "ArgumentParser", "hummingbird": "Hummingbird", "logging": "Logging"]
        var result: [Room] = []
        for match in text.matches(of: #/(?:room\("(\w+)"(?:, \[([^\]]*)\])?(?:, (?:fast|opened): true)*\)|name: "(gazette)", dependencies: \[([^\]]*)\])/#) {
            let name = String(match.output.1 ?? match.output.3!)
            let list = match.output.2 ?? match.output.4 ?? ""
            let items = list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
            result.append(Room(name: name, allowed: Set(items.map { $0.hasPrefix("\"") ? $0.trimmingCharacters(in: ["\""]) : aliases[$0] ?? $0 })))
        }
        return result
    }()

    static func sources(of room: String) throws -> [(file: String, text: String)] {
        let folder = root.appending(path: "Sources/\(room)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)!.compactMap { $0 as? URL }
        return try files.filter { $0.pathExtension == "swift" }.map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
    }

    @Test func everyRoomOfTheHouseIsListed() throws {
        #expect(Self.rooms.count >= 20)
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path())
        let swiftFolders = Set(folders.filter { !["CCairo", "CPango", "CXlsxWriter", "CDeflate", "CExpat"].contains($0) })
        #expect(Set(Self.rooms.map(\.name)) == swiftFolders)
    }

    @Test(arguments: rooms) func importsOnlyWhatItLists(_ room: Room) throws {
        for (file, text) in try Self.sources(of: room.name) {
            for match in text.matches(of: #/(?m)^\s*(?:@\w+\s+)?(?:public |internal |package |fileprivate |private )?import (?:struct |class |enum |func )?(\w+)/#) {
                let module = String(match.output.1)
                if Self.systemModules.contains(module) {
                    #expect(module != "Foundation" || Self.foundationRooms.contains(room.name), "\(room.name)/\(file) imports Foundation")
                    continue
                }
                #expect(room.allowed.contains(module), "\(room.name)/\(file) imports \(module), which Package.swift does not list for it")
                if let owners = Self.owners[module] { #expect(owners.contains(room.name), "\(module) belongs to \(owners.sorted())") }
            }
        }
    }

    /// No clock, locale, environment or chance below Pipeline.
    @Test(arguments: rooms.filter { !["Pipeline", "gazette"].contains($0.name) }) func isDeterministic(_ room: Room) throws {
        let forbidden = ["Date()", "Date.now", "Locale.", "TimeZone.", "ProcessInfo", "getenv(", ".random(", "SystemRandomNumberGenerator", "clock_gettime", "time(nil)", "ContinuousClock"]
        for (file, text) in try Self.sources(of: room.name) {
            for call in forbidden { #expect(!text.contains(call), "\(room.name)/\(file) uses \(call)") }
        }
    }

    /// To derive the names of seventy commands from their types took 10 ms of every start.
    @Test func commandsStateTheirNames() throws {
        var count = 0
        for (file, text) in try Self.sources(of: "gazette") {
            for match in text.matches(of: #/CommandConfiguration\(\s*(\w+):/#) {
                count += 1
                #expect(match.output.1 == "commandName", "\(file): \(match.output.0)")
            }
        }
        #expect(count > 70)
    }

    @Test(arguments: rooms) func hasAReadme(_ room: Room) throws {
        let text = try String(contentsOf: Self.root.appending(path: "Sources/\(room.name)/README.md"), encoding: .utf8)
        #expect(text.hasPrefix("# \(room.name)\n"))
        #expect(text.split(separator: "\n").count >= 4, "\(room.name): purpose, main type, may use, must not contain")
    }

    /// Docs/Architecture.md holds a table of the rooms; each row names what Package.swift lists.
    @Test func documentAndPackageAgree() throws {
        let text = try String(contentsOf: Self.root.appending(path: "Docs/Architecture.md"), encoding: .utf8)
        var documented: [String: Set<String>] = [:]
        for match in text.matches(of: #/(?m)^\| \d+ \| `(\w+)` \| [^|]* \| ([^|]*) \|$/#) {
            let names = match.output.2.matches(of: #/`(\w+)`/#).map { String($0.output.1) }
            documented[String(match.output.1)] = Set(names)
        }
        for room in Self.rooms { #expect(documented[room.name] == room.allowed, "row of \(room.name) in Docs/Architecture.md") }
        #expect(documented.count == Self.rooms.count)
    }

    /// R169: every package that Package.swift pins and every system library stands in Docs/Licences.md.
    @Test func everyLinkedPackageHasALicence() throws {
        let package = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        let licences = try String(contentsOf: Self.root.appending(path: "Docs/Licences.md"), encoding: .utf8).lowercased()
        let names = package.matches(of: #/github\.com/[^/]+/([\w.-]+)", exact/#).map { String($0.output.1) }
        #expect(names.count == 6)
        for name in names + ["cairo", "pango", "harfbuzz", "fontconfig", "libxlsxwriter", "libdeflate", "sqlite", "open font license"] {
            #expect(licences.contains(name.lowercased().replacing(".swift", with: "")), "\(name)")
        }
    }

    /// Docs/Requirements.md names a test for every requirement that works, and the test exists.
    @Test func requirementsNameExistingTests() throws {
        let text = try String(contentsOf: Self.root.appending(path: "Docs/Requirements.md"), encoding: .utf8)
        let tests = FileManager.default.enumerator(at: Self.root.appending(path: "Tests"), includingPropertiesForKeys: nil)!.compactMap { $0 as? URL }
        let sources = try tests.filter { $0.pathExtension == "swift" }.map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
        var count = 0
        for match in text.matches(of: #/(?m)^\| R\d{3} \| [^|]* \| [^|]* \| ([^|]*) \|$/#) {
            let named = match.output.1.matches(of: #/`(\w+)\.(\w+)`/#)
            #expect(!named.isEmpty, "no test in: \(match.output.0)")
            for test in named {
                count += 1
                #expect(sources.contains("struct \(test.output.1)"), "there is no suite \(test.output.1)")
                #expect(sources.contains("func \(test.output.2)("), "there is no test \(test.output.2)")
            }
        }
        #expect(count > 0)
    }
}
