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
    }
}
