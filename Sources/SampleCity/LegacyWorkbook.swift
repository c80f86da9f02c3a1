/// Writes a workbook as XLS (BIFF8 in a compound file): texts, numbers, formulas with their results, merged cells. As the published
/// [MS-XLS] and [MS-CFB] have it, no more than a table of figures needs; the same bytes every time.
struct LegacyWorkbook {
    enum Value {
        case text(String)
        /// Shown with thousands separators and so many decimals (0 or 2). Spreadsheets hold binary numbers: this is the nearest one.
        case number(Double, decimals: Int)
        /// `SUM` of the cells above in the same column, from that row on, with its result.
        case columnSum(fromRow: Int, Double, decimals: Int)
    }

    struct Sheet {
        var name: String
        var isHidden = false
        /// By row, then by column; rows and columns from 0.
        var cells: [(row: Int, column: Int, value: Value)] = []
        var merged: [(rows: ClosedRange<Int>, columns: ClosedRange<Int>)] = []
        init(_ name: String) { self.name = name }
        mutating func set(_ row: Int, _ column: Int, _ value: Value) { cells.append((row, column, value)) }
    }

    var sheets: [Sheet] = []

    func bytes() -> [UInt8] { Self.container(stream()) }

    // MARK: Records

    private func stream() -> [UInt8] {
        var texts: [String] = [], index: [String: Int] = [:]
        let parts = sheets.map { $0.records { text in
            if let known = index[text] { return known }
            index[text] = texts.count
            texts.append(text)
            return texts.count - 1
        } }
        let total = sheets.reduce(0) { $0 + $1.cells.count { if case .text = $0.value { true } else { false } } }
        func globals(_ offsets: [Int]) -> [UInt8] {
            var bytes = Record.begin(5) + Record.make(0x42, Record.word(1200))
            bytes += Record.make(0x3D, [0, 0, 0, 0, 0, 0x40, 0, 0x20, 0x38, 0, 0, 0, 0, 0, 1, 0, 0x58, 2])
            for _ in 0..<4 { bytes += Record.make(0x31, Record.word(200) + Record.word(0) + Record.word(0x7FFF) + Record.word(400) + Record.word(0) + [0, 0, 0, 0] + Record.shortText("Arial")) }
            for style in 0..<18 { bytes += Record.format(style < 15, number: style == 16 ? 3 : style == 17 ? 4 : 0) }
            bytes += Record.make(0x293, [0, 0x80, 0, 0xFF])
            for (sheet, offset) in zip(sheets, offsets) { bytes += Record.make(0x85, Record.long(offset) + [sheet.isHidden ? 1 : 0, 0] + Record.shortText(sheet.name)) }
            let table: [UInt8] = texts.flatMap { text -> [UInt8] in Record.word(text.utf16.count) + [1] + Record.units(text) }
            precondition(table.count < 8000, "the texts fit into one record")
            return bytes + Record.make(0xFC, Record.long(total) + Record.long(texts.count) + table) + Record.make(0x0A, [])
        }
        let size = globals(sheets.map { _ in 0 }).count
        var offsets: [Int] = [], next = size
        for part in parts {
            offsets.append(next)
            next += part.count
        }
        return globals(offsets) + parts.flatMap { $0 }
    }

    // MARK: Container

