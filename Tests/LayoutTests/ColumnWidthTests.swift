import Composition
import Diagnostics
import Layout
import Quantities
import ReportModel
import Scene
import Testing

/// How wide columns become: what shrinks, what is refused, and that nothing is stretched to fill.
struct ColumnWidthTests {
    private static func page(_ report: BuiltReport) throws -> PageChecks { PageChecks(try PagePropertyTests.pages(report)[0]) }
    private static func sizes(_ page: PageChecks, _ suffix: String) -> Set<Double> {
        Set(page.boxes(.cell).filter { $0.box.name.hasSuffix(suffix) }.flatMap { page.text(in: $0.index).map(\.run.size) })
    }

    /// Twelve columns, one of them with long figures: a little too wide for the page at full size.
    private static func wide(_ overflow: [Int: Overflow] = [:], figure: String = "888,888,888,888,888,888,888.88") -> BuiltReport {
        var report = SampleForms.long(rows: 8, columns: 12, page: PageSetup())
        for column in report.table!.columns.indices { report.table!.columns[column].overflow = overflow[column + 1] }
        for row in report.table!.rows.indices {
            report.table!.rows[row].cells[4].text = figure
        }
        return report
    }

    @Test func aColumnShrinksAlone() throws {
        let plain = try Self.page(Self.wide()), alone = try Self.page(Self.wide([5: .shrink]))
        #expect(Self.sizes(plain, "c4").max()! < 8 && Self.sizes(plain, "c4") == Self.sizes(plain, "c5"), "the whole table is smaller")
        #expect(Self.sizes(alone, "c4") == [8] && Self.sizes(alone, "c5").max()! < 8 && Self.sizes(alone, "c5").min()! >= 6.5)
        try PagePropertyTests.check(Self.wide([5: .shrink]), "a column shrinks")
    }

    @Test func aColumnThatMustNotShrinkIsNamed() throws {
        let error = #expect(throws: DiagnosticsError.self) { try PagePropertyTests.pages(Self.wide([5: .fail])) }
        let finding = try #require(error?.diagnostics.first)
        #expect(finding.id == "LAY007" && finding.hint != nil && finding.place != nil)
        #expect(finding.message.contains("column 5 of") && finding.message.contains("row 0") && finding.message.contains("888,888,888,888,888,888,888.88"))
        _ = try Self.page(Self.wide([5: .fail], figure: "88.88"))
    }

    @Test func rowTitlesWrapShrinkOrFail() throws {
        let title = String(repeating: "社会保险基金预算执行", count: 4)
        func report(_ overflow: Overflow?, columns: Int = 8) -> BuiltReport {
            var report = SampleForms.long(rows: 8, columns: columns, page: PageSetup())
            report.table!.rows[1].title = title
            report.table!.stubOverflow = overflow
            return report
        }
        func stub(_ page: PageChecks) -> [PageChecks.SetText] { page.boxes(.stubCell).filter { $0.box.name == "r02" }.flatMap { page.text(in: $0.index) } }
        for overflow in [nil, Overflow.wrap] {
            let broken = try Self.page(report(overflow))
            #expect(stub(broken).count > 1 && stub(broken)[0].run.size == 8)
        }
        let shrunk = try Self.page(report(.shrink))
        #expect(stub(shrunk).count == 1 && stub(shrunk)[0].run.size < 8 && stub(shrunk)[0].run.size >= 6.5 && Self.sizes(shrunk, "c1") == [8])
        try PagePropertyTests.check(report(.shrink), "the stub shrinks")
        let error = #expect(throws: DiagnosticsError.self) { try PagePropertyTests.pages(report(.fail, columns: 12)) }
        #expect(error?.diagnostics.first?.id == "LAY007" && error?.diagnostics.first?.message.contains("row 02") == true, "\(error?.diagnostics.first?.message ?? "")")
    }

