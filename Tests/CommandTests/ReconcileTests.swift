import Foundation
import Testing

/// Check tables and self-check reports of a month, from the files to the verdict and the release.
@Suite(.serialized) struct ReconcileTests {
    struct Line: Decodable {
        var table: String, interface: String, district: String, figure: String, verdict: String, place: String
        var declared: String, loaded: String, rejected: String, filtered: String, corrected: String, by_unreadable: String, without_district: String, rounding: String
        var unexplained: String
        var unreadable_rows: Int
        var blocks: Bool
    }

    static func reconcile(_ path: String, _ month: String = "2026-10") throws -> (status: Int32, lines: [Line], errors: String) {
        let run = try Command.gazette("reconcile", month, "--workspace", path, "--json")
        return (run.status, try run.text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }, run.errors)
    }

    static func exact(_ text: String) -> Foundation.Decimal { Foundation.Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) ?? 0 }

    /// A month with every planted defect: nothing is unexplained for any feed, district and figure, and rows are those of the manifest.
    @Test func aPlantedMonthIsExplainedExactly() throws {
        let path = try Command.workspace("reconcile-defects", from: "2026-10", to: "2026-10", scale: 1000, defects: true)
        try #require(try Command.gazette("load", "2026-10", "--workspace", path, "--quiet").status == 0)
        let (status, lines, errors) = try Self.reconcile(path)
        #expect(status == 0, "\(errors)")
        // Six feeds, eighteen districts and their total, seven figures of the check table and five of the self-check report.
        #expect(lines.count == 6 * 19 * 12)
        for line in lines {
            #expect(line.unexplained == "0" && ["agreed", "explained"].contains(line.verdict), "\(line)")
            let parts = [line.loaded, line.rejected, line.filtered, line.corrected, line.by_unreadable, line.without_district, line.rounding].map(Self.exact).reduce(0, +)
            #expect(parts == Self.exact(line.declared), "\(line)")
        }
        #expect(lines.count { $0.verdict == "explained" } > 20 && lines.contains { $0.by_unreadable != "0" } && lines.contains { $0.filtered != "0" })
        try compareWithManifest(path, lines)
        let page = try String(contentsOfFile: path + "/output/2026-10/reconciliation.html", encoding: .utf8)
        #expect(page.contains("数据核对结果") && page.contains("没有未说明的差异") && page.contains("HD_202610.XLS 企业养老!C5"))
    }

    private func compareWithManifest(_ path: String, _ lines: [Line]) throws {
        let manifest = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path + "/exchange/202610/manifest.json"))) as? [String: Any])
        let files = try #require(manifest["files"] as? [String: [String: Any]])
        let feeds = ["pension": "YL", "public-pension": "JG", "resident-pension": "CX", "unemployment": "SY", "injury": "GS", "medical": "YB"]
        var lost = 0
        for (interface, prefix) in feeds {
            let districts = try #require(files["\(prefix)_202610.TXT"]?["districts"] as? [String: [Int]])
            #expect(districts.count == 18)
            for (district, counts) in districts {
                let line = try #require(lines.first { $0.interface == interface && $0.district == district && $0.figure == "rows" })
                #expect(line.declared == "\(counts[0])" && line.rejected == "\(counts[1] - counts[2])" && line.without_district == "\(counts[2])" && line.filtered == "\(counts[3])", "\(line) \(counts)")
                lost += counts[2]
            }
        }
        #expect(lost > 0)
    }

    /// One wrong figure is found where it is and by how much, and stops the release; a right table lets it pass.
    @Test func aWrongFigureIsFoundAndStopsTheRelease() throws {
        let path = try Command.folder("reconcile-wrong") + "/city"
        #expect(try Command.gazette("init", path, "--definitions", Command.root + "ReportDefs", "--fonts", Command.root + "Fonts").status == 0)
        func sample(_ arguments: String...) throws {
            let sample = try Command.gazette(["sample", "--workspace", path, "--from", "2026-10", "--to", "2026-10", "--scale", "20000", "--quiet"] + arguments)
            try #require(sample.status == 0, "\(sample.errors)")
        }
        try sample("--wrong-figure")
        let wrong = try Command.files(below: path + "/exchange/202610")
        let load = try Command.gazette("load", "2026-10", "--workspace", path)
        #expect(load.status == 0 && load.errors.contains("REC022"), "\(load.errors)")
        let (status, lines, errors) = try Self.reconcile(path)
        let open = lines.filter { $0.unexplained != "0" }
        #expect(status == 1 && open.map { "\($0.interface) \($0.district) \($0.figure) \($0.unexplained) \($0.place)" } == [
            "pension 110105 rows 1000 HD_202610.XLS 企业养老!C7", "pension  rows 1000 HD_202610.XLS 企业养老!C23",
        ], "\(open) \(errors)")
        let publish = try Command.gazette("publish", "2026-10", "--workspace", path)
        #expect(publish.status == 1 && publish.errors.contains("REC030") && publish.errors.contains("朝阳区 行数: 1000 unexplained"), "\(publish.errors)")
        #expect(try Command.gazette("list", "releases", "--workspace", path).text == "no releases\n")

        // The provider sends another table: stale until it is reconciled again. The interface files are the same bytes.
        try sample()
        let right = try Command.files(below: path + "/exchange/202610")
        #expect(wrong.filter { $0.key.hasSuffix(".TXT") } == right.filter { $0.key.hasSuffix(".TXT") } && wrong["HD_202610.XLS"] != right["HD_202610.XLS"])
        let stale = try Command.gazette("publish", "2026-10", "--workspace", path)
        #expect(stale.status == 1 && stale.errors.contains("REC031") && stale.errors.contains("gazette reconcile 2026-10"), "\(stale.errors)")
        #expect(try Self.reconcile(path).status == 0)
        let passed = try Command.gazette("publish", "2026-10", "--workspace", path, "--quiet")
        #expect(!passed.errors.contains("REC0"), "\(passed.errors)")
    }

    /// Missing, misnamed, encrypted: each is named in the folder's state, in the reconciliation and when publishing.
    @Test func missingAndUnreadableTables() throws {
        let path = try Command.workspace("reconcile-missing", from: "2026-10", to: "2026-10", scale: 20000)
        let folder = path + "/exchange/202610/", table = folder + "HD_202610.XLS", files = FileManager.default
        try IntakeDayTests.age(IntakeDayTests.files(path, "202610"))
        let sound = try Data(contentsOf: URL(filePath: table))
        try files.removeItem(atPath: table)
        let states = try IntakeDayTests.states(path)
        #expect(states.status == 1 && states.states["HD_202610.XLS"] == "missing" && states.states["ZC_202610.CSV"] == "arrived" && states.text.contains("各险种经办系统"), "\(states.text)")
        #expect(try Command.gazette("load", "2026-10", "--workspace", path, "--quiet").status == 0)
        let none = try Command.gazette("publish", "2026-10", "--workspace", path)
        #expect(none.status == 1 && none.errors.contains("REC031"), "\(none.errors)")
        let missing = try Self.reconcile(path)
        #expect(missing.status == 1 && missing.errors.contains("REC001") && missing.lines.count == 6 * 19 * 5 && missing.lines.allSatisfy { $0.verdict == "agreed" }, "\(missing.errors)")
        let refused = try Command.gazette("publish", "2026-10", "--workspace", path)
        #expect(refused.status == 1 && refused.errors.contains("REC032") && refused.errors.contains("HD_202610.XLS has not come"), "\(refused.errors)")

        try sound.write(to: URL(filePath: folder + "HD202610.xls"))
        try IntakeDayTests.age([folder + "HD202610.xls"])
        #expect(try IntakeDayTests.states(path).states["HD_202610.XLS"] == "misnamed")
        #expect(try Self.reconcile(path).errors.contains("the folder has 'HD202610.xls'"))
        try files.removeItem(atPath: folder + "HD202610.xls")

        // A password: the record FILEPASS after the first one.
        var encrypted = sound
        let first = try #require(encrypted.firstRange(of: Data([0x09, 0x08, 0x10, 0x00, 0x00, 0x06]))?.lowerBound) + 20
        encrypted.replaceSubrange(first..<first + 6, with: [0x2F, 0, 2, 0, 1, 0])
        try encrypted.write(to: URL(filePath: table))
        let locked = try Self.reconcile(path)
        #expect(locked.status == 1 && locked.errors.contains("SHT005") && locked.errors.contains("password") && locked.errors.contains("HD_202610.XLS"), "\(locked.errors)")
        #expect(try Command.gazette("publish", "2026-10", "--workspace", path).errors.contains("cannot be read completely"))

        try sound.write(to: URL(filePath: table))
        try IntakeDayTests.age([table])
        #expect(try Self.reconcile(path).status == 0)
        let done = try IntakeDayTests.states(path)
        #expect(done.states["HD_202610.XLS"] == "loaded" && done.states["ZC_202610.CSV"] == "loaded" && done.status == 0, "\(done.text)")
    }

    /// A month whose feeds are not loaded has nothing to reconcile, and says so.
    @Test func nothingLoaded() throws {
        let path = try Command.workspace("reconcile-empty", from: "2026-10", to: "2026-10", scale: 20000)
        let none = try Self.reconcile(path)
        #expect(none.status == 1 && none.errors.contains("WSP011") && none.errors.contains("gazette load 2026-10"), "\(none.errors)")
    }

    /// The check table is a sound workbook for another library too, with the results of its formulas.
    @Test func theTableIsReadByAnotherLibrary() throws {
        let path = try Command.workspace("reconcile-oracle", from: "2026-10", to: "2026-10", scale: 20000, defects: true)
        let dump = try Command.run(Command.python, [Command.root + "Tests/Oracles/sheets.py", "dump", path + "/exchange/202610/HD_202610.XLS"])
        try #require(dump.status == 0, "\(dump.errors)")
        let lines = dump.text.split(separator: "\n").map(String.init)
        #expect(lines.filter { $0.hasPrefix("sheet\t") }.map { $0.split(separator: "\t")[1] } == ["企业养老", "机关养老", "城乡居民", "失业", "工伤", "医疗"])
        #expect(lines.contains("merge\tE3:F3") && lines.contains("cell\tA4\ttext\t区县代码") == false && lines.contains("cell\tC3\ttext\t记录数"))
        func number(_ cell: String) throws -> Double { try #require(lines.first { $0.hasPrefix("cell\t\(cell)\tnumber\t") }.flatMap { Double($0.split(separator: "\t")[3]) }) }
        let rows = try String(contentsOfFile: path + "/exchange/202610/YL_202610.TXT", encoding: .isoLatin1).split(separator: "\n").count
        #expect(try number("C23") == Double(rows))
        #expect(try (5...22).reduce(0) { $0 + (try number("C\($1)")) } == Double(rows))
    }
}
