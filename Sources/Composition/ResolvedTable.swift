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
    }

    struct Row {
        var definition: RowDefinition
        /// Set for year rows: the period that the row's measures are about.
        var period: ReportingPeriod?
        var partialYearNote: String?
        /// Set for record rows.
        var record: Record?
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

    var columns: [Column] = []
    var rows: [Row] = []
    var headerCells: [HeaderCell] = []
    var headerRowCount = 0
    private(set) var recordFields: [RecordFields] = []
    private var rowsByCode: [String: Int] = [:]
    /// How many cells are worth remembering: records are read where they lie.
    var memoryCount: Int { rows.contains { $0.record == nil } ? rows.count * columns.count : 0 }

    init(_ definition: TableDefinition, period: ReportingPeriod, context: ReportContext) throws {
        headerRowCount = Self.depth(of: definition.columns)
        var groups = 0
        for item in definition.columns { resolve(item, row: 0, slice: [:], groups: &groups, context: context) }
        Self.addUnitLines(&headerCells, columns: columns)
        for item in definition.rows { try resolve(item, period: period, context: context) }
        for (index, row) in rows.enumerated() { rowsByCode[row.definition.code] = index }
    }

    func rowIndex(_ code: String) -> Int? { rowsByCode[code] }

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

    private mutating func resolve(_ item: ColumnItem, row: Int, slice: [String: String], groups: inout Int, context: ReportContext) {
        switch item {
        case .column(let column):
            add(column, row: row, slice: slice, group: nil, groupName: nil)
        case .spanner(let spanner):
            let first = columns.count, cell = headerCells.count
            headerCells.append(HeaderCell(
                lines: lines(spanner.title), unitLine: nil, row: row, rowSpan: 1, column: first, columnSpan: 1, isSpanner: true))
            for child in spanner.columns { resolve(child, row: row + 1, slice: slice, groups: &groups, context: context) }
            headerCells[cell].columnSpan = columns.count - first
        case .repeated(let group):
            let table = context.catalogue.codeTable(forDimension: group.dimension)
            for member in group.members {
                let entry = table?.member(member)
                let title = group.title.replacing("{name}", with: entry?.name ?? member).replacing("{short}", with: entry?.short ?? member)
                headerCells.append(HeaderCell(
                    lines: lines(title), unitLine: nil, row: row, rowSpan: 1, column: columns.count, columnSpan: group.columns.count, isSpanner: true))
                for column in group.columns {
                    add(column, row: row + 1, slice: slice.merging([group.dimension: member]) { $1 }, group: groups, groupName: entry?.name ?? member)
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
            group: group, groupName: groupName))
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

    private mutating func resolve(_ item: RowItem, period: ReportingPeriod, context: ReportContext) throws {
        switch item {
        case .row(let row):
            rows.append(Row(definition: row))
        case .members(let members):
            guard let table = context.catalogue.codeTable(forDimension: members.dimension) else {
                throw DiagnosticsError(CompositionDiagnostics.noCodeTable(members.dimension, at: members.origin))
            }
            var number = Int(members.firstCode) ?? 1
            for member in table.leaves(on: period.lastDay) where !members.except.contains(member.code) {
                rows.append(Row(definition: RowDefinition(
                    code: padded(number, like: members.firstCode), title: member.name, shortTitle: member.short,
                    slice: [members.dimension: member.code], origin: members.origin)))
                number += 1
            }
        case .years(let years):
            var number = Int(years.firstCode) ?? 1
            for year in stride(from: years.from, through: period.year, by: 1) {
                let isLast = year == period.year
                let rowPeriod = isLast ? period : ReportingPeriod(year: year, month: 12)
                rows.append(Row(
                    definition: RowDefinition(code: padded(number, like: years.firstCode), title: "\(year) 年", shortTitle: "\(year)", origin: years.origin),
                    period: rowPeriod, partialYearNote: isLast && period.month < 12 ? years.partialYearNote : nil))
                number += 1
            }
        case .records(let records):
            guard let table = context.records[records.table] else {
                throw DiagnosticsError(CompositionDiagnostics.noRecords(records.table, at: records.origin))
            }
            recordFields.append(RecordFields(table: table, fields: try columns.map { try field(of: $0, in: table) }))
            rows.reserveCapacity(rows.count + table.records.count)
            let width = max(2, String(table.records.count).count)
            for (index, record) in table.records.enumerated() {
                let code = String(index + 1)
                rows.append(Row(
                    definition: RowDefinition(
                        code: String(repeating: "0", count: width - code.count) + code, title: record.label,
                        style: record.isSubtotal ? .subtotal : .normal, origin: records.origin),
                    record: Record(table: recordFields.count - 1, index: index)))
            }
        }
    }

    private func field(of column: Column, in table: RecordTable) throws -> Int? {
        guard case .field(let name, let place) = column.definition.value else { return nil }
        guard let field = table.fields.firstIndex(of: name) else { throw DiagnosticsError(CompositionDiagnostics.noField(name, at: place)) }
        return field
    }

    private func padded(_ number: Int, like pattern: String) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, pattern.count - digits.count)) + digits
    }
}
