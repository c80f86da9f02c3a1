/// How a tie is rounded. Rounding happens once, at display or at parse, by the rule that the report or the interface declares.
public enum RoundingRule: String, Sendable, Hashable, CaseIterable {
    /// 四舍五入: 2.5 → 3, −2.5 → −3. What readers of Chinese reports expect; the default.
    case halfAwayFromZero = "half-away"
    /// 数值修约 (GB/T 8170): 2.5 → 2, 3.5 → 4.
    case halfToEven = "half-even"
    /// Towards zero: 2.9 → 2.
    case down = "down"

    /// The rounded quotient of `dividend` and a positive `divisor`.
    public func divide(_ dividend: Int128, by divisor: Int128) -> Int128 {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        if remainder == 0 || self == .down { return quotient }
        let rest = remainder.magnitude, gap = divisor.magnitude - rest
        let awayFromZero = rest > gap || (rest == gap && (self == .halfAwayFromZero || quotient % 2 != 0))
        return awayFromZero ? quotient + (dividend < 0 ? -1 : 1) : quotient
    }
}
