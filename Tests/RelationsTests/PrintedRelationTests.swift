import Composition
import Cubes
import DefinitionLoading
import Diagnostics
import Foundation
import Quantities
import Relations
import ReportModel
import Testing

/// The relations as readers see them name exactly the cells that are checked.
@Suite struct PrintedRelationTests {
    typealias R = RelationTests

    static func printed(_ relation: RelationDefinition) throws -> String? { try R.check(relation)?.printed }

    @Test func restrictionsArePrinted() throws {
        let columns = (R.column("1"), R.column("2")), rows = (R.row("01"), R.add(R.row("02"), R.row("03")))
        #expect(try Self.printed(R.relation(columns.0, .atMost, columns.1)) == "1栏 ≤ 2栏", "everywhere")
        #expect(try Self.printed(R.relation(columns.0, .atMost, columns.1, rows: ["01", "02"])) == "1栏 ≤ 2栏（03行除外）")
        #expect(try Self.printed(R.relation(columns.0, .atMost, columns.1, rows: ["02"])) == "1栏 ≤ 2栏（02行）")
        #expect(try Self.printed(R.relation(rows.0, .atLeast, R.row("02"))) == "01行 ≥ 02行（3栏除外）", "a share is not added up")
        #expect(try Self.printed(R.relation(rows.0, .equal, rows.1, columns: ["1"])) == "01行 = 02行 + 03行（1栏）")
        #expect(try Self.printed(R.relation(R.column("4"), .equal, R.column("4"))) == "4栏 = 4栏（03行除外）", "— cannot be checked")
        #expect(try Self.printed(R.relation(columns.0, .atMost, columns.1, rows: ["02"], exceptMonths: [2, 3, 4, 6])) == "1栏 ≤ 2栏（02行，2～4、6月除外）")
        #expect(try Self.printed(R.relation(columns.0, .atMost, columns.1, tolerance: Amount(100))) == "1栏 ≤ 2栏（允许差100元）")
    }

    static func cell(_ row: String, _ column: String) -> ReportModel.Expression { .cell(CellReference(row: row, column: column, origin: R.here)) }

    /// `titles`: those of the rows, instead of their codes.
    static func results(_ relations: [RelationDefinition], titles: [String] = []) throws -> [RelationResult] {
        var definition = R.report(relations)
        for (index, title) in titles.enumerated() {
            guard case .row(var row) = definition.table!.rows[index] else { continue }
            row.title = title
            definition.table!.rows[index] = .row(row)
        }
        let catalogue = Catalogue(reports: [definition])
        var builder = ReportBuilder(context: ReportContext(
            catalogue: catalogue, cube: SummaryCube(tables: [], catalogue: catalogue), office: "", city: "", dataMark: nil, state: ""))
        let built = try builder.build(definition, scope: ReportScope(district: nil, name: ""), period: ReportingPeriod("2026-01")!).report
        return try RelationChecker.check(definition, report: built, builder: &builder)
    }

    @Test func tablesOfTheFormAreNamedOnce() {
        let naming = ReportModel.Expression.Naming(reports: ["Z02": "SB-Z02表"])
        func words(_ report: String) -> String { naming.words(of: CellReference(report: report, row: "01", column: "1", origin: R.here)) }
        #expect(["Z02", "区县", "收入表"].map(words) == ["SB-Z02表01行1栏", "区县表01行1栏", "收入表01行1栏"])
    }

