import Diagnostics
import PageExport
import Scene
import Testing
import TextShaping

/// A page model that cannot be drawn gives a diagnostic that names page and box, and no bytes.
@Suite struct InvalidPageTests {
    private func diagnostic(_ change: (inout Page) -> Void) throws -> Diagnostic {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        var page = samplePage(shaper)
        change(&page)
        let document = PagedDocument(title: "错", author: "", created: sampleCreated, pages: [samplePage(shaper), page])
        let error = try #require(throws: DiagnosticsError.self) { try PDFExporter.export(document, fonts: shaper) }
        _ = try #require(throws: DiagnosticsError.self) { try PNGExporter.export(page, dotsPerInch: 72, fonts: shaper) }
        let diagnostic = try #require(error.diagnostics.first)
        #expect(diagnostic.hint != nil)
        #expect(diagnostic.message.hasPrefix("page 2"))
        return diagnostic
    }

    private func changeText(_ page: inout Page, _ change: (inout TextRun) -> Void) {
        for index in page.items.indices.reversed() {
            if case .text(var run) = page.items[index].content {
                change(&run)
                page.items[index].content = .text(run)
                return
            }
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e9]) func coordinates(bad: Double) throws {
        let text = try diagnostic { page in changeText(&page) { $0.origin.x = bad } }
        #expect(text.id == "OUT011")
        #expect(text.message.contains("table/r3c3"))
        let contents: [Item.Content] = [
            .fill(Rect(x: 0, y: bad, width: 1, height: 1), .black),
            .line(from: Point(0, 0), to: Point(bad, 1), width: 1, color: .black, dash: []),
            .line(from: Point(0, 0), to: Point(1, 1), width: bad, color: .black, dash: []),
            .path(Path(segments: [.move(Point(0, 0)), .curve(Point(0, 0), Point(bad, 0), Point(1, 1))], fill: .black)),
        ]
        for content in contents {
            #expect(try diagnostic { $0.items.append(Item(box: 2, content)) }.id == "OUT011")
        }
        #expect(try diagnostic { page in changeText(&page) { $0.size = bad } }.id == "OUT011")
    }

    @Test func dashesThatStandStill() throws {
        for dash in [[0.0, 0], [-1, 2], [.nan]] {
            let line = Item.Content.line(from: Point(0, 0), to: Point(9, 9), width: 1, color: .black, dash: dash)
            #expect(try diagnostic { $0.items.append(Item(box: 2, line)) }.id == "OUT011")
        }
    }

    @Test func runsThatDoNotFitThePage() throws {
        #expect(try diagnostic { $0.glyphs.removeLast() }.id == "OUT012")
        #expect(try diagnostic { $0.utf8.removeLast() }.id == "OUT012")
        #expect(try diagnostic { page in changeText(&page) { $0.text = $0.text.lowerBound..<$0.text.upperBound - 1 } }.id == "OUT012")
    }

    @Test func textThatIsNotUTF8() throws {
        #expect(try diagnostic { $0.utf8[$0.utf8.count - 1] = 0xff }.id == "OUT012")
    }

    @Test func textSmallerThanCanBeWritten() throws {
        #expect(try diagnostic { page in changeText(&page) { $0.size = 1e-9 } }.id == "OUT011")
    }

    /// The outlines of a watermark, whose glyphs are no text.
    @Test func outlinesWithoutAPlace() throws {
        for bad in [Float.nan, .infinity, 1e9] {
            #expect(try diagnostic { page in
                var found: TextRun?
                changeText(&page) { found = $0 }
                guard let run = found else { return }
                page.glyphs[run.glyphs.lowerBound].x = bad
                page.items = [Item(box: 0, .outlines(run, degrees: 30, width: 1))]
            }.id == "OUT011")
        }
    }

    /// Cells that stand in no table, and boxes that stand nowhere: structure is told as far as it is known.
    @Test func structureOfBrokenBoxes() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        for (parent, y) in [(0, 60.0), (-1, 60), (99, 60), (2, .nan), (2, .infinity), (2, -1e300)] {
            var page = samplePage(shaper)
            for index in page.boxes.indices where page.boxes[index].kind == .cell {
                page.boxes[index].parent = parent
                page.boxes[index].rect.y = y
            }
            let document = PagedDocument(title: "格", author: "", created: sampleCreated, pages: [page])
            let verdict = try run("qpdf", ["--check", "{}"], on: try PDFExporter.export(document, fonts: shaper, tagged: true))
            #expect(verdict.contains("No syntax or stream encoding errors found"), "\(parent) \(y): \(verdict)")
        }
    }

    @Test func linksThatLeadNowhere() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        for link in [Link(rect: Rect(x: 0, y: 0, width: 9, height: 9), page: 1), Link(rect: Rect(x: .nan, y: 0, width: 9, height: 9), page: 0),
                     Link(rect: Rect(x: 0, y: 0, width: 9, height: 9), page: 0, y: .infinity)] {
            var page = samplePage(shaper)
            page.links = [link]
            let document = PagedDocument(title: "链", author: "", created: sampleCreated, pages: [page])
            let error = try #require(throws: DiagnosticsError.self) { try PDFExporter.export(document, fonts: shaper) }
            #expect(error.diagnostics.map(\.id) == ["OUT021"])
        }
    }

    @Test func pictures() throws {
        let image = Image(png: [1, 2, 3], rect: Rect(x: 0, y: 0, width: 9, height: 9))
        #expect(try diagnostic { $0.items.append(Item(box: 2, .image(image))) }.id == "OUT016")
    }

    @Test func sizesDatesAndBookmarks() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        func ids(_ body: () throws -> Void) throws -> [String] {
            try #require(throws: DiagnosticsError.self, performing: body).diagnostics.map(\.id)
        }
        var document = PagedDocument(title: "", author: "", created: sampleCreated, pages: [Page(size: Size(20_000, 10))])
        #expect(try ids { _ = try PDFExporter.export(document, fonts: shaper) } == ["OUT010"])
        #expect(try ids { _ = try PNGExporter.export(Page(size: Size(.nan, 10)), dotsPerInch: 72, fonts: shaper) } == ["OUT017"])
        #expect(try ids { _ = try PNGExporter.export(Page(size: Size(10, 10)), dotsPerInch: 0, fonts: shaper) } == ["OUT017"])
        document.pages = [Page(size: Size(100, 100))]
        document.outline = [.init(title: "表", page: 1, y: 0)]
        #expect(try ids { _ = try PDFExporter.export(document, fonts: shaper) } == ["OUT014"])
        document.outline = []
        document.created = "2026-11-15"
        #expect(try ids { _ = try PDFExporter.export(document, fonts: shaper) } == ["OUT015"])
    }

    @Test func aFailedWriterStaysClosed() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let writer = try PDFWriter(PagedDocument(title: "", author: "", created: sampleCreated), fonts: shaper)
        #expect(throws: DiagnosticsError.self) { try writer.add(Page(size: Size(0, 0))) }
        #expect(throws: DiagnosticsError.self) { try writer.add(samplePage(shaper)) }
        #expect(throws: DiagnosticsError.self) { try writer.finish() }
    }
}
