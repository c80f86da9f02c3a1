import Foundation
import Testing

/// A browser and an editor against the real server.
@Suite struct PreviewTests {
    @Test func aSavedDefinitionIsShownAndMistakesStandAtTheirLine() throws {
        let path = try Command.workspace("preview", from: "2025-10", to: "2026-10", scale: 4000), definitions = path + "/definitions"
        try FileManager.default.copyItem(atPath: Command.root + "ReportDefs", toPath: definitions)
        let settings = try String(contentsOfFile: path + "/gazette.yaml", encoding: .utf8)
        let changed = settings.split(separator: "\n", omittingEmptySubsequences: false).map { $0.hasPrefix("definitions:") ? "definitions: definitions" : $0 }
        try changed.joined(separator: "\n").write(toFile: path + "/gazette.yaml", atomically: true, encoding: .utf8)
        let load = try Command.gazette("load", "--workspace", path, "--quiet")
        try #require(load.status == 0, "\(load.errors)")
        let drive = try Command.run("/usr/bin/python3", [Command.root + "Tests/Oracles/drive_preview.py", Command.binary, path, definitions])
        #expect(drive.status == 0, "\(drive.text)\(drive.errors)")
        #expect(drive.text.components(separatedBy: " ok\n").count - 1 == 16, "\(drive.text)")
    }
}
