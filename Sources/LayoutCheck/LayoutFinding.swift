public import Diagnostics

/// What is wrong on a page: the rule, where, and by how much.
public struct LayoutFinding: Sendable, Hashable {
    public enum Rule: String, Sendable, CaseIterable {
        case textOverText = "LC001"
        case textOverRule = "LC002"
        case textOutOfBox = "LC003"
        case labelOverMark = "LC004"
        case clipped = "LC005"
        case belowMinimumSize = "LC006"
        case missingHeader = "LC007"
        case blankPage = "LC008"
        case loneTotal = "LC009"
        case tickCount = "LC010"
        case colorOffPalette = "LC011"
        case missingGlyph = "LC012"
        case missingFurniture = "LC013"
        case pageNumber = "LC014"
        case rowTorn = "LC015"
        case unevenColumns = "LC016"
        case predictedHashes = "LC017"
        case foreignFace = "LC018"
        case legendOverPlot = "LC019"
        case emptyChart = "LC020"

        var text: String {
            switch self {
            case .textOverText: "text over text"
            case .textOverRule: "text over a rule"
            case .textOutOfBox: "text outside its cell or place"
            case .labelOverMark: "a label over a mark"
            case .clipped: "ink outside the printable page, its margins or its chart"
            case .belowMinimumSize: "text below the smallest size"
            case .missingHeader: "a table without its repeated header"
            case .blankPage: "a page without content"
            case .loneTotal: "a total row alone on a page"
            case .tickCount: "fewer than 3 or more than 9 ticks on an axis"
            case .colorOffPalette: "a colour that the theme does not have"
            case .missingGlyph: "a character that the typeface lacks"
            case .missingFurniture: "title, form number, unit or period is missing or not the report's"
            case .pageNumber: "the page number is missing or wrong"
            case .rowTorn: "a row is split, not whole or printed twice"
            case .unevenColumns: "columns that belong together are not equally wide"
            case .predictedHashes: "a number will be shown as #### in the workbook"
            case .foreignFace: "text drawn with glyphs of another face"
            case .legendOverPlot: "a legend over what is plotted"
            case .emptyChart: "a chart, or a zone of one, without a mark that does not say why (本期无数据, 各项均为 0)"
            }
        }
    }

    /// What was judged.
    public enum Medium: String, Sendable {
        case page, sheet
        case picture = "chart picture"
    }

    public var rule: Rule
    public var medium: Medium
    /// From 1; of a workbook the sheet, of pictures the chart.
    public var page: Int
    /// Business name of the element: `r02c5`, `fig1/v0c3`, `报表!C7`, with its text.
    public var element: String
    /// Points; 0 where the rule measures nothing.
    public var excess: Double

    public init(_ rule: Rule, page: Int, element: String, excess: Double = 0, medium: Medium = .page) {
        self.rule = rule; self.medium = medium; self.page = page; self.element = element; self.excess = excess
    }

    /// `report` names the form, scope and period: `SB-Z02_city_2026-10`.
    public func diagnostic(report: String) -> Diagnostic {
        let tenths = Int((excess * 10).rounded())
        let measured = tenths == 0 ? "" : ", by \(tenths / 10).\(tenths % 10) pt"
        return Diagnostic(
            rule.rawValue, .error, "\(report), \(medium.rawValue) \(page), \(element): \(rule.text)\(measured)",
            hint: "look at the page at 300 %; give the column or chart more room in its definition, or report the form as a defect of the layout")
    }
}
