import Diagnostics
import PageExport
import Scene
import Testing
import TextShaping

@Suite struct PDFTests {
    @Test(arguments: [false, true]) func textComesBackAsItWas(tagged: Bool) throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let pdf = try PDFExporter.export(sampleDocument(shaper), fonts: shaper, tagged: tagged)
        let text = try run("pdftotext", ["-layout", "{}", "-"], on: pdf)
        let words = text.filter { !$0.isWhitespace }
        let page = ([sampleTitle] + sampleRows.joined()).joined().filter { !$0.isWhitespace }
        #expect(words == page + page)
        #expect(text.filter { $0 == "\u{c}" }.count == 2)
    }

    @Test func everyGBKHanCharacterSampledComesBack() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        var page = Page(size: Size(600, 800)), lines: [String] = []
        for row in 0..<40 {
            let line = String((0..<25).map { Character(Unicode.Scalar(UInt32(0x4e00 + (row * 25 + $0) * 20))!) })
            lines.append(line)
            page.add(shaper.shape(line, face: .heiRegular, size: 12), at: Point(20, 30 + Double(row) * 18), color: .black, box: 0)
        }
        let document = PagedDocument(title: "字", author: "", created: sampleCreated, pages: [page])
        let text = try run("pdftotext", ["-layout", "{}", "-"], on: try PDFExporter.export(document, fonts: shaper))
        #expect(text.split { $0.isWhitespace }.map(String.init) == lines)
    }

    @Test func threeTrueTypeSubsetsAreEmbedded() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let pdf = try PDFExporter.export(sampleDocument(shaper), fonts: shaper)
        let lines = try run("pdffonts", ["{}"], on: pdf).split(separator: "\n").dropFirst(2)
        // A face may stand twice: once for Latin, once for the rest.
        let names = lines.map { $0.prefix { $0 != " " }.drop { $0 != "+" }.dropFirst() }
        #expect(Set(names) == ["GazetteHei-Regular", "GazetteHei-Bold", "GazetteSong-Bold"])
        #expect(lines.allSatisfy { $0.contains("TrueType") && $0.contains("yes yes yes") }, "\(lines)")
        #expect(pdf.count < 120_000)
    }

    @Test func metadataDatesPagesAndBookmarks() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let pdf = try PDFExporter.export(sampleDocument(shaper), fonts: shaper)
        let facts = try run("pdfinfo", ["-isodates", "{}"], on: pdf)
        for expected in [
            "Title:           \(sampleTitle)", "Author:          定报", "Subject:         月报", "Keywords:        合成数据",
            "CreationDate:    2026-11-15T00:00:00Z", "ModDate:         2026-11-15T00:00:00Z", "Pages:           2", "420 x 300 pts", "PDF version:     1.5",
        ] { #expect(facts.contains(expected), "\(expected) in \(facts)") }
        let raw = String(decoding: pdf.map { $0 < 128 ? $0 : 0x3f }, as: UTF8.self)
        for expected in ["/Outlines", "/XYZ 0 250", "/Lang (zh-CN)", "/CreationDate (D:20261115000000Z)", "/ModDate (D:20261115000000Z)"] {
            #expect(raw.contains(expected), "\(expected)")
        }
        #expect(try run("pdftotext", ["{}", "/dev/null"], on: pdf) == "")
    }

    @Test func tagsNameTitleTableRowsAndCells() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let pdf = try PDFExporter.export(sampleDocument(shaper), fonts: shaper, tagged: true)
        #expect(try run("pdfinfo", ["{}"], on: pdf).contains("Tagged:          yes"))
        let structure = try run("pdfinfo", ["-struct", "{}"], on: pdf)
        for tag in ["H1", "Table", "TR", "TH", "TD"] { #expect(structure.contains(tag), "\(tag) in \(structure)") }
        #expect(structure.split(separator: "\n").filter { $0.contains("TR") }.count == 6)
    }

    /// A reader that repairs nothing finds nothing to repair: objects, streams, table of objects.
    @Test(arguments: [false, true]) func aStrictReaderFindsNoErrors(tagged: Bool) throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        var document = sampleDocument(shaper)
        // More objects than one packed stream holds.
        document.pages = (0..<20).map { _ in document.pages[0] }
        let verdict = try run("qpdf", ["--check", "{}"], on: try PDFExporter.export(document, fonts: shaper, tagged: tagged))
        #expect(verdict.contains("No syntax or stream encoding errors found") && !verdict.contains("WARNING"), "\(verdict)")
    }

    /// Characters with a meaning in PDF strings, the minus sign, one glyph (〓) that stands for several missing characters, the same
    /// character in runs of two faces, a run that changes between the kinds of font often.
    @Test func hardTextsComeBack() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let lines = ["f(x)=\\(1)\\)", "−1,234.5−", "甲\u{10FFFD}乙\u{20BB7}丙〓丁", "A甲1乙−2丙(3)丁", "((((", "\\"]
        var page = Page(size: Size(300, 400))
        for (row, line) in lines.enumerated() {
            for (column, face) in [Face.heiRegular, .heiBold].enumerated() {
                page.add(shaper.shape(line, face: face, size: 11), at: Point(20 + Double(column) * 140, 30 + Double(row) * 40), color: .black, box: 0)
            }
        }
        let document = PagedDocument(title: "(括号)\\", author: "a(b)c\\", created: sampleCreated, pages: [page])
        let pdf = try PDFExporter.export(document, fonts: shaper)
        let words = try run("pdftotext", ["-layout", "{}", "-"], on: pdf).split { $0.isWhitespace }.map(String.init)
        #expect(words == lines.flatMap { [$0, $0] })
        let facts = try run("pdfinfo", ["{}"], on: pdf)
        #expect(facts.contains("Title:           (括号)\\\n") && facts.contains("Author:          a(b)c\\\n"), "\(facts)")
    }

    /// Pages and pictures are made by different programs; poppler's picture of the page and ours are the same but for edges.
    @Test func thePDFLooksLikeThePicture() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        var stamp = Page(size: Size(40, 40))
        stamp.items = [Item(box: 0, .fill(Rect(x: 5, y: 10, width: 30, height: 20), Color(0xcc2222)))]
        var page = samplePage(shaper)
        page.items.append(Item(box: 0, .image(Image(png: try PNGExporter.export(stamp, dotsPerInch: 72, fonts: shaper), rect: Rect(x: 30, y: 200, width: 60, height: 40)))))
        let mark = shaper.shape("测试版 DRAFT", face: .heiBold, size: 36)
        page.add(mark, at: Point(150, 200), color: Color(0x999999), box: 0)
        if case .text(let run) = page.items[page.items.count - 1].content {
            page.items[page.items.count - 1].content = .outlines(run, degrees: 30, width: 0.8)
        }
        page.add(shaper.shape("合计 1,111,111.11 −8,888.88", face: .heiBold, size: 20), at: Point(120, 190), color: Color(0x1f4e79), box: 0)
        page.add(shaper.shape("（一）《二》、“三”。", face: .songBold, size: 18), at: Point(120, 230), color: .black, box: 0)
        let document = PagedDocument(title: "图", author: "", created: sampleCreated, pages: [page])
        let theirs = [UInt8](try output(of: "pdftoppm", ["-r", "144", "{}"], on: try PDFExporter.export(document, fonts: shaper)).suffix(840 * 600 * 3))
        // Edges that fall on other pixels make 28.
        let same = try difference(theirs, page, shaper)
        #expect(same < 40, "\(same)")
        // One comma less, and figures a point to the left, must be seen.
        for (index, item) in page.items.enumerated() {
            guard case .text(var run) = item.content, run.size == 20 else { continue }
            var other = page
            other.glyphs[run.glyphs.lowerBound + 4].id = 0
            #expect(try difference(theirs, other, shaper) > 60)
            run.origin.x -= 1
            other = page
            other.items[index].content = .text(run)
            #expect(try difference(theirs, other, shaper) > 40)
        }
    }

    /// The largest difference between a picture of 840 × 600 pixels and that of the page, in means of squares of 8 pixels (4 pt).
    private func difference(_ theirs: [UInt8], _ page: Page, _ shaper: PangoTextShaper) throws -> Double {
        let ours = try PNGExporter.decodedPixels(page, dotsPerInch: 144, fonts: shaper)
        try #require(ours.width == 840 && ours.height == 600 && theirs.count == ours.rgb.count)
        var worst = 0.0
        for square in 0..<(105 * 75) {
            for channel in 0..<3 {
                var sums = (0, 0)
                for y in 0..<8 {
                    for x in 0..<8 {
                        let place = ((square / 105 * 8 + y) * 840 + square % 105 * 8 + x) * 3 + channel
                        sums.0 += Int(ours.rgb[place])
                        sums.1 += Int(theirs[place])
                    }
                }
                worst = max(worst, abs(Double(sums.0 - sums.1)) / 64)
            }
        }
        return worst
    }

    @Test func tagsSayWhatCellsSpanAndWhatAFigureIs() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        var page = Page(size: Size(300, 200))
        page.boxes.append(Box(kind: .table, name: "table", rect: Rect(x: 20, y: 20, width: 180, height: 60), parent: 0))
        func cell(_ text: String, _ kind: Box.Kind, _ x: Double, _ y: Double, _ width: Double, _ height: Double) {
            page.boxes.append(Box(kind: kind, name: text, rect: Rect(x: x, y: y, width: width, height: height), parent: 1))
            page.add(shaper.shape(text, face: .heiRegular, size: 9), at: Point(x + 2, y + height - 6), color: .black, box: page.boxes.count - 1)
        }
        cell("险种", .headerCell, 20, 20, 60, 40)
        cell("人数", .headerCell, 80, 20, 120, 20)
        cell("在职", .headerCell, 80, 40, 60, 20)
        cell("退休", .headerCell, 140, 40, 60, 20)
        cell("养老", .stubCell, 20, 60, 60, 20)
        cell("12", .cell, 80, 60, 60, 20)
        cell("34", .cell, 140, 60, 60, 20)
        page.boxes.append(Box(kind: .chart, name: "fig1", rect: Rect(x: 20, y: 100, width: 200, height: 80), parent: 0))
        page.boxes.append(Box(kind: .chartTitle, name: "title", rect: Rect(x: 20, y: 100, width: 200, height: 12), parent: page.boxes.count - 1))
        page.add(shaper.shape("图1 人数", face: .heiBold, size: 9), at: Point(20, 110), color: .black, box: page.boxes.count - 1)
        let document = PagedDocument(title: "表", author: "", created: sampleCreated, pages: [page])
        let structure = try run("pdfinfo", ["-struct-text", "{}"], on: try PDFExporter.export(document, fonts: shaper, tagged: true))
        let lines = structure.split(separator: "\n").map { $0.drop { $0 == " " } }
        #expect(lines.map(String.init) == [
            "Document", "Table (block)",
            "TR", "TH:", "/Scope /Column", "/RowSpan 2", "\"险种\"", "TH:", "/Scope /Column", "/ColSpan 2", "\"人数\"",
            "TR", "TH:", "/Scope /Column", "\"在职\"", "TH:", "/Scope /Column", "\"退休\"",
            "TR", "TH:", "/Scope /Row", "\"养老\"", "TD", "\"12\"", "TD", "\"34\"",
            "Figure", "\"图1 人数\"",
        ], "\(structure)")
    }

    @Test func linksLeadForwardsAndBackwards() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        var document = sampleDocument(shaper)
        document.pages[0].links = [Link(rect: Rect(x: 20, y: 30, width: 40, height: 10), page: 1, y: 100)]
        document.pages[1].links = [Link(rect: Rect(x: 20, y: 50, width: 40, height: 10), page: 0)]
        for tagged in [false, true] {
            let pdf = try PDFExporter.export(document, fonts: shaper, tagged: tagged)
            let objects = try run("qpdf", ["--qdf", "--object-streams=disable", "{}", "-"], on: pdf).split(separator: "%% Original object ID").filter { $0.contains("/Link") && $0.contains("/Annot") }
            try #require(objects.count == 2)
            let targets = objects.map { $0.split { $0.isWhitespace }.joined(separator: " ") }
            #expect(targets[0].contains("/XYZ 0 200 0") && targets[0].contains("/Rect [ 20 260 60 270 ]"), "\(targets)")
            #expect(targets[1].contains("/XYZ 0 300 0") && targets[1].contains("/Rect [ 20 240 60 250 ]"), "\(targets)")
        }
    }

    /// A picture with see-through parts keeps them, and stands in the file once.
    @Test func aSealKeepsItsOpacity() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        // 2 × 1 pixels: red at half opacity, and nothing.
        let seal: [UInt8] = [
            0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01,
            0x08, 0x06, 0x00, 0x00, 0x00, 0xf4, 0x22, 0x7f, 0x8a, 0x00, 0x00, 0x00, 0x0f, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xd0,
            0xc0, 0x00, 0x04, 0x00, 0x0a, 0x81, 0x01, 0x80, 0x0d, 0x80, 0xfe, 0xe7, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
        ]
        var page = Page(size: Size(100, 100))
        page.items = [
            Item(box: 0, .fill(Rect(x: 0, y: 0, width: 100, height: 100), Color(0x0000ff))),
            Item(box: 0, .image(Image(png: seal, rect: Rect(x: 0, y: 0, width: 80, height: 40)))),
            Item(box: 0, .image(Image(png: seal, rect: Rect(x: 0, y: 50, width: 80, height: 40)))),
        ]
        let pdf = try PDFExporter.export(PagedDocument(title: "章", author: "", created: sampleCreated, pages: [page]), fonts: shaper)
        let pixels = [UInt8](try output(of: "pdftoppm", ["-r", "72", "{}"], on: pdf).suffix(30_000))
        func pixel(_ x: Int, _ y: Int) -> [UInt8] { Array(pixels[(y * 100 + x) * 3..<(y * 100 + x) * 3 + 3]) }
        for y in [20, 70] {
            #expect(abs(Int(pixel(20, y)[0]) - 128) < 3 && pixel(20, y)[1] == 0 && abs(Int(pixel(20, y)[2]) - 127) < 3, "\(pixel(20, y))")
            #expect(pixel(60, y) == [0, 0, 255])
        }
        let listed = try run("pdfimages", ["-list", "{}"], on: pdf)
        // page num type width height color comp bpc enc interp object …
        let objects = listed.split(separator: "\n").dropFirst(2).map { line in line.split(separator: " ")[10] }
        #expect(objects.count == 4 && Set(objects).count == 1, "a picture with its opacity, shown twice: \(listed)")
    }

    @Test func sameInputSameBytes() throws {
        let first = try PangoTextShaper(fontFolder: fontFolder), second = try PangoTextShaper(fontFolder: fontFolder)
        let a = try PDFExporter.export(sampleDocument(first), fonts: first)
        let b = try PDFExporter.export(sampleDocument(second), fonts: second)
        #expect(a == b)
        let writer = try PDFWriter(sampleDocument(first), fonts: first)
        for page in sampleDocument(first).pages { try writer.add(page) }
        #expect(try writer.finish() == a)
    }

    /// Hei Regular as CFF loses 如 in the PDF library's subsetter; the shipped TrueType face must not.
    @Test(arguments: Face.allCases) func ruIsDrawnInThePDF(face: Face) throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        func inks(of text: String) throws -> (pdf: Double, png: Double) {
            var page = Page(size: Size(50, 50))
            page.add(shaper.shape(text, face: face, size: 40), at: Point(5, 40), color: .black, box: 0)
            let document = PagedDocument(title: text, author: "", created: sampleCreated, pages: [page])
            let image = try output(of: "pdftoppm", ["-gray", "-r", "72", "{}"], on: try PDFExporter.export(document, fonts: shaper))
            let pixels = image.suffix(2500)
            try #require(pixels.count == 2500)
            return (pixels.reduce(0) { $0 + Double(255 - $1) } / 255, try PageRaster(page, dotsPerInch: 72, fonts: shaper).ink)
        }
        let ru = try inks(of: "如"), hao = try inks(of: "好")
        #expect(ru.pdf > 100 && abs(ru.pdf / hao.pdf - 1) < 0.4)
        #expect(abs(ru.pdf / ru.png - 1) < 0.1)
    }
}
