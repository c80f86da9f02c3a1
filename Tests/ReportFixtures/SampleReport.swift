public import Composition
public import Cubes
public import Diagnostics
public import Quantities
public import ReportModel

/// A report like SB-Z02 with invented figures (合成数据): three header levels, 其中, 合计, special values, marks, charts of every kind.
public enum SampleReport {
    public static let place = SourceRange(file: "ReportDefs/reports/overview/Z02.yaml", line: 1, column: 1)

    static let columns: [BuiltColumn] = [
        BuiltColumn(code: "1", name: nil, title: "缴费单位数", unit: .organisation, decimals: 0),
        BuiltColumn(code: "2", name: nil, title: "缴费人数", unit: .person, decimals: 0),
        BuiltColumn(code: "3", name: nil, title: "总额", unit: .tenThousandYuan, decimals: 2),
        BuiltColumn(code: "4", name: nil, title: "人均", unit: .yuanPerPerson, decimals: 0),
        BuiltColumn(code: "5", name: nil, title: "应缴", unit: .tenThousandYuan, decimals: 2),
        BuiltColumn(code: "6", name: nil, title: "合计", unit: .tenThousandYuan, decimals: 2),
        BuiltColumn(code: "7", name: "paid", title: "其中：当期", unit: .tenThousandYuan, decimals: 2),
        BuiltColumn(code: "8", name: nil, title: "其中：清欠", unit: .tenThousandYuan, decimals: 2),
        BuiltColumn(code: "9", name: nil, title: "期末欠缴", unit: .tenThousandYuan, decimals: 2),
        BuiltColumn(code: "10", name: nil, title: "收缴率", unit: .percent, decimals: 2),
        BuiltColumn(code: "11", name: nil, title: "收缴率同比", unit: .percentagePoint, decimals: 2),
    ]

    static let heads: [HeaderCell] = [
        HeaderCell(lines: ["缴费", "单位数"], unitLine: nil, row: 0, rowSpan: 3, column: 0, columnSpan: 1, isSpanner: false),
        HeaderCell(lines: ["缴费人数"], unitLine: nil, row: 0, rowSpan: 3, column: 1, columnSpan: 1, isSpanner: false),
        HeaderCell(lines: ["缴费基数"], unitLine: nil, row: 0, rowSpan: 1, column: 2, columnSpan: 2, isSpanner: true),
        HeaderCell(lines: ["总额"], unitLine: nil, row: 1, rowSpan: 2, column: 2, columnSpan: 1, isSpanner: false),
        HeaderCell(lines: ["人均"], unitLine: "（元）", row: 1, rowSpan: 2, column: 3, columnSpan: 1, isSpanner: false),
        HeaderCell(lines: ["收缴情况"], unitLine: nil, row: 0, rowSpan: 1, column: 4, columnSpan: 6, isSpanner: true),
        HeaderCell(lines: ["应缴"], unitLine: nil, row: 1, rowSpan: 2, column: 4, columnSpan: 1, isSpanner: false),
        HeaderCell(lines: ["实缴"], unitLine: nil, row: 1, rowSpan: 1, column: 5, columnSpan: 3, isSpanner: true),
        HeaderCell(lines: ["合计"], unitLine: nil, row: 2, rowSpan: 1, column: 5, columnSpan: 1, isSpanner: false),
        HeaderCell(lines: ["其中：当期"], unitLine: nil, row: 2, rowSpan: 1, column: 6, columnSpan: 1, isSpanner: false),
        HeaderCell(lines: ["其中：清欠"], unitLine: nil, row: 2, rowSpan: 1, column: 7, columnSpan: 1, isSpanner: false),
        HeaderCell(lines: ["期末欠缴"], unitLine: nil, row: 1, rowSpan: 2, column: 8, columnSpan: 1, isSpanner: false),
        HeaderCell(lines: ["收缴率"], unitLine: "（%）", row: 1, rowSpan: 2, column: 9, columnSpan: 1, isSpanner: false),
        HeaderCell(lines: ["收缴率", "同比"], unitLine: "（百分点）", row: 0, rowSpan: 3, column: 10, columnSpan: 1, isSpanner: false),
    ]

