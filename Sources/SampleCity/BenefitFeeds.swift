/// Feeds about benefits, unit totals, changes and budgets. Every benefit row carries the amount that the fund book counts
/// for the person, so that item 201 of the fund feed is the sum of the rows.
extension MonthWriter {
    // MARK: Pension (YF) and changes (ZJ)

    /// The year of the adjustment that is being paid: announced in July, effective in January.
    private var adjustmentYear: Int { month.month >= 7 ? month.year : month.year - 1 }

    /// Parts of the increase in cents; `level` is in 1/10000 of the pension before. Invented.
    private static func adjustment(_ year: Int) -> (fixed: Int, perYear: Int, level: Int) {
        switch year {
        case ...2024: (4500, 300, 110)
        case 2025: (3000, 200, 90)
        default: (2800, 200, 80)
        }
    }

    /// One row of YF, and the same amount in the fund.
    func payPension(_ row: Row, share: Int) throws {
        fund.add(pensioner: row.district, insurance: 0, share: share)
        let amount = FundBook.benefit(0, share: share), age = month.year - row.person.birthYear - (month.month < row.person.birthMonth ? 1 : 0)
        let band = age < 65 ? 0 : min(4, (age - 60) / 5)
        let rules = Self.adjustment(adjustmentYear), isEligible = row.person.birthYear + 60 < adjustmentYear
        let years = 15 + chance.below(26, .pension, row.index)
        let fixed = isEligible ? rules.fixed : 0, byYears = isEligible ? rules.perYear * years : 0
        let byAge = isEligible ? [0, 3000, 4000, 5000, 6000][band] : 0
        let before = isEligible ? (amount - fixed - byYears - byAge) * 10_000 / (10_000 + rules.level) : amount
        let byLevel = amount - fixed - byYears - byAge - before, increase = amount - before
        let late = chance.below(1000, .arrears, row.index, month.index) < 12 ? amount : 0
        let arrears = month.month == 7 ? increase * 6 : late
        let isOldWorker = row.personClass == 32 && row.person.birthYear <= 1925
        try write(.pensionBenefit, row, money: [amount, arrears, before, increase, fixed, byYears, byLevel, byAge]) { buffer in
            buffer.number(row.personClass)
            buffer.bar()
            buffer.date(row.person.birthYear, row.person.birthMonth, row.person.birthDay)
            buffer.bar()
            buffer.number(band)
            buffer.bar()
            buffer.number(isOldWorker ? 1 : 0)
        }
    }

    func countChange(_ district: Int, isIncrease: Bool) { changes[district][isIncrease ? 0 : 1] += 1 }

    func writeChanges() throws {
        for (district, counts) in changes.enumerated() {
            for kind in 0..<2 {
                try files[Feed.changes.rawValue].row { buffer in
                    buffer.number(month.yyyymm)
                    buffer.bar()
                    buffer.number(CityTables.districts[district].code)
                    buffer.bar()
                    buffer.number(kind + 1)
                    buffer.bar()
                    buffer.number(counts[kind])
                }
            }
        }
    }

    // MARK: Unemployment (SF)

    /// `isLast`: the first month without benefit; the row says that drawing stopped.
    func writeJobless(_ row: Row, monthNumber: Int, isLast: Bool, share: Int) throws {
        if !isLast { fund.add(pensioner: row.district, insurance: 3, share: share) }
        let tier = monthNumber > 12 ? 5 : share / 20
        let isNew = month.year * 100 + month.month >= 202_509
        let tiers = isNew ? [212_900, 215_600, 218_800, 221_500, 228_600, 212_900] : [202_500, 205_200, 208_400, 211_100, 218_200, 202_500]
        let standard = tiers[tier], amount = FundBook.benefit(3, share: share)
        let medical = (CityTables.limits(month.contributionYear).lower * 118 + 500) / 1000
        let money = isLast ? [0, 0, 0, 0, 0] : [standard, standard, standard, medical, amount - standard]
        try write(.unemploymentBenefit, row, money: money) { buffer in
            buffer.date(row.person.birthYear, row.person.birthMonth, row.person.birthDay)
            buffer.bar()
            buffer.number(tier + 1)
            buffer.bar()
            buffer.number(isLast ? 0 : monthNumber)
        } tail: { $0.number(isLast ? 4 : 3) }
    }

    // MARK: Injury (GF, GL)

    func writeInjured(_ row: Row, share: Int) throws {
        fund.add(pensioner: row.district, insurance: 4, share: share)
        let amount = FundBook.benefit(4, share: share)
        let isRecognised = chance.below(100, .injury, row.index, month.index) < 7
        let assessment = chance.below(100, .assessment, row.index, month.index)
        let result = assessment >= 9 ? 0 : assessment == 0 ? 1 : assessment < 3 ? 2 : assessment < 7 ? 3 : 4
        let isDependant = row.personClass == 54
        let medical = isDependant ? 0 : amount * (15 + chance.below(30, .assessment, row.index)) / 100
        let other = amount * 6 / 100, rest = amount - medical - other
        try write(.injuryBenefit, row, money: [medical, isDependant ? 0 : rest, isDependant ? rest : 0, other]) { buffer in
            buffer.number(1 + chance.below(8, .industry, row.index, 2) * chance.below(8, .industry, row.index, 3) / 7)
            buffer.bar()
            buffer.number(row.personClass)
            buffer.bar()
            buffer.number(isRecognised ? 1 : 0)
            buffer.bar()
            buffer.number(result)
        }
    }

    /// Public units pay by class 1.
    private func injuryClass(_ unit: Int) -> Int { unit >= size.privateUnits ? 1 : industry[unit] + 1 }

