public import Quantities

/// A number of a cell, as exact as the file has it.
///
/// Spreadsheets calculate with binary floating point and write up to 17 digits of it (`0.30000000000000004`, `2469.1356000000001`).
/// `decimal` is the shortest decimal that means the same binary number: what was typed, for anything typed with up to 15 digits.
public struct CellNumber: Sendable, Hashable {
    /// Always finite.
    public let double: Double
    /// The text that an XLSX file holds; nil for XLS, which holds the binary number.
    public let storedText: String?

    init(double: Double, storedText: String? = nil) {
        self.double = double
        self.storedText = storedText
    }

    /// A number from the text of an XLSX cell; nil when it is none or out of range.
    init?(storedText bytes: UnsafeBufferPointer<UInt8>) {
        guard let parsed = DecimalText(bytes) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let double = parsed.double ?? Double(text), double.isFinite else { return nil }
        self.init(double: double, storedText: text)
    }

    /// The shortest decimal that reads back as the same binary number, without trailing zeros; nil when it needs more than
    /// 30 decimals or 38 digits.
    public var decimal: Decimal? { CellNumber.decimal(of: double.description) }

    /// The decimal that stands in the file, digit by digit (XLSX); nil as for `decimal`, and for XLS.
    public var storedDecimal: Decimal? { storedText.flatMap { CellNumber.decimal(of: $0) } }

    private static func decimal(of text: String) -> Decimal? {
        var text = text
        return text.withUTF8 { DecimalText($0)?.decimal }
    }
}

/// The parts of `-12.50e+3`: digits without leading and trailing zeros, and a power of ten.
struct DecimalText {
    var isNegative = false
    /// The first 38 significant digits.
    var digits: UInt128 = 0
    /// Significant digits, those that did not fit included.
    var count = 0
    /// Value = digits × 10^exponent.
    var exponent = 0
    /// More than 38 significant digits.
    var isCut = false

    /// Nil unless it is: optional sign, digits with an optional point among them, optional exponent; nothing else.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0, sawDigit = false, pendingZeros = 0, afterPoint = false
        func at(_ i: Int) -> UInt8 { i < bytes.count ? bytes[i] : 0 }
        if at(0) == UInt8(ascii: "-") || at(0) == UInt8(ascii: "+") {
            isNegative = at(0) == UInt8(ascii: "-")
            index = 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "."), !afterPoint {
                afterPoint = true
            } else if byte >= 48, byte <= 57 {
                sawDigit = true
                if afterPoint { exponent -= 1 }
                if byte == 48 { if count > 0 { pendingZeros += 1 } } else { append(byte - 48, after: &pendingZeros) }
            } else {
                break
            }
            index += 1
        }
        guard sawDigit else { return nil }
        exponent += pendingZeros
        if index < bytes.count, !readExponent(bytes, from: index) { return nil }
        if count == 0 { exponent = 0 }
    }

    private mutating func append(_ digit: UInt8, after zeros: inout Int) {
        for _ in 0..<min(zeros, 39) where count < 38 {
            digits *= 10
            count += 1
            zeros -= 1
        }
        if count < 38, zeros == 0 {
            digits = digits * 10 + UInt128(digit)
            count += 1
        } else {
            exponent += zeros + 1
            zeros = 0
            isCut = true
        }
    }

    private mutating func readExponent(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        guard bytes[start] | 0x20 == UInt8(ascii: "e") else { return false }
        var index = start + 1, power = 0, isMinus = false
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            isMinus = bytes[index] == UInt8(ascii: "-")
            index += 1
        }
        if index == bytes.count { return false }
        for byte in bytes[index...] {
            guard byte >= 48, byte <= 57 else { return false }
            power = min(power * 10 + Int(byte) - 48, 1_000_000_000)
        }
        exponent += isMinus ? -power : power
        return true
    }

    /// The nearest binary number, when one correctly rounded operation gives it; nil means: ask the library.
    var double: Double? {
        guard !isCut, digits <= 1 << 53, (-22...22).contains(exponent) else { return nil }
        let whole = Double(UInt64(digits))
        let value = exponent < 0 ? whole / DecimalText.powers[-exponent] : whole * DecimalText.powers[exponent]
        return isNegative ? -value : value
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// Exact, or nil when it needs more than 30 decimals or 38 digits.
    var decimal: Decimal? {
        guard !isCut, exponent >= -30, exponent <= 38, var unscaled = Int128(exactly: digits) else { return nil }
        for _ in 0..<max(0, exponent) {
            let (product, overflow) = unscaled.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            unscaled = product
        }
        return Decimal(unscaled: isNegative ? -unscaled : unscaled, scale: max(0, -exponent))
    }
}
