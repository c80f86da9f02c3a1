import Composition
import Documents
import Foundation
import Layout
import LayoutCheck
import PageExport
import Quantities
import ReportModel
import Scene
import Testing
import TextShaping

/// Pages of documents: whatever stands in them, nothing is lost, clipped or set over something else.
@Suite struct DocumentPageTests {
    static let created = "2026-11-15T00:00:00Z"

    static func pages(_ document: Document, _ shaper: PangoTextShaper, theme: Theme = Theme()) throws -> PagedDocument {
        try DocumentLayout.layOut(document, theme: theme, shaper: shaper, author: "", created: created)
    }

    static func findings(_ pages: PagedDocument, _ shaper: PangoTextShaper) -> [String] {
        LayoutCheck(theme: Theme(), meter: shaper, of: .document).findings(in: pages).prefix(8).map { "\($0.rule.rawValue) page \($0.page) \($0.element.prefix(60)) \($0.excess)" }
    }

    /// Texts of cells, heads, paragraphs and headings in reading order, without what breaking took away.
    static func text(_ pages: PagedDocument, _ kinds: Set<Box.Kind> = [.cell]) -> String {
        pages.pages.map { page in
            page.items.compactMap { item -> String? in
                guard case .text(let run) = item.content, kinds.contains(page.boxes[item.box].kind) else { return nil }
                return String(decoding: page.utf8[run.text], as: UTF8.self)
            }.joined()
        }.joined().filter { $0 != " " }
    }

    private func hostile(_ dice: inout Dice) -> DocumentCell {
        let digits = String((0..<dice.from(1...500)).map { _ in Character(String(dice.below(10))) })
        return dice.pick([
            .text(dice.words(1...60)), .text(digits), .code(digits + "|" + dice.words(1...4)), .text(""), .text("a\u{1}b\r\nc\td\u{7f}\u{202E}\u{200B}"),
            .text("👨‍👩‍👧 𠮷 \u{E000} é"), .code("=1+1|@x|+2"), .count(Int(dice.next() >> 1)), .figure(Decimal(unscaled: -Int128(dice.next()), scale: 2)),
            .difference(Decimal(unscaled: Int128(dice.next() >> 40), scale: 2)), .missing, .notApplicable, .light(dice.pick(TrafficLight.allCases), dice.words(0...30)),
            .text(String(repeating: "W", count: 500)), .text(String(repeating: "国", count: 500)), .text(String(repeating: "\n", count: 5)), .light(.stop, ""),
        ])
    }

    private func hostileDocument(_ seed: UInt64) -> Document {
        var dice = Dice(seed)
        var document = Document(title: dice.words(1...(dice.oneIn(4) ? 90 : 20)), head: (0..<dice.from(0...3)).map { _ in dice.words(0...30) }, mark: dice.oneIn(5) ? dice.words(150...220) : "合成数据")
        for _ in 0..<dice.from(0...7) {
            switch dice.below(6) {
            case 0: document.heading(dice.oneIn(6) ? String(repeating: "W", count: 500) : dice.words(1...20), level: dice.from(1...2))
            case 1: document.paragraph(dice.words(0...400))
            case 2: document.blocks.append(.pageBreak)
            default:
                let count = dice.oneIn(5) ? 40 : dice.from(1...9)
                let columns = (0..<count).map { _ in
                    DocumentTable.Column(dice.oneIn(9) ? String(repeating: "W", count: 300) : dice.words(0...12), alignment: dice.pick([.leading, .centre, .trailing]), share: dice.oneIn(5) ? dice.from(1...5) : nil)
                }
                var table = DocumentTable(title: dice.oneIn(2) ? dice.words(1...(dice.oneIn(5) ? 120 : 20)) : nil, columns: columns)
                for _ in 0..<dice.pick([0, 1, 2, 5, 30]) { table.add(columns.map { _ in hostile(&dice) }, style: dice.pick([.normal, .normal, .total, .section])) }
                document.table(table)
            }
        }
        return document
    }

