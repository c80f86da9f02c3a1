internal import Diagnostics
internal import Quantities
internal import Spreadsheets

/// A sheet of a workbook, or a text file, as rows and columns of values.
struct CheckGrid {
    enum Value: Equatable {
        case empty
        case number(Decimal)
        case text(String)
        /// What stands there instead of a number or text: "the error #REF!".
        case unusable(String)

        /// What a label is compared by.
        var label: String {
            switch self {
            case .number(let number): number.description
            case .text(let text): CheckGrid.plain(text)
            case .empty, .unusable: ""
            }
        }
    }

    let file: String
    /// Empty for a text file.
    let name: String
    let rowCount: Int
    let columnCount: Int
    private let sheet: Sheet?
    private let rows: [[String]]
    /// Of the merged ranges that hold more than a cell: place → first cell.
    private let merged: [CellRange]

    init(file: String, sheet: Sheet) {
        self.file = file
        name = sheet.name
        self.sheet = sheet
        rows = []
        merged = sheet.mergedRanges
        rowCount = (sheet.cells.last?.row ?? -1) + 1
        columnCount = (sheet.cells.lazy.map(\.column).max() ?? -1) + 1
    }

    init(file: String, rows: [[String]]) {
        self.file = file
        name = ""
        sheet = nil
        self.rows = rows
        merged = []
        rowCount = rows.count
        columnCount = rows.map(\.count).max() ?? 0
    }

    var isText: Bool { sheet == nil }

    func value(_ row: Int, _ column: Int) -> Value {
        guard let sheet else {
            let text = rows.indices.contains(row) && rows[row].indices.contains(column) ? rows[row][column] : ""
            return CheckGrid.plain(text).isEmpty ? .empty : .text(text)
        }
        guard let cell = sheet.cell(row: row, column: column) else { return .empty }
        switch cell.value {
        case .empty: return cell.isFormula ? .unusable("a formula without a stored result") : .empty
        case .number(let number): return number.roundedDecimal.map { .number($0) } ?? .unusable("the number \(number), which is out of range")
        case .text(let text): return CheckGrid.plain(text).isEmpty ? .empty : .text(text)
        case .boolean(let isTrue): return .unusable("the truth value \(isTrue ? "TRUE" : "FALSE")")
        case .error(let error): return .unusable("the error \(error)")
        case .date(let date): return .unusable("the date \(date)")
        }
    }

    /// The value that a reader sees there: that of the merged range that covers the place.
    func shown(_ row: Int, _ column: Int) -> (value: Value, origin: (row: Int, column: Int)) {
        for range in merged where range.contains(row: row, column: column) { return (value(range.firstRow, range.firstColumn), (range.firstRow, range.firstColumn)) }
        return (value(row, column), (row, column))
    }

    func isHidden(row: Int) -> Bool { sheet?.hiddenRows.contains { $0.contains(row) } ?? false }
    func isHidden(column: Int) -> Bool { sheet?.hiddenColumns.contains { $0.contains(column) } ?? false }

    /// `企业养老!C5`, or `line 5, field 3` of a text.
    func placeName(_ row: Int, _ column: Int) -> String {
        isText ? "line \(row + 1), field \(column + 1)" : "\(name)!\(CellName.text(row: row, column: column))"
    }

    func place(_ row: Int, _ column: Int) -> SourceRange {
        // The file's name carries sheet and cell: columns of a workbook are letters.
        isText ? SourceRange(file: file, line: row + 1, column: column + 1) : SourceRange(file: "\(file) \(placeName(row, column))")
    }

    /// Without any white space, with half-width brackets: what is compared of heads and labels.
    static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.compactMap { scalar -> UnicodeScalar? in
            switch scalar {
            case " ", "\t", "\n", "\r", "\u{A0}", "\u{3000}", "\u{FEFF}": nil
            case "（": "("
            case "）": ")"
            case "：": ":"
            default: scalar
            }
        }))
    }
}
