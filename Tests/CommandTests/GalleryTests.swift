import Foundation
import Testing

/// Forms that are added by YAML alone: nothing under Sources knows them.
@Suite struct GalleryTests {
    /// The demo city with the forms of Tests/Gallery among its definitions.
    private static let city = Result { () throws -> String in
        let path = try Command.workspace("gallery", from: "2025-10", to: "2026-10", scale: 4000)
        let definitions = path + "/definitions"
        try FileManager.default.copyItem(atPath: Command.root + "ReportDefs", toPath: definitions)
        for name in ["X13.yaml", "X14.yaml", "X15.yaml"] {
            try FileManager.default.copyItem(atPath: Command.root + "Tests/Gallery/" + name, toPath: definitions + "/reports/" + name)
        }
        let settings = try String(contentsOfFile: path + "/gazette.yaml", encoding: .utf8)
        let changed = settings.split(separator: "\n", omittingEmptySubsequences: false).map { $0.hasPrefix("definitions:") ? "definitions: definitions" : $0 }
        try changed.joined(separator: "\n").write(toFile: path + "/gazette.yaml", atomically: true, encoding: .utf8)
        let load = try Command.gazette("load", "--workspace", path, "--quiet")
        try #require(load.status == 0, "\(load.errors)")
        let render = try Command.gazette("render", "2026-10", "--workspace", path, "--report", "SB-X13", "--report", "SB-X14", "--report", "SB-X15")
        try #require(render.status == 0, "\(render.errors)")
        return path
    }

    private func text(_ report: String, page: Int? = nil) throws -> String {
        let pages = page.map { ["-f", String($0), "-l", String($0)] } ?? []
        return try Command.run("/usr/bin/pdftotext", pages + ["-layout", try Self.city.get() + "/output/2026-10/\(report)/\(report)_city_2026-10.pdf", "-"]).text
    }

