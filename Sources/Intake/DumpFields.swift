internal import DatabaseDumps
internal import ReportModel

/// Brings values of a database into the form that the specification declares for text: a DATE as `yyyy-mm-dd` or as the column has
/// it, without its time of day; a DATE in a period column as `yyyymm`; PostgreSQL's `t` and `f` as `1` and `0`. All else stays.
final class DumpFields {
    private enum Shape { case asIs, date(InterfaceColumn.DateFormat), period, logical }

    private let shapes: [Shape]
    private let changes: [Int]
    private let fields: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>
    /// 16 bytes for each field.
    private let storage: UnsafeMutablePointer<UInt8>

    /// `types`: names of the columns' types in the database; nil where they are not known.
    init(_ specification: InterfaceSpecification, types: [String]?) {
        shapes = specification.columns.enumerated().map { index, column in
            guard Self.hasDates(specification.format, types?[index]) else { return .asIs }
            switch column.type {
            case .date(let format): return .date(format)
            case .period: return .period
            case .logical: return specification.format == .postgres ? .logical : .asIs
            default: return .asIs
            }
        }
        changes = shapes.indices.filter { [shapes] index in if case .asIs = shapes[index] { false } else { true } }
        fields = .allocate(capacity: max(1, shapes.count))
        fields.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0))
        storage = .allocate(capacity: 16 * max(1, shapes.count))
    }

    deinit {
        fields.deallocate()
        storage.deallocate()
    }

    /// CSV is text, so its columns are as the specification declares them; COPY text and SQLite do not say what is a date.
    private static func hasDates(_ format: SourceForm.Format, _ typeName: String?) -> Bool {
        switch format {
        case .oracleExport: typeName.map { $0.hasPrefix("DATE") || $0.hasPrefix("TIMESTAMP") } ?? true
        case .postgres, .sqlite: true
        case .csv, .text: false
        }
    }

    /// The row in the declared form, valid as long as the given one and until the next call.
    func shaped(_ row: DumpRow) -> DumpRow {
        if changes.isEmpty || row.fields.count != shapes.count { return row }
        for index in shapes.indices { fields[index] = row.fields[index] }
        for index in changes { shape(index) }
        return DumpRow(number: row.number, offset: row.offset, fields: UnsafeBufferPointer(rebasing: fields[..<shapes.count]), faults: row.faults)
    }

    private func shape(_ index: Int) {
        let bytes = fields[index], target = storage + 16 * index
        switch shapes[index] {
        case .asIs: break
        case .logical:
            guard bytes.count == 1, bytes[0] == UInt8(ascii: "t") || bytes[0] == UInt8(ascii: "f") else { return }
            target[0] = bytes[0] == UInt8(ascii: "t") ? 49 : 48
            fields[index] = UnsafeRawBufferPointer(start: target, count: 1)
        case .date(.dashes): if Self.isDay(bytes) { fields[index] = UnsafeRawBufferPointer(rebasing: bytes[..<10]) }
        case .date(.slashes): if Self.isDay(bytes) { copy(bytes, [0, 1, 2, 3, -1, 5, 6, -1, 8, 9], index) }
        case .date(.compact): if Self.isDay(bytes) { copy(bytes, [0, 1, 2, 3, 5, 6, 8, 9], index) }
        case .period: if Self.isDay(bytes) { copy(bytes, [0, 1, 2, 3, 5, 6], index) }
        }
    }

    private func copy(_ bytes: UnsafeRawBufferPointer, _ places: [Int], _ index: Int) {
        let target = storage + 16 * index
        for (offset, place) in places.enumerated() { target[offset] = place < 0 ? UInt8(ascii: "/") : bytes[place] }
        fields[index] = UnsafeRawBufferPointer(start: target, count: places.count)
    }

    /// `yyyy-mm-dd`, perhaps with a time behind it.
    private static func isDay(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 10, bytes[4] == 45, bytes[7] == 45 else { return false }
        if bytes.count > 10 && (bytes.count < 19 || (bytes[10] != 32 && bytes[10] != UInt8(ascii: "T"))) { return false }
        return [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy { bytes[$0] &- 48 <= 9 }
    }
}
