import Composition
import Diagnostics
import Layout
import ReportModel
import Scene
import Testing
import TextShaping

/// What holds on every page of every form, whatever the data.
struct PagePropertyTests {
    static func pages(_ report: BuiltReport, shaper: any TextShaper = TestShaper()) throws -> [Page] {
        try ReportLayout.layOut(report, theme: Theme(), shaper: shaper, author: "", created: "2026-11-15T00:00:00Z").pages
    }

    static func check(_ report: BuiltReport, shaper: any TextShaper = TestShaper(), _ comment: String) throws {
        let pages = try pages(report, shaper: shaper)
        var seen: [String: String] = [:], ends: [Substring: Double] = [:]
        let theme = Theme(), margin = theme.marginLeft * pointsPerMillimetre
        var form: Rect?
        for (number, page) in pages.enumerated() {
            let checks = PageChecks(page)
            checks.expectSound("\(comment), page \(number + 1)")
            #expect(checks.texts.contains { $0.text == "第 \(number + 1) 页 共 \(pages.count) 页" })
            // Everything shares the edges of the head line, within the margins and in the middle between them; running head and foot stand
            // between the margins.
            let head = try #require(checks.boxes(.headLine).first { $0.box.name == "head" }).box.rect, edge = page.size.width - theme.marginRight * pointsPerMillimetre
            form = form ?? head
            let left = form!.x, right = form!.maxX
            #expect(left > margin - 0.001 && abs(left - margin - (edge - right)) < 0.001)
            for box in page.boxes where [.notes, .signature].contains(box.kind) && box.parent == 0 {
                #expect(abs(box.rect.x - left) < 0.001 && abs(box.rect.maxX - right) < 0.001, "\(box.name): \(comment)")
            }
            for box in page.boxes where box.kind == .title && box.parent == 0 {
                #expect(abs(box.rect.midX - (left + right) / 2) < 0.001 && (abs(box.rect.x - left) < 0.001 || abs(box.rect.x - margin) < 0.001), "\(comment)")
            }
            for rect in page.boxes.filter({ $0.kind == .foot }).map(\.rect) + (number > 0 ? [head] : []) {
                #expect(abs(rect.x - margin) < 0.001 && abs(rect.maxX - edge) < 0.001, "\(comment)")
            }
            let bottom = page.size.height - theme.marginBottom * pointsPerMillimetre
            let low = page.boxes.filter { ![.page, .foot, .watermark].contains($0.kind) && $0.rect.maxY > bottom + 0.01 }
            #expect(low.map(\.name) == [], "below the content's bottom: \(comment)")
            #expect(page.stateLayerStart == page.items.count - 1)
            for (_, table) in checks.boxes(.table) {
                #expect(abs(table.rect.x - left) < 0.001 && abs(table.rect.maxX - right) < 0.001)
                try expectHeads(checks, report.table!, comment)
                #expect(checks.boxes(.columnNumber).map(\.box.rect.width).reduce(0, +).isNear(right - left))
            }
            for (index, cell) in checks.boxes(.cell) {
                let texts = checks.text(in: index)
                #expect(seen.updateValue(texts.first?.text ?? "", forKey: cell.name) == nil, "cell \(cell.name) twice: \(comment)")
                if let text = texts.first {
                    let column = cell.name.drop { $0 != "c" }
                    let end = text.run.origin.x + text.run.width
                    #expect(abs(ends[column, default: end] - end) < 0.01, "digits of \(column) do not align: \(comment)")
                    ends[column] = end
                }
            }
        }
        for row in report.table!.rows {
            for (index, cell) in row.cells.enumerated() {
                #expect(seen.removeValue(forKey: "r\(row.code)c\(index + 1)") == cell.text, "row \(row.code), column \(index + 1): \(comment)")
            }
        }
        #expect(seen.isEmpty)
    }

    /// Every page has the heads over the columns that it shows.
    private static func expectHeads(_ checks: PageChecks, _ table: BuiltTable, _ comment: String) throws {
        let shown = Set(checks.boxes(.columnNumber).compactMap { $0.box.name.hasPrefix("n-c") ? String($0.box.name.dropFirst(3)) : nil }.filter { $0 != "ode" })
        func columns(_ head: HeaderCell) -> [String] { (head.column..<head.column + head.columnSpan).map { table.columns[$0].code } }
        let expected = table.headerCells.filter { columns($0).contains(where: shown.contains) }
        #expect(checks.boxes(.headerCell).count == expected.count + 1 + (table.codeTitle == nil ? 0 : 1), "heads on every page: \(comment)")
    }

    @Test(arguments: 1...120) func randomForms(seed: Int) throws {
        var forms = RandomForms(seed: UInt64(seed))
        let report = forms.form(rows: [1, 2, 3, 7, 20, 45, 46, 47, 48, 90, 130][seed % 11])
        do {
            try Self.check(report, "seed \(seed)")
        } catch let error as DiagnosticsError {
            // Hostile forms may be refused, never clipped; most must succeed.
            #expect(["LAY001", "LAY002", "LAY003", "LAY005"].contains(error.diagnostics[0].id))
            #expect(error.diagnostics[0].hint != nil)
        }
    }

    @Test func mostRandomFormsFit() throws {
        let fitting = (1...60).filter { seed in
            var forms = RandomForms(seed: UInt64(seed))
            return (try? Self.pages(forms.form(rows: 6))) != nil
        }
        #expect(fitting.count >= 45)
    }

    @Test func threeThousandRows() throws { try Self.check(SampleForms.long(rows: 3000), "3000 rows") }

    @Test func samples() throws {
        try Self.check(SampleForms.z02(), "Z02")
        try Self.check(SampleForms.z02(district: "经济技术开发区"), "Z02 of a district")
        try Self.check(SampleForms.y03(), "Y03")
        try Self.check(SampleForms.z03(), "Z03")
    }

    @Test func samplesInTheShippedFaces() throws {
        let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/") + "/Fonts"
        let shaper = try PangoTextShaper(fontFolder: folder)
        try Self.check(SampleForms.z02(), shaper: shaper, "Z02")
        try Self.check(SampleForms.y03(), shaper: shaper, "Y03")
        try Self.check(SampleForms.z03(), shaper: shaper, "Z03")
        try Self.check(SampleForms.long(rows: 120), shaper: shaper, "120 rows")
    }

    @Test(arguments: [PageSetup.PaperSize.a4, .a3], [PageSetup.Orientation.portrait, .landscape])
    func allPapers(size: PageSetup.PaperSize, orientation: PageSetup.Orientation) throws {
        try Self.check(SampleForms.long(rows: 50, columns: 6, page: PageSetup(size: size, orientation: orientation)), "\(size) \(orientation)")
        if size == .a3 || orientation == .landscape { try Self.check(SampleForms.z02(page: PageSetup(size: size, orientation: orientation)), "Z02 \(size)") }
    }

    @Test func everythingMissing() throws {
        var report = SampleForms.z02()
        for row in report.table!.rows.indices { report.table!.rows[row].cells = BuiltCells(report.table!.rows[row].cells.map { _ in SampleForms.cell("缺") }) }
        try Self.check(report, "all missing")
    }
}

extension Double {
    func isNear(_ other: Double) -> Bool { abs(self - other) < 0.001 }
}
