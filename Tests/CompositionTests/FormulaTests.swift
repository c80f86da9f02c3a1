import Composition
import Diagnostics
import Quantities
import ReportModel
import Testing

@Suite struct FormulaTests {
    typealias M = Miniature

    static func columns(_ definitions: [(String, Unit, Expression)]) -> [ColumnItem] {
        definitions.enumerated().map { index, item in
            .column(ColumnDefinition(code: String(index + 1), name: item.0, title: item.0, unit: item.1, value: item.2, origin: M.here))
        }
    }
    static func row(_ code: String, _ slice: [String: String] = [:], value: Expression? = nil, cells: [String: Expression] = [:], notApplicable: [String] = []) -> RowItem {
        .row(RowDefinition(code: code, title: code, value: value, cells: cells, slice: slice, notApplicable: notApplicable, origin: M.here))
    }
    static func texts(_ report: BuiltReport) -> [[String]] { report.table!.rows.map { $0.cells.map(\.text) } }

    /// October 2026 is month 24: district 01 pays 100.24 + 50.24, district 02 three times that.
    @Test func slicesAndUnits() throws {
        let report = M.report(
            columns: Self.columns([("all", .yuan, M.measure("paid")), ("wan", .tenThousandYuan, M.measure("paid")), ("heads", .person, M.measure("payers")),
                ("each", .yuanPerPerson, M.divide(M.column("all"), M.column("heads")))]),
            rows: [Self.row("01", ["insurance": "110"]), Self.row("02", ["insurance": "110", "part": "unit"]), Self.row("03", ["insurance": "100", "district": "02"])])
        let built = try M.build(report)
        #expect(Self.texts(built) == [["601.92", "0.06", "28", "21"], ["400.96", "0.04", "—", "—"], ["902.88", "0.09", "42", "21"]])
        #expect(built.table!.rows[0].cells[1].value.amount == Amount(unscaled: 60192, scale: 2), "exact value stays in 元")
        #expect(try M.build(report, district: "01").table!.rows[0].cells[0].text == "150.48")
        #expect(built.form.units == "计量单位：元、万元、人、元/人")
    }

    /// The national budget of 2022 and its execution, 亿元 (domain figures, unverified, but they agree arithmetically).
    @Test func nationalBudgetExecution() throws {
        func amount(_ hundredths: Int) -> Expression { .number(Amount(hundredths * 1_000_000), M.here) }
        var columns = Self.columns([
            ("budget", .hundredMillionYuan, M.measure("paid")), ("done", .hundredMillionYuan, M.measure("paid")),
            ("rate", .percent, M.call(.completion, M.column("done"), M.column("budget"))),
        ])
        if case .column(var rate) = columns[2] {
            rate.decimals = 1
            columns[2] = .column(rate)
        }
        let surplus = Expression.binary(.subtract, .row("01", M.here), .row("02", M.here), M.here)
        let report = M.report(columns: columns, rows: [
            Self.row("01", cells: ["1": amount(10_027_355), "2": amount(10_152_298)]),
            Self.row("02", cells: ["1": amount(9_241_278), "2": amount(9_145_311)]), Self.row("03", value: surplus, notApplicable: ["3"]),
        ])
        #expect(Self.texts(try M.build(report)) == [["100,273.55", "101,522.98", "101.2"], ["92,412.78", "91,453.11", "99.0"], ["7,860.77", "10,069.87", "—"]])
    }

    @Test func monthsAndGrowth() throws {
        let paid = M.measure("paid", ["insurance": "110", "district": "01", "part": "unit"])
        let report = M.report(
            columns: Self.columns([("now", .yuan, paid), ("ytd", .yuan, M.call(.yearToDate, M.column("now"))), ("prior", .yuan, M.call(.previousMonth, paid)),
                ("year", .percent, M.call(.yearOnYear, M.column("ytd"))), ("rate", .percent, M.divide(paid, M.measure("due", ["insurance": "110", "district": "01"]))),
                ("points", .percentagePoint, .binary(.subtract, M.column("rate"), M.call(.sameMonthLastYear, M.column("rate")), M.here))]),
            rows: [Self.row("01")])
        // 2026: months 15…24 → Σ(10000+m) cents; 2025: months 3…12.
        let ytd = (15...24).reduce(0) { $0 + 10000 + $1 }, before = (3...12).reduce(0) { $0 + 10000 + $1 }
        let growth = try Amount(ytd).divided(by: Amount(before)).subtracting(.one).multiplied(by: Amount(100)).rounded(toScale: 2).text()
        let rate = try Amount(10024).divided(by: Amount(16048)), rateBefore = try Amount(10012).divided(by: Amount(16024))
        let points = try rate.subtracting(rateBefore).multiplied(by: Amount(100)).rounded(toScale: 2).text()
        #expect(Self.texts(try M.build(report)) == [["100.24", Decimal(unscaled: Int128(ytd), scale: 2).text(), "100.23", growth, "62.46", points]])
    }

