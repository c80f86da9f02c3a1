/// A number in a planned workbook cell, as plain values: whether a spreadsheet will have room to show it.
public struct SheetNumber: Sendable, Hashable {
    /// Name of the sheet.
    public var sheet: String
    /// From 1.
    public var sheetNumber: Int
    /// `C7`
    public var cell: String
    /// As its format shows it: `-12,345.00①`.
    public var text: String
    /// Font size in points.
    public var size: Double
    public var isBold: Bool
    /// Width of the column in characters of the standard font.
    public var columnCharacters: Double

    public init(sheet: String, sheetNumber: Int, cell: String, text: String, size: Double, isBold: Bool, columnCharacters: Double) {
        self.sheet = sheet; self.sheetNumber = sheetNumber; self.cell = cell; self.text = text; self.size = size
        self.isBold = isBold; self.columnCharacters = columnCharacters
    }
}

/// Predicts `####`: a spreadsheet shows it instead of a number that does not fit its column. The reader's machine may set another
/// typeface than the one that the plan was measured with, so widths are those of a wide office face, times a safety factor.
public enum SheetWidthCheck {
    /// A number must fit with this much to spare.
    public static let safety = 1.05
    /// Pixels of a character of the standard font at 96 dpi: what column widths count in.
    static let pixelsPerCharacter = 7.0

    public static func findings(_ numbers: some Sequence<SheetNumber>) -> [LayoutFinding] {
        numbers.compactMap { number in
            let missing = need(number.text, size: number.size, isBold: number.isBold) - number.columnCharacters
            if missing <= 0 { return nil }
            return LayoutFinding(
                .predictedHashes, page: number.sheetNumber, element: "\(number.sheet)!\(number.cell) “\(number.text)”",
                excess: missing * pixelsPerCharacter * 0.75, medium: .sheet)
        }
    }

    /// Width that a number needs, in characters of the standard font.
    public static func need(_ text: String, size: Double, isBold: Bool) -> Double {
        let ems = text.unicodeScalars.reduce(0.0) { sum, scalar in
            switch scalar {
            case "0"..."9": sum + 0.556
            case ",", ".", " ": sum + 0.28
            case "-", "(", ")", "−": sum + 0.42
            case "%", "E", "+": sum + 0.85
            default: sum + 1
            }
        }
        return ems * (isBold ? 1.06 : 1) * size / 0.75 / pixelsPerCharacter * safety
    }
}
