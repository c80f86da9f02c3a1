import Composition
import Diagnostics
import Quantities
import ReportModel

/// Forms with invented figures (合成数据) for layout tests.
enum SampleForms {
    static let place = SourceRange(file: "ReportDefs/reports/sample.yaml", line: 1, column: 1)

    static func cell(_ text: String, marks: [Int] = []) -> BuiltCell {
        switch text {
        case "—": BuiltCell(value: .notApplicable, display: nil, text: text, marks: marks)
        case "缺": BuiltCell(value: .missing(reason: "no data"), display: nil, text: text, marks: marks)
        case "": BuiltCell(value: .notApplicable, display: nil, text: text, marks: marks)
        default: BuiltCell(value: .number(.zero), display: Decimal(unscaled: 0, scale: 0), text: text, marks: marks)
        }
    }

    static func row(
        _ code: String, _ title: String, _ style: RowStyle = .normal, level: Int = 0, opens: Bool = false, closes: Bool = true,
        marks: [Int] = [], figures: [String]
    ) -> BuiltRow {
        BuiltRow(
            code: code, title: title, shortTitle: title, style: style, level: level, opensOfWhich: opens, closesGroup: closes, marks: marks,
            cells: figures.map { cell($0) })
    }

    static func column(_ code: String, _ title: String, group: String? = nil) -> BuiltColumn {
        BuiltColumn(code: code, name: nil, title: title, unit: .person, decimals: 0, group: group)
    }

    static func head(_ text: String, unit: String? = nil, row: Int, rows: Int, column: Int, columns: Int = 1, spanner: Bool = false) -> HeaderCell {
        HeaderCell(
            lines: text.split(separator: "\n").map(String.init), unitLine: unit, row: row, rowSpan: rows, column: column, columnSpan: columns,
            isSpanner: spanner)
    }

    static func relation(_ text: String, checked: Int = 4, notEvaluated: Int = 0, failures: [RelationResult.Failure] = []) -> RelationResult {
        RelationResult(text: text, checked: checked, notEvaluated: notEvaluated, failures: failures, severity: .error)
    }

    static func report(
        _ code: String, _ title: String, district: String? = nil, page: PageSetup = PageSetup(), period: String = "2022 年 9 月",
        units: String = "计量单位：户、人、万元、元、%", table: BuiltTable?, charts: [BuiltChart] = [], notes: [BuiltNote] = [],
        relations: [RelationResult] = []
    ) -> BuiltReport {
        BuiltReport(
            code: code, title: title, scope: ReportScope(district: district == nil ? nil : "110105", name: district ?? "示例市"),
            period: ReportingPeriod(year: 2022, month: 9)!, frequency: .monthly,
            form: FormFrame(
                office: "编制单位：示例市社会保险基金管理中心", period: period, formNumber: "表号：\(code)", units: units,
                signatures: ["单位负责人：", "统计负责人：", "填表人：", "报出日期：2022 年 10 月 15 日"], state: "测试版", dataMark: "合成数据",
                provenanceCode: "\(code.split(separator: "-").last!)-202209-7F3A·91C4"),
            page: page, rounding: .halfAwayFromZero, table: table, charts: charts, notes: notes, relations: relations, calibers: [], batches: [],
            origin: place)
    }

