import Diagnostics
import Quantities
import ReportModel
import Testing

@testable import Reconciliation
@testable import SampleCity
import Spreadsheets

/// Check tables as providers write them: heads over several rows, merged cells, units, districts by name or code, and what is wrong with them.
@Suite struct CheckTableTests {
    static let place = SourceRange(file: "checks/f.yaml", line: 5, column: 1)
    static let day = CalendarDate(year: 2026, month: 10, day: 31)!

    static let districts: CodeTable = {
        func member(_ code: String, _ name: String, _ short: String, to: CalendarDate? = nil) -> CodeMember {
            CodeMember(code: code, name: name, short: short, parent: nil, effective: EffectiveRange(from: CalendarDate(year: 1999, month: 1, day: 1)!, to: to), origin: place)
        }
        return CodeTable(
            id: "district",
            members: [
                member("110101", "东城区", "东城"), member("110102", "西城区", "西城"), member("110105", "朝阳区", "朝阳"),
                member("110228", "密云县", "密云县", to: CalendarDate(year: 2015, month: 11, day: 30)!),
            ], origin: place)
    }()

    static func figure(_ kind: CheckedFigure.Kind, _ unit: Unit = .person, decimals: Int? = nil) -> CheckedFigure {
        CheckedFigure(kind: kind, unit: unit, decimals: decimals ?? unit.defaultDecimals, blocks: true, origin: place)
    }

    static func definition(
        sheet: String? = "养老", file: String = "HD_{period}.XLS", district: [String] = ["经办区县"], heads: ClosedRange<Int> = 2...3, filter: [(head: String, text: String)] = [],
        columns: [CheckColumn]? = nil, cells: [CheckCell] = []
    ) -> CheckDefinition {
        let standard = [CheckColumn(head: ["记录数"], figure: figure(.rows)), CheckColumn(head: ["实缴", "单位"], figure: figure(.sum("paid_unit"), .tenThousandYuan))]
        let table = CheckTable(headRows: heads, district: district, total: "合计", filter: filter, columns: columns ?? standard, origin: place)
        return CheckDefinition(
            id: "f", name: "核对表", role: .declared, filePattern: file, sheets: [CheckSheet(sheet: sheet, interface: "pension", table: columns?.isEmpty == true ? nil : table, cells: cells, origin: place)],
            origin: place)
    }

    /// Title, two rows of heads, three districts, a total of formulas.
    static func sheet(_ name: String = "养老", change: (inout LegacyWorkbook.Sheet) -> Void = { _ in }) -> LegacyWorkbook.Sheet {
        var sheet = LegacyWorkbook.Sheet(name)
        sheet.set(0, 0, .text("核对表（合成数据）"))
        for (row, column, text) in [(1, 0, "经办\n区县"), (1, 1, "记录数"), (1, 2, "实 缴"), (2, 2, "单位"), (2, 3, "个人")] { sheet.set(row, column, .text(text)) }
        sheet.merged = [(rows: 0...0, columns: 0...3), (rows: 1...2, columns: 0...0), (rows: 1...2, columns: 1...1), (rows: 1...1, columns: 2...3)]
        for (index, name) in ["东城区", "110102", "朝阳"].enumerated() {
            sheet.set(3 + index, 0, .text(name))
            sheet.set(3 + index, 1, .number(Double(10 * (index + 1)), decimals: 0))
            sheet.set(3 + index, 2, .number([12.34, 0.1, 1234567.89][index], decimals: 2))
            sheet.set(3 + index, 3, .number(1, decimals: 2))
        }
        sheet.set(6, 0, .text("合　计"))
        sheet.set(6, 1, .columnSum(fromRow: 3, 60, decimals: 0))
        sheet.set(6, 2, .columnSum(fromRow: 3, 12.34 + 0.1 + 1234567.89, decimals: 2))
        sheet.set(7, 0, .text("制表人："))
        change(&sheet)
        return sheet
    }

