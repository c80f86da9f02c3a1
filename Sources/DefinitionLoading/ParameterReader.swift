internal import Diagnostics
internal import ReportModel

/// `{name: 金额单位, type: unit, values: [万元, 元], default: 万元}`
enum ParameterReader {
    private enum Kind: String, CaseIterable { case member, unit, comparison, hide, period, scope }

    static func read(_ value: Value, _ reading: Reading) -> ParameterDefinition? {
        guard var map = MapReader(value, "a parameter", reading) else { return nil }
        defer { map.finish() }
        let name = map.requiredText("name")
        if !map.has("type") { reading.add(DefinitionDiagnostics.missingKey("type", in: "the parameter '\(name)'", at: map.start)) }
        guard let type = map.choice("type", Kind.self) else { return nil }
        let entries = map.requiredList("values").compactMap { map.scalar($0, "values") }, values = entries.map(\.text)
        if type == .period {
            for (text, place) in entries where ParameterDefinition.months(text) == nil {
                reading.add(DefinitionDiagnostics.invalidValue(
                    text, for: "values", expected: "a month as 2026-10 or a range as 2025-01～2026-12 or 2025-01～", nearest: nil, at: place))
            }
        }
        let standard = map.textWithPlace("default")
        if type == .period || type == .scope {
            if let place = standard?.place {
                reading.add(DefinitionDiagnostics.misuse(
                    "'default' of the parameter '\(name)': \(type == .period ? "the month" : "the scope") that is not chosen is the run's",
                    hint: "leave it out", at: place))
            }
        } else if let (text, place) = standard, !values.contains(text) {
            reading.add(DefinitionDiagnostics.invalidValue(
                text, for: "default", expected: "one of \(values.joined(separator: ", "))", nearest: Suggestion.nearest(to: text, among: values), at: place))
        }
        let kind: ParameterDefinition.Kind
        switch type {
        case .member: kind = .member(dimension: map.requiredText("dimension"))
        case .unit: kind = .unit
        case .comparison: kind = .comparison
        case .hide: kind = .hide
        case .period: kind = .period
        case .scope: kind = .scope
        }
        if type == .unit || type == .comparison, standard == nil {
            reading.add(DefinitionDiagnostics.missingKey("default", in: "the parameter '\(name)'", at: map.start))
        }
        return ParameterDefinition(name: name, kind: kind, values: values, standard: standard?.text, origin: map.start)
    }
}
