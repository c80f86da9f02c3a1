internal import Composition
internal import Diagnostics
internal import ReportModel

/// Relations between cells that differ in a row or a column only, printed as one: `02～07行：5栏 = 2栏`,
/// `01、16、31行4栏依次 = SB-Z01表02～04行7栏`, or `基金收入4栏依次 = …` where these are all rows with that title.
struct RelationSeries {
    typealias Member = (relation: RelationDefinition, result: RelationResult)
    let naming: Expression.Naming
    /// Titles of several rows, by the codes of all of them in order.
    private let titles: [[String]: String]

    init(_ table: BuiltTable, naming: Expression.Naming) {
        self.naming = naming
        let alike = Dictionary(grouping: table.rows.stored, by: \.title).mapValues { $0.map(\.code) }
        titles = Dictionary(alike.filter { $0.value.count > 1 && !$0.key.isEmpty }.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    }

    /// The results with what belongs together drawn together; the order stays.
    func folded(_ members: [Member]) -> [RelationResult] {
        var results: [RelationResult] = [], rest = members[...]
        while let first = rest.first {
            let run = rest.prefix { $0.relation.isAlike(first.relation) && $0.result.scope == first.result.scope }
            if let (text, count) = longest(Array(run)) {
                results.append(merged(run.prefix(count).map(\.result), text: text))
                rest = rest.dropFirst(count)
            } else {
                results.append(first.result)
                rest = rest.dropFirst()
            }
        }
        return results
    }

    /// As many as have a text together; first those whose cells are all rows of one title, for it says more than their codes.
    private func longest(_ run: [Member]) -> (text: String, count: Int)? {
        let counts = stride(from: run.count, to: 1, by: -1), titled = counts.filter { isTitled(run.prefix($0).map(\.relation.left)) }
        for count in titled + counts {
            if let text = text(run.prefix(count).map(\.relation)) { return (text, count) }
        }
        return nil
    }

    private func isTitled(_ sides: [Expression]) -> Bool {
        let rows = sides.compactMap { side in if case .cell(let cell) = side, cell.report == nil, cell.table == nil { cell.row } else { nil } }
        return titles[rows] != nil
    }

    private func merged(_ results: [RelationResult], text: String) -> RelationResult {
        var merged = results[0]
        merged.text = text
        merged.checked = results.reduce(0) { $0 + $1.checked }
        merged.notEvaluated = results.reduce(0) { $0 + $1.notEvaluated }
        merged.failures = results.flatMap { result in
            result.failures.map { failure in
                var failure = failure
                failure.origin = result.origin
                return failure
            }
        }
        return merged
    }

    private func text(_ relations: [RelationDefinition]) -> String? {
        let cells = relations.map { $0.left.cellsRead + $0.right.cellsRead }, slots = cells[0].indices
        guard !slots.isEmpty else { return nil }
        func values(_ slot: Int, _ value: (CellReference) -> String) -> [String] { cells.map { value($0[slot]) } }
        func isConstant(_ list: [String]) -> Bool { list.allSatisfy { $0 == list[0] } }
        let rows = slots.map { values($0, \.row) }, columns = slots.map { values($0, \.column) }, first = relations[0]
        // The same relation of columns in several rows, or of rows in several columns.
        if cells[0].allSatisfy({ $0.report == nil && $0.table == nil && !$0.previousPeriod }), relations.allSatisfy({ $0.calibersRead == first.calibersRead }) {
            if Set(rows[0]).count == rows[0].count, rows.allSatisfy({ $0 == rows[0] }), columns.allSatisfy(isConstant), rows[0].allSatisfy({ naming.rows[$0] == nil }) {
                return "\(RelationScope.ranges(rows[0]))行：\(first.mapped { .column($0.column, $0.origin) }.text(naming))"
            }
            if Set(columns[0]).count == columns[0].count, columns.allSatisfy({ $0 == columns[0] }), rows.allSatisfy(isConstant) {
                return "\(RelationScope.ranges(columns[0].map { naming.columns[$0] ?? $0 }))栏：\(first.mapped { .row($0.row, $0.origin) }.text(naming))"
            }
        }
        // One place after the other on both sides.
        guard relations.count > 2, let left = side(relations.map(\.left)), let right = side(relations.map(\.right)) else { return nil }
        return "\(left)依次 \(first.comparison.rawValue) \(right)"
    }

    /// One side of relations in a row: a cell or a caliber each, all different.
    private func side(_ sides: [Expression]) -> String? {
        var cells: [CellReference] = [], calibers: [String] = []
        for side in sides {
            switch side {
            case .cell(let cell): cells.append(cell)
            case .caliber(let id, _): calibers.append(naming.calibers[id] ?? id)
            default: return nil
            }
        }
        if calibers.count == sides.count { return Set(calibers).count == calibers.count ? listed(calibers) : nil }
        guard cells.count == sides.count, cells.allSatisfy({ $0.report != nil || $0.table != nil || naming.rows[$0.row] == nil }) else { return nil }
        let isOwn = cells[0].report == nil && cells[0].table == nil
        let rows = cells.map(\.row), columns = cells.map { isOwn ? naming.columns[$0.column] ?? $0.column : $0.column }
        switch (Set(rows).count, Set(columns).count) {
        case (rows.count, 1): return naming.words(of: cells[0], rows: (isOwn ? titles[rows] : nil) ?? "\(RelationScope.ranges(rows))行")
        case (1, columns.count): return naming.words(of: cells[0], columns: RelationScope.ranges(columns))
        default: return nil
        }
    }

    /// `工伤保险一、二、三类行业基准费率`; names that differ in more than a character stay whole.
    private func listed(_ names: [String]) -> String {
        let letters = names.map(Array.init), length = letters[0].count
        let differing = (0..<length).filter { place in letters.contains { $0.count != length || $0[place] != letters[0][place] } }
        guard differing.count == 1, let place = differing.first else { return names.joined(separator: "、") }
        return String(letters[0][..<place]) + letters.map { String($0[place]) }.joined(separator: "、") + String(letters[0][(place + 1)...])
    }
}

extension RelationDefinition {
    /// Between cells, and the same but for their rows and columns and the calibers.
    fileprivate func isAlike(_ other: RelationDefinition) -> Bool {
        exception == nil && other.exception == nil && rows.isEmpty && columns.isEmpty && exceptRows.isEmpty && other.rows.isEmpty && other.columns.isEmpty
            && other.exceptRows.isEmpty && comparison == other.comparison && table == other.table && tolerance == other.tolerance
            && severity == other.severity && exceptMonths == other.exceptMonths && left.shape == other.left.shape && right.shape == other.right.shape
    }