    static func read(_ definition: CheckDefinition = definition(), _ sheets: [LegacyWorkbook.Sheet] = [sheet()]) throws -> CheckTableReader.Result {
        let book = try WorkbookReader.read(bytes: LegacyWorkbook(sheets: sheets).bytes(), name: "HD_202610.XLS")
        return CheckTableReader(definition, districts: districts, day: day, file: "HD_202610.XLS").read(book)
    }

    @Test func mergedHeadsUnitsLabelsAndTotal() throws {
        let result = try Self.read()
        #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
        let rows = result.figures.filter { $0.figure.kind == .rows }, paid = result.figures.filter { $0.figure.kind == .sum("paid_unit") }
        #expect(rows.map(\.district) == ["110101", "110102", "110105", ""])
        #expect(rows.map(\.value) == [10, 20, 30, 60].map { Amount($0) })
        // 万元 with two decimals: to the hundred yuan; the sum of binary numbers is an exact decimal again.
        #expect(paid.map(\.value) == ["123400", "1000", "12345678900", "12345803300"].map { Amount(decimalText: $0)! })
        #expect(paid.allSatisfy { $0.step == Amount(100) } && rows.allSatisfy { $0.step == .one })
        #expect(paid.map(\.place) == ["养老!C4", "养老!C5", "养老!C6", "养老!C7"])
    }

    @Test func singleCells() throws {
        let cells = [
            CheckCell(cell: "B4", district: "110101", figure: Self.figure(.rows)), CheckCell(cell: "C7", district: nil, figure: Self.figure(.sum("paid_unit"), .tenThousandYuan)),
        ]
        let result = try Self.read(Self.definition(columns: [], cells: cells))
        #expect(result.diagnostics.isEmpty && result.figures.map(\.district) == ["110101", ""] && result.figures.map(\.value) == [Amount(10), Amount(12_345_803_300)])
        let bad = try Self.read(Self.definition(columns: [], cells: [CheckCell(cell: "Z99", district: nil, figure: Self.figure(.rows))]))
        #expect(bad.diagnostics.map(\.id) == ["REC008"] && bad.diagnostics[0].place?.file == "HD_202610.XLS 养老!Z99")
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var id: String
        var place: String
        var says: String
        /// Figures that are read all the same.
        var figures: Int
        var definition: @Sendable () -> CheckDefinition = { CheckTableTests.definition() }
        var sheets: @Sendable () -> [LegacyWorkbook.Sheet] = { [CheckTableTests.sheet()] }
        var testDescription: String { "\(id) \(says)" }
    }

    static let faults: [Fault] = [
        Fault(id: "REC002", place: "HD_202610.XLS", says: "did you mean '养老'?", figures: 0, definition: { definition(sheet: "养老表") }),
        Fault(id: "REC002", place: "HD_202610.XLS", says: "its sheets: 养老", figures: 0, definition: { definition(sheet: "Sheet1") }),
        Fault(id: "REC010", place: "HD_202610.XLS", says: "sheet '养老' is hidden", figures: 8, sheets: { [sheet { $0.isHidden = true }, sheet("别的")] }),
        Fault(id: "REC002", place: "HD_202610.XLS", says: "not hidden", figures: 0, definition: { definition(sheet: nil) }, sheets: { [sheet { $0.isHidden = true }] }),
        Fault(id: "REC003", place: "养老!A3", says: "did you mean '记录数'?", figures: 4, definition: {
            definition(columns: [CheckColumn(head: ["记录总数"], figure: figure(.rows)), CheckColumn(head: ["实缴", "单位"], figure: figure(.sum("paid_unit"), .tenThousandYuan))])
        }),
        Fault(id: "REC003", place: "养老!A3", says: "no column has the head '区县名'", figures: 0, definition: { definition(district: ["区县名"]) }),
        Fault(id: "REC004", place: "养老!B3", says: "B, E", figures: 4, sheets: { [sheet { $0.set(2, 4, .text("记录数")) }] }),
        Fault(id: "REC005", place: "养老!A5", says: "did you mean '西城区'?", figures: 6, sheets: { [sheet { $0.replace(4, 0, .text("西成区")) }] }),
        Fault(id: "REC006", place: "养老!A5", says: "from 1999-01-01 to 2015-11-30", figures: 6, sheets: { [sheet { $0.replace(4, 0, .text("密云县")) }] }),
        Fault(id: "REC007", place: "养老!A5", says: "stands twice", figures: 6, sheets: { [sheet { $0.replace(4, 0, .text("东城")) }] }),
        Fault(id: "REC008", place: "养老!B5", says: "the text '约20'", figures: 7, sheets: { [sheet { $0.replace(4, 1, .text("约20")) }] }),
        Fault(id: "REC009", place: "养老!B5", says: "1,020 is stored as text", figures: 8, sheets: { [sheet { $0.replace(4, 1, .text("1,020")) }] }),
        Fault(id: "REC011", place: "养老!A5", says: "no district", figures: 6, sheets: { [sheet { $0.cells.removeAll { $0.row == 4 && $0.column == 0 } }] }),
        Fault(id: "REC012", place: "养老!A8", says: "no figure", figures: 0, definition: { definition(district: ["制表人:"], heads: 8...9, columns: [CheckColumn(head: ["制表人:"], figure: figure(.rows))]) }),
    ]

