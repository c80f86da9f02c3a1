/// A decimal number with a fixed number of places: `unscaled` ÷ 10^`scale`. What is printed.
public struct Decimal: Sendable, Hashable, CustomStringConvertible {
    public let unscaled: Int128
    public let scale: Int

    public init(unscaled: Int128, scale: Int) {
        self.unscaled = unscaled
        self.scale = scale
    }

    public var amount: Amount { Amount(unscaled: unscaled, scale: scale) }

    /// Plain text for files: `-1234.50`.
    public var description: String { text(grouping: "", minus: "-") }

    /// Text for people: `grouping` between groups of three digits, `minus` before a negative number; a rounded zero has no sign.
    public func text(grouping: String = ",", minus: String = "\u{2212}") -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        append(to: &bytes, grouping: Array(grouping.utf8), minus: Array(minus.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same as `text`, appended as UTF-8: integer arithmetic only, no intermediate strings.
    public func append(to bytes: inout [UInt8], grouping: [UInt8], minus: [UInt8]) {
        if unscaled < 0 { bytes += minus }
        if let small = UInt64(exactly: unscaled.magnitude) {
            appendDigits(small, to: &bytes, grouping: grouping)
        } else {
            appendDigits(unscaled.magnitude, to: &bytes, grouping: grouping)
        }
    }

    private func appendDigits<T: FixedWidthInteger & UnsignedInteger>(_ value: T, to bytes: inout [UInt8], grouping: [UInt8]) {
        let start = bytes.count
        var rest = value, position = 0
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            if position == scale && scale > 0 { bytes.append(UInt8(ascii: ".")) }
            if position > scale && (position - scale) % 3 == 0 { bytes += grouping.reversed() }
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
            position += 1
        } while rest != 0 || position <= scale
        bytes[start...].reverse()
    }
}
