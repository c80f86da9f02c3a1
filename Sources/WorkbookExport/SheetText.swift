internal import Quantities

/// Rows of blanks, plain texts and numbers as a sheet's XML, in the library's own form. Numbers are written from their digits: the
/// library's printing of binary numbers takes longer than everything else here together.
struct SheetText {
    private(set) var bytes: [UInt8] = []
    /// `" s="12"` for each style that was used.
    private var styles: [[UInt8]?]
    private let columns: [[UInt8]]
    private let rowEnd: [UInt8]
    private let styleNumber: (Int) -> Int

    /// `styleNumber` gives the number of a style in the file. `height` in points is that of every row, a multiple of a quarter.
    init(columns: Int, styles: Int, height: Double, styleNumber: @escaping (Int) -> Int) {
        self.columns = (0..<columns).map { Array("<c r=\"\(CellRange.letters($0))".utf8) }
        self.styles = Array(repeating: nil, count: styles)
        self.styleNumber = styleNumber
        rowEnd = Array("\" ht=\"\(trimmed(height))\" customHeight=\"1\">".utf8)
        bytes.reserveCapacity(1 << 17)
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// False, and nothing is written, when a cell needs more than this: characters to escape, blanks at an end, other kinds of cells.
    mutating func append(_ row: RowPlan, number: Int) -> Bool {
        let start = bytes.count, rowNumber = number + 1
        bytes.append(contentsOf: "<row r=\"".utf8)
        append(rowNumber)
        bytes.append(contentsOf: rowEnd)
        for cell in row.cells {
            guard cell.column < columns.count else { return drop(from: start) }
            bytes.append(contentsOf: columns[cell.column])
            append(rowNumber)
            appendStyle(cell.style)
            switch cell.content {
            case .blank: bytes.append(contentsOf: "/>".utf8)
            case .number(let number):
                guard let digits = Int64(exactly: number.unscaled) else { return drop(from: start) }
                bytes.append(contentsOf: "><v>".utf8)
                append(digits, scale: number.scale)
                bytes.append(contentsOf: "</v></c>".utf8)
            case .text(let text):
                bytes.append(contentsOf: " t=\"inlineStr\"><is><t>".utf8)
                guard append(text) else { return drop(from: start) }
                bytes.append(contentsOf: "</t></is></c>".utf8)
            case .formula, .parts: return drop(from: start)
            }
        }
        bytes.append(contentsOf: "</row>".utf8)
        return true
    }

    private mutating func drop(from start: Int) -> Bool {
        bytes.removeSubrange(start...)
        return false
    }

    private mutating func appendStyle(_ style: Int) {
        if styles[style] == nil { styles[style] = Array("\" s=\"\(styleNumber(style))\"".utf8) }
        bytes.append(contentsOf: styles[style]!)
    }

    private mutating func append(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, first > 0x20, last > 0x20, text.utf8.count < 32_000 else { return false }
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") && $0 != 0x7f }
        if isPlain { bytes.append(contentsOf: text.utf8) }
        return isPlain
    }

    private mutating func append(_ number: Int) {
        append(Int64(number), scale: 0)
    }

    /// `-1234.5`: without separators; `scale` digits after the point.
    private mutating func append(_ number: Int64, scale: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
            var place = 64, rest = number.magnitude, digit = 0
            repeat {
                if digit == scale, scale > 0 {
                    place -= 1
                    buffer[place] = UInt8(ascii: ".")
                }
                let quotient = rest / 10
                place -= 1
                buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest - quotient * 10)
                rest = quotient
                digit += 1
            } while rest != 0 || digit <= scale
            if number < 0 {
                place -= 1
                buffer[place] = UInt8(ascii: "-")
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[place..<64]))
        }
    }
}
