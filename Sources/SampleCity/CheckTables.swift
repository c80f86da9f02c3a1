/// The tables that come with the person feeds: the check table `HD_yyyymm.XLS`, a sheet a feed, and the self-check report
/// `ZC_yyyymm.CSV` (合成数据). They count every delivered row at the value that the provider's system holds.
struct CheckTables {
    let month: SampleMonth
    /// By feed, in the order of `CityTables.insurances`, and by district.
    let totals: [[DeclaredTotals]]
    /// Adds 1,000 rows to the pension figure of 朝阳区: for trying out what is found.
    let hasWrongFigure: Bool

    static let wrongRows = 1000
    private static let sheets = ["企业养老", "机关养老", "城乡居民", "失业", "工伤", "医疗"]
    private static let titles = ["企业职工基本养老保险", "机关事业单位养老保险", "城乡居民养老保障", "失业保险", "工伤保险", "职工医疗保险"]
    private static let districts = [
        "东城区", "西城区", "朝阳区", "丰台区", "石景山区", "海淀区", "门头沟区", "房山区", "通州区", "顺义区", "昌平区", "大兴区", "怀柔区", "平谷区", "密云区", "延庆区", "经济技术开发区", "市本级",
    ]
    private static let firstRow = 4

    var checkTable: (name: String, bytes: [UInt8]) {
        ("HD_\(month.yyyymm).XLS", LegacyWorkbook(sheets: totals.indices.map(sheet)).bytes())
    }

    private func sheet(_ feed: Int) -> LegacyWorkbook.Sheet {
        var sheet = LegacyWorkbook.Sheet(Self.sheets[feed])
        sheet.set(0, 0, .text("\(Self.titles[feed])数据核对表"))
        sheet.set(1, 0, .text("报告期：\(month.year) 年 \(month.month) 月（合成数据）"))
        let heads: [(Int, Int, String)] = [
            (2, 0, "区县代码"), (2, 1, "经办区县"), (2, 2, "记录数"), (2, 3, "缴费基数\n（万元）"), (2, 4, "当期应缴（元）"), (2, 6, "当期实缴（元）"), (2, 8, "滞纳金（元）"), (2, 9, "参保个人数"),
            (3, 4, "单位"), (3, 5, "个人"), (3, 6, "单位"), (3, 7, "个人"),
        ]
        for (row, column, text) in heads { sheet.set(row, column, .text(text)) }
        sheet.merged = [(0...0, 0...9), (1...1, 0...9), (2...2, 4...5), (2...2, 6...7)] + [0, 1, 2, 3, 8, 9].map { (2...3, $0...$0) }
        var sums = [Int](repeating: 0, count: 8)
        for (index, name) in Self.districts.enumerated() {
            let row = Self.firstRow + index
            sheet.set(row, 0, .text("\(CityTables.districts[index].code)"))
            sheet.set(row, 1, .text(name))
            for (column, value) in figures(feed, index).enumerated() {
                sums[column] += value
                sheet.set(row, 2 + column, .number(Self.shown(value, column), decimals: Self.decimals(column)))
            }
        }
        let last = Self.firstRow + Self.districts.count
        sheet.set(last, 1, .text("合 计"))
        for (column, value) in sums.enumerated() {
            sheet.set(last, 2 + column, .columnSum(fromRow: Self.firstRow, Self.shown(value, column), decimals: Self.decimals(column)))
        }
        return sheet
    }

    /// Rows and persons as they are, base in hundredths of 万元, other money in cents.
    private func figures(_ feed: Int, _ district: Int) -> [Int] {
        let total = totals[feed][district], isWrong = hasWrongFigure && feed == 0 && district == 2
        let base = (total.sums[0] + 5000) / 10_000
        return [total.rows + (isWrong ? Self.wrongRows : 0), base, total.sums[1], total.sums[2], total.sums[3], total.sums[4], total.sums[10], total.rows]
    }

    private static func decimals(_ column: Int) -> Int { column == 0 || column == 7 ? 0 : 2 }
    private static func shown(_ value: Int, _ column: Int) -> Double { decimals(column) == 0 ? Double(value) : Double(value) / 100 }

    var selfCheck: (name: String, bytes: [UInt8]) {
        var buffer = RowBuffer()
        buffer.append(Array("险种,区县代码,区县,参保人数,缴费人数,单位实缴,个人实缴,补缴\r\n".utf8))
        for (feed, insurance) in CityTables.insurances.enumerated() {
            for (index, name) in Self.districts.enumerated() {
                let total = totals[feed][index]
                buffer.append(Array("\(insurance),\(CityTables.districts[index].code),\(name),\(total.insured),\(total.payers)".utf8))
                for value in [total.sums[3], total.sums[4], total.sums[9]] {
                    buffer.byte(44)
                    buffer.money(value)
                }
                buffer.append([13, 10])
            }
        }
        return ("ZC_\(month.yyyymm).CSV", buffer.bytes)
    }
}