    func writeInjuryRates() throws {
        for unit in 0..<size.units {
            let totals = unitTotals[unit], isProject = injuryClass(unit) >= 4 && chance.below(100, .project, unit) < 30
            try writeUnit(.injuryRate, unit, money: [totals.base, totals.paid]) { buffer in
                buffer.number(injuryClass(unit))
                buffer.bar()
                buffer.number(isProject ? 1 : 0)
                buffer.bar()
                buffer.number(totals.insured)
                buffer.bar()
                buffer.number(totals.payers)
            }
        }
    }

    // MARK: Residents (CF)

    func writeResident(_ row: Row, paid: Int, share: Int) throws {
        var money = [paid, 0, 0, 0, 0, 0]
        var grade = 0
        let isHardship = row.personClass == 61 && chance.below(1000, .hardship, row.index) < 35
        if paid > 0 {
            grade = paid <= 100_000 ? 1 : paid < 900_000 ? 2 : 3
            money[1] = [0, 6000, 9000, 15_000][grade]
        }
        if row.personClass != 61 {
            fund.add(pensioner: row.district, insurance: 2, share: share)
            let amount = FundBook.benefit(2, share: share), basic = month.year <= 2024 ? 96_100 : month.year == 2025 ? 99_800 : 103_500
            if row.personClass == 62 { (money[2], money[3]) = (basic, amount - basic) } else { (money[4], money[5]) = (basic - 8500, amount - basic + 8500) }
        }
        try write(.residentBenefit, row, money: money) { buffer in
            buffer.number(row.personClass)
            buffer.bar()
            buffer.number(isHardship ? 1 : 0)
            buffer.bar()
            buffer.number(grade)
        }
    }

    // MARK: Public units (ZN)

    func payPublicPension(_ row: Row, share: Int) {
        fund.add(pensioner: row.district, insurance: 1, share: share)
        unitTotals[row.unit].retired += 1
        unitTotals[row.unit].pension += FundBook.benefit(1, share: share)
    }

    func writeAnnuities() throws {
        for unit in size.privateUnits..<size.units {
            let totals = unitTotals[unit], personClass = 21 + unit % 5
            let booked = personClass <= 23 ? totals.annuityUnit : 0
            let money = [totals.annuityBase, totals.annuityUnit, booked, totals.annuityPerson, totals.pension]
            try writeUnit(.annuity, unit, money: money) { buffer in
                buffer.number(personClass)
                buffer.bar()
                buffer.number(totals.active)
                buffer.bar()
                buffer.number(totals.retired)
            }
        }
    }

    /// What unit-level feeds need from a person's row.
    func gather(_ row: Row, _ feed: Feed, _ money: Contribution, status: Int) {
        if row.unit < 0 { return }
        let isPaid = money.paid.unit + money.paid.person > 0 && money.months > 0
        if feed == .injury {
            if status <= 2 { unitTotals[row.unit].insured += 1 }
            if !isPaid { return }
            unitTotals[row.unit].payers += 1
            unitTotals[row.unit].base += money.base
            unitTotals[row.unit].paid += money.paid.unit
        } else if feed == .publicPension {
            if status <= 2 && row.personClass < 30 { unitTotals[row.unit].active += 1 }
            if !isPaid { return }
            let annuity = Rates(unit: 80, person: 40).due(base: money.base)
            unitTotals[row.unit].annuityBase += money.base
            unitTotals[row.unit].annuityUnit += annuity.unit
            unitTotals[row.unit].annuityPerson += annuity.person
        }
    }

    // MARK: Budget (YS)

    func writeBudget() throws {
        let file = files[Feed.budget.rawValue]
        for entry in fund.budget(month) {
            file.sums[0] += entry.budgetInitial
            file.sums[1] += entry.budgetAdjusted
            try file.row { buffer in
                buffer.number(month.yyyymm)
                buffer.bar()
                buffer.number(CityTables.insurances[entry.insurance])
                buffer.bar()
                buffer.number(entry.item)
                for value in [entry.budgetInitial, entry.budgetAdjusted] {
                    buffer.bar()
                    buffer.money(value)
                }
            }
        }
    }

    // MARK: Rows

    /// period|district|person|…|money…|…
    private func write(
        _ feed: Feed, _ row: Row, money: [Int], _ body: (inout RowBuffer) -> Void, tail: ((inout RowBuffer) -> Void)? = nil
    ) throws {
        let file = files[feed.rawValue]
        for index in money.indices { file.sums[index] += money[index] }
        try file.row { buffer in
            buffer.number(month.yyyymm)
            buffer.bar()
            buffer.number(CityTables.districts[row.district].code)
            buffer.bar()
            row.person.write(into: &buffer)
            buffer.bar()
            finish(&buffer, money, body, tail)
        }
        plantDefect(feed)
    }

    /// period|district|unit|…|money…
    private func writeUnit(_ feed: Feed, _ unit: Int, money: [Int], _ body: (inout RowBuffer) -> Void) throws {
        let file = files[feed.rawValue]
        for index in money.indices { file.sums[index] += money[index] }
        try file.row { buffer in
            buffer.number(month.yyyymm)
            buffer.bar()
            buffer.number(CityTables.districts[district[unit]].code)
            buffer.bar()
            buffer.number(1_000_000_001 + unit)
            buffer.bar()
            finish(&buffer, money, body, nil)
        }
        plantDefect(feed)
    }

    private func finish(_ buffer: inout RowBuffer, _ money: [Int], _ body: (inout RowBuffer) -> Void, _ tail: ((inout RowBuffer) -> Void)?) {
        body(&buffer)
        for value in money {
            buffer.bar()
            buffer.money(value)
        }
        if let tail {
            buffer.bar()
            tail(&buffer)
        }
    }
}
