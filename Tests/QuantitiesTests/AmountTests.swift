import Quantities
import Testing

@Suite struct AmountTests {
    @Test func decimalsStayExact() throws {
        let tenth = try #require(Amount(decimalText: "0.1"))
        var sum = Amount.zero
        for _ in 0..<10 { sum = try sum.adding(tenth) }
        #expect(sum == Amount.one)
        #expect(Amount(decimalText: "-12345678901234567.89")?.description == "-12345678901234567.89")
    }

    @Test(arguments: ["", "-", "1.", ".5", "1e5", "１２", "+3", "1,000", "1.2.3", " 1"]) func refusesWhatIsNoDecimal(_ text: String) {
        #expect(Amount(decimalText: text) == nil)
    }

    /// Rounding a quotient agrees with schoolbook long division on every small fraction, in both rules and both signs.
    @Test func roundingAgreesWithDefinition() throws {
        for n in -60...60 {
            for d in 1...16 {
                let amount = try Amount(n).divided(by: Amount(d))
                let away = try amount.rounded(toScale: 1).unscaled
                let even = try amount.rounded(toScale: 1, .halfToEven).unscaled
                let twice = n.magnitude * 20, floor = twice / UInt(d) / 2
                let isTie = twice % UInt(d) == 0 && twice / UInt(d) % 2 == 1
                let up = twice * 1 >= (2 * floor + 1) * UInt(d)
                let expectedAway = Int128(floor) + (up ? 1 : 0)
                let expectedEven = isTie ? Int128(floor + floor % 2) : expectedAway
                #expect(away == (n < 0 ? -expectedAway : expectedAway), "\(n)/\(d)")
                #expect(even == (n < 0 ? -expectedEven : expectedEven), "\(n)/\(d)")
            }
        }
    }

    @Test func overflowIsAnErrorNotAWrongNumber() throws {
        let huge = Amount(Int128.max)
        #expect(throws: QuantityError.overflow) { try huge.adding(.one) }
        #expect(throws: QuantityError.overflow) { try huge.multiplied(by: Amount(3)) }
        #expect(throws: QuantityError.divisionByZero) { try Amount.one.divided(by: .zero) }
        #expect(try huge.multiplied(by: Amount(3)  .divided(by: Amount(3))) == huge)
    }

    /// A denominator of a large power of two has no end within 30 places; a sign can always be turned.
    @Test func hostileFractionsAndLimitsDoNotTrap() throws {
        for exponent in [29, 30, 31, 56, 64, 90, 126] {
            let power = Int128(1) << Int128(exponent)
            let ratio = try Amount(3).divided(by: Amount(power))
            #expect(ratio.description.contains("/") == (exponent > 30), "\(exponent): \(ratio)")
            #expect(Amount(Int128.max).description == "170141183460469231731687303715884105727")
        }
        let half = Amount(Int128.min / 2)
        #expect(throws: QuantityError.overflow) { try half.adding(half) }
        #expect(throws: QuantityError.overflow) { try half.multiplied(by: Amount(2)) }
        #expect(throws: QuantityError.overflow) { try half.subtracting(half.negated) }
        #expect(half.magnitude.negated == half)
    }

    @Test func comparesAcrossDenominators() throws {
        let third = try Amount.one.divided(by: Amount(3))
        #expect(third < Amount(unscaled: 34, scale: 2))
        #expect(third > Amount(unscaled: 33, scale: 2))
        #expect(try third.negated < third.multiplied(by: Amount(-1)).adding(Amount(unscaled: 1, scale: 9)))
        #expect(Amount(unscaled: 1500, scale: 3) == Amount(unscaled: 15, scale: 1))
        #expect(Amount(unscaled: 1500, scale: 3).hashValue == Amount(unscaled: 15, scale: 1).hashValue)
    }

    @Test func printsForPeople() throws {
        func print(_ text: String, _ unit: Unit, _ decimals: Int) throws -> String {
            try unit.display(try #require(Amount(decimalText: text)), decimals: decimals, .halfAwayFromZero).text()
        }
        #expect(try print("18623441725.50", .tenThousandYuan, 2) == "1,862,344.17")
        #expect(try print("-0.004", .yuan, 2) == "0.00")
        #expect(try print("-1234.565", .yuan, 2) == "−1,234.57")
        #expect(try print("999.995", .yuan, 2) == "1,000.00")
        #expect(try print("0.07", .yuan, 2) == "0.07")
        #expect(try print("999", .person, 0) == "999")
        #expect(Decimal(unscaled: Int128(170141183460469231), scale: 0).text() == "170,141,183,460,469,231")
    }
}

@Suite struct PeriodTests {
    @Test func arithmeticCrossesYears() throws {
        let january = try #require(ReportingPeriod("2026-01"))
        #expect(january.previous.description == "2025-12")
        #expect(january.sameMonthLastYear.compact == "202501")
        #expect(ReportingPeriod("202612")?.adding(months: 1).description == "2027-01")
        #expect(ReportingPeriod("2026-10")?.yearToDate.count == 10)
        for text in ["2026-13", "2026-1", "20261", "2026/10", "26-10", "2026-00", "20-2610"] { #expect(ReportingPeriod(text) == nil, "\(text)") }
    }

    @Test func daysExist() {
        #expect(CalendarDate("2024-02-29") != nil)
        #expect(CalendarDate("2026-02-30") == nil)
        #expect(CalendarDate("1900-02-29") == nil)
        #expect(CalendarDate("2026-2-3") == nil)
        #expect(ReportingPeriod("2024-02")?.lastDay.description == "2024-02-29")
    }
}
