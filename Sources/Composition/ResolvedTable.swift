internal import Diagnostics
internal import Quantities
internal import ReportModel

/// A table definition with its repeated columns and data-driven rows written out: which cell is where, no values yet.
struct ResolvedTable {
    struct Column {
        var code: String
        var definition: ColumnDefinition
        /// Slice of the repeated group and of the column.
        var slice: [String: String]
        /// Index of the repeated group, to find columns by name within it; nil outside.
        var group: Int?
        var groupName: String?
        var isHidden = false
        /// Left out when no cell has a figure other than zero.
        var skipsEmpty = false
    }

    struct Row {
        var definition: RowDefinition
        /// Set for year rows: the period that the row's measures are about.
        var period: ReportingPeriod?
        var partialYearNote: String?
        /// Set for record rows.
        var record: Record?
        /// Narrowing by the groups that the row stands in.
        var groupSlice: [String: String] = [:]
        /// Number of the innermost group that the row stands in, to find rows by name within it; nil outside.
        var group: Int?
        var isHidden = false
        /// Numbered on from the row above when the table is arranged; otherwise the code is its own.
        var isNumbered = false
    }

    /// A record row: which record of which record table.
    struct Record {
        var table: Int
        var index: Int
    }

    /// A record table and, for every column of the report, the field that it shows.
    struct RecordFields {
        var table: RecordTable
        var fields: [Int?]
    }

    /// The rows of a record table, made when they are asked for.
    struct RecordBlock: RandomAccessCollection, Sendable {
        let table: RecordTable
        /// Index into `recordFields`.
        let number: Int
        let origin: SourceRange
        var startIndex: Int { 0 }
        var endIndex: Int { table.count }
        subscript(index: Int) -> Row {
            Row(
                definition: RowDefinition(
                    code: BuiltRecords.code(index, of: count), title: table.label(index), style: table.isSubtotal(index) ? .subtotal : .normal, origin: origin),
                record: Record(table: number, index: index))
        }
    }

    var columns: [Column] = []
    var rows: RowList<Row, RecordBlock> = []
    var headerCells: [HeaderCell] = []
    var headerRowCount = 0
    private(set) var recordFields: [RecordFields] = []
    /// Runs of rows whose order or presence depends on their figures.
    private(set) var runs: [Run] = []
    /// Rows that `each` made under a name; each group has its own.
    private(set) var spans: [(name: String, group: Int?, rows: Range<Int>)] = []
    private var rowsByCode: [String: Int] = [:]
    private var groupCount = 0
    private let scope: ReportDefinition.ScopeKind
    private let period: ReportingPeriod
    private let context: ReportContext
    /// How many cells are worth remembering: records are read where they lie.
    var memoryCount: Int { rows.stored.isEmpty ? 0 : rows.count * columns.count }

    init(_ definition: TableDefinition, scope: ReportDefinition.ScopeKind, period: ReportingPeriod, context: ReportContext) throws {
        self.scope = scope
        self.period = period
        self.context = context
        headerRowCount = Self.depth(of: definition.columns)
        var groups = 0
        for item in definition.columns { resolve(item, row: 0, slice: [:], groups: &groups) }
        Self.addUnitLines(&headerCells, columns: columns)
        var numbering = RowNumbering()
        for item in definition.rows { try resolve(item, in: RowPlace(), numbering: &numbering) }
        indexRows()
    }

    /// The first 合计 row.
    var totalRow: Int? { rows.firstIndex { $0.definition.style == .total } }

    /// A row by code or name; a name is looked up in the group of `near` first.
    func rowIndex(_ codeOrName: String, near: Int? = nil) -> Int? {
        if let index = rowsByCode[codeOrName] ?? recordIndex(codeOrName) { return index }
        if let near, let group = rows[near].group, let index = rows.firstIndex(where: { $0.group == group && $0.definition.name == codeOrName }) { return index }
        return rows.firstIndex { $0.definition.name == codeOrName }
    }

