public import Cubes
public import Quantities
public import ReportModel
internal import Warehouse

/// 与上月比对: rows and every measure of a feed, as a whole and along the dimensions that the balance names.
public struct MonthBalance {
    let definition: BalanceDefinition
    let catalogue: Catalogue
    let period: ReportingPeriod

    public init(_ definition: BalanceDefinition, catalogue: Catalogue, period: ReportingPeriod) {
        self.definition = definition; self.catalogue = catalogue; self.period = period
    }

    /// `before`: nil when nothing of the month before is loaded.
    public func compare(_ month: FeedMonth, before: FeedMonth?, into sheet: inout BalanceSheet) {
        let interface = month.specification.id
        guard let before else {
            sheet.add(BalanceLine(
                balance: definition.id, subject: interface, item: "rows", left: Amount(month.record.batch.accepted), right: nil, verdict: .open, causeKind: "new-feed",
                cause: "上月没有装载，无从比对"))
            return
        }
        let common = definition.by.filter { month.specification.dimensions.contains($0) && before.specification.dimensions.contains($0) }
        for dimensions in Self.subsets(common) {
            let rows = { (feed: FeedMonth) in Self.rows(feed, dimensions) }
            if let now = rows(month), let then = rows(before) {
                compare("rows", .number, dimensions, now, then, month, before, into: &sheet, former: { Self.formerRows($0, dimensions) }, conditions: [])
            }
        }
        for measure in catalogue.measures where measure.interfaces.contains(interface) {
            for dimensions in Self.subsets(common) where Self.splits(measure, dimensions) {
                let now = Self.figures(measure, month.summary, dimensions), then = Self.figures(measure, before.summary, dimensions)
                compare(
                    measure.code, measure.unit, dimensions, now, then, month, before, into: &sheet,
                    former: { $0.formerSummary.map { Self.figures(measure, $0, dimensions) } }, conditions: measure.conditions)
            }
        }
    }

    private func compare(
        _ item: String, _ unit: Unit, _ dimensions: [String], _ now: [[String]: Amount], _ then: [[String]: Amount], _ month: FeedMonth, _ before: FeedMonth,
        into sheet: inout BalanceSheet, former: (FeedMonth) -> [[String]: Amount]?, conditions: [MeasureCondition]
    ) {
        let interface = month.specification.id
        let limit = definition.limits.first { $0.fits(interface: interface, measure: item, unit: unit) }
        for members in Set(now.keys).union(then.keys).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let left = now[members] ?? .zero, right = then[members] ?? .zero
            var line = BalanceLine(balance: definition.id, subject: interface, item: item, place: placeText(dimensions, members), left: left, right: right, verdict: .agrees)
            if let limit, Self.isOutOfLine(left, right, limit) {
                line.verdict = (limit.severity ?? definition.severity) == .blocks ? .blocks : .warns
                let causes = MonthCauses(month: month, before: before, catalogue: catalogue, period: period)
                let found = causes.codes(dimensions, members) ?? causes.specification() ?? causes.calibers(conditions) ?? policy(interface, item) ?? causes.rules()
                    ?? causes.delivery(former(month)?[members], former(before)?[members], left, right, limit)
                if let found {
                    line.verdict = .explained
                    line.causeKind = found.kind
                    line.cause = found.text
                }
            }
            sheet.add(line)
        }
    }

    private func policy(_ interface: String, _ item: String) -> (kind: String, text: String)? {
        definition.policies.first { $0.fits(month: period.month, interface: interface, measure: item) }.map { ("policy", $0.reason) }
    }

    /// By more than the share and by more than the amount.
    static func isOutOfLine(_ now: Amount, _ then: Amount, _ limit: BalanceLimit) -> Bool {
        guard let change = try? now.subtracting(then).magnitude, change > limit.absolute else { return false }
        guard let percent = try? change.multiplied(by: Amount(100)), let allowed = try? then.magnitude.multiplied(by: limit.percent) else { return true }
        return percent > allowed
    }

    /// The whole, each dimension alone, all of them together …
    static func subsets(_ dimensions: [String]) -> [[String]] {
        var result: [[String]] = [[]]
        for dimension in dimensions { result += result.map { $0 + [dimension] } }
        return result.sorted { $0.count < $1.count }
    }

    /// A distinct count is there for the whole and along its own dimensions only.
    private static func splits(_ measure: MeasureDefinition, _ dimensions: [String]) -> Bool {
        guard case .distinct(_, let by) = measure.aggregation else { return true }
        return dimensions.isEmpty || Set(by) == Set(dimensions)
    }

    /// Figures of a measure for each combination of members; those without a row are left out.
    public static func figures(_ measure: MeasureDefinition, _ table: SummaryTable, _ dimensions: [String]) -> [[String]: Amount] {
        let places = dimensions.map { table.dimensions.firstIndex(of: $0) }
        let isDistinct = if case .distinct = measure.aggregation { true } else { false }
        var sums: [[String]: Int128] = [:], scale = 0
        for row in table.rows where row.measure == measure.code {
            scale = row.scale
            if isDistinct && Set(zip(table.dimensions, row.members).filter { $0.1 != "*" }.map(\.0)) != Set(dimensions) { continue }
            sums[places.map { $0.map { row.members[$0] } ?? "?" }, default: 0] += Int128(row.value)
        }
        if dimensions.isEmpty && sums.isEmpty { return [[]: .zero] }
        return sums.mapValues { Amount(unscaled: $0, scale: scale) }
    }

    /// Accepted rows; along dimensions when they were counted.
    static func rows(_ feed: FeedMonth, _ dimensions: [String]) -> [[String]: Amount]? {
        if dimensions.isEmpty { return [[]: Amount(feed.record.batch.accepted)] }
        return feed.rowCounts.map { rows($0, feed, dimensions) }
    }

    private static func formerRows(_ feed: FeedMonth, _ dimensions: [String]) -> [[String]: Amount]? {
        if dimensions.isEmpty { return feed.former.map { [[]: Amount($0.batch.accepted)] } }
        return feed.formerRowCounts.map { rows($0, feed, dimensions) }
    }

    private static func rows(_ counts: [[String]: Int], _ feed: FeedMonth, _ dimensions: [String]) -> [[String]: Amount] {
        let places = dimensions.map { feed.specification.dimensions.firstIndex(of: $0) }
        var sums: [[String]: Int] = [:]
        for (members, count) in counts { sums[places.map { $0.map { members[$0] } ?? "?" }, default: 0] += count }
        return sums.mapValues { Amount($0) }
    }
}
