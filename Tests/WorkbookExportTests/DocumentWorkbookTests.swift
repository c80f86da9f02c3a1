import Documents
import Foundation
import Quantities
import ReportFixtures
import ReportModel
import Testing
import WorkbookExport

/// Workbooks of documents, read back by openpyxl.
@Suite struct DocumentWorkbookTests {
    let folder = try! TemporaryFolder()
    private var options: WorkbookOptions { WorkbookOptions(theme: Theme(), created: "2026-11-15T00:00:00Z", shaper: FixedWidthShaper()) }

    private func exported(_ document: Document, _ name: String = "d.xlsx") throws -> WorkbookOracle {
        try WorkbookExporter.export(document, options: options, to: folder.file(name))
        return try WorkbookOracle(folder.file(name))
    }

    private func cells(_ book: WorkbookOracle, _ sheet: String, row: Int) -> [[String]] {
        book.all("cell", sheet).filter { $0.place.drop { $0.isLetter } == String(row) }.map(\.fields)
    }

    @Test func cellsKeepTheirKind() throws {
        var table = DocumentTable(title: "数", columns: [.init("文"), .init("码"), .figures("数"), .figures("金额"), .figures("差"), .init("状态")])
        table.add([.text("=1+1"), .code("0012"), .count(1_234_567), .figure(12_345_678_901_234_5, scale: 2), .difference(-500, scale: 2), .light(.stop, "")])
        table.add([.text("@SUM(A1)"), .code("1E5"), .count(0), .figure(Decimal(unscaled: 1_234_567_890_123_456_789, scale: 2)), .difference(500, scale: 2), .light(.good, "一致")])
        table.add([.text("+1"), .code("-1"), .missing, .notApplicable, .difference(0, scale: 2), .text("")], style: .total)
        var document = Document(title: "表", head: ["左", "中", "右"], mark: "合成 & 数据")
        document.table(table)
        let book = try exported(document)
        // Title, head line, name of the table, heads, rows.
        let rows = (5...7).map { cells(book, "数", row: $0) }
        for row in rows { for cell in row { #expect(cell[10].isEmpty, "a formula: \(cell)") } }
        #expect(rows[0].map { $0[0] } == ["text", "text", "number", "number", "number", "text"])
        #expect(rows[0][3][1] == "1234567890123.45" && rows[0][2][1] == "1234567" && rows[0][0][1] == "=1+1" && rows[0][1][1] == "0012" && rows[0][5][1] == "■ 停止")
        #expect(rows[0][4][2] == "+#,##0.00;-#,##0.00;#,##0.00" && rows[0][3][2] == "#,##0.00")
        #expect(rows[1][3][0] == "text" && rows[1][3][1] == "12,345,678,901,234,567.89" && rows[1][1][1] == "1E5")
        #expect(rows[2][2][1] == "缺" && rows[2][3][1] == "—" && rows[2][5][0] == "empty" && rows[2][0][3] == "bold" && rows[2][0][5] == "e8eef3")
        #expect(book.fields("freeze", "数") == ["A5"] && book.fields("titles", "数") == ["$4:$4"] && book.fields("footer", "数")[0].contains("合成 && 数据"))
        #expect(book.fields("protection", "数")[0] == "False" && book.fields("zip") == ["ok"])
    }

    @Test func sheetsHaveValidAndUniqueNames() throws {
        let names = ["按类别", "按类别", "a/b:c?[d]*'\\", String(repeating: "长", count: 40), String(repeating: "长", count: 41), "SUM", "sum", "History", "😀" + String(repeating: "好", count: 30), "\u{1}x", ""]
        var document = Document(title: "名")
        for name in names { document.table(DocumentTable(title: name, columns: ["甲"], texts: [["1"]])) }
        let book = try exported(document), sheets = book.all("freeze").map(\.sheet)
        #expect(sheets.count == names.count && Set(sheets.map { $0.lowercased() }).count == names.count, "\(sheets)")
        for sheet in sheets { #expect(!sheet.isEmpty && sheet.utf16.count <= 31 && !sheet.contains { "[]:*?/\\'".contains($0) } && sheet.lowercased() != "history", "\(sheet)") }
        #expect(sheets[0] == "按类别" && sheets[1] == "按类别 2")
    }

    @Test func hostileContentsAreKeptOrSaid() throws {
        let long = String(repeating: "字", count: 40_000)
        var table = DocumentTable(title: "敌意", columns: [.init("值")])
        for text in ["a\u{1}b\u{0}c", String(repeating: "W", count: 500), "👨‍👩‍👧 𠮷", "<&>\"'", " 前后 ", "甲\r\n乙", long, "\u{7f}"] { table.add([.text(text)]) }
        var document = Document(title: "敌意\u{2}")
        document.table(table)
        document.table(DocumentTable(title: "空", columns: ["甲", "乙"], texts: [], empty: "无错误"))
        document.table(DocumentTable(title: "宽", columns: (1...40).map { "列\($0)" }, texts: (1...3).map { row in (1...40).map { "\(row).\($0)" } }))
        document.paragraph("最后一段。")
        let book = try exported(document)
        let texts = book.all("cell", "敌意").map { $0.fields[1] }
        #expect(texts[0] == "敌意\u{FFFD}" && texts.contains("a\u{FFFD}b\u{FFFD}c") && texts.contains(String(repeating: "W", count: 500)) && texts.contains("👨‍👩‍👧 𠮷"))
        #expect(texts.contains("<&>\"'") && texts.contains(" 前后 ") && texts.contains("甲\\n乙") && texts.contains { $0.hasPrefix("字字") && $0.contains("共 40000 字，此处截断") })
        #expect(cells(book, "空", row: 4)[0][1] == "无错误")
        #expect(cells(book, "宽", row: 5).count == 40 && book.fields("freeze", "宽") == ["B4"] && book.all("cell", "宽").contains { $0.fields[1] == "最后一段。" })
    }

    @Test func manyRowsCanBeFilteredAndTheBytesAreTheSame() throws {
        var table = DocumentTable(title: "多", columns: [.init("码"), .figures("数")])
        for row in 1...5000 { table.add([.code("\(row)"), .count(row)]) }
        var document = Document(title: "多行")
        document.table(table)
        let book = try exported(document, "a.xlsx")
        #expect(book.fields("protection", "多")[6] == "A3:B5003" && book.all("cell", "多").count == 10_004)
        try WorkbookExporter.export(document, options: options, to: folder.file("b.xlsx"))
        #expect(try Data(contentsOf: URL(filePath: folder.file("a.xlsx"))) == Data(contentsOf: URL(filePath: folder.file("b.xlsx"))))
    }
}