    @Test func slantedHeadCrosstabTopRowsAndSuppression() throws {
        let lint = try Command.gazette("lint", "--workspace", try Self.city.get())
        #expect(lint.status == 0, "\(lint.text)\(lint.errors)")
        let text = try text("SB-X13")
        for label in ["人员类别", "指标", "区县", "其他区县", "按人员类别", "本市城镇", "01 行 = 02～10 行之和"] { #expect(text.contains(label), "\(label)") }
        #expect(!text.contains("失业领取"), "classes without persons are left out")
        let figures = try String(contentsOfFile: try Self.city.get() + "/output/2026-10/SB-X13/SB-X13_city_2026-10.figures.tsv", encoding: .utf8)
        let rows = figures.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        #expect(rows.contains { $0.contains("suppressed") })
        let provenance = try String(contentsOfFile: try Self.city.get() + "/output/2026-10/SB-X13/SB-X13_city_2026-10.provenance.tsv", encoding: .utf8)
        #expect(provenance.contains("*"), "operands of a table with hidden cells are masked")
    }

    @Test func wideTableIsDividedAndSumsAreCarried() throws {
        let first = try text("SB-X14", page: 1), second = try text("SB-X14", page: 2), third = try text("SB-X14", page: 3)
        func line(_ start: String, _ text: String) -> [Substring] {
            text.split(separator: "\n").first { $0.drop { $0 == " " }.hasPrefix(start) }?.split(separator: " ").dropFirst().map { $0 } ?? []
        }
        #expect(line("过次页", first).count >= 4 && line("过次页", first) == line("承前页", second), "what is carried over arrives")
        #expect(!second.contains("（续）") && second.contains("工伤保险") && second.contains("续表"), "groups that fit a page stay whole")
        #expect(!first.contains("上年同期") && third.contains("上年同期"), "heads that do not fit come on later pages")
    }

    /// Lines of figures.tsv as fields.
    private func figures(_ report: String, _ variant: String = "") throws -> [[String]] {
        let text = try String(contentsOfFile: try Self.city.get() + "/output/2026-10/\(report)/\(report)_city_2026-10\(variant).figures.tsv", encoding: .utf8)
        return text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    private func value(_ key: String, _ rows: [[String]], _ column: Int = 6) -> String? { rows.first { $0[0] == key }?[column] }

    @Test func severalTablesStandOnOnePageAndReferToEachOther() throws {
        let first = try text("SB-X15", page: 1)
        for title in ["一、参保与缴费", "二、各月实缴", "三、企业职工基本养老保险分区县"] { #expect(first.contains(title), "\(title)") }
        #expect(first.contains("内部资料") && first.contains("本表审核关系 3 条全部通过"))
        let rows = try figures("SB-X15")
        #expect(value("table/r01/c5", rows) != nil && value("table/r01/c5", rows) == value("table-分月/r01/c1", rows))
        #expect(value("table/r01/c1", rows) == value("table-区县/r01/c1", rows), "the relation between tables holds")
        #expect(rows.count { $0[0].hasPrefix("chart/fig3/s") && $0[1] == "series" } == 18, "a panel for each district")
        #expect(rows.count { $0[0].hasPrefix("chart/fig4/s1/") && $0[1] == "point" } == 18, "a tile for each district")
    }

    @Test func parametersChangeUnitsSliceComparisonAndColumns() throws {
        let path = try Self.city.get(), choices = ["--set", "金额单位=元", "--set", "人员类别=11", "--set", "对比期=上月", "--set", "隐藏=4"]
        let render = try Command.gazette(["render", "2026-10", "--workspace", path, "--report", "SB-X15", "--format", "figures", "--format", "pdf"] + choices)
        #expect(render.status == 0 && !render.errors.contains("WSP010"), "all relations hold for the narrowed report: \(render.errors)")
        let variant = "_人员类别=11,对比期=上月,金额单位=元,隐藏=4", chosen: [[String]] = try figures("SB-X15", variant), standard: [[String]] = try figures("SB-X15")
        #expect(value("table/r01/c5", chosen, 3) == "元" && value("table/r01/c5", standard, 3) == "万元")
        #expect(value("table/r01/c4", chosen) == nil && value("table/r01/c4", standard) != nil, "the hidden column is not printed")
        let all = Double(value("table/r01/c1", standard, 2) ?? "") ?? 0, part = Double(value("table/r01/c1", chosen, 2) ?? "") ?? 0
        #expect(part > 0 && part < all, "one class of persons only")
        let pdf = try Command.run("/usr/bin/pdftotext", ["-layout", path + "/output/2026-10/SB-X15/SB-X15_city_2026-10\(variant).pdf", "-"]).text
        #expect(pdf.contains("（本市城镇）") && pdf.contains("比上月"))
        for (wrong, hint) in [("金额单=元", "did you mean '金额单位'?"), ("金额单位=人", "choose one of: 元, 万元, 亿元"), ("对比期=上月+上年同月", "choose one of")] {
            let refused = try Command.gazette("render", "2026-10", "--workspace", path, "--report", "SB-X15", "--set", wrong)
            #expect(refused.status == 1 && refused.errors.contains(hint), "\(refused.errors)")
        }
    }

    /// A chosen month is the run's: the same files as of `render MONTH`.
    @Test func aChosenMonthOrScopeIsTheRuns() throws {
        let path = try Self.city.get(), file = path + "/output/2026-08/SB-X15/SB-X15_city_2026-08.figures.tsv"
        let chosen = ["--workspace", path, "--report", "SB-X15", "--format", "figures", "--set", "报告期=2026-08", "--set", "编报范围=city"]
        let render = try Command.gazette(["render"] + chosen)
        #expect(render.status == 0, "\(render.errors)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(try Command.gazette("render", "2026-08", "--workspace", path, "--report", "SB-X15", "--format", "figures").status == 0)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
        for (wrong, hint) in [("报告期=2026-09", "choose one of: 2026-08, 2026-10～"), ("编报范围=110105", "choose some of: city")] {
            let refused = try Command.gazette("render", "2026-10", "--workspace", path, "--report", "SB-X15", "--set", wrong)
            #expect(refused.status == 1 && refused.errors.contains(hint), "\(refused.errors)")
        }
    }

    @Test func bindingMirrorsEvenPages() throws {
        let path = try Self.city.get()
        let words = try Command.run(Command.python, ["-c", """
            import pdfplumber, sys
            pages = pdfplumber.open(sys.argv[1]).pages
            for page in pages[:2]:
                print(round(min(w["x0"] for w in page.extract_words())), round(page.width - max(w["x1"] for w in page.extract_words())))
            """, path + "/output/2026-10/SB-X15/SB-X15_city_2026-10.pdf"])
        let margins = words.text.split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }
        #expect(margins.count == 2 && margins[0].count == 2 && margins[0][0] - margins[0][1] >= 15 && margins[1][1] - margins[1][0] >= 15, "\(words.text)\(words.errors)")
    }

    /// All three tables of SB-X15, and the crosstab.
    @Test func htmlHoldsAllTables() throws {
        let path = try Self.city.get()
        let render = try Command.gazette(
            "render", "2026-10", "--workspace", path, "--report", "SB-X13", "--report", "SB-X14", "--report", "SB-X15", "--format", "html", "--format", "chart-svg", "--quiet")
        #expect(render.status == 0, "\(render.errors)")
        for oracle in ["compare_html.py", "check_web.py"] {
            let result = try Command.run("/usr/bin/python3", [Command.root + "Tests/Oracles/" + oracle, path + "/output/2026-10"])
            #expect(result.status == 0, "\(result.text.suffix(900))\(result.errors)")
        }
    }

    @Test func bookHasContentsWithLinksAndNumberedPages() throws {
        let path = try Self.city.get()
        let bind = try Command.gazette("book", "2026-10", "--workspace", path, "--report", "SB-Z01", "--report", "SB-X15", "--scope", "city", "--scope", "110105")
        #expect(bind.status == 0 && bind.text.contains("3 reports"), "\(bind.text)\(bind.errors)")
        let read = try Command.run(Command.python, ["-c", """
            import pdfplumber, re, sys
            pdf = pdfplumber.open(sys.argv[1])
            numbers = {page.page_obj.pageid: page.page_number for page in pdf.pages}
            wanted = re.findall(r"(\\d+)$", pdf.pages[1].extract_text(), re.M)
            targets = [numbers[a["data"]["Dest"][0].objid] for a in pdf.pages[1].annots]
            found = all("— %d —" % n in pdf.pages[n - 1].extract_text() for n in targets)
            print(len(targets), targets == [int(n) for n in wanted], found)
            """, path + "/output/2026-10/books/all_2026-10.pdf"])
        #expect(read.text == "3 True True\n", "\(read.text)\(read.errors)")
    }

    /// The guide to definitions: every key has a row and an example that uses it, every picture is what is drawn now.
    @Test func guideToDefinitionsIsComplete() throws {
        let guide = Command.root + "Docs/ReportDefinitions.md", examples = Command.root + "Docs/examples"
        let result = try Command.run(Command.python, [Command.root + "Tests/Oracles/check_guide.py", guide, Command.root + "Docs/schema", examples])
        #expect(result.status == 0 && result.text.hasSuffix(" 0 problems\n"), "\(result.text)\(result.errors)")
        let reports = try FileManager.default.contentsOfDirectory(atPath: examples).filter { $0.hasSuffix(".yaml") }.map { "Docs/examples/" + $0 }
        let path = try Pictures.workspace("guide", below: try Self.city.get(), reports: reports)
        let lint = try Command.gazette("lint", "--workspace", path)
        #expect(lint.status == 0, "\(lint.text)\(lint.errors)")
        try Pictures.check(.guide, workspace: path)
    }

    @Test func workbooksOpenAndKeepNumbers() throws {
        for report in ["SB-X13", "SB-X14"] {
            let read = try Command.run(
                Command.python, ["-c", """
                import openpyxl, sys
                sheet = openpyxl.load_workbook(sys.argv[1], data_only=True).worksheets[0]
                numbers = sum(1 for row in sheet.iter_rows() for cell in row if isinstance(cell.value, (int, float)))
                slanted = any(cell.border.diagonalDown for row in sheet.iter_rows() for cell in row)
                print(numbers, slanted)
                """, try Self.city.get() + "/output/2026-10/\(report)/\(report)_city_2026-10.xlsx"])
            let words = read.text.split(separator: " ")
            #expect(read.status == 0 && (Int(words.first ?? "") ?? 0) > 80 && words.last == "True\n", "\(read.text)\(read.errors)")
        }
    }
}