    fileprivate var calibersRead: [String] { left.calibersRead + right.calibersRead }

    fileprivate func mapped(_ change: (CellReference) -> Expression) -> RelationDefinition {
        var relation = self
        (relation.left, relation.right) = (left.mapped(change), right.mapped(change))
        return relation
    }
}

extension Expression {
    fileprivate func mapped(_ change: (CellReference) -> Expression) -> Expression {
        switch self {
        case .cell(let cell): change(cell)
        case .negate(let inner, let place): .negate(inner.mapped(change), place)
        case .binary(let op, let left, let right, let place): .binary(op, left.mapped(change), right.mapped(change), place)
        case .call(let function, let arguments, let place): .call(function, arguments.map { $0.mapped(change) }, place)
        default: self
        }
    }

    /// The text without what series differ in.
    fileprivate var shape: String {
        switch self {
        case .cell(let cell): "\(cell.previousPeriod)\(cell.report ?? "").\(cell.table ?? "")[]"
        case .caliber: "口径"
        case .negate(let inner, _): "−(\(inner.shape))"
        case .binary(let op, let left, let right, _): "(\(left.shape)\(op.rawValue)\(right.shape))"
        case .call(let function, let arguments, _): "\(function.rawValue)(\(arguments.map(\.shape).joined(separator: ",")))"
        default: description
        }
    }

    fileprivate var cellsRead: [CellReference] {
        switch self {
        case .cell(let cell): [cell]
        case .negate(let inner, _): inner.cellsRead
        case .binary(_, let left, let right, _): left.cellsRead + right.cellsRead
        case .call(_, let arguments, _): arguments.flatMap(\.cellsRead)
        default: []
        }
    }

    fileprivate var calibersRead: [String] {
        switch self {
        case .caliber(let id, _): [id]
        case .negate(let inner, _): inner.calibersRead
        case .binary(_, let left, let right, _): left.calibersRead + right.calibersRead
        case .call(_, let arguments, _): arguments.flatMap(\.calibersRead)
        default: []
        }
    }
}
