import Composition
import Diagnostics
import Quantities
import ReportFixtures
import ReportModel

/// Forms of any shape with hostile data: one per seed.
struct RandomForms {
    var dice: Dice
    private let seed: UInt64
    /// What the data of the form are like.
    private enum Mood: CaseIterable { case usual, small, huge, allMissing, allZero, suppressed, sparse }
    private var mood = Mood.usual

    init(seed: UInt64) {
        self.seed = seed
        dice = Dice(seed)
    }

    private static let place = SourceRange(file: "ReportDefs/reports/random.yaml", line: 1, column: 1)

    /// `rows`: nil for any number.
    mutating func report(rows: Int? = nil) -> BuiltReport {
        mood = dice.oneIn(2) ? .usual : dice.pick(Mood.allCases)
        let page = PageSetup(
            size: dice.oneIn(3) ? .a3 : .a4, orientation: dice.oneIn(2) ? .landscape : .portrait, binding: dice.pick([.none, .none, .left, .top]),
            isDuplex: dice.oneIn(4))
        let tableCount = dice.pick([1, 1, 1, 1, 1, 1, 2, 3])
        var report = SampleReport.report(table: nil, charts: [])
        report.code = "SB-R\(seed)"
        report.title = dice.words(5...24)
        if dice.oneIn(3) { report.scope = ReportScope(district: "110105", name: dice.words(2...9)) }
        report.page = page
        report.origin = Self.place
        report.form = frame()
        let hasTable = !dice.oneIn(25), marks = dice.from(0...4)
        if hasTable {
            report.tables = (0..<tableCount).map { table($0, rows: rows ?? rowCount(tables: tableCount), marks: marks, page: page) }
        }
        var charts = RandomCharts(dice: dice)
        let chartCount = hasTable ? dice.pick([0, 0, 0, 1, 1, 2, 3, 6]) : dice.from(1...7)
        report.charts = (0..<(rows ?? 0 > 5000 ? 0 : chartCount)).map { charts.chart($0 + 1) }
        dice = charts.dice
        report.notes = (0..<marks).map { BuiltNote(mark: $0 + 1, text: dice.words(4...90) + "。") }
        report.notes += (0..<dice.below(6)).map { _ in BuiltNote(mark: nil, text: sentence()) }
        report.relations = (0..<dice.pick([0, 0, 2, 5, 12])).map { relation($0) }
        return report
    }

    private mutating func rowCount(tables: Int) -> Int {
        let count = dice.pick([1, 2, 3, dice.from(4...12), dice.from(8...30), dice.from(20...60), dice.from(40...140), dice.from(100...600)])
        return tables > 1 ? min(count, 80) : count
    }

    private mutating func frame() -> FormFrame {
        var form = FormFrame(
            office: "编制单位：" + dice.words(4...16), period: dice.pick(["2026 年 10 月", "2026 年", "2026 年（截至 10 月）"]), formNumber: "表号：SB-R\(seed)",
            units: dice.oneIn(4) ? "" : "计量单位：" + ["户", "人", "万元", "元", "%", "百分点", "人次"].prefix(dice.from(1...7)).joined(separator: "、"),
            signatures: Array(["单位负责人：", "统计负责人：", "填表人：", "复核人：", "报出日期：2026 年 11 月 15 日"].prefix(dice.below(6))),
            state: dice.pick(["测试版", "未签批", "正式"]), dataMark: dice.oneIn(3) ? nil : "合成数据", provenanceCode: "R\(seed)-202610-7F3A·91C4")
        if dice.oneIn(6) { form.classification = dice.pick(["内部资料", "秘密★一年"]) }
        return form
    }

    private mutating func sentence() -> String {
        (0..<dice.from(1...9)).map { _ in
            dice.pick([dice.words(3...20), "自 2026 年 7 月 1 日起执行", "下限 7,270 元、上限 36,348 元", "“—”表示不适用", "（口径 K\(dice.below(90))）"])
        }.joined(separator: dice.pick(["，", "；", "、"])) + "。"
    }

    private mutating func relation(_ index: Int) -> RelationResult {
        let failures = dice.oneIn(9)
            ? [RelationResult.Failure(place: "0\(index)行", left: Amount(unscaled: dice.number(digits: 14), scale: 2), right: Amount(unscaled: dice.number(digits: 14), scale: 2))] : []
        return RelationResult(
            text: dice.pick(["01行 = 02行 + 03行 + 04行 + 05行", "6栏 = 7栏 + 8栏", "10栏 ≤ 100", "[01,6] ≥ [02,6]"]), checked: dice.from(1...40),
            notEvaluated: dice.below(3), failures: failures, severity: .error)
    }

