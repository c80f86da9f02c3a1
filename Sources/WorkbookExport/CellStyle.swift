/// How a cell looks: all that goes into a spreadsheet's cell format.
public struct CellStyle: Sendable, Hashable, CustomStringConvertible {
    public var font: String
    /// Points.
    public var size: Double
    public var bold = false
    /// 0xRRGGBB
    public var color: UInt32
    public var fill: UInt32?
    public var horizontal = Horizontal.left
    public var vertical = Vertical.middle
    public var wraps = false
    /// What does not fit is shown smaller.
    public var shrinks = false
    public var indent = 0
    public var format = NumberFormat.general
    public var top: Border?
    public var bottom: Border?
    /// Falling from the upper left to the lower right corner.
    public var diagonal: Border?

    public enum Horizontal: String, Sendable { case left, center, right }
    public enum Vertical: String, Sendable { case top, middle, bottom }
    public struct Border: Sendable, Hashable, CustomStringConvertible {
        public enum Line: String, Sendable { case thin, medium, hair }
        public var line: Line
        public var color: UInt32
        public var description: String { "\(line.rawValue):\(hex(color))" }
    }

    public init(font: String, size: Double, color: UInt32) { self.font = font; self.size = size; self.color = color }

    /// Every property in a fixed order: `微软雅黑 10 bold #1a1a1a fill:#e8eef3 right middle`.
    public var description: String {
        var words = [font, trimmed(size)]
        if bold { words.append("bold") }
        words.append(hex(color))
        if let fill { words.append("fill:\(hex(fill))") }
        words += [horizontal.rawValue, vertical.rawValue]
        if wraps { words.append("wrap") }
        if shrinks { words.append("shrink") }
        if indent > 0 { words.append("indent:\(indent)") }
        if let top { words.append("top:\(top)") }
        if let bottom { words.append("bottom:\(bottom)") }
        if let diagonal { words.append("diagonal:\(diagonal)") }
        return words.joined(separator: " ")
    }
}

/// How a spreadsheet shows a number.
public enum NumberFormat: Sendable, Hashable {
    case general
    /// `#,##0.00`; `suffix` is literal text after the number (a note mark, or a blank as wide as one).
    case grouped(decimals: Int, suffix: String)
    /// A difference: `+#,##0.00`, plus too.
    case signed(decimals: Int)

    /// In the spreadsheet's format code: `#,##0.00"①"`.
    public var code: String {
        switch self {
        case .general: return "General"
        case .grouped(let decimals, let suffix):
            let places = decimals > 0 ? "." + String(repeating: "0", count: decimals) : ""
            return "#,##0\(places)\(suffix.isEmpty ? "" : "\"\(suffix)\"")"
        case .signed(let decimals):
            let figure = "#,##0" + (decimals > 0 ? "." + String(repeating: "0", count: decimals) : "")
            return "+\(figure);-\(figure);\(figure)"
        }
    }
}

func hex(_ rgb: UInt32) -> String {
    let digits = String(rgb, radix: 16)
    return "#" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
}

/// `10`, `8.5`, `17.25`: at most two places.
func trimmed(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let whole = hundredths / 100, rest = hundredths % 100
    if rest == 0 { return String(whole) }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
}

/// Collects styles in order of first use.
struct StyleTable {
    private(set) var styles: [CellStyle] = []
    private var indices: [CellStyle: Int] = [:]

    mutating func index(of style: CellStyle) -> Int {
        if let index = indices[style] { return index }
        styles.append(style)
        indices[style] = styles.count - 1
        return styles.count - 1
    }
}
