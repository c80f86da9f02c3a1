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
        if grouping == ",", minus == "\u{2212}", let short = withShortText({ String(decoding: $0, as: UTF8.self) }) { return short }
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

extension Decimal {
    /// Calls `body` with what `text()` gives, without a String. Nil, and no call, for more than 18 digits or places.
    @inlinable public func withShortText<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result? {
        guard let small = Int64(exactly: unscaled), small.magnitude < 1_000_000_000_000_000_000, scale <= 18 else { return nil }
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { bytes in
            let start = Self.write(small, scale: scale, before: 48, in: bytes)
            return try body(UnsafeBufferPointer(rebasing: bytes[start..<48]))
        }
    }

    /// Writes sign, digits, separators and point so that they end at `end`; answers where they begin.
    @usableFromInline static func write(_ unscaled: Int64, scale: Int, before end: Int, in bytes: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var rest = unscaled.magnitude, place = end
        func put(_ byte: UInt8) {
            place -= 1
            bytes[place] = byte
        }
        func putDigit() {
            let quotient = rest / 10
            put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest - quotient * 10))
            rest = quotient
        }
        if scale > 0 {
            for _ in 0..<scale { putDigit() }
            put(UInt8(ascii: "."))
        }
        var group = 0
        repeat {
            if group == 3 {
                put(UInt8(ascii: ","))
                group = 0
            }
            putDigit()
            group += 1
        } while rest != 0
        if unscaled < 0 {
            put(0x92)
            put(0x88)
            put(0xe2)
        }
        return place
    }
}