    @Test func seriesOfCellsArePrintedAsOne() throws {
        func relation(_ a: ReportModel.Expression, _ b: ReportModel.Expression) -> RelationDefinition { R.relation(a, .atMost, b) }
        let rows = try Self.results(["01", "02", "03"].map { relation(Self.cell($0, "1"), Self.cell($0, "2")) })
        #expect(rows.map(\.printed) == ["01～03行：1栏 ≤ 2栏"] && rows[0].checked == 3)
        let columns = try Self.results(["1", "2"].map { relation(Self.cell("02", $0), Self.cell("01", $0)) })
        #expect(columns.map(\.printed) == ["1、2栏：02行 ≤ 01行"])
        let steps = try Self.results(["01", "02", "03"].map { row in
            R.relation(Self.cell(row, "2"), .equal, .cell(CellReference(report: "R01", row: row, column: "1", origin: R.here)))
        })
        #expect(steps.map(\.printed) == ["01～03行2栏依次 = SB-R01表01～03行1栏"])
        let failing = try #require(steps.first?.failures.first)
        #expect(failing.place == "01行2栏" && failing.origin == R.here, "the single relation is named")
        let two = try Self.results([relation(Self.cell("02", "1"), Self.cell("01", "2")), relation(Self.cell("03", "1"), Self.cell("01", "1"))])
        #expect(two.map(\.printed) == ["02行1栏 ≤ 01行2栏", "03行1栏 ≤ 01行1栏"], "two that merely look alike stay apart")
    }

    /// `基金收入4栏依次 = …`, where these are all rows of that title: shorter than their codes, and as easy to check.
    @Test func rowsOfOneTitleAreNamedByIt() throws {
        let relations = ["01", "02", "03"].map { row in
            R.relation(Self.cell(row, "2"), .equal, .cell(CellReference(report: "R01", row: row, column: "1", origin: R.here)))
        }
        #expect(try Self.results(relations, titles: ["收入", "收入", "收入"]).map(\.printed) == ["收入2栏依次 = SB-R01表01～03行1栏"])
        let four = relations + [R.relation(Self.cell("01", "2"), .equal, .cell(CellReference(report: "R01", row: "02", column: "1", origin: R.here)))]
        #expect(try Self.results(four, titles: ["收入", "收入", "收入"]).map(\.printed).first == "收入2栏依次 = SB-R01表01～03行1栏", "not with the next one, by codes")
        #expect(try Self.results(relations, titles: ["收入", "收入", "支出"]).map(\.printed) == ["01～03行2栏依次 = SB-R01表01～03行1栏"])
    }

    // MARK: The forms

