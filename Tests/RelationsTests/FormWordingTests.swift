import Composition
import Cubes
import Quantities
import ReportModel
import Testing

/// What the fourteen forms say in their own words.
@Suite struct FormWordingTests {
    /// A value that is not official carries the mark of its evidence; notes do not talk about evidence instead.
    @Test(arguments: PrintedRelationTests.catalogue.reports.map(\.code)) func calibersInCellsCarryTheirEvidence(_ code: String) throws {
        let catalogue = PrintedRelationTests.catalogue, definition = try #require(catalogue.report(code))
        var builder = ReportBuilder(context: ReportContext(
            catalogue: catalogue, cube: SummaryCube(tables: [], catalogue: catalogue), office: "", city: "", dataMark: nil, state: ""))
        let built = try builder.build(definition, scope: ReportScope(district: nil, name: ""), period: ReportingPeriod("2026-10")!).report
        for row in built.table!.rows {
            for cell in row.cells where cell.provenance.formula.hasPrefix("口径(") && cell.value.amount != nil {
                let isOwn = cell.provenance.calibers.allSatisfy { [.official, .synthetic].contains($0.value.evidence) }
                #expect(isOwn || !cell.marks.isEmpty, "row \(row.code): \(cell.provenance.formula)")
            }
        }
        for note in built.notes where note.mark == nil {
            #expect(!note.text.contains("未经文件核实") && !note.text.contains("转载"), "\(note.text)")
        }
    }

    /// The lead 补充资料 stands before the row by itself.
    @Test func supplementsHaveOneLead() {
        for report in PrintedRelationTests.catalogue.reports {
            for table in report.tables {
                for case .row(let row) in table.rows where row.style == .supplement { #expect(!row.title.hasPrefix("其中"), "\(report.code) \(row.code)") }
            }
        }
    }
}
