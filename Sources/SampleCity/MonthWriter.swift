/// Writes all interface files of one month.
final class MonthWriter {
    let chance: Chance
    let size: CitySize
    let month: SampleMonth
    let isWritten: Bool
    private let units: [PaymentState]
    /// The same at the end of the month before, to tell who joined and who left.
    private let unitsBefore: [PaymentState]
    /// What unit-level feeds report, gathered while person rows are written.
    var unitTotals: [UnitTotals]
    /// Joined and left the pension insurance in this month, by district.
    var changes = [[Int]](repeating: [0, 0], count: 18)
    var files: [FeedFile] = []
    var fund: FundBook
    private var defectLines: [String] = []
    private let plantDefects: Bool
    let district: [Int]
    let industry: [Int]

    /// Indices into `files`.
    enum Feed: Int, CaseIterable {
        case pension, publicPension, resident, unemployment, injury, medical, units, fund
        case pensionBenefit, unemploymentBenefit, injuryBenefit, injuryRate, residentBenefit, annuity, changes, budget, accounts
    }

    init(options: SampleOptions, size: CitySize, month: SampleMonth, fund: FundBook, isWritten: Bool, folder: String) throws {
        chance = Chance(seed: options.seed)
        self.size = size
        self.month = month
        self.isWritten = isWritten
        self.fund = fund
        plantDefects = options.defects
        let chance = chance
        units = (0..<size.units).map { PaymentState(chance, payer: $0, month: month.index) }
        unitsBefore = (0..<size.units).map { PaymentState(chance, payer: $0, month: month.index - 1) }
        unitTotals = [UnitTotals](repeating: UnitTotals(), count: size.units)
        district = (0..<size.units).map { $0 < 54 ? $0 % 18 : CityTables.district(at: chance.below(1000, .district, $0)) }
        industry = (0..<size.units).map { chance.below(8, .industry, $0) * chance.below(8, .industry, $0, 1) / 7 }
        for layout in FeedLayout.all {
            files.append(try FeedFile(layout, month: month.yyyymm, folder: folder, isWritten: isWritten))
        }
    }

    func write() throws -> MonthResult {
        writeAccountHeader()
        for index in 0..<size.workers(until: month.index) { try worker(index) }
        for index in 0..<size.retirees { try retiree(index) }
        for index in 0..<size.institution { try institution(index) }
        for index in 0..<size.institutionRetirees { try institutionRetiree(index) }
        for index in 0..<size.residents { try resident(index) }
        for index in 0..<size.jobless { try jobless(index) }
        for index in 0..<size.injured { try injured(index) }
        if isWritten { try writeUnits() }
        try writeInjuryRates()
        try writeAnnuities()
        try writeBudget()
        try writeChanges()
        try writeFund()
        writeAccountTrailer()
        for file in files { try file.finish() }
        return MonthResult(files: files, defectLines: defectLines)
    }

    // MARK: People

    private func worker(_ index: Int) throws {
        guard let joined = size.joinMonth(worker: index, until: month.index) else { return }
        let person = Person(.worker, index: index)
        let left = max(joined, 0) + 1 + chance.below(166, .leave, index)
        let retired = max(person.retirementMonth, max(joined, 0) + 1)
        let isFlexible = chance.below(1000, .flexible, index) < 40
        let unit = isFlexible ? -1 : size.unit(of: chance.bits(.unit, index))
        let place = isFlexible ? CityTables.district(at: chance.below(1000, .district, index, 7)) : district[unit]
        let state = isFlexible ? PaymentState(chance, payer: -1 - index, month: month.index) : units[unit]
        let end = min(left, retired)
        var row = Row(person: person, index: index, district: place, unit: unit, joined: joined, end: end, state: state)
        row.personClass = isFlexible ? 15 : workerClass(index)
        let retiresNow = retired <= left && month.index >= retired
        let before = month.index == 0 ? state : isFlexible ? PaymentState(chance, payer: -1 - index, month: month.index - 1) : unitsBefore[unit]
        countChange(row, retired: retired <= left ? retired : 1000, left: left, before: before)
        try contribute(row, .pension, isFlexible ? Rates(unit: 0, person: 200) : Rates(unit: 160, person: 80), pensioner: retiresNow && month.index < left)
        if chance.below(1000, .drawing, index) < 995 {
            try contribute(row, .unemployment, isFlexible ? Rates(unit: 0, person: 10) : Rates(unit: 5, person: 5), pensioner: false)
        }
        if !isFlexible { try contribute(row, .injury, Rates(unit: CityTables.injuryRates[industry[unit]], person: 0), pensioner: false) }
        try contribute(row, .medical, isFlexible ? Rates(unit: 0, person: 70) : Rates(unit: 98, person: 20, fixed: 300), pensioner: retiresNow && month.index < left)
    }

