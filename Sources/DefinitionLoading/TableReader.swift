internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `table: {stub, columns, rows}`
enum TableReader {
    static func read(_ value: Value, _ reading: Reading) -> TableDefinition? {
        guard var map = MapReader(value, "'table'", reading) else { return nil }
        let name = map.text("name"), title = map.text("title")
        var stub = StubDefinition(title: "")
        if let value = map.required("stub"), var inner = MapReader(value, "'stub'", reading) {
            stub.title = inner.requiredText("title")
            if let codes = inner.text("codes") { stub.codeTitle = codes == "false" ? nil : codes }
            stub.diagonal = inner.texts("diagonal")
            stub.overflow = inner.choice("overflow", Overflow.self)
            if inner.has("diagonal"), !(2...3).contains(stub.diagonal.count) {
                reading.add(DefinitionDiagnostics.invalidValue(
                    "\(stub.diagonal.count) labels", for: "diagonal", expected: "two or three labels", nearest: nil, at: inner.keyPlace("diagonal")))
            }
            inner.finish()
        }
        let columns = map.requiredList("columns").compactMap { item($0, reading) }
        let rows = map.requiredList("rows").compactMap { row($0, reading) }
        let suppression = map.value("suppress").flatMap { self.suppression($0, reading) }
        let highlights = (map.list("highlight") ?? []).compactMap { highlight($0, reading) }
        let carries = map.boolean("carry_forward") ?? false
        map.finish()
        return TableDefinition(
            name: name, title: title, stub: stub, columns: columns, rows: rows, suppression: suppression, highlights: highlights, carriesForward: carries, origin: map.start)
    }

    /// `suppress: {below: 5, columns: [1, 2]}`
    private static func suppression(_ value: Value, _ reading: Reading) -> SuppressionRule? {
        guard var map = MapReader(value, "'suppress'", reading) else { return nil }
        defer { map.finish() }
        if !map.has("below") { reading.add(DefinitionDiagnostics.missingKey("below", in: "'suppress'", at: map.start)) }
        let below = map.integer("below", in: 2...1000), columns = map.requiredList("columns").compactMap { map.scalar($0, "columns")?.text }
        return below.map { SuppressionRule(below: Amount($0), columns: columns, origin: map.start) }
    }

    private static func highlight(_ value: Value, _ reading: Reading) -> HighlightRule? {
        guard var map = MapReader(value, "a highlight", reading) else { return nil }
        defer { map.finish() }
        if !map.has("when") { reading.add(DefinitionDiagnostics.missingKey("when", in: "the highlight", at: map.start)) }
        let columns = map.texts("columns"), exceptRows = map.texts("except_rows"), look = map.choice("look", Emphasis.self) ?? .warning
        guard let (text, place) = map.textWithPlace("when") else { return nil }
        do {
            let (left, comparison, right) = try ExpressionParser.parseRelation(text, at: place)
            return HighlightRule(left: left, comparison: comparison, right: right, columns: columns, exceptRows: exceptRows, look: look, origin: place)
        } catch let error as DiagnosticsError {
            error.diagnostics.forEach(reading.add)
        } catch {}
        return nil
    }

    // MARK: Columns

    private static func item(_ value: Value, _ reading: Reading) -> ColumnItem? {
        guard var map = MapReader(value, "a column", reading) else { return nil }
        if map.has("spanner") {
            let title = map.requiredText("spanner")
            let columns = map.requiredList("columns").compactMap { item($0, reading) }
            map.finish()
            return .spanner(SpannerDefinition(title: title, columns: columns, origin: map.start))
        }
        if map.has("repeat") {
            let dimension = map.requiredText("repeat")
            let members = self.members(&map, required: true), skipsEmpty = map.boolean("skip_empty") ?? false
            let title = map.text("title") ?? "{name}"
            let columns = map.requiredList("columns").compactMap { value -> ColumnDefinition? in
                guard var inner = MapReader(value, "a repeated column", reading) else { return nil }
                return column(&inner, inRepeat: true, reading)
            }
            map.finish()
            return .repeated(RepeatDefinition(
                dimension: dimension, members: members, skipsEmpty: skipsEmpty, title: title, columns: columns, origin: map.start))
        }
        return column(&map, inRepeat: false, reading).map { .column($0) }
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
        let visibility = self.visibility(&map, reading), overflow = map.choice("overflow", FigureOverflow.self)
        map.finish()
        guard let unit, let value else { return nil }
        var column = ColumnDefinition(
            code: code, name: name, title: title, unit: unit, unitLabel: unitLabel, decimals: decimals, value: value, slice: slice,
            notApplicable: notApplicable, scopes: scopes, partsToTotal: parts, visibility: visibility, origin: map.start)
        column.overflow = overflow.flatMap { Overflow(rawValue: $0.rawValue) }
        return column
    }

