import Composition
import Layout
import ReportModel
import Scene
import Testing
import TextShaping

/// Marks lead to their notes, wherever these stand.
@Suite struct NoteLinkTests {
    /// Marks ① to ③ in cells and titles of many rows; the notes are as many lines as `notes` asks for.
    private static func report(rows: Int, notes: Int = 1, page: PageSetup = PageSetup(orientation: .portrait)) -> BuiltReport {
        var report = SampleForms.long(rows: rows, columns: 6, page: page)
        report.notes = (1...3).map { BuiltNote(mark: $0, text: String(repeating: "引自公开转载，未见原文件。", count: notes)) } + [BuiltNote(mark: nil, text: "合成数据。")]
        for row in 0..<rows {
            report.table!.rows[row].cells[row % 6].marks = row.isMultiple(of: 3) ? [1, 2, 3] : [row % 3 + 1]
            if row % 4 == 1 { report.table!.rows[row].marks = [row % 3 + 1] }
        }
        return report
    }

    /// ① to ⑳ of a text.
    private static func numbers(_ text: String) -> [Int] { text.unicodeScalars.compactMap { (0x2460...0x2473).contains($0.value) ? Int($0.value) - 0x245f : nil } }

    /// Each mark that is drawn in a cell has one link, which lies in its cell, over the mark, and leads to the line of its note.
    /// Answers the number of links.
    @discardableResult
    private func expectLinks(_ pages: [Page], first: Int = 0, notes: Set<Int> = [1, 2, 3]) throws -> Int {
        var targets: [Int: (page: Int, y: Double)] = [:], count = 0
        for (number, page) in pages.enumerated() {
            for text in PageChecks(page).texts where page.boxes[text.box].kind == .notes && Self.numbers(String(text.text.prefix(1))) != [] {
                targets[Self.numbers(text.text)[0]] = (number + first, page.boxes[text.box].rect.y)
            }
        }
        #expect(Set(targets.keys) == notes)
        for page in pages {
            var left = page.links
            for text in PageChecks(page).texts where [.cell, .stubCell].contains(page.boxes[text.box].kind) {
                let marks = Self.numbers(text.text), cell = page.boxes[text.box].rect
                for (index, mark) in marks.enumerated() where notes.contains(mark) {
                    let width = text.run.width / Double(marks.count), x = text.run.origin.x + Double(index) * width
                    let own = left.filter { $0.rect.x <= x + 0.01 && $0.rect.maxX >= x + width - 0.01 && $0.rect.y <= text.rect.y + 0.01 && $0.rect.maxY >= text.rect.maxY - 0.01 }
                    let link = try #require(own.count == 1 ? own[0] : nil, "\(text.text) \(index): \(own.count) links")
                    let target = try #require(targets[mark])
                    #expect(link.page == target.page && abs(link.y - target.y) < 1e-6, "mark \(mark): \(link), \(target)")
                    #expect(link.rect.x >= cell.x - 1e-6 && link.rect.maxX <= cell.maxX + 1e-6 && link.rect.y >= cell.y - 1e-6 && link.rect.maxY <= cell.maxY + 1e-6)
                    #expect(link.rect.height > 7.999 && (link.rect.width > 7.999 || marks.count > 1), "\(link.rect)")
                    left.removeAll { $0 == link }
                    count += 1
                }
            }
            #expect(left == [], "links without a mark")
            for (index, link) in page.links.enumerated() {
                for other in page.links[(index + 1)...] { #expect(!link.rect.overlaps(other.rect, tolerance: 0.01), "\(link) \(other)") }
            }
        }
        return count
    }

    @Test func marksLeadToTheirNotes() throws {
        for rows in [1, 2, 9, 30] { #expect(try expectLinks(PagePropertyTests.pages(Self.report(rows: rows))) >= rows) }
        #expect(try expectLinks(PagePropertyTests.pages(SampleForms.y03())) == 12)
    }

    /// Notes on the last of several pages, or on pages after it; of a page asked for alone, too.
    @Test func notesOnLaterPagesAreReached() throws {
        for (rows, notes) in [(70, 1), (90, 20), (100, 60), (150, 1)] {
            let report = Self.report(rows: rows, notes: notes), pages = try PagePropertyTests.pages(report)
            #expect(pages.count > 1 && pages[0].links.contains { $0.page == pages.count - 1 } || notes > 1)
            try expectLinks(pages)
            let alone = try PageSequence(report, theme: Theme(), shaper: TestShaper()).page(0)
            #expect(alone.links == pages[0].links && !alone.links.isEmpty)
        }
    }

    @Test func marksWithoutNotesLeadNowhere() throws {
        var report = Self.report(rows: 20)
        report.notes.removeAll { $0.mark == 2 }
        try expectLinks(try PagePropertyTests.pages(report), notes: [1, 3])
        report.notes = []
        #expect(try PagePropertyTests.pages(report).allSatisfy { $0.links.isEmpty })
    }

    /// In a book links lead to pages of the book, and move with pages that are bound on the other side.
    @Test func linksHoldInBooks() throws {
        for page in [PageSetup(orientation: .portrait), PageSetup(orientation: .portrait, binding: .left, isDuplex: true)] {
            let sequence = try PageSequence(Self.report(rows: 110, page: page), theme: Theme(), shaper: TestShaper())
            for first in [2, 7] {
                let pages = try (0..<sequence.count).map { try sequence.page($0, bookPage: first + $0) }
                #expect(pages.count > 1)
                try expectLinks(pages, first: first)
            }
        }
    }

    /// With the faces that are shipped, marks of more than one digit and marks beside long titles.
    @Test func linksStandOverTheInkOfMarks() throws {
        let fonts = #filePath.split(separator: "/").dropLast(3).map(String.init).joined(separator: "/")
        let shaper = try PangoTextShaper(fontFolder: "/\(fonts)/Fonts")
        var report = Self.report(rows: 12)
        report.notes = (1...12).map { BuiltNote(mark: $0, text: "注。") }
        for row in 0..<12 {
            report.table!.rows[row].marks = [row + 1]
            for cell in 0..<6 { report.table!.rows[row].cells[cell].marks = cell == 0 ? [row + 1] : [] }
        }
        report.table!.rows[5].title = String(repeating: "长标题", count: 30)
        let page = try PagePropertyTests.pages(report, shaper: shaper)[0]
        #expect(page.links.count == 24)
        for item in page.items {
            guard case .text(let run) = item.content, [.cell, .stubCell].contains(page.boxes[item.box].kind) else { continue }
            let text = String(decoding: page.utf8[run.text], as: UTF8.self)
            guard text.hasPrefix("(") || Self.numbers(text) != [] else { continue }
            let ink = shaper.ink(of: text.utf8, face: run.face, size: run.size)
            let own = page.links.filter { $0.rect.x <= run.origin.x + ink.x && $0.rect.maxX >= run.origin.x + ink.maxX && $0.rect.y <= run.origin.y + ink.y && $0.rect.maxY >= run.origin.y + ink.maxY }
            #expect(own.count == 1, "\(text)")
        }
    }
}
