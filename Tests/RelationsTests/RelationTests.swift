import Composition
import Diagnostics
import Quantities
import Relations
import ReportModel
import Testing
import Cubes

@Suite struct RelationTests {
    static let here = SourceRange(file: "t.yaml", line: 3, column: 1)

    /// Rows 01 = 02 + 03 hold 10, 4, 6 in column 1; column 2 is twice column 1 but for row 03 (off by one); column 3 a share.
    static func report(_ relations: [RelationDefinition]) -> ReportDefinition {
        func n(_ value: Int) -> Expression { .number(Amount(value), here) }
        func row(_ code: String, _ a: Int, _ b: Int) -> RowItem {
            .row(RowDefinition(code: code, title: code, cells: ["1": n(a), "2": n(b)], notApplicable: code == "03" ? ["4"] : [], origin: here))
        }
        func column(_ code: String, _ unit: Unit, _ value: Expression) -> ColumnItem {
            .column(ColumnDefinition(code: code, title: code, unit: unit, value: value, origin: here))
        }
        return ReportDefinition(
            code: "SB-R01", title: "", subsystem: "",
            table: TableDefinition(
                stub: StubDefinition(title: ""),
                columns: [column("1", .yuan, n(0)), column("2", .yuan, n(0)), column("3", .percent, .binary(.divide, .column("1", here), .column("2", here), here)),
                    column("4", .yuan, .call(.previousMonth, [.measure(MeasureReference(code: "x", origin: here))], here))],
                rows: [row("01", 10, 20), row("02", 4, 8), row("03", 6, 13)], origin: here),
            relations: relations, origin: here)
    }

    static func check(_ relation: RelationDefinition) throws -> RelationResult? {
        let definition = report([relation])
        let measure = MeasureDefinition(code: "x", name: "", unit: .yuan, interfaces: ["f"], aggregation: .countRows, origin: here)
        let specification = InterfaceSpecification(
            id: "f", feed: "F", name: "", version: 1, effective: CalendarDate("2020-01-01")!, owner: "", insurance: nil, filePattern: "", encoding: .utf8,
            delimiter: 124, key: [], dimensions: [], columns: [], origin: here)
        let catalogue = Catalogue(reports: [definition], measures: [measure], interfaces: [specification])
        var builder = ReportBuilder(context: ReportContext(
            catalogue: catalogue, cube: SummaryCube(tables: [], catalogue: catalogue), office: "", city: "", dataMark: nil, state: ""))
        let built = try builder.build(definition, scope: ReportScope(district: nil, name: ""), period: ReportingPeriod("2026-01")!).report
        return try RelationChecker.check(definition, report: built, builder: &builder).first
    }

    static func row(_ code: String) -> Expression { .row(code, here) }
    static func column(_ code: String) -> Expression { .column(code, here) }
    static func add(_ a: Expression, _ b: Expression) -> Expression { .binary(.add, a, b, here) }
    static func relation(_ l: Expression, _ c: RelationDefinition.Comparison, _ r: Expression, columns: [String] = [], rows: [String] = [],
        tolerance: Amount = .zero, exception: RelationDefinition.Exception? = nil, exceptMonths: [Int] = []) -> RelationDefinition {
        RelationDefinition(left: l, comparison: c, right: r, columns: columns, rows: rows, tolerance: tolerance, exception: exception, exceptMonths: exceptMonths, origin: here)
    }

    @Test func rowsInEveryAdditiveColumn() throws {
        let result = try #require(try Self.check(Self.relation(Self.row("01"), .equal, Self.add(Self.row("02"), Self.row("03")))))
        #expect(result.checked == 2 && result.failures == [.init(place: "2栏", left: Amount(20), right: Amount(21))])
        #expect(result.notEvaluated == 1, "column 4 has no data in rows 01 and 02")
    }

    @Test func columnsInEveryRow() throws {
        let twice = Expression.binary(.multiply, .number(Amount(2), Self.here), Self.column("1"), Self.here)
        #expect(try Self.check(Self.relation(Self.column("2"), .equal, twice))?.failures.map(\.place) == ["03行"])
        #expect(try Self.check(Self.relation(Self.column("2"), .equal, twice, tolerance: Amount(1)))?.failures.isEmpty == true)
        #expect(try Self.check(Self.relation(Self.column("2"), .equal, twice, rows: ["01", "02"]))?.failures.isEmpty == true)
        #expect(try Self.check(Self.relation(Self.column("2"), .atLeast, twice))?.failures.isEmpty == true)
        #expect(try Self.check(Self.relation(Self.column("2"), .atMost, twice))?.failures.count == 1)
    }

    @Test func ratesCompareWithRatiosAndPlainNumbers() throws {
        let ratio = Expression.binary(.divide, Self.column("1"), Self.column("2"), Self.here)
        #expect(try Self.check(Self.relation(Self.column("3"), .equal, ratio))?.failures.isEmpty == true)
        #expect(try Self.check(Self.relation(Self.column("3"), .atMost, .number(Amount(100), Self.here)))?.failures.isEmpty == true)
        #expect(try Self.check(Self.relation(Self.column("3"), .atMost, .number(Amount(49), Self.here)))?.failures.count == 2)
    }

    @Test func aDocumentedExceptionIsExact() throws {
        let twice = Expression.binary(.multiply, .number(Amount(2), Self.here), Self.column("1"), Self.here)
        let fits = try #require(try Self.check(Self.relation(Self.column("2"), .equal, twice, exception: .init(reason: "上解", amount: Amount(1)))))
        #expect(fits.failures.isEmpty && fits.exception == "上解")
        #expect(try Self.check(Self.relation(Self.column("2"), .equal, twice, exception: .init(reason: "上解", amount: Amount(2))))?.failures.count == 1)
    }

    @Test func missingIsNeverPassed() throws {
        let result = try #require(try Self.check(Self.relation(Self.column("4"), .equal, Self.column("4"))))
        #expect(result.checked == 0 && result.notEvaluated == 2)
    }

    @Test func monthsAndUnknownPlaces() throws {
        #expect(try Self.check(Self.relation(Self.column("1"), .equal, Self.column("2"), exceptMonths: [1])) == nil)
        #expect(throws: DiagnosticsError.self) { try Self.check(Self.relation(Self.column("1"), .equal, Self.column("2"), rows: ["09"])) }
        #expect(throws: DiagnosticsError.self) { try Self.check(Self.relation(Self.row("01"), .equal, Self.row("02"), columns: ["x"])) }
    }
}
