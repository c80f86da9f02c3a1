internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Collects the diagnostics of one loading run; the readers share it.
final class Reading {
    var bag = DiagnosticBag()
    /// Set while a schema is made from the readers.
    var record: KeyRecord?
    func add(_ diagnostic: Diagnostic) { bag.add(diagnostic) }
}

/// Reads the keys of one mapping with their types; what was not asked for is an unknown key.
struct MapReader {
    let what: String
    let place: SourceRange
    let reading: Reading
    private let entries: [Value.Entry]
    private var asked: [String] = []

    /// Nil, with a diagnostic, when the value is no mapping.
    init?(_ value: Value, _ what: String, _ reading: Reading) {
        guard case .map(let entries, let place) = value else {
            reading.add(DefinitionDiagnostics.wrongType(what, expected: "a mapping", found: value.kind, at: value.place))
            return nil
        }
        self.what = what
        self.place = place
        self.reading = reading
        self.entries = entries
        reading.record?.open(place.line, what)
    }

    /// The place of the first key: better than the mapping's own mark for messages about the whole.
    var start: SourceRange { entries.first?.place ?? place }

    func has(_ key: String) -> Bool {
        reading.record?.look(place.line, key)
        return entries.contains { $0.key == key }
    }
    func keyPlace(_ key: String) -> SourceRange { entries.first { $0.key == key }?.place ?? start }

    mutating func value(_ key: String) -> Value? { value(key, as: .value) }

    private mutating func value(_ key: String, as kind: KeyRecord.Kind) -> Value? {
        asked.append(key)
        reading.record?.ask(place.line, key, kind)
        guard let entry = entries.first(where: { $0.key == key }) else { return nil }
        if case .null = entry.value {
            reading.add(DefinitionDiagnostics.wrongType(key, expected: "a value", found: "empty", at: entry.place))
            return nil
        }
        return entry.value
    }

    mutating func required(_ key: String) -> Value? {
        if !has(key) { reading.add(DefinitionDiagnostics.missingKey(key, in: what, at: start)) }
        return value(key)
    }

    /// Reports every key that was never asked for.
    func finish() {
        for entry in entries where !asked.contains(entry.key) {
            let nearest = Suggestion.nearest(to: entry.key, among: asked)
            reading.add(DefinitionDiagnostics.unknownKey(entry.key, nearest: nearest, allowed: asked, at: entry.place))
        }
    }

    // MARK: Scalars

    mutating func text(_ key: String) -> String? { textWithPlace(key)?.text }
    mutating func requiredText(_ key: String) -> String {
        if !has(key) { reading.add(DefinitionDiagnostics.missingKey(key, in: what, at: start)) }
        return text(key) ?? ""
    }
    mutating func textWithPlace(_ key: String) -> (text: String, place: SourceRange)? { textWithPlace(key, as: .text) }

    private mutating func textWithPlace(_ key: String, as kind: KeyRecord.Kind) -> (text: String, place: SourceRange)? {
        value(key, as: kind).flatMap { scalar($0, key) }
    }

