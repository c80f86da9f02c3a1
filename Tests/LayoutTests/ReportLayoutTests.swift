import Composition
import Diagnostics
import Layout
import Quantities
import ReportModel
import Scene
import Testing

struct ReportLayoutTests {
    private func checks(_ report: BuiltReport) throws -> [PageChecks] { try PagePropertyTests.pages(report).map { PageChecks($0) } }

    private func diagnostic(_ report: BuiltReport, shaper: TestShaper = TestShaper()) -> Diagnostic? {
        do {
            _ = try PagePropertyTests.pages(report, shaper: shaper)
            return nil
        } catch { return (error as? DiagnosticsError)?.diagnostics.first }
    }

    @Test func theStateIsALayerOfItsOwn() throws {
        var official = SampleForms.z02()
        official.form.state = "正式版（第 2 次重述）"
        let a = try PagePropertyTests.pages(SampleForms.z02())[0], b = try PagePropertyTests.pages(official)[0]
        let start = try #require(a.stateLayerStart)
        #expect(b.stateLayerStart == start)
        #expect(a.items[..<start].map { "\($0)" } == b.items[..<start].map { "\($0)" })
        #expect(PageChecks(a).texts.last?.text == "测试版" && PageChecks(b).texts.last?.text == official.form.state)
        PageChecks(b).expectSound("long state")
    }

