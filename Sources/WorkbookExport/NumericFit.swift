public import Scene

/// Predicts `####`: a spreadsheet shows it instead of a number that is wider than its column.
public enum NumericFit {
    /// One number cell: the text that will be shown, its width and the room for it, in pixels.
    public struct Finding: Sendable, Hashable {
        public var sheet: String
        /// `C7`
        public var cell: String
        public var text: String
        public var width: Double
        public var room: Double
        public var fits: Bool { width <= room }
    }

    /// Every number cell of the plan. Widths are those of the measured faces, without safety factor; a column keeps 5 pixels for itself.
    public static func check(_ plan: WorkbookPlan, shaper: any TextShaper) -> [Finding] {
        var findings: [Finding] = []
        for sheet in plan.sheets {
            for (row, content) in sheet.rows.enumerated() {
                for cell in content.cells {
                    guard let number = cell.content.number else { continue }
                    let style = plan.styles[cell.style]
                    let text = SpreadsheetNumber.text(number, style.format)
                    let width = shaper.plainWidth(of: text.utf8, face: style.bold ? .heiBold : .heiRegular, size: style.size) / 0.75
                    findings.append(Finding(
                        sheet: sheet.name, cell: CellRange.reference(row, cell.column), text: text, width: width,
                        room: Double(sheet.columnPixels[cell.column] - 5)))
                }
            }
        }
        return findings
    }

    /// Only the cells that would show `####`.
    public static func overflows(_ plan: WorkbookPlan, shaper: any TextShaper) -> [Finding] { check(plan, shaper: shaper).filter { !$0.fits } }
}