    func scalar(_ value: Value, _ key: String) -> (text: String, place: SourceRange)? {
        guard case .scalar(let text, _, let place) = value else {
            reading.add(DefinitionDiagnostics.wrongType(key, expected: "a text", found: value.kind, at: value.place))
            return nil
        }
        return (text, place)
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int> = 0...1_000_000) -> Int? {
        guard let (text, place) = textWithPlace(key, as: .integer(range)) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        reading.add(DefinitionDiagnostics.invalidValue(text, for: key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)", nearest: nil, at: place))
        return nil
    }

    mutating func number(_ key: String) -> Double? { number(key, below: nil) }

    /// A length above 0 and below a limit.
    mutating func length(_ key: String, below limit: Double) -> Double? { number(key, below: limit) }

    private mutating func number(_ key: String, below limit: Double?) -> Double? {
        guard let (text, place) = textWithPlace(key, as: .number(below: limit)) else { return nil }
        if let number = Double(text), number.isFinite, limit.map({ number > 0 && number < $0 }) ?? true { return number }
        let expected = limit.map { "a length above 0 and below \(Int($0))" } ?? "a number"
        reading.add(DefinitionDiagnostics.invalidValue(text, for: key, expected: expected, nearest: nil, at: place))
        return nil
    }

    mutating func amount(_ key: String) -> Amount? {
        guard let (text, place) = textWithPlace(key, as: .amount) else { return nil }
        if let amount = Amount(decimalText: text) { return amount }
        reading.add(DefinitionDiagnostics.invalidValue(text, for: key, expected: "a decimal number such as 1234.56", nearest: nil, at: place))
        return nil
    }

    /// `100 元`, `1,000 万元`; without a unit the number counts base units.
    mutating func quantity(_ key: String) -> (value: Amount, unit: Unit?)? {
        guard let (text, place) = textWithPlace(key, as: .quantity) else { return nil }
        let digits = text.prefix { "-−0123456789,.".contains($0) }, word = text.dropFirst(digits.count).drop { $0 == " " }
        let unit = word.isEmpty ? nil : Unit.named(String(word))
        if word.isEmpty || unit != nil, let number = Amount(decimalText: digits.replacing(",", with: "").replacing("−", with: "-")),
            let value = try? (unit ?? .number).baseValue(number)
        {
            return (value, unit)
        }
        let nearest = unit == nil ? Suggestion.nearest(to: String(word), among: Unit.all.map(\.name)).map { "\(digits) \($0)" } : nil
        reading.add(DefinitionDiagnostics.invalidValue(text, for: key, expected: "a number with its unit, such as 100 元", nearest: nearest, at: place))
        return nil
    }

    mutating func date(_ key: String) -> CalendarDate? {
        guard let (text, place) = textWithPlace(key, as: .date) else { return nil }
        if let date = CalendarDate(text) { return date }
        reading.add(DefinitionDiagnostics.invalidValue(text, for: key, expected: "a day as 2026-10-31", nearest: nil, at: place))
        return nil
    }

    mutating func month(_ key: String) -> ReportingPeriod? {
        guard let (text, place) = textWithPlace(key, as: .month) else { return nil }
        if let month = ReportingPeriod(text) { return month }
        reading.add(DefinitionDiagnostics.invalidValue(text, for: key, expected: "a month as 2026-10", nearest: nil, at: place))
        return nil
    }

    mutating func boolean(_ key: String) -> Bool? {
        guard let (text, place) = textWithPlace(key, as: .boolean) else { return nil }
        if text == "true" || text == "false" { return text == "true" }
        reading.add(DefinitionDiagnostics.notBoolean(text, at: place))
        return nil
    }

    mutating func choice<T: RawRepresentable & CaseIterable>(_ key: String, _ type: T.Type) -> T? where T.RawValue == String {
        guard let (text, place) = textWithPlace(key, as: .choice(type.allCases.map(\.rawValue))) else { return nil }
        return Self.choice(text, key, type, at: place, reading)
    }

    static func choice<T: RawRepresentable & CaseIterable>(_ text: String, _ key: String, _ type: T.Type, at place: SourceRange, _ reading: Reading) -> T?
    where T.RawValue == String {
        if let value = T(rawValue: text) { return value }
        let names = T.allCases.map(\.rawValue)
        reading.add(DefinitionDiagnostics.invalidValue(
            text, for: key, expected: "one of \(names.joined(separator: ", "))", nearest: Suggestion.nearest(to: text, among: names), at: place))
        return nil
    }

    mutating func unit(_ key: String) -> Unit? {
        guard let (text, place) = textWithPlace(key, as: .unit) else { return nil }
        if let unit = Unit.named(text) { return unit }
        let names = Unit.all.map(\.name)
        reading.add(DefinitionDiagnostics.invalidValue(
            text, for: key, expected: "one of \(names.joined(separator: ", "))", nearest: Suggestion.nearest(to: text, among: names), at: place))
        return nil
    }

    /// `"#1f4e79"` as 0xRRGGBB.
    mutating func color(_ key: String) -> UInt32? {
        guard let (text, place) = textWithPlace(key, as: .color) else { return nil }
        return color(text, key, at: place)
    }

    private func color(_ text: String, _ key: String, at place: SourceRange) -> UInt32? {
        if text.count == 7, text.hasPrefix("#"), let value = UInt32(text.dropFirst(), radix: 16) { return value }
        reading.add(DefinitionDiagnostics.invalidValue(text, for: key, expected: "a colour as \"#1f4e79\"", nearest: nil, at: place))
        return nil
    }

    // MARK: Collections

    mutating func list(_ key: String) -> [Value]? { list(key, as: .list(isRequired: false)) }

    private mutating func list(_ key: String, as kind: KeyRecord.Kind) -> [Value]? {
        guard let value = value(key, as: kind) else { return nil }
        guard case .list(let items, _) = value else {
            reading.add(DefinitionDiagnostics.wrongType(key, expected: "a list", found: value.kind, at: value.place))
            return nil
        }
        return items
    }

    mutating func requiredList(_ key: String) -> [Value] {
        if !has(key) {
            reading.add(DefinitionDiagnostics.missingKey(key, in: what, at: start))
            asked.append(key)
            reading.record?.ask(place.line, key, .list(isRequired: true))
            return []
        }
        let items = list(key, as: .list(isRequired: true))
        if items?.isEmpty == true { reading.add(DefinitionDiagnostics.empty("'\(key)' of \(what)", at: keyPlace(key))) }
        return items ?? []
    }

    mutating func texts(_ key: String) -> [String] { (list(key, as: .texts) ?? []).compactMap { scalar($0, key)?.text } }

    mutating func colors(_ key: String) -> [UInt32]? {
        list(key, as: .colors).map { $0.compactMap { item in scalar(item, key).flatMap { color($0.text, key, at: $0.place) } } }
    }

    /// Months of the year, 1…12.
    mutating func months(_ key: String) -> [Int] {
        (list(key, as: .months) ?? []).compactMap { item in
            guard let (text, place) = scalar(item, key) else { return nil }
            if let month = Int(text), (1...12).contains(month) { return month }
            reading.add(DefinitionDiagnostics.invalidValue(text, for: key, expected: "a month from 1 to 12", nearest: nil, at: place))
            return nil
        }
    }

    /// A mapping of texts: `{insurance: "110"}`.
    mutating func textMap(_ key: String) -> [String: (text: String, place: SourceRange)] {
        guard let value = value(key, as: .textMap) else { return [:] }
        guard case .map(let entries, _) = value else {
            reading.add(DefinitionDiagnostics.wrongType(key, expected: "a mapping", found: value.kind, at: value.place))
            return [:]
        }
        var result: [String: (String, SourceRange)] = [:]
        for entry in entries { if let scalar = scalar(entry.value, entry.key) { result[entry.key] = scalar } }
        return result
    }

    mutating func choices<T: RawRepresentable & CaseIterable>(_ key: String, _ type: T.Type) -> [T] where T.RawValue == String {
        let names = type.allCases.map(\.rawValue)
        return (list(key, as: .choices(names)) ?? []).compactMap { item in scalar(item, key).flatMap { Self.choice($0.text, key, type, at: $0.place, reading) } }
    }

    // MARK: Formulas

    mutating func expression(_ key: String) -> Expression? {
        guard let (text, place) = textWithPlace(key, as: .formula) else { return nil }
        return Self.expression(text, place, reading)
    }

    static func expression(_ text: String, _ place: SourceRange, _ reading: Reading) -> Expression? {
        do { return try ExpressionParser.parse(text, at: place) } catch let error as DiagnosticsError {
            error.diagnostics.forEach(reading.add)
            return nil
        } catch { return nil }
    }
}