    /// What an argument of a sum stands for.
    enum Span {
        case single
        case rows([Int])
        /// A range that begins or ends with a row that is not there.
        case unknown(String)
    }

    /// A range of rows, or the rows that `each` made under a name: those of the group of `near`, else all.
    func span(of argument: Expression, near: Int?) -> Span {
        switch argument {
        case .rowRange(let from, let to, _):
            guard let first = rowIndex(from, near: near) else { return .unknown(from) }
            guard let last = rowIndex(to, near: near) else { return .unknown(to) }
            return .rows(Array(first..<max(first, last + 1)))
        case .row(let name, _):
            let named = spans.filter { $0.name == name }
            // Without a row it is not known which group is meant.
            if named.isEmpty || near == nil && named.contains(where: { $0.group != nil }) { return .single }
            let group = near.flatMap { rows[$0].group }, own = group == nil ? [] : named.filter { $0.group == group }
            return .rows((own.isEmpty ? named : own).flatMap(\.rows))
        default: return .single
        }
    }

    /// `02～19行` by name. Rows of groups have no place of their own that could be told in a word.
    var printedSpans: [String: String] {
        Dictionary(spans.map { span in
            let codes = span.rows.filter { !rows[$0].isHidden }.map { rows[$0].definition.code }
            let isOne = codes.first == codes.last
            return (span.name, span.group != nil ? "组内各行" : codes.isEmpty ? "无行" : isOne ? "\(codes[0])行" : "\(codes[0])～\(codes[codes.count - 1])行")
        }, uniquingKeysWith: { first, _ in first })
    }

    /// A column by code or name; a name is looked up in the group of `near` first.
    func columnIndex(_ codeOrName: String, near: Int?) -> Int? {
        if let near, let group = columns[near].group,
            let index = columns.firstIndex(where: { $0.group == group && $0.definition.name == codeOrName })
        { return index }
        return columns.firstIndex { $0.code == codeOrName || $0.definition.name == codeOrName }
    }

    // MARK: Columns

    private static func depth(of items: [ColumnItem]) -> Int {
        items.map { item in
            switch item {
            case .column: 1
            case .spanner(let spanner): 1 + depth(of: spanner.columns)
            case .repeated: 2
            }
        }.max() ?? 0
    }

    private mutating func resolve(_ item: ColumnItem, row: Int, slice: [String: String], groups: inout Int) {
        switch item {
        case .column(let column):
            add(column, row: row, slice: slice, group: nil, groupName: nil)
        case .spanner(let spanner):
            let first = columns.count, cell = headerCells.count
            headerCells.append(HeaderCell(
                lines: lines(spanner.title), unitLine: nil, row: row, rowSpan: 1, column: first, columnSpan: 1, isSpanner: true))
            for child in spanner.columns { resolve(child, row: row + 1, slice: slice, groups: &groups) }
            headerCells[cell].columnSpan = columns.count - first
        case .repeated(let group):
            let table = context.catalogue.codeTable(forDimension: group.dimension)
            for member in group.members.isEmpty ? table?.leaves(on: period.lastDay).map(\.code) ?? [] : group.members {
                let entry = table?.member(member, on: period.lastDay)
                let title = group.title.replacing("{name}", with: entry?.name ?? member).replacing("{short}", with: entry?.short ?? member)
                headerCells.append(HeaderCell(
                    lines: lines(title), unitLine: nil, row: row, rowSpan: 1, column: columns.count, columnSpan: group.columns.count, isSpanner: true))
                for column in group.columns {
                    add(column, row: row + 1, slice: slice.merging([group.dimension: member]) { $1 }, group: groups, groupName: entry?.name ?? member)
                    columns[columns.count - 1].skipsEmpty = group.skipsEmpty
                }
                groups += 1
            }
        }
    }