    @Test func missingIsNotZeroAndNotNotApplicable() throws {
        let report = M.report(
            columns: Self.columns([("ytd", .yuan, M.call(.yearToDate, M.measure("due"))), ("zero", .yuan, M.measure("paid", ["district": "09"])),
                ("none", .yuan, M.measure("due", ["insurance": "120"])), ("sum", .yuan, M.call(.sum, M.column("none"), M.column("zero")))]),
            rows: [Self.row("01")])
        // The year to date lacks January…June when only the last four months are loaded.
        let cells = try M.build(report, months: 21..<25).table!.rows[0].cells
        #expect(cells.map(\.value.kind) == ["missing", "number", "not-applicable", "number"])
        #expect(cells.map(\.text) == ["缺", "0.00", "—", "0.00"])
    }

    @Test func distinctCountsAreNotAdded() throws {
        let report = M.report(columns: Self.columns([("units", .organisation, M.measure("units"))]), rows: [
            Self.row("01"), Self.row("02", ["district": "01"]), Self.row("03", ["part": "unit"]),
        ])
        #expect(Self.texts(try M.build(report)) == [["7"], ["2"], ["—"]])
    }

    @Test func rowFormulasAddOnlyWhatIsAdditive() throws {
        let ratio = M.divide(M.measure("paid", ["part": "unit"]), M.measure("due"))
        let total = Expression.call(.sum, [.rowRange("02", "03", M.here)], M.here)
        let rows = [Self.row("01", value: total), Self.row("02", ["insurance": "110", "district": "01"]), Self.row("03", ["insurance": "110", "district": "02"])]
        let good = M.report(columns: Self.columns([("paid", .yuan, M.measure("paid")), ("half", .percent, M.divide(M.column("paid"), M.column("paid")))]), rows: rows)
        #expect(Self.texts(try M.build(good))[0] == ["601.92", "100.00"])
        let bad = M.report(columns: Self.columns([("rate", .percent, ratio)]), rows: rows)
        let error = #expect(throws: DiagnosticsError.self) { try M.build(bad) }
        #expect(error?.diagnostics.map(\.id) == ["CMP008"])
    }

    @Test func cellsOverrideAndNotApplicable() throws {
        let report = M.report(columns: Self.columns([("a", .yuan, M.measure("paid")), ("b", .percent, M.divide(M.column("a"), M.column("a")))]), rows: [
            Self.row("01", notApplicable: ["*"], ), Self.row("02", cells: ["2": M.divide(M.cell("02", "a"), M.cell("01", "a"))], notApplicable: ["b"]),
            Self.row("03", cells: ["a": .number(Amount(5), M.here)]),
        ])
        #expect(Self.texts(try M.build(report)) == [["—", "—"], ["1,203.84", "—"], ["5.00", "100.00"]])
    }

    @Test func circlesAreErrorsWithAPlace() throws {
        let report = M.report(columns: Self.columns([("a", .yuan, M.column("b")), ("b", .yuan, M.column("a"))]), rows: [Self.row("01")])
        let error = #expect(throws: DiagnosticsError.self) { try M.build(report) }
        #expect(error?.diagnostics.first?.id == "CMP006")
        #expect(error?.diagnostics.first?.place?.file == "test.yaml")
    }

    @Test func otherReportsAndLastPeriod() throws {
        let first = M.report("SB-T01", columns: Self.columns([("a", .yuan, M.measure("paid", ["insurance": "110", "district": "01", "part": "unit"]))]), rows: [Self.row("01")])
        let second = M.report("SB-T02", columns: Self.columns([("x", .yuan, M.cell("01", "1", report: "T01")), ("y", .yuan, M.cell("01", "a", report: "T01", previous: true))]), rows: [Self.row("01")])
        var builder = M.builder([first, second])
        let built = try builder.build(second, scope: ReportScope(district: nil, name: ""), period: M.october).report
        #expect(Self.texts(built) == [["100.24", "100.23"]])
    }

    @Test func provenanceNamesEverySource() throws {
        let report = M.report(columns: Self.columns([("a", .yuan, M.measure("paid")), ("b", .percent, M.divide(M.column("a"), .caliber("wage", M.here)))]),
            rows: [Self.row("01", ["insurance": "110"])])
        let cells = try M.build(report, months: 0..<25).table!.rows[0].cells
        #expect(cells[0].provenance.formula == "paid")
        #expect(cells[0].provenance.operands == [.init(label: "paid{insurance: 110} 2026-10", value: "601.92")])
        #expect(cells[0].provenance.batches == ["a-202610-1"])
        #expect(cells[1].provenance.formula == "a栏 ÷ 口径(wage)")
        #expect(cells[1].provenance.operands.map(\.value) == ["601.92", "missing"])
    }
}
