import Composition
import Cubes
import Quantities
import ReportModel
import Testing

/// Rows of record tables are made when they are asked for, and nobody can tell.
@Suite struct RecordRowTests {
    typealias M = Miniature

    private let records: [(label: String, isSubtotal: Bool, values: [Decimal])] = (0..<120).map { index in
        let sign: Int128 = index % 3 == 0 ? -1 : 1
        return (
            "示例网点\(index)", index % 10 == 9,
            [Decimal(unscaled: sign * Int128(index) * 987_654_321, scale: index % 4), Decimal(unscaled: Int128(index * index), scale: 0)])
    }

    private func table() throws -> BuiltTable {
        let records = RecordTable(
            name: "rows", fields: ["v1", "v2"], records: records.map { .init(label: $0.label, isSubtotal: $0.isSubtotal, values: $0.values) })
        let columns = [
            ColumnDefinition(code: "1", name: "v1", title: "金额", unit: .tenThousandYuan, decimals: 2, value: .field("v1", M.here), origin: M.here),
            ColumnDefinition(code: "2", name: "v2", title: "人数", unit: .person, value: .field("v2", M.here), origin: M.here),
            ColumnDefinition(code: "3", title: "空", unit: .person, value: .number(.one, M.here), origin: M.here),
        ]
        let definition = M.report(
            columns: columns.map { .column($0) },
            rows: [
                .row(RowDefinition(code: "A", title: "首行", notApplicable: ["*"], origin: M.here)), .records(RecordRows(table: "rows", origin: M.here)),
                .row(RowDefinition(code: "B", title: "其中", level: 1, notApplicable: ["*"], origin: M.here)),
            ])
        var builder = M.builder([definition], records: ["rows": records])
        return try #require(try builder.build(definition, scope: ReportScope(district: nil, name: "示例市"), period: M.october).report.table)
    }

    @Test func rowsShowTheRecords() throws {
        let table = try table(), outlines = table.rows.outlines
        #expect(table.rows.count == 122 && outlines.count == 122 && table.rows.stored.count == 2)
        #expect(table.rows.first?.code == "A" && table.rows.last?.code == "B")
        for (index, record) in records.enumerated() {
            let row = table.rows[index + 1], outline = outlines[index + 1]
            #expect(row.title == record.label && row.code == String(String(1001 + index).dropFirst()))
            #expect(row.style == (record.isSubtotal ? .subtotal : .normal) && row.closesGroup == (index + 1 < records.count))
            #expect(outline.style == row.style && outline.level == row.level && outline.closesGroup == row.closesGroup)
            let shown = try record.values[0].amount.rounded(toScale: 2)
            #expect(row.cells[0].value == .number(try Unit.tenThousandYuan.baseValue(record.values[0].amount)))
            #expect(row.cells[0].display == shown && row.cells.display(at: 0) == shown && row.cells[0].text == shown.text())
            #expect(row.cells.exactDisplay(at: 0) == (index % 4 < 3 ? shown : nil))
            #expect(row.cells[2].value == .notApplicable && row.cells.display(at: 2) == nil && !row.cells.arePlainNumbers)
            for (place, cell) in row.cells.enumerated() {
                row.cells.withText(at: place) { #expect(String(decoding: $0, as: UTF8.self) == cell.text) }
            }
        }
    }

    /// What is changed is stored; everything else stays as it was.
    @Test func aChangedListIsAnArray() throws {
        var table = try table()
        let before = table.rows.map(\.title), texts = table.rows.map { $0.cells.map(\.text) }
        table.rows[57].cells[1].emphasis = .warning
        table.rows[3].title = "改"
        #expect(table.rows.runs.isEmpty && table.rows[57].cells[1].emphasis == .warning)
        #expect(table.rows.map { $0.cells.map(\.text) } == texts)
        #expect(table.rows.enumerated().allSatisfy { $0.offset == 3 ? $0.element.title == "改" : $0.element.title == before[$0.offset] })
        table.rows.removeSubrange(1..<121)
        #expect(table.rows.map(\.code) == ["A", "B"])
    }

    @Test func columnsAreKeptWithoutMakingRows() throws {
        let table = try table(), kept = table.keeping(columns: [1])
        #expect(kept.rows.runs.count == 1 && kept.rows.count == table.rows.count)
        for (a, b) in zip(table.rows, kept.rows) { #expect(b.cells.map(\.text) == [a.cells[1].text]) }
    }
}
