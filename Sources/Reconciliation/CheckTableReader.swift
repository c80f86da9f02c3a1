public import Diagnostics
public import Quantities
public import ReportModel
public import Spreadsheets

/// Finds the figures of a check table by its definition. Every fault has a place in the table; what can be read is read.
public struct CheckTableReader {
    private let definition: CheckDefinition
    private let districts: CodeTable
    private let day: CalendarDate
    private let file: String
    private var figures: [DeclaredFigure] = []
    private var problems: [Diagnostic] = []

    /// `file`: name of the file, for messages.
    public init(_ definition: CheckDefinition, districts: CodeTable, day: CalendarDate, file: String) {
        self.definition = definition
        self.districts = districts
        self.day = day
        self.file = file
    }

    public struct Result: Sendable {
        public var figures: [DeclaredFigure]
        public var diagnostics: [Diagnostic]
        public init(figures: [DeclaredFigure] = [], diagnostics: [Diagnostic]) {
            self.figures = figures
            self.diagnostics = diagnostics
        }
    }

    public consuming func read(_ workbook: Workbook) -> Result {
        for part in definition.sheets {
            guard let sheet = sheet(part, workbook) else { continue }
            read(part, CheckGrid(file: file, sheet: sheet))
        }
        return Result(figures: figures, diagnostics: problems)
    }

    /// A text file by its records and fields.
    public consuming func read(rows: [[String]]) -> Result {
        let grid = CheckGrid(file: file, rows: rows)
        for part in definition.sheets { read(part, grid) }
        return Result(figures: figures, diagnostics: problems)
    }

    private mutating func sheet(_ part: CheckSheet, _ workbook: Workbook) -> Sheet? {
        guard let name = part.sheet else {
            if let first = workbook.sheets.first(where: { $0.visibility == .visible }) { return first }
            problems.append(ReconciliationDiagnostics.noVisibleSheet(file, at: part.origin))
            return nil
        }
        guard let sheet = workbook.sheets.first(where: { CheckGrid.plain($0.name) == CheckGrid.plain(name) }) else {
            let present = workbook.sheets.map(\.name)
            problems.append(ReconciliationDiagnostics.noSheet(file, name, nearest: Suggestion.nearest(to: name, among: present), present: present, at: part.origin))
            return nil
        }
        if sheet.visibility != .visible { problems.append(ReconciliationDiagnostics.hidden("sheet '\(sheet.name)'", SourceRange(file: file), at: part.origin)) }
        return sheet
    }

    private mutating func read(_ part: CheckSheet, _ grid: CheckGrid) {
        if let table = part.table { read(table, part, grid) }
        for cell in part.cells {
            guard let position = CellName.position(cell.cell.utf8) else { continue }
            guard let value = number(grid, position.row, position.column, cell.figure) else {
                if grid.value(position.row, position.column) == .empty {
                    problems.append(ReconciliationDiagnostics.notANumber("nothing", grid.place(position.row, position.column), at: cell.figure.origin))
                }
                continue
            }
            add(value, cell.district ?? "", cell.figure, part, grid, position.row, position.column)
        }
    }

    // MARK: Tables

    private mutating func read(_ table: CheckTable, _ part: CheckSheet, _ grid: CheckGrid) {
        let heads = (0..<grid.columnCount).map { path(grid, $0, table.headRows) }
        func column(_ wanted: [String], _ origin: SourceRange) -> Int? { find(wanted, heads, grid, table, origin) }
        let label = column(table.district, table.origin)
        let filters = table.filter.map { (column: column([$0.head], table.origin), text: CheckGrid.plain($0.text)) }
        let columns = table.columns.map { (column: column($0.head, $0.figure.origin), figure: $0.figure) }
        guard let label, filters.allSatisfy({ $0.column != nil }) else { return }
        let wanted = columns.compactMap { item in item.column.map { (column: $0, figure: item.figure) } }
        for item in wanted where grid.isHidden(column: item.column) {
            problems.append(ReconciliationDiagnostics.hidden("column \(CellName.letters(item.column))", grid.place(table.headRows.upperBound - 1, item.column), at: item.figure.origin))
        }
        var seen = Set<String>(), found = false
        for row in min(table.headRows.upperBound, grid.rowCount)..<grid.rowCount {
            if !filters.allSatisfy({ grid.shown(row, $0.column!).value.label == $0.text }) { continue }
            let text = grid.shown(row, label).value.label, hasFigures = wanted.contains { grid.value(row, $0.column) != .empty }
            if !hasFigures { continue }
            found = true
            let isTotal = table.total.map { CheckGrid.plain($0) == text } ?? false
            guard let district = isTotal ? "" : district(text, grid.place(row, label), table.origin) else { continue }
            if !seen.insert(district).inserted {
                problems.append(ReconciliationDiagnostics.districtTwice(text, grid.place(row, label), at: table.origin))
                continue
            }
            if grid.isHidden(row: row) { problems.append(ReconciliationDiagnostics.hidden("row \(row + 1)", grid.place(row, label), at: table.origin)) }
            for item in wanted {
                if let value = number(grid, row, item.column, item.figure) { add(value, district, item.figure, part, grid, row, item.column) }
            }
            if isTotal { break }
        }
        if !found { problems.append(ReconciliationDiagnostics.noFigures(grid.place(table.headRows.lowerBound - 1, label), at: table.origin)) }
    }

