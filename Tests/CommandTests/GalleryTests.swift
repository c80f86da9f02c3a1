import Foundation
import Testing

/// Forms that are added by YAML alone: nothing under Sources knows them.
@Suite struct GalleryTests {
    /// The demo city with the forms of Tests/Gallery among its definitions.
    private static let city = Result { () throws -> String in
        let path = try Command.workspace("gallery", from: "2025-10", to: "2026-10", scale: 4000)
        let definitions = path + "/definitions"
        try FileManager.default.copyItem(atPath: Command.root + "ReportDefs", toPath: definitions)
        for name in ["X13.yaml", "X14.yaml"] {
            try FileManager.default.copyItem(atPath: Command.root + "Tests/Gallery/" + name, toPath: definitions + "/reports/" + name)
        }
        let settings = try String(contentsOfFile: path + "/gazette.yaml", encoding: .utf8)
        let changed = settings.split(separator: "\n", omittingEmptySubsequences: false).map { $0.hasPrefix("definitions:") ? "definitions: definitions" : $0 }
        try changed.joined(separator: "\n").write(toFile: path + "/gazette.yaml", atomically: true, encoding: .utf8)
        let load = try Command.gazette("load", "--workspace", path, "--quiet")
        try #require(load.status == 0, "\(load.errors)")
        let render = try Command.gazette("render", "2026-10", "--workspace", path, "--report", "SB-X13", "--report", "SB-X14")
        try #require(render.status == 0, "\(render.errors)")
        return path
    }

    private func text(_ report: String, page: Int? = nil) throws -> String {
        let pages = page.map { ["-f", String($0), "-l", String($0)] } ?? []
        return try Command.run("/usr/bin/pdftotext", pages + ["-layout", try Self.city.get() + "/output/2026-10/\(report)/\(report)_city_2026-10.pdf", "-"]).text
    }

    @Test func slantedHeadCrosstabTopRowsAndSuppression() throws {
        let lint = try Command.gazette("lint", "--workspace", try Self.city.get())
        #expect(lint.status == 0, "\(lint.text)\(lint.errors)")
        let text = try text("SB-X13")
        for label in ["人员类别", "指标", "区县", "其他区县", "按人员类别", "本市城镇", "01行 = Σ(02行～10行)"] { #expect(text.contains(label), "\(label)") }
        #expect(!text.contains("失业领取"), "classes without persons are left out")
        let figures = try String(contentsOfFile: try Self.city.get() + "/output/2026-10/SB-X13/SB-X13_city_2026-10.figures.tsv", encoding: .utf8)
        let rows = figures.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        #expect(rows.contains { $0.contains("suppressed") })
        let provenance = try String(contentsOfFile: try Self.city.get() + "/output/2026-10/SB-X13/SB-X13_city_2026-10.provenance.tsv", encoding: .utf8)
        #expect(provenance.contains("*"), "operands of a table with hidden cells are masked")
    }

    @Test func wideTableIsDividedAndSumsAreCarried() throws {
        let first = try text("SB-X14", page: 1), second = try text("SB-X14", page: 2), third = try text("SB-X14", page: 3)
        func line(_ start: String, _ text: String) -> [Substring] {
            text.split(separator: "\n").first { $0.drop { $0 == " " }.hasPrefix(start) }?.split(separator: " ").dropFirst().map { $0 } ?? []
        }
        #expect(line("过次页", first).count >= 4 && line("过次页", first) == line("承前页", second), "what is carried over arrives")
        #expect(second.contains("（续）") && second.contains("续表"))
        #expect(!first.contains("上年同期") && third.contains("上年同期"), "heads that do not fit come on later pages")
    }

    @Test func workbooksOpenAndKeepNumbers() throws {
        for report in ["SB-X13", "SB-X14"] {
            let read = try Command.run(
                Command.python, ["-c", """
                import openpyxl, sys
                sheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]
                numbers = sum(1 for row in sheet.iter_rows() for cell in row if isinstance(cell.value, (int, float)))
                slanted = any(cell.border.diagonalDown for row in sheet.iter_rows() for cell in row)
                print(numbers, slanted)
                """, try Self.city.get() + "/output/2026-10/\(report)/\(report)_city_2026-10.xlsx"])
            let words = read.text.split(separator: " ")
            #expect(read.status == 0 && (Int(words.first ?? "") ?? 0) > 80 && words.last == "True\n", "\(read.text)\(read.errors)")
        }
    }
}
