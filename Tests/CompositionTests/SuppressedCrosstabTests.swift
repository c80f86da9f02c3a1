import Composition
import Cubes
import Diagnostics
import Quantities
import ReportModel
import Testing

/// Random crosstabs of districts and kinds: totals as formulas, as measures without a kind, in single cells or not at all; groups with
/// 小计; sorted rows with 其他; rates, 占比, 增幅 and differences beside them. All that they print is given to an attacker.
@Suite struct SuppressedCrosstabTests {
    @Test func noHiddenCountOfACrosstabCanBeComputedBack() throws {
        var random = Lcg(state: 7), hidden = 0, refused = 0, forms: Set<String> = []
        for round in 0..<500 {
            let form = Crosstab(&random)
            guard let built = try form.build() else { refused += 1; continue }
            let found = form.attack(built)
            hidden += found.hidden
            forms.insert("\(form.total) \(form.wholeColumn) \(form.body)")
            #expect(found.determined.isEmpty && found.small.isEmpty, "round \(round): \(form)\n\(found.determined) \(found.small)\n\(form.text(built))")
            if !found.determined.isEmpty || !found.small.isEmpty { return }
        }
        #expect(hidden > 3000 && refused < 3 && forms.count > 70, "\(hidden) hidden, \(refused) refused, \(forms.count) forms")
    }

    /// 1,044 − 1,042 = 2: the total of repeated columns is a measure of its own.
    @Test func totalOfRepeatedColumnsGivesNothingAway() throws {
        let form = Crosstab(counts: [[40, 2, 30], [50, 60, 70], [80, 90, 20]], below: 5)
        let built = try #require(try form.build()), row = built.table!.rows[1]
        #expect(row.cells.prefix(4).map(\.text) == ["72", "40", "*", "*"], "the smallest of the row is hidden, too")
        #expect(form.attack(built).determined.isEmpty)
    }

    /// Five stars that make 5 are five ones.
    @Test func starsAreNotZero() throws {
        let form = Crosstab(counts: [[1, 40], [1, 50], [1, 60], [1, 70], [1, 80], [0, 20]], below: 5)
        let built = try #require(try form.build()), texts = built.table!.rows.map { $0.cells.prefix(3).map(\.text) }
        #expect(texts[0][1] == "*" && texts[6][1] == "0", "\(texts)")
        #expect(form.attack(built).determined.isEmpty)
    }

    @Test func formulasOfSingleCellsAreKnown() throws {
        var form = Crosstab(counts: [[30, 2], [40, 50], [60, 70]], below: 5)
        form.total = .cells
        form.wholeColumn = .none
        let built = try #require(try form.build())
        #expect(form.attack(built).determined.isEmpty, "\(form.text(built))")
    }

    /// 占比 and 增幅 stand in other rows than what they give away.
    @Test func ratesOfOtherRowsAreHidden() throws {
        var form = Crosstab(counts: [[2, 1], [2, 2], [40, 50]], below: 5)
        form.derived = [.growth]
        let growth = try #require(try form.build()), rows = growth.table!.rows
        #expect(rows[3].cells[0].text == "90" && rows[3].cells[3].value == .suppressed, "the growth on a hidden figure\n\(form.text(growth))")
        form = Crosstab(counts: [[1, 1], [1, 0], [0, 0]], below: 5)
        form.derived = [.share]
        let share = try #require(try form.build())
        #expect(share.table!.rows[3].cells[0].text == "0" && share.table!.rows[3].cells[3].value == .suppressed, "the share in a hidden whole\n\(form.text(share))")
    }

    /// 20, 10, 10, others 1: the first 10 cannot be 9, as the second is 10, nor 11, as the others are not 0.
    @Test func orderOfRowsIsKnown() throws {
        var form = Crosstab(counts: [[20, 50], [10, 60], [10, 70], [1, 80], [0, 90]], below: 5)
        form.body = .sorted
        form.wholeColumn = .none
        let built = try #require(try form.build())
        #expect(form.attack(built).determined.isEmpty, "\(form.text(built))")
    }
}

/// A random form over counts of districts and kinds.
private struct Crosstab: CustomStringConvertible {
    typealias M = Miniature
    enum Total: CaseIterable { case measure, normalRow, formula, cells, none }
    enum WholeColumn: CaseIterable { case measure, formula, unlisted, none }
    enum Body: CaseIterable { case members, sorted, subtotals, headings }
    enum Derived: CaseIterable { case ratio, growth, share, difference }

