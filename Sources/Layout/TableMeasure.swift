internal import Composition
internal import ReportModel
internal import Scene

/// What the texts of a table need, measured once at size 1 over every cell; sizes are chosen afterwards.
struct TableMeasure {
    /// Widest figure of each grid column, bold where it is bold; 0 for the stub.
    var figures: [Double]
    /// The same without the sums that may be carried over a page break.
    private(set) var ownFigures: [Double]
    /// What each grid column holds by its unit and decimals, whatever this month's figures are; 0 for stub and code column.
    private(set) var floors: [Double]
    /// Widest marks of each grid column at size 1.
    var marks: [Double]
    /// Width of each row's title with its opening, in body ems.
    var stubs: [Double]
    /// The same where the few titles that are much longer than all others stand in two lines.
    private(set) var wrappedStubs: [Double] = []
    /// Width of each row's title marks at size 1.
    var stubMarks: [Double]
    /// Widths of the leads 其中： and 补充资料：.
    private let leads: [String: Double]

    func lead(_ text: String) -> Double { leads[text] ?? 0 }

    init(_ grid: TableGrid, shaper: any TextShaper) {
        let regular = FigureMeter(.heiRegular, shaper: shaper), bold = FigureMeter(.heiBold, shaper: shaper)
        leads = Dictionary(uniqueKeysWithValues: ["其中：", "补充资料：", ""].map { ($0, shaper.unitWidth($0, .heiRegular)) })
        let firstValue = grid.columns.count - grid.table.columns.count
        figures = Array(repeating: 0, count: grid.columns.count)
        (marks, ownFigures, floors) = (figures, figures, figures)
        stubs = []
        stubMarks = []
        stubs.reserveCapacity(grid.table.rows.count)
        stubMarks.reserveCapacity(grid.table.rows.count)
        var hasBold = false
        // Fields are read one by one: a copy of a cell with its provenance would cost more than measuring it.
        for index in grid.table.rows.indices {
            let row = grid.table.rows[index], cellCount = min(row.cells.count, figures.count - firstValue)
            let meter = row.style.isBold ? bold : regular
            hasBold = hasBold || row.style.isBold
            let opening = grid.opening(of: index)
            stubs.append(opening.indent + (leads[opening.lead] ?? 0) + meter.width(row.title))
            stubMarks.append(row.marks.isEmpty ? 0 : regular.width(markText(row.marks)))
            if firstValue > 1 { figures[1] = max(figures[1], regular.width(row.code)) }
            let arePlain = row.cells.arePlainNumbers
            for place in 0..<cellCount {
                let column = firstValue + place
                row.cells.withText(at: place) { figures[column] = max(figures[column], meter.width($0)) }
                if arePlain { continue }
                if let emphasis = row.cells.emphasis(at: place), emphasis != .muted {
                    row.cells.withText(at: place) { figures[column] = max(figures[column], bold.width($0)) }
                }
                let cellMarks = row.cells.marks(at: place)
                if !cellMarks.isEmpty { marks[column] = max(marks[column], regular.width(markText(cellMarks))) }
            }
        }
        ownFigures = figures
        wrapLongStubs(grid, shaper: shaper)
        for (place, column) in grid.table.columns.enumerated() {
            floors[firstValue + place] = (hasBold ? bold : regular).width(FigureFloor.text(column.unit, decimals: column.decimals))
        }
        if grid.seam.carries { measureCarried(grid, firstValue: firstValue, regular) }
    }

    private mutating func wrapLongStubs(_ grid: TableGrid, shaper: any TextShaper) {
        wrappedStubs = stubs
        guard stubs.contains(where: { $0 > Self.shortStub }) else { return }
        let few = max(2, stubs.count / 5)
        let usual = stubs.count > few ? stubs.sorted(by: >)[few] : 0
        for index in stubs.indices where stubs[index] > max(usual * 1.2, Self.shortStub) {
            let row = grid.table.rows[index], face: Face = row.style.isBold ? .heiBold : .heiRegular
            let breaker = HeadBreaker { shaper.unitWidth($0, face) }, whole = breaker.width(row.title)
            wrappedStubs[index] -= whole - breaker.minimumWidth([row.title], unitLine: nil, effort: .halves)
        }
    }

    /// A title of so many ems is not broken to save width.
    private static let shortStub = 10.0

    /// The same table with figures as wide as the floors of their columns, and no marks: what its definition says of it.
    var nominal: TableMeasure {
        var nominal = self
        for column in floors.indices where floors[column] > 0 { nominal.figures[column] = floors[column] }
        nominal.ownFigures = nominal.figures
        nominal.marks = marks.map { _ in 0 }
        return nominal
    }

    /// The sums at the page breaks may be wider than any figure; where the breaks are is not known yet.
    private mutating func measureCarried(_ grid: TableGrid, firstValue: Int, _ meter: FigureMeter) {
        var longest = Array(repeating: 0, count: grid.table.columns.count)
        for row in 1...max(1, grid.table.rows.count) {
            for (place, text) in grid.seam.carried(before: min(row, grid.table.rows.count)).enumerated() where text.unicodeScalars.count >= longest[place] {
                longest[place] = text.unicodeScalars.count
                figures[firstValue + place] = max(figures[firstValue + place], meter.width(text))
            }
        }
    }
}

extension RowStyle {
    /// 合计, 小计 and the heads of groups stand out from the rows below them.
    var isBold: Bool { self == .total || self == .subtotal || self == .heading }
}
