/// Income and expenditure of each fund by district, and the balance at city level.
struct FundBook {
    struct Entry {
        var insurance: Int
        var district: Int
        var item: Int
        var amount: Int
        var budgetInitial = 0
        var budgetAdjusted = 0
    }

    /// Balances at the end of 2024-09 for the scale 1:1, in cents; invented.
    private static let opening = [62_000_000_000_000, 2_100_000_000_000, 1_900_000_000_000, 3_300_000_000_000, 900_000_000_000, 14_000_000_000_000]
    /// Annual budgets of collected income and basic benefits for the scale 1:1, in cents; invented.
    private static let budgets = [(38_500_000_000_000, 22_900_000_000_000), (1_560_000_000_000, 980_000_000_000), (150_000_000_000, 980_000_000_000), (1_750_000_000_000, 420_000_000_000), (980_000_000_000, 610_000_000_000), (18_900_000_000_000, 15_800_000_000_000)]

    private var balances: [Int]
    private let scale: Int
    private var collected: [[Int]]
    private var lateFees: [[Int]]
    private var pensioners: [[Int]]
    private var benefits: [[Int]]

    init(scale: Int) {
        self.scale = scale
        balances = Self.opening.map { $0 / scale }
        let empty = [[Int]](repeating: [Int](repeating: 0, count: 18), count: 6)
        collected = empty
        lateFees = empty
        pensioners = empty
        benefits = empty
    }

    /// `insurance`: position in `CityTables.insurances`, which is also the feed's.
    mutating func add(collected amount: Int, lateFee: Int, district: Int, insurance: Int) {
        collected[insurance][district] += amount
        lateFees[insurance][district] += lateFee
    }

    /// Someone who draws a benefit this month; `share` 0…99 spreads the amounts.
    mutating func add(pensioner district: Int, insurance: Int, share: Int) {
        pensioners[insurance][district] += 1
        benefits[insurance][district] += Self.benefit(insurance, share: share)
    }

    /// Basic benefit of one person and month in cents; invented but for the unemployment tiers.
    static func benefit(_ insurance: Int, share: Int) -> Int {
        let mean = [462_000, 731_000, 110_000, 216_000, 405_000, 0][insurance]
        return insurance == 3 ? [212_900, 215_600, 218_800, 221_500, 228_600][share / 20] : mean * (70 + share * 6 / 10) / 100
    }

    /// The annual budget by fund and item, approved and adjusted; items 101 and 201 are those of the fund feed.
    func budget(_ month: SampleMonth) -> [Entry] {
        var entries: [Entry] = []
        for insurance in 0..<6 {
            let (income, benefit) = Self.budgets[insurance]
            let shares = [
                (101, income), (102, insurance == 2 ? benefit : benefit / 25), (103, Self.opening[insurance] / 50), (104, income / 250), (105, income / 2000),
                (106, insurance == 0 ? benefit / 20 : 0), (201, benefit), (202, benefit * 3 / 100), (203, benefit / 200), (204, benefit / 1000),
                (205, insurance == 0 ? benefit * 21 / 100 : 0),
            ]
            for (item, whole) in shares where whole != 0 {
                var entry = Entry(insurance: insurance, district: CityTables.cityLevel, item: item, amount: 0)
                setBudget(&entry, month, whole: whole)
                entries.append(entry)
            }
        }
        return entries
    }

    /// The entries of the month by fund, district and item; then the book is ready for the next month.
    mutating func close(month: SampleMonth, chance: Chance) -> [Entry] {
        var entries: [Entry] = []
        for insurance in 0..<6 {
            var net = 0
            for district in 0..<18 {
                for (item, amount) in flows(insurance, district, month, chance) where amount != 0 || item == 101 || item == 201 {
                    net += item < 200 ? amount : -amount
                    var entry = Entry(insurance: insurance, district: district, item: item, amount: amount)
                    if district == CityTables.cityLevel, item == 101 || item == 201 { setBudget(&entry, month, whole: item == 101 ? Self.budgets[insurance].0 : Self.budgets[insurance].1) }
                    entries.append(entry)
                }
            }
            balances[insurance] += net
            entries.append(Entry(insurance: insurance, district: CityTables.cityLevel, item: 900, amount: balances[insurance]))
        }
        for insurance in 0..<6 {
            for district in 0..<18 {
                collected[insurance][district] = 0
                lateFees[insurance][district] = 0
                pensioners[insurance][district] = 0
                benefits[insurance][district] = 0
            }
        }
        return entries
    }

    private func setBudget(_ entry: inout Entry, _ month: SampleMonth, whole budget: Int) {
        let growth = 100 + 4 * (month.year - 2024)
        entry.budgetInitial = budget / scale * growth / 100
        entry.budgetAdjusted = month.month >= 9 ? entry.budgetInitial * 102 / 100 : entry.budgetInitial
    }

    private func flows(_ insurance: Int, _ district: Int, _ month: SampleMonth, _ chance: Chance) -> [(item: Int, amount: Int)] {
        func spread(_ amount: Int, _ percent: Int, _ topic: Int) -> Int {
            amount * (100 - percent + chance.below(2 * percent + 1, .fund, insurance * 100 + district, month.index * 20 + topic)) / 100
        }
        let income = collected[insurance][district], benefit = insurance == 5 ? spread(income * 82 / 100, 6, 1) : benefits[insurance][district]
        var flows = [
            (101, income), (104, spread(income * 4 / 1000, 60, 2)), (105, lateFees[insurance][district]), (201, benefit),
            (202, spread(benefit * 3 / 100, 30, 3)), (203, spread(benefit * 5 / 1000, 60, 4)), (204, spread(benefit / 1000, 50, 5)),
        ]
        if district == CityTables.cityLevel {
            let base = Self.budgets[insurance].1 / scale / 12
            flows.append((102, insurance == 2 ? spread(base, 3, 6) : spread(base * 4 / 100, 20, 6)))
            flows.append((103, month.month % 3 == 0 ? balances[insurance] * 5 / 1000 : 0))
            flows.append((106, insurance == 0 && month.month == 6 ? spread(base * 6 / 10, 10, 7) : 0))
            flows.append((205, insurance == 0 ? spread(base * 21 / 100, 5, 8) : 0))
        }
        return flows.sorted { $0.0 < $1.0 }
    }
}
