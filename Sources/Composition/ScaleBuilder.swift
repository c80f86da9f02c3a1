internal import Quantities

/// Chooses the range and the ticks of an axis: steps of 1, 2, 2.5 or 5 times a power of ten, three to five grid intervals. An axis ends
/// at its last tick, or a hair above it where one more interval would be all but empty: at 3,002 over 3,000, not at 4,000.
enum ScaleBuilder {
    /// `values` in the axis' unit. With `fromZero` the scale holds zero; else it lies close around the values. `whole`: ticks are whole
    /// numbers, as counts are. Nothing but zeros, or nothing at all, has no ticks: any scale would be invented. Throws overflow for values
    /// near 10³⁸, whose axis would end beyond what fits.
    static func scale(for values: [Amount], fromZero: Bool, intervals: Int? = nil, whole: Bool = false) throws -> BuiltScale {
        if values.allSatisfy(\.isZero) { return BuiltScale(minimum: .zero, maximum: .one, ticks: [], startsAtZero: true, zeroPosition: 0) }
        var low = values.min() ?? .zero, high = values.max() ?? .one
        if fromZero {
            low = min(low, .zero)
            high = max(high, .zero)
        }
        if low == high { (low, high) = try widened(low) }
        for step in whole ? wholeSteps : steps {
            // Figures in steps that are much too fine for them do not fit: such a step is none.
            guard let lowest = try? low.divided(by: step), let highest = try? high.divided(by: step) else { continue }
            var first = floor(lowest), (count, overflow) = ceil(highest).subtractingReportingOverflow(first)
            if whole, count < 2 { count = 2 }
            // A lowest point all but on an axis that is not zero would look like nothing: one more step below it.
            if !fromZero, intervals == nil, !overflow, count <= 5, first != 0, try lowest.subtracting(Amount(first)) <= Amount(count).divided(by: Amount(20)) {
                (first, count) = (first - 1, count + 1)
            }
            if !overflow, count <= Int128(intervals ?? 5) {
                let top = try step.multiplied(by: Amount(first + count - 1))
                if fromZero, intervals == nil, count > 3, first >= 0, try high.subtracting(top) <= step.divided(by: Amount(20)) {
                    return try scale(step: step, first: first, last: first + count - 1, end: high, fromZero: fromZero)
                }
                return try scale(step: step, first: first, last: first + (intervals.map { Int128($0) } ?? count), fromZero: fromZero)
            }
        }
        throw QuantityError.overflow
    }

    /// For a low zone of its own: two or three intervals, whichever lies closer around the values. It starts above zero where more
    /// than half of it would be empty below them.
    static func lowScale(for values: [Amount], whole: Bool = false) throws -> BuiltScale {
        var fromZero = true
        if let low = values.min(), let high = values.max(), !low.isNegative, !low.isZero { fromZero = try low <= high.subtracting(low) }
        let two = try scale(for: values, fromZero: fromZero, intervals: 2, whole: whole), three = try scale(for: values, fromZero: fromZero, intervals: 3, whole: whole)
        return try two.maximum.subtracting(two.minimum) <= three.maximum.subtracting(three.minimum) ? two : three
    }

    private static func widened(_ value: Amount) throws -> (Amount, Amount) {
        let margin = try value.magnitude.divided(by: Amount(20))
        return (try value.subtracting(margin), try value.adding(margin))
    }

    /// 10⁻⁹ … 5·10³⁶, ascending: figures have at most eight decimals.
    private static let steps: [Amount] = (-9...36).flatMap { exponent in
        [10, 20, 25, 50].map { digits in
            exponent > 0 ? Amount(unscaled: Int128(digits) * power(exponent - 1), scale: 0) : Amount(unscaled: digits, scale: 1 - exponent)
        }
    }

    private static let wholeSteps = steps.filter { $0.numerator.isMultiple(of: $0.denominator) }

    private static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(Int128(1)) { value, _ in value * 10 } }

    private static func scale(step: Amount, first: Int128, last: Int128, end: Amount? = nil, fromZero: Bool) throws -> BuiltScale {
        let minimum = try step.multiplied(by: Amount(first)), maximum = try end ?? step.multiplied(by: Amount(last))
        let decimals = step.description.split(separator: ".").dropFirst().first?.count ?? 0
        let count = Int(last - first)
        let zero = first < 0 ? min(1, Double(-first) / Double(count)) : 0
        var scale = BuiltScale(minimum: minimum, maximum: maximum, ticks: [], startsAtZero: fromZero || first <= 0 && last >= 0, zeroPosition: zero)
        scale.ticks = try (0...count).map { index in
            let value = try step.multiplied(by: Amount(first + Int128(index)))
            let position = end == nil ? Double(index) / Double(count) : position(of: value, on: scale)
            return BuiltScale.Tick(position: position, text: try value.rounded(toScale: decimals).text())
        }
        return scale
    }

    /// Where a value lies on a scale, 0…1: exactly, for figures of many digits that are close together.
    static func position(of value: Amount, on scale: BuiltScale) -> Double {
        if let above = try? value.subtracting(scale.minimum), let range = try? scale.maximum.subtracting(scale.minimum), let part = try? above.divided(by: range) {
            return number(part)
        }
        let low = number(scale.minimum)
        return min(1, max(0, (number(value) - low) / (number(scale.maximum) - low)))
    }

    /// For geometry only.
    private static func number(_ amount: Amount) -> Double { Double(amount.numerator) / Double(amount.denominator) }

    private static func floor(_ amount: Amount) -> Int128 {
        let (quotient, remainder) = amount.numerator.quotientAndRemainder(dividingBy: amount.denominator)
        return remainder < 0 ? quotient - 1 : quotient
    }
    private static func ceil(_ amount: Amount) -> Int128 { -floor(amount.negated) }
}
