extension Expression {
    /// Codes of the measures that the formula itself names.
    public var measureCodes: Set<String> {
        switch self {
        case .measure(let reference): [reference.code]
        case .negate(let inner, _): inner.measureCodes
        case .binary(_, let left, let right, _): left.measureCodes.union(right.measureCodes)
        case .call(_, let arguments, _): Set(arguments.flatMap(\.measureCodes))
        default: []
        }
    }
}

extension TableDefinition {
    /// Columns at all levels, those of repeated groups once.
    public var allColumns: [ColumnDefinition] { columns.flatMap(Self.columns) }

    private static func columns(_ item: ColumnItem) -> [ColumnDefinition] {
        switch item {
        case .column(let column): [column]
        case .spanner(let spanner): spanner.columns.flatMap(columns)
        case .repeated(let group): group.columns
        }
    }

    /// Formulas that rows bring instead of those of the columns.
    public var rowFormulas: [Expression] { rows.flatMap(Self.formulas) }

    private static func formulas(_ item: RowItem) -> [Expression] {
        switch item {
        case .row(let row): (row.value.map { [$0] } ?? []) + row.cells.sorted { $0.key < $1.key }.map(\.value)
        case .group(let group): group.rows.flatMap(formulas)
        case .members, .years, .records: []
        }
    }

    /// Codes of all measures that its cells read directly.
    public var measureCodes: Set<String> { Set((allColumns.map(\.value) + rowFormulas).flatMap(\.measureCodes)) }
}
