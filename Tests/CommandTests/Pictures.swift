import Foundation
import Testing

/// The pictures of the documentation: `Docs/pictures/digests.txt` holds the digest of each page or chart as it was drawn.
enum Pictures {
    enum Part { case gallery, guide }

    /// A workspace below another one: its data, and the real definitions with more reports.
    static func workspace(_ name: String, below city: String, reports: [String]) throws -> String {
        let path = "\(city)/\(name)", definitions = path + "/definitions"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Command.root + "ReportDefs", toPath: definitions)
        for report in reports {
            try FileManager.default.copyItem(atPath: Command.root + report, toPath: definitions + "/reports/" + report.split(separator: "/").last!)
        }
        let settings = try String(contentsOfFile: city + "/gazette.yaml", encoding: .utf8)
        let changed = settings.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("definitions:") ? "definitions: definitions" : line.hasPrefix("fonts:") ? "fonts: \(Command.root)Fonts"
                : line.hasPrefix("warehouse:") ? "warehouse: ../" + line.dropFirst("warehouse: ".count) : String(line)
        }
        try changed.joined(separator: "\n").write(toFile: path + "/gazette.yaml", atomically: true, encoding: .utf8)
        return path
    }

    /// Draws the pages and charts of the pictures again and compares.
    static func check(_ part: Part, workspace: String) throws {
        let folder = Command.root + "Docs/pictures/"
        let wanted = try String(contentsOfFile: folder + "digests.txt", encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
        let own = wanted.filter { $0.count == 2 && $0[1].hasPrefix("guide/") == (part == .guide) }
        #expect(own.count >= 15)
        for picture in own { #expect(FileManager.default.fileExists(atPath: folder + picture[1]), "\(picture[1]) is missing: make pictures") }
        let drawn = try Command.run("/bin/bash", [Command.root + "Scripts/draw-pictures.sh", Command.binary, workspace, part == .guide ? "guide" : "gallery"], folder: Command.root)
        try #require(drawn.status == 0, "\(drawn.errors)")
        let found = Dictionary(drawn.text.split(separator: "\n").map { line in
            let fields = line.split(separator: " ").map(String.init)
            return (fields[1], fields[0])
        }, uniquingKeysWith: { first, _ in first })
        for picture in own { #expect(found[picture[1]] == picture[0], "\(picture[1]) is not what is drawn now: make pictures") }
    }
}
