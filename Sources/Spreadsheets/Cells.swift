/// The cells of a sheet, row by row from left to right, each place at most once. A cell costs 16 bytes, and its text is held once
/// however many cells share it.
public struct Cells: RandomAccessCollection, Sendable, Equatable {
    private let packed: [PackedCell]
    /// The workbook's table of texts.
    private let shared: [String]
    /// Texts of this sheet alone.
    private let own: [String]
    private let dateSystem: DateSystem

    init(packed: [PackedCell], shared: [String], own: [String], dateSystem: DateSystem) {
        self.packed = packed
        self.shared = shared
        self.own = own
        self.dateSystem = dateSystem
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { packed.count }

    public subscript(position: Int) -> Cell {
        let cell = packed[position]
        return Cell(row: cell.row, column: cell.column, value: value(cell), isFormula: cell.isFormula)
    }

    private func value(_ cell: PackedCell) -> CellValue {
        switch cell.kind {
        case .empty: .empty
        case .number: .number(number(cell))
        case .moment: .date(CellDate(number: number(cell), system: dateSystem))
        case .elapsed: .date(CellDate(number: number(cell), system: dateSystem, isElapsed: true))
        case .sharedText: .text(shared[Int(cell.payload)])
        case .ownText: .text(own[Int(cell.payload)])
        case .boolean: .boolean(cell.payload != 0)
        case .error: .error(CellError(text: own[Int(cell.payload)]))
        }
    }

    private func number(_ cell: PackedCell) -> CellNumber {
        CellNumber(double: Double(bitPattern: cell.payload), isInexact: cell.isInexact)
    }

    /// The cell at that place (from 0), by bisection; nil when nothing is there.
    func cell(row: Int, column: Int) -> Cell? {
        guard (0..<CellName.rows).contains(row), (0..<CellName.columns).contains(column) else { return nil }
        let order = PackedCell.order(row: row, column: column)
        var low = 0, high = packed.count
        while low < high {
            let middle = (low + high) / 2
            if packed[middle].order < order { low = middle + 1 } else { high = middle }
        }
        return low < packed.count && packed[low].order == order ? self[low] : nil
    }

    public static func == (a: Cells, b: Cells) -> Bool { a.elementsEqual(b) }
}

/// A cell in 16 bytes: its place, what it is, and 64 bits that are a number, an index of a text or a truth value.
struct PackedCell: Sendable {
    enum Kind: UInt64 { case empty, number, moment, elapsed, sharedText, ownText, boolean, error }

    private let head: UInt64
    let payload: UInt64

    private static let formulaFlag: UInt64 = 8, inexactFlag: UInt64 = 16

    init(row: Int, column: Int, kind: Kind, payload: UInt64, isFormula: Bool, isInexact: Bool = false) {
        head = PackedCell.order(row: row, column: column) << 8 | kind.rawValue | (isFormula ? PackedCell.formulaFlag : 0) | (isInexact ? PackedCell.inexactFlag : 0)
        self.payload = payload
    }

    static func order(row: Int, column: Int) -> UInt64 { UInt64(row) << 16 | UInt64(column) }

    /// By row, then by column.
    var order: UInt64 { head >> 8 }
    var row: Int { Int(head >> 24) }
    var column: Int { Int(head >> 8 & 0xFFFF) }
    var kind: Kind { Kind(rawValue: head & 7) ?? .empty }
    var isFormula: Bool { head & PackedCell.formulaFlag != 0 }
    var isInexact: Bool { head & PackedCell.inexactFlag != 0 }
}