    private func workerClass(_ index: Int) -> Int {
        switch chance.below(1000, .personClass, index) {
        case ..<430: 11
        case ..<590: 12
        case ..<810: 13
        case ..<980: 14
        default: 16
        }
    }

    private func retiree(_ index: Int) throws {
        let end = chance.below(480, .leave, -1 - index) + 1
        if month.index > end { return }
        let person = Person(.retiree, index: index)
        let share = chance.below(100, .personClass, -1 - index)
        var row = Row(person: person, index: -1 - index, district: CityTables.district(at: chance.below(1000, .district, -1 - index)), unit: -1, joined: -100, end: end, state: nil)
        row.personClass = share < 1 ? 31 : share < 96 ? 32 : share < 98 ? 33 : 34
        try emit(row, .pension, Contribution(), status: month.index == end ? 4 : 3)
        if month.index < end { try payPension(row, share: share) } else if month.index == end { countChange(row.district, isIncrease: false) }
        if chance.below(100, .medical, index) < 30 { try emit(row, .medical, Contribution(), status: month.index == end ? 4 : 1) }
    }

    private func institution(_ index: Int) throws {
        let person = Person(.institution, index: index)
        let unit = size.publicUnit(index)
        let place = district[unit]
        let end = min(chance.below(700, .leave, index, 3) + 1, max(1, person.retirementMonth))
        var row = Row(person: person, index: index &+ 1_000_000_007, district: place, unit: unit, joined: -100, end: end, state: units[unit])
        row.personClass = 21 + unit % 5
        row.isPunctual = true
        try contribute(row, .publicPension, Rates(unit: 160, person: 80), pensioner: month.index >= person.retirementMonth && end == max(1, person.retirementMonth))
        try contribute(row, .unemployment, Rates(unit: 5, person: 5), pensioner: false)
        try contribute(row, .injury, Rates(unit: 2, person: 0), pensioner: false)
        try contribute(row, .medical, Rates(unit: 98, person: 20, fixed: 300), pensioner: false)
    }

    private func institutionRetiree(_ index: Int) throws {
        let end = chance.below(480, .leave, index, 4) + 1
        if month.index > end { return }
        var row = Row(person: Person(.institutionRetiree, index: index), index: index, district: district[size.publicUnit(index)], unit: size.publicUnit(index), joined: -100, end: end, state: nil)
        row.personClass = index % 40 == 0 ? 31 : 32
        try emit(row, .publicPension, Contribution(), status: month.index == end ? 4 : 3)
        if month.index < end { payPublicPension(row, share: index % 100) }
    }

    private func resident(_ index: Int) throws {
        let share = chance.below(100, .personClass, index, 9)
        let isContributor = share < 58
        let person = Person(isContributor ? .resident : .residentRetiree, index: index)
        var row = Row(person: person, index: index, district: CityTables.district(at: chance.below(1000, .district, index, 9)), unit: -1, joined: -100, end: 1000, state: nil)
        row.personClass = isContributor ? 61 : share < 95 ? 62 : 63
        var money = Contribution()
        if isContributor, chance.below(12, .payMonth, index, month.year) == month.month - 1 {
            let grade = chance.below(100, .grade, index)
            money.due.person = grade < 62 ? 100_000 : grade < 90 ? 300_000 : 900_000
            money.paid.person = money.due.person
            money.months = 12
        }
        try emit(row, .resident, money, status: isContributor ? 1 : 3)
        try writeResident(row, paid: money.paid.person, share: share)
    }

    /// People who draw unemployment benefit; not among the insured.
    private func jobless(_ index: Int) throws {
        let start = chance.below(48, .drawing, index, 1), length = 3 + chance.below(22, .drawing, index, 2)
        let drawn = (month.index + start) % 48
        if drawn > length { return }
        var row = Row(person: Person(.drawing, index: index), index: index, district: CityTables.district(at: chance.below(1000, .district, index, 11)), unit: -1, joined: -100, end: 1000, state: nil)
        row.personClass = 41
        if drawn < length { try emit(row, .unemployment, Contribution(), status: 3) }
        try writeJobless(row, monthNumber: drawn + 1, isLast: drawn == length, share: index % 100)
    }

    private func injured(_ index: Int) throws {
        var row = Row(person: Person(.drawing, index: index + 100_000_000), index: index, district: CityTables.district(at: chance.below(1000, .district, index, 13)), unit: -1, joined: -100, end: 1000, state: nil)
        row.personClass = 51 + min(3, chance.below(100, .drawing, index, 3) / 22)
        try emit(row, .injury, Contribution(), status: 3)
        try writeInjured(row, share: index % 100)
    }

    // MARK: Money

    struct Row {
        var person: Person
        var index: Int
        var district: Int
        var unit: Int
        var joined: Int
        /// First month without contributions.
        var end: Int
        var state: PaymentState?
        var personClass = 0
        var isPunctual = false
    }

