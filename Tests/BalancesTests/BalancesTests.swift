import Balances
import Cubes
import DefinitionLoading
import Diagnostics
import Foundation
import Quantities
import ReportModel
import Testing
import Warehouse

/// The comparisons themselves, without a warehouse.
@Suite struct BalancesTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()
    static let catalogue: Catalogue = {
        let folder = root + "ReportDefs/"
        let files = FileManager.default.enumerator(atPath: folder)!.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".csv") }.map {
            DefinitionFile(path: $0, bytes: [UInt8](FileManager.default.contents(atPath: folder + $0)!), digest: "")
        }
        return CatalogueLoader.load(files: files).catalogue
    }()
    static let period = ReportingPeriod("2026-10")!, place = SourceRange(file: "f", line: 1, column: 1)

    struct Dice {
        var state: UInt64
        mutating func below(_ bound: Int) -> Int {
            state = state &* 6364136223846793005 &+ 1442695040888963407
            return Int(state >> 33) % max(1, bound)
        }
    }

    /// Cells of one interface and month with figures by chance.
    static func table(_ interface: String, _ period: ReportingPeriod, _ dice: inout Dice) -> SummaryTable {
        let specification = catalogue.interface(interface, for: period)!
        let leaves = specification.dimensions.map { catalogue.codeTable(forDimension: $0)!.leaves(on: period.lastDay).map(\.code) }
        var rows: [SummaryRow] = []
        for measure in catalogue.measures where measure.interfaces.contains(interface) {
            var combinations: [[String]] = [[]]
            var stars: [[String]] = []
            if case .distinct(_, let by) = measure.aggregation {
                stars = [specification.dimensions.map { _ in "*" }]
                combinations = zip(specification.dimensions, leaves).reduce([[]]) { sets, dimension in sets.flatMap { set in (by.contains(dimension.0) ? dimension.1 : ["*"]).map { set + [$0] } } }
            } else {
                for codes in leaves { combinations = combinations.flatMap { set in codes.map { set + [$0] } } }
            }
            let parts: [(String, Int)] = if case .sum(let parts) = measure.aggregation { parts.map { ($0.part, 2) } } else { [("", 0)] }
            for (part, scale) in parts {
                for members in combinations + stars where dice.below(3) > 0 {
                    rows.append(SummaryRow(measure: measure.code, part: part, members: members, value: Int64(dice.below(1_000_000)) + 1, scale: scale))
                }
            }
        }
        let batch = Batch(id: "\(interface)-\(period.compact)-1", file: "f", digest: "", rows: 1, accepted: 1, rejected: 0)
        return SummaryTable(interface: interface, period: period, insurance: specification.insurance, batch: batch, dimensions: specification.dimensions, rows: rows.sorted())
    }

    /// Two ways of summing give the same answer to the same question: values, batches, missing feeds, what does not apply.
    @Test func rollupsAndSlicesAgree() throws {
        var dice = Dice(state: 11)
        let interfaces = Set(Self.catalogue.interfaces.map(\.id)).sorted().filter { _ in dice.below(5) > 0 }
        let tables = interfaces.map { Self.table($0, Self.period, &dice) }
        let slices = SummaryCube(tables: tables, catalogue: Self.catalogue), rollups = RollupCube(tables: tables, catalogue: Self.catalogue)
        let codes = Set(Self.catalogue.measures.map(\.code)).sorted(), dimensions = Set(Self.catalogue.interfaces.flatMap(\.dimensions) + ["insurance", "part"]).sorted()
        var values = 0
        for _ in 0..<6000 {
            var slice: [String: String] = [:]
            for _ in 0..<dice.below(4) {
                let dimension = dimensions[dice.below(dimensions.count)]
                let members = dimension == "part" ? ["unit", "person"] : Self.catalogue.codeTable(forDimension: dimension)!.members.map(\.code)
                slice[dimension] = members[dice.below(members.count)]
            }
            let measure = codes[dice.below(codes.count)], month = dice.below(10) == 0 ? Self.period.previous : Self.period
            let a = slices.value(of: measure, in: slice, period: month), b = try rollups.value(of: measure, in: slice, period: month)
            #expect(a == b, "\(measure) \(slice) \(month)")
            if case .value(let amount, _) = a, !amount.isZero { values += 1 }
        }
        #expect(values > 400, "\(values)")
    }

    static func feed(_ interface: String, _ period: ReportingPeriod, accepted: Int, value: Int64, version: Int = 1) -> FeedMonth {
        var specification = catalogue.interface(interface, for: period)!
        specification.version = version
        let batch = Batch(id: "\(interface)-\(period.compact)-1", file: "f", digest: "", rows: accepted, accepted: accepted, rejected: 0)
        let rows = [SummaryRow(measure: "insured", members: ["110105", "11"], value: value, scale: 0), SummaryRow(measure: "at_lower", members: ["110105", "11"], value: value, scale: 0)]
        let table = SummaryTable(interface: interface, period: period, insurance: specification.insurance, batch: batch, dimensions: specification.dimensions, rows: rows.sorted())
        let record = LoadRecord(batch: batch, interface: interface, period: period, sequence: 1, recipe: "", errors: [], rounded: 0, defaulted: 0, sums: [])
        return FeedMonth(specification: specification, record: record, summary: table)
    }

    static func months(_ period: ReportingPeriod, _ now: FeedMonth, _ before: FeedMonth?, percent: Int = 10, absolute: Int = 5) -> BalanceSheet {
        let definition = BalanceDefinition(
            id: "m", name: "m", kind: .months, severity: .blocks, by: ["district", "class"], limits: [BalanceLimit(percent: Amount(percent), absolute: Amount(absolute), origin: place)],
            policies: [PolicyMonth(months: [7], measures: ["insured"], reason: "政策", origin: place)], origin: place)
        var sheet = BalanceSheet(definition)
        MonthBalance(definition, catalogue: catalogue, period: period).compare(now, before: before, into: &sheet)
        return sheet
    }

    /// Both limits must be passed, and exactly at the limit a figure is still in line.
    @Test(arguments: [(100, 110, false), (100, 111, true), (100, 90, false), (100, 89, true), (10, 15, false), (10, 16, true), (0, 5, false), (0, 6, true), (6, 0, true)])
    func outOfLineIsMoreThanBothLimits(_ then: Int64, _ now: Int64, _ isOut: Bool) {
        let sheet = Self.months(Self.period, Self.feed("pension", Self.period, accepted: 1, value: now), Self.feed("pension", Self.period.previous, accepted: 1, value: then))
        let found = sheet.lines.filter { $0.item == "insured" }
        #expect(found.count == (isOut ? 4 : 0), "\(found)")
        #expect(Set(found.map(\.place)) == (isOut ? ["", "district=110105", "class=11", "district=110105 class=11"] : []))
        #expect(found.allSatisfy { $0.verdict == .blocks && $0.cause == nil && $0.left == Amount(now) && $0.right == Amount(then) })
    }

    @Test func causesComeFromTheData() {
        let july = ReportingPeriod("2026-07")!
        func line(_ sheet: BalanceSheet, _ item: String) -> BalanceLine? { sheet.lines.first { $0.item == item && $0.place.isEmpty } }
        // base.lower changes on 1 July: the measure that reads it has a cause of its own, the other one moves by policy.
        let policy = Self.months(july, Self.feed("pension", july, accepted: 1, value: 90), Self.feed("pension", july.previous, accepted: 1, value: 10))
        #expect(line(policy, "at_lower")?.causeKind == "caliber" && line(policy, "at_lower")?.cause?.contains("7162 → 7270") == true)
        #expect(line(policy, "insured")?.causeKind == "policy" && line(policy, "insured")?.verdict == .explained)
        let version = Self.months(Self.period, Self.feed("pension", Self.period, accepted: 1, value: 90, version: 2), Self.feed("pension", Self.period.previous, accepted: 1, value: 10))
        #expect(line(version, "insured")?.causeKind == "specification")
        var now = Self.feed("pension", Self.period, accepted: 1, value: 90)
        let former = Self.feed("pension", Self.period, accepted: 1, value: 10)
        now.former = former.record
        now.formerSummary = former.summary
        #expect(line(Self.months(Self.period, now, Self.feed("pension", Self.period.previous, accepted: 1, value: 10)), "insured")?.causeKind == "delivery")
        // With the former delivery it would have been out of line as well: that is no cause.
        #expect(line(Self.months(Self.period, now, Self.feed("pension", Self.period.previous, accepted: 1, value: 500)), "insured")?.causeKind == nil)
        let first = Self.months(Self.period, now, nil)
        #expect(first.lines.count == 1 && first.lines[0].verdict == .open)
        // A district that begins in the month explains its own figures.
        let merged = ReportingPeriod("2015-12")!
        var begun = Self.feed("pension", Self.period, accepted: 1, value: 90)
        begun.summary.rows = begun.summary.rows.map { SummaryRow(measure: $0.measure, members: ["110118", "11"], value: $0.value, scale: 0) }
        let codes = Self.months(merged, begun, Self.feed("pension", Self.period.previous, accepted: 1, value: 90))
        #expect(codes.lines.contains { $0.place == "district=110118" && $0.causeKind == "codes" && $0.cause?.contains("110118 本月启用") == true }, "\(codes.lines)")
    }
}