    // MARK: Tables

    private mutating func table(_ index: Int, rows count: Int, marks: Int, page: PageSetup) -> BuiltTable {
        let shape = columns()
        var table = BuiltTable(
            name: index == 0 ? "" : "表\(index)", title: index > 0 || dice.oneIn(8) ? dice.words(4...20) : nil, stubTitle: dice.words(2...8),
            codeTitle: dice.oneIn(3) ? nil : dice.pick(["代码", "行次"]), columns: shape.columns, headerCells: shape.heads, headerRowCount: shape.depth, rows: [],
            diagonal: dice.oneIn(6) ? (0..<dice.from(2...3)).map { _ in dice.words(2...5) } : [], carriesForward: dice.oneIn(5))
        table.rows = BuiltRows(rows(count, shape.columns, marks: marks))
        return table
    }

    private mutating func columns() -> (columns: [BuiltColumn], heads: [HeaderCell], depth: Int) {
        let count = dice.pick([1, 2, dice.from(3...6), dice.from(3...9), dice.from(5...12), dice.from(8...16), dice.oneIn(3) ? dice.from(17...60) : 7])
        let depth = min(dice.pick([0, 0, 1, 1, 2, 2, 3, 4]), count > 1 ? 4 : 0)
        if dice.oneIn(4), count >= 4 { return repeated(count) }
        var columns: [BuiltColumn] = [], heads: [HeaderCell] = []
        func add(_ dice: inout Dice, row: Int) {
            let unit = dice.pick([Unit.tenThousandYuan, .tenThousandYuan, .person, .percent, .yuanPerPerson, .yuan])
            let column = BuiltColumn(code: String(columns.count + 1), name: nil, title: "", unit: unit, decimals: unit.defaultDecimals)
            heads.append(Self.leaf(&dice, column: columns.count, row: row, depth: depth + 1, unit: unit))
            columns.append(column)
        }
        func fill(_ dice: inout Dice, _ range: Range<Int>, row: Int) {
            var column = range.lowerBound
            while column < range.upperBound {
                let span = min(range.upperBound - column, dice.from(1...6))
                if row < depth, span > 1 || dice.oneIn(12) {
                    heads.append(HeaderCell(
                        lines: [dice.words(2...14)], unitLine: nil, row: row, rowSpan: 1, column: column, columnSpan: span, isSpanner: true))
                    fill(&dice, column..<column + span, row: row + 1)
                    column += span
                } else {
                    add(&dice, row: row)
                    column += 1
                }
            }
        }
        fill(&dice, 0..<count, row: 0)
        return (columns, heads, depth + 1)
    }

    private static func leaf(_ dice: inout Dice, column: Int, row: Int, depth: Int, unit: Unit) -> HeaderCell {
        let text = dice.words(2...8)
        let lines = dice.pick([[text], [text], ["其中：" + text], [text + "（含补缴）"], [dice.words(2...4), text], [dice.words(9...16)]])
        return HeaderCell(
            lines: lines, unitLine: dice.oneIn(3) ? "（\(unit.name)）" : nil, row: row, rowSpan: depth - row, column: column, columnSpan: 1, isSpanner: false)
    }

    /// Equal groups side by side, sometimes with columns of their own before them.
    private mutating func repeated(_ count: Int) -> (columns: [BuiltColumn], heads: [HeaderCell], depth: Int) {
        let length = dice.from(1...5), lead = dice.pick([0, 0, 1, 2]), groups = max(2, min(20, (count - lead) / length))
        var columns: [BuiltColumn] = [], heads: [HeaderCell] = []
        for _ in 0..<lead {
            heads.append(Self.leaf(&dice, column: columns.count, row: 0, depth: 2, unit: .person))
            columns.append(BuiltColumn(code: String(columns.count + 1), name: nil, title: "", unit: .person, decimals: 0))
        }
        let units = (0..<length).map { _ in dice.pick([Unit.tenThousandYuan, .person, .percent]) }
        let titles = units.map { Self.leaf(&dice, column: 0, row: 1, depth: 2, unit: $0) }
        for group in 0..<groups {
            heads.append(HeaderCell(lines: [dice.words(2...10)], unitLine: nil, row: 0, rowSpan: 1, column: columns.count, columnSpan: length, isSpanner: true))
            for place in 0..<length {
                var head = titles[place]
                head.column = columns.count
                heads.append(head)
                columns.append(BuiltColumn(
                    code: String(columns.count + 1), name: nil, title: "", unit: units[place], decimals: units[place].defaultDecimals, group: "组\(group)"))
            }
        }
        return (columns, heads, 2)
    }