    /// The form of the target picture, with its figures.
    static func z02(district: String? = nil, charts: [BuiltChart] = [], page: PageSetup = PageSetup()) -> BuiltReport {
        let heads = [
            head("缴费\n单位数", row: 0, rows: 3, column: 0), head("缴费人数", row: 0, rows: 3, column: 1),
            head("缴费基数", row: 0, rows: 1, column: 2, columns: 2, spanner: true), head("总额", row: 1, rows: 2, column: 2),
            head("人均", unit: "（元）", row: 1, rows: 2, column: 3),
            head("收缴情况", row: 0, rows: 1, column: 4, columns: 6, spanner: true), head("应缴", row: 1, rows: 2, column: 4),
            head("实缴", row: 1, rows: 1, column: 5, columns: 3, spanner: true), head("合计", row: 2, rows: 1, column: 5),
            head("其中：当期", row: 2, rows: 1, column: 6), head("其中：清欠", row: 2, rows: 1, column: 7),
            head("期末欠缴", row: 1, rows: 2, column: 8), head("收缴率", unit: "（%）", row: 1, rows: 2, column: 9),
            head("收缴率\n同比", unit: "（百分点）", row: 0, rows: 3, column: 10),
        ]
        let rows = [
            row("01", "合计", .total, figures: "— — — — 1,862,344.17 1,829,207.55 1,803,771.02 25,436.53 92,518.40 96.86 0.12".cells),
            row("02", "企业职工基本养老保险", closes: false, figures: "412,873 13,264,518 16,204,391.27 12,216 1,296,351.30 1,272,908.11 1,254,870.49 18,037.62 66,040.87 96.80 0.15".cells),
            row("03", "单位缴费", .ofWhich, level: 1, opens: true, closes: false, figures: "_ _ _ _ 864,234.20 848,601.77 836,577.03 12,024.74 44,027.25 96.80 0.15".cells),
            row("04", "个人缴费", .ofWhich, level: 1, figures: "_ _ _ _ 432,117.10 424,306.34 418,293.46 6,012.88 22,013.62 96.80 0.15".cells),
            row("05", "机关事业单位基本养老保险", closes: false, figures: "11,904 742,806 884,173.55 11,903 212,201.65 212,089.02 211,873.34 215.68 1,106.33 99.85 0.01".cells),
            row("06", "单位缴费", .ofWhich, level: 1, opens: true, closes: false, figures: "_ _ _ _ 141,467.77 141,392.68 141,248.89 143.79 737.55 99.85 0.01".cells),
            row("07", "个人缴费", .ofWhich, level: 1, figures: "_ _ _ _ 70,733.88 70,696.34 70,624.45 71.89 368.78 99.85 0.01".cells),
            row("08", "城乡居民养老保障", figures: "— 604,217 — — 18,126.51 17,842.08 17,842.08 0.00 284.43 98.43 −0.22".cells),
            row("09", "失业保险", figures: "415,220 13,402,177 16,318,204.61 12,176 163,182.05 160,433.87 158,201.66 2,232.21 8,215.44 96.95 0.18".cells),
            row("10", "工伤保险", figures: "418,961 12,987,340 16,012,778.90 12,330 64,051.12 62,987.33 62,142.20 845.13 3,142.77 97.02 0.11".cells),
            row("11", "职工基本医疗保险（含生育）", figures: "419,330 13,845,902 17,011,203.44 12,286 108,431.54 102,947.14 98,841.25 4,105.89 13,728.56 91.16 0.09".cells),
        ]
        let table = BuiltTable(
            stubTitle: "险种及缴费来源", codeTitle: "代码", columns: (1...11).map { column(String($0), "") }, headerCells: heads, headerRowCount: 3, rows: rows)
        return report(
            "SB-Z02", "社会保险费收缴情况（分险种）", district: district, page: page, table: table, charts: charts,
            notes: [
                BuiltNote(mark: nil, text: "缴费人数为当月有到账缴费记录的人数，不含补缴（口径 K02）。"),
                BuiltNote(mark: nil, text: "缴费基数下限 5,869 元、上限 31,884 元（自 2022 年 7 月 1 日起执行）。"),
                BuiltNote(mark: nil, text: "“—”表示不适用。合计与分项之和因四舍五入可能不等。"),
            ],
            relations: [
                relation("01行 = 02行 + 05行 + 08行 + 09行 + 10行 + 11行"), relation("02行 = 03行 + 04行"), relation("05行 = 06行 + 07行"),
                relation("6栏 = 7栏 + 8栏"), relation("10栏 = 7栏 ÷ 5栏"),
            ])
    }

