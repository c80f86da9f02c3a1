import Composition
import Quantities
import ReportModel
import Testing

/// Which cells are said to follow from others.
@Suite struct TableFormulaTests {
    typealias M = Miniature

    private func build(_ rows: [RowItem], relations: [RelationDefinition] = []) throws -> TableFormulas {
        let report = M.report(
            columns: FormulaTests.columns([
                ("paid", .yuan, M.measure("paid")), ("heads", .person, M.measure("payers")), ("each", .yuanPerPerson, M.divide(M.column("paid"), M.column("heads"))),
                ("part", .percent, M.call(.share, M.column("paid"))), ("before", .yuan, M.call(.previousMonth, M.column("paid"))),
                ("half", .percent, M.divide(M.column("paid"), M.measure("due"))),
            ]), rows: rows, relations: relations)
        return try M.build(report).table!.formulas
    }

    private func total(_ code: String) -> RowItem { .row(RowDefinition(code: code, title: "合计", style: .total, origin: M.here)) }

    @Test func onlyWhatStaysInsideTheTable() throws {
        let found = try build([
            total("01"), FormulaTests.row("02", ["district": "01"]), FormulaTests.row("03", ["district": "02"], cells: ["heads": M.cell("02", "heads"), "3": M.measure("paid")]),
            FormulaTests.row("04", value: .binary(.subtract, .row("03", M.here), .row("02", M.here), M.here), notApplicable: ["half"]),
        ])
        let own = { (code: String) in CellFormula.cell(.own, column: code) }
        #expect(found.definition(row: "02", column: "3") == .binary(.divide, own("1"), own("2")))
        #expect(found.definition(row: "02", column: "4") == .percentage(own("1"), .cell(.code("01"), column: "1")))
        #expect(found.definition(row: "02", column: "1") == nil && found.definition(row: "02", column: "5") == nil && found.definition(row: "02", column: "6") == nil)
        #expect(found.definition(row: "04", column: "1") == .binary(.subtract, .cell(.code("03"), column: nil), .cell(.code("02"), column: nil)))
        #expect(found.definition(row: "04", column: "3") == .binary(.divide, own("1"), own("2")), "a row formula replaces measured columns only")
        #expect(found.definition(row: "03", column: "2") == .cell(.code("02"), column: "2"))
        #expect(found.definition(row: "03", column: "3") == nil, "its own formula reads a measure")
    }

    @Test func totalsAndRelationsAreSums() throws {
        let sum = Expression.binary(.add, .row("02", M.here), .row("03", M.here), M.here)
        let relations = [
            RelationDefinition(left: .row("01", M.here), comparison: .equal, right: sum, columns: ["paid"], origin: M.here),
            RelationDefinition(left: .row("01", M.here), comparison: .atLeast, right: .row("02", M.here), origin: M.here),
            RelationDefinition(left: .column("1", M.here), comparison: .equal, right: .binary(.multiply, .number(Amount(3), M.here), M.column("2"), M.here), origin: M.here),
        ]
        let found = try build([total("01"), .members(MemberRows(dimension: "district", firstCode: "02", origin: M.here))], relations: relations)
        let parts = ["02", "03"].map { CellFormula.cell(.code($0), column: nil) }
        #expect(found.sums(row: "01", column: "1", isAdditive: true) == [.binary(.add, parts[0], parts[1]), .sum(parts)])
        #expect(found.sums(row: "01", column: "2", isAdditive: true) == [.sum(parts)], "the relation is declared for 1栏")
        #expect(found.sums(row: "01", column: "3", isAdditive: false).isEmpty && found.sums(row: "02", column: "1", isAdditive: true).isEmpty)
    }
}
