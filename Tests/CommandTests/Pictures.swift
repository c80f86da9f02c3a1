import Foundation
import Testing

/// The pictures of the documentation: `Docs/pictures/digests.txt` holds the digest of each page or chart as it was drawn.
enum Pictures {
    enum Part { case gallery, guide }

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
