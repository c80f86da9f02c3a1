/// A workbook as it was handed in: sheets in the order of the file. Chart sheets and macro sheets are left out.
public struct Workbook: Sendable, Equatable {
    public enum Kind: String, Sendable { case xls, xlsx }

    /// The file's name as it was given to the reader.
    public let file: String
    public let kind: Kind
    public let dateSystem: DateSystem
    public let sheets: [Sheet]

    public func sheet(named name: String) -> Sheet? { sheets.first { $0.name == name } }
}

/// A worksheet: its cells row by row, from left to right, each place at most once.
public struct Sheet: Sendable, Equatable {
    public enum Visibility: String, Sendable {
        case visible, hidden
        /// Hidden so that the spreadsheet program does not offer to show it.
        case veryHidden
    }

    public let name: String
    public let visibility: Visibility
    /// Cells with a value or a formula; cells with nothing but a format are not among them.
    public let cells: [Cell]
    /// In the order of the file.
    public let mergedRanges: [CellRange]

    /// The cell at that place (from 0), or nil when nothing is there.
    public func cell(row: Int, column: Int) -> Cell? {
        var low = 0, high = cells.count
        while low < high {
            let middle = (low + high) / 2
            if (cells[middle].row, cells[middle].column) < (row, column) { low = middle + 1 } else { high = middle }
        }
        return low < cells.count && cells[low].row == row && cells[low].column == column ? cells[low] : nil
    }

    /// The value at that place; `empty` when nothing is there.
    public func value(row: Int, column: Int) -> CellValue { cell(row: row, column: column)?.value ?? .empty }

    /// The cell by its name (`B12`), or nil when nothing is there.
    public func cell(_ name: String) -> Cell? {
        CellName.position(name.utf8).flatMap { cell(row: $0.row, column: $0.column) }
    }
}
