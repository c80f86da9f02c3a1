internal import Cubes
internal import Quantities
public import ReportModel
internal import Warehouse

/// 分项之和等于总数: along every dimension, for every parent in a code table and for the parts of a sum; and the feed's own totals.
/// Distinct counts do not add up and are left out.
public struct PartsBalance {
    let catalogue: Catalogue

    public init(catalogue: Catalogue) { self.catalogue = catalogue }

    public func compare(_ feed: FeedMonth, into sheet: inout BalanceSheet) throws {
        let interface = feed.specification.id, table = feed.summary
        var own = catalogue
        own.interfaces = [feed.specification]
        own.measures = catalogue.measures.filter { $0.interfaces.contains(interface) }.map { measure in
            var measure = measure
            measure.interfaces = [interface]
            return measure
        }
        let cube = SummaryCube(tables: [table], catalogue: own)
        for measure in own.measures where measure.isAdditive {
            let rows = table.rows.filter { $0.measure == measure.code }
            let total = Amount(unscaled: rows.reduce(Int128(0)) { $0 + Int128($1.value) }, scale: rows.first?.scale ?? 0)
            func value(_ slice: [String: String]) -> Amount? {
                if case .value(let amount, _) = cube.value(of: measure.code, in: slice, period: table.period) { amount } else { nil }
            }
            for dimension in table.dimensions {
                guard let codes = catalogue.codeTable(forDimension: dimension) else { continue }
                let day = table.period.lastDay, leaves = codes.leaves(on: day).map(\.code)
                sheet.exact(interface, measure.code, "Σ \(dimension)", left: try sum(leaves.map { value([dimension: $0]) }), right: total) { feed.oldRules }
                for parent in Set(codes.inForce(on: day).compactMap(\.parent)).sorted() {
                    let below = codes.leafCodes(under: parent, on: day).filter(leaves.contains)
                    if below.isEmpty { continue }
                    sheet.exact(interface, measure.code, "\(dimension)=\(parent)", left: try sum(below.map { value([dimension: $0]) }), right: value([dimension: parent])) { feed.oldRules }
                }
            }
            if case .sum(let parts) = measure.aggregation, parts.allSatisfy({ !$0.part.isEmpty }) {
                sheet.exact(interface, measure.code, "Σ part", left: try sum(parts.map { value(["part": $0.part]) }), right: total) { feed.oldRules }
            }
            if let loaded = loaded(measure, feed) { sheet.exact(interface, measure.code, left: total, right: loaded) { feed.oldRules } }
        }
    }

    private func sum(_ values: [Amount?]) throws -> Amount? {
        try values.reduce(Amount?.some(.zero)) { sum, value in
            guard let sum, let value else { return nil }
            return try sum.adding(value)
        }
    }

    /// The feed's own total of an unconditional measure: what the loader counted for the batch, column by column.
    private func loaded(_ measure: MeasureDefinition, _ feed: FeedMonth) -> Amount? {
        guard measure.conditions.isEmpty else { return nil }
        switch measure.aggregation {
        case .countRows: return Amount(feed.record.batch.accepted)
        case .sum(let parts):
            return parts.reduce(Amount?.some(.zero)) { sum, part in
                guard let column = feed.record.sums.first(where: { $0.column == part.column }) else { return nil }
                return try? sum?.adding(Amount(unscaled: column.sum, scale: column.scale))
            }
        case .distinct: return nil
        }
    }
}

extension MeasureDefinition {
    var isAdditive: Bool { if case .distinct = aggregation { false } else { true } }
}
