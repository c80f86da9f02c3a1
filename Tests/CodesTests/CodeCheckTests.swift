import Codes
import Cubes
import DefinitionLoading
import Diagnostics
import Quantities
import ReportModel
import Testing

@Suite struct CodeCheckTests {
    static let here = SourceRange(file: "codes/class.csv", line: 2, column: 1)

    static func member(_ code: String, _ name: String = "", parent: String? = nil, from: String = "0001-01-01", to: String? = nil, successors: [String] = []) -> CodeMember {
        var member = CodeMember(
            code: code, name: name.isEmpty ? code : name, short: code, parent: parent, effective: EffectiveRange(from: CalendarDate(from)!, to: to.flatMap { CalendarDate($0) }), origin: here)
        member.successors = successors
        return member
    }

    static func catalogue(_ members: [CodeMember]) -> Catalogue {
        let column = InterfaceColumn(name: "class", title: "类别", type: .code(table: "class"), origin: here)
        let specification = InterfaceSpecification(
            id: "feed", feed: "F", name: "接口", version: 1, effective: CalendarDate("2000-01-01")!, owner: "", insurance: nil, filePattern: "F_{period}.TXT", encoding: .utf8,
            delimiter: 124, key: [], dimensions: ["class"], columns: [column], origin: here)
        let measure = MeasureDefinition(code: "insured", name: "人数", unit: .person, interfaces: ["feed"], aggregation: .countRows, origin: here)
        return Catalogue(measures: [measure], interfaces: [specification], codeTables: [CodeTable(id: "class", members: members, origin: here)])
    }

    static func table(_ period: String, _ cells: [(String, Int64)]) -> SummaryTable {
        SummaryTable(
            interface: "feed", period: ReportingPeriod(period)!, insurance: nil, batch: Batch(id: "feed-\(period)", file: "F", digest: "", rows: 0, accepted: 0, rejected: 0),
            dimensions: ["class"], rows: cells.map { SummaryRow(measure: "insured", members: [$0.0], value: $0.1, scale: 0) })
    }

    static func value(_ member: String, _ period: String, _ members: [CodeMember], _ cells: [(String, Int64)]) -> CubeValue {
        SummaryCube(tables: [table(period, cells)], catalogue: catalogue(members)).value(of: "insured", in: ["class": member], period: ReportingPeriod(period)!)
    }

    /// A code that moves to another parent counts below the old one until then, below the new one afterwards, never twice.
    @Test func aMovedCodeCountsBelowTheParentOfItsMonth() {
        let members = [Self.member("A"), Self.member("B"), Self.member("1", parent: "A", to: "2026-07-31"), Self.member("1", parent: "B", from: "2026-08-01"), Self.member("2", parent: "B")]
        let cells: [(String, Int64)] = [("1", 5), ("2", 7)]
        #expect(Self.value("A", "2026-07", members, cells) == .value(Amount(5), batches: ["feed-2026-07"]) && Self.value("B", "2026-07", members, cells) == .value(Amount(7), batches: ["feed-2026-07"]))
        #expect(Self.value("B", "2026-08", members, cells) == .value(Amount(12), batches: ["feed-2026-08"]))
    }

    /// A code that is divided later on keeps its own figures of the months before.
    @Test func aDividedCodeKeepsItsEarlierMonths() {
        let members = [Self.member("1"), Self.member("11", parent: "1", from: "2026-08-01"), Self.member("12", parent: "1", from: "2026-08-01")]
        #expect(Self.value("1", "2026-07", members, [("1", 9)]) == .value(Amount(9), batches: ["feed-2026-07"]))
        #expect(Self.value("1", "2026-08", members, [("11", 4), ("12", 5)]) == .value(Amount(9), batches: ["feed-2026-08"]))
        let table = CodeTable(id: "class", members: members, origin: Self.here)
        #expect(table.leaves(on: CalendarDate("2026-07-31")!).map(\.code) == ["1"] && table.leaves(on: CalendarDate("2026-08-01")!).map(\.code) == ["11", "12"])
    }

