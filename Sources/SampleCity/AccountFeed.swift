/// YH: what the bank holding the personal accounts of 职工医疗保险 was told to credit; with header and trailer, dates without marks.
extension MonthWriter {
    func writeAccountHeader() {
        files[Feed.accounts.rawValue].control { buffer in
            buffer.text("H|YH|")
            buffer.number(month.yyyymm)
        }
    }

    /// Two percent of the base, rounded half away from zero to the cent.
    func writeAccount(_ row: Row, base: Int) throws {
        let file = files[Feed.accounts.rawValue], amount = (base * 2 + 50) / 100
        file.sums[0] += base
        file.sums[1] += amount
        let isSupplement = chance.below(200, .backpay, row.index, month.index &* 8 &+ 7) == 0
        try file.row { buffer in
            buffer.number(month.yyyymm)
            buffer.bar()
            buffer.number(CityTables.districts[row.district].code)
            buffer.bar()
            row.person.write(into: &buffer)
            buffer.bar()
            buffer.number(row.personClass)
            buffer.bar()
            buffer.text("622")
            buffer.number(Int(chance.bits(.unit, row.index, 99) % 1_000_000_000_000_000), width: 16)
            buffer.bar()
            buffer.money(base)
            buffer.text("|0.0200|")
            buffer.money(amount)
            buffer.bar()
            buffer.number(month.yyyymm * 100 + 5 + chance.below(4, .payMonth, row.index, 3))
            buffer.bar()
            buffer.byte(isSupplement ? 48 : 49)
            buffer.bar()
            // 补划 in GB18030.
            if isSupplement { buffer.append([0xB2, 0xB9, 0xBB, 0xAE]) }
        }
    }

    func writeAccountTrailer() {
        let file = files[Feed.accounts.rawValue]
        file.control { buffer in
            buffer.text("T|")
            buffer.number(file.lines)
            buffer.bar()
            buffer.money(file.sums[1])
        }
    }
}
