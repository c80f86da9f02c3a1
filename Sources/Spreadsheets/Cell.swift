/// One cell that holds a value or a formula.
public struct Cell: Sendable, Equatable {
    /// From 0, below 1,048,576.
    public let row: Int
    /// From 0, below 16,384.
    public let column: Int
    public let value: CellValue
    /// The value is the one that the writing program stored beside the formula; it is `empty` when the program stored none.
    public let isFormula: Bool

    /// `B12`
    public var name: String { CellName.text(row: row, column: column) }
}

public enum CellValue: Sendable, Hashable {
    /// Only of a formula: its result is the empty text, or no result is stored.
    case empty
    case number(CellNumber)
    case text(String)
    case boolean(Bool)
    case error(CellError)
    /// A number whose number format shows a date or time.
    case date(CellDate)
}

/// `#DIV/0!` and its like, as a spreadsheet shows it.
public struct CellError: Sendable, Hashable, CustomStringConvertible {
    public let text: String
    public init(text: String) { self.text = text }

    /// The code of an XLS file; one that is not known becomes `#ERROR(n)`.
    init(code: UInt8) {
        text =
            switch code {
            case 0x00: "#NULL!"
            case 0x07: "#DIV/0!"
            case 0x0F: "#VALUE!"
            case 0x17: "#REF!"
            case 0x1D: "#NAME?"
            case 0x24: "#NUM!"
            case 0x2A: "#N/A"
            case 0x2B: "#GETTING_DATA"
            default: "#ERROR(\(code))"
            }
    }

    public var description: String { text }
}
