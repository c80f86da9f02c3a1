import Composition
import ReportModel

/// Forms of any shape with hostile data.
struct RandomForms {
    var numbers: Numbers
    init(seed: UInt64) { numbers = Numbers(seed: seed) }

    private static let han = Array("社会保险费收缴情况企业职工基本养老失业工伤医疗单位个人缴费基数人数总额当期清欠合计区县年度最低工资")

    mutating func words(_ count: Int) -> String { String((0..<count).map { _ in Self.han[numbers.below(Self.han.count)] }) }

    mutating func figure() -> String {
        switch numbers.below(12) {
        case 0: "—"
        case 1: "缺"
        case 2: ""
        case 3: SampleForms.grouped(-Int(numbers.next() % 90_000_000_000_000_000), decimals: 2)
        case 4: "0.00"
        default: SampleForms.grouped(numbers.below(1 << (4 + numbers.below(34))), decimals: 2)
        }
    }

    /// Heads of one to three levels over `columns` columns.
    mutating func heads(_ columns: Int) -> (cells: [HeaderCell], rows: Int) {
        let depth = 1 + numbers.below(3)
        var cells: [HeaderCell] = []
        func leaf(_ column: Int, _ row: Int, _ numbers: inout Numbers) {
            let text = String((0..<2 + numbers.below(6)).map { _ in Self.han[numbers.below(Self.han.count)] })
            let shapes = [text, "其中：\(text)", "\(text)（含补缴）", "\(text.prefix(2))\n\(text)"]
            cells.append(SampleForms.head(shapes[numbers.below(4)], unit: numbers.below(3) == 0 ? "（%）" : nil, row: row, rows: depth - row, column: column))
        }
        func fill(_ range: Range<Int>, _ row: Int, _ numbers: inout Numbers) {
            var column = range.lowerBound
            while column < range.upperBound {
                let span = min(range.upperBound - column, 1 + numbers.below(4))
                if row + 1 < depth, span > 1 {
                    cells.append(SampleForms.head(
                        String((0..<3 + numbers.below(9)).map { _ in Self.han[numbers.below(Self.han.count)] }), row: row, rows: 1, column: column, columns: span, spanner: true))
                    fill(column..<column + span, row + 1, &numbers)
                    column += span
                } else {
                    leaf(column, row, &numbers)
                    column += 1
                }
            }
        }
        fill(0..<columns, 0, &numbers)
        return (cells, depth)
    }

    mutating func form(rows count: Int, longNames: Bool = true) -> BuiltReport {
        let columns = 1 + numbers.below(9)
        let heads = heads(columns)
        let styles: [RowStyle] = [.normal, .normal, .normal, .ofWhich, .ofWhich, .subtotal]
        var rows: [BuiltRow] = []
        for index in 0..<count {
            let style = index == 0 ? .total : index >= count - 2 && count > 5 ? .supplement : styles[numbers.below(styles.count)]
            var cells = (0..<columns).map { _ in SampleForms.cell(figure()) }
            let marked = numbers.below(columns)
            if !cells[marked].text.isEmpty { cells[marked].marks = [[], [], [1], [1, 12]][numbers.below(4)] }
            let length = longNames && numbers.below(20) == 0 ? 40 : 2 + numbers.below(10)
            let isPart = style == .ofWhich
            rows.append(BuiltRow(
                code: String(index + 1), title: words(length), shortTitle: "", style: style, level: isPart ? 1 + numbers.below(2) : 0,
                opensOfWhich: isPart && rows.last?.style != .ofWhich, closesGroup: numbers.below(3) > 0, marks: numbers.below(9) == 0 ? [1] : [], cells: cells))
        }
        let table = BuiltTable(
            stubTitle: words(4), codeTitle: numbers.below(3) == 0 ? nil : "代码", columns: (1...columns).map { SampleForms.column(String($0), "") },
            headerCells: heads.cells, headerRowCount: heads.rows, rows: rows)
        let page = PageSetup(size: numbers.below(2) == 0 ? .a4 : .a3, orientation: numbers.below(2) == 0 ? .portrait : .landscape)
        return SampleForms.report(
            "SB-R\(count)", words(6 + numbers.below(14)), district: numbers.below(2) == 0 ? "朝阳区" : nil, page: page, units: "计量单位：万元、%",
            table: table, notes: (0..<numbers.below(6)).map { BuiltNote(mark: $0 == 0 ? 1 : nil, text: words(5 + numbers.below(150)) + "。") },
            relations: (0..<numbers.below(9)).map { SampleForms.relation("0\($0)行 = 02行 + 03行 + 04行", notEvaluated: numbers.below(2)) })
    }
}
