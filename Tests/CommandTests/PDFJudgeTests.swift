import Foundation
import Testing

/// The judge of finished PDFs finds what is wrong in a PDF that is wrong on purpose; see EndToEndTests for the real ones.
@Suite struct PDFJudgeTests {
    /// One page with a content stream in the standard Helvetica.
    private func page(_ content: String, _ name: String) throws -> String {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var text = "%PDF-1.4\n", offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets { text += String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n" }
        text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        let path = try Command.folder("judge-" + name) + "/\(name).pdf"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func judge(_ path: String) throws -> Command.Output { try Command.run(Command.python, [Command.root + "Tests/Oracles/judge_pdf.py", path]) }

    @Test func aSoundPagePasses() throws {
        let output = try judge(try page("BT /F 12 Tf 100 700 Td (12345) Tj 0 -20 Td (67890) Tj ET 0.5 w 90 690 m 300 690 l S", "sound"))
        #expect(output.status == 0 && output.text.hasSuffix("1 pages, 0 findings\n"), "\(output.text)\(output.errors)")
    }

    @Test func plantedFaultsAreFound() throws {
        let faults = [
            ("over", "BT /F 12 Tf 100 700 Td (12345) Tj ET BT /F 12 Tf 102 701 Td (67890) Tj ET", "over"),
            ("rule", "BT /F 12 Tf 100 700 Td (12345) Tj ET 0.5 w 90 704 m 300 704 l S", "on a rule"),
            ("edge", "BT /F 12 Tf 580 700 Td (12345) Tj ET", "outside the margins"), ("empty", "0.5 w 90 704 m 300 704 l S", "page without text"),
        ]
        for (name, content, words) in faults {
            let output = try judge(try page(content, name))
            #expect(output.status == 1 && output.text.contains(words), "\(name): \(output.text)\(output.errors)")
        }
    }
}
