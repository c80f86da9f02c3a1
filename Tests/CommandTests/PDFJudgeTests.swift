import Foundation
import Testing

/// The judge of finished PDFs finds what is wrong in a PDF that is wrong on purpose; see EndToEndTests for the real ones.
@Suite struct PDFJudgeTests {
    /// Writes a file with a page for each content stream. Face F is the standard Helvetica; N the same, whose D, Y and G stand for 第, 页
    /// and 共; Q the same with digits that no reader knows.
    private func file(_ pages: [String], _ path: String) throws {
        func stream(_ text: String) -> String { "<< /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream" }
        let meanings = """
            /CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /N def 1 begincodespacerange <00> <FF> endcodespacerange
            3 beginbfchar <44> <7B2C> <59> <9875> <47> <5171> endbfchar endcmap end end
            """
        let digits = (0...9).map { "/strange\($0)" }.joined(separator: " ")
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [\(pages.indices.map { "\(7 + 2 * $0) 0 R" }.joined(separator: " "))] /Count \(pages.count) >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >>", stream(meanings),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /Differences [48 \(digits)] >> >>",
        ]
        for (index, page) in pages.enumerated() {
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(8 + 2 * index) 0 R /Resources << /Font << /F 3 0 R /N 4 0 R /Q 6 0 R >> >> >>")
            objects.append(stream(page))
        }
        var text = "%PDF-1.4\n", offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets { text += String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n" }
        text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Twenty-four pages of a kind, each with another text in another place: lines of the judge by file.
    private func judge(_ name: String, _ content: (_ text: String, _ x: Int, _ y: Int) -> String) throws -> (output: Command.Output, found: [String: [Substring]]) {
        let folder = try Command.folder("judge-" + name)
        for index in 0..<24 { try file([content(String(30_000 + index * 2_917), 60 + index * 17, 90 + index * 29)], "\(folder)/\(name)-\(10 + index).pdf") }
        let output = try Command.run(Command.python, [Command.root + "Tests/Oracles/judge_pdf.py", folder])
        return (output, Dictionary(grouping: output.text.split(separator: "\n").filter { $0.hasPrefix(name) }) { String($0.prefix { $0 != "," }) })
    }

    private static func text(_ text: String, _ x: Int, _ y: Int, size: Int = 12, face: String = "F") -> String { "BT /\(face) \(size) Tf \(x) \(y) Td (\(text)) Tj ET " }

    @Test(arguments: [
        ("plain", ""), ("under", "0.5 w X0 Y-3 m X90 Y-3 l S "), ("grid", "0.9 G 0.5 w X0 Y4 m X90 Y4 l S "), ("ground", "0.9 g X0 Y-5 X90w re f 0 g "),
        ("bar", "0.12 0.3 0.47 rg X-20 Y-9 X90w re f 1 g "),
    ]) func soundPagesPass(_ name: String, _ drawing: String) throws {
        let (output, _) = try judge(name) { text, x, y in
            drawing.replacing("X90w", with: "90 30").replacing("X90", with: "\(x + 60)").replacing("X-20", with: "\(x - 20)").replacing("X0", with: "\(x - 5)")
                .replacing("Y-3", with: "\(y - 3)").replacing("Y-5", with: "\(y - 5)").replacing("Y-9", with: "\(y - 9)").replacing("Y4", with: "\(y + 4)") + Self.text(text, x, y)
        }
        #expect(output.status == 0 && output.text.hasSuffix("24 files, 24 pages, 0 findings\n"), "\(output.text.prefix(600))\(output.errors)")
    }

    private static let faults: [(name: String, words: String, content: @Sendable (String, Int, Int) -> String)] = [
        // Another text: the library takes the same text nearly in the same place for bold type.
        ("over", " over '", { text($0, $1, $2) + text(String($0.reversed()), $1 + 2, $2 + 1) }),
        ("rule", "on a rule", { text($0, $1, $2) + "0.5 w \($1 - 5) \($2 + 4) m \($1 + 60) \($2 + 4) l S" }),
        ("upright", "on a rule", { text($0, $1, $2) + "0.5 w \($1 + 3) \($2 - 9) m \($1 + 3) \($2 + 20) l S" }),
        ("slope", "on a rule", { text($0, $1, $2) + "0.1 0.3 0.5 RG 1.4 w \($1 - 5) \($2 - 9) m \($1 + 40) \($2 + 20) l S" }),
        ("edge", "outside the margins", { text($0, $2.isMultiple(of: 2) ? 575 : 3, $2) }),
        ("mark", "edge of a mark", { text, x, y in "0.12 0.3 0.47 rg \(x - 20) \(y - 9) 25 30 re f 0 g " + Self.text(text, x, y) }),
        ("area", "edge of a mark", { text, x, y in "0.12 0.3 0.47 rg \(x - 20) \(y - 9) m \(x + 60) \(y - 9) l \(x + 60) \(y + 4) l \(x - 20) \(y + 5) l f 0 g " + Self.text(text, x, y) }),
        ("dark", "hardly stands out", { text, x, y in "0.12 0.3 0.47 rg \(x - 20) \(y - 9) 90 30 re f 0 g " + Self.text(text, x, y) }),
        ("small", "is set in 4.0 pt", { text($0, $1, $2, size: 4) }),
        ("strange", "character does not come back", { text("0", $1, $2 - 20) + text($0, $1, $2, face: "Q") }),
        ("empty", "page without text", { "0.5 w \($1) \($2) m 300 704 l S" }),
    ]

    @Test(arguments: faults.map(\.name)) func plantedFaultsAreFound(_ name: String) throws {
        let fault = try #require(Self.faults.first { $0.name == name })
        let (output, found) = try judge(name, fault.content)
        #expect(output.status == 1 && found.count == 24, "\(output.text.prefix(600))\(output.errors)")
        #expect(found.values.allSatisfy { $0.contains { $0.contains(fault.words) } }, "\(output.text.prefix(600))")
    }

    /// Files of one to four pages whose numbers go wrong on one page, each in another way; and the same files with right numbers.
    @Test func wrongPageNumbersAreFound() throws {
        typealias Fault = (_ page: Int, _ count: Int) -> String
        let right: Fault = { "D \($0) Y G \($1) Y" }
        let faults: [Fault] = [
            { _, _ in "" }, { "D \($0 + 1) Y G \($1) Y" }, { "D \($0) Y G \($1 + 1) Y" }, { page, _ in "D \(page) Y" }, { "\($0) / \($1)" }, { "D \($0)\($0) Y G \($1) Y" },
            { "D  Y G \($1) Y" }, { "G \($1) Y D \($0) Y" }, { "D \($1 + 1) Y G \($0) Y" },
        ]
        let folder = try Command.folder("judge-numbers")
        var planted: [String: Int] = [:]
        for count in 1...4 {
            func pages(_ number: (Int) -> String) -> [String] {
                (1...count).map { Self.text(String(12_345 * $0), 60 + 17 * $0, 300 + 29 * $0) + Self.text(number($0), 200, 60, face: "N") }
            }
            try file(pages { right($0, count) }, "\(folder)/right-\(count).pdf")
            for (index, fault) in faults.enumerated() {
                // A file of one page without any number is no numbered file.
                for page in 1...count where count > 1 || [1, 2, 5, 6].contains(index) {
                    let name = "wrong-\(count)-\(index)-\(page).pdf"
                    planted[name] = page
                    try file(pages { $0 == page ? fault($0, count) : right($0, count) }, "\(folder)/\(name)")
                }
            }
        }
        let output = try Command.run(Command.python, [Command.root + "Tests/Oracles/judge_pdf.py", folder])
        let lines = output.text.split(separator: "\n").dropLast()
        #expect(planted.count >= 60 && lines.count == planted.count && !lines.contains { $0.hasPrefix("right") }, "\(output.text.prefix(600))\(output.errors)")
        for (name, page) in planted { #expect(lines.contains("\(name), page \(page): the page number is missing or wrong"), "\(name)") }
    }
}
