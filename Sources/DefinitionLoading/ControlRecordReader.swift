internal import Diagnostics
internal import ReportModel

/// `header:` and `trailer:` of an interface specification: `titles`, or a mapping with `marker`, `fields` and `difference`.
struct ControlRecordReader {
    let columns: [InterfaceColumn]
    let reading: Reading

    func header(_ map: inout MapReader) -> ControlRecord? {
        guard let value = map.value("header") else { return nil }
        if case .scalar("titles", _, let place) = value {
            return ControlRecord(marker: nil, fields: columns.map { .title(column: $0.name) }, origin: place)
        }
        return record(value, "the header")
    }

    func trailer(_ map: inout MapReader) -> ControlRecord? {
        guard let value = map.value("trailer"), let record = record(value, "the trailer") else { return nil }
        if record.marker == nil { reading.add(DefinitionDiagnostics.missingKey("marker", in: "the trailer", at: record.origin)) }
        return record
    }

    private func record(_ value: Value, _ what: String) -> ControlRecord? {
        guard var map = MapReader(value, what, reading) else { return nil }
        let marker = map.text("marker")
        let fields = map.requiredList("fields").compactMap { map.scalar($0, "fields").flatMap(field) }
        let difference = map.choice("difference", RuleSeverity.self) ?? .error
        if difference == .suspect {
            reading.add(DefinitionDiagnostics.invalidValue("suspect", for: "difference", expected: "error or warning", nearest: nil, at: map.keyPlace("difference")))
        }
        map.finish()
        return ControlRecord(marker: marker, fields: fields, difference: difference, origin: map.start)
    }

    /// `period`, `rows`, `sum base`, `-`
    private func field(_ text: (text: String, place: SourceRange)) -> ControlRecord.Field? {
        switch text.text {
        case "period": return .period
        case "rows": return .rows
        case "-": return .ignored
        default: break
        }
        let words = text.text.split(separator: " ").map(String.init)
        guard words.count == 2, words[0] == "sum" else {
            reading.add(DefinitionDiagnostics.invalidValue(text.text, for: "fields", expected: "period, rows, 'sum COLUMN' or '-'", nearest: nil, at: text.place))
            return nil
        }
        guard let column = columns.first(where: { $0.name == words[1] }), case .number = column.type else {
            reading.add(DefinitionDiagnostics.unknown("number column", words[1], nearest: Suggestion.nearest(to: words[1], among: columns.map(\.name)), at: text.place))
            return nil
        }
        return .sum(column: words[1])
    }
}