    private mutating func rows(_ count: Int, _ columns: [BuiltColumn], marks: Int) -> [BuiltRow] {
        let styles: [RowStyle] = dice.oneIn(3) ? [.normal] : [.normal, .normal, .normal, .normal, .ofWhich, .ofWhich, .subtotal, .heading]
        let totals = dice.below(3), supplements = dice.oneIn(4) ? 2 : 0, magnitudes = columns.map { _ in dice.from(2...13) }
        let longNames = dice.oneIn(4)
        var rows: [BuiltRow] = []
        rows.reserveCapacity(count)
        for index in 0..<count {
            var style = dice.pick(styles)
            if totals == 1, index == 0 { style = .total }
            if totals == 2, index == count - 1 - supplements, count > 1 { style = .total }
            if count > 6, index >= count - supplements { style = .supplement }
            if style == .heading, index == count - 1 || rows.last?.style == .heading { style = .normal }
            if style == .ofWhich, index == 0 { style = .normal }
            rows.append(row(index, style, previous: rows.last, columns, magnitudes, marks: marks, longName: longNames && dice.oneIn(5)))
        }
        for index in rows.indices { rows[index].closesGroup = index + 1 == rows.count || rows[index + 1].level == 0 }
        return rows
    }

    private mutating func row(
        _ index: Int, _ style: RowStyle, previous: BuiltRow?, _ columns: [BuiltColumn], _ magnitudes: [Int], marks: Int, longName: Bool
    ) -> BuiltRow {
        let isPart = style == .ofWhich, above = previous.map { $0.style == .ofWhich ? $0.level : $0.level + 1 } ?? 1
        let level = isPart ? max(1, min(3, above + (dice.oneIn(5) ? 1 : 0))) : style == .normal ? dice.pick([0, 0, 0, 0, previous?.level ?? 0, 1]) : 0
        let title = longName ? dice.words(40...40) : dice.words(2...12)
        let cells = columns.indices.map { style == .heading ? BuiltCell(value: .notApplicable, display: nil, text: "") : cell(columns[$0], magnitudes[$0], marks) }
        return BuiltRow(
            code: style == .heading ? "#\(index)" : (index < 9 ? "0" : "") + String(index + 1), name: nil, title: title, shortTitle: title, style: style, level: level,
            opensOfWhich: isPart && previous?.style != .ofWhich, closesGroup: false, marks: marks > 0 && dice.oneIn(15) ? [dice.from(1...marks)] : [], cells: cells)
    }

    private mutating func cell(_ column: BuiltColumn, _ magnitude: Int, _ marks: Int) -> BuiltCell {
        func special(_ text: String, _ value: BuiltValue) -> BuiltCell { BuiltCell(value: value, display: nil, text: text) }
        let missing = special("缺", .missing(reason: "无数据"))
        switch mood {
        case .allMissing: return missing
        case .allZero: return figure(0, column)
        case .suppressed: if dice.oneIn(2) { return special("*", .suppressed) }
        case .sparse: if !dice.oneIn(6) { return special("", .notApplicable) }
        case .usual, .small, .huge: break
        }
        switch dice.below(20) {
        case 0: return special("—", .notApplicable)
        case 1: return missing
        case 2: return special("*", .suppressed)
        case 3: return figure(0, column)
        default: break
        }
        var value = dice.number(digits: mood == .small ? 3 : mood == .huge && dice.oneIn(12) ? 17 : column.unit == .percent ? 5 : magnitude)
        if mood == .huge ? dice.oneIn(2) : dice.oneIn(14) { value = -value }
        var cell = figure(value, column)
        if marks > 0, dice.oneIn(25) { cell.marks = dice.oneIn(5) && marks > 1 ? [1, 2] : [dice.from(1...marks)] }
        if dice.oneIn(30) { cell.emphasis = dice.pick([.warning, .strong, .muted]) }
        return cell
    }

    private func figure(_ unscaled: Int128, _ column: BuiltColumn) -> BuiltCell {
        let display = Decimal(unscaled: unscaled, scale: column.decimals)
        return BuiltCell(value: .number(display.amount), display: display, text: display.text())
    }
}