    private mutating func add(_ column: ColumnDefinition, row: Int, slice: [String: String], group: Int?, groupName: String?) {
        headerCells.append(HeaderCell(
            lines: lines(column.title), unitLine: nil, row: row, rowSpan: headerRowCount - row, column: columns.count, columnSpan: 1, isSpanner: false))
        columns.append(Column(
            code: column.code ?? String(columns.count + 1), definition: column, slice: slice.merging(column.slice) { $1 },
            group: group, groupName: groupName, isHidden: !column.visibility.shows(in: scope, month: period.month)))
    }

    private func lines(_ title: String) -> [String] { title.split(separator: "\n").map(String.init) }

    /// The unit stands in the head of a column when the head line's list would not tell it: rates, amounts per head, and
    /// whatever is not the commonest unit of the table.
    private static func addUnitLines(_ cells: inout [HeaderCell], columns: [Column]) {
        var counts: [(unit: Unit, count: Int)] = []
        for column in columns {
            if let index = counts.firstIndex(where: { $0.unit == column.definition.unit }) { counts[index].count += 1 }
            else { counts.append((column.definition.unit, 1)) }
        }
        let commonest = counts.max { $0.count < $1.count }?.unit
        for index in cells.indices where !cells[index].isSpanner {
            let definition = columns[cells[index].column].definition
            let label = definition.unitLabel ?? definition.unit.name
            let silent = definition.unit == commonest || definition.unit == .person || definition.unit == .organisation || definition.unit == .number
            if definition.unitLabel.map({ !$0.isEmpty }) ?? !silent { cells[index].unitLine = "（\(label)）" }
        }
    }

    // MARK: Rows

    /// The groups around a row.
    private struct RowPlace {
        var slice: [String: String] = [:]
        var level = 0
        var group: Int?
        var name = ""
        var short = ""

        func title(_ text: String) -> String { group == nil ? text : text.replacing("{name}", with: name).replacing("{short}", with: short) }
    }

    private mutating func resolve(_ item: RowItem, in place: RowPlace, numbering: inout RowNumbering) throws {
        switch item {
        case .row(let row): add(row, in: place, numbering: &numbering)
        case .members(let members): try resolve(members, in: place, numbering: &numbering)
        case .group(let group): try resolve(group, in: place, numbering: &numbering)
        case .years(let years): resolve(years, numbering: &numbering)
        case .records(let records): try resolve(records)
        }
    }

    private mutating func add(_ row: RowDefinition, in place: RowPlace, numbering: inout RowNumbering) {
        var row = row
        let isNumbered = row.code.isEmpty && row.style != .heading
        if isNumbered {
            row.code = numbering.next()
        } else if row.code.isEmpty {
            row.code = headingCode
        } else {
            numbering.follow(row.code)
        }
        row.level += place.level
        row.title = place.title(row.title)
        row.shortTitle = row.shortTitle.map(place.title)
        rows.append(Row(
            definition: row, groupSlice: place.slice, group: place.group, isHidden: !row.visibility.shows(in: scope, month: period.month), isNumbered: isNumbered))
    }

    /// Of the next row, if it is a title without figures: none that could be printed or meant by a formula.
    private var headingCode: String { "#\(rows.count)" }

    private mutating func resolve(_ members: MemberRows, in place: RowPlace, numbering: inout RowNumbering) throws {
        guard let table = context.catalogue.codeTable(forDimension: members.dimension) else {
            throw DiagnosticsError(CompositionDiagnostics.noCodeTable(members.dimension, at: members.origin))
        }
        let first = rows.count
        numbering.start(at: members.firstCode)
        // Inside a group of the same dimension: the leaves below the group's member.
        let within = place.slice[members.dimension].map { table.leafCodes(under: $0, on: period.lastDay) }
        for member in table.leaves(on: period.lastDay) where !members.except.contains(member.code) && within?.contains(member.code) != false {
            add(RowDefinition(
                code: "", title: member.name, shortTitle: member.short, level: members.level, slice: [members.dimension: member.code],
                origin: members.origin), in: place, numbering: &numbering)
        }
        let last = rows.count
        defer { if let name = members.name { spans.append((name, place.group, first..<rows.count)) } }
        guard members.order != nil || members.skipsEmpty else { return }
        if let order = members.order, order.top != nil {
            add(RowDefinition(code: "", title: order.others, level: members.level, notApplicable: ["*"], origin: members.origin), in: place, numbering: &numbering)
        }
        runs.append(Run(rows: first..<last, order: members.order, skipsEmpty: members.skipsEmpty))
    }