    @Test(arguments: faults) func aFaultIsNamedAtItsPlace(_ fault: Fault) throws {
        let result = try Self.read(fault.definition(), fault.sheets())
        let found = result.diagnostics.first { $0.id == fault.id }
        let text = found.map { "\($0.message) \($0.hint ?? "")" } ?? ""
        #expect(found != nil && text.contains(fault.says) && result.diagnostics.count == 1, "\(result.diagnostics)")
        #expect(found?.place?.file.hasSuffix(fault.place) == true && found?.notes.first?.place == Self.place, "\(found?.place?.description ?? "")")
        #expect(result.figures.count == fault.figures)
    }

    @Test func textFilesWithAFilter() throws {
        let text = "\u{FEFF}险种,区县,参保人数,\"实缴\n（元）\"\r\n110,东城区,5,\"1,234.50\"\r\n120,东城区,7,1\r\n110,西城区,6,0.01\n"
        let rows = try #require(DelimitedText.rows(text, delimiter: UInt8(ascii: ",")))
        let definition = Self.definition(
            sheet: nil, file: "ZC_{period}.CSV", district: ["区县"], heads: 1...1, filter: [(head: "险种", text: "110")],
            columns: [CheckColumn(head: ["参保人数"], figure: Self.figure(.measure("insured", part: nil))), CheckColumn(head: ["实缴（元）"], figure: Self.figure(.measure("paid", part: nil), .yuan))])
        let result = CheckTableReader(definition, districts: Self.districts, day: Self.day, file: "ZC_202610.CSV").read(rows: rows)
        #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
        #expect(result.figures.map(\.value) == ["5", "1234.5", "6", "0.01"].map { Amount(decimalText: $0)! })
        #expect(result.figures.map(\.place) == ["line 2, field 3", "line 2, field 4", "line 4, field 3", "line 4, field 4"])
        #expect(DelimitedText.rows("a,\"b", delimiter: UInt8(ascii: ",")) == nil)
        #expect(DelimitedText.rows("a|\"\"\n|", delimiter: UInt8(ascii: "|")) == [["a", ""], ["", ""]])
    }

    /// A number with more digits than a spreadsheet keeps is less exact than its last place says.
    @Test func longNumbersCarryTheirOwnStep() throws {
        let (value, step) = try DeclaredFigure.amounts(Decimal(unscaled: 123_456_789_012_345, scale: 1), unit: .yuan, decimals: 2)
        #expect(value == Amount(unscaled: 123_456_789_012_345, scale: 1) && step == Amount(unscaled: 1, scale: 1))
        #expect(try DeclaredFigure.amounts(Decimal(unscaled: 5, scale: 0), unit: .yuan, decimals: 2).step == Amount(unscaled: 1, scale: 2))
    }
}

extension LegacyWorkbook.Sheet {
    mutating func replace(_ row: Int, _ column: Int, _ value: LegacyWorkbook.Value) {
        cells[cells.firstIndex { $0.row == row && $0.column == column }!].value = value
    }
}