    /// A row title of 22 characters in a table that fills its page takes two lines before anything else becomes smaller.
    @Test func aLongNameDoesNotMakeTheTableSmaller() throws {
        let plain = try Self.page(SampleForms.z03())
        var report = SampleForms.z03()
        report.table!.rows[17].title = "示例市经济技术开发区（含综合保税区和航空港区）"
        let long = try Self.page(report)
        let name = long.boxes(.stubCell).filter { $0.box.name == "r18" }.flatMap { long.text(in: $0.index) }
        #expect(name.map(\.text) == ["示例市经济技术开发区", "（含综合保税区和航空港区）"])
        for column in 1...5 { #expect(Self.sizes(long, "c\(column)") == Self.sizes(plain, "c\(column)")) }
        let heads = [plain, long].map { page in Set(page.boxes(.headerCell).flatMap { page.text(in: $0.index) }.map(\.run.size)) }
        #expect(heads[0] == heads[1])
        try PagePropertyTests.check(report, "a long name")
    }

    /// Figures of neighbours stand about 45 points apart at most, and the last ones near the right edge.
    @Test func nothingIsStretchedToFill() throws {
        let page = try Self.page(SampleForms.y03()), table = try #require(page.boxes(.table).first).box.rect
        #expect(table.width < page.page.size.width - 38 * pointsPerMillimetre - 24, "the form is narrower than the page")
        var ends: [Double] = [], starts: [Double] = []
        for column in 1...7 {
            let texts = page.boxes(.cell).filter { $0.box.name.hasSuffix("c\(column)") && !$0.box.name.hasPrefix("n") }.flatMap { page.text(in: $0.index) }.filter { $0.run.size > 7 }
            ends.append(texts.map(\.rect.maxX).max()!)
            starts.append(texts.map(\.rect.x).min()!)
        }
        let spaces = zip(ends, starts.dropFirst()).map { $1 - $0 }
        #expect(spaces.reduce(0, +) / Double(spaces.count) < 60 && table.maxX - ends[6] < 16)
    }

    @Test func aFormOfManyColumnsKeepsThePage() throws {
        let table = try #require(try Self.page(SampleForms.z02()).boxes(.table).first).box.rect
        #expect(abs(table.x - 19 * pointsPerMillimetre) < 0.001)
    }

    @Test func tablesShareStubAndCodeColumn() throws {
        var report = SampleForms.long(rows: 5, columns: 4, page: PageSetup())
        var second = SampleForms.long(rows: 4, columns: 6, page: PageSetup()).table!
        second.name = "附"
        second.title = "附表"
        second.rows[1].title = "名称长得多的一个合成单位"
        report.tables[0].title = "主表"
        report.tables.append(second)
        let page = try Self.page(report), numbers = page.boxes(.columnNumber).map(\.box)
        for name in ["n-stub", "n-code"] {
            let boxes = numbers.filter { $0.name == name }
            #expect(boxes.count == 2 && abs(boxes[0].rect.x - boxes[1].rect.x) < 0.001 && abs(boxes[0].rect.width - boxes[1].rect.width) < 0.001, "\(name)")
        }
        let head = try #require(page.boxes(.headLine).first { $0.box.name == "head" }).box.rect
        let title = try #require(page.boxes(.title).first { $0.box.name == "table-title" }).box.rect
        #expect(title.y - head.maxY > 6, "the first title keeps off the head line")
    }

    /// 承前页 and 过次页 take width only where a table is divided.
    @Test func carriedSumsTakeWidthOnlyWhenTheyArePrinted() throws {
        func widths(_ rows: Int, carries: Bool) throws -> [Double] {
            var report = SampleForms.long(rows: rows, columns: 4, page: PageSetup(orientation: .portrait))
            for row in report.table!.rows.indices { report.table!.rows[row].style = .normal }
            for column in report.table!.columns.indices { report.table!.columns[column].unit = .yuan }
            for row in report.table!.rows.indices {
                for column in 0..<4 { report.table!.rows[row].cells[column].display = .init(unscaled: 99_999_999_999, scale: 2) }
            }
            report.table!.carriesForward = carries
            return try Self.page(report).boxes(.columnNumber).map(\.box.rect.width)
        }
        for (rows, isWider) in [(12, false), (90, true)] {
            let (plain, carried) = (try widths(rows, carries: false), try widths(rows, carries: true))
            #expect((plain != carried) == isWider)
        }
    }
}
