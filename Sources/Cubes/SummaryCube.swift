public import Quantities
public import ReportModel

/// All summary cells that a set of reports needs, ready for slicing. Pure: no database behind it.
///
/// A slice names a member per dimension; dimensions that it does not name are summed over. A member with children in its
/// code table stands for all leaves below it. The constant insurance of a person feed acts as a dimension.
public struct SummaryCube: Sendable {
    /// An interface that feeds a measure.
    private struct Feed {
        var interface: String
        var insurance: String?
        var dimensions: [String]
        var parts: [String]
        /// Dimensions by which a distinct count is split; nil for sums.
        var distinctBy: [String]?
    }
    private struct TableKey: Hashable {
        var interface: String
        var period: ReportingPeriod
    }
    /// The rows of one measure in one table with members as small numbers.
    private struct Block {
        var parts: [Int32]
        /// `members[d][i]`: member of row i in dimension d.
        var members: [[Int32]]
        var values: [Int64]
        var scale: Int
    }
    private struct Table {
        var batch: String
        var dimensions: [String]
        var blocks: [String: Block]
    }

    private var tables: [TableKey: Table] = [:]
    private var feeds: [String: [Feed]] = [:]
    private var numbers: [String: Int32] = [:]
    /// Leaves below each member of a dimension, by the months between which its code table does not change.
    private struct Hierarchy {
        /// First month of each stage but the first, ascending.
        var starts: [ReportingPeriod] = []
        var stages: [[String: Set<Int32>]] = []
    }
    private var hierarchies: [String: Hierarchy] = [:]
    public private(set) var batches: [Batch] = []
    /// Months for which any table was loaded.
    public private(set) var periods: [ReportingPeriod] = []

    /// `tables`: at most one per interface and period.
    public init(tables: [SummaryTable], catalogue: Catalogue) {
        for table in tables { self.tables[TableKey(interface: table.interface, period: table.period)] = indexed(table) }
        batches = tables.sorted { ($0.period, $0.interface) < ($1.period, $1.interface) }.map(\.batch)
        periods = Set(tables.map(\.period)).sorted()
        index(catalogue)
    }

    /// The file of this interface is loaded for this month.
    public func holds(_ interface: String, in period: ReportingPeriod) -> Bool { tables[TableKey(interface: interface, period: period)] != nil }

    /// The same figures under changed measures, interfaces and code tables.
    public func adapted(to catalogue: Catalogue) -> SummaryCube {
        var cube = self
        cube.feeds = [:]
        cube.hierarchies = [:]
        cube.index(catalogue)
        return cube
    }

    private mutating func index(_ catalogue: Catalogue) {
        indexHierarchies(catalogue)
        for definition in catalogue.measures {
            for id in definition.interfaces {
                guard let specification = catalogue.interfaces.last(where: { $0.id == id }) else { continue }
                var feed = Feed(interface: id, insurance: specification.insurance, dimensions: specification.dimensions, parts: [], distinctBy: nil)
                switch definition.aggregation {
                case .countRows: break
                case .sum(let parts): feed.parts = parts.map(\.part).filter { !$0.isEmpty }
                case .distinct(_, let by): feed.distinctBy = by
                }
                feeds[definition.code, default: []].append(feed)
            }
        }
    }

    private mutating func number(_ member: String) -> Int32 {
        if let number = numbers[member] { return number }
        let number = Int32(numbers.count)
        numbers[member] = number
        return number
    }

    private mutating func indexed(_ table: SummaryTable) -> Table {
        var blocks: [String: Block] = [:]
        var start = 0
        while start < table.rows.count {
            let measure = table.rows[start].measure
            var block = Block(parts: [], members: table.dimensions.map { _ in [] }, values: [], scale: table.rows[start].scale)
            while start < table.rows.count, table.rows[start].measure == measure {
                let row = table.rows[start]
                block.parts.append(number(row.part))
                for (dimension, member) in row.members.enumerated() { block.members[dimension].append(number(member)) }
                block.values.append(row.value)
                start += 1
            }
            blocks[measure] = block
        }
        return Table(batch: table.batch.id, dimensions: table.dimensions, blocks: blocks)
    }

