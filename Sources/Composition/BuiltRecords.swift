public import Quantities
public import ReportModel

/// The rows of a record table: each is made when it is asked for.
public struct BuiltRecords: RandomAccessCollection, Sendable {
    /// What a column shows of a record.
    struct Column {
        /// Nil where the column does not apply to records.
        var field: Int?
        var unit: Unit
        var decimals: Int
    }

    /// What all rows share.
    final class Source: Sendable {
        let table: RecordTable
        let columns: [Column]
        let rounding: RoundingRule
        let notApplicableText: String

        init(table: RecordTable, columns: [Column], rounding: RoundingRule, notApplicableText: String) {
            self.table = table; self.columns = columns; self.rounding = rounding; self.notApplicableText = notApplicableText
        }
    }

    let source: Source
    /// The last record closes its group unless a row of a lower level follows.
    let lastClosesGroup: Bool

    public var startIndex: Int { 0 }
    public var endIndex: Int { source.table.count }

    public subscript(index: Int) -> BuiltRow {
        let title = source.table.label(index)
        return BuiltRow(
            code: Self.code(index, of: count), title: title, shortTitle: title, style: source.table.isSubtotal(index) ? .subtotal : .normal, level: 0,
            closesGroup: index + 1 < count || lastClosesGroup, cells: cells(index))
    }

    /// The cells alone.
    public func cells(_ index: Int) -> BuiltCells { BuiltCells(BuiltRecord(source: source, index: index)) }
    public func isSubtotal(_ index: Int) -> Bool { source.table.isSubtotal(index) }

    func outline(_ index: Int) -> RowOutline {
        RowOutline(
            style: source.table.isSubtotal(index) ? .subtotal : .normal, level: 0, opensOfWhich: false,
            closesGroup: index + 1 < count || lastClosesGroup)
    }

    /// `00042`
    static func code(_ index: Int, of count: Int) -> String {
        let code = String(index + 1), width = Swift.max(2, String(count).utf8.count)
        return String(repeating: "0", count: width - code.utf8.count) + code
    }

    /// The same rows with some of the columns.
    func keeping(columns kept: [Int]) -> BuiltRecords {
        BuiltRecords(
            source: Source(
                table: source.table, columns: kept.map { source.columns[$0] }, rounding: source.rounding, notApplicableText: source.notApplicableText),
            lastClosesGroup: lastClosesGroup)
    }
}

/// One record as the cells of its row.
struct BuiltRecord: Sendable {
    let source: BuiltRecords.Source
    let index: Int

    /// What is printed in a column; nil where the column does not apply.
    func display(_ column: Int) -> Decimal? {
        let column = source.columns[column]
        guard let field = column.field else { return nil }
        let (unscaled, scale) = source.table.number(index, field)
        if scale == column.decimals { return Decimal(unscaled: Int128(unscaled), scale: scale) }
        if scale > column.decimals {
            return Decimal(unscaled: source.rounding.divide(Int128(unscaled), by: tenTo(scale - column.decimals)), scale: column.decimals)
        }
        return Decimal(unscaled: Int128(unscaled) * tenTo(column.decimals - scale), scale: column.decimals)
    }

    func exactDisplay(_ column: Int) -> Decimal? {
        guard let field = source.columns[column].field, source.table.number(index, field).scale <= source.columns[column].decimals else { return nil }
        return display(column)
    }

    func cell(_ column: Int) -> BuiltCell {
        guard let display = display(column), let field = source.columns[column].field else {
            return BuiltCell(value: .notApplicable, display: nil, text: source.notApplicableText)
        }
        let (unscaled, scale) = source.table.number(index, field)
        let value = Amount(unscaled: Int128(unscaled) * tenTo(source.columns[column].unit.power), scale: scale)
        return BuiltCell(value: .number(value), display: display, text: display.text())
    }

    private func tenTo(_ exponent: Int) -> Int128 { (0..<exponent).reduce(Int128(1)) { product, _ in product * 10 } }
}

/// The cells of a row, in the order of the table's columns: an array, or a record whose cells are made when they are asked for.
///
/// It behaves like an array; what is changed is stored first. The questions below are answered without making a cell.
public struct BuiltCells: Sendable {
    private var stored: [BuiltCell] = []
    private var record: BuiltRecord?

    public init() {}
    public init(_ cells: [BuiltCell]) { stored = cells }
    init(_ record: BuiltRecord) { self.record = record }

    /// All cells show numbers, without marks and emphasis.
    public var arePlainNumbers: Bool { record?.source.columns.allSatisfy { $0.field != nil } ?? false }
    public func display(at index: Int) -> Decimal? { record == nil ? stored[index].display : record!.display(index) }
    /// The displayed number where it is the exact value too; nil where it may not be.
    public func exactDisplay(at index: Int) -> Decimal? { record?.exactDisplay(index) }
    public func marks(at index: Int) -> [Int] { record == nil ? stored[index].marks : [] }
    public func emphasis(at index: Int) -> Emphasis? { record == nil ? stored[index].emphasis : nil }

    /// Calls `body` with the UTF-8 of what is printed.
    public func withText(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        if let record, record.display(index)?.withShortText(body) != nil { return }
        var text = record?.cell(index).text ?? stored[index].text
        text.withUTF8(body)
    }

    private mutating func store() {
        if record == nil { return }
        stored = Array(self)
        record = nil
    }
}

extension BuiltCells: RandomAccessCollection, MutableCollection, RangeReplaceableCollection, ExpressibleByArrayLiteral {
    public var startIndex: Int { 0 }
    public var endIndex: Int { record?.source.columns.count ?? stored.count }
    public init(arrayLiteral cells: BuiltCell...) { stored = cells }

    public subscript(index: Int) -> BuiltCell {
        _read {
            if let record { yield record.cell(index) } else { yield stored[index] }
        }
        _modify {
            store()
            yield &stored[index]
        }
    }

    public mutating func replaceSubrange(_ range: Range<Int>, with cells: some Collection<BuiltCell>) {
        store()
        stored.replaceSubrange(range, with: cells)
    }
}

/// What the layout asks most often about a row.
public struct RowOutline: Sendable {
    public var style: RowStyle
    public var opensOfWhich: Bool
    public var closesGroup: Bool
    public var level: Int
    /// Stays on one page with the deeper rows below it, if a page can hold them.
    public var keepsTogether = false

    init(style: RowStyle, level: Int, opensOfWhich: Bool, closesGroup: Bool) {
        self.style = style; self.level = level; self.opensOfWhich = opensOfWhich; self.closesGroup = closesGroup
    }

    public init(_ row: BuiltRow) {
        self.init(style: row.style, level: row.level, opensOfWhich: row.opensOfWhich, closesGroup: row.closesGroup)
        keepsTogether = row.keepsTogether
    }
}

extension RowList where Element == BuiltRow, Run == BuiltRecords {
    /// Style, level and grouping of every row.
    public var outlines: [RowOutline] {
        var result: [RowOutline] = [], next = 0
        result.reserveCapacity(count)
        func store(upTo end: Int) {
            while result.count < end {
                result.append(RowOutline(stored[next]))
                next += 1
            }
        }
        for place in runs {
            store(upTo: place.start)
            for index in place.run.indices { result.append(place.run.outline(index)) }
        }
        store(upTo: count)
        return result
    }
}