    /// code | title | style | level | eleven values in base units; `-` not applicable, `?` missing, `*` suppressed, empty blank.
    static let lines = [
        "01|合计|total|0|-|-|-|-|18623441725.00|18292075525.55|18037710216|254365309.55|925184039.90|a/96.86|0.12",
        "02|企业职工基本养老保险|normal|0|412873|13264518|162043912700.08|r/162043912700.08/13264518|12963512957.01|12729081108.12|12548704900.12|180376208|660408712|96.80|0.15",
        "03|单位缴费|of-which|1|||||8642342041|8486017737|8365770337|120247400|440272512.5|96.80|0.15",
        "04|个人缴费|of-which|1|||||4321170999|4243063399|4182934563.12|60128836|220136200|96.80|0.15",
        "05|机关事业单位基本养老保险|normal|0|11904|742806|8841735500|r/8841735500/742806|2122016500|2120890199.96|2118733399.96|2156800|11063300|99.85|0.01",
        "06|单位缴费|of-which|1|||||1414677700|1413926800|1412488900|1437900|7375500|99.85|0.01",
        "07|个人缴费|of-which|1|||||707338800|706963400|706244500|718900|3687800|99.85|0.01",
        "08|城乡居民养老保障|normal|0|-|604217|-|-|181265100|178420800|178420800|0|2844300|98.43|-0.22",
        "09|失业保险|normal|0|415220|13402177|163182046100|r/163182046100/13402177|1631820500|1604338700|1582016600|22322100|82149500|96.95|0.18",
        "10|工伤保险|normal|0|418961|12987340|160127789000|r/160127789000/12987340|640511200|629873300|621422000|8451300|31427700|97.02|?",
        "11|职工基本医疗保险（含生育）|subtotal|0|419330|13845902|170112034400|*|1084315400|1029471400|988412500|41058900|137285600|91.16|-0.004",
        "12|补缴|supplement|0||||||21345678.9|||||",
    ]

    public static func table() -> BuiltTable {
        let rows = lines.enumerated().map { index, line -> BuiltRow in
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let style = RowStyle(rawValue: parts[2])!, level = Int(parts[3])!
            let nextLevel = index + 1 < lines.count ? Int(lines[index + 1].split(separator: "|")[3])! : 0
            let previous = index > 0 ? String(lines[index - 1].split(separator: "|", omittingEmptySubsequences: false)[2]) : ""
            return BuiltRow(
                code: parts[0], title: parts[1], shortTitle: parts[1], style: style, level: level,
                opensOfWhich: style == .ofWhich && previous != "of-which", closesGroup: nextLevel == 0, marks: index == 0 ? [1] : [],
                cells: columns.indices.map { cell(parts[4 + $0], columns[$0]) })
        }
        return BuiltTable(stubTitle: "险种及缴费来源", codeTitle: "代码", columns: columns, headerCells: heads, headerRowCount: 3, rows: rows)
    }

    /// `a/` marks the value with note 1; `r/a/b` is the ratio a ÷ b.
    static func cell(_ text: String, _ column: BuiltColumn) -> BuiltCell {
        switch text {
        case "": return BuiltCell(value: .notApplicable, display: nil, text: "")
        case "-": return BuiltCell(value: .notApplicable, display: nil, text: "—")
        case "?": return BuiltCell(value: .missing(reason: "上年同月无数据"), display: nil, text: "缺")
        case "*": return BuiltCell(value: .suppressed, display: nil, text: "*")
        default: break
        }
        let parts = text.split(separator: "/").map(String.init)
        let isRatio = parts[0] == "r"
        let value = isRatio ? try! Amount(decimalText: parts[1])!.divided(by: Amount(decimalText: parts[2])!) : Amount(decimalText: parts.last!)!
        return number(value, column.unit, column.decimals, marks: parts[0] == "a" ? [1] : [])
    }

