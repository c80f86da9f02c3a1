/// One worksheet of an XLSX file.
struct XLSXSheetPart: XMLElements {
    private enum Kind { case number, shared, text, inline, boolean, error, iso }

    private let context: ReadContext
    private let name: String
    private let textCount: Int
    private let formats: [NumberFormat]
    private let dateSystem: DateSystem
    private(set) var collector: SheetCollector

    private var isInData = false, isInRow = false, isInCell = false, isInValue = false, isInInline = false
    private var row = -1, column = -1
    private var kind = Kind.number, style = 0, isFormula = false, hasValue = false, hasInline = false
    private var valueBytes: [UInt8] = []
    private var inline = XLSXText()

    init(_ name: String, textCount: Int, formats: [NumberFormat], dateSystem: DateSystem, _ collector: SheetCollector, _ context: ReadContext) {
        self.name = name
        self.textCount = textCount
        self.formats = formats
        self.dateSystem = dateSystem
        self.collector = collector
        self.context = context
    }

    // MARK: Events

    mutating func start(_ element: XMLName, _ attributes: XMLAttributes) throws {
        if isInCell {
            switch element {
            case "v":
                isInValue = true
                hasValue = true
                valueBytes.removeAll(keepingCapacity: true)
            case "f": isFormula = true
            case "is":
                isInInline = true
                hasInline = true
                inline.clear()
            case "c": throw bad("another cell begins within it")
            default: if isInInline { inline.start(element, attributes) }
            }
        } else if isInRow, element.isEqual("c") {
            try startCell(attributes)
        } else if isInData, element.isEqual("row") {
            try startRow(attributes)
        } else if element.isEqual("sheetData") {
            isInData = true
        } else if !isInData, element.isEqual("col") {
            if attributes.isTrue("hidden"), let first = attributes.number("min"), let last = attributes.number("max"), 1 <= first, first <= last, last <= CellName.columns {
                collector.hideColumns(first - 1...last - 1)
            }
        } else if !isInData, element.isEqual("mergeCell") {
            try merge(attributes.text("ref") ?? "")
        } else if element.isEqual("worksheet") {
            inline.preservesAll = attributes.preservesSpace
        }
    }

