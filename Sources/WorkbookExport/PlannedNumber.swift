/// A number of a plan with the room that it has: for checks that do not trust the planner's column widths.
public struct PlannedNumber: Sendable, Hashable {
    public var sheet: String
    /// From 1.
    public var sheetNumber: Int
    /// `C7`
    public var cell: String
    /// As the cell's format shows it.
    public var text: String
    /// Points.
    public var size: Double
    public var isBold: Bool
    /// Width of the column in characters of the standard font.
    public var columnCharacters: Double
}

extension WorkbookPlan {
    /// Every cell of every sheet that holds a number, in order.
    public var numbers: [PlannedNumber] {
        var numbers: [PlannedNumber] = []
        for (index, sheet) in sheets.enumerated() {
            let widths = sheet.columnPixels.map(SheetPlan.characters)
            for (row, content) in sheet.rows.enumerated() {
                for cell in content.cells where cell.column < widths.count {
                    guard case .number(let number) = cell.content else { continue }
                    let style = styles[cell.style]
                    numbers.append(PlannedNumber(
                        sheet: sheet.name, sheetNumber: index + 1, cell: CellRange.reference(row, cell.column),
                        text: SpreadsheetNumber.text(number, style.format), size: style.size, isBold: style.bold, columnCharacters: widths[cell.column]))
                }
            }
        }
        return numbers
    }
}