    static let catalogue: Catalogue = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path() + "ReportDefs/"
        let files = FileManager.default.enumerator(atPath: folder)!.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".csv") }.map {
            DefinitionFile(path: $0, bytes: [UInt8](FileManager.default.contents(atPath: folder + $0)!), digest: "")
        }
        return CatalogueLoader.load(files: files).catalogue
    }()

    /// `02、05～07` → 02 05 06 07
    static func codes(_ list: Substring) -> [String] {
        list.split(separator: "、").flatMap { part -> [String] in
            let ends = part.split(separator: "～").map(String.init)
            guard ends.count == 2, let a = Int(ends[0]), let b = Int(ends[1]) else { return ends }
            return (a...b).map { number in String(repeating: "0", count: ends[0].hasPrefix("0") ? max(0, ends[0].count - String(number).count) : 0) + String(number) }
        }
    }

    /// `02～04行，1月除外` → the rows of the table that it names; nil where it names no places.
    static func places(_ scope: String, _ unit: Character, of all: [String]) -> Set<String> {
        for part in scope.dropFirst().dropLast().split(separator: "，") where !part.hasSuffix("月除外") && !part.hasPrefix("允许差") {
            if part.hasSuffix("\(unit)除外") { return Set(all).subtracting(codes(part.dropLast(3))) }
            if part.last == unit { return Set(codes(part.dropLast())) }
            Issue.record("not understood: \(scope)")
        }
        return Set(all)
    }

    /// A printed relation between cells as the single relations that it stands for.
    static func expanded(_ text: String, in table: BuiltTable) -> [String] {
        if let colon = text.firstIndex(of: "：") {
            let unit = text[text.index(before: colon)], formula = text[text.index(after: colon)...].split(separator: " ")
            return codes(text[..<text.index(before: colon)]).map { code in
                formula.map { word in word.last == "栏" ? "\(code)\(unit)\(word)" : word.last == "行" ? "\(word)\(code)\(unit)" : String(word) }.joined(separator: " ")
            }
        }
        guard let range = text.firstRange(of: "依次 ") else { return [text] }
        let left = cells(text[..<range.lowerBound], in: table), right = cells(text[text.index(range.upperBound, offsetBy: 2)...], in: table)
        guard left.count == right.count else { return ["\(left.count) against \(right.count): \(text)"] }
        return zip(left, right).map { "\($0) \(text[range.upperBound]) \($1)" }
    }

    /// `SB-Z02表02、05行6栏`; `基金收入4栏`, all rows with that title; `一、二类行业`
    static func cells(_ side: Substring, in table: BuiltTable) -> [String] {
        let column = side.reversed().prefix { $0 == "栏" || $0.isNumber }.reversed(), titled = table.rows.filter { $0.title == side.dropLast(column.count) }
        if !titled.isEmpty { return titled.map { "\($0.code)行\(String(column))" } }
        guard side.last == "栏", let rowEnd = side.firstIndex(of: "行") else {
            let names = side.split(separator: "、")
            let isShort = names.dropFirst().dropLast().allSatisfy { $0.count == 1 }
            return isShort ? names.enumerated().map { index, name in
                names[0].dropLast() + String(index == 0 ? name.last! : name.first!) + names[names.count - 1].dropFirst()
            } : names.map(String.init)
        }
        let start = side.lastIndex { "表）".contains($0) }.map(side.index(after:)) ?? side.startIndex
        let rows = codes(side[start..<rowEnd]), columns = codes(side[side.index(after: rowEnd)...].dropLast())
        return rows.flatMap { row in columns.map { "\(side[..<start])\(row)行\($0)栏" } }
    }

    /// A relation between cells in words, written here once more.
    static func words(_ expression: ReportModel.Expression, isDistrict: Bool) -> String {
        switch expression {
        case .cell(let cell): (cell.report.map { "SB-\($0)表\(isDistrict && catalogue.report("SB-\($0)")?.scopes.contains(.district) == false ? "（区县数）" : "")" } ?? "") + "\(cell.row)行\(cell.column)栏"
        case .binary(let op, let left, let right, _): "\(words(left, isDistrict: isDistrict)) \(op.rawValue) \(words(right, isDistrict: isDistrict))"
        case .caliber(let id, _): catalogue.caliber(id)?.name ?? "?"
        default: expression.description
        }
    }

    static func between(_ expression: ReportModel.Expression) -> Character? {
        switch expression {
        case .column: "栏"
        case .row, .rowRange: "行"
        case .negate(let inner, _): between(inner)
        case .binary(_, let left, let right, _): between(left) ?? between(right)
        case .call(_, let arguments, _): arguments.lazy.compactMap { between($0) }.first
        default: nil
        }
    }

    /// Notes write formulas as relations do: `执行率 = 本年累计 ÷ 调整后预算`.
    @Test func notesWriteFormulasAsRelationsDo() {
        for report in Self.catalogue.reports {
            for note in report.notes.map(\.text) {
                #expect(!note.contains { "＝＋－".contains($0) }, "\(report.code): \(note)")
                for (sign, next) in zip(note, note.dropFirst()) where "=÷×".contains(sign) { #expect(next == " " || next == "（", "\(report.code): \(note)") }
            }
        }
    }

    @Test(arguments: catalogue.reports.map(\.code), ["city", "110105"]) func printedTextNamesWhatIsChecked(_ code: String, _ scope: String) throws {
        let definition = try #require(Self.catalogue.report(code))
        if scope != "city", !definition.scopes.contains(.district) { return }
        var builder = ReportBuilder(context: ReportContext(
            catalogue: Self.catalogue, cube: SummaryCube(tables: [], catalogue: Self.catalogue), office: "", city: "", dataMark: nil, state: ""))
        let place = ReportScope(district: scope == "city" ? nil : scope, name: ""), period = ReportingPeriod("2026-10")!
        let report = try builder.build(definition, scope: place, period: period).report
        var results = try RelationChecker.check(definition, report: report, builder: &builder)[...], cells: [String] = []
        let table = report.table!
        func applies(_ relation: RelationDefinition, row: Int, column: Int) throws -> Bool {
            try [relation.left, relation.right].allSatisfy {
                if case .notApplicable = try builder.value(of: $0, in: definition, scope: place, period: period, table: 0, row: row, column: column).value { return false }
                return true
            }
        }
        for relation in definition.relations where !relation.exceptMonths.contains(10) {
            let left = Self.between(relation.left) ?? Self.between(relation.right)
            guard let left else {
                guard try applies(relation, row: 0, column: 0) else { continue }
                if cells.isEmpty, let next = results.popFirst() { cells = Self.expanded(next.text, in: table) }
                #expect(cells.isEmpty ? false : cells.removeFirst() == "\(Self.words(relation.left, isDistrict: scope != "city")) \(relation.comparison.rawValue) \(Self.words(relation.right, isDistrict: scope != "city"))", "\(relation.text)")
                continue
            }
            #expect(cells.isEmpty, "a series goes no further than its relations: \(cells)")
            var expected: Set<String> = [], all: [String] = []
            if left == "栏" {
                all = table.rows.map(\.code)
                for (index, row) in table.rows.enumerated() where relation.rows.isEmpty ? !relation.exceptRows.contains(row.code) : relation.rows.contains(row.code) {
                    if try applies(relation, row: index, column: 0) { expected.insert(row.code) }
                }
            } else {
                all = table.columns.map(\.code)
                for (index, column) in table.columns.enumerated() {
                    let isListed = relation.columns.contains(column.code) || column.name.map(relation.columns.contains) == true
                    guard relation.columns.isEmpty ? column.unit.dimension.isAdditive : isListed else { continue }
                    if try applies(relation, row: 0, column: index) { expected.insert(column.code) }
                }
            }
            guard !expected.isEmpty else { continue }
            let next = results.popFirst()
            let result = try #require(next)
            #expect(Self.places(result.scope, left == "栏" ? "行" : "栏", of: all) == expected, "\(result.printed)")
        }
        #expect(results.isEmpty && cells.isEmpty)
    }

    /// What was false as it was printed before.
    @Test func formsSayWhereTheirRelationsHold() throws {
        var builder = ReportBuilder(context: ReportContext(
            catalogue: Self.catalogue, cube: SummaryCube(tables: [], catalogue: Self.catalogue), office: "", city: "", dataMark: nil, state: ""))
        func printed(_ code: String, district: String? = nil) throws -> [String] {
            let definition = try #require(Self.catalogue.report(code))
            let report = try builder.build(definition, scope: ReportScope(district: district, name: ""), period: ReportingPeriod("2026-10")!).report
            return try RelationChecker.check(definition, report: report, builder: &builder).map(\.printed)
        }
        #expect(try printed("Z01").prefix(3) == [
            "1栏 = 2栏 + 3栏（02～04行）", "01行 = 02～06行之和（1～5、8、11栏除外）", "7栏 = 上月7栏 + 6栏（08行除外，1月除外）",
        ])
        #expect(try printed("S01").contains("02～07行：5栏 = 2栏"))
        #expect(try printed("Y03").first == "2栏 = 3 × 上一行3栏（01行除外，报告期1～6月除外）", "months of the year that the form is made in")
        #expect(try printed("G01").contains("02～09行5栏依次 = 工伤保险一、二、三、四、五、六、七、八类行业基准费率（允许差0.001个百分点）"))
        #expect(try printed("G01").contains("01行4栏 = SB-Z02表12行7栏"))
        #expect(try printed("G01", district: "110105").contains("01行13栏 = SB-Z04表（区县数）69行3栏"), "SB-Z04 is made for the city alone")
    }
}