    /// 行首行尾标点挤压: the white half of a bracket at either end of a line is left out, so that ink stands in the middle, and at the edges.
    @Test func punctuationAtTheEndsOfLinesTakesNoPart() throws {
        var report = SampleForms.z02()
        report.title = "社会保险费收缴情况（分险种）"
        report.form.period = "2022 年（截至 9 月）"
        report.form.units = "计量单位：人（次）"
        report.notes = [BuiltNote(mark: nil, text: "“—”表示不适用。")]
        report.table!.rows[1].title = "（一）企业职工"
        let page = try checks(report)[0], frame = page.boxes(.title)[0].box.rect
        let titles = page.texts.filter { $0.text == report.title || $0.text == report.form.period }
        #expect(titles.count == 2)
        for text in titles { #expect(abs(text.rect.midX - frame.midX) < 1e-6, "\(text.text)") }
        let right = try #require(page.texts.first { $0.text.hasSuffix(report.form.units) }), note = try #require(page.texts.first { $0.text == report.notes[0].text })
        #expect(abs(right.rect.maxX - frame.maxX) < 1e-6)
        #expect(abs(note.rect.x - (frame.x + 5 * note.run.size)) < 1e-6)
        let stub = try #require(page.texts.first { $0.text == "（一）企业职工" }), other = try #require(page.texts.first { $0.text == "失业保险" })
        #expect(abs(stub.rect.x - other.rect.x) < 1e-6)
        // Heads stand over the numbers of their columns.
        var both = 0
        let numbers = page.boxes(.columnNumber).flatMap { number in page.text(in: number.index).map { (number.box.rect, $0.rect.midX) } }
        for (index, box) in page.boxes(.headerCell) where box.rect.x > frame.x + 1 {
            guard let (_, middle) = numbers.first(where: { abs($0.0.x - box.rect.x) < 1e-6 && abs($0.0.maxX - box.rect.maxX) < 1e-6 }) else { continue }
            for text in page.text(in: index) {
                #expect(abs(text.rect.midX - middle) < 1e-6, "\(text.text)")
                if PageChecks.white(text.text) == (0.5, 0.5) { both += 1 }
            }
        }
        #expect(both > 0)
        page.expectSound("ends of lines")
    }

    /// A long title is a little smaller, then two lines at nearly full size, broken before its bracket; only then clearly smaller.
    @Test func longTitlesTakeTwoLinesBeforeTheyBecomeSmall() throws {
        func title(_ text: String) throws -> [PageChecks.SetText] {
            var report = SampleForms.long(rows: 8, columns: 4)
            report.title = text
            let page = try checks(report)[0]
            page.expectSound(text)
            return page.boxes(.title).flatMap { page.text(in: $0.index) }
        }
        let base = "示例市社会保险基金监督管理信息系统城乡居民养老保障待遇"
        for length in 10...25 {
            let lines = try title(base.prefix(length) + "情况（分区县、分险种）")
            if lines.count == 1 { #expect(lines[0].run.size >= 15) } else { #expect(lines.map(\.text) == [base.prefix(length) + "情况", "（分区县、分险种）"] && lines[0].run.size == 17) }
        }
        // No place where sense breaks: smaller first, words are broken last.
        #expect(try title(String(repeating: "社会保险基金收入", count: 4)).map(\.run.size) == [15])
        #expect(try title(String(repeating: "社会保险基金收入", count: 4) + "况").map(\.run.size) == [14.5])
        let halves = try title(String(repeating: "社会保险基金收入", count: 5))
        #expect(halves.count == 2 && halves.map { $0.text.count } == [20, 20] && halves[0].run.size == 17)
        // More pieces than lines, and two lines at the smallest size.
        let full = "企业职工、机关事业单位、城乡居民基本养老保险和失业保险、工伤保险、职工基本医疗保险（含生育）收缴情况（分险种、分缴费来源）"
        #expect(try title(full).count == 2)
        #expect(try title(full + String(repeating: "明细", count: 6)).map(\.run.size) == [13, 13])
    }

    @Test func aRowHasOneBaseline() throws {
        let page = try checks(SampleForms.z02())[0]
        for row in ["r01", "r03", "r08"] {
            let baselines = page.page.boxes.indices.filter { page.page.boxes[$0].name.hasPrefix(row) }
                .flatMap { page.text(in: $0) }.filter { $0.run.size >= 8 }.map(\.run.origin.y)
            #expect(baselines.count > 8 && Set(baselines).count == 1, "\(row): \(baselines)")
        }
    }

    /// Lines of notes are as full as can be; the last one is never a mere rest.
    @Test func notesFillTheirLines() throws {
        let shaper = TestShaper()
        var report = SampleForms.z02()
        for length in 95...140 {
            report.notes = [BuiltNote(mark: nil, text: String(repeating: "缴费人数为当月有到账缴费记录的", count: 20).prefix(length) + "完。")]
            let page = try checks(report)[0], frame = page.boxes(.title)[0].box.rect
            let lines = page.page.boxes.indices.filter { page.page.boxes[$0].name.hasPrefix("note1") }.flatMap { page.text(in: $0) }.map(\.text)
            let em = 7.0, room = frame.width - 5 * em, last = try #require(lines.last)
            #expect(lines.joined() == report.notes[0].text)
            guard lines.count > 1 else { continue }
            #expect(last.count >= 4)
            let isLent = shaper.width(of: lines[0].utf8, face: .heiRegular, size: em) < room - 1.5 * em
            #expect(!isLent || last.count <= 6, "\(length): the first line has room, the last one \(last.count) characters")
        }
    }

    @Test func pagesOnDemandAreThePagesOfTheDocument() throws {
        let report = SampleForms.long(rows: 200)
        let sequence = try PageSequence(report, theme: Theme(), shaper: TestShaper()), pages = try PagePropertyTests.pages(report)
        #expect(sequence.count == pages.count)
        for index in stride(from: pages.count - 1, through: 0, by: -1) {
            let page = try sequence.page(index)
            #expect(page.boxes == pages[index].boxes && page.utf8 == pages[index].utf8 && page.glyphs == pages[index].glyphs)
        }
    }

    @Test func followingPagesSayThatTheyContinue() throws {
        let pages = try checks(SampleForms.long(rows: 120))
        #expect(pages.count == 3)
        for (index, page) in pages.enumerated() {
            #expect(page.texts.contains { $0.text.hasSuffix("续表") } == (index > 0))
            #expect(page.boxes(.title).count == (index == 0 ? 1 : 0))
            #expect(page.boxes(.signature).count == (index == 2 ? 1 : 0))
        }
    }

    /// Whatever the number of rows: at least two on the last page, and no leading total at the end of a page.
    @Test(arguments: 30...110) func pageBreaks(count: Int) throws {
        let report = SampleForms.long(rows: count)
        let pages = try checks(report)
        let codes = pages.map { page in page.boxes(.stubCell).map(\.box.name).filter { !$0.hasSuffix("code") } }
        #expect(codes.flatMap { $0 } == report.table!.rows.map { "r\($0.code)" })
        let last = try #require(codes.last)
        #expect(last.count >= 2)
        #expect(pages.last?.boxes(.signature).count == 1)
    }

    @Test func aClosingTotalNeverStandsAlone() throws {
        for count in 30...60 {
            var report = SampleForms.long(rows: count)
            var rows = report.table!.rows
            rows[0].style = .normal
            for index in rows.indices { (rows[index].level, rows[index].closesGroup) = (0, true); if rows[index].style == .ofWhich { rows[index].style = .normal } }
            rows[count - 1].style = .total
            report.table!.rows = rows
            for page in try checks(report) {
                let stubs = page.boxes(.stubCell).map(\.box.name).filter { !$0.hasSuffix("code") }
                #expect(stubs.first != "r\(rows[count - 1].code)")
            }
        }
    }

    @Test func aLeadingSubtotalNeverEndsAPage() throws {
        for count in 40...70 {
            var report = SampleForms.long(rows: count)
            for index in report.table!.rows.indices where index > 0 {
                report.table!.rows[index].style = index % 3 == 1 ? .subtotal : .normal
                (report.table!.rows[index].level, report.table!.rows[index].closesGroup) = (0, true)
            }
            let subtotals = Set(report.table!.rows.filter { $0.style == .subtotal }.map { "r\($0.code)" })
            for page in try checks(report).dropLast() {
                let stubs = page.boxes(.stubCell).map(\.box.name).filter { !$0.hasSuffix("code") }
                #expect(!subtotals.contains(stubs.last ?? ""), "\(count) rows")
            }
        }
    }

    @Test func partsStandUnderTheFirstWordAfterTheLead() throws {
        let page = try checks(SampleForms.z02())[0]
        let starts = ["单位缴费", "个人缴费"].flatMap { title in page.texts.filter { $0.text == title }.map(\.rect.x) }
        #expect(starts.count == 4 && Set(starts).count == 1)
        let lead = try #require(page.texts.first { $0.text == "其中：" })
        #expect((lead.run.origin.x + lead.run.width).isNear(starts[0]))
        #expect(page.texts.count { $0.text == "其中：" } == 2)
    }

    @Test func headsAreBrokenOnlyWhereSenseBreaks() throws {
        let report = SampleForms.z03()
        let lines = try checks(report)[0].texts.map(\.text)
        for head in report.table!.headerCells where !lines.contains(head.lines[0]) {
            #expect(lines.contains { head.lines[0].hasPrefix($0) && $0.count >= 2 && head.lines[0].count - $0.count >= 2 })
        }
    }

    /// A break that the definition asks for acts where the title does not fit on one line.
    @Test func breaksOfTheDefinitionActWhereTheyAreNeeded() throws {
        var report = SampleForms.z02()
        func heads() throws -> [String] {
            let page = try checks(report)[0]
            return page.boxes(.headerCell).filter { $0.box.name == "h0c1" }.flatMap { page.text(in: $0.index) }.map(\.text)
        }
        report.table!.headerCells[0].lines = ["缴费", "户数"]
        #expect(try heads() == ["缴费户数"])
        report.table!.headerCells[0].lines = ["本月缴费的", "机关和企业单位户数"]
        #expect(try heads() == ["本月缴费的", "机关和企业单位户数"])
    }

    /// The upper line of a head with three labels ends at an edge, not in front of the next head.
    @Test func aSlantedHeadHasAnEdge() throws {
        var report = SampleForms.z02()
        report.table!.diagonal = ["指标", "险种", "来源"]
        let page = try checks(report)[0], stub = try #require(page.boxes(.headerCell).first { $0.box.name == "stub" }).box.rect
        let ends = page.rules.filter { $0.from.x.isNear(stub.x) && $0.from.y.isNear(stub.y) && $0.to.y > stub.y + 1 }.map(\.to)
        #expect(ends.count == 2 && ends.contains { $0.x.isNear(stub.maxX) })
        #expect(page.rules.contains { $0.from.x.isNear(stub.maxX) && $0.to.x.isNear(stub.maxX) && $0.from.y.isNear(stub.y) && $0.to.y.isNear(stub.maxY) })
        page.expectSound("slanted head")
    }

    @Test func neighbouringSpannersDoNotTouch() throws {
        let page = try checks(SampleForms.z02())[0]
        let spanners = page.rules.filter { $0.width < 0.4 && $0.to.x - $0.from.x < 500 && $0.from.y < 140 }.sorted { ($0.from.y, $0.from.x) < ($1.from.y, $1.from.x) }
        #expect(spanners.count == 3)
        #expect(spanners[1].from.x - spanners[0].to.x >= 4)
    }

    @Test func aTableThatIsTooWideIsDividedBetweenHeads() throws {
        var report = SampleForms.z03()
        report.page = PageSetup(size: .a4, orientation: .portrait)
        let pages = try checks(report)
        #expect(pages.count > 1)
        let columns = pages.map { page in page.boxes(.columnNumber).map(\.box.name).filter { $0.hasPrefix("n-c") && $0 != "n-code" } }
        #expect(columns.flatMap { $0 } == report.table!.columns.map { "n-c\($0.code)" }, "every column once, in order")
        #expect(columns.allSatisfy { $0.count.isMultiple(of: 5) }, "groups of five stay together")
        #expect(pages.allSatisfy { $0.boxes(.columnNumber).contains { $0.box.name == "n-stub" } }, "the stub is repeated")
    }

    @Test func aHeadWiderThanThePageIsRepeated() throws {
        var report = SampleForms.z03()
        report.page = PageSetup(size: .a4, orientation: .portrait)
        report.table!.headerCells.insert(
            HeaderCell(lines: ["收缴情况"], unitLine: nil, row: 0, rowSpan: 1, column: 0, columnSpan: report.table!.columns.count, isSpanner: true), at: 0)
        for index in report.table!.headerCells.indices.dropFirst() { report.table!.headerCells[index].row += 1 }
        report.table!.headerRowCount += 1
        let pages = try checks(report)
        #expect(pages.count > 1 && pages.allSatisfy { $0.texts.contains { $0.text == "收缴情况" } })
    }

    @Test func aColumnWiderThanThePageIsRefused() throws {
        var report = SampleForms.z03()
        report.page = PageSetup(size: .a4, orientation: .portrait)
        report.table!.rows[0].cells[3].text = String(repeating: "1,234,567", count: 20)
        let finding = try #require(diagnostic(report))
        #expect(finding.id == "LAY001" && finding.place == report.origin && finding.message.contains("SB-Z03"))
        #expect(finding.hint?.contains("A3") == true)
    }

    @Test func whatCannotBeSetIsRefusedWithAHint() throws {
        var title = SampleForms.z02(), office = SampleForms.z02(), heads = SampleForms.z02()
        title.title = String(repeating: "收缴情况", count: 40)
        office.form.office = String(repeating: "管理中心", count: 30)
        heads.table!.headerCells[0].lines = Array(repeating: "缴费", count: 60)
        for (report, id) in [(title, "LAY002"), (office, "LAY003"), (heads, "LAY005")] {
            let finding = try #require(diagnostic(report))
            #expect(finding.id == id && finding.severity == .error && finding.hint != nil && finding.place == report.origin)
        }
    }

    /// A running sum of more than 38 digits is refused, not printed wrong.
    @Test func aCarriedSumThatIsTooLargeIsRefused() throws {
        var report = SampleForms.z02()
        report.table!.carriesForward = true
        report.table!.columns[1].unit = .yuan
        let huge = Decimal(unscaled: Int128.max - 1, scale: 0)
        report.table!.rows += (100...180).map { code in
            var row = SampleForms.row(String(code), "合成", figures: Array(repeating: "1.00", count: 11))
            row.cells[1] = BuiltCell(value: .number(Amount(1)), display: huge, text: "1")
            return row
        }
        let finding = try #require(diagnostic(report))
        #expect(finding.id == "LAY006" && finding.message.contains("column 2 ") && finding.hint != nil && finding.place == report.origin, "\(finding)")
    }

    @Test func missingCharactersAreNamedWithTheirPlace() throws {
        let shaper = TestShaper()
        shaper.lacking = ["𠮷"]
        var report = SampleForms.z02()
        report.table!.rows[2].title = "𠮷祥单位"
        report.form.office = "编制单位：𠮷市"
        let error = #expect(throws: DiagnosticsError.self) { try PagePropertyTests.pages(report, shaper: shaper) }
        #expect(error?.diagnostics.map(\.id) == ["LAY004", "LAY004"])
        #expect(error?.diagnostics.last?.message.contains("U+20BB7") == true && error?.diagnostics.last?.message.contains("row 03") == true)
    }

    @Test func relationsTellTheirResultPlainly() throws {
        func text(_ relations: [RelationResult]) throws -> String {
            var report = SampleForms.z02()
            report.relations = relations
            return try checks(report)[0].texts.map(\.text).joined(separator: "|")
        }
        #expect(try text([SampleForms.relation("02行 = 03行 + 04行")]).contains("本表审核关系 1 条全部通过。"))
        #expect(try text([SampleForms.relation("02行 = 03行 + 04行", notEvaluated: 3)]).contains("3 处（涉及 1 条）因缺数据未核对"))
        let open = SampleForms.relation("02行 = 03行 + 04行", checked: 0, notEvaluated: 3)
        #expect(try text([open, open]).contains("本表审核关系 2 条，本期因缺数据均未核对。"), "nothing was checked, so nothing passed")
        #expect(try text([open, SampleForms.relation("6栏 = 7栏 + 8栏")]).contains("本表审核关系 2 条，已核对的全部通过；3 处（涉及 1 条）因缺数据未核对。"))
        var restricted = SampleForms.relation("1栏 = 2栏 + 3栏")
        restricted.scope = "（02～04行）"
        #expect(try text([restricted]).contains("1 栏 = 2 栏 + 3 栏（02～04 行）。"))
        let failed = SampleForms.relation("6栏 = 7栏 + 8栏", failures: [.init(place: "02行", left: Amount(5), right: Amount(6))])
        let printed = try text([SampleForms.relation("02行 = 03行 + 04行"), failed])
        #expect(printed.contains("1 条通过，1 条不符") && printed.contains("02 行：5.00 与 6.00") && printed.contains("02 行 = 03 行 + 04 行；"))
    }

    @Test func longNotesFlowOverPages() throws {
        var report = SampleForms.z02()
        report.notes = (1...80).map { BuiltNote(mark: nil, text: "第 \($0) 条说明：" + String(repeating: "缴费人数为当月有到账缴费记录的人数，", count: 4) + "完。") }
        let pages = try checks(report)
        #expect(pages.count > 1)
        for page in pages { page.expectSound("long notes") }
        let text = pages.flatMap { $0.texts.map(\.text) }.joined()
        for number in 1...80 { #expect(text.contains("\(number). 第 \(number) 条说明")) }
    }

    @Test func aChartPageCarriesTheMarksOfTheReport() throws {
        let report = SampleForms.z02()
        let page = try ReportLayout.chartPage(
            SampleForms.emptyChart("fig1"), of: report, size: Size(500, 300), theme: Theme(), shaper: TestShaper())
        let texts = PageChecks(page).texts.map(\.text)
        #expect(texts.contains("合成数据") && texts.last == "测试版" && page.stateLayerStart == page.items.count - 1)
    }

    @Test func theSameTwice() throws {
        let a = try PagePropertyTests.pages(SampleForms.y03()), b = try PagePropertyTests.pages(SampleForms.y03())
        #expect(a.map { "\($0)" } == b.map { "\($0)" })
    }
}
