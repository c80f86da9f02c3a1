public import Composition
public import Quantities

/// Everything that a workbook will hold, before it is written: cells, styles, page setup, charts. A pure value.
public struct WorkbookPlan: Sendable, Hashable {
    public var properties: Properties
    /// Cell styles; cells point into this list. In order of first use.
    public var styles: [CellStyle]
    public var sheets: [SheetPlan]
    /// Names for ranges, in order.
    public var names: [DefinedName]

    /// `表_SB_Z02` for the rows of a table: what formulas in other workbooks refer to.
    public struct DefinedName: Sendable, Hashable {
        public var name: String
        public var sheet: String
        public var range: CellRange
    }

    /// Document properties, as the file's information page shows them.
    public struct Properties: Sendable, Hashable {
        public var title: String
        public var subject: String
        public var author: String
        public var keywords: String
        public var comments: String
        public var category: String
        public var status: String
        /// Own properties, in order: 报告期, 范围, …
        public var custom: [Custom]
        public struct Custom: Sendable, Hashable {
            public var name: String
            public var value: String
        }
        /// Seconds since 1970-01-01T00:00:00Z.
        public var created: Int64
    }
}

public struct SheetPlan: Sendable, Hashable {
    public var name: String
    /// Column widths in pixels at 96 dpi, padding included.
    public var columnPixels: [Int]
    /// Height in points of rows that say nothing else.
    public var defaultRowHeight: Double
    /// Rows of records are planned when they are asked for.
    public var rows: RowList<RowPlan, RecordRowPlans>
    public var merges: [CellRange]
    public var frozenRows: Int
    public var frozenColumns: Int
    /// Rows printed again at the top of each page.
    public var repeatedRows: ClosedRange<Int>?
    public var printArea: CellRange
    public var page: SheetPage
    /// Cells where digits are text on purpose (codes, column numbers): no warning triangles.
    public var textNumberRanges: [CellRange]
    /// Heads and rows that a reader may filter; nil for a table that is seen at one glance.
    public var filter: CellRange?
    public var charts: [ChartPlan]
    public var pictures: [PicturePlan]
    /// Cells of forms are locked against changes; lists may be sorted and filled in.
    public var isProtected = true

    /// Width in Excel's character units (digits of the standard font, 7 pixels each, 5 pixels of padding).
    public static func characters(pixels: Int) -> Double { max(0, Double(pixels - 5) / 7) }
}

/// Paper and print setup of a sheet; always one page wide, centred, without grid lines.
public struct SheetPage: Sendable, Hashable {
    public var isA3: Bool
    public var isLandscape: Bool
    /// Inches.
    public var marginLeft: Double
    public var marginRight: Double
    public var marginTop: Double
    public var marginBottom: Double
    /// In the spreadsheet's own footer code.
    public var footer: String
}

public struct RowPlan: Sendable, Hashable {
    /// Points; nil for the sheet's default.
    public var height: Double?
    /// In order of columns.
    public var cells: [CellPlan]
    public init(height: Double? = nil, cells: [CellPlan] = []) { self.height = height; self.cells = cells }
}

public struct CellPlan: Sendable, Hashable {
    public var column: Int
    public var content: Content
    /// Index into `WorkbookPlan.styles`.
    public var style: Int

    public enum Content: Sendable, Hashable {
        /// Only formatted.
        case blank
        case text(String)
        /// Two parts in different fonts; styles as in `WorkbookPlan.styles`.
        case parts(String, Int, String, Int)
        /// At most 15 significant digits.
        case number(Decimal)
        /// A formula without the equals sign, and its result as it would be written plainly.
        case formula(String, Decimal)

        /// The figure of a number or formula.
        public var number: Decimal? {
            switch self {
            case .number(let number), .formula(_, let number): number
            case .blank, .text, .parts: nil
            }
        }
    }
    public init(column: Int, content: Content, style: Int) { self.column = column; self.content = content; self.style = style }
}

/// A rectangle of cells; rows and columns count from 0.
public struct CellRange: Sendable, Hashable, CustomStringConvertible {
    public var firstRow: Int
    public var firstColumn: Int
    public var lastRow: Int
    public var lastColumn: Int
    public init(_ firstRow: Int, _ firstColumn: Int, _ lastRow: Int, _ lastColumn: Int) {
        self.firstRow = firstRow; self.firstColumn = firstColumn; self.lastRow = lastRow; self.lastColumn = lastColumn
    }
    /// `A1:C3`
    public var description: String {
        "\(CellRange.reference(firstRow, firstColumn)):\(CellRange.reference(lastRow, lastColumn))"
    }
    /// `='SB-Z02'!$A$7:$M$18`
    func absolute(onSheet sheet: String) -> String {
        func corner(_ row: Int, _ column: Int) -> String { "$\(CellRange.letters(column))$\(row + 1)" }
        return "='\(sheet)'!\(corner(firstRow, firstColumn)):\(corner(lastRow, lastColumn))"
    }
    /// `C7`
    public static func reference(_ row: Int, _ column: Int) -> String { "\(letters(column))\(row + 1)" }
    static func letters(_ column: Int) -> String {
        var rest = column + 1, text = ""
        while rest > 0 {
            text = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + text
            rest = (rest - 1) / 26
        }
        return text
    }
}

/// A native chart over cells of the data sheet.
public struct ChartPlan: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case column, line, bar, stacked, area, pie, ring
        /// Columns that touch.
        case histogram
        case stackedShare = "stacked-100"
        var isRound: Bool { self == .pie || self == .ring }
        var isStacked: Bool { self == .stacked || self == .stackedShare || self == .area }
    }
    public var id: String
    public var kind: Kind
    public var row: Int
    public var column: Int
    public var widthPixels: Int
    public var heightPixels: Int
    /// For readers that cannot see it.
    public var description: String
    public var dataSheet: String
    public var categories: CellRange
    public var categoryTexts: [String]
    public var series: [Series]
    public var axis: Axis?
    public var decimals: Int
    public var look: Look

    /// Face and colours of labels and lines, 0xRRGGBB.
    public struct Look: Sendable, Hashable {
        public var font: String
        public var ink: UInt32
        public var grey: UInt32
        public var grid: UInt32
    }

    public struct Series: Sendable, Hashable {
        public var name: String
        public var nameCell: CellRange
        public var values: CellRange
        public var numbers: [Decimal?]
        /// 0xRRGGBB
        public var color: UInt32
        /// Of labels beside its marks, 0xRRGGBB.
        public var text: UInt32
        public var dash: Int
        public var labels: Labels
        /// Slices: a colour and a text for each; empty for other series.
        public var slices: [Slice] = []
        public enum Labels: String, Sendable { case none, all, last }
    }

    public struct Slice: Sendable, Hashable {
        /// 0xRRGGBB
        public var color: UInt32
        /// Nil: none.
        public var label: String?
    }
    /// Value axis in the chart's unit. Geometry only.
    public struct Axis: Sendable, Hashable {
        public var minimum: Double
        public var maximum: Double
        public var step: Double
        public var decimals: Int
    }
}

/// A picture of a chart that has no native form.
public struct PicturePlan: Sendable, Hashable {
    public var id: String
    public var row: Int
    public var column: Int
    /// The picture fills this box as far as its proportions allow.
    public var widthPixels: Int
    public var heightPixels: Int
    /// Empty in a plan that is made only to be looked at: checks and golden files need the place, not the pixels.
    public var png: [UInt8]
    public var description: String
}