    /// A figure is never broken over lines.
    private enum FigureOverflow: String, CaseIterable { case shrink, fail }

    /// `members: all`, or a list of codes; empty for all.
    private static func members(_ map: inout MapReader, required: Bool) -> [String] {
        if !map.has("members"), required { return map.requiredList("members").map { _ in "" } }
        guard let value = map.value("members") else { return [] }
        if case .scalar("all", _, _) = value { return [] }
        return map.list("members").map { $0.compactMap { map.scalar($0, "members")?.text } } ?? []
    }

    /// `hidden: true`, `only: {scopes: [city], months: [3, 6, 9, 12]}`
    private static func visibility(_ map: inout MapReader, _ reading: Reading) -> Visibility {
        var result = Visibility(isHidden: map.boolean("hidden") ?? false)
        if let value = map.value("only"), var inner = MapReader(value, "'only'", reading) {
            result.scopes = inner.choices("scopes", ReportDefinition.ScopeKind.self)
            result.months = inner.months("months")
            inner.finish()
        }
        return result
    }

    // MARK: Rows

    private static func row(_ value: Value, _ reading: Reading) -> RowItem? {
        guard var map = MapReader(value, "a row", reading) else { return nil }
        defer { map.finish() }
        if map.has("each") { return dataRows(&map, reading) }
        if map.has("group") { return group(&map, reading) }
        if map.has("records") { return .records(RecordRows(table: map.requiredText("records"), origin: map.start)) }
        let code = map.text("code") ?? "", title = map.requiredText("title")
        var row = RowDefinition(code: code, title: title, origin: map.start)
        row.name = map.text("name")
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
        row.visibility = visibility(&map, reading)
        row.keepsTogether = keepsTogether(&map)
        return .row(row)
    }

    private enum Keeping: String, CaseIterable { case together }

    private static func keepsTogether(_ map: inout MapReader) -> Bool { map.choice("keep", Keeping.self) != nil }

    private static func firstCode(_ map: inout MapReader, _ reading: Reading) -> String? {
        let first = map.text("first_code")
        if let first, Int(first) == nil {
            reading.add(DefinitionDiagnostics.invalidValue(first, for: "first_code", expected: "digits such as \"02\"", nearest: nil, at: map.keyPlace("first_code")))
        }
        return first
    }

    private static func dataRows(_ map: inout MapReader, _ reading: Reading) -> RowItem? {
        let dimension = map.requiredText("each"), first = firstCode(&map, reading)
        if dimension == "year" {
            if !map.has("from") { reading.add(DefinitionDiagnostics.missingKey("from", in: "the rows of years", at: map.start)) }
            let from = map.integer("from", in: 1900...2999), note = map.text("partial_year_note")
            return from.map { .years(YearRows(from: $0, firstCode: first, partialYearNote: note, origin: map.start)) }
        }
        var rows = MemberRows(dimension: dimension, name: map.text("name"), firstCode: first, except: map.texts("except"), origin: map.start)
        rows.level = map.integer("level", in: 0...6) ?? 0
        rows.skipsEmpty = map.boolean("skip_empty") ?? false
        if let value = map.value("sort"), var inner = MapReader(value, "'sort'", reading) {
            var order = RowOrder(column: inner.requiredText("by"))
            order.ascending = inner.choice("order", Direction.self) == .ascending
            order.top = inner.integer("top", in: 1...1000)
            if let others = inner.text("others") { order.others = others }
            inner.finish()
            rows.order = order
        }
        return .members(rows)
    }

    private enum Direction: String, CaseIterable { case ascending, descending }

    /// `{group: insurance, members: all, title: "{name}", subtotal: first, rows: […]}`
    private static func group(_ map: inout MapReader, _ reading: Reading) -> RowItem {
        let dimension = map.requiredText("group"), members = members(&map, required: false)
        var group = RowGroup(
            dimension: dimension, members: members, firstCode: firstCode(&map, reading), title: map.text("title") ?? "{name}",
            subtotal: map.choice("subtotal", RowGroup.Subtotal.self) ?? .first, rows: map.requiredList("rows").compactMap { row($0, reading) },
            origin: map.start)
        group.keepsTogether = keepsTogether(&map)
        return .group(group)
    }
}
