import Foundation
import Testing

/// What may go out, and what may not.
@Suite struct PublishTests {
    /// A feed that was never loaded stops the month, unless somebody leaves it out by name.
    @Test func aMonthWithoutAFeedGoesOutByNameOnly() throws {
        let path = try Command.workspace("without", from: "2026-10", to: "2026-10", scale: 20000)
        try FileManager.default.removeItem(atPath: path + "/exchange/202610/DW_202610.TXT")
        #expect(try Command.gazette("load", "2026-10", "--workspace", path, "--quiet").status == 1)
        let refused = try Command.gazette("publish", "2026-10", "--workspace", path)
        #expect(refused.status == 1 && refused.errors.contains("[WSP022]") && refused.errors.contains("1 of its 17 feeds is not loaded: units"), "\(refused.errors)")
        let loaded = try Command.gazette("publish", "2026-10", "--without", "pension", "--workspace", path)
        #expect(loaded.status == 1 && loaded.errors.contains("[WSP012]"), "\(loaded.errors)")
        let unknown = try Command.gazette("publish", "2026-10", "--without", "unit", "--workspace", path)
        #expect(unknown.status == 1 && unknown.errors.contains("did you mean 'units'?"), "\(unknown.errors)")
        let published = try Command.gazette("publish", "2026-10", "--without", "units", "--workspace", path, "--quiet")
        #expect(published.status == 0, "\(published.errors)")
        let manifest = try String(contentsOfFile: path + "/releases/current/2026-10/manifest.txt", encoding: .utf8)
        #expect(manifest.contains("YL_202610.TXT") && !manifest.contains("DW_202610.TXT"))
        #expect(!manifest.contains("\nseal\t"))
        try sealed(path)
    }

    /// The seal is on the pages and in the manifest; the same seal again is nothing new.
    private func sealed(_ path: String) throws {
        let seal = path + "/公章.png"
        try #require(Data(base64Encoded: Self.picture)).write(to: URL(filePath: seal))
        let arguments = ["publish", "2026-10", "--without", "units", "--workspace", path, "--seal", seal, "--seal-width", "30"]
        let published = try Command.gazette(arguments)
        #expect(published.status == 0 && published.text.contains("published 2026-10 as number 2"), "\(published.text)\(published.errors)")
        let manifest = try String(contentsOfFile: path + "/releases/current/2026-10/manifest.txt", encoding: .utf8)
        let digest = try Command.run("/usr/bin/sha256sum", [seal]).text.prefix(64)
        #expect(manifest.contains("\nseal\t公章.png\t30\t\(digest)\n"), "\(manifest.suffix(900))")
        #expect(try Command.gazette("verify", "2026-10", "--workspace", path).status == 0)
        #expect(try Command.gazette(arguments).text.contains("nothing new: number 2"))
        let book = ["book", "2026-10", "--workspace", path, "--report", "SB-Z01", "--scope", "city"], file = path + "/output/2026-10/books/all_2026-10.pdf"
        func pictures() throws -> Int { try Command.run("/usr/bin/pdfimages", ["-list", file]).text.split(separator: "\n").count - 2 }
        #expect(try Command.gazette(book).status == 0)
        let before = try pictures()
        #expect(try Command.gazette(book + ["--seal", seal]).status == 0)
        #expect(try pictures() > before, "the seal is in the book")
        let refused = try Command.gazette("publish", "2026-10", "--without", "units", "--workspace", path, "--seal", path + "/gazette.yaml")
        #expect(refused.status == 1 && refused.errors.contains("[WSP014]"), "\(refused.errors)")
    }

    /// Two by two half-transparent dots.
    private static let picture = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAEUlEQVR4nGM4oKDQAMIMMAYAN5IGAUwLW50AAAAASUVORK5CYII="
}
