/// Fixed facts of the demo city. Marks: see Docs/SampleCity.md.
enum CityTables {
    /// GB/T 2260 codes; 110130 and 110199 are local. Weights out of 1000 are invented.
    static let districts: [(code: Int, weight: Int)] = [
        (110101, 45), (110102, 62), (110105, 190), (110106, 80), (110107, 28), (110108, 185), (110109, 10), (110111, 42), (110112, 55),
        (110113, 62), (110114, 68), (110115, 60), (110116, 16), (110117, 14), (110118, 16), (110119, 9), (110130, 48), (110199, 10),
    ]
    static let cityLevel = 17

    static func district(at share: Int) -> Int {
        var rest = share
        for (index, district) in districts.enumerated() {
            if rest < district.weight { return index }
            rest -= district.weight
        }
        return 2
    }

    /// Base limits and last year's average wage in cents, by contribution year. [2], [O]
    static func limits(_ year: Int) -> (lower: Int, upper: Int, average: Int) {
        switch year {
        case ...2024: (682_100, 3_528_300, 1_176_100)
        case 2025: (716_200, 3_581_100, 1_193_700)
        default: (727_000, 3_634_800, 1_211_600)
        }
    }

    /// Wage in percent of the average at each 1/20 of the population; invented.
    private static let quantiles = [30, 38, 44, 50, 56, 61, 66, 71, 76, 82, 88, 94, 101, 108, 117, 128, 142, 162, 192, 250, 620]

    /// Wage in cents of someone at `rank` (0…65535) of the distribution.
    static func wage(rank: Int, average: Int) -> Int {
        let position = rank * 20, step = position >> 16, part = position & 0xFFFF
        let low = quantiles[step], high = quantiles[min(20, step + 1)]
        return average * (low * 65536 + (high - low) * part) / 6_553_600
    }

    /// Injury rates of the eight industry classes in 1/1000.
    static let injuryRates = [2, 4, 7, 9, 11, 13, 16, 19]

    static let insurances = [110, 120, 170, 210, 410, 310]
}
