/// An exact number: the quotient of two 128-bit integers. Sums, differences and products of decimals stay decimals;
/// a ratio stays a ratio until it is rounded, once, at display.
///
/// Never a binary floating-point number. An operation whose exact result does not fit throws `QuantityError.overflow`:
/// a wrong figure is worse than none. The fraction is kept as it comes (1234/100); comparison and hashing do not care.
/// −2¹²⁷, which has no positive twin, counts as overflow, so that signs can be turned freely.
public struct Amount: Sendable {
    public let numerator: Int128
    /// Always positive.
    public let denominator: Int128

    public static let zero = Amount(0)
    public static let one = Amount(1)

    public init(_ integer: some BinaryInteger) {
        numerator = Int128(integer)
        denominator = 1
    }

    /// `unscaled` ÷ 10^`scale`: 123456 with scale 2 is 1234.56. `scale` is 0…30.
    public init(unscaled: some BinaryInteger, scale: Int) {
        precondition((0...30).contains(scale), "scale is 0…30")
        numerator = Int128(unscaled)
        denominator = powerOfTen(scale)
    }

    /// The same without a conversion: the usual case.
    public init(unscaled: Int128, scale: Int) {
        precondition((0...30).contains(scale), "scale is 0…30")
        numerator = unscaled
        denominator = powerOfTen(scale)
    }

    init(numerator: Int128, denominator: Int128) {
        self.numerator = denominator < 0 ? -numerator : numerator
        self.denominator = denominator < 0 ? -denominator : denominator
    }

    /// Reads `-1234.56`: optional sign, digits, optional point and digits; nothing else. Nil when it is not such a number or has more than 30 digits.
    public init?(decimalText text: some StringProtocol) {
        var unscaled: Int128 = 0, scale = 0, digits = 0
        var negative = false, afterPoint = false
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where index == 0: negative = true
            case UInt8(ascii: ".") where !afterPoint && digits > 0: afterPoint = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                unscaled = unscaled * 10 + Int128(byte - UInt8(ascii: "0"))
                digits += 1
                if afterPoint { scale += 1 }
                if digits > 30 { return nil }
            default: return nil
            }
        }
        if digits == 0 || (afterPoint && scale == 0) { return nil }
        self.init(unscaled: negative ? -unscaled : unscaled, scale: scale)
    }

    /// The number itself when it has no fraction and fits.
    public var wholeNumber: Int? { numerator % denominator == 0 ? Int(exactly: numerator / denominator) : nil }
    public var isZero: Bool { numerator == 0 }
    public var isNegative: Bool { numerator < 0 }
    public var magnitude: Amount { Amount(numerator: numerator < 0 ? -numerator : numerator, denominator: denominator) }

    /// In lowest terms.
    public var reduced: Amount {
        let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        return divisor <= 1 ? self : Amount(numerator: numerator / Int128(divisor), denominator: denominator / Int128(divisor))
    }

    public func adding(_ other: Amount) throws -> Amount {
        if denominator == other.denominator {
            let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
            if !overflow, sum != .min { return Amount(numerator: sum, denominator: denominator) }
        }
        let a = reduced, b = other.reduced
        let divisor = Int128(greatestCommonDivisor(a.denominator.magnitude, b.denominator.magnitude))
        let left = try multiply(a.numerator, b.denominator / divisor)
        let right = try multiply(b.numerator, a.denominator / divisor)
        let (sum, overflow) = left.addingReportingOverflow(right)
        if overflow || sum == .min { throw QuantityError.overflow }
        return Amount(numerator: sum, denominator: try multiply(a.denominator / divisor, b.denominator))
    }

    public func subtracting(_ other: Amount) throws -> Amount { try adding(other.negated) }

    public var negated: Amount { Amount(numerator: -numerator, denominator: denominator) }

    public func multiplied(by other: Amount) throws -> Amount {
        let (n, overflowN) = numerator.multipliedReportingOverflow(by: other.numerator)
        let (d, overflowD) = denominator.multipliedReportingOverflow(by: other.denominator)
        if !overflowN && !overflowD && n != .min { return Amount(numerator: n, denominator: d) }
        let a = Amount(numerator: numerator, denominator: other.denominator).reduced
        let b = Amount(numerator: other.numerator, denominator: denominator).reduced
        return Amount(numerator: try multiply(a.numerator, b.numerator), denominator: try multiply(a.denominator, b.denominator))
    }

    /// Throws `divisionByZero` when `other` is zero.
    public func divided(by other: Amount) throws -> Amount {
        if other.isZero { throw QuantityError.divisionByZero }
        return try multiplied(by: Amount(numerator: other.denominator, denominator: other.numerator)).reduced
    }

    /// The nearest decimal with `scale` places; a tie goes by `rule`.
    public func rounded(toScale scale: Int, _ rule: RoundingRule = .halfAwayFromZero) throws -> Decimal {
        let factor = powerOfTen(scale)
        var (n, overflow) = numerator.multipliedReportingOverflow(by: factor)
        var d = denominator
        if overflow {
            let smaller = reduced
            let divisor = Int128(greatestCommonDivisor(factor.magnitude, smaller.denominator.magnitude))
            n = try multiply(smaller.numerator, factor / divisor)
            d = smaller.denominator / divisor
        }
        return Decimal(unscaled: rule.divide(n, by: d), scale: scale)
    }

    /// Exact decimal text when there is one within 30 places (`1234.5`), else the fraction (`2/3`).
    public var description: String {
        let value = reduced
        var scale = 0, rest = value.denominator, factor: Int128 = 1
        while rest % 10 == 0 { rest /= 10; scale += 1 }
        // A denominator of a large power of 2 or 5 has no end within 30 places; its factor would not fit.
        while rest % 2 == 0, scale <= 30 { rest /= 2; scale += 1; factor *= 5 }
        while rest % 5 == 0, scale <= 30 { rest /= 5; scale += 1; factor *= 2 }
        if rest == 1, scale <= 30, let unscaled = try? multiply(value.numerator, factor) {
            return Decimal(unscaled: unscaled, scale: scale).description
        }
        return "\(value.numerator)/\(value.denominator)"
    }
}

extension Amount: Hashable, Comparable, CustomStringConvertible {
    public static func == (a: Amount, b: Amount) -> Bool {
        if a.denominator == b.denominator { return a.numerator == b.numerator }
        let x = a.reduced, y = b.reduced
        return x.numerator == y.numerator && x.denominator == y.denominator
    }
    public func hash(into hasher: inout Hasher) {
        let value = reduced
        hasher.combine(value.numerator)
        hasher.combine(value.denominator)
    }
    public static func < (a: Amount, b: Amount) -> Bool {
        if a.denominator == b.denominator { return a.numerator < b.numerator }
        let left = a.numerator.multipliedFullWidth(by: b.denominator)
        let right = b.numerator.multipliedFullWidth(by: a.denominator)
        return (left.high, left.low) < (right.high, right.low)
    }
}

public enum QuantityError: Error, Sendable, Equatable {
    case overflow
    case divisionByZero
}

private let powersOfTen: [Int128] = (0...30).map { exponent in (0..<exponent).reduce(Int128(1)) { value, _ in value * 10 } }

func powerOfTen(_ exponent: Int) -> Int128 { powersOfTen[exponent] }

func multiply(_ a: Int128, _ b: Int128) throws -> Int128 {
    let (result, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow || result == .min { throw QuantityError.overflow }
    return result
}

func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
    var a = a, b = b
    while b != 0 { (a, b) = (b, a % b) }
    return a
}
