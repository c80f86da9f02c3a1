import Composition
import Layout
import ReportModel
import Scene
import Testing

/// Where pages break: blocks of rows that fit stay whole, and what goes on is named again.
struct PageBreakTests {
    /// Funds as 基金预算执行 has them: a heading, income and expenses with their 其中, a balance.
    private static func funds(_ sizes: [(income: Int, expenses: Int)], keeps: Bool = false, landscape: Bool = true, balances: Int = 1) -> BuiltReport {
        var rows: [BuiltRow] = []
        func add(_ title: String, _ style: RowStyle, _ level: Int, opens: Bool = false) {
            let code = String(rows.count + 1)
            rows.append(SampleForms.row(
                String(repeating: "0", count: 3 - code.count) + code, title, style, level: level, opens: opens, closes: false,
                figures: style == .heading ? ["", "", ""] : ["1.00", "2.00", "3.00"]))
        }
        for (number, size) in sizes.enumerated() {
            add("基金\(number)", .heading, 0)
            rows[rows.count - 1].keepsTogether = keeps
            for (title, parts) in [("收入\(number)", size.income), ("支出\(number)", size.expenses)] {
                add(title, .normal, 1)
                for part in 0..<parts { add("\(title)之\(part)", .ofWhich, 2, opens: part == 0) }
            }
            for balance in 0..<balances { add("结余\(number)\(balance == 0 ? "" : "之\(balance)")", .normal, 1) }
            rows[rows.count - 1].closesGroup = true
        }
        let heads = (0..<3).map { SampleForms.head("第\($0 + 1)项", row: 0, rows: 1, column: $0) }
        let table = BuiltTable(
            stubTitle: "基金与项目", codeTitle: "代码", columns: (1...3).map { SampleForms.column(String($0), "") }, headerCells: heads, headerRowCount: 1, rows: rows)
        return SampleForms.report("SB-F04", "基金预算执行", page: PageSetup(orientation: landscape ? .landscape : .portrait), table: table)
    }

    /// Rows of each page, and the titles that a page repeats.
    private static func pages(_ report: BuiltReport) throws -> [(rows: Range<Int>, open: [String])] {
        try PagePropertyTests.check(report, report.title)
        var start = 0
        return try PagePropertyTests.pages(report).map { page in
            let checks = PageChecks(page)
            let count = Set(checks.boxes(.cell).map(\.box.rect.y)).count
            defer { start += count }
            return (start..<start + count, checks.boxes(.stubCell).filter { $0.box.name == "continued" }.flatMap { checks.text(in: $0.index).map(\.text) })
        }
    }

    private static func parent(of row: Int, _ rows: BuiltRows) -> Int? { rows[..<row].lastIndex { $0.level < rows[row].level } }
    private static func end(of row: Int, _ rows: BuiltRows) -> Int { rows[(row + 1)...].firstIndex { $0.level <= rows[row].level } ?? rows.count }

