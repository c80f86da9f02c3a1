import Composition
import Diagnostics
import Foundation
import Quantities
import ReportFixtures
import ReportModel
import Testing
import WorkbookExport

/// Formulas in workbooks: written only where they compute what is printed.
@Suite struct FormulaTests {
    let folder = try! TemporaryFolder()

    private struct Column {
        let unit: Quantities.Unit
        let decimals: Int
        let formula: CellFormula?
    }

    private static func own(_ code: String) -> CellFormula { .cell(.own, column: code) }
    private static func row(_ code: String) -> CellFormula { .cell(.code(code), column: nil) }

    /// 人, 万元, 人均 = 2 ÷ 1, 亿元, 比率 = 4 ÷ 2, 占比, 与 8⅓ 之差, 增幅, 合计 = 1 + 10, 元.
    private static let columns = [
        Column(unit: .person, decimals: 0, formula: nil),
        Column(unit: .tenThousandYuan, decimals: 2, formula: nil),
        Column(unit: .yuanPerPerson, decimals: 0, formula: .binary(.divide, own("2"), own("1"))),
        Column(unit: .hundredMillionYuan, decimals: 2, formula: nil),
        Column(unit: .percent, decimals: 2, formula: .binary(.divide, own("4"), own("2"))),
        Column(unit: .percent, decimals: 2, formula: .percentage(own("2"), .cell(.code("01"), column: "2"))),
        Column(unit: .percentagePoint, decimals: 2, formula: .binary(.subtract, own("5"), .number(try! Amount(100).divided(by: Amount(12))))),
        Column(unit: .percent, decimals: 2, formula: .growth(own("2"), .cell(.above, column: "2"))),
        Column(unit: .tenThousandYuan, decimals: 2, formula: .sum([own("2"), own("4"), own("10")])),
        Column(unit: .yuan, decimals: 2, formula: nil),
    ]

    private static var formulas: TableFormulas {
        var result = TableFormulas()
        for (index, column) in columns.enumerated() {
            var line = TableFormulas.Line()
            line.value = column.formula
            if column.formula == nil { result.measured.insert(String(index + 1)) } else { result.columns[String(index + 1)] = line }
        }
        var total = TableFormulas.Line(), difference = TableFormulas.Line()
        total.sums = [TableFormulas.Sum(formula: .sum(["02", "03", "05", "06"].map(row)))]
        difference.value = .binary(.subtract, row("02"), .binary(.subtract, row("03"), row("05")))
        result.rows = ["01": total, "04": difference]
        return result
    }

    /// Exact values by the same rules, computed here; nil where a formula has no value.
    private static func values(_ measured: [[Amount]]) -> [[Amount?]] {
        var rows = measured.map { numbers -> [Amount?] in
            var row = [Amount?](repeating: nil, count: columns.count)
            for (place, number) in zip([0, 1, 3, 9], numbers) { row[place] = number }
            return row
        }
        func sum(_ list: [Amount]) -> Amount { list.reduce(.zero) { try! $0.adding($1) } }
        for c in [0, 1, 3, 9] {
            rows[3][c] = try! rows[1][c]!.subtracting(rows[2][c]!.subtracting(rows[4][c]!))
            rows[0][c] = sum([1, 2, 4, 5].map { rows[$0][c]! })
        }
        for r in rows.indices {
            let row = rows[r], hundred = Amount(100)
            rows[r][2] = row[0]!.isZero ? nil : try! row[1]!.divided(by: row[0]!)
            rows[r][4] = row[1]!.isZero ? nil : try! row[3]!.multiplied(by: hundred).divided(by: row[1]!)
            rows[r][5] = try! row[1]!.multiplied(by: hundred).divided(by: rows[0][1]!)
            rows[r][6] = rows[r][4].map { try! $0.subtracting(hundred.divided(by: Amount(12))) }
            let before = r > 0 ? rows[r - 1][1]! : .zero
            rows[r][7] = before <= .zero ? nil : try! row[1]!.divided(by: before).subtracting(.one).multiplied(by: hundred)
            rows[r][8] = sum([row[1]!, row[3]!, row[9]!])
        }
        return rows
    }

