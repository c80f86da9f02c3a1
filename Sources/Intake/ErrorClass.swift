/// Why a row is rejected. Each class has its own reject file, named after it.
public enum ErrorClass: Int, Sendable, CaseIterable {
    /// 列数检验: too few or too many fields.
    case columnCount
    /// Bytes that are no text in the declared encoding.
    case encoding
    /// 非空: an empty field that must not be empty and has no default.
    case required
    /// Not a number, not a logical value.
    case type
    /// More characters than declared.
    case length
    /// Not a code in force at the end of the period.
    case code
    /// Not a day of the calendar in the form yyyy-mm-dd.
    case date
    /// Before 1753-01-01.
    case dateRange
    /// More decimals than declared, where rounding is not allowed.
    case decimals
    /// More digits before the decimal point than declared.
    case integerDigits
    /// Below the minimum or above the maximum.
    case range
    /// Another period than that of the file.
    case period
    /// The natural key stands on an earlier line of the delivery.
    case duplicateKey
    /// A suspect that was decided to go back to the provider.
    case returned

    /// `column-count`: the name in file names, reports and the command's output.
    public var name: String {
        switch self {
        case .columnCount: "column-count"
        case .encoding: "encoding"
        case .required: "required"
        case .type: "type"
        case .length: "length"
        case .code: "code"
        case .date: "date"
        case .dateRange: "date-range"
        case .decimals: "decimals"
        case .integerDigits: "integer-digits"
        case .range: "range"
        case .period: "period"
        case .duplicateKey: "duplicate-key"
        case .returned: "returned"
        }
    }
}