    mutating func end(_ element: XMLName) throws {
        if isInCell {
            switch element {
            case "v": isInValue = false
            case "is": isInInline = false
            case "c":
                isInCell = false
                isInValue = false
                isInInline = false
                try finishCell()
            default: if isInInline { inline.end(element) }
            }
        } else if element.isEqual("row") {
            isInRow = false
        } else if element.isEqual("sheetData") {
            isInData = false
        }
    }

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isInValue { valueBytes.append(contentsOf: bytes) } else if isInInline { inline.text(bytes) }
    }

    // MARK: Rows and cells

    /// A row without a number follows the one before it.
    private mutating func startRow(_ attributes: XMLAttributes) throws {
        isInRow = true
        column = -1
        if let text = attributes.text("r") {
            guard let number = Int(text), (1...CellName.rows).contains(number) else { throw bad("a row has the number '\(text)'") }
            row = number - 1
        } else {
            row += 1
            if row >= CellName.rows { throw bad("the sheet has too many rows") }
        }
        if attributes.isTrue("hidden") { collector.hideRow(row) }
    }

    /// A cell without a name stands to the right of the one before it.
    private mutating func startCell(_ attributes: XMLAttributes) throws {
        var reference: UnsafeBufferPointer<UInt8>?, type: UnsafeBufferPointer<UInt8>?, index = 0
        style = 0
        while let key = attributes.list[index], let value = attributes.list[index + 1] {
            index += 2
            guard key[1] == 0 else { continue }
            let bytes = UnsafeBufferPointer(start: UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self), count: length(value))
            switch UInt8(bitPattern: key[0]) {
            case UInt8(ascii: "r"): reference = bytes
            case UInt8(ascii: "t"): type = bytes
            case UInt8(ascii: "s"): style = bytes.count > 9 ? -1 : bytes.reduce(0) { (48...57).contains($1) && $0 >= 0 ? $0 * 10 + Int($1) - 48 : -1 }
            default: break
            }
        }
        if let reference {
            guard let position = CellName.position(reference) else { throw bad("the next cell has the name '\(String(decoding: reference, as: UTF8.self))'") }
            (row, column) = position
        } else {
            column += 1
            if column >= CellName.columns { throw bad("the row has too many cells") }
        }
        isInCell = true
        isFormula = false
        hasValue = false
        hasInline = false
        valueBytes.removeAll(keepingCapacity: true)
        kind = try kind(type)
    }

    private func length(_ text: UnsafePointer<CChar>) -> Int {
        var count = 0
        while text[count] != 0 { count += 1 }
        return count
    }

    private func kind(_ type: UnsafeBufferPointer<UInt8>?) throws -> Kind {
        guard let type else { return .number }
        switch String(decoding: type, as: UTF8.self) {
        case "n": return .number
        case "s": return .shared
        case "str": return .text
        case "inlineStr": return .inline
        case "b": return .boolean
        case "e": return .error
        case "d": return .iso
        case let other: throw bad("it is of the type '\(other)', which does not exist")
        }
    }

    private mutating func finishCell() throws {
        guard hasValue || hasInline || isFormula else { return }
        let value = try value()
        // Nothing but a format.
        if case .empty = value, !isFormula { return }
        try collector.add(row: row, column: column, value, isFormula: isFormula)
    }

    // MARK: Values

    private func value() throws -> RawValue {
        if kind == .inline || hasInline && !hasValue { return formulaText(inline.string) }
        return try valueBytes.withUnsafeBufferPointer { bytes in
            if kind == .text { return hasValue ? formulaText(XLSXText.unescaped(bytes)) : .empty }
            let text = trimmed(bytes)
            if text.isEmpty { return .empty }
            switch kind {
            case .number:
                return try number(text)
            case .shared:
                guard let index = Int(String(decoding: text, as: UTF8.self)), index >= 0, index < textCount else {
                    throw bad("its text has number '\(String(decoding: text, as: UTF8.self))', but there are only \(textCount) texts")
                }
                return .shared(index)
            case .boolean:
                switch String(decoding: text, as: UTF8.self) {
                case "1", "true": return .boolean(true)
                case "0", "false": return .boolean(false)
                case let other: throw bad("'\(other)' is no truth value")
                }
            case .error: return .error(CellError(text: String(decoding: text, as: UTF8.self)))
            case .iso:
                guard let serial = CellDate.number(iso: text, system: dateSystem) else { throw bad("'\(String(decoding: text, as: UTF8.self))' is no date") }
                return .number(serial, .moment, isInexact: false)
            case .text, .inline: return .empty
            }
        }
    }

    private func formulaText(_ text: String) -> RawValue { isFormula && text.isEmpty ? .empty : .text(text) }

    private func number(_ bytes: UnsafeBufferPointer<UInt8>) throws -> RawValue {
        guard let decimal = DecimalText(bytes), let double = decimal.double ?? Double(String(decoding: bytes, as: UTF8.self)), double.isFinite else {
            throw bad("'\(String(decoding: bytes, as: UTF8.self))' is no number")
        }
        return .number(double, formats.indices.contains(style) ? formats[style] : .number, isInexact: decimal.count > 17)
    }

    private func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard let first = bytes.firstIndex(where: { $0 > 32 }), let last = bytes.lastIndex(where: { $0 > 32 }) else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(rebasing: bytes[first...last])
    }

    private mutating func merge(_ text: String) throws {
        let ends = text.split(separator: ":", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = CellName.position(ends[0].utf8), let last = CellName.position(ends[ends.count - 1].utf8) else {
            throw context.badMergedRange(sheet: name, text)
        }
        try collector.merge(CellRange(firstRow: first.row, firstColumn: first.column, lastRow: last.row, lastColumn: last.column))
    }

    private func bad(_ reason: String) -> any Error {
        context.badCell(sheet: name, row < 0 ? "A1" : CellName.text(row: row, column: max(0, column)), reason)
    }
}
