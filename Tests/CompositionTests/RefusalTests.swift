import Composition
import Diagnostics
import Quantities
import ReportModel
import Testing

/// What a report cannot be built from is named by its id, at its place; never a wrong number.
@Suite struct RefusalTests {
    typealias M = Miniature
    private static let columns: [ColumnItem] = [.column(ColumnDefinition(code: "1", title: "数", unit: .number, value: .number(.zero, M.here), origin: M.here))]
    private static let row = RowItem.row(RowDefinition(code: "01", title: "甲", cells: ["1": .number(Amount(1), M.here)], origin: M.here))

    private func refusal(_ report: ReportDefinition) -> [Diagnostic] {
        do { _ = try M.build(report) } catch let error as DiagnosticsError { return error.diagnostics } catch { Issue.record("\(error)") }
        return []
    }

    private func expect(_ id: String, _ word: String, _ report: ReportDefinition) {
        let found = refusal(report)
        #expect(found.map(\.id) == [id] && found.allSatisfy { $0.message.contains(word) && $0.place?.file == "test.yaml" && $0.severity == .error }, "\(found)")
    }

    @Test func membersOfNoCodeTable() { expect("CMP001", "planet", M.report(columns: Self.columns, rows: [.members(MemberRows(dimension: "planet", origin: M.here))])) }

    @Test func recordsThatDidNotCome() {
        expect("CMP002", "'units'", M.report(columns: Self.columns, rows: [.records(RecordRows(table: "units", origin: M.here))]))
        let chart = ChartDefinition(
            id: "f", kind: .bars, title: "", unit: .number, categories: .records("units"), series: [SeriesDefinition(name: "s", column: "f0", origin: M.here)], origin: M.here)
        expect("CMP002", "'units'", M.report(columns: Self.columns, rows: [Self.row], charts: [chart]))
    }

    @Test func theRowAboveTheFirst() {
        let above = RowItem.row(RowDefinition(code: "01", title: "甲", cells: ["1": M.call(.previousRow, M.column("1"))], origin: M.here))
        expect("CMP009", "above the first row", M.report(columns: Self.columns, rows: [above]))
    }

    @Test func aTileMapOfRowsWithoutPlace() {
        let chart = ChartDefinition(
            id: "f7", kind: .tileMap, title: "", unit: .number, categories: .rows(["01"]), series: [SeriesDefinition(name: "s", column: "1", origin: M.here)], origin: M.here)
        expect("CMP022", "'f7': '甲'", M.report(columns: Self.columns, rows: [Self.row], charts: [chart]))
    }

    /// 30 % and 30 % are not 100 %: nothing is moved, and the report says so.
    @Test func partsThatDoNotMakeTheTotal() throws {
        let rows: [RowItem] = ["T": 100, "01": 30, "02": 30].sorted { $0.key > $1.key }.map { code, value in
            .row(RowDefinition(code: code, title: code, style: code == "T" ? .total : .normal, cells: ["1": .number(Amount(value), M.here)], origin: M.here))
        }
        let share = ColumnItem.column(ColumnDefinition(
            code: "2", title: "", unit: .percent, value: M.divide(M.column("1"), M.cell("T", "1")), partsToTotal: .largestRemainder, origin: M.here))
        let report = M.report(columns: Self.columns + [share], rows: rows)
        var builder = M.builder([report])
        let built = try builder.build(report, scope: ReportScope(district: nil, name: "示例市"), period: M.october)
        #expect(built.warnings.map(\.id) == ["CMP015"] && built.warnings[0].severity == .warning && built.warnings[0].hint != nil, "\(built.warnings)")
        #expect(built.report.table!.rows.map { $0.cells[1].text } == ["100.00", "30.00", "30.00"])
    }
}
