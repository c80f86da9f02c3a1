import Quantities
import Testing

/// Text of numbers within 64 bits is written by a faster way than that of others.
@Suite struct ShortTextTests {
    private func expected(_ number: Decimal) -> String {
        let plain = number.text(grouping: "", minus: "")
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        var whole = ""
        for (index, digit) in parts[0].enumerated() {
            if index > 0, (parts[0].count - index) % 3 == 0 { whole += "," }
            whole.append(digit)
        }
        return (number.unscaled < 0 ? "\u{2212}" : "") + whole + (parts.count > 1 ? "." + parts[1] : "")
    }

    @Test func bothWaysGiveTheSame() {
        var seed: UInt64 = 7
        for step in 0..<20_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let magnitude = Int128(seed >> UInt64(step % 64)), number = Decimal(unscaled: step % 2 == 0 ? magnitude : -magnitude, scale: step % 19)
            #expect(number.text() == expected(number))
        }
    }

    @Test(arguments: [0, 5, 999, 1000, -1000, 999_999_999_999_999_999, 1_000_000_000_000_000_000, -1_234_567_890_123_456_789])
    func edges(_ unscaled: Int128) {
        for scale in [0, 1, 2, 18] { #expect(Decimal(unscaled: unscaled, scale: scale).text() == expected(Decimal(unscaled: unscaled, scale: scale))) }
    }
}
