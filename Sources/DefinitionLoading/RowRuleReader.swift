internal import Diagnostics
internal import ReportModel

/// `rules:` and `filters:` of an interface specification.
struct RowRuleReader {
    let columns: [InterfaceColumn]
    let reading: Reading

    func rules(_ map: inout MapReader) -> [RowRule] {
        let rules = (map.list("rules") ?? []).compactMap(rule)
        checkIds(rules.map { ($0.id, $0.origin) }, "rule")
        return rules
    }

    func filters(_ map: inout MapReader) -> [RowFilter] {
        let filters = (map.list("filters") ?? []).compactMap(filter)
        checkIds(filters.map { ($0.id, $0.origin) }, "filter")
        return filters
    }

    private func rule(_ value: Value) -> RowRule? {
        guard var map = MapReader(value, "a rule", reading) else { return nil }
        let id = map.requiredText("id"), name = map.requiredText("name")
        if !map.has("check") { reading.add(DefinitionDiagnostics.missingKey("check", in: "rule '\(id)'", at: map.start)) }
        let test = map.textWithPlace("check").flatMap(test), conditions = tests("when", &map)
        let severity = map.choice("severity", RuleSeverity.self) ?? .error
        let from = map.month("from"), until = map.month("until")
        map.finish()
        return test.map { RowRule(id: id, name: name, test: $0, conditions: conditions, severity: severity, from: from, until: until, origin: map.start) }
    }

    private func filter(_ value: Value) -> RowFilter? {
        guard var map = MapReader(value, "a filter", reading) else { return nil }
        let id = map.requiredText("id"), name = map.requiredText("name")
        if !map.has("drop") { reading.add(DefinitionDiagnostics.missingKey("drop", in: "filter '\(id)'", at: map.start)) }
        let conditions = tests("drop", &map), from = map.month("from"), until = map.month("until")
        map.finish()
        return conditions.isEmpty ? nil : RowFilter(id: id, name: name, conditions: conditions, from: from, until: until, origin: map.start)
    }

    /// A list of tests, or one alone.
    private func tests(_ key: String, _ map: inout MapReader) -> [RowTest] {
        guard let value = map.value(key) else { return [] }
        let items = if case .list(let items, _) = value { items } else { [value] }
        return items.compactMap { map.scalar($0, key).flatMap(test) }
    }

    private func test(_ text: (text: String, place: SourceRange)) -> RowTest? {
        guard let test = RowTestParser.parse(text.text, at: text.place, reading) else { return nil }
        for name in test.columns where !columns.contains(where: { $0.name == name }) {
            reading.add(DefinitionDiagnostics.unknown("column", name, nearest: Suggestion.nearest(to: name, among: columns.map(\.name)), at: text.place))
        }
        for name in test.sums.flatMap(\.terms).flatMap(\.columns) {
            switch columns.first(where: { $0.name == name })?.type {
            case .number?, .logical?, .date?, .period?, nil: break
            default: reading.add(DefinitionDiagnostics.misuse("'\(name)' is no number", hint: "compare number and date columns; for codes use 'in'", at: text.place))
            }
        }
        if case .member(let name, _, _) = test.kind, let column = columns.first(where: { $0.name == name }) {
            if case .code = column.type {} else {
                reading.add(DefinitionDiagnostics.misuse("'\(name)' is no code column", hint: "compare it with =, > or < instead of 'in'", at: text.place))
            }
        }
        if case .text(let name, _, _, _) = test.kind, let column = columns.first(where: { $0.name == name }) {
            if case .text = column.type {} else {
                reading.add(DefinitionDiagnostics.misuse("'\(name)' is no text column", hint: "use 'in' for codes and =, > or < for numbers and dates", at: text.place))
            }
        }
        return test
    }

    private func checkIds(_ items: [(id: String, origin: SourceRange)], _ what: String) {
        for (index, item) in items.enumerated() {
            if let first = items[..<index].first(where: { $0.id == item.id }) {
                reading.add(DefinitionDiagnostics.duplicate(what, item.id, first: first.origin, at: item.origin))
            }
            if !item.id.utf8.allSatisfy({ ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 }) {
                reading.add(DefinitionDiagnostics.invalidValue(item.id, for: "id", expected: "small letters, digits and '-', because it becomes part of a file name", nearest: nil, at: item.origin))
            }
        }
    }
}
