internal import Diagnostics
internal import Quantities
internal import ReportModel

/// One interface specification per file; see Docs/Interfaces.md.
enum InterfaceReader {
    static func read(_ root: Value, _ reading: Reading) -> InterfaceSpecification? {
        guard var map = MapReader(root, "an interface specification", reading) else { return nil }
        let id = map.requiredText("interface"), feed = map.requiredText("feed"), name = map.requiredText("name")
        let version = map.integer("version", in: 1...9999) ?? 1
        if !map.has("effective") { reading.add(DefinitionDiagnostics.missingKey("effective", in: "interface '\(id)'", at: map.start)) }
        let effective = map.date("effective")
        let owner = map.text("owner") ?? "", insurance = map.text("insurance")
        let file = map.requiredText("file")
        let encoding = map.choice("encoding", InterfaceSpecification.Encoding.self) ?? .utf8
        let delimiter = delimiter(&map, reading)
        let key = map.texts("key"), dimensions = map.texts("dimensions")
        let columns = map.requiredList("columns").compactMap { column($0, reading) }
        map.finish()
        checkNames(key, "key", columns, map, reading)
        checkNames(dimensions, "dimensions", columns, map, reading)
        for (index, column) in columns.enumerated() {
            if let first = columns[..<index].first(where: { $0.name == column.name }) {
                reading.add(DefinitionDiagnostics.duplicate("column", column.name, first: first.origin, at: column.origin))
            }
        }
        guard let effective else { return nil }
        return InterfaceSpecification(
            id: id, feed: feed, name: name, version: version, effective: effective, owner: owner, insurance: insurance, filePattern: file,
            encoding: encoding, delimiter: delimiter, key: key, dimensions: dimensions, columns: columns, origin: map.start)
    }

    private static func delimiter(_ map: inout MapReader, _ reading: Reading) -> UInt8 {
        guard let (text, place) = map.textWithPlace("delimiter") else { return UInt8(ascii: "|") }
        if text.utf8.count == 1, let byte = text.utf8.first, byte < 128, byte != 10, byte != 13, byte != UInt8(ascii: "\"") { return byte }
        if text == "\\t" { return 9 }
        reading.add(DefinitionDiagnostics.invalidValue(text, for: "delimiter", expected: "one ASCII character", nearest: nil, at: place))
        return UInt8(ascii: "|")
    }

    private static func checkNames(_ names: [String], _ key: String, _ columns: [InterfaceColumn], _ map: MapReader, _ reading: Reading) {
        for name in names where !columns.contains(where: { $0.name == name }) {
            reading.add(DefinitionDiagnostics.unknown("column", name, nearest: Suggestion.nearest(to: name, among: columns.map(\.name)), at: map.keyPlace(key)))
        }
    }

    private enum TypeName: String, CaseIterable { case period, text, code, date, logical, number }
    private enum Rounding: String, CaseIterable { case halfAway = "half-away", halfEven = "half-even", reject }

    private static func column(_ value: Value, _ reading: Reading) -> InterfaceColumn? {
        guard var map = MapReader(value, "a column", reading) else { return nil }
        let name = map.requiredText("name"), title = map.requiredText("title")
        if !map.has("type") { reading.add(DefinitionDiagnostics.missingKey("type", in: "column '\(name)'", at: map.start)) }
        let typeName = map.choice("type", TypeName.self)
        let required = map.boolean("required") ?? true, defaultText = map.text("default")
        var type: InterfaceColumn.ColumnType?
        switch typeName {
        case .period: type = .period
        case .date: type = .date
        case .logical: type = .logical
        case .text:
            if !map.has("length") { reading.add(DefinitionDiagnostics.missingKey("length", in: "text column '\(name)'", at: map.start)) }
            type = .text(length: map.integer("length", in: 1...4000) ?? 1)
        case .code: type = .code(table: map.requiredText("codes"))
        case .number: type = .number(number(&map))
        case nil: break
        }
        map.finish()
        return type.map { InterfaceColumn(name: name, title: title, type: $0, required: required, defaultText: defaultText, origin: map.start) }
    }

    private static func number(_ map: inout MapReader) -> InterfaceColumn.NumberFormat {
        let digits = map.integer("integer_digits", in: 1...16) ?? 12, decimals = map.integer("decimals", in: 0...8) ?? 0
        let rounding: RoundingRule? = switch map.choice("rounding", Rounding.self) ?? .reject {
        case .halfAway: .halfAwayFromZero
        case .halfEven: .halfToEven
        case .reject: nil
        }
        return InterfaceColumn.NumberFormat(
            integerDigits: digits, decimals: decimals, rounding: rounding, minimum: map.amount("minimum"), maximum: map.amount("maximum"))
    }
}
