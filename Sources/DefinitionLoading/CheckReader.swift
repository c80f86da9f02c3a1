internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `checks/*.yaml`: a check table or a self-check report; see Docs/Reconciliation.md.
enum CheckReader {
    private enum Difference: String, CaseIterable { case blocks, warns }

    static func read(_ root: Value, _ reading: Reading) -> CheckDefinition? {
        guard var map = MapReader(root, "a check table", reading) else { return nil }
        let id = map.requiredText("check"), name = map.requiredText("name")
        let role = map.choice("role", CheckDefinition.Role.self) ?? .declared
        let file = file(&map, reading), required = map.boolean("required") ?? true
        let from = map.month("from"), until = map.month("until")
        let encoding = map.choice("encoding", InterfaceSpecification.Encoding.self) ?? .detect
        let delimiter = delimiter(&map, reading)
        let sheets = map.requiredList("sheets").compactMap { sheet($0, reading) }
        map.finish()
        return CheckDefinition(
            id: id, name: name, role: role, filePattern: file, isRequired: required, from: from, until: until, encoding: encoding, delimiter: delimiter,
            sheets: sheets, origin: map.start)
    }

    private static func file(_ map: inout MapReader, _ reading: Reading) -> String {
        if !map.has("file") { reading.add(DefinitionDiagnostics.missingKey("file", in: "the check table", at: map.start)) }
        guard let (text, place) = map.textWithPlace("file") else { return "" }
        if !text.contains("{period}") || text.contains("/") {
            reading.add(DefinitionDiagnostics.invalidValue(text, for: "file", expected: "a file name with {period}, such as HD_{period}.XLS", nearest: nil, at: place))
        }
        return text
    }

    private static func delimiter(_ map: inout MapReader, _ reading: Reading) -> UInt8 {
        guard let (text, place) = map.textWithPlace("delimiter") else { return UInt8(ascii: ",") }
        let bytes = Array((text == "\\t" ? "\t" : text).utf8)
        if bytes.count == 1, bytes[0] < 0x80, bytes[0] != UInt8(ascii: "\""), bytes[0] != 10, bytes[0] != 13, !(48...57).contains(bytes[0]) { return bytes[0] }
        reading.add(DefinitionDiagnostics.invalidValue(text, for: "delimiter", expected: "one ASCII character such as , or |, or \\t", nearest: nil, at: place))
        return UInt8(ascii: ",")
    }

    private static func sheet(_ value: Value, _ reading: Reading) -> CheckSheet? {
        guard var map = MapReader(value, "a sheet", reading) else { return nil }
        let name = map.text("sheet"), interface = map.requiredText("interface")
        let table = map.value("table").flatMap { self.table($0, reading) }
        let cells = (map.list("cells") ?? []).compactMap { cell($0, reading) }
        map.finish()
        if !map.has("table"), !map.has("cells") { reading.add(DefinitionDiagnostics.missingKey("table or cells", in: "the sheet of \(interface)", at: map.start)) }
        return CheckSheet(sheet: name, interface: interface, table: table, cells: cells, origin: map.start)
    }

    private static func table(_ value: Value, _ reading: Reading) -> CheckTable? {
        guard var map = MapReader(value, "a district table", reading) else { return nil }
        let first = map.integer("head_row", in: 1...10_000) ?? 1, count = map.integer("head_rows", in: 1...20) ?? 1
        let district = path("district", &map, reading), total = map.text("total")
        let filter = map.textMap("filter").map { (head: $0.key, text: $0.value.text) }.sorted { $0.head < $1.head }
        let columns = map.requiredList("columns").compactMap { column($0, reading) }
        map.finish()
        return CheckTable(headRows: first...first + count - 1, district: district, total: total, filter: filter, columns: columns, origin: map.start)
    }

    /// One head, or heads from top to bottom.
    private static func path(_ key: String, _ map: inout MapReader, _ reading: Reading) -> [String] {
        if !map.has(key) { reading.add(DefinitionDiagnostics.missingKey(key, in: map.what, at: map.start)) }
        switch map.value(key) {
        case .list(let items, let place)?:
            if items.isEmpty { reading.add(DefinitionDiagnostics.empty("'\(key)'", at: place)) }
            return items.compactMap { map.scalar($0, key)?.text }
        case let value?: return map.scalar(value, key).map { [$0.text] } ?? []
        case nil: return []
        }
    }

    private static func column(_ value: Value, _ reading: Reading) -> CheckColumn? {
        guard var map = MapReader(value, "a checked column", reading) else { return nil }
        let head = path("head", &map, reading), figure = figure(&map, reading)
        map.finish()
        return figure.map { CheckColumn(head: head, figure: $0) }
    }

    private static func cell(_ value: Value, _ reading: Reading) -> CheckCell? {
        guard var map = MapReader(value, "a checked cell", reading) else { return nil }
        if !map.has("cell") { reading.add(DefinitionDiagnostics.missingKey("cell", in: map.what, at: map.start)) }
        let name = map.textWithPlace("cell"), district = map.text("district"), figure = figure(&map, reading)
        map.finish()
        guard let name, let figure else { return nil }
        if !isCellName(name.text) {
            reading.add(DefinitionDiagnostics.invalidValue(name.text, for: "cell", expected: "a cell name such as C25", nearest: nil, at: name.place))
        }
        return CheckCell(cell: name.text, district: district, figure: figure)
    }

    private static func isCellName(_ text: String) -> Bool {
        let letters = text.utf8.prefix { (65...90).contains($0) }.count, digits = text.utf8.dropFirst(letters)
        return (1...3).contains(letters) && (1...7).contains(digits.count) && digits.first != 48 && digits.allSatisfy { (48...57).contains($0) }
    }

    private static func figure(_ map: inout MapReader, _ reading: Reading) -> CheckedFigure? {
        for key in ["figure", "unit"] where !map.has(key) { reading.add(DefinitionDiagnostics.missingKey(key, in: map.what, at: map.start)) }
        let text = map.textWithPlace("figure"), unit = map.unit("unit") ?? .number
        let decimals = map.integer("decimals", in: 0...6) ?? unit.defaultDecimals
        let blocks = (map.choice("difference", Difference.self) ?? .blocks) == .blocks
        guard let text else { return nil }
        guard let kind = kind(text.text) else {
            reading.add(DefinitionDiagnostics.invalidValue(
                text.text, for: "figure", expected: "rows, 'sum COLUMN', 'measure CODE', 'measure CODE PART' or 'distinct COLUMN'", nearest: nil, at: text.place))
            return nil
        }
        return CheckedFigure(kind: kind, unit: unit, decimals: decimals, blocks: blocks, origin: text.place)
    }

    private static func kind(_ text: String) -> CheckedFigure.Kind? {
        let words = text.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("rows", 1): return .rows
        case ("sum", 2): return .sum(words[1])
        case ("distinct", 2): return .distinct(words[1])
        case ("measure", 2): return .measure(words[1], part: nil)
        case ("measure", 3): return .measure(words[1], part: words[2])
        default: return nil
        }
    }
}
