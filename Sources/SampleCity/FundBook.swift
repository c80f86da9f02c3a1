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
        let mean = [462_000, 731_000, 110_000, 216_000, 405_000, 0][insurance]
        benefits[insurance][district] += insurance == 3 ? [212_900, 215_600, 218_800, 221_500, 228_600][share / 20] : mean * (70 + share * 6 / 10) / 100
    }

    /// The entries of the month by fund, district and item; then the book is ready for the next month.
    mutating func close(month: SampleMonth, chance: Chance) -> [Entry] {
        var entries: [Entry] = []
        for insurance in 0..<6 {
            var net = 0
            for district in 0..<18 {
                for (item, amount) in flows(insurance, district, month, chance) where amount != 0 || item == 101 || item == 201 || district == CityTables.cityLevel {
                    net += item < 200 ? amount : -amount
                    var entry = Entry(insurance: insurance, district: district, item: item, amount: amount)
                    if district == CityTables.cityLevel { setBudget(&entry, month) }
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

    /// The city's budget of the year for an item: 征缴收入 and 基本待遇 are given, the others follow from them.
    private func setBudget(_ entry: inout Entry, _ month: SampleMonth) {
        let (income, benefit) = Self.budgets[entry.insurance], isPension = entry.insurance == 0
        let budget = switch entry.item {
        case 101: income
        case 102: entry.insurance == 2 ? benefit : benefit * 4 / 100
        case 103: Self.opening[entry.insurance] * 2 / 100
        case 104: income * 4 / 1000
        case 105: income / 2000
        case 106: isPension ? benefit * 5 / 100 : 0
        case 201: benefit
        case 202: benefit * 3 / 100
        case 203: benefit * 5 / 1000
        case 204: benefit / 1000
        case 205: isPension ? benefit * 21 / 100 : 0
        default: 0
        }
        let growth = 100 + 4 * (month.year - 2024)
        entry.budgetInitial = budget / scale * growth / 100
        let isRevised = month.month >= 9 && (entry.item == 101 || entry.item == 201)
        entry.budgetAdjusted = isRevised ? entry.budgetInitial * 102 / 100 : entry.budgetInitial
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
