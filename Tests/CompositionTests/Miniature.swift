import Composition
import Cubes
import Diagnostics
import Quantities
import ReportModel

/// A catalogue and a cube small enough to compute by hand: two feeds, two districts, 25 months.
enum Miniature {
    static let here = SourceRange(file: "test.yaml", line: 1, column: 1)
    static let october = ReportingPeriod("2026-10")!

    static func column(_ name: String) -> Expression { .column(name, here) }
    static func measure(_ code: String, _ slice: [String: String] = [:]) -> Expression { .measure(MeasureReference(code: code, slice: slice, origin: here)) }
    static func call(_ function: Expression.Function, _ arguments: Expression...) -> Expression { .call(function, arguments, here) }
    static func divide(_ a: Expression, _ b: Expression) -> Expression { .binary(.divide, a, b, here) }
    static func cell(_ row: String, _ column: String, report: String? = nil, previous: Bool = false) -> Expression {
        .cell(CellReference(report: report, row: row, column: column, previousPeriod: previous, origin: here))
    }

    static func member(_ code: String, _ name: String, parent: String? = nil, tile: TilePlace? = nil) -> CodeMember {
        var member = CodeMember(code: code, name: name, short: name, parent: parent, effective: EffectiveRange(from: CalendarDate("2000-01-01")!), origin: here)
        member.tile = tile
        return member
    }

    static func specification(_ id: String, insurance: String) -> InterfaceSpecification {
        InterfaceSpecification(
            id: id, feed: id.uppercased(), name: id, version: 1, effective: CalendarDate("2024-01-01")!, owner: "", insurance: insurance,
            filePattern: "X_{period}.TXT", encoding: .utf8, delimiter: 124, key: [], dimensions: ["district"],
            columns: [InterfaceColumn(name: "district", title: "", type: .code(table: "district"), origin: here)], origin: here)
    }

    static let measures = [
        MeasureDefinition(
            code: "paid", name: "实缴", unit: .yuan, interfaces: ["a", "b"],
            aggregation: .sum([.init(part: "unit", column: "u"), .init(part: "person", column: "p")]), origin: here),
        MeasureDefinition(code: "payers", name: "人数", unit: .person, interfaces: ["a", "b"], aggregation: .countRows, origin: here),
        MeasureDefinition(code: "due", name: "应缴", unit: .yuan, interfaces: ["a"], aggregation: .sum([.init(part: "", column: "d")]), origin: here),
        MeasureDefinition(code: "units", name: "单位", unit: .organisation, interfaces: ["a"], aggregation: .distinct(column: "unit", by: ["district"]), origin: here),
    ]

    static let calibers = [
        CaliberDefinition(id: "floor", name: "下限", unit: .yuanPerMonth, values: [
            value("2024-07-01", 100, .official), value("2025-07-01", 110, .secondHand), value("2026-07-01", 120, .unverified),
        ], origin: here),
        CaliberDefinition(id: "wage", name: "工资", unit: .yuanPerMonth, values: [
            CaliberValue(effective: EffectiveRange(from: CalendarDate("2025-01-01")!, to: CalendarDate("2025-12-31")!), value: Amount(50), evidence: .official, origin: here)
        ], origin: here),
    ]

    static func value(_ from: String, _ number: Int, _ evidence: Evidence, known: String? = nil) -> CaliberValue {
        CaliberValue(
            effective: EffectiveRange(from: CalendarDate(from)!), knownFrom: known.flatMap { CalendarDate($0) }, value: Amount(number),
            evidence: evidence, basis: "文〔2025〕1号", origin: here)
    }

    /// Month m (0 is 2024-10): district 01 pays (10000 + m) cents unit and half of it person in feed a; district 02 three times that.
    static func tables(months: some Sequence<Int> = 0..<25) -> [SummaryTable] {
        months.flatMap { m -> [SummaryTable] in
            let period = ReportingPeriod("2024-10")!.adding(months: m)
            return ["a", "b"].map { id in
                var rows: [SummaryRow] = []
                for (district, factor) in [("01", Int64(1)), ("02", Int64(3))] {
                    rows.append(SummaryRow(measure: "paid", part: "unit", members: [district], value: factor * Int64(10000 + m), scale: 2))
                    rows.append(SummaryRow(measure: "paid", part: "person", members: [district], value: factor * Int64(5000 + m), scale: 2))
                    rows.append(SummaryRow(measure: "payers", members: [district], value: factor * 7, scale: 0))
                    if id == "a" {
                        rows.append(SummaryRow(measure: "due", members: [district], value: factor * Int64(16000 + 2 * m), scale: 2))
                        rows.append(SummaryRow(measure: "units", members: [district], value: factor * 2, scale: 0))
                    }
                }
                if id == "a" { rows.append(SummaryRow(measure: "units", members: ["*"], value: 7, scale: 0)) }
                let batch = Batch(id: "\(id)-\(period.compact)-1", file: "X", digest: "", rows: 0, accepted: 0, rejected: 0)
                return SummaryTable(interface: id, period: period, insurance: id == "a" ? "110" : "120", batch: batch, dimensions: ["district"], rows: rows.sorted())
            }
        }
    }

    static func catalogue(_ reports: [ReportDefinition]) -> Catalogue {
        Catalogue(
            reports: reports, calibers: calibers, measures: measures,
            interfaces: [specification("a", insurance: "110"), specification("b", insurance: "120")],
            codeTables: [
                CodeTable(id: "district", members: [member("01", "东区", tile: TilePlace(row: 1, column: 2)), member("02", "西区", tile: TilePlace(row: 1, column: 1))], origin: here),
                CodeTable(id: "insurance", members: [member("100", "养老"), member("110", "企业", parent: "100"), member("120", "机关", parent: "100")], origin: here),
            ])
    }

    static func report(
        _ code: String = "SB-T01", columns: [ColumnItem], rows: [RowItem], charts: [ChartDefinition] = [], relations: [RelationDefinition] = [],
        notes: [NoteDefinition] = [], evidenceNotes: [String: String] = [:], frequency: ReportDefinition.Frequency = .monthly
    ) -> ReportDefinition {
        ReportDefinition(
            code: code, title: "试表", subsystem: "试", frequency: frequency,
            table: TableDefinition(stub: StubDefinition(title: "项目"), columns: columns, rows: rows, origin: here), charts: charts,
            relations: relations, notes: notes, evidenceNotes: evidenceNotes, origin: here)
    }

    /// `others`: months of which one interface alone is loaded.
    static func builder(
        _ reports: [ReportDefinition], months: some Sequence<Int> = 0..<25, and others: [Int] = [], of interface: String = "b", records: [String: RecordTable] = [:]
    ) -> ReportBuilder {
        let catalogue = catalogue(reports), loaded = tables(months: months) + tables(months: others).filter { $0.interface == interface }
        return ReportBuilder(context: ReportContext(
            catalogue: catalogue, cube: SummaryCube(tables: loaded, catalogue: catalogue), office: "示例", city: "示例市",
            dataMark: "合成数据", state: "测试版", records: records))
    }

    static func build(_ report: ReportDefinition, months: Range<Int> = 0..<25, district: String? = nil) throws -> BuiltReport {
        var builder = builder([report], months: months)
        return try builder.build(report, scope: ReportScope(district: district, name: "示例市"), period: october).report
    }
}
