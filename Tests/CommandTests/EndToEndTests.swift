import Foundation
import Testing

/// The whole month with the demo city of `make demo`: about 1.6 million rows in 25 months.
@Suite(.serialized) struct EndToEndTests {
    /// Sampled, loaded and rendered once for all tests of this suite.
    static let city = Result { () throws -> String in
        let path = try Command.workspace("end-to-end", from: "2024-10", to: "2026-10")
        let run = try Command.gazette("run", "2026-10", "--workspace", path, "--workers", "2")
        try #require(run.status == 0 && run.errors.contains("by 2 workers"), "\(run.errors)")
        return path
    }

    @Test func everyPrintedFigureEqualsIndependentRecomputation() throws {
        let path = try Self.city.get()
        let oracle = try Command.run("/usr/bin/python3", [Command.root + "Tests/Oracles/recompute.py", path + "/exchange", path + "/output/2026-10", "202610"])
        #expect(oracle.status == 0, "\(oracle.text.suffix(2000))\(oracle.errors)")
        #expect(oracle.text.hasSuffix("20717 passed, 0 failed\n"), "\(oracle.text.suffix(200))")
    }

    @Test func goldenFilesAreEqual() throws {
        let check = try Command.gazette("golden", "check", "2026-10", "--workspace", try Self.city.get(), "--golden", Command.root + "Golden", "--read-only")
        #expect(check.status == 0, "\(check.text)\(check.errors)")
        #expect(check.text.contains("equal") || check.text.contains("incomparable"), "\(check.text)")
    }