    public static func number(_ value: Amount, _ unit: Unit, _ decimals: Int, marks: [Int] = []) -> BuiltCell {
        let display = try! unit.display(value, decimals: decimals, .halfAwayFromZero)
        return BuiltCell(
            value: .number(value), display: display, text: display.text(), marks: marks,
            provenance: Provenance(formula: "7栏 ÷ 5栏", operands: [], calibers: [caliber], batches: ["B001"]))
    }

    public static let caliber = ResolvedCaliber(
        id: "base.lower", name: "缴费基数下限", unit: .yuanPerMonth,
        value: CaliberValue(
            effective: EffectiveRange(from: CalendarDate("2022-07-01")!), value: Amount(5869), evidence: .official, origin: place))

    static func point(_ text: String, _ minimum: Double, _ maximum: Double) -> BuiltPoint {
        let amount = Amount(decimalText: text)!, display = try! amount.rounded(toScale: 2)
        return BuiltPoint(position: (Double(text)! - minimum) / (maximum - minimum), display: display, text: display.text())
    }

    static func scale(_ minimum: Int, _ maximum: Int, step: Int) -> BuiltScale {
        let ticks = stride(from: minimum, through: maximum, by: step).map {
            BuiltScale.Tick(position: Double($0 - minimum) / Double(maximum - minimum), text: String($0))
        }
        return BuiltScale(minimum: Amount(minimum), maximum: Amount(maximum), ticks: ticks, startsAtZero: minimum == 0, zeroPosition: 0)
    }

    static func series(_ name: String, _ mark: BuiltSeries.Mark, _ index: Int, _ values: [String], _ low: Double, _ high: Double, tinted: Bool = false, second: Bool = false) -> BuiltSeries {
        BuiltSeries(
            name: name, mark: mark, paletteIndex: index, tinted: tinted, usesSecondScale: second,
            points: values.map { $0.isEmpty ? nil : point($0, low, high) })
    }

    public static func charts() -> [BuiltChart] {
        let kinds = ["企业职工养老", "机关事业养老", "城乡居民养老", "失业", "工伤", "职工医疗（含生育）"]
        let bars = BuiltChart(
            id: "fig1", number: "图1", title: "应缴与实缴（2022 年 9 月）", kind: .bars, unit: .hundredMillionYuan, unitText: "亿元",
            categories: zip(kinds, ["96.80", "99.85", "98.43", "96.95", "97.02", "91.16"]).map { BuiltCategory(label: $0, note: "收缴率 \($1)%") },
            series: [
                series("应缴", .bar, 0, ["129.64", "21.22", "1.81", "16.32", "6.41", "10.84"], 0, 150, tinted: true),
                series("实缴", .bar, 0, ["127.29", "21.21", "1.78", "16.04", "6.30", "10.29"], 0, 150),
            ], scale: scale(0, 150, step: 50), isEmpty: false)
        let months = [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9]
        let lines = BuiltChart(
            id: "fig2", number: "图2", title: "收缴率，近 13 个月", kind: .lines, unit: .percent, unitText: "%，纵轴不从零开始",
            categories: months.enumerated().map { BuiltCategory(label: String($1), year: $0 == 0 ? "2021年" : $1 == 1 ? "2022年" : nil) },
            series: [
                series("企业职工养老", .line, 0, ["96.7", "96.6", "96.7", "97.1", "95.4", "95.7", "96.2", "95.9", "96.0", "96.3", "96.4", "96.6", "96.80"], 88, 100),
                series("机关事业养老", .line, 1, ["99.8", "99.8", "99.8", "99.9", "99.7", "99.7", "99.8", "99.8", "99.8", "99.8", "99.8", "99.8", "99.85"], 88, 100),
                series("职工医疗", .line, 2, ["91.1", "91.2", "91.4", "92.4", "89.9", "90.2", "", "90.4", "90.7", "90.9", "91.0", "91.1", "91.16"], 88, 100),
            ], scale: scale(88, 100, step: 4), band: BuiltChart.Band(firstCategory: 10, lines: ["2022 年 7 月起", "基数下限 5,869 元"]), isEmpty: false)
        let ranking = BuiltChart(
            id: "fig3", number: "图3", title: "各区收缴率", kind: .ranking, unit: .percent, unitText: "%",
            categories: ["东城区", "西城区", "朝阳区", "丰台区", "石景山区", "海淀区"].map { BuiltCategory(label: $0) },
            series: [series("收缴率", .bar, 0, ["98.10", "97.85", "97.20", "96.90", "96.11", "95.02"], 0, 100)], scale: scale(0, 100, step: 25), isEmpty: false)
        return [bars, lines, ranking]
    }

