import Quantities

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

    /// The exact value of a binary number, rounded half away from zero to so many significant digits (1…38).
    init(_ number: Double, significantDigits: Int) {
        isNegative = number < 0
        guard number != 0 else { return }
        let exact = DecimalText.exactDigits(of: number.magnitude)
        var kept = exact.digits.prefix(significantDigits).reduce(UInt128(0)) { $0 * 10 + UInt128($1) }
        exponent = exact.exponent + max(0, exact.digits.count - significantDigits)
        if exact.digits.count > significantDigits, exact.digits[significantDigits] >= 5 { kept += 1 }
        while kept % 10 == 0 {
            kept /= 10
            exponent += 1
        }
        digits = kept
        var rest = kept
        while rest > 0 {
            rest /= 10
            count += 1
        }
    }

    /// All decimal digits of a positive binary number, and the power of ten of the last one.
    private static func exactDigits(of number: Double) -> (digits: [UInt8], exponent: Int) {
        // Mantissa × 2^power; for a negative power that is mantissa × 5^-power ÷ 10^-power.
        var power = Int(number.exponent) - 52, mantissa = UInt64(number.significand * 0x1p52)
        let zeros = min(mantissa.trailingZeroBitCount, max(0, -power))
        mantissa >>= UInt64(zeros)
        power += zeros
        let base: UInt64 = 1_000_000_000
        var limbs: [UInt64] = []
        while mantissa > 0 {
            limbs.append(mantissa % base)
            mantissa /= base
        }
        func multiply(by factor: UInt64) {
            var carry: UInt64 = 0
            for index in limbs.indices {
                let product = limbs[index] * factor + carry
                limbs[index] = product % base
                carry = product / base
            }
            if carry > 0 { limbs.append(carry) }
        }
        // 5^12 and 2^29 keep a product of limbs within 64 bits.
        let (prime, step, whole): (UInt64, Int, UInt64) = power < 0 ? (5, 12, 244_140_625) : (2, 29, 1 << 29)
        for _ in 0..<abs(power) / step { multiply(by: whole) }
        for _ in 0..<abs(power) % step { multiply(by: prime) }
        var digits: [UInt8] = []
        for limb in limbs.reversed() {
            let text = Array(String(limb).utf8)
            if !digits.isEmpty { digits += [UInt8](repeating: 0, count: 9 - text.count) }
            digits += text.map { $0 - 48 }
        }
        return (digits, min(0, power))
    }

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
