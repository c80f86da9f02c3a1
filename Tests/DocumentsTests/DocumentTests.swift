import Documents
import Quantities
import Testing

@Suite struct DocumentTests {
    private var document: Document {
        var document = Document(title: "错误数据报告", head: ["示例市", "2026年10月", ""], mark: "合成数据")
        document.heading("分类")
        document.paragraph("a < b & c")
        var table = DocumentTable(title: "错误", columns: [.init("类别"), .figures("行数"), .figures("差额"), .init("状态")])
        table.add([.text("列|数"), .count(12_345), .difference(-1_234_50, scale: 2), .light(.stop, "")])
        table.add([.code("<x>\u{1}"), .missing, .difference(100, scale: 2), .light(.good, "一致")], style: .total)
        document.table(table)
        document.table(DocumentTable(columns: ["无"], texts: []))
        return document
    }

    /// A zero, a missing value and a value that does not apply are told apart, and a difference has its sign.
    @Test func cellsSayWhatTheyAre() {
        #expect(DocumentCell.count(0).text == "0" && DocumentCell.missing.text == "缺" && DocumentCell.notApplicable.text == "—")
        #expect(DocumentCell.figure(123_456_789, scale: 2).text == "1,234,567.89")
        #expect(DocumentCell.difference(500, scale: 2).text == "+5.00" && DocumentCell.difference(0, scale: 2).text == "0.00")
        #expect(DocumentCell.difference(-500, scale: 2).text == "\u{2212}5.00")
        #expect(Set(TrafficLight.allCases.map(\.symbol)).count == 4 && Set(TrafficLight.allCases.map(\.word)).count == 4)
        #expect([TrafficLight.good, .stop, .attention].max() == .stop)
    }

    @Test func textsCannotBreakOut() {
        let html = document.html, markdown = document.markdown
        #expect(html.contains("a &lt; b &amp; c") && html.contains("&lt;x&gt;\u{FFFD}") && !html.contains("\u{1}"))
        #expect(markdown.contains("| 列\\|数 | 12,345 |"))
        #expect(html.contains("<td class=\"none\" colspan=\"1\">无</td>"))
    }

    /// Figures end in the same place whatever stands before them.
    @Test func consoleColumnsAlign() {
        let lines = document.console.split(separator: "\n").map(String.init)
        let head = lines.first { $0.contains("类别") }!, first = lines.first { $0.contains("12,345") }!, second = lines.first { $0.contains("缺") }!
        func place(_ line: String, _ end: String) -> Int {
            line[..<line.firstRange(of: end)!.upperBound].unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 && $1.value != 0xFFFD ? 2 : 1) }
        }
        #expect(place(head, "行数") == place(first, "12,345") && place(first, "12,345") == place(second, "缺"))
    }
}
