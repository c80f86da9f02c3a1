internal import Diagnostics
internal import ReportModel

/// `suppressions: [ {rule, report, cell, page, reason, expires} ]`: findings of the layout check that are accepted for a while.
enum SuppressionReader {
    /// Its path below the folder of definitions.
    static let path = "layout-suppressions.yaml"

    static func read(_ root: Value, _ reading: Reading) -> [LayoutSuppression] {
        guard var file = MapReader(root, "the file of suppressions", reading) else { return [] }
        if !file.has("suppressions") { reading.add(DefinitionDiagnostics.missingKey("suppressions", in: "the file of suppressions", at: file.start)) }
        let items = (file.list("suppressions") ?? []).compactMap { suppression($0, reading) }
        file.finish()
        return items
    }

    private static func suppression(_ value: Value, _ reading: Reading) -> LayoutSuppression? {
        guard var map = MapReader(value, "a suppression", reading) else { return nil }
        let rule = map.has("rule") ? map.text("rule") : missing("rule", map, reading)
        let report = map.has("report") ? map.text("report") : missing("report", map, reading)
        let cell = map.text("cell"), page = map.integer("page", in: 1...100_000)
        let reason = map.has("reason") ? map.text("reason") : missing("reason", map, reading)
        if !map.has("expires") { _ = missing("expires", map, reading) }
        let expires = map.date("expires")
        map.finish()
        if let rule, !isRule(rule) {
            reading.add(DefinitionDiagnostics.invalidValue(rule, for: "rule", expected: "a rule of the layout check, such as LC004", nearest: nil, at: map.keyPlace("rule")))
            return nil
        }
        if let reason, reason.allSatisfy(\.isWhitespace) {
            reading.add(DefinitionDiagnostics.empty("'reason' of a suppression", at: map.keyPlace("reason")))
            return nil
        }
        guard let rule, let report, let reason, let expires else { return nil }
        return LayoutSuppression(rule: rule, report: report, cell: cell, page: page, reason: reason, expires: expires, origin: map.start)
    }

    private static func missing(_ key: String, _ map: MapReader, _ reading: Reading) -> String? {
        reading.add(DefinitionDiagnostics.missingKey(key, in: "the suppression", at: map.start))
        return nil
    }

    private static func isRule(_ text: String) -> Bool {
        text.count == 5 && text.hasPrefix("LC") && text.dropFirst(2).allSatisfy { $0.isASCII && $0.isNumber }
    }
}
