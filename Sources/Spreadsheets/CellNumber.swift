public import Quantities

/// A number of a cell: binary floating point, as spreadsheets calculate.
///
/// They show at most 15 digits of it and write up to 17 (`2469.1356000000001`); both decimals are to be had, each exactly defined.
public struct CellNumber: Sendable, Hashable, CustomStringConvertible {
    /// Always finite.
    public let double: Double
    /// The file holds more digits than a binary number can (more than 17): spreadsheets drop the rest, and so does `double`.
    public let isInexact: Bool

    init(double: Double, isInexact: Bool = false) {
        self.double = double
        self.isInexact = isInexact
    }

    /// The shortest decimal that reads back as the same binary number, without trailing zeros; nil when it needs more than
    /// 30 decimals or 38 digits.
    public var decimal: Decimal? {
        var text = double.description
        return text.withUTF8 { DecimalText($0)?.decimal }
    }

    /// The binary number's exact value, rounded half away from zero to 15 significant digits, without trailing zeros: what a
    /// spreadsheet shows of it, and what was typed by whoever typed up to 15 digits. `0.1 + 0.2` is 0.3 here, and
    /// 0.30000000000000004 as `decimal`. Nil as for `decimal`.
    public var roundedDecimal: Decimal? { DecimalText(double, significantDigits: 15).decimal }

    /// `decimal` as plain text (`-1234.5`, no grouping); numbers out of its range as `1e-40`.
    public var description: String { decimal?.description ?? double.description }
}