    var counts: [[Int]]
    var below: Int
    var total = Total.measure
    var wholeColumn = WholeColumn.measure
    var body = Body.members
    /// How many kinds are columns: the others are in the whole only.
    var kinds: Int
    var derived: [Derived] = []

    init(counts: [[Int]], below: Int) { self.counts = counts; self.below = below; kinds = counts[0].count }

    init(_ random: inout Lcg) {
        let size = (2 + random.next(below: 4), 2 + random.next(below: 3)), most = 3 + random.next(below: 20)
        counts = (0..<size.0).map { _ in (0..<size.1).map { _ in random.next(below: 3) == 0 ? random.next(below: 4) : random.next(below: most) } }
        below = 2 + random.next(below: 4)
        total = random.one(of: Total.allCases)
        wholeColumn = random.one(of: WholeColumn.allCases)
        body = random.one(of: Body.allCases)
        kinds = wholeColumn != .formula && random.next(below: 4) == 0 ? size.1 - 1 : size.1
        derived = Derived.allCases.filter { _ in random.next(below: 3) == 0 }
        if total == .none || total == .normalRow || total == .cells { derived.removeAll { $0 == .share } }
        if total == .formula || body == .sorted { derived.removeAll { $0 == .ratio } }
        if wholeColumn == .none { derived = [] }
    }

    var description: String { "\(counts) below \(below), \(total), \(wholeColumn), \(body), \(kinds) kinds, \(derived)" }
    func text(_ report: BuiltReport) -> String { report.table!.rows.map { $0.title + " " + $0.cells.map(\.text).joined(separator: " ") }.joined(separator: "\n") }

    // MARK: The form

    private static func code(_ district: Int) -> String { "\(district % 2 == 0 ? "A" : "B")\(district)" }

    private func definition() -> ReportDefinition {
        func column(_ name: String, _ unit: Unit, _ value: Expression) -> ColumnDefinition {
            ColumnDefinition(name: name, title: name, unit: unit, value: value, origin: M.here)
        }
        var columns: [ColumnItem] = []
        if wholeColumn == .formula {
            let terms = (0..<kinds).map { M.column("k\($0)") }
            columns = [.column(column("all", .person, .call(.sum, terms, M.here)))] + (0..<kinds).map { kind in
                .column(column("k\(kind)", .person, M.measure("payers", ["kind": "k\(kind)"])))
            }
        } else {
            if wholeColumn != .none { columns.append(.column(column("all", .person, M.measure("payers")))) }
            columns.append(.repeated(RepeatDefinition(
                dimension: "kind", members: (0..<kinds).map { "k\($0)" }, title: "{name}", columns: [column("n", .person, M.measure("payers"))], origin: M.here)))
        }
        for kind in derived {
            switch kind {
            case .ratio: columns.append(.column(column("ratio", .percent, M.divide(M.measure("payers", ["kind": "k0"]), M.column("all")))))
            case .growth: columns.append(.column(column("growth", .percent, M.call(.growthOnPreviousRow, M.column("all")))))
            case .share: columns.append(.column(column("share", .percent, M.call(.share, M.column("all")))))
            case .difference:
                columns.append(.column(column("difference", .person, .binary(.subtract, M.column("all"), M.measure("payers", ["kind": "k0"]), M.here))))
            }
        }
        let listed = (wholeColumn == .unlisted ? [] : ["all"]) + ["n"] + (0..<kinds).map { "k\($0)" }
        return ReportDefinition(
            code: "SB-T03", title: "试表", subsystem: "试",
            table: TableDefinition(
                stub: StubDefinition(title: "区县"), columns: columns, rows: rows(),
                suppression: SuppressionRule(below: Amount(below), columns: listed, origin: M.here), origin: M.here), origin: M.here)
    }

    private func rows() -> [RowItem] {
        let members = MemberRows(
            dimension: "district", name: "districts", order: body == .sorted ? RowOrder(column: wholeColumn == .none ? "n" : "all", top: 3, others: "其他") : nil, origin: M.here)
        let body: [RowItem] = switch self.body {
        case .members, .sorted: [.members(members)]
        case .subtotals, .headings:
            [.group(RowGroup(
                dimension: "district", members: ["A", "B"], firstCode: nil, title: "{name}", subtotal: self.body == .subtotals ? .first : .none,
                rows: [.members(members)], origin: M.here))]
        }
        var row = RowDefinition(code: "01", title: "合计", style: total == .normalRow || total == .cells ? .normal : .total, origin: M.here)
        let sum = Expression.call(.sum, [.row("districts", M.here)], M.here)
        switch total {
        case .none: return body
        case .formula: row.value = sum
        case .cells: row.cells = wholeColumn == .none ? ["n": sum] : ["all": sum]
        case .measure, .normalRow: break
        }
        return [.row(row)] + body
    }

