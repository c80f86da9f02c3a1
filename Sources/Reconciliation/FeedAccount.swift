public import Cubes
public import Quantities
public import ReportModel
public import Warehouse

/// What one batch loaded, and what it did not load as delivered: by figure and district, in base units.
public struct FeedAccount: Sendable {
    public struct Entry: Sendable, Hashable {
        public var loaded = Amount.zero
        public var rejected = Amount.zero
        public var filtered = Amount.zero
        public var corrected = Amount.zero
        /// Rows that are not loaded and whose part of the figure cannot be read.
        public var unreadable = 0

        func added(_ other: Entry) throws -> Entry {
            var result = self
            result.loaded = try loaded.adding(other.loaded)
            result.rejected = try rejected.adding(other.rejected)
            result.filtered = try filtered.adding(other.filtered)
            result.corrected = try corrected.adding(other.corrected)
            result.unreadable += other.unreadable
            return result
        }

        var delivered: Amount { get throws { try loaded.adding(rejected).adding(filtered).adding(corrected) } }
    }

    public struct Figure: Sendable {
        public var scale = 0
        /// Code → entry. The empty code: rows whose district cannot be read, of which none is loaded.
        public var districts: [String: Entry] = [:]
        public var total = Entry()
        /// What one unreadable row may add at least and at most.
        public var low = Amount.zero
        public var high = Amount.zero
        /// Districts do not add up.
        public var isDistinct = false
    }

    public var interface: String
    public var batch: String
    /// By the figure's text.
    public var figures: [String: Figure] = [:]

    init(interface: String, batch: String) { self.interface = interface; self.batch = batch }

    /// `sums`: rows and sums of `columns` of the loaded detail by district; `others`: what was not loaded.
    public init(
        specification: InterfaceSpecification, measures: [MeasureDefinition], kinds: [CheckedFigure.Kind], summary: SummaryTable,
        sums: [(code: String, rows: Int64, sums: [Int64])], columns: [String], others: [LoadRecord.DistrictFigure]
    ) throws {
        interface = specification.id
        batch = summary.batch.id
        for kind in kinds where figures[kind.text] == nil {
            var figure = Figure()
            switch kind {
            case .rows, .distinct:
                figure.isDistinct = kind != .rows
                (figure.low, figure.high) = (.zero, .one)
                for item in sums { figure.districts[item.code, default: Entry()].loaded = Amount(item.rows) }
                try figure.add(others, named: ["rows"])
            case .sum(let name):
                (figure.scale, figure.low, figure.high) = Self.bounds([name], specification)
                if let index = columns.firstIndex(of: name) {
                    for item in sums { figure.districts[item.code, default: Entry()].loaded = Amount(unscaled: item.sums[index], scale: figure.scale) }
                }
                try figure.add(others, named: [kind.text])
            case .measure(let code, let part):
                guard let measure = measures.first(where: { $0.code == code && $0.interfaces.contains(specification.id) }) else { continue }
                try figure.read(measure, part, specification, summary, others)
            }
            if !(figure.isDistinct && figure.total != Entry()) { figure.total = try figure.districts.sorted { $0.key < $1.key }.reduce(Entry()) { try $0.added($1.value) } }
            figures[kind.text] = figure
        }
    }

    /// Scale of number columns, and the limits of their values: those declared, else what the digits allow.
    static func bounds(_ columns: [String], _ specification: InterfaceSpecification) -> (scale: Int, low: Amount, high: Amount) {
        var scale = 0, low = Amount.zero, high = Amount.zero
        for name in columns {
            guard case .number(let format)? = specification.columns.first(where: { $0.name == name })?.type else { continue }
            let greatest = DeclaredFigure.tenTo(format.integerDigits)
            scale = max(scale, format.decimals)
            low = min(low, format.minimum ?? greatest.negated)
            high = max(high, format.maximum ?? greatest)
        }
        return (scale, low, high)
    }
}

extension FeedAccount.Figure {
    fileprivate mutating func read(
        _ measure: MeasureDefinition, _ part: String?, _ specification: InterfaceSpecification, _ summary: SummaryTable, _ others: [LoadRecord.DistrictFigure]
    ) throws {
        var names = ["measure \(measure.code)"]
        (low, high) = (.zero, .one)
        switch measure.aggregation {
        case .countRows: break
        case .distinct: isDistinct = true
        case .sum(let parts):
            let wanted = parts.filter { part == nil || $0.part == part }
            (scale, low, high) = FeedAccount.bounds(wanted.map(\.column), specification)
            names = wanted.map { "measure \(measure.code)\($0.part.isEmpty ? "" : " \($0.part)")" }
        }
        let position = summary.dimensions.firstIndex { name in
            if case .code("district")? = specification.columns.first(where: { $0.name == name })?.type { true } else { false }
        }
        for row in summary.rows where row.measure == measure.code && (part == nil || row.part == part) {
            let value = Amount(unscaled: row.value, scale: row.scale), member = position.map { row.members[$0] } ?? ""
            if isDistinct, row.members.allSatisfy({ $0 == "*" }), position != nil {
                total.loaded = value
            } else if member != "*" {
                let entry = districts[member, default: .init()]
                districts[member, default: .init()].loaded = try entry.loaded.adding(value)
            }
        }
        try add(others, named: names)
    }

    /// Of a distinct count only the number of rows is known that may add one; none adds for sure.
    fileprivate mutating func add(_ others: [LoadRecord.DistrictFigure], named names: [String]) throws {
        for item in others where names.contains(item.figure) {
            var entry = FeedAccount.Entry()
            let value = Amount(unscaled: item.value, scale: item.scale)
            entry.unreadable = item.unreadable
            if isDistinct {
                entry.unreadable += item.kind == .corrected ? 0 : Int(item.value)
            } else {
                switch item.kind {
                case .rejected: entry.rejected = value
                case .filtered: entry.filtered = value
                case .corrected: entry.corrected = value
                }
            }
            districts[item.district] = try districts[item.district, default: .init()].added(entry)
            if isDistinct { total.unreadable += entry.unreadable }
        }
    }
}
