/// Kinds of bad rows that `--defects` plants; each is one change to a copy of a clean row.
enum Defect: String, CaseIterable {
    case missingColumn, extraColumn, badNumber, exponent, fullWidthDigit, impossibleDay, beforeRange, emptyRequired, unknownCode, tooLong
    case brokenCharacter, duplicate, negative, tooManyDigits, wrongPeriod
    /// By the rules of the specification: rejected, left out, and three that are loaded.
    case wrongDue, wrongPersonalDue, halfMonth, testUnit, aboveLimit, belowLimit, emptyDefault

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
        case .wrongDue: "rule-due-unit"
        case .wrongPersonalDue: "rule-due-person"
        case .halfMonth: "decimals"
        case .testUnit: "filter-test-unit"
        case .aboveLimit, .belowLimit: "suspect-base-limits"
        case .emptyDefault: "default"
        }
    }

    /// The row is sound enough to be loaded.
    var isLoaded: Bool { self == .aboveLimit || self == .belowLimit || self == .emptyDefault }

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
        default: return layout.hasRules ? ruleDefect(fields) : nil
        }
    }

    /// Defects of a row of contributions: base in field 7, dues of unit and person in 8 and 9, late fee in 17.
    private func ruleDefect(_ row: [[UInt8]]) -> (row: [UInt8], column: String)? {
        var fields = row
        func text(_ text: String) -> [UInt8] { Array(text.utf8) }
        func result(_ column: String) -> (row: [UInt8], column: String) { (Array(fields.joined(separator: [124])), column) }
        // Without a base nothing is due; class 15 pays at other rates.
        guard fields[7] != text("0.00"), fields[4] != text("15") else { return nil }
        if isLoaded { fields[3][17] = 83 }
        switch self {
        case .wrongDue:
            fields[8] = text("1") + fields[8]
            return result("due_unit")
        case .wrongPersonalDue:
            fields[9] = text("2") + fields[9]
            return result("due_person")
        case .halfMonth:
            fields[18] = text("1.5")
            return result("months")
        case .testUnit:
            fields[2] = text("9999999999")
            return result("unit")
        case .aboveLimit, .belowLimit:
            (fields[7], fields[8], fields[9]) = self == .aboveLimit ? (text("99999.99"), text("16000.00"), text("8000.00")) : (text("100.00"), text("16.00"), text("8.00"))
            return result("base")
        case .emptyDefault:
            fields[7] = Array(fields[7].prefix { $0 != 46 }) + text(".00")
            fields[17] = []
            // The dues follow the base only to the cent: taken from the base without cents.
            guard let base = Int(String(decoding: fields[7].dropLast(3), as: UTF8.self)) else { return nil }
            fields[8] = Self.money(base * 16)
            fields[9] = Self.money(base * 8)
            return result("latefee")
        default: return nil
        }
    }

    private static func money(_ cents: Int) -> [UInt8] {
        var buffer = RowBuffer()
        buffer.money(cents)
        return buffer.bytes
    }
}