    /// What was in force on the last day of a month decides about the cells of that month, as it did when they were loaded.
    private mutating func indexHierarchies(_ catalogue: Catalogue) {
        for dimension in Set(catalogue.interfaces.flatMap(\.dimensions) + ["insurance"]) {
            guard let table = catalogue.codeTable(forDimension: dimension) else { continue }
            let codes = Set(table.members.map(\.code))
            let months = Set(table.changeDays.compactMap { ReportingPeriod(year: $0.year, month: $0.month) }).sorted()
            var hierarchy = Hierarchy()
            for month in months {
                let stage = Dictionary(uniqueKeysWithValues: codes.map { code in (code, Set(table.leafCodes(under: code, on: month.lastDay).map { number($0) })) })
                if stage == hierarchy.stages.last { continue }
                if !hierarchy.stages.isEmpty { hierarchy.starts.append(month) }
                hierarchy.stages.append(stage)
            }
            hierarchies[dimension] = hierarchy
        }
    }

    private func leaves(of member: String, in dimension: String, _ period: ReportingPeriod) -> Set<Int32> {
        let own = Set([numbers[member] ?? -1])
        guard let hierarchy = hierarchies[dimension], !hierarchy.stages.isEmpty else { return own }
        let stage = hierarchy.starts.isEmpty ? 0 : hierarchy.starts.count { $0 <= period }
        return hierarchy.stages[stage][member] ?? own
    }

    /// The value of a measure in a slice of a month.
    ///
    /// - `notApplicable`: no interface that feeds this measure has the dimension or the insurance of the slice.
    /// - `missing`: an interface that feeds it in this slice has not been loaded for the month.
    public func value(of measure: String, in slice: [String: String], period: ReportingPeriod) -> CubeValue {
        let candidates = (feeds[measure] ?? []).filter { carries(slice, $0, period) }
        if candidates.isEmpty { return .notApplicable }
        var sum = Amount.zero
        var batches: [String] = []
        for feed in candidates {
            guard let table = tables[TableKey(interface: feed.interface, period: period)] else { return .missing(interface: feed.interface) }
            guard let part = total(of: measure, in: slice, feed: feed, table: table, period: period) else { return .notApplicable }
            guard let next = try? sum.adding(part) else { return .missing(interface: feed.interface) }
            sum = next
            batches.append(table.batch)
        }
        return .value(sum, batches: batches)
    }

    private func carries(_ slice: [String: String], _ feed: Feed, _ period: ReportingPeriod) -> Bool {
        for (dimension, member) in slice {
            if dimension == "part" {
                if !feed.parts.contains(member) { return false }
            } else if dimension == "insurance", let insurance = feed.insurance {
                if !leaves(of: member, in: dimension, period).contains(numbers[insurance] ?? -2) { return false }
            } else if !(feed.distinctBy ?? feed.dimensions).contains(dimension) {
                return false
            }
        }
        return true
    }

    /// Nil when a distinct count is asked for several members together: it cannot be added up.
    private func total(of measure: String, in slice: [String: String], feed: Feed, table: Table, period: ReportingPeriod) -> Amount? {
        guard let block = table.blocks[measure] else { return .zero }
        let whole = Set([numbers["*"] ?? -1])
        var wanted: [(dimension: Int, members: Set<Int32>)] = []
        for (index, dimension) in table.dimensions.enumerated() {
            if let member = slice[dimension] {
                let set = leaves(of: member, in: dimension, period)
                if feed.distinctBy != nil && set.count > 1 { return nil }
                wanted.append((index, set))
            } else if feed.distinctBy != nil {
                wanted.append((index, whole))
            }
        }
        let part = slice["part"].map { numbers[$0] ?? -1 }
        var sum: Int128 = 0
        rows: for index in block.values.indices {
            if let part, block.parts[index] != part { continue }
            for (dimension, members) in wanted where !members.contains(block.members[dimension][index]) { continue rows }
            sum += Int128(block.values[index])
        }
        return Amount(unscaled: sum, scale: block.scale)
    }
}

public enum CubeValue: Sendable, Hashable {
    case value(Amount, batches: [String])
    case missing(interface: String)
    case notApplicable
}
