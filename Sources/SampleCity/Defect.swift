/// Kinds of bad rows that `--defects` plants; each is one change to a copy of a clean row.
enum Defect: String, CaseIterable {
    case missingColumn, extraColumn, badNumber, exponent, fullWidthDigit, impossibleDay, beforeRange, emptyRequired, unknownCode, tooLong
    case brokenCharacter, duplicate, negative, tooManyDigits, wrongPeriod

    /// The error class that the intake must report.
    var className: String {
        switch self {
        case .missingColumn, .extraColumn: "column-count"
        case .badNumber, .exponent, .fullWidthDigit: "type"
        case .impossibleDay: "date"
        case .beforeRange: "date-range"
        case .emptyRequired: "required"
        case .unknownCode: "code"
        case .tooLong: "length"
        case .brokenCharacter: "encoding"
        case .duplicate: "duplicate-key"
        case .negative: "range"
        case .tooManyDigits: "integer-digits"
        case .wrongPeriod: "period"
        }
    }

    /// Contribution rows only: 7 is the base, 6 the birth day, 4 the class, 3 the person, 5 the sex.
    func apply(to row: [UInt8], isGB: Bool) -> (row: [UInt8], column: String)? {
        // None of the fields of these rows holds 0x7C inside a character: 男 and 女 do not.
        var fields = row.split(separator: 124, omittingEmptySubsequences: false).map(Array.init)
        guard fields.count >= 20 else { return nil }
        func set(_ index: Int, _ bytes: [UInt8], _ column: String) -> (row: [UInt8], column: String) {
            fields[index] = bytes
            return (Array(fields.joined(separator: [124])), column)
        }
        func text(_ text: String) -> [UInt8] { Array(text.utf8) }
        switch self {
        case .missingColumn: return (Array(fields.dropLast(2).joined(separator: [124])), "")
        case .extraColumn: return (row + [124, 57], "")
        case .badNumber: return set(7, text("12,3x"), "base")
        case .exponent: return set(7, text("1e5"), "base")
        case .fullWidthDigit: return set(7, isGB ? [0xA3, 0xB1, 0xA3, 0xB2] : text("１２"), "base")
        case .impossibleDay: return set(6, text("1990-02-30"), "birth")
        case .beforeRange: return set(6, text("1752-12-31"), "birth")
        case .emptyRequired: return set(3, [], "person")
        case .unknownCode: return set(4, text("99"), "class")
        case .tooLong: return set(3, fields[3] + [90], "person")
        case .brokenCharacter: return set(5, isGB ? [0xFF, 0x41] : [0xE7, 0x94], "gender")
        case .duplicate: return (row, "period+person")
        case .negative: return set(7, text("-100.00"), "base")
        case .tooManyDigits: return set(7, text("12345678901234.00"), "base")
        case .wrongPeriod: return set(0, text("202001"), "period")
        }
    }
}
