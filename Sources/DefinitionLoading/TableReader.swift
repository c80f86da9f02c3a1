internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `table: {stub, columns, rows}`
enum TableReader {
    static func read(_ value: Value, _ reading: Reading) -> TableDefinition? {
        guard var map = MapReader(value, "'table'", reading) else { return nil }
        var stub = StubDefinition(title: "")
        if let value = map.required("stub"), var inner = MapReader(value, "'stub'", reading) {
            stub.title = inner.requiredText("title")
            if let codes = inner.text("codes") { stub.codeTitle = codes == "false" ? nil : codes }
            inner.finish()
        }
        let columns = map.requiredList("columns").compactMap { item($0, inRepeat: false, reading) }
        let rows = map.requiredList("rows").compactMap { row($0, reading) }
        map.finish()
        return TableDefinition(stub: stub, columns: columns, rows: rows, origin: map.start)
    }

    // MARK: Columns

    private static func item(_ value: Value, inRepeat: Bool, _ reading: Reading) -> ColumnItem? {
        guard var map = MapReader(value, "a column", reading) else { return nil }
        if map.has("spanner") {
            let title = map.requiredText("spanner")
            let columns = map.requiredList("columns").compactMap { item($0, inRepeat: inRepeat, reading) }
            map.finish()
            return .spanner(SpannerDefinition(title: title, columns: columns, origin: map.start))
        }
        if map.has("repeat") {
            let dimension = map.requiredText("repeat")
            let members = map.requiredList("members").compactMap { map.scalar($0, "members")?.text }
            let title = map.text("title") ?? "{name}"
            let columns = map.requiredList("columns").compactMap { value -> ColumnDefinition? in
                guard case .column(let column)? = item(value, inRepeat: true, reading) else { return nil }
                return column
            }
            map.finish()
            return .repeated(RepeatDefinition(dimension: dimension, members: members, title: title, columns: columns, origin: map.start))
        }
        return column(&map, inRepeat: inRepeat, reading).map { .column($0) }
    }

    private static func column(_ map: inout MapReader, inRepeat: Bool, _ reading: Reading) -> ColumnDefinition? {
        let code = map.text("code"), name = map.text("name"), title = map.requiredText("title")
        if code == nil && !inRepeat { reading.add(DefinitionDiagnostics.missingKey("code", in: "column '\(title)'", at: map.start)) }
        for key in ["unit", "value"] where !map.has(key) {
            reading.add(DefinitionDiagnostics.missingKey(key, in: "column '\(title)'", at: map.start))
        }
        let unit = map.unit("unit"), unitLabel = map.text("unit_label"), decimals = map.integer("decimals", in: 0...8)
        let value = map.expression("value")
        let slice = map.textMap("slice").mapValues(\.text), notApplicable = map.texts("not_applicable")
        let scopes = map.choices("scopes", ReportDefinition.ScopeKind.self)
        let parts = map.choice("parts_to_total", ColumnDefinition.PartsToTotal.self) ?? .roundEach
        map.finish()
        guard let unit, let value else { return nil }
        return ColumnDefinition(
            code: code, name: name, title: title, unit: unit, unitLabel: unitLabel, decimals: decimals, value: value, slice: slice,
            notApplicable: notApplicable, scopes: scopes, partsToTotal: parts, origin: map.start)
    }

    // MARK: Rows

    private enum Each: String, CaseIterable { case year, member }

    private static func row(_ value: Value, _ reading: Reading) -> RowItem? {
        guard var map = MapReader(value, "a row", reading) else { return nil }
        defer { map.finish() }
        if map.has("each") { return dataRows(&map, reading) }
        if map.has("records") { return .records(RecordRows(table: map.requiredText("records"), origin: map.start)) }
        let code = map.requiredText("code"), title = map.requiredText("title")
        var row = RowDefinition(code: code, title: title, origin: map.start)
        row.shortTitle = map.text("short")
        row.style = map.choice("style", RowStyle.self) ?? .normal
        row.level = map.integer("level", in: 0...6) ?? 0
        row.value = map.expression("value")
        for (column, entry) in map.textMap("cells").sorted(by: { $0.value.place < $1.value.place }) {
            if let expression = MapReader.expression(entry.text, entry.place, reading) { row.cells[column] = expression }
        }
        row.slice = map.textMap("slice").mapValues(\.text)
        row.notApplicable = map.texts("not_applicable")
        row.notes = map.texts("notes")
        return .row(row)
    }

    private static func dataRows(_ map: inout MapReader, _ reading: Reading) -> RowItem? {
        let dimension = map.requiredText("each")
        let first = map.text("first_code") ?? "01"
        if Int(first) == nil {
            reading.add(DefinitionDiagnostics.invalidValue(first, for: "first_code", expected: "digits such as \"02\"", nearest: nil, at: map.keyPlace("first_code")))
        }
        guard dimension == "year" else {
            return .members(MemberRows(dimension: dimension, firstCode: first, except: map.texts("except"), origin: map.start))
        }
        if !map.has("from") { reading.add(DefinitionDiagnostics.missingKey("from", in: "the rows of years", at: map.start)) }
        let from = map.integer("from", in: 1900...2999), note = map.text("partial_year_note")
        return from.map { .years(YearRows(from: $0, firstCode: first, partialYearNote: note, origin: map.start)) }
    }
}
