import Foundation
import Testing

/// What stands on finished pages, and what the judge of pages says of them, through the program.
@Suite struct PageTests {
    /// Two months of a small city whose definitions, with the forms of Tests/Gallery, may be changed in a test.
    private static let city = Result { () throws -> String in
        let path = try Command.workspace("pages", from: "2026-09", to: "2026-10", scale: 8000)
        try FileManager.default.copyItem(atPath: Command.root + "ReportDefs", toPath: path + "/definitions")
        for name in ["X14.yaml", "X15.yaml"] {
            try FileManager.default.copyItem(atPath: Command.root + "Tests/Gallery/" + name, toPath: "\(path)/definitions/reports/\(name)")
        }
        try edit(path + "/gazette.yaml") { line in line.hasPrefix("definitions:") ? "definitions: definitions" : line }
        let load = try Command.gazette("load", "--workspace", path, "--quiet")
        try #require(load.status == 0, "\(load.errors)")
        return path
    }

    private static func edit(_ file: String, _ change: (String) -> String) throws {
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        try lines.map(change).joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// The same city with definitions of its own, changed by `change`.
    private func variant(_ name: String, _ change: (_ definitions: String) throws -> Void) throws -> String {
        let path = try Self.city.get(), definitions = "\(path)/definitions-\(name)", settings = "\(path)/\(name)"
        for folder in [definitions, settings] { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(atPath: path + "/definitions", toPath: definitions)
        try change(definitions)
        try FileManager.default.createDirectory(atPath: settings, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: path + "/gazette.yaml", toPath: settings + "/gazette.yaml")
        for folder in ["exchange", "warehouse"] { try FileManager.default.createSymbolicLink(atPath: "\(settings)/\(folder)", withDestinationPath: "\(path)/\(folder)") }
        // The folder lies deeper than the city's: paths relative to that lead elsewhere.
        try Self.edit(settings + "/gazette.yaml") { line in
            line.hasPrefix("definitions:") ? "definitions: ../definitions-\(name)" : line.hasPrefix("fonts:") ? "fonts: \(Command.root)Fonts" : line
        }
        return settings
    }

    // MARK: Lint

    /// A chart whose title no page has room for fails the build; accepted for a while it does not; when the day is over it does again.
    @Test func findingsFailTheBuild() throws {
        func lint(_ path: String, _ more: String...) throws -> Command.Output {
            try Command.gazette(["lint", "--pages", "2026-10", "--workspace", path, "--report", "SB-Z04"] + more)
        }
        let sound = try lint(try Self.city.get())
        #expect(sound.status == 0 && sound.text.contains(" 0 findings"), "\(sound.text)\(sound.errors)")
        let long = String(repeating: "征缴收入预算执行率", count: 24)
        let path = try variant("lint") { definitions in
            try Self.edit(definitions + "/reports/overview/Z04.yaml") { $0.replacing("title: 征缴收入预算执行率", with: "title: \(long)") }
        }
        let faulty = try lint(path)
        #expect(faulty.status == 1 && !faulty.text.contains(" 0 findings"), "\(faulty.text)\(faulty.errors)")
        for words in ["[LC005]", "SB-Z04_city_2026-10, page ", ", fig1/title", "SB-Z04_city_2026-10, chart picture 1, fig1/title", " pt [", "hint: "] {
            #expect(faulty.errors.contains(words), "\(words): \(faulty.errors)")
        }
        let rules = Set(faulty.errors.split(separator: "[LC").dropFirst().map { "LC" + $0.prefix(3) })
        let entries = rules.sorted().map { "  - {rule: \($0), report: SB-Z04, reason: 标题待改, expires: 2026-11-30}\n" }.joined()
        try ("suppressions:\n" + entries).write(toFile: path + "/../definitions-lint/layout-suppressions.yaml", atomically: true, encoding: .utf8)
        let accepted = try lint(path, "--today", "2026-11-30")
        #expect(accepted.status == 0 && accepted.text.contains(" 0 findings, ") && accepted.text.contains("suppressed"), "\(accepted.text)\(accepted.errors)")
        let late = try lint(path, "--today", "2026-12-01")
        #expect(late.status == 1 && late.errors.contains("[LC090]") && late.errors.contains("layout-suppressions.yaml:2") && late.errors.contains("[LC005]"), "\(late.errors)")
    }

    /// An entry whose day is over fails the build even when nothing is wrong any more.
    @Test func anExpiredSuppressionFailsTheBuild() throws {
        let path = try variant("expired") { definitions in
            try "suppressions:\n  - {rule: LC004, report: SB-Z04, reason: 图例待改, expires: 2026-10-01}\n".write(
                toFile: definitions + "/layout-suppressions.yaml", atomically: true, encoding: .utf8)
        }
        let lint = try Command.gazette("lint", "--pages", "2026-10", "--workspace", path, "--report", "SB-Z04")
        #expect(lint.status == 1 && lint.errors.contains("[LC090]") && lint.text.contains(" 1 findings"), "\(lint.text)\(lint.errors)")
    }

    // MARK: Pages

    /// A form has the same left edge in all scopes and months, also where feeds are missing: where its head line begins.
    @Test func frameOfAFormKeepsItsPlace() throws {
        let path = try Command.workspace("frames", from: "2026-09", to: "2026-10", scale: 8000)
        for feed in ["SY", "YS"] { try FileManager.default.removeItem(atPath: "\(path)/exchange/202610/\(feed)_202610.TXT") }
        _ = try Command.gazette("load", "--workspace", path, "--quiet")
        var edges: [String: Set<Substring>] = [:], count = 0
        for month in ["2026-09", "2026-10"] {
            let render = try Command.gazette("render", month, "--workspace", path, "--format", "pdf", "--quiet")
            try #require(render.status == 0, "\(render.errors)")
            for (name, _) in try Command.files(below: path + "/output") where name.hasPrefix(month + "/") && name.hasSuffix(".pdf") {
                let words = try Command.run("/usr/bin/pdftotext", ["-l", "1", "-bbox", "\(path)/output/\(name)", "-"]).text
                let head = try #require(words.split(separator: "\n").first { $0.contains("编制单位") }, "\(name)")
                let report = name.split(separator: "/").last!.split(separator: "_")[0]
                edges[String(report), default: []].insert(head.split(separator: "\"")[1])
                count += 1
            }
        }
        #expect(edges.count == 14 && count > 200)
        for (report, found) in edges { #expect(found.count == 1, "\(report): \(found)") }
    }

    /// The watermark of the theme lies across every page as outlines: nothing of it can be read as text.
    @Test func watermarkIsDrawnWithoutText() throws {
        let marked = try variant("watermark") { definitions in
            let theme = try #require(try FileManager.default.contentsOfDirectory(atPath: definitions + "/theme").first { $0.hasSuffix(".yaml") })
            try Self.edit("\(definitions)/theme/\(theme)") { $0.hasPrefix("title_size:") ? $0 + "\nwatermark: \"{state}\"" : $0 }
        }
        var pages: [[Substring]] = []
        for path in [try Self.city.get(), marked] {
            let render = try Command.gazette("render", "2026-10", "--workspace", path, "--report", "SB-X15", "--format", "pdf")
            try #require(render.status == 0, "\(render.errors)")
            let read = try Command.run(Command.python, ["-c", """
                import ctypes, sys
                import pypdfium2 as pdfium, pypdfium2.raw as raw
                for page in pdfium.PdfDocument(sys.argv[1]):
                    width, height = page.get_size()
                    boxes = []
                    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
                        fill, stroke = ctypes.c_int(), ctypes.c_int()
                        raw.FPDFPath_GetDrawMode(item, fill, stroke)
                        color = [ctypes.c_uint() for _ in range(4)]
                        raw.FPDFPageObj_GetStrokeColor(item, *color)
                        kinds = {raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(item, i)) for i in range(raw.FPDFPath_CountSegments(item))}
                        if stroke.value and not fill.value and raw.FPDF_SEGMENT_BEZIERTO in kinds and [c.value for c in color[:3]] == [0x9a, 0xa3, 0xab]:
                            boxes.append(item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos())
                    across = bool(boxes) and max(b[2] for b in boxes) - min(b[0] for b in boxes) > width / 3 and max(b[3] for b in boxes) - min(b[1] for b in boxes) > height / 8
                    text = page.get_textpage().get_text_bounded()
                    print(across, text.count("测试版") + text.count("未签批") + text.count("正式"), len(text), sep=" ")
                """, path + "/output/2026-10/SB-X15/SB-X15_city_2026-10.pdf"])
            try #require(read.status == 0, "\(read.errors)")
            pages.append(read.text.split(separator: "\n"))
        }
        #expect(pages[0].count >= 2 && pages[0].count == pages[1].count)
        for (plain, marked) in zip(pages[0], pages[1]) {
            #expect(plain.hasPrefix("False ") && marked.hasPrefix("True ") && plain.dropFirst(6) == marked.dropFirst(5), "\(plain) and \(marked)")
        }
    }

    /// 过次页 and 承前页 are the sums of the figures on the rows printed so far, taken from the text of the pages.
    @Test func carriedSumsAreThoseOfThePrintedRows() throws {
        let path = try Self.city.get()
        let render = try Command.gazette("render", "2026-10", "--workspace", path, "--report", "SB-X14", "--format", "pdf")
        try #require(render.status == 0, "\(render.errors)")
        let read = try Command.run(Command.python, ["-c", """
            import decimal, re, sys
            import pdfplumber
            decimal.getcontext().prec = 60
            number = re.compile(r"^-?[\\d,]+(\\.\\d+)?$")
            sums, seams, before, groups = {}, 0, None, ("企业职工", "失业", "工伤", "合计")
            def lines(page):
                rows, last = [], -9
                for word in sorted(page.extract_words(x_tolerance=1.5), key=lambda word: word["top"] + word["bottom"]):
                    middle = (word["top"] + word["bottom"]) / 2
                    if middle - last > 4:
                        rows.append([])
                    rows[-1].append(word)
                    last = middle
                return [sorted(row, key=lambda word: word["x0"]) for row in rows]
            for page in pdfplumber.open(sys.argv[1]).pages:
                for row in lines(page):
                    texts = [word["text"] for word in row]
                    title, figures = texts[0], [(round(word["x1"]), decimal.Decimal(word["text"].replace(",", ""))) for word in row[1:] if number.match(word["text"])]
                    if title in ("过次页", "承前页"):
                        for x, value in figures:
                            near = [key for key in sums if abs(key - x) <= 2]
                            if len(near) != 1 or sums[near[0]] != value:
                                print(title, x, value, near and sums[near[0]])
                            seams += 1
                    elif title in ("甲",):
                        # The same columns go on; others begin anew.
                        heads = tuple(texts)
                        if heads != before:
                            sums, before = {}, heads
                    elif len(row) > 3 and re.match(r"^\\d{1,3}$", texts[1]) and not title.startswith(groups):
                        for x, value in figures[1:]:
                            near = [key for key in sums if abs(key - x) <= 2]
                            key = near[0] if near else x
                            sums[key] = sums.get(key, 0) + value
            print(seams)
            """, path + "/output/2026-10/SB-X14/SB-X14_city_2026-10.pdf"])
        #expect(read.status == 0 && Int(read.text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 >= 6, "\(read.text)\(read.errors)")
    }

    /// The starter of every kind passes lint, renders, and its pages have no findings.
    @Test(arguments: ["table", "crosstab", "time-series", "groups"]) func startersAreSoundReports(_ kind: String) throws {
        let path = try variant("new-" + kind) { _ in }
        let made = try Command.gazette("new", "report", "SB-X77", "--title", "新表", "--subsystem", "养老保险", "--kind", kind, "--workspace", path)
        #expect(made.status == 0, "\(made.text)\(made.errors)")
        let lint = try Command.gazette("lint", "--pages", "2026-10", "--workspace", path, "--report", "SB-X77")
        #expect(lint.status == 0 && lint.text.contains(" 0 errors") && lint.text.contains(" 0 findings"), "\(lint.text)\(lint.errors)")
        let render = try Command.gazette("render", "2026-10", "--workspace", path, "--report", "SB-X77", "--scope", "city")
        #expect(render.status == 0, "\(render.errors)")
        for name in ["pdf", "xlsx", "figures.tsv"] {
            let folder = path + "/output/2026-10/SB-X77"
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).contains { $0.hasPrefix("SB-X77_city") && $0.hasSuffix(name) }, "\(kind): \(name)")
        }
    }

    /// A quotient by zero shows the declared special value, on paper and in the figures; no number, no error.
    @Test func divisionByZeroShowsTheSpecialValue() throws {
        let path = try variant("zero") { definitions in
            try """
            report: SB-X78
            title: 零除
            subsystem: 养老保险
            frequency: monthly
            scopes: [city]
            table:
              stub: {title: 项目}
              columns:
                - {code: 1, name: paid, title: 实缴, unit: 元, decimals: 2, value: paid}
                - {code: 2, name: none, title: 差, unit: 元, decimals: 2, value: paid栏 - paid栏}
                - {code: 3, title: 商, unit: "%", value: paid栏 ÷ none栏}
              rows:
                - {code: "01", title: 甲, slice: {insurance: "110"}}
            """.write(toFile: definitions + "/reports/X78.yaml", atomically: true, encoding: .utf8)
        }
        let render = try Command.gazette("render", "2026-10", "--workspace", path, "--report", "SB-X78", "--format", "figures", "--format", "pdf")
        #expect(render.status == 0, "\(render.errors)")
        let folder = path + "/output/2026-10/SB-X78/SB-X78_city_2026-10"
        let rows = try String(contentsOfFile: folder + ".figures.tsv", encoding: .utf8).split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        let cells = Dictionary(rows.map { ($0[0], $0) }) { first, _ in first }
        #expect(cells["table/r01/c2"]?[6] == "0.00" && cells["table/r01/c3"]?[6] == "—", "\(cells["table/r01/c3"] ?? [])")
        let text = try Command.run("/usr/bin/pdftotext", ["-layout", folder + ".pdf", "-"]).text
        let line = text.split(separator: "\n").first { $0.drop { $0 == " " }.hasPrefix("甲") && $0.contains("0.00") }
        #expect(line?.split(separator: " ").last == "—", "\(text)")
    }
}
