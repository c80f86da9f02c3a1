/// Identity of a synthetic person: number, birth day and sex, all from the index alone.
struct Person {
    let sequence: Int
    let birthYear: Int
    let birthMonth: Int
    let birthDay: Int
    let region: Int
    var isMale: Bool { sequence % 2 == 1 }

    /// Populations do not share regions, so that numbers never collide.
    enum Population: Int { case worker = 110_000, retiree = 120_000, institution = 130_000, institutionRetiree = 131_000, resident = 140_000, residentRetiree = 141_000, drawing = 150_000 }

    /// A bijection from index to number: 2^28 numbers for each population.
    init(_ population: Population, index: Int) {
        let mixed = (index &* 0x5A27_19B5 &+ 0x0133_7C4D) & 0x0FFF_FFFF
        sequence = mixed % 1000
        let rest = mixed / 1000
        region = population.rawValue + 101 + rest / 15_000 % 18
        let isOld = population == .retiree || population == .institutionRetiree || population == .residentRetiree
        (birthYear, birthMonth, birthDay) = Self.day(rest % 15_000 + (isOld ? 702_600 : 718_031))
    }

    /// Calendar day from a day count (proleptic Gregorian, day 1 is 0001-01-01).
    static func day(_ number: Int) -> (Int, Int, Int) {
        let z = number + 305, era = z / 146_097, doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1)
    }

    /// Month index (from 2024-10) in which the person turns 60.
    var retirementMonth: Int { (birthYear + 60) * 12 + birthMonth - 1 - (2024 * 12 + 9) }

    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

    /// Writes the 18 characters; the last one is never the right check character.
    func write(into row: inout RowBuffer) {
        var digits = 0
        func put(_ value: Int, _ width: Int, _ row: inout RowBuffer, _ sum: inout Int, _ position: inout Int) {
            var divisor = 1
            for _ in 1..<width { divisor *= 10 }
            for _ in 0..<width {
                let digit = value / divisor % 10
                divisor = max(1, divisor / 10)
                sum += digit * Self.weights[position]
                position += 1
                row.byte(UInt8(48 + digit))
            }
        }
        var sum = 0
        put(region, 6, &row, &sum, &digits)
        put(birthYear, 4, &row, &sum, &digits)
        put(birthMonth, 2, &row, &sum, &digits)
        put(birthDay, 2, &row, &sum, &digits)
        put(sequence, 3, &row, &sum, &digits)
        // Right is (12 − sum) mod 11, with X for 10; take a digit that it is not.
        let right = (12 - sum % 11) % 11
        let wrong = (right + 1 + sequence % 8) % 10
        row.byte(UInt8(48 + (wrong == right ? (wrong + 1) % 10 : wrong)))
    }
}