    private func base(_ row: Row, _ month: SampleMonth) -> Int {
        let limits = CityTables.limits(month.contributionYear)
        let rank = Int(chance.bits(.wage, row.index) & 0xFFFF)
        let drift = chance.below(9, .growth, row.index, month.contributionYear) - 4
        let wage = CityTables.wage(rank: rank, average: limits.average) * (100 + drift) / 100
        return min(limits.upper, max(limits.lower, wage))
    }

    /// The row of an active person, of one who has left but owes, or of a new pensioner.
    private func contribute(_ row: Row, _ feed: Feed, _ rates: Rates, pensioner: Bool) throws {
        let isActive = month.index < row.end
        var money = Contribution()
        if isActive {
            money.base = base(row, month)
            money.due = rates.due(base: money.base)
        }
        var debtBefore = false
        if let state = row.state, !row.isPunctual { debtBefore = settle(&money, row, rates, state) }
        let isLate = row.isPunctual ? false : row.state?.isLate ?? false
        if isActive && !isLate {
            money.paid = money.due
            money.months = 1
            if chance.below(2500, .backpay, row.index, month.index &* 8 &+ feed.rawValue) == 0 { money.backpay = money.due.unit + money.due.person }
        }
        money.lateFee = (money.cleared.unit + money.cleared.person) * 15 / 1000
        var row = row
        if pensioner && (feed == .pension || feed == .publicPension || feed == .medical) {
            row.personClass = 32
            if feed == .pension { try payPension(row, share: row.person.sequence % 100) }
            if feed == .publicPension { payPublicPension(row, share: row.person.sequence % 100) }
            try emit(row, feed, money, status: feed == .medical ? 1 : 3)
        } else if isActive {
            try emit(row, feed, money, status: 1)
        } else if month.index == row.end {
            try emit(row, feed, money, status: 4)
        } else if debtBefore || money.hasDebt {
            try emit(row, feed, money, status: 2)
        }
    }

    /// Is the person insured (status 1, 2 or 3) in the pension feed of a month?
    private func isInsured(_ row: Row, in month: Int, retired: Int, left: Int, state: PaymentState) -> Bool {
        if month < row.joined { return false }
        if month >= retired && month < left { return true }
        if month < row.end { return true }
        if month == row.end { return false }
        var money = Contribution()
        _ = settle(&money, row, row.unit < 0 ? Rates(unit: 0, person: 200) : Rates(unit: 160, person: 80), state)
        return money.hasDebt
    }

    /// Counts the person who is insured now and was not a month ago, or the other way round.
    private func countChange(_ row: Row, retired: Int, left: Int, before: PaymentState) {
        let was = isInsured(row, in: month.index - 1, retired: retired, left: left, state: before)
        let now = isInsured(row, in: month.index, retired: retired, left: left, state: row.state ?? before)
        if was != now { countChange(row.district, isIncrease: now) }
    }

    /// Cleared now and owed at the end: what was due in the months that the state names, if the person contributed in them.
    /// True when there was a debt at the end of last month.
    private func settle(_ money: inout Contribution, _ row: Row, _ rates: Rates, _ state: PaymentState) -> Bool {
        func sum(_ bits: UInt64) -> (unit: Int, person: Int) {
            var rest = bits, total = (unit: 0, person: 0)
            while rest != 0 {
                let k = rest.trailingZeroBitCount - PaymentState.history
                rest &= rest - 1
                if k < row.joined || k >= row.end { continue }
                let due = rates.due(base: base(row, SampleMonth(index: k)))
                total.unit += due.unit
                total.person += due.person
            }
            return total
        }
        money.cleared = sum(state.cleared)
        money.owed = sum(state.owed)
        return money.cleared.unit + money.cleared.person > 0
    }

    // MARK: Rows