    /// Nil when the product says that it cannot protect the table.
    func build() throws -> BuiltReport? {
        var specification = M.specification("a", insurance: "110")
        specification.dimensions = ["district", "kind"]
        let rows = counts.enumerated().flatMap { district, kinds in
            kinds.enumerated().map { SummaryRow(measure: "payers", members: [Self.code(district), "k\($0.offset)"], value: Int64($0.element), scale: 0) }
        }
        let table = SummaryTable(
            interface: "a", period: M.october, insurance: "110", batch: Batch(id: "a", file: "X", digest: "", rows: 0, accepted: 0, rejected: 0),
            dimensions: ["district", "kind"], rows: rows.sorted())
        let report = definition()
        let districts = [M.member("A", "甲片"), M.member("B", "乙片")] + counts.indices.map { M.member(Self.code($0), "区\($0)", parent: $0 % 2 == 0 ? "A" : "B") }
        let catalogue = Catalogue(
            reports: [report], calibers: [],
            measures: [MeasureDefinition(code: "payers", name: "人数", unit: .person, interfaces: ["a"], aggregation: .countRows, origin: M.here)],
            interfaces: [specification],
            codeTables: [
                CodeTable(id: "district", members: districts, origin: M.here), CodeTable(id: "kind", members: counts[0].indices.map { M.member("k\($0)", "类\($0)") }, origin: M.here),
                CodeTable(id: "insurance", members: [M.member("110", "企业")], origin: M.here),
            ])
        var builder = ReportBuilder(context: ReportContext(
            catalogue: catalogue, cube: SummaryCube(tables: [table], catalogue: catalogue), office: "示例", city: "示例市", dataMark: nil, state: ""))
        let built = try builder.build(report, scope: ReportScope(district: nil, name: "示例市"), period: M.october).report
        do { return try builder.finish(built, of: report) } catch let error as DiagnosticsError where error.diagnostics.map(\.id) == ["CMP017"] { return nil }
    }

    // MARK: The attack

    /// Districts of each printed row.
    private func districts(of table: BuiltTable) -> [Set<Int>] {
        let single = table.rows.map { row in counts.indices.first { row.title == "区 \($0)" } }, named = Set(single.compactMap { $0 })
        return table.rows.indices.map { index in
            switch table.rows[index].title {
            case "合计": Set(counts.indices)
            case "甲片": table.rows[index].style == .heading ? [] : Set(counts.indices.filter { $0 % 2 == 0 })
            case "乙片": table.rows[index].style == .heading ? [] : Set(counts.indices.filter { $0 % 2 == 1 })
            case "其他": Set(counts.indices).subtracting(named)
            default: [single[index]!]
            }
        }
    }

    /// Kinds of each column of counts: (added, subtracted); nil for rates.
    private func kinds(of table: BuiltTable) -> [Set<Int>?] {
        table.columns.map { column in
            switch column.name {
            case "all": Set(counts[0].indices)
            case "difference": Set(counts[0].indices.dropFirst())
            case "n": Set([Int(column.group!.dropFirst())!])
            case let name? where name.first == "k": Set([Int(name.dropFirst())!])
            default: nil
            }
        }
    }