    /// Another process, another zone and locale, one worker instead of two: the same bytes in every file.
    @Test func sameInputsSameBytes() throws {
        let path = try Self.city.get()
        let first = try Command.files(below: path + "/output/2026-10")
        let again = try Command.gazette("render", "2026-10", "--workspace", path, "--workers", "1", "--quiet",
            environment: ["TZ": "Pacific/Auckland", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE"])
        #expect(again.status == 0, "\(again.errors)")
        let second = try Command.files(below: path + "/output/2026-10")
        #expect(first.count > 200 && first.keys.sorted() == second.keys.sorted())
        for (name, bytes) in first { #expect(second[name] == bytes, "\(name)") }
    }

    /// Databases that were closed before leave no threads, which would forbid to divide the work.
    @Test(arguments: [["render", "--report", "SB-J01"], ["run"]]) func theMonthIsDividedOverProcesses(_ command: [String]) throws {
        let run = try Command.run(Command.binary, command + ["2026-10", "--workspace", try Self.city.get(), "--workers", "3"])
        #expect(run.status == 0 && run.errors.contains("by 3 workers"), "\(run.errors.suffix(600))")
    }

    /// Every page of the last month and of editions of other years, judged by measured ink.
    @Test(arguments: ["2026-10", "2025-12", "2025-03", "2024-10"]) func finishedPagesHaveNoFindings(_ month: String) throws {
        let lint = try Command.gazette("lint", "--pages", month, "--workspace", try Self.city.get())
        #expect(lint.status == 0 && lint.text.contains(" 0 findings"), "\(lint.text.suffix(600))\(lint.errors)")
    }

    /// The same from outside: characters and lines read back from the PDFs.
    @Test func thePDFsPassTheirJudge() throws {
        let folder = try Self.city.get() + "/output/2026-10"
        let files = try Command.files(below: folder).keys.filter { $0.hasSuffix(".pdf") }.sorted().map { "\(folder)/\($0)" }
        let judge = try Command.run(Command.python, [Command.root + "Tests/Oracles/judge_pdf.py"] + files)
        #expect(judge.status == 0 && files.count == 150, "\(judge.text.suffix(800))\(judge.errors)")
    }

    /// Every figure of every table, read back from the PDFs with its place on the page, is the one of the figures file; and every
    /// number in a chart is one of the chart.
    @Test func pdfsHoldTheSameFigures() throws {
        let compare = try Command.run(Command.python, [Command.root + "Tests/Oracles/compare_pdf.py", try Self.city.get() + "/output/2026-10"])
        #expect(compare.status == 0 && compare.text.hasSuffix("150 files, 2416 labels of charts, 20717 equal, 0 different\n"), "\(compare.text.suffix(800))\(compare.errors)")
    }

    /// Outlines, advances and widths in the PDFs are those of the faces, character by character.
    @Test func embeddedFontsAreTheFaces() throws {
        let check = try Command.run(Command.python, [Command.root + "Tests/Oracles/check_pdf_fonts.py", Command.root + "Fonts", try Self.city.get() + "/output/2026-10"])
        #expect(check.status == 0 && check.text.hasPrefix("150 files, 750 fonts, ") && check.text.hasSuffix(" characters, 0 differences\n"), "\(check.text.suffix(800))\(check.errors)")
    }

    /// Docs/Gallery.md shows the pages as they are drawn now: `make pictures` makes them anew.
    @Test func galleryPicturesAreCurrent() throws {
        let reports = ["X13", "X14", "X15"].map { "Tests/Gallery/\($0).yaml" }
        let forms = try Pictures.workspace("forms", below: try Self.city.get(), reports: reports)
        try Pictures.check(.gallery, workspace: forms)
    }

    @Test func publishThenVerifyNamesTheFlippedByte() throws {
        let path = try Self.city.get()
        let published = try Command.gazette("publish", "2026-10", "--workspace", path, "--json")
        try #require(published.status == 0, "\(published.errors)")
        let record = try #require(JSONSerialization.jsonObject(with: Data(published.text.utf8)) as? [String: Any])
        let folder = try #require(record["folder"] as? String)
        #expect(try Command.gazette("verify", "2026-10", "--workspace", path).status == 0)
        let again = try Command.gazette("publish", "2026-10", "--workspace", path)
        #expect(again.status == 0 && again.text.contains("nothing new: number") && again.errors.contains("compared with 2026-10/"), "\(again.text)\(again.errors)")
        #expect(!again.errors.contains("published"), "\(again.errors)")

        // From the folder alone, in another place.
        let copy = try Command.folder("copy") + "/release"
        try FileManager.default.copyItem(atPath: folder, toPath: copy)
        #expect(try Command.gazette("verify", copy).status == 0)
        let pages = try Command.files(below: copy).keys.filter { $0.hasSuffix(".pdf") }.sorted()
        let victim = try #require(pages.first)
        var bytes = try Data(contentsOf: URL(filePath: "\(copy)/\(victim)"))
        bytes[bytes.count / 2] ^= 1
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(copy)/\(victim)")
        try bytes.write(to: URL(filePath: "\(copy)/\(victim)"))
        let damaged = try Command.gazette("verify", copy)
        #expect(damaged.status == 1 && damaged.errors.contains(victim.split(separator: "/").last!), "\(damaged.errors)")
        #expect(damaged.errors.components(separatedBy: "error:").count == 2, "exactly the damaged artefact is named: \(damaged.errors)")
    }

    @Test func pagesAreMarkedAndTextCanBeExtracted() throws {
        let path = try Self.city.get()
        let text = try Command.run("/usr/bin/pdftotext", ["-layout", path + "/output/2026-10/SB-Z02/SB-Z02_city_2026-10.pdf", "-"]).text.filter { $0 != " " }
        for word in ["社会保险费收缴情况（分险种）", "合成数据", "测试版", "第1页共", "企业职工基本养老保险", "全部通过"] { #expect(text.contains(word), "\(word)") }
        let fonts = try Command.run("/usr/bin/pdffonts", [path + "/output/2026-10/SB-Z02/SB-Z02_city_2026-10.pdf"]).text
        for line in fonts.split(separator: "\n").dropFirst(2) { #expect(line.contains("Gazette") && line.contains("yes yes yes"), "\(line)") }
        #expect(try Command.run("/usr/bin/pdftotext", [path + "/releases/current/2026-10/SB-Z02/SB-Z02_city_2026-10.pdf", "-"]).text.contains("未签批")
            || !FileManager.default.fileExists(atPath: path + "/releases/current"))
    }

    /// Full precision and the same display: each number of every workbook, in tables and behind charts, equals the figures file.
    @Test func workbookHoldsTheSameFigures() throws {
        let compare = try Command.run(Command.python, [Command.root + "Tests/Oracles/compare_workbook.py", try Self.city.get() + "/output/2026-10"])
        #expect(compare.status == 0 && compare.text.hasSuffix("150 files, 24311 equal, 0 different\n"), "\(compare.text.suffix(800))\(compare.errors)")
    }

    /// LibreOffice opens every workbook without repair, computes its formulas anew, and finds the same figures.
    @Test func workbooksRecomputeToTheSameFigures() throws {
        let path = try Self.city.get(), folder = path + "/output/2026-10"
        let files = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }.filter { $0.hasSuffix(".xlsx") }.sorted()
        let script = Command.root + "Tests/Oracles/recalculate.py"
        let result = try Command.run(Command.python, [script, path + "/office"] + files.map { folder + "/" + $0 })
        let total = result.text.split(separator: "\n").last?.split(separator: "\t") ?? []
        #expect(result.status == 0 && total.count == 5, "\(result.errors)")
        #expect(total.count == 5 && total[1] == "150" && Int(total[3])! > 3500 && total[4] == "0", "\(result.text.split(separator: "\n").filter { !$0.contains("\tformula\t") }.prefix(20))")
    }

    @Test func htmlHoldsTheSameFigures() throws {
        let path = try Self.city.get()
        let render = try Command.gazette("render", "2026-10", "--workspace", path, "--format", "html", "--quiet")
        #expect(render.status == 0, "\(render.errors)")
        let compare = try Command.run("/usr/bin/python3", [Command.root + "Tests/Oracles/compare_html.py", path + "/output/2026-10"])
        #expect(compare.status == 0 && compare.text.hasSuffix("20717 equal, 0 different\n"), "\(compare.text.suffix(600))\(compare.errors)")
    }

    @Test func webPagesCanBeWalkedAndChartsAreSound() throws {
        let path = try Self.city.get()
        let render = try Command.gazette("render", "2026-10", "--workspace", path, "--format", "html", "--format", "chart-svg", "--quiet")
        #expect(render.status == 0, "\(render.errors)")
        let check = try Command.run("/usr/bin/python3", [Command.root + "Tests/Oracles/check_web.py", path + "/output/2026-10"])
        #expect(check.status == 0 && check.text.hasSuffix(" 0 problems\n"), "\(check.text.suffix(900))\(check.errors)")
    }

    /// Of a month whose log of times no other test reads.
    @Test func resolutionActsOnChartPictures() throws {
        let path = try Self.city.get(), folder = path + "/output/2026-09/SB-Z03"
        for (options, width) in [([], 1000), (["--dpi", "72"], 500), ([], 1000)] {
            let render = try Command.gazette(["render", "2026-09", "--workspace", path, "--report", "SB-Z03", "--format", "chart-png", "--quiet"] + options)
            #expect(render.status == 0, "\(render.errors)")
            let header = try #require(FileManager.default.contents(atPath: folder + "/SB-Z03_city_2026-09_fig1.png")).prefix(24)
            #expect(header.dropFirst(16).prefix(4).reduce(0) { $0 << 8 | Int($1) } == width)
        }
    }

    @Test func provenanceNamesFormulaOperandsCalibersAndBatches() throws {
        let path = try Self.city.get()
        let lines = try String(contentsOfFile: path + "/output/2026-10/SB-Z02/SB-Z02_110105_2026-10.provenance.tsv", encoding: .utf8).split(separator: "\n")
        let rate = try #require(lines.first { $0.hasPrefix("r02c10\t") }).split(separator: "\t", omittingEmptySubsequences: false)
        #expect(rate[2] == "7栏 ÷ 5栏" && rate[3].contains("7栏 02行 2026-10 = ") && rate[5] == "pension-202610-1")
        let due = try #require(lines.first { $0.hasPrefix("r03c5\t") }).split(separator: "\t", omittingEmptySubsequences: false)
        #expect(due[3].contains("due{district: 110105, insurance: 110, part: unit} 2026-10 = "))
    }

    @Test func slowReportsAreListed() throws {
        let path = try Self.city.get()
        let list = try Command.gazette("list", "slow", "2026-10", "--count", "3", "--workspace", path)
        let lines = list.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(list.status == 0 && lines.count == 4 && lines[0] == ["report", "scope", "pages", "milliseconds"], "\(list.text)\(list.errors)")
        let times = lines.compactMap { Double($0.last ?? "") }
        #expect(times.count == 3 && times == times.sorted(by: >) && times[2] > 0)
        let none = try Command.gazette("list", "slow", "2025-01", "--workspace", path)
        #expect(none.status == 1 && none.errors.contains("gazette render 2025-01"), "\(none.errors)")
    }

    @Test func unchangedFilesAreNotLoadedAgain() throws {
        let load = try Command.gazette("load", "--workspace", try Self.city.get())
        #expect(load.status == 0 && load.text.contains("loaded 0 files, 425 unchanged"), "\(load.text)\(load.errors)")
    }
}
