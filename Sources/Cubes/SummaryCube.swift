public import Quantities
public import ReportModel

/// All summary cells that a set of reports needs, ready for slicing. Pure: no database behind it.
///
/// A slice names a member per dimension; dimensions that it does not name are summed over. A member with children in its
/// code table stands for all leaves below it. The constant insurance of a person feed acts as a dimension.
public struct SummaryCube: Sendable {
    private struct Key: Hashable {
        var measure: String
        var period: ReportingPeriod
    }
    private struct Entry {
        var table: Int
        var rows: Range<Int>
    }

    private var tables: [SummaryTable] = []
    private var index: [Key: [Entry]] = [:]
    private var definitions: [String: [MeasureDefinition]] = [:]
    private let catalogue: Catalogue

    /// `tables`: at most one per interface and period.
    public init(tables: [SummaryTable], catalogue: Catalogue) {
        self.catalogue = catalogue
        for definition in catalogue.measures { definitions[definition.code, default: []].append(definition) }
        self.tables = tables.sorted { ($0.period, $0.interface) < ($1.period, $1.interface) }
        for (number, table) in self.tables.enumerated() {
            var start = 0
            while start < table.rows.count {
                let measure = table.rows[start].measure
                var end = start
                while end < table.rows.count, table.rows[end].measure == measure { end += 1 }
                index[Key(measure: measure, period: table.period), default: []].append(Entry(table: number, rows: start..<end))
                start = end
            }
        }
    }

    public var batches: [Batch] { tables.map(\.batch) }

    /// Months for which any table was loaded.
    public var periods: [ReportingPeriod] { Set(tables.map(\.period)).sorted() }

    /// The value of a measure in a slice of a month.
    ///
    /// - `notApplicable`: no interface that feeds this measure has the dimension or the insurance of the slice.
    /// - `missing`: an interface that feeds it in this slice has not been loaded for the month.
    public func value(of measure: String, in slice: [String: String], period: ReportingPeriod) -> CubeValue {
        let candidates = feeds(of: measure, in: slice, period: period)
        if candidates.isEmpty { return .notApplicable }
        var sum = Amount.zero
        var batches: [String] = []
        for interface in candidates {
            guard let table = tables.first(where: { $0.period == period && $0.interface == interface }) else {
                return .missing(interface: interface)
            }
            guard let part = sumRows(of: measure, in: slice, table: table) else { return .notApplicable }
            guard let total = try? sum.adding(part) else { return .missing(interface: interface) }
            sum = total
            batches.append(table.batch.id)
        }
        return .value(sum, batches: batches)
    }

    /// Interfaces that feed the measure and can carry the slice at all.
    private func feeds(of measure: String, in slice: [String: String], period: ReportingPeriod) -> [String] {
        var result: [String] = []
        for definition in definitions[measure] ?? [] {
            for id in definition.interfaces where !result.contains(id) {
                guard let specification = catalogue.interface(id, for: period) ?? catalogue.interfaces.first(where: { $0.id == id })
                else { continue }
                if carries(slice, specification: specification, definition: definition) { result.append(id) }
            }
        }
        return result
    }

    private func carries(_ slice: [String: String], specification: InterfaceSpecification, definition: MeasureDefinition) -> Bool {
        for (dimension, member) in slice {
            if dimension == "part" {
                guard case .sum(let parts) = definition.aggregation, parts.contains(where: { $0.part == member }) else { return false }
            } else if dimension == "insurance", let insurance = specification.insurance {
                let leaves = catalogue.codeTable("insurance")?.leafCodes(under: member) ?? [member]
                if !leaves.contains(insurance) { return false }
            } else if !specification.dimensions.contains(dimension) {
                return false
            } else if case .distinct(_, let by) = definition.aggregation, !by.contains(dimension) {
                return false
            }
        }
        return true
    }

    private func sumRows(of measure: String, in slice: [String: String], table: SummaryTable) -> Amount? {
        let isDistinct = (definitions[measure] ?? []).contains {
            if case .distinct = $0.aggregation { $0.interfaces.contains(table.interface) } else { false }
        }
        var wanted: [Set<String>?] = table.dimensions.map { dimension in
            guard let member = slice[dimension] else { return isDistinct ? ["*"] : nil }
            return Set(catalogue.codeTable(forDimension: dimension)?.leafCodes(under: member) ?? [member])
        }
        if isDistinct, wanted.contains(where: { ($0?.count ?? 0) > 1 }) { return nil }
        if wanted.allSatisfy({ $0 == nil }) { wanted = [] }
        let rows = index[Key(measure: measure, period: table.period)]?.first { tables[$0.table].interface == table.interface }?.rows
        guard let rows else { return .zero }
        var sum: Int128 = 0
        var scale = 0
        for row in table.rows[rows] {
            if let part = slice["part"], row.part != part { continue }
            if zip(wanted, row.members).contains(where: { set, member in set.map { !$0.contains(member) } ?? false }) { continue }
            sum += Int128(row.value)
            scale = row.scale
        }
        return Amount(unscaled: sum, scale: scale)
    }
}

public enum CubeValue: Sendable, Hashable {
    case value(Amount, batches: [String])
    case missing(interface: String)
    case notApplicable
}
