public import Cubes
public import Quantities
public import ReportModel

/// Sums the summary cells upwards: every row counts for its members and for all that stand above them in the code tables.
///
/// It answers what `SummaryCube` answers, by another way: there a slice looks for its rows, here each row finds its slices. Each
/// set of dimensions is summed when it is first asked for.
public final class RollupCube {
    private struct Key: Hashable {
        var interface: String
        var period: ReportingPeriod
        var measure: String
        var dimensions: [String]
    }
    struct Sums {
        var values: [[String]: Int128] = [:]
        var scale = 0
    }
    private struct TableKey: Hashable {
        var interface: String
        var period: ReportingPeriod
    }

    private let catalogue: Catalogue
    private let tables: [TableKey: SummaryTable]
    private let measures: [String: [MeasureDefinition]]
    private var known: [Key: Sums] = [:]
    private struct Place: Hashable {
        var dimension: String
        var member: String
        var day: CalendarDate
    }
    /// The member itself and all above.
    private var ancestors: [Place: [String]] = [:]

    public init(tables: [SummaryTable], catalogue: Catalogue) {
        self.catalogue = catalogue
        self.tables = Dictionary(tables.map { (TableKey(interface: $0.interface, period: $0.period), $0) }, uniquingKeysWith: { $1 })
        measures = Dictionary(grouping: catalogue.measures, by: \.code)
    }

    public func value(of measure: String, in slice: [String: String], period: ReportingPeriod) throws -> CubeValue {
        var sum = Amount.zero, batches: [String] = [], isFed = false
        for definition in measures[measure] ?? [] {
            for interface in definition.interfaces {
                guard let specification = catalogue.interfaces.last(where: { $0.id == interface }), carries(slice, definition, specification, on: period.lastDay) else { continue }
                isFed = true
                guard let table = tables[TableKey(interface: interface, period: period)] else { return .missing(interface: interface) }
                guard let part = try total(definition, slice, specification, table) else { return .notApplicable }
                sum = try sum.adding(part)
                batches.append(table.batch.id)
            }
        }
        return isFed ? .value(sum, batches: batches) : .notApplicable
    }

    private func carries(_ slice: [String: String], _ measure: MeasureDefinition, _ specification: InterfaceSpecification, on day: CalendarDate) -> Bool {
        for (dimension, member) in slice {
            switch dimension {
            case "part":
                guard case .sum(let parts) = measure.aggregation, parts.contains(where: { $0.part == member }) else { return false }
            case "insurance" where specification.insurance != nil:
                if !lineage(specification.insurance!, "insurance", on: day).contains(member) { return false }
            default:
                if case .distinct(_, let by) = measure.aggregation {
                    if !by.contains(dimension) { return false }
                } else if !specification.dimensions.contains(dimension) { return false }
            }
        }
        return true
    }

    /// Nil: a distinct count of several members together.
    private func total(_ measure: MeasureDefinition, _ slice: [String: String], _ specification: InterfaceSpecification, _ table: SummaryTable) throws -> Amount? {
        let dimensions = slice.keys.filter { $0 == "part" || table.dimensions.contains($0) }.sorted()
        var members = dimensions.map { slice[$0]! }
        if case .distinct = measure.aggregation {
            for (index, dimension) in dimensions.enumerated() {
                let leaves = catalogue.codeTable(forDimension: dimension)?.leafCodes(under: members[index], on: table.period.lastDay) ?? [members[index]]
                if leaves.count > 1 { return nil }
                members[index] = leaves[0]
            }
        }
        let sums = sums(measure, dimensions, table)
        return Amount(unscaled: sums.values[members] ?? 0, scale: sums.scale)
    }

    /// Figures of a measure in one table for every combination of members of `dimensions`, ancestors too.
    func sums(_ measure: MeasureDefinition, _ dimensions: [String], _ table: SummaryTable) -> Sums {
        let key = Key(interface: table.interface, period: table.period, measure: measure.code, dimensions: dimensions)
        if let sums = known[key] { return sums }
        var sums = Sums()
        let isDistinct = if case .distinct = measure.aggregation { true } else { false }
        for row in table.rows where row.measure == measure.code {
            sums.scale = row.scale
            let named = zip(table.dimensions, row.members).filter { $0.1 != "*" }.map(\.0)
            if isDistinct && Set(named) != Set(dimensions) { continue }
            var places: [[String]] = [[]]
            for dimension in dimensions {
                let own = dimension == "part" ? row.part : row.members[table.dimensions.firstIndex(of: dimension)!]
                let line = isDistinct || dimension == "part" ? [own] : lineage(own, dimension, on: table.period.lastDay)
                places = places.flatMap { place in line.map { place + [$0] } }
            }
            for place in places { sums.values[place, default: 0] += Int128(row.value) }
        }
        known[key] = sums
        return sums
    }

    /// The member and what stands above it on that day.
    private func lineage(_ member: String, _ dimension: String, on day: CalendarDate) -> [String] {
        let place = Place(dimension: dimension, member: member, day: day)
        if let line = ancestors[place] { return line }
        var line = [member]
        let table = catalogue.codeTable(forDimension: dimension)
        while let parent = table?.member(line[line.count - 1], on: day)?.parent, !line.contains(parent) { line.append(parent) }
        ancestors[place] = line
        return line
    }
}