    /// Nine years, seven columns, marks, missing figures.
    static func y03(charts: [BuiltChart] = []) -> BuiltReport {
        let heads = [
            head("缴费基数界限", row: 0, rows: 1, column: 0, columns: 2, spanner: true), head("下限", row: 1, rows: 1, column: 0),
            head("上限", row: 1, rows: 1, column: 1), head("月平均\n工资", row: 0, rows: 2, column: 2),
            head("企业职工养老缴费基数", row: 0, rows: 1, column: 3, columns: 3, spanner: true), head("人均", row: 1, rows: 1, column: 3),
            head("增幅", unit: "（%）", row: 1, rows: 1, column: 4), head("下限人数\n占比", unit: "（%）", row: 1, rows: 1, column: 5),
            head("最低工资\n（年末）", row: 0, rows: 2, column: 6),
        ]
        var rows: [BuiltRow] = []
        for (index, year) in (2018...2026).enumerated() {
            let figures = ["\(3387 + index * 480)", "\(25401 + index * 1400)", "\(8467 + index * 500)", index < 6 ? "缺" : "1\(index),216", index < 7 ? "缺" : "3.41", index < 6 ? "缺" : "21.56", "2,\(120 + index * 50)"]
            var cells = figures.map { cell($0.count == 4 && $0.first!.isNumber && !$0.contains(".") ? "\($0.first!),\($0.dropFirst())" : $0.count == 5 && !$0.contains(",") ? "\($0.prefix(2)),\($0.suffix(3))" : $0) }
            if index % 3 == 1 { cells[0].marks = [1]; cells[1].marks = [1, 2] }
            if index == 8 { cells[3].marks = [3]; cells[4].marks = [3]; cells[5].marks = [3] }
            rows.append(BuiltRow(code: "0\(index + 1)", title: "\(year) 年", shortTitle: "\(year)", style: .normal, level: 0, cells: cells))
        }
        let table = BuiltTable(stubTitle: "年度", codeTitle: "代码", columns: (1...7).map { column(String($0), "") }, headerCells: heads, headerRowCount: 2, rows: rows)
        return report(
            "SB-Y03", "人均缴费基数历年变动", period: "2026 年（截至 10 月）", units: "计量单位：元/月、%", table: table, charts: charts,
            notes: [
                BuiltNote(mark: 1, text: "引自公开转载，未见原文件。"), BuiltNote(mark: 2, text: "由其他公布值推算。"),
                BuiltNote(mark: 3, text: "本年为 1 月至报告期的人月平均，与全年数不完全可比。"),
                BuiltNote(mark: nil, text: "人均缴费基数＝缴费基数总额÷缴费人月数（口径 K04），由接口数据计算；“缺”表示数据未覆盖全年。下限、上限、最低工资为年末（本年为报告期末）执行标准；月平均工资为当年全口径城镇单位就业人员月平均工资。"),
                BuiltNote(mark: nil, text: "上限＝上年月平均工资×3，自 2019 年起适用；2018 年依原口径职工平均工资核定，不参加审核。"),
            ],
            relations: [relation("2栏 = 3 × 上行(3栏)"), relation("1栏 ≤ 2栏"), relation("4栏 ≥ 1栏", notEvaluated: 6), relation("4栏 ≤ 2栏")])
    }

    /// 18 districts, six insurances of five columns each, on A3.
    static func z03(charts: [BuiltChart] = []) -> BuiltReport {
        let names = ["企业职工基本养老保险", "机关事业单位基本养老保险", "城乡居民养老保障", "失业保险", "工伤保险", "职工基本医疗保险（含生育）"]
        var heads: [HeaderCell] = [], columns: [BuiltColumn] = []
        for (index, name) in names.enumerated() {
            heads.append(head(name, row: 0, rows: 1, column: index * 5, columns: 5, spanner: true))
            for (place, (title, unit)) in [("缴费人数", nil), ("实缴金额", nil), ("收缴率", "（%）"), ("本年累计", nil), ("占全市", "（%）")].enumerated() as EnumeratedSequence<[(String, String?)]> {
                heads.append(head(title, unit: unit, row: 1, rows: 1, column: index * 5 + place))
                columns.append(column(String(index * 5 + place + 1), title, group: name))
            }
        }
        let districts = ["东城区", "西城区", "朝阳区", "海淀区", "丰台区", "石景山区", "门头沟区", "房山区", "通州区", "顺义区", "大兴区", "昌平区", "平谷区", "怀柔区", "密云区", "延庆区", "经济技术开发区", "市本级"]
        var numbers = Numbers(seed: 7)
        var rows: [BuiltRow] = []
        for index in 0...districts.count {
            let scale = index == 0 ? 10.0 : 1.0
            var cells: [String] = []
            for group in 0..<6 {
                cells.append(grouped(numbers.below(Int(90_000 * scale)) + 1000, decimals: 0))
                cells.append(grouped(numbers.below(Int(6_000_000 * scale)) + 1000, decimals: 2))
                cells.append(group == 2 ? "—" : grouped(9000 + numbers.below(1000), decimals: 2))
                cells.append(grouped(numbers.below(Int(50_000_000 * scale)) + 1000, decimals: 2))
                cells.append(index == 0 ? "100.00" : grouped(numbers.below(2000), decimals: 2))
            }
            let code = index < 9 ? "0\(index + 1)" : "\(index + 1)"
            rows.append(row(code, index == 0 ? "合计" : districts[index - 1], index == 0 ? .total : .normal, figures: cells))
        }
        let table = BuiltTable(stubTitle: "区县", codeTitle: "代码", columns: columns, headerCells: heads, headerRowCount: 2, rows: rows)
        return report(
            "SB-Z03", "社会保险费收缴情况（分区县）", page: PageSetup(size: .a3), units: "计量单位：人、万元、%", table: table, charts: charts,
            notes: [
                BuiltNote(mark: nil, text: "区县归属按期末经办机构（口径 K12）；经济技术开发区、市本级单列，代码为本地代码。"),
                BuiltNote(mark: nil, text: "“—”表示不适用。城乡居民养老保障无应缴，收缴率不适用。"),
            ],
            relations: [relation("01行 = sum(02行:19行)"), relation("[01,1] = Z02[02,2]"), relation("[01,2] = Z02[02,6]")])
    }

