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

    /// Nil when the row cannot carry this defect.
    func apply(to row: [UInt8], layout: FeedLayout) -> (row: [UInt8], column: String)? {
        // None of the fields of these rows holds 0x7C inside a character: 男 and 女 do not.
        var fields = row.split(separator: 124, omittingEmptySubsequences: false).map(Array.init)
        guard let place = layout.defects, fields.count > place.number.index else { return nil }
        func set(_ field: FeedLayout.Field, _ bytes: [UInt8]) -> (row: [UInt8], column: String) {
            fields[field.index] = bytes
            return (Array(fields.joined(separator: [124])), field.name)
        }
        func text(_ text: String) -> [UInt8] { Array(text.utf8) }
        switch self {
        case .missingColumn: return (Array(fields.dropLast(2).joined(separator: [124])), "")
        case .extraColumn: return (row + [124, 57], "")
        case .badNumber: return set(place.number, text("12,3x"))
        case .exponent: return set(place.number, text("1e5"))
        case .fullWidthDigit: return set(place.number, layout.isGB ? [0xA3, 0xB1, 0xA3, 0xB2] : text("１２"))
        case .impossibleDay: return place.date.map { set($0, text("1990-02-30")) }
        case .beforeRange: return place.date.map { set($0, text("1752-12-31")) }
        case .emptyRequired: return set(place.key, [])
        case .unknownCode: return set(place.code, text("99"))
        case .tooLong: return set(place.key, fields[place.key.index] + [90])
        case .brokenCharacter: return set(place.text, layout.isGB ? [0xFF, 0x41] : [0xE7, 0x94])
        case .duplicate: return (row, layout.keyText)
        case .negative: return set(place.number, text("-100.00"))
        case .tooManyDigits: return set(place.number, text("12345678901234.00"))
        case .wrongPeriod: return set(FeedLayout.Field(index: 0, name: "period"), text("202001"))
        }
    }
}