    /// `GAZETTE_DOCUMENTS=200` makes so many of them.
    @Test func hostileDocumentsHaveNoFindings() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        let count = ProcessInfo.processInfo.environment["GAZETTE_DOCUMENTS"].flatMap { UInt64($0) } ?? 12
        for seed in 1...count {
            let document = hostileDocument(seed), pages = try Self.pages(document, shaper)
            let found = Self.findings(pages, shaper)
            #expect(found.isEmpty, "seed \(seed): \(found)")
            #expect(try PDFExporter.export(pages, fonts: shaper, tagged: true).count > 500)
        }
    }

    /// Nothing is lost: every character of every cell stands on some page once, in order, however the table is broken or divided.
    @Test func everyCharacterIsPrinted() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        var dice = Dice(7)
        var table = DocumentTable(title: "长表", columns: [.init("编号"), .init("内容"), .figures("数")])
        for row in 0..<300 { table.add([.code("k\(row)"), .text(dice.words(1...120)), .count(row * 1234)]) }
        // One row is higher than a page.
        table.add([.code("high"), .text(String(repeating: "长行内容", count: 2500)), .count(1)])
        table.add([.text("合计"), .text(""), .count(9)], style: .total)
        var document = Document(title: "全文")
        document.table(table)
        let pages = try Self.pages(document, shaper), printed = Self.text(pages)
        #expect(Self.findings(pages, shaper).isEmpty)
        for row in table.rows.prefix(300) { #expect(printed.contains(row.cells.map(\.text).joined().filter { $0 != " " })) }
        #expect(printed.count(where: { $0 == "长" }) >= 2500)
        #expect(pages.pages.count > 8)
        for page in pages.pages { #expect(page.boxes.contains { $0.kind == .headerCell }) }
        // A total does not stand alone on the last page.
        #expect(Set(pages.pages.last!.boxes.filter { $0.kind == .cell }.map(\.rect.y)).count > 1)
    }

    /// A column as narrow as its widest figure or short code holds it on one line, whatever stands beside it.
    @Test func figuresAndShortCodesAreNeverBroken() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        for seed in 1...120 {
            var dice = Dice(UInt64(seed))
            var table = DocumentTable(columns: [.init("问题"), .init("文件"), .figures("行"), .init("列"), .init("值"), .init("所收行（已遮盖）")]), whole: [String] = []
            for _ in 0..<8 {
                let line = dice.from(1...99_999), file = "YF_\(dice.from(200_001...202_612)).TXT"
                whole += [DocumentCell.count(line).text, file]
                table.add([.text(dice.words(3...20)), .code(file), .count(line), .text(dice.words(2...6)), .code(dice.words(1...4)), .code((0..<dice.from(5...30)).map { _ in dice.words(1...3) }.joined(separator: "|"))])
            }
            var document = Document(title: "样例")
            document.table(table)
            let pages = try Self.pages(document, shaper)
            let printed = Set(pages.pages.flatMap { page in
                page.items.compactMap { item -> String? in
                    guard case .text(let run) = item.content else { return nil }
                    return String(decoding: page.utf8[run.text], as: UTF8.self)
                }
            })
            #expect(whole.allSatisfy(printed.contains), "seed \(seed): \(whole.filter { !printed.contains($0) })")
        }
    }

    @Test func wideTablesAreDividedIntoBands() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        var table = DocumentTable(title: "宽表", columns: [.init("区县")] + (1...40).map { .figures("第\($0)类") })
        for row in 1...20 { table.add([.text("区县\(row)")] + (1...40).map { .figure(row * 1_000_000_000 + $0, scale: 2) }) }
        var document = Document(title: "宽")
        document.table(table)
        let pages = try Self.pages(document, shaper), printed = Self.text(pages)
        #expect(Self.findings(pages, shaper).isEmpty)
        for row in table.rows { for cell in row.cells.dropFirst() { #expect(printed.contains(cell.text)) } }
        let titles = Self.text(pages, [.heading])
        #expect(titles.contains("宽表（第1—") && titles.contains("—41栏）"), "\(titles)")
    }

    /// What the faces lack and what cannot be seen is spelled, not dropped.
    @Test func whatCannotBeSetIsSpelled() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        var document = Document(title: "字符 😀")
        document.table(DocumentTable(columns: ["值"], texts: [["a\u{1}b"], ["x😀y"], ["\u{202E}r"], ["甲\t乙"]]))
        let printed = Self.text(try Self.pages(document, shaper), [.cell, .title])
        for text in ["字符〈U+1F600〉", "a〈U+0001〉b", "x〈U+1F600〉y", "〈U+202E〉r", "甲乙"] { #expect(printed.contains(text), "\(text) in \(printed)") }
    }

    @Test func aLongListTakesReasonableTimeAndKeepsItsHeads() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        var table = DocumentTable(columns: [.init("编号"), .init("名称"), .figures("金额"), .init("状态")])
        for row in 1...5000 { table.add([.code("BH\(row)"), .text("合成单位\(row)"), .figure(row * 12_345, scale: 2), .light(row % 9 == 0 ? .stop : .good, "")]) }
        var document = Document(title: "清单", head: ["左", "2026 年 10 月", "右"], mark: "合成数据")
        document.heading("明细")
        document.table(table)
        let clock = ContinuousClock(), start = clock.now
        let pages = try Self.pages(document, shaper)
        #expect(clock.now - start < .seconds(20))
        #expect(pages.pages.count > 60 && Self.text(pages).contains("BH5000合成单位5000617,250.00●正常"))
        #expect(pages.outline.map(\.title) == ["清单", "明细"])
        let first = LayoutCheck(theme: Theme(), meter: shaper, of: .document).findings(in: Array(pages.pages.prefix(1)))
        #expect(first.map(\.rule) == [.pageNumber], "only the number of pages is another for a part of them")
    }

    /// Headings are not left at the foot of a page.
    @Test func headingsStayWithWhatFollows() throws {
        let shaper = try PangoTextShaper(fontFolder: PlantedFaultTests.fonts)
        for lines in 1...60 {
            var document = Document(title: "标题")
            for _ in 0..<lines { document.paragraph("一行。") }
            document.heading("第二部分")
            document.table(DocumentTable(columns: ["甲"], texts: [["一"], ["二"], ["三"]]))
            for page in try Self.pages(document, shaper).pages {
                guard let heading = page.boxes.first(where: { $0.kind == .heading }) else { continue }
                #expect(page.boxes.contains { $0.kind == .cell && $0.rect.y > heading.rect.y }, "after \(lines) lines")
            }
        }
    }
}
