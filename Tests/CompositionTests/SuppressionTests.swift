import Composition
import Cubes
import Diagnostics
import Quantities
import ReportModel
import Testing

/// Small counts are hidden, and no hidden count can be computed back: an attacker finds another value for each.
@Suite struct SuppressionTests {
    typealias M = Miniature

    /// Districts × two kinds: 01 合计, one row a district; columns 合计 = 甲 + 乙, 占比 of the row.
    private static func build(_ counts: [[Int]], below: Int) throws -> (report: BuiltReport, truth: [[Int]]) {
        let members = counts.indices.map { M.member(code($0), "区\($0)") }
        var specification = M.specification("a", insurance: "110")
        specification.dimensions = ["district", "kind"]
        let rows = counts.enumerated().flatMap { district, kinds in
            kinds.enumerated().map { SummaryRow(measure: "payers", members: [code(district), "k\($0.offset)"], value: Int64($0.element), scale: 0) }
        }
        let tables = [SummaryTable(
            interface: "a", period: M.october, insurance: "110", batch: Batch(id: "a", file: "X", digest: "", rows: 0, accepted: 0, rejected: 0),
            dimensions: ["district", "kind"], rows: rows.sorted())]
        let report = definition(below: below)
        let catalogue = Catalogue(
            reports: [report], calibers: [],
            measures: [MeasureDefinition(code: "payers", name: "人数", unit: .person, interfaces: ["a"], aggregation: .countRows, origin: M.here)],
            interfaces: [specification],
            codeTables: [
                CodeTable(id: "district", members: members, origin: M.here), CodeTable(id: "kind", members: [M.member("k0", "甲"), M.member("k1", "乙")], origin: M.here),
                CodeTable(id: "insurance", members: [M.member("110", "企业")], origin: M.here),
            ])
        var builder = ReportBuilder(context: ReportContext(
            catalogue: catalogue, cube: SummaryCube(tables: tables, catalogue: catalogue), office: "示例", city: "示例市", dataMark: nil, state: ""))
        let built = try builder.build(report, scope: ReportScope(district: nil, name: "示例市"), period: M.october).report
        let truth = built.table!.rows.map { row in (0..<3).map { Int(row.cells[$0].display!.unscaled) } }
        return (try builder.finish(built, of: report), truth)
    }

    private static func code(_ index: Int) -> String { String(10 + index) }

    private static func definition(below: Int) -> ReportDefinition {
        func column(_ code: String, _ name: String, _ unit: Unit, _ value: Expression) -> ColumnItem {
            .column(ColumnDefinition(code: code, name: name, title: name, unit: unit, value: value, origin: M.here))
        }
        return ReportDefinition(
            code: "SB-T02", title: "试表", subsystem: "试",
            table: TableDefinition(
                stub: StubDefinition(title: "区县"),
                columns: [
                    column("1", "all", .person, M.measure("payers")), column("2", "a", .person, M.measure("payers", ["kind": "k0"])),
                    column("3", "b", .person, M.measure("payers", ["kind": "k1"])), column("4", "share", .percent, M.divide(M.column("a"), M.column("all"))),
                ],
                rows: [
                    .row(RowDefinition(code: "01", title: "合计", style: .total, origin: M.here)),
                    .members(MemberRows(dimension: "district", origin: M.here)),
                ],
                suppression: SuppressionRule(below: Amount(below), columns: ["1", "2", "3"], origin: M.here), origin: M.here),
            charts: [ChartDefinition(
                id: "fig1", kind: .bars, title: "图", unit: .person, categories: .rows(["*"]),
                series: [SeriesDefinition(name: "甲", column: "a", origin: M.here)], origin: M.here)],
            relations: [RelationDefinition(left: M.column("1"), comparison: .equal, right: .binary(.add, M.column("2"), M.column("3"), M.here), origin: M.here)],
            origin: M.here)
    }

    /// Hidden counts that cannot have another value: sums over rows and columns leave one only.
    private static func determined(_ table: BuiltTable, truth: [[Int]]) -> [String] {
        let hidden = table.rows.indices.flatMap { row in (0..<3).filter { table.rows[row].cells[$0].value == .suppressed }.map { [row, $0] } }
        func clue(_ terms: [(place: [Int], coefficient: Int)]) -> Attacker.Clue {
            let open = terms.compactMap { term in hidden.firstIndex(of: term.place).map { (figure: $0, coefficient: term.coefficient) } }
            return Attacker.Clue(terms: open, sum: -terms.filter { !hidden.contains($0.place) }.reduce(0) { $0 + $1.coefficient * truth[$1.place[0]][$1.place[1]] })
        }
        let across = table.rows.indices.map { row in clue([([row, 0], -1), ([row, 1], 1), ([row, 2], 1)]) }
        let down = (0..<3).map { column in clue(table.rows.indices.map { ([$0, column], $0 == 0 ? -1 : 1) }) }
        let attacker = Attacker(truth: hidden.map { truth[$0[0]][$0[1]] }, clues: across + down)
        return hidden.indices.filter { !attacker.canBeAnother($0) }.map { "\(hidden[$0])" }
    }

    @Test func noHiddenCountCanBeComputedBack() throws {
        var random = Lcg(state: 20_261_023), hiddenTables = 0
        for round in 0..<300 {
            let districts = 2 + random.next(below: 2)
            let counts = (0..<districts).map { _ in (0..<2).map { _ in random.next(below: 3) == 0 ? random.next(below: 5) : random.next(below: 12) } }
            let built: (report: BuiltReport, truth: [[Int]])
            do { built = try Self.build(counts, below: 4) } catch let error as DiagnosticsError {
                #expect(error.diagnostics.map(\.id) == ["CMP017"], "round \(round)")
                continue
            }
            let table = built.report.table!
            for row in table.rows.indices {
                for column in 0..<3 where table.rows[row].cells[column].value != .suppressed {
                    let value = Int(table.rows[row].cells[column].display!.unscaled)
                    #expect(value == built.truth[row][column] && (value == 0 || value >= 4), "a small count is shown")
                }
            }
            if table.rows.contains(where: { $0.cells.contains { $0.value == .suppressed } }) { hiddenTables += 1 }
            #expect(Self.determined(table, truth: built.truth).isEmpty, "round \(round): \(counts)")
        }
        #expect(hiddenTables > 150)
    }

    @Test func nothingElseGivesAHiddenCountAway() throws {
        let built = try Self.build([[2, 30], [8, 40], [20, 50]], below: 5).report
        let table = built.table!
        #expect(table.rows[1].cells[1].text == "*" && table.rows[1].cells[1].display == nil && table.rows[1].cells[1].provenance == .none)
        #expect(table.rows[1].cells[3].value == .suppressed, "a rate of a hidden count is hidden")
        #expect(table.rows[3].cells[3].value != .suppressed, "\(table.rows.map { $0.cells.map(\.text) })")
        for row in table.rows { for cell in row.cells { #expect(cell.provenance.operands.allSatisfy { $0.value == "*" }) } }
        #expect(built.charts[0].series[0].points[0] == nil, "nor does the chart draw it")
        #expect(built.charts[0].series[0].absences[0] == .suppressed, "it says why")
        #expect(table.rows[0].cells.map(\.text).prefix(3) == ["150", "30", "120"], "totals stay when parts suffice")
    }

    @Test func nothingIsHiddenWithoutSmallCounts() throws {
        let built = try Self.build([[20, 30], [0, 40]], below: 5).report
        #expect(built.table!.rows.allSatisfy { $0.cells.allSatisfy { $0.value != .suppressed } })
    }
}

private struct Lcg {
    var state: UInt64
    mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }
}