    /// Every sum that the form suggests, every order, every rate: what the hidden counts may be under all of them.
    func attack(_ report: BuiltReport) -> (determined: [String], small: [String], hidden: Int) {
        let table = report.table!, districts = districts(of: table), kinds = kinds(of: table)
        let columns = kinds.indices.filter { kinds[$0] != nil }, rows = districts.indices.filter { !districts[$0].isEmpty }
        func truth(_ row: Int, _ column: Int) -> Int { districts[row].reduce(0) { sum, district in kinds[column]!.reduce(sum) { $0 + counts[district][$1] } } }
        let hidden = rows.flatMap { row in columns.filter { table.rows[row].cells[$0].value == .suppressed }.map { [row, $0] } }
        var numbers: [[Int]: Int] = [:]
        for (index, place) in hidden.enumerated() { numbers[place] = index }
        var clues: [Attacker.Clue] = []
        func add(_ whole: [Int], _ parts: [[Int]], isAtLeast: Bool = false) {
            let terms = [(whole, 1)] + parts.map { ($0, -1) }
            clues.append(Attacker.Clue(
                terms: terms.compactMap { term in numbers[term.0].map { (figure: $0, coefficient: term.1) } },
                sum: -terms.filter { numbers[$0.0] == nil }.reduce(0) { $0 + truth($1.0[0], $1.0[1]) * $1.1 }, isAtLeast: isAtLeast))
        }
        // Wholes over parts that fill them, and over each single part.
        for (whole, parts) in Self.sums(rows, districts) { for column in columns { add([whole, column], parts.map { [$0, column] }) } }
        for (whole, parts) in Self.sums(columns, kinds.map { $0 ?? [] }) { for row in rows { add([row, whole], parts.map { [row, $0] }) } }
        for row in rows {
            for column in columns {
                for other in rows where other != row && districts[other].isSubset(of: districts[row]) { add([row, column], [[other, column]], isAtLeast: true) }
                for other in columns where other != column && kinds[other]!.isSubset(of: kinds[column]!) { add([row, column], [[row, other]], isAtLeast: true) }
            }
            if let all = columns.first(where: { table.columns[$0].name == "all" }) {
                add([row, all], columns.filter { kinds[$0]!.count == 1 && table.columns[$0].name != "difference" }.map { [row, $0] }, isAtLeast: true)
            }
        }
        if body == .sorted, let column = columns.first {
            let printed = rows.filter { table.rows[$0].title.hasPrefix("区") }
            for (above, below) in zip(printed, printed.dropFirst()) { add([above, column], [[below, column]], isAtLeast: true) }
        }
        let rates = shownRates(table)
        let attacker = Attacker(truth: hidden.map { truth($0[0], $0[1]) }, clues: clues) { values in
            func figure(_ row: Int, _ column: Int) -> Double { Double(numbers[[row, column]].map { values[$0] } ?? truth(row, column)) }
            return rates.allSatisfy { rate in
                guard let shown = table.rows[rate.row].cells[rate.column].value.amount, let whole = columns.first(where: { table.columns[$0].name == "all" }) else { return true }
                let now = figure(rate.row, whole)
                let part = columns.first { kinds[$0] == [0] }.map { figure(rate.row, $0) } ?? 0
                let value = switch rate.kind {
                case .ratio: part / now * 100
                case .share: now / figure(0, whole) * 100
                case .growth: (now / figure(rate.row - 1, whole) - 1) * 100
                case .difference: 0.0
                }
                return abs(value - Double(shown.numerator) / Double(shown.denominator)) < 0.005
            }
        }
        let listed = columns.filter { table.columns[$0].name != "difference" && (table.columns[$0].name != "all" || wholeColumn != .unlisted) }
        let small = rows.flatMap { row in
            listed.filter { table.rows[row].cells[$0].value != .suppressed && (1..<below).contains(truth(row, $0)) }.map { "\(row),\($0) is shown" }
        }
        let zeros = hidden.filter { truth($0[0], $0[1]) == 0 }.map { "\($0) is a hidden zero" }
        return (hidden.indices.filter { !attacker.canBeAnother($0) }.map { "\(hidden[$0])" }, small + zeros, hidden.count)
    }

    private func shownRates(_ table: BuiltTable) -> [(row: Int, column: Int, kind: Derived)] {
        table.columns.indices.flatMap { column in
            let kind = Derived.allCases.first { "\($0)" == table.columns[column].name && $0 != .difference }
            // The row above 其他 is not printed.
            return kind.map { kind in table.rows.indices.filter { table.rows[$0].cells[column].value.amount != nil && (kind != .growth || table.rows[$0].title != "其他") }.map { ($0, column, kind) } } ?? []
        }
    }

    /// Lines with the lines that fill them without overlap: single ones, and the widest.
    private static func sums(_ lines: [Int], _ members: [Set<Int>]) -> [(whole: Int, parts: [Int])] {
        lines.flatMap { whole -> [(whole: Int, parts: [Int])] in
            let inside = lines.filter { $0 != whole && members[$0].isStrictSubset(of: members[whole]) }
            let narrow = inside.filter { line in !inside.contains { members[$0].isStrictSubset(of: members[line]) } }
            let wide = inside.filter { line in !inside.contains { members[line].isStrictSubset(of: members[$0]) } }
            let same = lines.filter { $0 > whole && members[$0] == members[whole] }
            return [narrow, wide].filter { parts in
                parts.reduce(0) { $0 + members[$1].count } == members[whole].count && parts.reduce(into: Set<Int>()) { $0.formUnion(members[$1]) } == members[whole]
            }.map { (whole, $0) } + same.map { (whole, [$0]) }
        }
    }
}

private struct Lcg {
    var state: UInt64
    mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }
    mutating func one<T>(of all: [T]) -> T { all[next(below: all.count)] }
}
