internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `charts: [ {id, kind, title, unit, categories, series, …} ]`
enum ChartReader {
    static func read(_ value: Value, _ reading: Reading) -> ChartDefinition? {
        guard var map = MapReader(value, "a chart", reading) else { return nil }
        let id = map.requiredText("id"), title = map.requiredText("title")
        for key in ["kind", "unit"] where !map.has(key) { reading.add(DefinitionDiagnostics.missingKey(key, in: "chart '\(id)'", at: map.start)) }
        let kind = map.choice("kind", ChartDefinition.Kind.self), unit = map.unit("unit")
        let decimals = map.integer("decimals", in: 0...8)
        let categories = map.required("categories").flatMap { self.categories($0, reading) }
        let series = map.requiredList("series").compactMap { self.series($0, reading) }
        let fromZero = map.boolean("starts_at_zero") ?? true, band = map.text("band")
        var note: ChartDefinition.CategoryNote?
        if let value = map.value("category_note"), var inner = MapReader(value, "'category_note'", reading) {
            note = .init(prefix: inner.text("prefix") ?? "", column: inner.requiredText("column"), suffix: inner.text("suffix") ?? "")
            inner.finish()
        }
        let references = (map.list("references") ?? []).compactMap { reference($0, reading) }
        var target: ChartDefinition.Target?
        if let value = map.value("target"), var inner = MapReader(value, "'target'", reading) {
            let name = inner.requiredText("name")
            if !inner.has("value") { reading.add(DefinitionDiagnostics.missingKey("value", in: "'target'", at: inner.start)) }
            target = inner.expression("value").map { .init(name: name, value: $0) }
            inner.finish()
        }
        let table = map.text("table"), panels = map.value("panels").flatMap { rows($0, map, reading) } ?? []
        if kind == .smallMultiples, panels.isEmpty { reading.add(DefinitionDiagnostics.missingKey("panels", in: "chart '\(id)'", at: map.start)) }
        map.finish()
        if let kind { checkUse(map, series, of: kind, reading) }
        guard let kind, let unit, let categories, !series.isEmpty else { return nil }
        var chart = ChartDefinition(
            id: id, kind: kind, title: title, unit: unit, decimals: decimals, categories: categories, series: series, startsAtZero: fromZero,
            band: band, categoryNote: note, references: references, target: target, origin: map.start)
        chart.table = table
        chart.panels = panels
        return chart
    }

    /// A key or series that a chart of this kind would not show is no slip that may pass in silence.
    private static func checkUse(_ map: MapReader, _ series: [SeriesDefinition], of kind: ChartDefinition.Kind, _ reading: Reading) {
        let all = Set(ChartDefinition.Kind.allCases)
        let kinds: [(key: String, kinds: Set<ChartDefinition.Kind>)] = [
            ("starts_at_zero", [.lines, .smallMultiples]), ("band", [.lines]), ("references", [.histogram]), ("target", [.ranking]),
            ("panels", [.smallMultiples]),
            ("category_note", all.subtracting([.ranking, .pie, .ring, .smallMultiples, .tileMap])),
        ]
        for (key, kinds) in kinds where map.has(key) && !kinds.contains(kind) {
            let names = ChartDefinition.Kind.allCases.filter(kinds.contains).map(\.rawValue).joined(separator: ", ")
            reading.add(DefinitionDiagnostics.misuse(
                "'\(key)' shows nothing in a chart of kind \(kind.rawValue)", hint: "remove it, or use kind \(names)", at: map.keyPlace(key)))
        }
        if [.ranking, .pie, .ring, .histogram, .waterfall, .smallMultiples, .tileMap].contains(kind), let second = series.dropFirst().first {
            reading.add(DefinitionDiagnostics.misuse(
                "a chart of kind \(kind.rawValue) shows one series; '\(second.name)' would not appear",
                hint: "remove it, or give it a chart of its own", at: second.origin))
        }
    }

    /// `{name: 下限, caliber: base.lower, at: "02"}`; `before`, `at` or `after` a row.
    private static func reference(_ value: Value, _ reading: Reading) -> ChartDefinition.Reference? {
        guard var map = MapReader(value, "a reference line", reading) else { return nil }
        defer { map.finish() }
        let name = map.requiredText("name"), caliber = map.text("caliber")
        let sides = ChartDefinition.Reference.Side.allCases.compactMap { side in map.text(side.rawValue).map { (side, $0) } }
        guard sides.count == 1 else {
            reading.add(DefinitionDiagnostics.missingKey("before, at or after", in: "the reference line '\(name)'", at: map.start))
            return nil
        }
        return .init(name: name, caliber: caliber, side: sides[0].0, row: sides[0].1, origin: map.start)
    }

    private static func categories(_ value: Value, _ reading: Reading) -> ChartDefinition.Categories? {
        guard var map = MapReader(value, "'categories'", reading) else { return nil }
        defer { map.finish() }
        if map.has("months") { return map.integer("months", in: 2...60).map { .months($0) } }
        if map.has("records") { return map.text("records").map { .records($0) } }
        return map.required("rows").flatMap { rows($0, map, reading) }.map { .rows($0) }
    }

    /// `all`, or a list of row codes.
    private static func rows(_ value: Value, _ map: MapReader, _ reading: Reading) -> [String]? {
        switch value {
        case .scalar("all", _, _): return ["*"]
        case .list(let items, _): return items.compactMap { map.scalar($0, "rows")?.text }
        default:
            reading.add(DefinitionDiagnostics.wrongType("rows", expected: "'all' or a list of row codes", found: value.kind, at: value.place))
            return nil
        }
    }

    private static func series(_ value: Value, _ reading: Reading) -> SeriesDefinition? {
        guard var map = MapReader(value, "a series", reading) else { return nil }
        let name = map.requiredText("name"), column = map.requiredText("column")
        let series = SeriesDefinition(
            name: name, column: column, row: map.text("row"), tinted: map.boolean("tinted") ?? false, unit: map.unit("unit"), origin: map.start)
        map.finish()
        return series
    }
}