    private func emit(_ row: Row, _ feed: Feed, _ money: Contribution, status: Int) throws {
        let file = files[feed.rawValue]
        let values = [
            money.base, money.due.unit, money.due.person, money.paid.unit, money.paid.person, money.cleared.unit, money.cleared.person,
            money.owed.unit, money.owed.person, money.backpay, money.lateFee,
        ]
        for index in values.indices { file.sums[index] += values[index] }
        fund.add(collected: money.collected, lateFee: money.lateFee, district: row.district, insurance: feed.rawValue)
        gather(row, feed, money, status: status)
        let isMaternal = status == 1 && row.personClass < 30 && row.personClass != 15 && chance.below(1000, .maternity, row.index) < 795
        try file.row { buffer in
            buffer.number(month.yyyymm)
            buffer.bar()
            buffer.number(CityTables.districts[row.district].code)
            buffer.bar()
            if row.unit >= 0 { buffer.number(1_000_000_001 + row.unit) }
            buffer.bar()
            row.person.write(into: &buffer)
            buffer.bar()
            buffer.number(row.personClass)
            buffer.bar()
            if feed == .pension || feed == .unemployment {
                buffer.byte(row.person.isMale ? 0xC4 : 0xC5)
                buffer.byte(row.person.isMale ? 0xD0 : 0xAE)
            } else { buffer.text(row.person.isMale ? "男" : "女") }
            buffer.bar()
            buffer.date(row.person.birthYear, row.person.birthMonth, row.person.birthDay)
            buffer.bar()
            if writeBase(money.base, row.index, &buffer) { file.rounded += 1 }
            for value in values.dropFirst() {
                buffer.bar()
                buffer.money(value)
            }
            buffer.bar()
            buffer.number(money.months)
            buffer.bar()
            buffer.number(status)
            if feed == .medical {
                buffer.bar()
                buffer.number(isMaternal ? 1 : 0)
            }
        }
        file.declare(DeclaredRow(
            district: row.district, values: values, isPayer: money.paid.unit + money.paid.person > 0 && money.months > 0, isInsured: Self.isInsured(feed, row.personClass, status)))
        plantDefect(feed)
        if feed == .medical, money.base > 0, row.personClass != 15 { try writeAccount(row, base: money.base) }
    }

    /// 参保人数 as each insurance counts it.
    private static func isInsured(_ feed: Feed, _ personClass: Int, _ status: Int) -> Bool {
        switch feed {
        case .pension, .publicPension: (1...3).contains(status)
        case .resident: (61...62).contains(personClass) && (1...3).contains(status)
        default: personClass < 40 && (1...2).contains(status)
        }
    }

    func plantDefect(_ feed: Feed) {
        let file = files[feed.rawValue]
        if plantDefects, chance.below(1000, .defect, file.lines, feed.rawValue &* 1000 &+ month.index) == 0 { plant(in: file, seed: file.lines) }
    }

    /// One base in a hundred is written with more decimals; it rounds to the true cent.
    private func writeBase(_ cents: Int, _ index: Int, _ buffer: inout RowBuffer) -> Bool {
        if cents > 0, chance.below(100, .decimals, index, month.index) == 0 {
            if index % 2 == 0 {
                buffer.money(cents)
                buffer.text("49")
            } else {
                buffer.money(cents - 1)
                buffer.text("5")
            }
            return true
        }
        buffer.money(cents)
        return false
    }

    private func plant(in file: FeedFile, seed: Int) {
        let defect = Defect.allCases[chance.below(Defect.allCases.count, .defect, seed, -7)]
        if let line = file.plant(defect) { defectLines.append(line) }
    }

    private func writeUnits() throws {
        let file = files[Feed.units.rawValue]
        for unit in 0..<size.units {
            try file.row { buffer in
                buffer.number(month.yyyymm)
                buffer.bar()
                buffer.number(1_000_000_001 + unit)
                buffer.bar()
                // 合成单位, some with 億, whose second byte in GBK is that of the delimiter.
                buffer.append([0xBA, 0xCF, 0xB3, 0xC9, 0xB5, 0xA5, 0xCE, 0xBB])
                if unit % 97 == 5 { buffer.append([0x83, 0x7C]) }
                buffer.number(unit + 1, width: 6)
                buffer.bar()
                buffer.text("HC000000")
                buffer.number(unit + 1, width: 10)
                buffer.bar()
                buffer.number(CityTables.districts[district[unit]].code)
                buffer.bar()
                buffer.number(unit >= size.privateUnits ? 2 + unit % 5 : chance.below(100, .unitType, unit) < 8 ? 7 : 1)
                buffer.bar()
                buffer.number(industry[unit] + 1)
                buffer.bar()
                buffer.date(1990 + chance.below(33, .unitType, unit, 1), 1 + unit % 12, 1 + unit % 28)
                buffer.bar()
                buffer.number(1)
            }
        }
    }

    private func writeFund() throws {
        let file = files[Feed.fund.rawValue]
        for entry in fund.close(month: month, chance: chance) {
            file.sums[0] += entry.amount
            file.sums[1] += entry.budgetInitial
            file.sums[2] += entry.budgetAdjusted
            try file.row { buffer in
                buffer.number(month.yyyymm)
                buffer.bar()
                buffer.number(CityTables.insurances[entry.insurance])
                buffer.bar()
                buffer.number(CityTables.districts[entry.district].code)
                buffer.bar()
                buffer.number(entry.item)
                for value in [entry.amount, entry.budgetInitial, entry.budgetAdjusted] {
                    buffer.bar()
                    buffer.money(value)
                }
            }
        }
    }
}

struct MonthResult {
    var files: [FeedFile]
    var defectLines: [String]
}