    private mutating func resolve(_ group: RowGroup, in place: RowPlace, numbering: inout RowNumbering) throws {
        guard let table = context.catalogue.codeTable(forDimension: group.dimension) else {
            throw DiagnosticsError(CompositionDiagnostics.noCodeTable(group.dimension, at: group.origin))
        }
        numbering.start(at: group.firstCode)
        let all = table.members.filter { $0.parent == nil && $0.effective.contains(period.lastDay) }.map(\.code)
        for code in group.members.isEmpty ? all : group.members {
            let entry = table.member(code, on: period.lastDay), name = entry?.name ?? code, short = entry?.short ?? code
            groupCount += 1
            let inner = RowPlace(
                slice: place.slice.merging([group.dimension: code]) { $1 }, level: place.level + 1, group: groupCount, name: name, short: short)
            var own = RowDefinition(
                code: "", title: inner.title(group.title), shortTitle: short, style: .subtotal, slice: [group.dimension: code], origin: group.origin)
            own.keepsTogether = group.keepsTogether && group.subtotal == .first
            switch group.subtotal {
            case .first: add(own, in: place, numbering: &numbering)
            case .last, .none: addHeading(inner.title(group.subtotal == .none ? group.title : "{name}"), group, in: place)
            }
            for item in group.rows { try resolve(item, in: inner, numbering: &numbering) }
            if group.subtotal == .last { add(own, in: place, numbering: &numbering) }
        }
    }

    private mutating func addHeading(_ title: String, _ group: RowGroup, in place: RowPlace) {
        var heading = RowDefinition(code: "", title: title, style: .heading, level: place.level, notApplicable: ["*"], origin: group.origin)
        heading.code = headingCode
        heading.keepsTogether = group.keepsTogether
        rows.append(Row(definition: heading, groupSlice: place.slice))
    }

    private mutating func resolve(_ years: YearRows, numbering: inout RowNumbering) {
        numbering.start(at: years.firstCode)
        for year in stride(from: years.from, through: period.year, by: 1) {
            let isLast = year == period.year
            rows.append(Row(
                definition: RowDefinition(code: numbering.next(), title: "\(year) 年", shortTitle: "\(year)", origin: years.origin),
                period: isLast ? period : ReportingPeriod(year: year, month: 12),
                partialYearNote: isLast && period.month < 12 ? years.partialYearNote : nil, isNumbered: true))
        }
    }

    private mutating func resolve(_ records: RecordRows) throws {
        guard let table = context.records[records.table] else {
            throw DiagnosticsError(CompositionDiagnostics.noRecords(records.table, at: records.origin))
        }
        recordFields.append(RecordFields(table: table, fields: try columns.map { try field(of: $0, in: table) }))
        rows.append(run: RecordBlock(table: table, number: recordFields.count - 1, origin: records.origin))
    }

    private func field(of column: Column, in table: RecordTable) throws -> Int? {
        guard case .field(let name, let place) = column.definition.value else { return nil }
        guard let field = table.fields.firstIndex(of: name) else { throw DiagnosticsError(CompositionDiagnostics.noField(name, at: place)) }
        return field
    }

    private mutating func indexRows() {
        rowsByCode = [:]
        var index = 0
        for row in rows.stored {
            while let place = rows.runs.first(where: { $0.start == index }) { index = place.end }
            rowsByCode[row.definition.code] = index
            index += 1
        }
    }

