/// What is still left of the limits that count over all sheets.
struct ReadBudget {
    var cells = 0
    var mergedRanges = 0
}

/// What a file says of one cell, before it is packed.
enum RawValue {
    case empty
    case number(Double, NumberFormat, isInexact: Bool)
    /// Index of the workbook's table of texts.
    case shared(Int)
    case text(String)
    case boolean(Bool)
    case error(CellError)
}

/// Gathers the content of one sheet. Files may hold cells in any order; of two at one place the later one counts, as in spreadsheet programs.
struct SheetCollector {
    private let name: String
    private let visibility: Sheet.Visibility
    private let shared: [String]
    private let dateSystem: DateSystem
    private let context: ReadContext
    private(set) var budget: ReadBudget
    private var cells: [PackedCell] = []
    private var isOrdered = true
    private var own: [String] = []
    private var mergedRanges: [CellRange] = []
    private var hiddenRows = RangeList(), hiddenColumns = RangeList()

    init(_ name: String, _ visibility: Sheet.Visibility, shared: [String], dateSystem: DateSystem, _ budget: ReadBudget, _ context: ReadContext) {
        self.name = name
        self.visibility = visibility
        self.shared = shared
        self.dateSystem = dateSystem
        self.budget = budget
        self.context = context
    }

    mutating func add(row: Int, column: Int, _ value: RawValue, isFormula: Bool) throws {
        budget.cells += 1
        if budget.cells > context.limits.cells { throw context.overLimit("cells", context.limits.cells) }
        let cell = packed(row, column, value, isFormula)
        if let last = cells.last, last.order >= cell.order { isOrdered = false }
        cells.append(cell)
    }

    private mutating func packed(_ row: Int, _ column: Int, _ value: RawValue, _ isFormula: Bool) -> PackedCell {
        func cell(_ kind: PackedCell.Kind, _ payload: UInt64, isInexact: Bool = false) -> PackedCell {
            PackedCell(row: row, column: column, kind: kind, payload: payload, isFormula: isFormula, isInexact: isInexact)
        }
        switch value {
        case .empty: return cell(.empty, 0)
        case .number(let number, let format, let isInexact):
            let kind: PackedCell.Kind = switch format {
                case .number: .number
                case .moment: .moment
                case .elapsed: .elapsed
                }
            return cell(kind, number.bitPattern, isInexact: isInexact)
        case .shared(let index): return cell(.sharedText, UInt64(index))
        case .text(let text): return cell(.ownText, keep(text))
        case .boolean(let isTrue): return cell(.boolean, isTrue ? 1 : 0)
        case .error(let error): return cell(.error, keep(error.text))
        }
    }

    private mutating func keep(_ text: String) -> UInt64 {
        // Columns of one repeated result are common.
        if own.last != text { own.append(text) }
        return UInt64(own.count - 1)
    }

    mutating func merge(_ range: CellRange) throws {
        budget.mergedRanges += 1
        if budget.mergedRanges > context.limits.mergedRanges { throw context.overLimit("merged ranges", context.limits.mergedRanges) }
        mergedRanges.append(range)
    }

    mutating func hideRow(_ row: Int) { hiddenRows.add(row...row) }
    mutating func hideColumns(_ columns: ClosedRange<Int>) { hiddenColumns.add(columns) }

    consuming func sheet() -> Sheet {
        let all = Cells(packed: ordered(), shared: shared, own: own, dateSystem: dateSystem)
        return Sheet(
            name: name, visibility: visibility, cells: all, mergedRanges: mergedRanges, hiddenRows: hiddenRows.joined(), hiddenColumns: hiddenColumns.joined())
    }

    private func ordered() -> [PackedCell] {
        if isOrdered { return cells }
        let order = cells.indices.sorted { (cells[$0].order, $0) < (cells[$1].order, $1) }
        var result: [PackedCell] = []
        result.reserveCapacity(cells.count)
        for index in order {
            if result.last?.order == cells[index].order { result.removeLast() }
            result.append(cells[index])
        }
        return result
    }
}

/// Ranges as they come, joined at the end: ascending, without overlap or contact.
private struct RangeList {
    private var ranges: [ClosedRange<Int>] = []

    mutating func add(_ range: ClosedRange<Int>) {
        if let last = ranges.last, last.upperBound + 1 == range.lowerBound { ranges[ranges.count - 1] = last.lowerBound...range.upperBound } else { ranges.append(range) }
    }

    func joined() -> [ClosedRange<Int>] {
        var result: [ClosedRange<Int>] = []
        for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = result.last, range.lowerBound <= last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