    /// A long table: groups of a head row and five 其中 rows below a total.
    static func long(rows count: Int, columns: Int = 8, page: PageSetup = PageSetup(orientation: .portrait)) -> BuiltReport {
        var numbers = Numbers(seed: UInt64(count))
        let heads = (0..<columns).map { head("第\($0 + 1)季度\n发生额", row: 0, rows: 1, column: $0) }
        let width = String(count).count
        let rows = (0..<count).map { index in
            let code = String(index + 1), isHead = index % 6 == 1
            let figures = (0..<columns).map { _ in grouped(numbers.below(90_000_000), decimals: 2) }
            return row(
                String(repeating: "0", count: max(2, width) - code.count) + code, index == 0 ? "合计" : isHead ? "合成单位\(index)号" : "经办点\(index)",
                index == 0 ? .total : isHead ? .normal : .ofWhich, level: index == 0 || isHead ? 0 : 1, opens: index % 6 == 2,
                closes: index == 0 || index % 6 == 0, figures: figures)
        }
        let table = BuiltTable(stubTitle: "单位", codeTitle: "代码", columns: (1...columns).map { column(String($0), "") }, headerCells: heads, headerRowCount: 1, rows: rows)
        return report(
            "SB-L01", "合成单位缴费明细", page: page, units: "计量单位：元", table: table, notes: [BuiltNote(mark: nil, text: "合成数据，仅供版面检验。")],
            relations: [relation("01行 = sum(02行:120行)", failures: [.init(place: "3栏", left: Amount(1200), right: Amount(1201))]), relation("1栏 ≤ 2栏")])
    }

    static func emptyChart(_ id: String) -> BuiltChart {
        BuiltChart(
            id: id, number: "图1", title: "应缴与实缴", kind: .bars, unit: .tenThousandYuan, unitText: "万元", categories: [], series: [],
            scale: BuiltScale(minimum: .zero, maximum: .one, ticks: [], startsAtZero: true, zeroPosition: 0), isEmpty: true)
    }

    /// Three bars of the same height.
    static func chart(_ id: String, position: Double = 0.5) -> BuiltChart {
        var chart = emptyChart(id)
        chart.categories = (0..<3).map { BuiltCategory(label: "险种\($0)") }
        chart.series = [BuiltSeries(name: "实缴", mark: .bar, paletteIndex: 0, tinted: false, usesSecondScale: false, points: (0..<3).map { _ in point(position) })]
        chart.scale.ticks = (0...4).map { BuiltScale.Tick(position: Double($0) / 4, text: "\($0)") }
        chart.isEmpty = false
        return chart
    }

    static func zeroChart(_ id: String) -> BuiltChart {
        var chart = chart(id, position: 0)
        chart.scale.ticks = []
        return chart
    }

    static func point(_ position: Double) -> BuiltPoint { BuiltPoint(position: position, display: Decimal(unscaled: 2, scale: 0), text: "2") }

    static func grouped(_ unscaled: Int, decimals: Int) -> String { Decimal(unscaled: Int128(unscaled), scale: decimals).text() }
}

extension String {
    /// Cell texts separated by blanks; `_` is an empty one.
    var cells: [String] { split(separator: " ").map { $0 == "_" ? "" : String($0) } }
}

/// Repeatable numbers.
struct Numbers: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }
}