    /// The row of a record by its code.
    private func recordIndex(_ code: String) -> Int? {
        for place in rows.runs {
            if let number = Int(code), place.run.indices.contains(number - 1), BuiltRecords.code(number - 1, of: place.run.count) == code {
                return place.start + number - 1
            }
        }
        return nil
    }
}

// MARK: Order and presence by figures

extension ResolvedTable {
    /// Rows made from the members of a dimension that are sorted, cut to the top ones or left out when empty.
    struct Run {
        var rows: Range<Int>
        var order: RowOrder?
        var skipsEmpty: Bool
    }

    /// True when rows or columns have to be arranged by their figures.
    var needsArranging: Bool { !runs.isEmpty || columns.contains(where: \.skipsEmpty) }

    /// Sorts, cuts and leaves out. `figures` are the cells of the table as it stands, row by row: nil for special values.
    mutating func arrange(_ figures: [[Amount?]]) {
        for run in runs { arrange(run, figures) }
        let groups = Set(columns.filter(\.skipsEmpty).compactMap(\.group))
        for group in groups.sorted() {
            let members = columns.indices.filter { columns[$0].group == group }
            let isEmpty = figures.indices.allSatisfy { row in members.allSatisfy { figures[row][$0]?.isZero != false } }
            if isEmpty { for column in members { columns[column].isHidden = true } }
        }
        renumber()
    }

    private mutating func arrange(_ run: Run, _ figures: [[Amount?]]) {
        var order = Array(run.rows)
        var hidden: Set<Int> = []
        if run.skipsEmpty { hidden = Set(order.filter { row in figures[row].allSatisfy { $0?.isZero != false } }) }
        if let wanted = run.order, let column = columnIndex(wanted.column, near: nil) {
            order.sort { a, b in
                guard let x = figures[a][column] else { return false }
                guard let y = figures[b][column] else { return true }
                return x == y ? a < b : wanted.ascending ? x < y : x > y
            }
            if let top = wanted.top {
                let rest = order.filter { !hidden.contains($0) }.dropFirst(top)
                addUp(Array(rest), in: run.rows.upperBound)
                hidden.formUnion(rest)
            }
        }
        let old = rows
        for (place, source) in zip(run.rows, order) {
            rows[place] = old[source]
            if hidden.contains(source) {
                rows[place].isHidden = true
                rows[place].isNumbered = false
                rows[place].definition.code = "~" + (old[source].definition.slice.values.sorted().first ?? String(source))
            }
        }
    }

    /// The row of the others: the sum of the rows that are not printed; itself not printed when there are none.
    private mutating func addUp(_ rest: [Int], in row: Int) {
        if rest.isEmpty {
            rows[row].isHidden = true
            rows[row].isNumbered = false
            rows[row].definition.code = "~others\(row)"
            return
        }
        let origin = rows[row].definition.origin
        rows[row].definition.notApplicable = []
        rows[row].definition.value = .call(
            .sum, rest.map { .row("~" + (rows[$0].definition.slice.values.sorted().first ?? String($0)), origin) }, origin)
    }

    /// Codes of numbered rows and columns follow the printed ones.
    private mutating func renumber() {
        var numbering = RowNumbering()
        for index in rows.indices where !rows[index].definition.code.hasPrefix("~") && rows[index].definition.style != .heading {
            if rows[index].isNumbered { rows[index].definition.code = numbering.next() } else { numbering.follow(rows[index].definition.code) }
        }
        indexRows()
        var number = 0
        for index in columns.indices where columns[index].definition.code == nil {
            columns[index].code = "~\(index)"
        }
        for index in columns.indices where !columns[index].isHidden {
            if let code = columns[index].definition.code.flatMap(Int.init) { number = code } else {
                number += 1
                columns[index].code = String(number)
            }
        }
    }
}