    /// The heads over a column from top to bottom; a head merged over several rows counts once.
    private func path(_ grid: CheckGrid, _ column: Int, _ rows: ClosedRange<Int>) -> [String] {
        var result: [String] = [], last: (row: Int, column: Int)?
        for row in rows {
            let (value, origin) = grid.shown(row - 1, column)
            if let last, last == origin { continue }
            last = origin
            if !value.label.isEmpty { result.append(value.label) }
        }
        return result
    }

    private mutating func find(_ wanted: [String], _ heads: [[String]], _ grid: CheckGrid, _ table: CheckTable, _ origin: SourceRange) -> Int? {
        let plain = wanted.map(CheckGrid.plain), name = wanted.joined(separator: " / ")
        let found = heads.indices.filter { heads[$0].count >= plain.count && Array(heads[$0].suffix(plain.count)) == plain }
        if found.count == 1 { return found[0] }
        let place = grid.place(table.headRows.upperBound - 1, found.first ?? 0)
        if found.isEmpty {
            let present = heads.filter { !$0.isEmpty }.map { $0.suffix(max(1, plain.count)).joined(separator: " / ") }
            let all = present + heads.compactMap(\.last)
            problems.append(ReconciliationDiagnostics.noHead(name, place, nearest: Suggestion.nearest(to: plain.joined(separator: " / "), among: all), present: present, at: origin))
        } else {
            problems.append(ReconciliationDiagnostics.ambiguousHead(name, place, columns: found.map(CellName.letters), at: origin))
        }
        return nil
    }

    /// By code, name or short name, among the districts in force.
    private mutating func district(_ text: String, _ place: SourceRange, _ origin: SourceRange) -> String? {
        if text.isEmpty {
            problems.append(ReconciliationDiagnostics.noDistrict(place, at: origin))
            return nil
        }
        let named = districts.members.filter { [$0.code, CheckGrid.plain($0.name), CheckGrid.plain($0.short)].contains(text) }
        if let member = named.first(where: { $0.effective.contains(day) }) { return member.code }
        if let member = named.first {
            problems.append(ReconciliationDiagnostics.districtNotInForce(text, range: "from \(member.effective.from)\(member.effective.to.map { " to \($0)" } ?? "")", place, at: origin))
            return nil
        }
        let names = districts.leaves(on: day).flatMap { [$0.name, $0.short, $0.code] }
        problems.append(ReconciliationDiagnostics.unknownDistrict(text, place, nearest: Suggestion.nearest(to: text, among: names), at: origin))
        return nil
    }

    // MARK: Figures

    /// Nil for an empty cell, and, with a message, for one that holds no number.
    private mutating func number(_ grid: CheckGrid, _ row: Int, _ column: Int, _ figure: CheckedFigure) -> Decimal? {
        switch grid.value(row, column) {
        case .empty: return nil
        case .number(let number): return number
        case .text(let text):
            let plain = CheckGrid.plain(text).filter { $0 != "," }
            if let amount = Amount(decimalText: plain) {
                if !grid.isText { problems.append(ReconciliationDiagnostics.numberAsText(text, grid.place(row, column), at: figure.origin)) }
                let scale = plain.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
                if let decimal = try? amount.rounded(toScale: scale) { return decimal }
            }
            problems.append(ReconciliationDiagnostics.notANumber("the text '\(text)'", grid.place(row, column), at: figure.origin))
            return nil
        case .unusable(let what):
            problems.append(ReconciliationDiagnostics.notANumber(what, grid.place(row, column), at: figure.origin))
            return nil
        }
    }

    private mutating func add(_ number: Decimal, _ district: String, _ figure: CheckedFigure, _ part: CheckSheet, _ grid: CheckGrid, _ row: Int, _ column: Int) {
        guard let (value, step) = try? DeclaredFigure.amounts(number, unit: figure.unit, decimals: figure.decimals) else {
            problems.append(ReconciliationDiagnostics.notANumber("the number \(number), which is out of range", grid.place(row, column), at: figure.origin))
            return
        }
        figures.append(DeclaredFigure(
            definition: definition.id, role: definition.role, interface: part.interface, district: district, figure: figure, value: value, step: step, file: file,
            place: grid.placeName(row, column)))
    }
}
