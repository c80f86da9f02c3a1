internal import Diagnostics
internal import ReportModel

/// The names that formulas of a table may use: column codes and names with repeated groups numbered on, row codes.
struct TableOutline {
    struct Duplicate {
        var what: String
        var name: String
        var first: SourceRange
        var place: SourceRange
    }

    let report: ReportDefinition
    /// Index of the table in the report.
    let index: Int
    var table: TableDefinition { report.tables[index] }
    private(set) var columns: [ColumnDefinition] = []
    private(set) var repeats: [RepeatDefinition] = []
    private(set) var columnNames: [String] = []
    private(set) var rowCodes: [String] = []
    /// Rows written by hand, those in groups too.
    private(set) var rows: [RowDefinition] = []
    private(set) var memberRows: [MemberRows] = []
    /// Names of rows made from data: they stand in sums only.
    private(set) var spanNames: [String] = []
    private(set) var groups: [RowGroup] = []
    /// The number of columns depends on the code tables.
    private(set) var hasDataColumns = false
    private(set) var hasDataRows = false
    private(set) var duplicates: [Duplicate] = []
    private var count = 0
    private var seen: [String: SourceRange] = [:]

    init(_ report: ReportDefinition, _ index: Int) {
        self.report = report
        self.index = index
        let table = report.tables[index]
        table.columns.forEach { add($0) }
        var seen: [String: SourceRange] = [:]
        for item in table.rows {
            guard case .row(let row) = item, !row.code.isEmpty else {
                hasDataRows = true
                continue
            }
            if let first = seen[row.code] { duplicates.append(Duplicate(what: "row", name: row.code, first: first, place: row.origin)) }
            seen[row.code] = row.origin
            rowCodes.append(row.code)
        }
        rows = table.rows.flatMap(Self.rows)
        rowCodes += rows.compactMap(\.name)
        memberRows = table.rows.flatMap(Self.memberRows)
        spanNames = memberRows.compactMap(\.name)
        groups = table.rows.flatMap(Self.groups)
    }

    private static func rows(_ item: RowItem) -> [RowDefinition] {
        switch item {
        case .row(let row): [row]
        case .group(let group): group.rows.flatMap(rows)
        case .members, .years, .records: []
        }
    }

    private static func memberRows(_ item: RowItem) -> [MemberRows] {
        switch item {
        case .members(let members): [members]
        case .group(let group): group.rows.flatMap(memberRows)
        case .row, .years, .records: []
        }
    }

    private static func groups(_ item: RowItem) -> [RowGroup] {
        guard case .group(let group) = item else { return [] }
        return [group] + group.rows.flatMap(groups)
    }

    /// The definition behind a column code or name; a repeated column by any of its numbers.
    func column(_ codeOrName: String) -> ColumnDefinition? {
        if let index = numbered[codeOrName] { return columns[index] }
        return columns.first { $0.name == codeOrName }
    }
    private var numbered: [String: Int] = [:]

    private mutating func add(_ item: ColumnItem) {
        switch item {
        case .column(let column): add(column, code: column.code, isFirst: true)
        case .spanner(let spanner): spanner.columns.forEach { add($0) }
        case .repeated(let group):
            repeats.append(group)
            let start = columns.count
            if group.members.isEmpty || group.skipsEmpty { hasDataColumns = true }
            if group.members.isEmpty { group.columns.forEach { add($0, code: nil, isFirst: true) } }
            for (index, _) in group.members.enumerated() {
                for (offset, column) in group.columns.enumerated() {
                    if index == 0 { add(column, code: nil, isFirst: true) } else {
                        count += 1
                        numbered[String(count)] = start + offset
                        columnNames.append(String(count))
                    }
                }
            }
        }
    }

    private mutating func add(_ column: ColumnDefinition, code: String?, isFirst: Bool) {
        count += 1
        let number = code ?? String(count)
        numbered[number] = columns.count
        columns.append(column)
        for (what, name) in [("column", number), ("column", column.name)] {
            guard let name else { continue }
            if let first = seen[name] { duplicates.append(Duplicate(what: what, name: name, first: first, place: column.origin)) }
            seen[name] = column.origin
            columnNames.append(name)
        }
    }
}
