public import Composition
internal import Quantities

/// The workbook's rows of a record table, planned when they are asked for: a pattern of each kind, with the record's texts and numbers.
public struct RecordRowPlans: RandomAccessCollection, Sendable, Hashable {
    let records: BuiltRecords
    /// The cells of a record, of a subtotal and of the last row.
    let templates: [[CellPlan]]
    /// Column of the first number.
    let firstValue: Int
    let units: [Unit]
    /// Blank after numbers that are written as text, where other rows have note marks.
    let suffixes: [String]

    public var startIndex: Int { 0 }
    public var endIndex: Int { records.count }

    /// Index into `templates`.
    static func kind(of index: Int, in records: BuiltRecords) -> Int {
        index == records.count - 1 ? 2 : records.isSubtotal(index) ? 1 : 0
    }

    public subscript(index: Int) -> RowPlan {
        let row = records[index]
        var cells = templates[Self.kind(of: index, in: records)]
        cells[0].content = .text(row.title)
        if firstValue > 1 { cells[1].content = .text(row.code) }
        for column in units.indices {
            if let content = content(row.cells, column) { cells[firstValue + column].content = content }
        }
        return RowPlan(cells: cells)
    }

    /// False when a cell of the row is shown otherwise than by its exact number.
    func isPlain(_ index: Int) -> Bool {
        let cells = records.cells(index)
        return units.indices.allSatisfy { SpreadsheetNumber.plain(cells, $0) != nil || cells.display(at: $0) == nil }
    }

    /// Nil for a column that does not apply to records.
    private func content(_ cells: BuiltCells, _ column: Int) -> CellPlan.Content? {
        if let plain = SpreadsheetNumber.plain(cells, column) { return .number(plain) }
        let cell = cells[column]
        guard case .number(let amount) = cell.value, let display = cell.display else { return nil }
        switch SpreadsheetNumber.choose(amount, unit: units[column], display: display) {
        case .exact(let number), .displayed(let number): return .number(number)
        case .text: return .text(cell.text + suffixes[column])
        }
    }

    public static func == (a: RecordRowPlans, b: RecordRowPlans) -> Bool { a.elementsEqual(b) }
    public func hash(into hasher: inout Hasher) {
        for row in self { hasher.combine(row) }
    }
}