    @Test(arguments: 1...60) func blocksThatFitStayWhole(seed: Int) throws {
        var numbers = Numbers(seed: UInt64(seed))
        let sizes = (0..<4 + numbers.below(5)).map { _ in (income: numbers.below(9), expenses: numbers.below(9)) }
        let keeps = seed.isMultiple(of: 3), report = Self.funds(sizes, keeps: keeps, landscape: seed.isMultiple(of: 2)), rows = report.table!.rows
        for page in try Self.pages(report).dropLast() where page.rows.upperBound < rows.count {
            let next = page.rows.upperBound, last = next - 1
            #expect(Self.parent(of: next, rows) != last, "a row alone, \(seed)")
            if let parent = Self.parent(of: last, rows), parent == last - 1 { #expect(Self.end(of: parent, rows) == next, "a row with one of its parts, \(seed)") }
            #expect(rows[next].style != .ofWhich, "其中 torn, \(seed)")
            if keeps { #expect(rows[next].level == 0, "a group that keeps together is torn, \(seed)") }
        }
    }

    @Test func openLevelsAreNamedAgain() throws {
        // A 其中 of more rows than a page holds must break.
        let pages = try Self.pages(Self.funds([(income: 50, expenses: 2)]))
        #expect(pages.count > 1)
        #expect(pages[1].open == ["基金0（续）", "收入0（续）"])
        let whole = try Self.pages(Self.funds(Array(repeating: (income: 6, expenses: 6), count: 4)))
        for page in whole.dropFirst() where page.rows.upperBound > page.rows.lowerBound {
            #expect(page.open.isEmpty || page.open == ["基金\(page.rows.lowerBound / 16)（续）"])
        }
    }

    @Test func keptGroupsMayLeaveMoreThanAThirdWhite() throws {
        let sizes = Array(repeating: (income: 7, expenses: 7), count: 4)
        let plain = try Self.pages(Self.funds(sizes)), kept = try Self.pages(Self.funds(sizes, keeps: true))
        #expect(plain[0].rows.count > 18 && kept[0].rows.count == 18)
    }

    /// Rows become a little lower, all alike, where groups then end with their pages: no page begins with a few rows of a group.
    @Test(arguments: 4...8, 1...3) func groupsEndWithTheirPages(parts: Int, balances: Int) throws {
        let report = Self.funds(Array(repeating: (income: parts, expenses: parts), count: 6), balances: balances), table = report.table!.rows
        let pages = try Self.pages(report)
        for page in pages.dropFirst() where !page.rows.isEmpty {
            let rest = table.indices.first { $0 >= page.rows.lowerBound && table[$0].level == 0 }.map { $0 - page.rows.lowerBound }
            #expect(rest == 0 || rest == nil || rest! > 3, "\(pages.map(\.rows))")
        }
        let heights = try Set(PagePropertyTests.pages(report).flatMap { PageChecks($0).boxes(.cell).map { ($0.box.rect.height * 1000).rounded() } })
        #expect(heights.count == 1 && heights.allSatisfy { $0 > 13_000 }, "all rows are alike, and not much lower than elsewhere")
    }

    /// A row or two that would stand alone on a second page stay on the first one.
    @Test func aFewRowsDoNotOpenAPage() throws {
        var counts: [Int] = []
        for rows in 20...60 {
            let pages = try PagePropertyTests.pages(SampleForms.long(rows: rows, columns: 4)).map { Set(PageChecks($0).boxes(.cell).map(\.box.rect.y)).count }
            counts.append(pages.count)
            #expect(pages.count == 1 || pages[0] % 6 == 1 || pages[1] > 3, "\(rows) rows: \(pages)")
        }
        #expect(counts == counts.sorted())
    }

    @Test func headsOfGroupsAreBold() throws {
        let page = PageChecks(try PagePropertyTests.pages(Self.funds([(income: 2, expenses: 2)]))[0])
        #expect(page.texts.first { $0.text == "基金0" }?.run.face == .heiBold)
        #expect(page.texts.first { $0.text == "收入0" }?.run.face == .heiRegular)
    }

    /// A table below another one begins on the next page where only its total, or that and the head of its first group, would fit.
    @Test(arguments: [false, true]) func aTableDoesNotBeginWithATornGroup(carries: Bool) throws {
        for rows in 20...60 {
            var report = SampleForms.long(rows: rows, columns: 4), second = SampleForms.long(rows: 80, columns: 4).table!
            second.name = "附"
            second.title = "附表"
            second.carriesForward = carries
            for index in second.rows.indices.dropFirst() {
                let isHead = index % 6 == 1
                second.rows[index].code = "9\(index)"
                (second.rows[index].style, second.rows[index].level) = isHead ? (.subtotal, 0) : (.ofWhich, 1)
            }
            second.rows[0].code = "90"
            report.tables.append(second)
            for page in try PagePropertyTests.pages(report).map({ PageChecks($0) }) {
                guard let table = page.boxes(.table).first(where: { $0.box.name == "附" }) else { continue }
                let shown = page.boxes(.stubCell).filter { $0.box.parent == table.index && $0.box.name.hasPrefix("r9") && !$0.box.name.hasSuffix("code") }
                #expect(shown.first?.box.name != "r90" || shown.count > 3, "after \(rows) rows: \(shown.count)")
            }
        }
    }
}