    public static func twoAxisChart() -> BuiltChart {
        BuiltChart(
            id: "fig4", number: "图4", title: "实缴与收缴率", kind: .barsAndLine, unit: .hundredMillionYuan, unitText: "亿元",
            categories: ["7", "8", "9"].map { BuiltCategory(label: $0) },
            series: [series("实缴", .bar, 0, ["1.50", "1.60", "1.70"], 0, 2), series("收缴率", .line, 1, ["96.1", "96.5", "96.9"], 90, 100, second: true)],
            scale: scale(0, 2, step: 1), secondScale: scale(90, 100, step: 5), secondUnit: .percent, isEmpty: false)
    }

    public static func report(table: BuiltTable? = SampleReport.table(), charts: [BuiltChart] = SampleReport.charts()) -> BuiltReport {
        let form = FormFrame(
            office: "编制单位：示例市社会保险基金管理中心", period: "2022 年 9 月", formNumber: "表号：SB-Z02", units: "计量单位：户、人、万元、元、%",
            signatures: ["单位负责人：", "统计负责人：", "填表人：", "报出日期：2022 年 10 月 15 日"], state: "测试版", dataMark: "合成数据",
            provenanceCode: "Z02-202209-7F3A·91C4")
        let notes = [
            BuiltNote(mark: 1, text: "合计行收缴率不含城乡居民养老保障。"),
            BuiltNote(mark: nil, text: "缴费人数为当月有到账缴费记录的人数，不含补缴（口径 K02）。缴费基数下限 5,869 元、上限 31,884 元（自 2022 年 7 月 1 日起执行）。"),
            BuiltNote(mark: nil, text: "“—”表示不适用，“缺”表示无数据。合计与分项之和因四舍五入可能不等。"),
        ]
        let relations = [
            RelationResult(text: "01行 = 02行 + 05行 + 08行 + 09行 + 10行 + 11行", checked: 5, notEvaluated: 0, failures: [], severity: .error),
            RelationResult(text: "6栏 = 7栏 + 8栏", checked: 11, notEvaluated: 1, failures: [], severity: .error),
            RelationResult(
                text: "10栏 ≤ 100", checked: 11, notEvaluated: 0,
                failures: [RelationResult.Failure(place: "05行", left: Amount(decimalText: "100.5")!, right: Amount(100))], severity: .warning),
        ]
        return BuiltReport(
            code: "SB-Z02", title: "社会保险费收缴情况（分险种）", scope: ReportScope(district: nil, name: "示例市"),
            period: ReportingPeriod(year: 2022, month: 9)!, frequency: .monthly, form: form, page: PageSetup(), rounding: .halfAwayFromZero,
            table: table, charts: charts, notes: notes, relations: relations, calibers: [caliber], batches: ["B001"], origin: place)
    }

    /// A small valid PNG: 2 × 1 pixels at 300 dpi.
    public static let picture: [UInt8] = [
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x02,
        0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x7b, 0x40, 0xe8, 0xdd, 0x00, 0x00, 0x00, 0x09, 0x70, 0x48, 0x59,
        0x73, 0x00, 0x00, 0x2e, 0x23, 0x00, 0x00, 0x2e, 0x23, 0x01, 0x78, 0xa5, 0x3f, 0x76, 0x00, 0x00, 0x00, 0x0f, 0x49, 0x44,
        0x41, 0x54, 0x78, 0x9c, 0x63, 0x90, 0xf7, 0xab, 0xfc, 0xff, 0xff, 0x3f, 0x00, 0x0a, 0x25, 0x03, 0xe4, 0xfa, 0x4b, 0x0e,
        0x88, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
    ]
}
