internal import Diagnostics
internal import Quantities
internal import ReportModel

/// `calibers: [ {id, name, unit, values: [ {from, to, value, evidence, date_evidence, known_from, basis} ]} ]`
enum CaliberReader {
    static func read(_ root: Value, _ reading: Reading) -> [CaliberDefinition] {
        guard var file = MapReader(root, "a caliber file", reading) else { return [] }
        let calibers = file.requiredList("calibers").compactMap { caliber($0, reading) }
        file.finish()
        return calibers
    }

    private static func caliber(_ value: Value, _ reading: Reading) -> CaliberDefinition? {
        guard var map = MapReader(value, "a caliber", reading) else { return nil }
        let id = map.requiredText("id"), name = map.requiredText("name")
        if !map.has("unit") { reading.add(DefinitionDiagnostics.missingKey("unit", in: "caliber '\(id)'", at: map.start)) }
        let unit = map.unit("unit") ?? .number
        var values: [CaliberValue] = []
        for item in map.requiredList("values") { if let value = caliberValue(item, reading) { values.append(value) } }
        map.finish()
        for (index, value) in values.enumerated() {
            if let first = values[..<index].first(where: { $0.effective.from == value.effective.from && $0.knownFrom == value.knownFrom }) {
                reading.add(DefinitionDiagnostics.duplicate("value of caliber '\(id)' from", value.effective.from.description, first: first.origin, at: value.origin))
            }
        }
        return CaliberDefinition(id: id, name: name, unit: unit, values: values.sorted { $0.effective.from < $1.effective.from }, origin: map.start)
    }

    private static func caliberValue(_ item: Value, _ reading: Reading) -> CaliberValue? {
        guard var map = MapReader(item, "a caliber value", reading) else { return nil }
        for key in ["from", "value", "evidence"] where !map.has(key) {
            reading.add(DefinitionDiagnostics.missingKey(key, in: "the caliber value", at: map.start))
        }
        let from = map.date("from"), to = map.date("to"), amount = map.amount("value")
        let evidence = map.choice("evidence", Evidence.self)
        let dateEvidence = map.choice("date_evidence", Evidence.self), known = map.date("known_from")
        let basis = map.text("basis") ?? ""
        map.finish()
        guard let from, let amount, let evidence else { return nil }
        if let to, to < from {
            reading.add(DefinitionDiagnostics.invalidValue(to.description, for: "to", expected: "a day not before \(from)", nearest: nil, at: map.keyPlace("to")))
        }
        return CaliberValue(
            effective: EffectiveRange(from: from, to: to), knownFrom: known, value: amount, evidence: evidence, dateEvidence: dateEvidence,
            basis: basis, origin: map.start)
    }
}
