import Composition
import Diagnostics
import Quantities
import ReportModel
import Testing

/// Rows and columns that depend on data: groups, order, top rows, what is left out or hidden.
@Suite struct DataRowTests {
    typealias M = Miniature

    private static let paid = FormulaTests.columns([("paid", .yuan, M.measure("paid")), ("heads", .person, M.measure("payers"))])
    private static func printed(_ report: BuiltReport) -> [[String]] {
        report.printed.table!.rows.map { [$0.code, $0.title] + $0.cells.map(\.text) }
    }
    private static func members(_ order: RowOrder? = nil, level: Int = 0, skipsEmpty: Bool = false) -> RowItem {
        .members(MemberRows(dimension: "district", level: level, order: order, skipsEmpty: skipsEmpty, origin: M.here))
    }
    private static let total = RowItem.row(RowDefinition(code: "01", title: "合计", style: .total, origin: M.here))

    @Test func groupsOpenWithTheirSubtotal() throws {
        let group = RowGroup(
            dimension: "insurance", members: ["110", "120"], firstCode: nil, title: "{name}小计", subtotal: .first, rows: [Self.members()], origin: M.here)
        let built = try M.build(M.report(columns: Self.paid, rows: [Self.total, .group(group)]))
        #expect(Self.printed(built) == [
            ["01", "合计", "1,203.84", "56"], ["02", "企业小计", "601.92", "28"], ["03", "东区", "150.48", "7"], ["04", "西区", "451.44", "21"],
            ["05", "机关小计", "601.92", "28"], ["06", "东区", "150.48", "7"], ["07", "西区", "451.44", "21"],
        ])
        #expect(built.table!.rows.map(\.level) == [0, 0, 1, 1, 0, 1, 1])
        #expect(built.table!.rows.map(\.style) == [.total, .subtotal, .normal, .normal, .subtotal, .normal, .normal])
    }

    @Test func groupsCanCloseWithTheirSubtotalUnderAHeading() throws {
        let group = RowGroup(dimension: "insurance", members: ["110"], firstCode: "11", title: "小计", subtotal: .last, rows: [Self.members()], origin: M.here)
        let rows = try M.build(M.report(columns: Self.paid, rows: [.group(group)])).printed.table!.rows
        #expect(rows.map(\.title) == ["企业", "东区", "西区", "小计"])
        #expect(rows.map(\.style) == [.heading, .normal, .normal, .subtotal])
        #expect(rows.dropFirst().map(\.code) == ["11", "12", "13"])
        #expect(rows[0].cells.allSatisfy { $0.text.isEmpty && $0.display == nil }, "a heading has no figures and no dashes")
    }

    /// A title without figures takes no row code, neither from the rows below it nor from one that has it already.
    @Test func headingsTakeNoCode() throws {
        func row(_ code: String, _ title: String, _ style: RowStyle = .normal) -> RowItem { .row(RowDefinition(code: code, title: title, style: style, origin: M.here)) }
        let rows = [row("", "一、甲", .heading), row("", "甲"), row("05", "乙"), row("", "二、丙", .heading), row("06", "丙"), row("", "三、丁", .heading), row("", "丁")]
        let built = try M.build(M.report(columns: Self.paid, rows: rows)).printed.table!.rows
        #expect(built.map(\.code) == ["#0", "01", "05", "#3", "06", "#5", "07"])
        let ordered = try M.build(M.report(columns: Self.paid, rows: [row("", "按收缴", .heading), Self.total, Self.members(RowOrder(column: "paid"))])).printed.table!.rows
        #expect(ordered.map(\.title) == ["按收缴", "合计", "西区", "东区"] && ordered.dropFirst().map(\.code) == ["01", "02", "03"])
    }

    @Test func rowsFollowTheirFigures() throws {
        let built = try M.build(M.report(columns: Self.paid, rows: [Self.total, Self.members(RowOrder(column: "paid"))]))
        #expect(Self.printed(built).map { $0[1] } == ["合计", "西区", "东区"])
        #expect(Self.printed(built).map { $0[0] } == ["01", "02", "03"], "codes follow the printed order")
        let ascending = try M.build(M.report(columns: Self.paid, rows: [Self.total, Self.members(RowOrder(column: "heads", ascending: true))]))
        #expect(Self.printed(ascending).map { $0[1] } == ["合计", "东区", "西区"])
    }

    @Test func theRestOfTheTopIsAddedUpExactly() throws {
        let rows: [RowItem] = [
            Self.total, Self.members(RowOrder(column: "paid", top: 1)),
            .row(RowDefinition(code: "", title: "校验", value: .call(.sum, [.rowRange("02", "03", M.here)], M.here), origin: M.here)),
        ]
        let built = try M.build(M.report(columns: Self.paid, rows: rows))
        #expect(Self.printed(built) == [["01", "合计", "1,203.84", "56"], ["02", "西区", "902.88", "42"], ["03", "其他", "300.96", "14"], ["04", "校验", "1,203.84", "56"]])
        let other = built.table!.rows.first { $0.title == "其他" }!
        #expect(other.cells[0].provenance.operands.map(\.value) == ["300.96"], "the parts of the rest stay on record")
        let all = try M.build(M.report(columns: Self.paid, rows: [Self.total, Self.members(RowOrder(column: "paid", top: 2))]))
        #expect(Self.printed(all).map { $0[1] } == ["合计", "西区", "东区"], "no row for others when nothing is left")
    }

    /// `sum(districts行)`: all rows that `each` makes, however many there are; those that are added up in 其他 once.
    @Test func rowsMadeFromDataHaveAName() throws {
        func built(_ members: MemberRows) throws -> BuiltReport {
            let check = RowDefinition(code: "", title: "校验", value: .call(.sum, [.row("districts", M.here)], M.here), origin: M.here)
            return try M.build(M.report(columns: Self.paid, rows: [Self.total, .members(members), .row(check)]))
        }
        let plain = try built(MemberRows(dimension: "district", name: "districts", origin: M.here)).table!
        #expect(plain.spans == ["districts": "02～03行"] && plain.rows.last!.cells.map(\.text) == plain.rows[0].cells.map(\.text))
        #expect(plain.rows.last!.cells[1].provenance.operands.map(\.label) == ["02行 2026-10", "03行 2026-10"] && plain.rows.last!.cells[1].provenance.formula == "sum(districts行)")
        let one = try built(MemberRows(dimension: "district", name: "districts", except: ["02"], origin: M.here)).table!
        #expect(one.spans == ["districts": "02行"] && one.rows.last!.cells.map(\.text) == one.rows[1].cells.map(\.text))
        let none = try built(MemberRows(dimension: "district", name: "districts", except: ["01", "02"], origin: M.here)).table!
        #expect(none.spans == ["districts": "无行"] && none.rows.last!.cells.allSatisfy { $0.value == .notApplicable })
        let top = try built(MemberRows(dimension: "district", name: "districts", order: RowOrder(column: "paid", top: 1), origin: M.here)).printed.table!
        #expect(top.rows.map(\.title) == ["合计", "西区", "其他", "校验"] && top.spans == ["districts": "02～03行"] && top.rows[3].cells.map(\.text) == top.rows[0].cells.map(\.text))
    }

    /// In groups a name means the group's own rows; outside, the rows of all groups.
    @Test func namedRowsOfGroups() throws {
        let sum = Expression.call(.sum, [.row("districts", M.here)], M.here)
        func check(_ title: String) -> RowItem { .row(RowDefinition(code: "", title: title, value: sum, origin: M.here)) }
        let group = RowGroup(
            dimension: "insurance", members: ["110", "120"], firstCode: nil, title: "{name}小计", subtotal: .first,
            rows: [.members(MemberRows(dimension: "district", name: "districts", origin: M.here)), check("组内")], origin: M.here)
        let table = try M.build(M.report(columns: Self.paid, rows: [Self.total, .group(group), check("全部")])).table!
        func texts(_ title: String) -> [[String]] { table.rows.filter { $0.title == title }.map { $0.cells.map(\.text) } }
        #expect(texts("组内") == texts("企业小计") + texts("机关小计") && texts("全部") == texts("合计") && table.spans == ["districts": "组内各行"])
    }

    @Test func columnsComeFromTheCodeTable() throws {
        func repeated(skipsEmpty: Bool, _ measure: String) -> [ColumnItem] {
            [.repeated(RepeatDefinition(
                dimension: "insurance", members: [], skipsEmpty: skipsEmpty, title: "{name}",
                columns: [ColumnDefinition(name: "x", title: "额", unit: .yuan, value: M.measure(measure), origin: M.here)], origin: M.here)),
             .column(ColumnDefinition(code: "9", title: "合计", unit: .yuan, value: M.measure(measure), origin: M.here))]
        }
        let both = try M.build(M.report(columns: repeated(skipsEmpty: true, "paid"), rows: [Self.total])).printed.table!
        #expect(both.headerCells.filter(\.isSpanner).map(\.lines) == [["企业"], ["机关"]])
        // 应缴 has no figures for 机关.
        let one = try M.build(M.report(columns: repeated(skipsEmpty: true, "due"), rows: [Self.total])).printed.table!
        #expect(one.headerCells.filter(\.isSpanner).map(\.lines) == [["企业"]])
        #expect(one.columns.map(\.code) == ["1", "9"] && one.rows[0].cells.count == 2)
    }

    @Test func hiddenPartsAreComputedButNotPrinted() throws {
        var columns = Self.paid
        columns.append(.spanner(SpannerDefinition(title: "比", columns: [
            .column(ColumnDefinition(code: "3", title: "辅助", unit: .yuan, value: M.column("paid"), visibility: Visibility(isHidden: true), origin: M.here)),
            .column(ColumnDefinition(code: "4", title: "人均", unit: .yuanPerPerson, value: M.divide(M.column("3"), M.column("heads")), origin: M.here)),
        ], origin: M.here)))
        let rows: [RowItem] = [
            Self.total,
            .row(RowDefinition(code: "02", title: "季末", visibility: Visibility(months: [3, 6, 9, 12]), origin: M.here)),
            .row(RowDefinition(code: "03", title: "区县", visibility: Visibility(scopes: [.district]), origin: M.here)),
        ]
        let city = try M.build(M.report(columns: columns, rows: rows)).printed.table!
        #expect(city.rows.map(\.code) == ["01"] && city.columns.map(\.code) == ["1", "2", "4"])
        #expect(city.headerCells.first { $0.isSpanner }!.columnSpan == 1 && city.headerCells.first { $0.isSpanner }!.column == 2)
        #expect(city.rows[0].cells[2].text == "21")
        #expect(try M.build(M.report(columns: columns, rows: rows), district: "01").printed.table!.rows.map(\.code) == ["01", "03"])
    }

    @Test func emptyMembersAreLeftOut() throws {
        let columns = FormulaTests.columns([("due", .yuan, M.measure("due"))])
        let report = M.report(columns: columns, rows: [.members(MemberRows(dimension: "insurance", skipsEmpty: true, origin: M.here))])
        #expect(try M.build(report).printed.table!.rows.map(\.title) == ["企业"])
    }

    @Test func rowsOfAGroupAreFoundByName() throws {
        let rows: [RowItem] = [
            .row(RowDefinition(code: "", name: "east", title: "{short}东", slice: ["district": "01"], origin: M.here)),
            .row(RowDefinition(code: "", name: "west", title: "西", slice: ["district": "02"], origin: M.here)),
            .row(RowDefinition(code: "", title: "差", value: .binary(.subtract, .row("west", M.here), .row("east", M.here), M.here), origin: M.here)),
        ]
        let group = RowGroup(dimension: "insurance", members: ["110", "120"], firstCode: nil, title: "{name}", subtotal: .none, rows: rows, origin: M.here)
        let due = FormulaTests.columns([("due", .yuan, M.measure("due"))])
        let built = try M.build(M.report(columns: due, rows: [.group(group)]))
        #expect(Self.printed(built).map { $0[1] } == ["企业", "企业东", "西", "差", "机关", "机关东", "西", "差"])
        #expect(Self.printed(built).map { $0[2] } == ["", "160.48", "481.44", "320.96", "", "—", "—", "—"])
    }

    @Test func sharesCompletionRoundingAndTheElapsedYear() throws {
        let paid = M.measure("paid")
        let columns = FormulaTests.columns([
            ("paid", .yuan, paid), ("share", .percent, M.call(.share, M.column("paid"))), ("done", .percent, M.call(.completion, M.column("paid"), M.measure("paid", ["district": "01"]))),
            ("round", .yuan, M.call(.round, paid, .number(Amount(0), M.here))), ("year", .percent, .call(.elapsedYear, [], M.here)),
        ])
        let built = try M.build(M.report(columns: columns, rows: [Self.total, Self.members()]))
        #expect(FormulaTests.texts(built) == [
            ["1,203.84", "100.00", "400.00", "1,204.00", "83.33"], ["300.96", "25.00", "100.00", "301.00", "83.33"], ["902.88", "75.00", "300.00", "903.00", "83.33"],
        ])
    }
}
