internal import Intake
internal import ReportModel

/// Rows as they may be shown: personal numbers and whatever looks like one with their middle hidden.
struct RowMask: Sendable {
    private let specification: InterfaceSpecification
    private let encoding: InterfaceSpecification.Encoding

    init(_ specification: InterfaceSpecification, encoding: InterfaceSpecification.Encoding) {
        self.specification = specification; self.encoding = encoding
    }

    /// The fields of a row, masked; bytes that are no text stand as U+FFFD. A day of birth is the hidden part of a personal number, so
    /// days are hidden wholly, unless `showsDates`: then personal numbers are, down to their end.
    func fields(_ row: [UInt8], showsDates: Bool = false) -> [String] {
        let row = row.last == 13 ? Array(row.dropLast()) : row
        let fields = RowText.fields(row, of: specification, encoding: encoding) ?? row.withUnsafeBufferPointer { bytes in
            RowBytes.fields(bytes, delimiter: specification.delimiter, encoding: encoding).map { field in
                String(String.UnicodeScalarView(bytes[field].map { $0 < 128 ? Unicode.Scalar($0) : "\u{FFFD}" }))
            }
        }
        let isWhole = fields.count == specification.columns.count
        return fields.enumerated().map { index, field in
            guard isWhole else { return isDay(field) ? hidden(field) : RowText.masked(field) }
            switch specification.columns[index].type {
            case .number where field.utf8.count < 15: return field
            case .date: return showsDates ? field : hidden(field)
            case .text where showsDates && field.count >= 15: return String(repeating: "*", count: field.count - 3) + field.suffix(3)
            default: return RowText.masked(field)
            }
        }
    }

    /// `column`: the one that is at fault.
    func row(_ row: [UInt8], column: String) -> String { fields(row, showsDates: isDate(column)).joined(separator: String(Character(UnicodeScalar(specification.delimiter)))) }

    /// The field of a column; nil when the row does not have the columns of the specification.
    func value(_ column: String, of row: [UInt8]) -> String? {
        let fields = fields(row, showsDates: isDate(column))
        guard fields.count == specification.columns.count, let index = specification.columns.firstIndex(where: { $0.name == column }) else { return nil }
        return fields[index]
    }

    private func hidden(_ field: String) -> String { String(field.map { $0.isNumber ? "*" : $0 }) }

    /// `1990-02-28`, `19900228`: where columns are shifted, a day may stand anywhere.
    private func isDay(_ field: String) -> Bool {
        let digits = field.count(where: \.isNumber)
        return digits == 8 && (field.count == 8 || field.count == 10) && field.allSatisfy { $0.isNumber || "-/.".contains($0) }
    }

    private func isDate(_ column: String) -> Bool {
        if case .date = specification.columns.first(where: { $0.name == column })?.type { true } else { false }
    }

    /// What people wrote: numbers of 15 digits and more are taken for personal ones.
    static func text(_ text: String) -> String {
        var result = "", run = ""
        func end() {
            result += run.count >= 15 ? RowText.masked(run) : run
            run = ""
        }
        for character in text {
            if character.isASCII, character.isNumber || (!run.isEmpty && (character == "X" || character == "x")) { run.append(character) } else {
                end()
                result.append(character)
            }
        }
        end()
        return result
    }
}

/// Fields of a row without turning it into text.
enum RowBytes {
    /// Where the fields stand. The delimiter may be the second byte of a character of GBK; there it parts nothing.
    static func fields(_ row: UnsafeBufferPointer<UInt8>, delimiter: UInt8, encoding: InterfaceSpecification.Encoding) -> [Range<Int>] {
        var fields: [Range<Int>] = [], start = 0, index = 0
        fields.reserveCapacity(32)
        while index < row.count {
            let byte = row[index]
            if byte == delimiter {
                fields.append(start..<index)
                start = index + 1
            } else if encoding == .gb18030, (0x81...0xFE).contains(byte) {
                // Four bytes when the second is a digit.
                index += index + 1 < row.count && (0x30...0x39).contains(row[index + 1]) ? 3 : 1
            }
            index += 1
        }
        fields.append(start..<max(start, row.count))
        return fields
    }
}
