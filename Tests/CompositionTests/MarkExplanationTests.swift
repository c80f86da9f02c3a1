import Composition
import Quantities
import ReportModel
import Testing
private typealias M = Miniature

/// Every mark that stands in a cell is explained on the form, once.
@Suite struct MarkExplanationTests {
    /// Row 1: a figure; row 2: — in column 1; column 2 is 缺 where the months before are not loaded.
    static func report(_ notes: [String], showsMissing: Bool = true, showsInapplicable: Bool = true) -> ReportDefinition {
        let columns: [ColumnItem] = [
            .column(ColumnDefinition(code: "1", title: "实缴", unit: .yuan, value: M.measure("paid"), origin: M.here)),
            .column(ColumnDefinition(code: "2", title: "上年", unit: .yuan, value: showsMissing ? M.call(.sameMonthLastYear, M.measure("paid")) : M.measure("paid"), origin: M.here)),
        ]
        let rows: [RowItem] = [
            .row(RowDefinition(code: "01", title: "甲", origin: M.here)),
            .row(RowDefinition(code: "02", title: "乙", notApplicable: showsInapplicable ? ["1"] : [], origin: M.here)),
        ]
        return M.report(columns: columns, rows: rows, notes: notes.map { NoteDefinition(text: $0, origin: M.here) })
    }

    static func notes(_ report: ReportDefinition, months: some Sequence<Int> = 24..<25, and others: [Int] = [], of interface: String = "b") throws -> [String] {
        var builder = M.builder([report], months: months, and: others, of: interface)
        let built = try builder.build(report, scope: ReportScope(district: nil, name: "示例市"), period: M.october).report
        #expect(built.notes.count == report.notes.count, "only the finished form is explained")
        let finished = try builder.finish(built, of: report)
        #expect(finished.notes.allSatisfy { $0.mark == nil })
        return finished.notes.map(\.text)
    }

    @Test func marksWithoutAWordAreExplainedLast() throws {
        #expect(try Self.notes(Self.report(["甲。"])) == ["甲。", "“—”表示不适用，“缺”表示无数据。"])
        #expect(try Self.notes(Self.report([])) == ["“—”表示不适用，“缺”表示无数据。"])
        #expect(try Self.notes(Self.report(["甲。“—”表示不适用。"])) == ["甲。“—”表示不适用。", "“缺”表示无数据。"])
        #expect(try Self.notes(Self.report(["“缺”表示数据未覆盖全年。"])) == ["“缺”表示数据未覆盖全年。", "“—”表示不适用。"])
    }

    @Test func whatDoesNotOccurOrIsExplainedIsLeftAlone() throws {
        #expect(try Self.notes(Self.report(["“—”表示不适用，“缺”表示无数据。"])).count == 1)
        #expect(try Self.notes(Self.report(["甲。"]), months: 0..<25) == ["甲。", "“—”表示不适用。"], "all months are loaded: nothing is missing")
        #expect(try Self.notes(Self.report(["甲。"], showsMissing: false, showsInapplicable: false)) == ["甲。"])
    }

    /// The files of the month that are missing are named; those of last year are not, nor any that no 缺 comes from.
    @Test func whatIsNotLoadedIsNamed() throws {
        #expect(try Self.notes(Self.report([], showsInapplicable: false), months: 0..<24) == ["“缺”表示无数据。2026 年 10 月未载入的接口数据：a。"])
        #expect(try Self.notes(Self.report(["“缺”表示无数据。"], showsInapplicable: false), months: 0..<24).last == "2026 年 10 月未载入的接口数据：a。")
        #expect(try Self.notes(Self.report([], showsInapplicable: false), months: 24..<25) == ["“缺”表示无数据。"], "last year's")
        var report = Self.report([], showsInapplicable: false)
        let rows = [("01", "110"), ("02", "120")].map { code, insurance in
            RowItem.row(RowDefinition(code: code, title: code, slice: ["insurance": insurance], origin: M.here))
        }
        report.table!.rows = rows
        #expect(try Self.notes(report, months: 0..<24) == ["“缺”表示无数据。2026 年 10 月未载入的接口数据：a、b。"])
        report.table!.rows = [rows[1]]
        #expect(try Self.notes(report, months: 0..<24) == ["“缺”表示无数据。2026 年 10 月未载入的接口数据：b。"])
    }

    /// A year, or the sum of one, is 缺 for a month in it; not for months before the first that anything is loaded for.
    @Test func monthsOfTheYearThatAreNotLoadedAreNamed() throws {
        var report = Self.report([], showsInapplicable: false)
        report.table!.columns = [.column(ColumnDefinition(code: "1", title: "累计", unit: .yuan, value: M.call(.yearToDate, M.measure("paid")), origin: M.here))]
        report.table!.rows = [.row(RowDefinition(code: "01", title: "甲", slice: ["insurance": "110"], origin: M.here))]
        let gap = (0..<25).filter { $0 != 17 }
        for frequency in [ReportDefinition.Frequency.monthly, .annual] {
            report.frequency = frequency
            #expect(try Self.notes(report, months: gap) == ["“缺”表示无数据。"], "nothing at all is loaded for March")
            #expect(try Self.notes(report, months: gap, and: [17], of: "b") == ["“缺”表示无数据。2026 年 3 月未载入的接口数据：a。"])
            #expect(try Self.notes(report, months: 18..<25) == ["“缺”表示无数据。"], "the workspace begins in April")
            #expect(try Self.notes(report, months: 0..<25) == [])
        }
    }

    @Test func hiddenCellsAndHeadingsNeedNoWord() throws {
        var report = Self.report([], showsMissing: false)
        guard case .row(var row) = report.table!.rows[1] else { return }
        row.style = .heading
        report.table!.rows[1] = .row(row)
        #expect(try Self.notes(report) == [])
    }

    @Test func starsAreExplained() throws {
        var report = Self.report([], showsMissing: false, showsInapplicable: false)
        report.table!.columns.append(.column(ColumnDefinition(code: "3", title: "人数", unit: .person, value: M.measure("payers"), origin: M.here)))
        let all = try Self.notes(report)
        #expect(all.isEmpty)
        report.table!.suppression = SuppressionRule(below: Amount(1_000_000), columns: ["3"], origin: M.here)
        #expect(try Self.notes(report) == ["“*”表示为保护个人信息予以隐去。"])
    }
}
