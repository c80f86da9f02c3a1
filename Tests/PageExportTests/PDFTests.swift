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
