internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `measures: [ {code, name, caliber, unit, interfaces, count|sum|distinct, by, where, over_time} ]`
enum MeasureReader {
    static func read(_ root: Value, _ reading: Reading) -> [MeasureDefinition] {
        guard var file = MapReader(root, "a measure file", reading) else { return [] }
        let measures = file.requiredList("measures").compactMap { measure($0, reading) }
        file.finish()
        return measures
    }

    private static func measure(_ value: Value, _ reading: Reading) -> MeasureDefinition? {
        guard var map = MapReader(value, "a measure", reading) else { return nil }
        let code = map.requiredText("code"), name = map.requiredText("name"), caliber = map.text("caliber")
        if !map.has("unit") { reading.add(DefinitionDiagnostics.missingKey("unit", in: "measure '\(code)'", at: map.start)) }
        let unit = map.unit("unit") ?? .number
        let interfaces = map.requiredList("interfaces").compactMap { map.scalar($0, "interfaces")?.text }
        let aggregation = aggregation(&map, code, reading)
        var conditions: [MeasureCondition] = []
        for item in map.list("where") ?? [] {
            guard let (text, place) = map.scalar(item, "where") else { continue }
            if let condition = MeasureConditionParser.parse(text, at: place, reading) { conditions.append(condition) }
        }
        let overTime = map.choice("over_time", MeasureDefinition.OverTime.self) ?? .flow
        map.finish()
        guard let aggregation else { return nil }
        return MeasureDefinition(
            code: code, name: name, caliber: caliber, unit: unit, interfaces: interfaces, aggregation: aggregation, conditions: conditions,
            overTime: overTime, origin: map.start)
    }

    private static func aggregation(_ map: inout MapReader, _ code: String, _ reading: Reading) -> MeasureDefinition.Aggregation? {
        let kinds = ["count", "sum", "distinct"].filter { map.has($0) }
        let count = map.textWithPlace("count"), sum = map.value("sum"), distinct = map.text("distinct"), by = map.texts("by")
        guard kinds.count == 1 else {
            reading.add(DefinitionDiagnostics.missingKey("count, sum or distinct (exactly one)", in: "measure '\(code)'", at: map.start))
            return nil
        }
        if let count {
            if count.text != "rows" {
                reading.add(DefinitionDiagnostics.invalidValue(count.text, for: "count", expected: "rows", nearest: nil, at: count.place))
            }
            return .countRows
        }
        if let distinct { return .distinct(column: distinct, by: by) }
        switch sum {
        case .scalar(let column, _, _)?: return .sum([.init(part: "", column: column)])
        case .map(let entries, _)?:
            return .sum(entries.compactMap { entry in map.scalar(entry.value, entry.key).map { .init(part: entry.key, column: $0.text) } })
        default:
            reading.add(DefinitionDiagnostics.wrongType("sum", expected: "a column or a mapping part: column", found: sum?.kind ?? "empty", at: map.keyPlace("sum")))
            return nil
        }
    }
}

/// `status in 1, 2` · `paid_unit + paid_person > 0` · `base = 口径(base.lower)`
enum MeasureConditionParser {
    static func parse(_ text: String, at place: SourceRange, _ reading: Reading) -> MeasureCondition? {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        if words.count == 3, words[1] == "in" {
            let codes = words[2].split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
            return .member(column: words[0], codes: codes, origin: place)
        }
        for symbol in [">=", "<=", ">", "<", "="] {
            guard let range = text.firstRange(of: symbol) else { continue }
            let columns = text[..<range.lowerBound].split(separator: "+").map { $0.filter { !$0.isWhitespace } }
            let operand = text[range.upperBound...].filter { !$0.isWhitespace }
            if columns.isEmpty || columns.contains("") { break }
            let comparison = MeasureCondition.Comparison(rawValue: symbol)!
            if let amount = Amount(decimalText: operand) { return .compare(columns: columns, comparison, .number(amount), origin: place) }
            if let caliber = caliber(operand) { return .compare(columns: columns, comparison, caliber, origin: place) }
            break
        }
        reading.add(DefinitionDiagnostics.invalidValue(
            text, for: "where", expected: "a condition such as 'status in 1, 2', 'paid > 0' or 'base = 口径(base.lower)'", nearest: nil, at: place))
        return nil
    }

    /// `口径(base.lower)` or `口径(wage.reference)×0.6`, without blanks.
    private static func caliber(_ operand: String) -> MeasureCondition.Operand? {
        for prefix in ["口径(", "caliber("] where operand.hasPrefix(prefix) {
            guard let end = operand.firstIndex(of: ")") else { return nil }
            let id = String(operand[operand.index(operand.startIndex, offsetBy: prefix.count)..<end]), rest = operand[operand.index(after: end)...]
            if rest.isEmpty { return .caliber(id, times: .one) }
            guard rest.first == "×" || rest.first == "*", let factor = Amount(decimalText: rest.dropFirst()) else { return nil }
            return .caliber(id, times: factor)
        }
        return nil
    }
}
