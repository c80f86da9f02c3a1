/// A rectangle of cells; rows and columns count from 0, both ends belong to it.
public struct CellRange: Sendable, Hashable, CustomStringConvertible {
    public let firstRow: Int
    public let firstColumn: Int
    public let lastRow: Int
    public let lastColumn: Int

    public init(firstRow: Int, firstColumn: Int, lastRow: Int, lastColumn: Int) {
        self.firstRow = min(firstRow, lastRow)
        self.firstColumn = min(firstColumn, lastColumn)
        self.lastRow = max(firstRow, lastRow)
        self.lastColumn = max(firstColumn, lastColumn)
    }

    public func contains(row: Int, column: Int) -> Bool {
        (firstRow...lastRow).contains(row) && (firstColumn...lastColumn).contains(column)
    }

    /// `A1:C3`
    public var description: String { "\(CellName.text(row: firstRow, column: firstColumn)):\(CellName.text(row: lastRow, column: lastColumn))" }
}

/// Names of cells as spreadsheets write them: `A1` is row 0, column 0.
public enum CellName {
    /// Rows and columns of an XLSX sheet.
    public static let rows = 1_048_576, columns = 16_384

    public static func text(row: Int, column: Int) -> String { letters(column) + String(row + 1) }

    /// `A`, `Z`, `AA` … of a column that counts from 0.
    public static func letters(_ column: Int) -> String {
        var rest = column + 1, result = ""
        while rest > 0 {
            result = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + result
            rest = (rest - 1) / 26
        }
        return result
    }

    /// Row and column of `B12` or `$B$12`; nil when it is no cell of a sheet.
    public static func position(_ name: some Collection<UInt8>) -> (row: Int, column: Int)? {
        var column = 0, row = 0, sawDigit = false
        for byte in name {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z") where !sawDigit: column = column * 26 + Int(byte) - 64
            case UInt8(ascii: "a")...UInt8(ascii: "z") where !sawDigit: column = column * 26 + Int(byte) - 96
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                row = row * 10 + Int(byte) - 48
                sawDigit = true
            case UInt8(ascii: "$"): break
            default: return nil
            }
            if column > columns || row > rows { return nil }
        }
        return column > 0 && row > 0 ? (row - 1, column - 1) : nil
    }
}