    @Test func cellsOfUnknownEndedAndParentCodesAreOrphans() {
        let members = [Self.member("1", "甲", to: "2026-06-30", successors: ["2"]), Self.member("2", "乙"), Self.member("P"), Self.member("3", parent: "P"), Self.member("9", from: "2026-09-01")]
        let found = CodeCheck.orphans([Self.table("2026-07", [("1", 1), ("2", 1), ("3", 1), ("9", 1), ("P", 1), ("X", 1), ("*", 9)])], Self.catalogue(members))
        #expect(found.map(\.id) == ["COD007", "COD007", "COD007", "COD007"])
        #expect(found[0].message.contains("'1', which ended on 2026-06-30") && found[0].hint?.contains("2 乙") == true)
        #expect(found[1].message.contains("'9', which begins on 2026-09-01") && found[2].message.contains("'P', which has members below it") && found[3].message.contains("'X', which is not in the code table"))
    }

    @Test func shapesThatCannotBeAreNamed() {
        func shape(_ members: CodeMember...) -> [String] { CodeCheck.shape(CodeTable(id: "class", members: members, origin: Self.here)).map(\.message) }
        #expect(shape(Self.member("1", to: "2026-08-01"), Self.member("1", from: "2026-08-01")).first?.contains("overlap") == true)
        #expect(shape(Self.member("P", to: "2026-06-30"), Self.member("1", parent: "P")) == ["class 1 1: its parent 'P' is not in force on 2026-07-01"])
        #expect(shape(Self.member("P", to: "2026-06-30"), Self.member("P", from: "2026-07-01"), Self.member("1", parent: "P")).isEmpty)
        #expect(shape(Self.member("1", parent: "2"), Self.member("2", parent: "1")).count == 2)
        #expect(shape(Self.member("1", to: "2026-07-31"), Self.member("1", from: "2026-08-01")).isEmpty)
    }

    /// A report that names its rows one by one lacks a member that came later; one that has a column for a selection lacks none.
    @Test func aMemberWithoutARowIsLost() throws {
        let members = [Self.member("1"), Self.member("2"), Self.member("3"), Self.member("4", "新类", from: "2026-08-01")]
        var catalogue = Self.catalogue(members)
        let column = ColumnDefinition(code: "1", title: "人数", unit: .person, value: .measure(MeasureReference(code: "insured", origin: Self.here)), origin: Self.here)
        func report(_ codes: [String]) -> ReportDefinition {
            let total = RowItem.row(RowDefinition(code: "00", title: "合计", style: .total, origin: Self.here))
            let rows = [total] + codes.map { RowItem.row(RowDefinition(code: $0, title: $0, slice: ["class": $0], origin: Self.here)) }
            return ReportDefinition(
                code: "SB-T01", title: "表", subsystem: "x", table: TableDefinition(stub: StubDefinition(title: "类别"), columns: [.column(column)], rows: rows, origin: Self.here), origin: Self.here)
        }
        func lost(_ codes: [String], _ period: String, _ cells: [(String, Int64)]) -> [Diagnostic] {
            catalogue.reports = [report(codes)]
            return CodeCheck.lost(catalogue, period: ReportingPeriod(period)!, tables: [Self.table(period, cells)])
        }
        #expect(lost(["1", "2", "3"], "2026-07", [("1", 1)]).isEmpty)
        let waiting = lost(["1", "2", "3"], "2026-08", [("1", 1)])
        #expect(waiting.map(\.id) == ["COD008"] && waiting[0].severity == .warning && waiting[0].message.contains("class 4 新类"))
        #expect(lost(["1", "2", "3"], "2026-08", [("4", 6)]).map(\.severity) == [.error])
        #expect(lost(["1"], "2026-08", [("4", 6)]).isEmpty, "a selection")
        #expect(lost(["1", "2", "3", "4"], "2026-08", [("4", 6)]).isEmpty)
    }
}
