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
        for expected in [sampleTitle] + sampleRows.joined() { #expect(text.contains(expected), "\(expected) in \(text)") }
        #expect(text.contains("\u{c}"))
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
        #expect(lines.count == 3)
        for name in ["Gazette-Hei", "Gazette-Hei-Bold", "Gazette-Song-Bold"] {
            #expect(lines.contains { $0.contains("+\(name) ") && $0.contains("TrueType") && $0.contains("yes yes yes") }, "\(name) in \(lines)")
        }
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
        let raw = try run("strings", ["-a", "{}"], on: pdf)
        #expect(raw.contains("/Outlines"))
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
    @Test func ruIsDrawnInThePDF() throws {
        let shaper = try PangoTextShaper(fontFolder: fontFolder)
        let inks = try Face.allCases.flatMap { face in
            try ["如", "好"].map { text in
                var page = Page(size: Size(50, 50))
                page.add(shaper.shape(text, face: face, size: 40), at: Point(5, 40), color: .black, box: 0)
                let document = PagedDocument(title: "如", author: "", created: sampleCreated, pages: [page])
                let image = try run("pdftoppm", ["-gray", "-r", "72", "{}"], on: try PDFExporter.export(document, fonts: shaper))
                let raster = try PageRaster(page, dotsPerInch: 72, fonts: shaper)
                #expect(raster.ink > 100, "\(text) \(face)")
                return (raster.ink, image.utf8.count)
            }
        }
        for pair in stride(from: 0, to: inks.count, by: 2) { #expect(abs(inks[pair].0 / inks[pair + 1].0 - 1) < 0.4) }
    }
}
