import Codes
import DefinitionLoading
import Diagnostics
import Quantities
import ReportModel
import Testing

@Suite struct CodeTableEditorTests {
    static let table = """
        code,name,short,parent,effective_from,effective_to,remark
        # 本地代码，2020 年版
        10,在职,在职,,,,
        11,本市城镇,本市城镇,10,,,"城镇, 本市"

        12,本市农村,本市农村,10,,,
        20,离退休,离退休,,1999-01-01,,
        21,离休,离休,20,,2020-12-31,

        """

    static func request(_ line: String) throws -> CodeRequest {
        let successor = line.split(separator: ",", omittingEmptySubsequences: false).count == 10 ? ",successor" : ""
        let (requests, problems) = CodeRequestReader.read("table,code,name,short,parent,effective_from,effective_to,action,reason\(successor)\n\(line)\n", file: "BM.CSV")
        #expect(problems.isEmpty, "\(problems)")
        return try #require(requests.first)
    }

    static func edited(_ lines: String...) throws -> [String] {
        var editor = CodeTableEditor(table, table: "class")
        for line in lines { try editor.apply(request(line)) }
        return editor.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// A new code stands behind its sibling with the next smaller code; every other byte stays.
    @Test func aNewCodeIsOneNewLine() throws {
        let before = Self.table.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var expected = before
        expected.insert("13,外埠,,10,2026-08-01,,", at: 6)
        #expect(try Self.edited("class,13,外埠,,10,2026-08-01,,new,新增类别") == expected)
        // No sibling in force: right behind the parent. A parent that is new itself may come first.
        let nested = try Self.edited("class,30,失业,,,2026-08-01,,新增,x", "class,31,领取,,30,2026-08-01,,新增,x")
        #expect(nested.suffix(3) == ["30,失业,,,2026-08-01,,", "31,领取,,30,2026-08-01,,", ""])
    }

    /// A change closes the old line on the day before and opens a new one behind it.
    @Test func aChangeKeepsHistory() throws {
        let lines = try Self.edited("class,11,城镇职工,城镇,,2026-08-01,,变更,改名", "class,12,,,20,2026-09-01,,change,改上级")
        #expect(lines[3] == "11,本市城镇,本市城镇,10,,2026-07-31,\"城镇, 本市\"" && lines[4] == "11,城镇职工,城镇,10,2026-08-01,,\"城镇, 本市\"")
        #expect(lines.contains("12,本市农村,本市农村,10,,2026-08-31,") && lines.contains("12,本市农村,本市农村,20,2026-09-01,,"))
    }

    /// An end names its successors in a column of their own, which every line then has.
    @Test func anEndNamesItsSuccessors() throws {
        let lines = try Self.edited("class,12,,,,,2026-07-31,停用,并入城镇,11")
        #expect(lines[0].hasSuffix(",remark,successor") && lines.contains("12,本市农村,本市农村,10,,2026-07-31,,11"))
        let file = DefinitionFile(path: "codes/class.csv", bytes: Array(lines.joined(separator: "\n").utf8), digest: "")
        let (catalogue, bag) = CatalogueLoader.load(files: [file])
        #expect(!bag.hasErrors, "\(bag.sorted)")
        #expect(catalogue.codeTable("class")?.member("12")?.successors == ["11"])
    }

    @Test(arguments: [
        ("class,11,又一个,,10,2026-08-01,,new,x", "in force already"),
        ("class,13,外埠,,99,2026-08-01,,new,x", "parent '99'"),
        ("class,13,外埠,,21,2026-08-01,,new,x", "parent '21' is not in force on 2026-08-01"),
        ("class,77,无,,,2026-08-01,,change,x", "not in force"),
        ("class,20,退,,,1999-01-01,,change,x", "would edit history"),
        ("class,11,本市城镇,本市城镇,10,2026-08-01,,change,x", "nothing would change"),
        ("class,21,,,,,2026-07-31,end,x", "not in force on 2026-07-31"),
        ("class,10,,,,,2026-07-31,end,x", "11 本市城镇 below it stays in force"),
        ("class,12,,,,,2026-07-31,end,x,14", "successor '14'"),
        ("class,10,,,10,2026-08-01,,change,x", "below itself"),
    ]) func whatTheTableDoesNotAllowIsRefused(_ line: String, _ reason: String) throws {
        var editor = CodeTableEditor(Self.table, table: "class")
        let request = try Self.request(line)
        #expect { try editor.apply(request) } throws: { error in
            let diagnostic = (error as? DiagnosticsError)?.diagnostics.first
            return diagnostic?.id == "COD004" && diagnostic?.message.contains(reason) == true && diagnostic?.place?.line == 2
        }
        #expect(editor.text == Self.table, "nothing is changed")
    }

    @Test func aFileIsRefusedWithEveryMistake() {
        let header = "table,code,name,short,parent,effective_from,effective_to,action,reason"
        let (requests, problems) = CodeRequestReader.read("\(header)\na,1,,,,2026-08-01,,new,x\na,2,n,,,2026-02-30,,new,x\na,3,n,,,,,delete,x\na,4,n\na,5,n,,,2026-08-01,2026-07-01,new,\n", file: "BM.CSV")
        #expect(requests.isEmpty && problems.allSatisfy { $0.id == "COD002" })
        #expect(problems.compactMap(\.place?.line) == [2, 3, 4, 5, 6, 6])
        #expect(CodeRequestReader.read("code,name\n1,x\n", file: "BM.CSV").diagnostics.map(\.id) == ["COD001"])
        #expect(CodeRequestReader.read(header + "\n", file: "BM.CSV").diagnostics.map(\.id) == ["COD002"])
    }

    /// Windows line ends and quoted line breaks stay as they are.
    @Test func lineEndsStay() throws {
        let text = "code,name,short,parent,effective_from,effective_to,remark\r\n1,甲,甲,,,,\"两\r\n行\"\r\n2,乙,乙,,,,\r\n"
        var editor = CodeTableEditor(text, table: "class")
        #expect(editor.text == text)
        try editor.apply(Self.request("class,3,丙,,,2026-08-01,,new,x"))
        #expect(editor.text == text + "3,丙,,,2026-08-01,,\r\n")
    }
}