    private static func table(_ values: [[Amount?]]) -> BuiltTable {
        let list = columns.enumerated().map { BuiltColumn(code: String($0.offset + 1), name: nil, title: "第\($0.offset + 1)项", unit: $0.element.unit, decimals: $0.element.decimals) }
        let heads = list.indices.map { HeaderCell(lines: [list[$0].title], unitLine: nil, row: 0, rowSpan: 1, column: $0, columnSpan: 1, isSpanner: false) }
        let rows = values.enumerated().map { r, row in
            BuiltRow(
                code: "0\(r + 1)", title: "第 \(r + 1) 行", shortTitle: "", style: r == 0 ? .total : .normal, level: 0,
                cells: row.enumerated().map { c, value in
                    value.map { SampleReport.number($0, list[c].unit, list[c].decimals) } ?? BuiltCell(value: .notApplicable, display: nil, text: "—")
                })
        }
        var table = BuiltTable(stubTitle: "项目", codeTitle: "代码", columns: list, headerCells: heads, headerRowCount: 1, rows: rows)
        table.formulas = formulas
        return table
    }

    private func plan(_ table: BuiltTable, code: String = "SB-Z02") throws -> WorkbookPlan {
        var report = SampleReport.report(table: table, charts: [])
        report.code = code
        return try WorkbookPlanner.plan(report, options: WorkbookOptions(theme: Theme(), created: "2022-10-15T08:30:00Z", shaper: FixedWidthShaper())).plan
    }

    /// By code of row and column.
    private func formula(_ plan: WorkbookPlan, _ row: Int, _ column: Int) -> String? {
        let body = plan.sheets[0].rows.drop { $0.cells.first?.content != .text("第 1 行") }
        guard case .formula(let text, _) = body[body.startIndex + row - 1].cells[column + 1].content else { return nil }
        return text
    }

    private static let plainValues = values((1...6).map { r in
        [Amount(1000 * r + 7), Amount(unscaled: 123_456_789 * r, scale: 2), Amount(unscaled: 9_876_543 * r * r, scale: 2), Amount(unscaled: 777 * r, scale: 2)]
    })

    @Test func formulasFollowTheDefinitions() throws {
        let plan = try plan(Self.table(Self.plainValues))
        // Body from row 5; the first value column is C.
        #expect(formula(plan, 1, 1) == "SUM(C6:C7,C9:C10)")
        #expect(formula(plan, 4, 2) == "D6-(D7-D9)")
        #expect(formula(plan, 2, 3) == "D6/C6*10000")
        #expect(formula(plan, 2, 5) == "F6/D6*1000000", "亿元 ÷ 万元 in %")
        #expect(formula(plan, 3, 6) == "D7/D5*100")
        #expect(formula(plan, 3, 7) == "G7-100/12")
        #expect(formula(plan, 3, 8) == "(D7/D6-1)*100")
        #expect(formula(plan, 3, 9) == nil, "万元 + 亿元 + 元 in one sum stays a number")
        #expect(formula(plan, 2, 1) == nil && formula(plan, 2, 10) == nil, "measured")
        #expect(formula(plan, 1, 8) == nil, "no row above")
    }

