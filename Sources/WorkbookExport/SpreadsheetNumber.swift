internal import Composition
internal import Glibc
internal import Quantities

/// What a spreadsheet can hold of an exact number: a double, of which it shows 15 significant digits, rounded half away from zero.
enum SpreadsheetNumber {
    static let significantDigits = 15

    enum Choice: Equatable {
        /// The exact value, or its first 15 digits where it has no end (a ratio).
        case exact(Decimal)
        /// The displayed value: the spreadsheet would round the exact one to something else (half-even, a tie, an adjusted part).
        case displayed(Decimal)
        /// More digits than a double holds.
        case text
    }

    /// `value` is in base units, `display` is what is printed in `unit`.
    static func choose(_ value: Amount, unit: Unit, display: Decimal) -> Choice {
        if digitCount(stripped(display).unscaled) > significantDigits { return .text }
        guard let scaled = try? value.multiplied(by: Amount(unscaled: 1, scale: unit.power)) else { return .displayed(display) }
        if let exact = exactDecimal(scaled) {
            if digitCount(exact.unscaled) <= significantDigits { return checked(exact, display) }
            // A whole number of fen or of persons that does not fit must not lose its end silently; a ratio may.
            if unit.isAdditive && exact.scale <= unit.power + 2 { return .text }
        }
        guard let rounded = roundedToSignificantDigits(scaled) else { return .displayed(display) }
        return checked(rounded, display)
    }

    /// The number of a cell that shows its exact value in at most 15 digits; nil for all others.
    static func plain(_ cells: BuiltCells, _ column: Int) -> Decimal? {
        guard let exact = cells.exactDisplay(at: column), exact.unscaled.magnitude < 1_000_000_000_000_000 else { return nil }
        var unscaled = Int64(truncatingIfNeeded: exact.unscaled), scale = exact.scale
        while scale > 0, unscaled % 10 == 0 { (unscaled, scale) = (unscaled / 10, scale - 1) }
        return Decimal(unscaled: Int128(unscaled), scale: scale)
    }

    private static func checked(_ number: Decimal, _ display: Decimal) -> Choice {
        shown(number, decimals: display.scale) == display ? .exact(number) : .displayed(display)
    }

    /// The number that a spreadsheet shows with so many decimals.
    static func shown(_ number: Decimal, decimals: Int) -> Decimal? {
        guard number.scale > decimals else {
            return try? number.amount.rounded(toScale: decimals)
        }
        let divisor = tenTo(number.scale - decimals)
        let rounded = Decimal(unscaled: RoundingRule.halfAwayFromZero.divide(number.unscaled, by: divisor), scale: decimals)
        // A negative number that rounds to zero would be shown as −0.00.
        return rounded.unscaled == 0 && number.unscaled < 0 ? nil : rounded
    }

    /// The same for a double that a spreadsheet computes: its first 15 digits are rounded. Nil too for what has no such text.
    static func shown(_ value: Double, decimals: Int) -> Decimal? {
        guard value.isFinite else { return nil }
        var buffer = [CChar](repeating: 0, count: 40)
        let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, "%.14e", $0) }
        // `-1.23456789012345e+06`
        let text = buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }
        guard let mark = text.firstIndex(of: UInt8(ascii: "e")), let exponent = Int(String(decoding: text[(mark + 1)...], as: UTF8.self)) else { return nil }
        let digits = text[..<mark].filter { (48...57).contains($0) }.reduce(Int128(0)) { $0 * 10 + Int128($1 - 48) }
        let scale = 14 - exponent, unscaled = value < 0 ? -digits : digits
        guard (-12...30).contains(scale) else { return digits == 0 ? Decimal(unscaled: 0, scale: decimals) : nil }
        return shown(scale < 0 ? Decimal(unscaled: unscaled * tenTo(-scale), scale: 0) : Decimal(unscaled: unscaled, scale: scale), decimals: decimals)
    }

    /// What a spreadsheet prints for a number in a format.
    static func text(_ number: Decimal, _ format: NumberFormat) -> String {
        switch format {
        case .general: return stripped(number).description
        case .grouped(let decimals, let suffix):
            let rounded = (try? number.amount.rounded(toScale: decimals)) ?? number
            return rounded.text(grouping: ",", minus: "-") + suffix
        case .signed(let decimals):
            return (number.unscaled > 0 ? "+" : "") + text(number, .grouped(decimals: decimals, suffix: ""))
        }
    }

    /// Nearest double. Exact integer arithmetic where one division rounds correctly, else the C library's correct conversion.
    static func double(_ number: Decimal) -> Double {
        if number.unscaled.magnitude < 1 << 53, number.scale <= 22 {
            return Double(Int64(number.unscaled)) / powersOfTen[number.scale]
        }
        return strtod(number.description, nil)
    }

    /// Nil when the value has no end in decimals, or more than 30 places. Without trailing zeros.
    static func exactDecimal(_ value: Amount) -> Decimal? {
        if let scale = powerOfTenExponent(value.denominator) {
            let decimal = stripped(Decimal(unscaled: value.numerator, scale: scale))
            return decimal.scale <= 30 ? decimal : nil
        }
        let reduced = value.reduced
        var rest = reduced.denominator, scale = 0, factor: Int128 = 1
        while rest % 10 == 0 { rest /= 10; scale += 1 }
        while rest % 2 == 0, scale <= 30 { rest /= 2; scale += 1; factor *= 5 }
        while rest % 5 == 0, scale <= 30 { rest /= 5; scale += 1; factor *= 2 }
        guard rest == 1, scale <= 30 else { return nil }
        let (unscaled, overflow) = reduced.numerator.multipliedReportingOverflow(by: factor)
        return overflow ? nil : stripped(Decimal(unscaled: unscaled, scale: scale))
    }

    private static func roundedToSignificantDigits(_ value: Amount) -> Decimal? {
        let whole = value.numerator.magnitude / value.denominator.magnitude
        let scale = max(0, significantDigits - (whole == 0 ? 0 : digitCount(Int128(whole))))
        return (try? value.rounded(toScale: scale)).map(stripped)
    }

    static func stripped(_ number: Decimal) -> Decimal {
        var unscaled = number.unscaled, scale = number.scale
        while scale > 0, unscaled % 10 == 0 { unscaled /= 10; scale -= 1 }
        return Decimal(unscaled: unscaled, scale: scale)
    }

    static func digitCount(_ unscaled: Int128) -> Int {
        var rest = unscaled.magnitude, count = 0
        if let small = UInt64(exactly: rest) {
            var rest = small
            repeat { rest /= 10; count += 1 } while rest > 0
            return count
        }
        repeat { rest /= 10; count += 1 } while rest > 0
        return count
    }

    private static func powerOfTenExponent(_ value: Int128) -> Int? {
        var rest = value, exponent = 0
        while rest >= 10, rest % 10 == 0 { rest /= 10; exponent += 1 }
        return rest == 1 ? exponent : nil
    }

    private static func tenTo(_ exponent: Int) -> Int128 { (0..<exponent).reduce(Int128(1)) { product, _ in product * 10 } }
    private static let powersOfTen: [Double] = (0...22).map { exponent in (0..<exponent).reduce(1.0) { product, _ in product * 10 } }
}

extension Unit {
    /// Amounts and counts that are added up; the rest are ratios.
    var isAdditive: Bool {
        switch dimension {
        case .money, .persons, .organisations, .occurrences, .months, .number: true
        case .moneyPerPerson, .percent, .percentagePoint: false
        }
    }
}
