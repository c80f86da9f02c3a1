import Composition
import Diagnostics
import Foundation
import Quantities
import ReportFixtures
import ReportModel
import Testing
import WorkbookExport

private func options(pictures: [String: [UInt8]] = [:]) -> WorkbookOptions {
    WorkbookOptions(theme: Theme(), created: "2022-10-15T08:30:00Z", chartPictures: pictures, shaper: FixedWidthShaper())
}

@Suite struct WorkbookExportTests {
    let folder = try! TemporaryFolder()
    let report = SampleReport.report()

    private func exported(_ report: BuiltReport, _ name: String = "a.xlsx", pictures: [String: [UInt8]] = [:]) throws -> WorkbookOracle {
        try WorkbookExporter.export(report, options: options(pictures: pictures), to: folder.file(name))
        if let keep = ProcessInfo.processInfo.environment["KEEP_WORKBOOKS"] {
            try? FileManager.default.removeItem(atPath: "\(keep)/\(name)")
            try FileManager.default.copyItem(atPath: folder.file(name), toPath: "\(keep)/\(name)")
        }
        return try WorkbookOracle(folder.file(name))
    }

    @Test func everyFigureIsTheExactValueInTheColumnsUnit() throws {
        let book = try exported(report), table = report.table!
        let firstBody = 7
        var numbers = 0
        for (r, row) in table.rows.enumerated() {
            for (c, cell) in row.cells.enumerated() {
                let place = "\(["C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M"][c])\(firstBody + r)"
                let read = book.cell(place, "SB-Z02")
                guard let amount = cell.value.amount, let display = cell.display else {
                    #expect(read[0] == (cell.text.isEmpty ? "empty" : "text"))
                    #expect(read[1].hasPrefix(cell.text), "\(place)")
                    continue
                }
                numbers += 1
                let exact = try amount.multiplied(by: Amount(unscaled: 1, scale: table.columns[c].unit.power))
                // The nearest double to the exact value; for endless ratios its first 15 digits.
                let value = Double(read[1])!, wanted = Double(exact.numerator) / Double(exact.denominator)
                #expect(read[0] == "number")
                if row.code == "11", c == 10 {
                    #expect(value == 0, "−0.004 would be shown as −0.00")
                } else {
                    #expect(abs(value - wanted) <= abs(wanted) * 1e-14, "\(place) \(value) \(wanted)")
                    if !exact.description.contains("/") { #expect(value == Double(exact.description), "\(place)") }
                }
                #expect(read[2].hasPrefix(display.scale == 2 ? "#,##0.00" : "#,##0"), "\(place) \(read[2])")
            }
        }
        #expect(numbers > 80)
        #expect(book.cell("G7", "SB-Z02")[1] == "1862344.1725")
        #expect(book.cell("L7", "SB-Z02")[2] == "#,##0.00\"①\"", "a marked number stays a number")
    }

    @Test func headsAreMergedBothWaysAndFrozen() throws {
        let book = try exported(report), sheet = "SB-Z02"
        let merges = Set(book.all("merge", sheet).map(\.place))
        for range in ["A1:M1", "A3:A5", "B3:B5", "C3:C5", "E3:F3", "E4:E5", "G3:L3", "H4:J4", "M3:M5"] {
            #expect(merges.contains(range), "\(range)")
        }
        #expect(book.cell("A1", sheet)[1] == "社会保险费收缴情况（分险种）")
        #expect(book.cell("M3", sheet)[1] == "收缴率\\n同比\\n（百分点）")
        #expect(book.fields("freeze", sheet) == ["C7"])
        #expect(book.fields("titles", sheet) == ["$3:$6"])
        #expect(book.fields("page", sheet) == ["9", "landscape", "1", "0", "True"])
        #expect(book.fields("view", sheet) == ["False", "100", "True"])
        #expect(book.fields("margins", sheet) == ["19.0", "19.0", "18.0", "16.0"])
        let footer = book.fields("footer", sheet)
        #expect(footer[0].contains("测试版　合成数据") && footer[0].contains("Z02-202209-7F3A·91C4"))
        #expect(footer[1].contains("&P") && footer[1].contains("&N"))
        #expect(["A6", "B6", "C6", "M6"].map { book.cell($0, sheet)[1] } == ["甲", "乙", "1", "11"])
        #expect(book.fields("properties") == ["社会保险费收缴情况（分险种）（2022 年 9 月）", "示例市社会保险基金管理中心", "2022-10-15T08:30:00", "测试版 合成数据 Z02-202209-7F3A·91C4"])
    }

    @Test func hierarchyIsVisible() throws {
        let book = try exported(report), sheet = "SB-Z02"
        let total = book.cell("G7", sheet), part = book.cell("G9", sheet), group = book.cell("G10", sheet), last = book.cell("G18", sheet)
        #expect(total[3] == "bold" && total[5] == "e8eef3")
        #expect(part[3] == "" && part[5] == "" && part[9] == "", "no line inside a group")
        #expect(group[9] == "thin" && last[9] == "medium")
        #expect(book.cell("A3", sheet)[8] == "medium")
        #expect(book.cell("A9", sheet)[1] == "其中：单位缴费" && book.cell("A10", sheet)[1] == "　　　个人缴费")
        #expect(book.cell("A9", sheet)[7] == "2" && book.cell("A18", sheet)[1] == "补充资料：补缴")
        let text = book.all("cell", sheet).map { $0.fields[1] }.joined(separator: "\n")
        for part in ["单位负责人：", "报出日期：2022 年 10 月 15 日", "说明　① 合计行收缴率", "审核关系　01 行 =", "本表审核关系 3 条：2 条通过，1 条不符；1 处（涉及 1 条）因缺数据未核对。", "提示：10 栏 ≤ 100（05 行：100.50 与 100.00）。", "1. 缴费人数为"] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test func chartsAreNativeAndShowTheTablesFigures() throws {
        let book = try exported(report)
        #expect(book.all("drawings").map(\.fields) == [["3", "0"]])
        #expect(Set(book.facts.map(\.sheet)) == ["", "SB-Z02", "图表", "图表数据"], "three charts do not fit on the table's page")
        let charts = book.all("chart")
        #expect(charts.map { $0.fields[0] } == ["c:barChart", "c:lineChart", "c:barChart"])
        #expect(charts[0].fields[1].contains("127.29") && charts[0].fields[1].contains("收缴率 96.80%"), "the chart carries its figures")
        #expect(book.cell("C3", "图表数据")[1] == "127.29")
        #expect(book.cell("B3", "图表数据")[2] == "#,##0.00")
    }

    /// The value axis of every kind runs as the printed one does.
    @Test(arguments: [ChartDefinition.Kind.bars, .lines, .ranking, .stacked, .area, .histogram]) func nativeAxesRunAsPrinted(kind: ChartDefinition.Kind) throws {
        var chart = SampleReport.charts()[0]
        chart.kind = kind
        let book = try exported(SampleReport.report(charts: [chart]))
        #expect(book.all("axis").map(\.fields) == [["0", "150", "50"]])
    }

    @Test func aShortTableKeepsItsChartsOnItsPage() throws {
        var short = SampleReport.report(charts: Array(SampleReport.charts().prefix(2)))
        short.table!.rows.removeSubrange(3..<9)
        let book = try exported(short, "short.xlsx")
        #expect(Set(book.facts.map(\.sheet)) == ["", "SB-Z02", "图表数据"])
        #expect(book.all("drawings").map(\.fields) == [["2", "0"]])
    }

    @Test func chartWithTwoAxesComesAsPictureAndTheNotesSaySo() throws {
        let two = SampleReport.report(charts: [SampleReport.charts()[0], SampleReport.twoAxisChart()])
        let error = #expect(throws: DiagnosticsError.self) { try WorkbookExporter.export(two, options: options(), to: folder.file("x.xlsx")) }
        #expect(error?.diagnostics.map(\.id) == ["OUT103"])
        #expect(throws: DiagnosticsError.self) { try WorkbookPlanner.plan(two, options: options(pictures: ["fig4": [1, 2, 3]])) }
        #expect(try WorkbookPlanner.plan(two, options: options()).plan.sheets.flatMap(\.pictures).map(\.id) == ["fig4"], "a plan needs no pixels")
        #expect(!FileManager.default.fileExists(atPath: folder.file("x.xlsx")))
        let book = try exported(two, "picture.xlsx", pictures: ["fig4": SampleReport.picture])
        #expect(book.fields("drawings") == ["1", "1"])
        #expect(book.all("cell", "SB-Z02").contains { $0.fields[1].contains("图4以图片形式附入") })
    }

    @Test func sameBytesInAnotherFolderAndTime() throws {
        try WorkbookExporter.export(report, options: options(), to: folder.file("one.xlsx"))
        Thread.sleep(forTimeInterval: 1.1)
        let other = try TemporaryFolder()
        try WorkbookExporter.export(report, options: options(), to: other.file("two.xlsx"))
        let one = FileManager.default.contents(atPath: folder.file("one.xlsx")), two = FileManager.default.contents(atPath: other.file("two.xlsx"))
        #expect(one != nil && one == two)
        #expect(try FileManager.default.contentsOfDirectory(atPath: other.path) == ["two.xlsx"], "nothing left beside it")
    }

    @Test func noColumnIsTooNarrow() throws {
        let (plan, _) = try WorkbookPlanner.plan(report, options: options())
        let findings = NumericFit.check(plan, shaper: FixedWidthShaper())
        #expect(findings.count > 100)
        #expect(findings.filter { !$0.fits } == [])
        var narrow = plan
        narrow.sheets[0].columnPixels[6] = 60
        let overflows = NumericFit.overflows(narrow, shaper: FixedWidthShaper())
        #expect(overflows.contains { $0.cell == "G7" && $0.text == "1,862,344.17" })
        #expect(overflows.allSatisfy { $0.cell.hasPrefix("G") })
    }

    @Test func unwritablePlacesAreDiagnosed() throws {
        for (path, word) in [("/nowhere/at/all/a.xlsx", "create"), ("/dev/full/a.xlsx", "create"), ("/proc/a.xlsx", "create")] {
            let error = #expect(throws: DiagnosticsError.self) { try WorkbookExporter.export(report, options: options(), to: path) }
            #expect(error?.diagnostics.first?.id == "OUT106")
            #expect(error?.diagnostics.first?.message.contains(word) == true)
            #expect(error?.diagnostics.first?.hint != nil)
        }
        try FileManager.default.createDirectory(atPath: folder.file("taken.xlsx"), withIntermediateDirectories: true)
        let error = #expect(throws: DiagnosticsError.self) { try WorkbookExporter.export(report, options: options(), to: folder.file("taken.xlsx")) }
        #expect(error?.diagnostics.first?.message.contains("rename") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.file("taken.xlsx.partial")))
    }
}

@Suite struct SpreadsheetNumberTests {
    private func plan(_ values: [(Amount, Quantities.Unit, Int)], _ change: (inout BuiltCell) -> Void = { _ in }) throws -> (cells: [CellPlan], findings: [Diagnostic]) {
        let columns = values.enumerated().map { BuiltColumn(code: String($0 + 1), name: nil, title: "栏", unit: $1.1, decimals: $1.2) }
        let cells = values.map { value in
            var cell = SampleReport.number(value.0, value.1, value.2)
            change(&cell)
            return cell
        }
        let heads = columns.indices.map { HeaderCell(lines: ["栏"], unitLine: nil, row: 0, rowSpan: 1, column: $0, columnSpan: 1, isSpanner: false) }
        let row = BuiltRow(code: "01", title: "行", shortTitle: "行", style: .normal, level: 0, cells: cells)
        let table = BuiltTable(stubTitle: "项目", codeTitle: nil, columns: columns, headerCells: heads, headerRowCount: 1, rows: [row])
        let (plan, findings) = try WorkbookPlanner.plan(SampleReport.report(table: table, charts: []), options: options())
        let body = plan.sheets[0].rows.first { $0.cells.first?.content == .text("行") }!
        return (Array(body.cells.dropFirst()), findings)
    }

    private func number(_ cell: CellPlan) -> String? { if case .number(let n) = cell.content { n.description } else { nil } }

    @Test func moreThanFifteenDigitsBecomeText() throws {
        let result = try plan([
            (Amount(unscaled: 123_456_789_012_345 as Int64, scale: 0), .yuan, 0), (Amount(unscaled: 1_234_567_890_123_456 as Int64, scale: 0), .yuan, 0),
            (Amount(unscaled: 12_345_678_901_234_567 as Int64, scale: 2), .hundredMillionYuan, 2),
        ])
        #expect(number(result.cells[0]) == "123456789012345")
        #expect(result.cells[1].content == .text("1,234,567,890,123,456"))
        #expect(result.cells[2].content == .text("1,234,567.89"), "17 digits in fen cannot be kept, though few are shown")
        #expect(result.findings.map(\.id) == ["OUT101", "OUT101"])
        #expect(result.findings.allSatisfy { $0.hint != nil && $0.place != nil })
    }

    @Test func ratiosKeepFifteenDigits() throws {
        let third = try Amount(200).divided(by: Amount(3)), tiny = try Amount(1).divided(by: Amount(65536))
        let result = try plan([(third, .percent, 2), (tiny, .percent, 2), (third.negated, .percent, 2)])
        #expect(number(result.cells[0]) == "66.6666666666667")
        #expect(number(result.cells[1]) == "0.0000152587890625")
        #expect(number(result.cells[2]) == "-66.6666666666667")
        #expect(result.findings.isEmpty)
    }

    @Test func whereASpreadsheetWouldRoundDifferentlyTheDisplayedNumberIsWritten() throws {
        let half = Amount(unscaled: 2345, scale: 3)
        let result = try plan([(half, .percent, 2)]) { cell in
            cell.display = try! half.rounded(toScale: 2, .halfToEven)
            cell.text = cell.display!.text()
        }
        #expect(number(result.cells[0]) == "2.34")
        #expect(result.findings.map(\.id) == ["OUT102"])
        let almost = try Amount(unscaled: 49_999_999_999_999_999_999 as Int128, scale: 20).adding(.zero)
        #expect(number(try plan([(almost, .percent, 0)]).cells[0]) == "0", "0.49999999999999999999 has the first 15 digits of 0.5")
    }

    @Test func randomValuesAreShownAsPrinted() throws {
        var state: UInt64 = 42
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        let units: [Quantities.Unit] = [.yuan, .tenThousandYuan, .hundredMillionYuan, .percent, .yuanPerPerson]
        for _ in 0..<300 {
            let values = try (0..<10).map { _ -> (Amount, Quantities.Unit, Int) in
                let n = Int64(bitPattern: next()) >> Int64(10 + next() % 40), d = Int64(next() % 97) + 1
                return (try Amount(unscaled: n, scale: 2).divided(by: Amount(next() % 2 == 0 ? 1 : d)), units[Int(next() % 5)], Int(next() % 3))
            }
            let (cells, _) = try plan(values)
            for (cell, value) in zip(cells, values) {
                guard let written = number(cell) else { continue }
                let printed = try value.1.display(value.0, decimals: value.2, .halfAwayFromZero)
                // What a spreadsheet does: 15 digits of the double, rounded half away from zero.
                let shown = Amount(decimalText: String(format: "%.15g", Double(written)!)) ?? Amount(decimalText: written)!
                #expect(try shown.rounded(toScale: value.2) == printed, "\(value) \(written)")
            }
        }
    }
}