    @Test func whatIsNotPrintedExactlyStaysPlain() throws {
        var table = Self.table(Self.plainValues)
        let whole = try plan(table)
        #expect(formula(whole, 1, 2) != nil && formula(whole, 6, 3) != nil)
        // A suppressed part: neither its total nor its average may tell it.
        table.rows[5].cells[1] = BuiltCell(value: .suppressed, display: nil, text: "*")
        var changed = try plan(table)
        #expect(formula(changed, 1, 2) == nil && formula(changed, 6, 3) == nil && formula(changed, 6, 5) == nil && formula(changed, 1, 1) != nil)
        // A missing one, and one that is not applicable.
        for value in [BuiltValue.missing(reason: "无"), .notApplicable] {
            table.rows[5].cells[1] = BuiltCell(value: value, display: nil, text: "缺")
            #expect(formula(try plan(table), 1, 2) == nil)
        }
        // A total that is not the sum of what is printed: a row is hidden, or a figure is another.
        table = Self.table(Self.plainValues)
        table.rows[4].isHidden = true
        changed = try plan(table.printed)
        #expect(formula(changed, 1, 1) == nil && formula(changed, 4, 1) == nil, "over a hidden row")
        table = Self.table(Self.plainValues)
        table.rows[1].cells[0] = SampleReport.number(Amount(2008), .person, 0)
        changed = try plan(table)
        #expect(formula(changed, 1, 1) == nil && formula(changed, 4, 1) == nil && formula(changed, 2, 3) == nil)
        // Displayed differently than a spreadsheet would: an adjusted part.
        table = Self.table(Self.plainValues)
        table.rows[2].cells[5].display = Decimal(unscaled: table.rows[2].cells[5].display!.unscaled + 1, scale: 2)
        #expect(formula(try plan(table), 3, 6) == nil)
    }

    @Test func formulasNeverGoInCircles() throws {
        var table = Self.table(Self.plainValues)
        // 02 = 04 + (03 − 05) is true, and 04 is defined from 02.
        var line = TableFormulas.Line()
        line.sums = [TableFormulas.Sum(formula: .binary(.add, Self.row("04"), .binary(.subtract, Self.row("03"), Self.row("05"))))]
        table.formulas.rows["02"] = line
        let plan = try plan(table)
        for column in [1, 2, 4, 10] { #expect((formula(plan, 2, column) == nil) != (formula(plan, 4, column) == nil), "one of the two") }
    }

    /// Random figures with zeros, negatives and many digits; LibreOffice computes every formula anew.
    @Test func everyFormulaRecomputesToItsResult() throws {
        var state: UInt64 = 7
        func next(_ bound: Int64) -> Int64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int64(state >> 1) % bound
        }
        var files: [String] = []
        for number in 0..<12 {
            let measured = (0..<6).map { _ in
                [Amount(next(20) == 0 ? 0 : next(2_000_000)), Amount(unscaled: next(9) == 0 ? 0 : next(4_000_000_000_000) - 400_000_000_000, scale: 2),
                    Amount(unscaled: next(40_000_000_000_000), scale: 2), Amount(unscaled: next(1_000_000) - 500_000, scale: 2)]
            }
            files.append(folder.file("random\(number).xlsx"))
            try WorkbookExporter.write(try plan(Self.table(Self.values(measured))), to: files[number])
        }
        try WorkbookExporter.write(try plan(Self.table(Self.plainValues), code: "SB-Z09"), to: folder.file("plain.xlsx"))
        // A result that is not the formula's: proof that LibreOffice does compute.
        var wrong = try plan(Self.table(Self.plainValues))
        wrong.sheets[0].rows[4].cells[2].content = .formula("C6+1", Decimal(unscaled: 5, scale: 0))
        try WorkbookExporter.write(wrong, to: folder.file("wrong.xlsx"))
        files += [folder.file("plain.xlsx"), folder.file("wrong.xlsx")]
        let lines = try WorkbookOracle.run("recalculate.py", [folder.file("office")] + files).split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        let total = try #require(lines.last)
        #expect(total[0] == "total" && total[1] == "14" && Int(total[3])! > 250, "\(total)")
        let different = lines.filter { $0[0] != "total" && $0[3] != "formula" && $0[0] != "wrong.xlsx" }
        #expect(different.isEmpty, "\(different)")
        // C5 is 2008 + 1 now, and what is computed from it is different too.
        #expect(lines.contains { $0[0] == "wrong.xlsx" && $0[2] == "C5" && $0[3] == "different" && $0[6] == "2008" }, "\(lines.filter { $0[0] == "wrong.xlsx" && $0[3] != "formula" })")
        #expect(lines.contains { $0[0] == "plain.xlsx" && $0[4] == "=SUM(C6:C7,C9:C10)" && $0[5] == $0[6] })
    }
}
