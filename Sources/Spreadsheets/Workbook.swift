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

/// A worksheet.
public struct Sheet: Sendable, Equatable {
    public enum Visibility: String, Sendable {
        case visible, hidden
        /// Hidden so that the spreadsheet program does not offer to show it.
        case veryHidden
    }

    public let name: String
    public let visibility: Visibility
    /// Cells with a value or a formula; cells with nothing but a format are not among them.
    public let cells: Cells
    /// In the order of the file. The value of a merged range is that of its first cell.
    public let mergedRanges: [CellRange]
    /// Rows that the program does not show (hidden, folded away or filtered out), from 0, ascending.
    public let hiddenRows: [ClosedRange<Int>]
    /// Columns that the program does not show, from 0, ascending.
    public let hiddenColumns: [ClosedRange<Int>]

    /// The cell at that place (from 0), or nil when nothing is there.
    public func cell(row: Int, column: Int) -> Cell? { cells.cell(row: row, column: column) }

    /// The value at that place; `empty` when nothing is there.
    public func value(row: Int, column: Int) -> CellValue { cell(row: row, column: column)?.value ?? .empty }

    /// The cell by its name (`B12`), or nil when nothing is there.
    public func cell(_ name: String) -> Cell? {
        CellName.position(name.utf8).flatMap { cell(row: $0.row, column: $0.column) }
    }
}
