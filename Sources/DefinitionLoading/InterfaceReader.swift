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
        let source = map.choice("source", DataSource.self) ?? .interfaceFiles
        let forms = SourceFormReader(reading: reading), form = forms.read(&map), alternatives = forms.alternatives(&map, besides: form)
        let parts = map.texts("parts"), trailing = map.boolean("trailing_delimiter") ?? false
        let key = map.texts("key"), dimensions = map.texts("dimensions")
        let columns = map.requiredList("columns").compactMap { column($0, reading) }
        let control = ControlRecordReader(columns: columns, reading: reading)
        let header = control.header(&map), trailer = control.trailer(&map)
        let rules = RowRuleReader(columns: columns, reading: reading)
        let filters = rules.filters(&map), rowRules = rules.rules(&map)
        let versions = (map.list("versions") ?? []).compactMap { laterVersion($0, reading) }
        map.finish()
        checkNames(key, "key", columns, map, reading)
        checkNames(dimensions, "dimensions", columns, map, reading)
        let patterns = [form.filePattern] + alternatives.map(\.filePattern)
        if parts.isEmpty == patterns.contains(where: { $0.contains("{part}") }) {
            reading.add(DefinitionDiagnostics.misuse("'file' and 'parts' do not fit together", hint: "name the parts of a delivery in 'parts' and put {part} into 'file', or neither", at: map.keyPlace("file")))
        }
        checkColumns(columns, version, versions, reading)
        forms.check([form] + alternatives, columns, map)
        guard let effective else { return nil }
        var result = InterfaceSpecification(
            id: id, feed: feed, name: name, version: version, effective: effective, owner: owner, insurance: insurance, filePattern: form.filePattern,
            parts: parts, encoding: form.encoding, delimiter: form.delimiter, allowsTrailingDelimiter: trailing, key: key, dimensions: dimensions,
            columns: columns, header: header, trailer: trailer, filters: filters, rules: rowRules, versions: versions, origin: map.start)
        (result.source, result.format, result.table, result.alternatives) = (source, form.format, form.table, alternatives)
        return result
    }

    private static func laterVersion(_ value: Value, _ reading: Reading) -> SpecificationVersion? {
        guard var map = MapReader(value, "a version", reading) else { return nil }
        if !map.has("version") { reading.add(DefinitionDiagnostics.missingKey("version", in: "a version", at: map.start)) }
        if !map.has("from") { reading.add(DefinitionDiagnostics.missingKey("from", in: "a version", at: map.start)) }
        let version = map.integer("version", in: 1...9999), from = map.month("from"), note = map.requiredText("note")
        map.finish()
        guard let version, let from else { return nil }
        return SpecificationVersion(version: version, from: from, note: note, origin: map.start)
    }

    /// Names are unique in every month, and columns come and go only with a version.
    private static func checkColumns(_ columns: [InterfaceColumn], _ first: Int, _ versions: [SpecificationVersion], _ reading: Reading) {
        var last = first
        for (index, version) in versions.enumerated() {
            if version.version <= last || (index > 0 && version.from <= versions[index - 1].from) {
                reading.add(DefinitionDiagnostics.misuse("version \(version.version) does not come after version \(last)", hint: "list later versions in order, each with a higher number and a later month", at: version.origin))
            }
            last = version.version
        }
        func checkChange(_ month: ReportingPeriod?, _ column: InterfaceColumn) {
            guard let month, !versions.contains(where: { $0.from == month }) else { return }
            reading.add(DefinitionDiagnostics.misuse("column '\(column.name)' changes with \(month), but no version begins then", hint: "add to 'versions': {version: \(last + 1), from: \(month), note: …}", at: column.origin))
        }
        for (index, column) in columns.enumerated() {
            checkChange(column.from, column)
            checkChange(column.until?.adding(months: 1), column)
            for other in columns[..<index] where other.name == column.name && other.overlaps(column) {
                reading.add(DefinitionDiagnostics.duplicate("column", column.name, first: other.origin, at: column.origin))
            }
        }
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
        let from = map.month("from"), until = map.month("until"), note = map.text("note")
        let sourceName = map.text("source")
        var type: InterfaceColumn.ColumnType?
        switch typeName {
        case .period: type = .period
        case .date: type = .date(map.choice("format", InterfaceColumn.DateFormat.self) ?? .dashes)
        case .logical: type = .logical
        case .text:
            if !map.has("length") { reading.add(DefinitionDiagnostics.missingKey("length", in: "text column '\(name)'", at: map.start)) }
            type = .text(length: map.integer("length", in: 1...4000) ?? 1)
        case .code: type = .code(table: map.requiredText("codes"))
        case .number: type = .number(number(&map))
        case nil: break
        }
        map.finish()
        return type.map {
            var column = InterfaceColumn(name: name, title: title, type: $0, required: required, defaultText: defaultText, from: from, until: until, note: note, origin: map.start)
            column.sourceName = sourceName
            return column
        }
    }

    private static func number(_ map: inout MapReader) -> InterfaceColumn.NumberFormat {
        let digits = map.integer("integer_digits", in: 1...16) ?? 12, decimals = map.integer("decimals", in: 0...8) ?? 0
        let rounding: RoundingRule? = switch map.choice("rounding", Rounding.self) ?? .reject {
        case .halfAway: .halfAwayFromZero
        case .halfEven: .halfToEven
        case .reject: nil
        }
        return InterfaceColumn.NumberFormat(
            integerDigits: digits, decimals: decimals, rounding: rounding, minimum: map.amount("minimum"), maximum: map.amount("maximum"),
            outside: map.choice("outside", RuleSeverity.self) ?? .error)
    }
}

extension InterfaceColumn {
    /// Is there a month in which files have both?
    fileprivate func overlaps(_ other: InterfaceColumn) -> Bool {
        let starts = [from, other.from].compactMap { $0 }.max(), ends = [until, other.until].compactMap { $0 }.min()
        guard let starts, let ends else { return true }
        return starts <= ends
    }
}