    private static func container(_ content: [UInt8]) -> [UInt8] {
        let sector = 512
        // A shorter stream would have to lie among the small ones.
        let stream = content + [UInt8](repeating: 0, count: max(0, 4096 - content.count))
        let streamSectors = (stream.count + sector - 1) / sector
        var tableSectors = 1
        while tableSectors * 128 < tableSectors + streamSectors + 1 { tableSectors += 1 }
        precondition(tableSectors <= 109, "the header lists all table sectors")
        let folder = tableSectors + streamSectors
        var table = [Int](repeating: 0xFFFF_FFFF, count: tableSectors * 128)
        for index in 0..<tableSectors { table[index] = 0xFFFF_FFFD }
        for index in tableSectors..<folder { table[index] = index + 1 < folder ? index + 1 : 0xFFFF_FFFE }
        table[folder] = 0xFFFF_FFFE
        var file: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 16)
        file += [0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0] + [UInt8](repeating: 0, count: 10)
        for value in [tableSectors, folder, 0, 4096, 0xFFFF_FFFE, 0, 0xFFFF_FFFE, 0] { file += Record.long(value) }
        for index in 0..<109 { file += Record.long(index < tableSectors ? index : 0xFFFF_FFFF) }
        file += table.flatMap(Record.long)
        file += stream + [UInt8](repeating: 0, count: streamSectors * sector - stream.count)
        file += entry("Root Entry", kind: 5, child: 1, start: 0xFFFF_FFFE, size: 0) + entry("Workbook", kind: 2, child: nil, start: tableSectors, size: stream.count)
        return file + entry("", kind: 0, child: nil, start: 0, size: 0) + entry("", kind: 0, child: nil, start: 0, size: 0)
    }

    private static func entry(_ name: String, kind: UInt8, child: Int?, start: Int, size: Int) -> [UInt8] {
        let units = Record.units(name)
        var bytes = units + [UInt8](repeating: 0, count: 64 - units.count) + Record.word(name.isEmpty ? 0 : units.count + 2) + [kind, 1]
        bytes += Record.long(0xFFFF_FFFF) + Record.long(0xFFFF_FFFF) + Record.long(child ?? 0xFFFF_FFFF) + [UInt8](repeating: 0, count: 36)
        return bytes + Record.long(start) + Record.long(size) + Record.long(0)
    }
}

extension LegacyWorkbook.Sheet {
    /// `text` gives the number of a text in the workbook's table.
    fileprivate func records(_ text: (String) -> Int) -> [UInt8] {
        let rows = (cells.map(\.row).max() ?? 0) + 1, columns = (cells.map(\.column).max() ?? 0) + 1
        var bytes = Record.begin(0x10) + Record.make(0x200, Record.long(0) + Record.long(rows) + Record.word(0) + Record.word(columns) + Record.word(0))
        for cell in cells {
            func head(_ style: Int) -> [UInt8] { Record.word(cell.row) + Record.word(cell.column) + Record.word(style) }
            switch cell.value {
            case .text(let value): bytes += Record.make(0xFD, head(15) + Record.long(text(value)))
            case .number(let value, let decimals): bytes += Record.make(0x203, head(decimals == 0 ? 16 : 17) + Record.double(value))
            case .columnSum(let first, let value, let decimals):
                let area: [UInt8] = [0x25] + Record.word(first) + Record.word(cell.row - 1) + Record.word(cell.column | 0xC000) + Record.word(cell.column | 0xC000)
                let formula: [UInt8] = area + [0x22, 1] + Record.word(4)
                bytes += Record.make(0x06, head(decimals == 0 ? 16 : 17) + Record.double(value) + Record.word(0) + Record.long(0) + Record.word(formula.count) + formula)
            }
        }
        if !merged.isEmpty {
            let ranges = merged.flatMap { range -> [UInt8] in
                [range.rows.lowerBound, range.rows.upperBound, range.columns.lowerBound, range.columns.upperBound].flatMap(Record.word)
            }
            bytes += Record.make(0xE5, Record.word(merged.count) + ranges)
        }
        bytes += Record.make(0x23E, Record.word(0xB6) + [UInt8](repeating: 0, count: 16))
        return bytes + Record.make(0x0A, [])
    }
}

/// Parts of records, low byte first.
private enum Record {
    static func word(_ value: Int) -> [UInt8] { [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)] }
    static func long(_ value: Int) -> [UInt8] { word(value) + word(value >> 16) }
    static func double(_ value: Double) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) } }
    static func make(_ kind: Int, _ content: [UInt8]) -> [UInt8] { word(kind) + word(content.count) + content }
    static func begin(_ kind: Int) -> [UInt8] { make(0x809, word(0x600) + word(kind) + word(0xDBB) + word(0x7CC) + long(0x41) + long(6)) }
    static func shortText(_ text: String) -> [UInt8] { [UInt8(text.utf16.count), 1] + units(text) }
    static func units(_ text: String) -> [UInt8] { text.utf16.flatMap { word(Int($0)) } }
    static func format(_ isStyle: Bool, number: Int) -> [UInt8] {
        make(0xE0, word(0) + word(number) + word(isStyle ? 0xFFF5 : 1) + [0x20, 0, 0, isStyle ? 0 : 4] + long(0) + long(0) + word(0x20C0))
    }
}
