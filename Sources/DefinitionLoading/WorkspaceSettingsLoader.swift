public import Diagnostics
internal import Quantities
public import ReportModel

/// Reads `gazette.yaml`.
public enum WorkspaceSettingsLoader {
    /// Nil settings come with at least one error in the bag.
    public static func load(path: String, bytes: [UInt8]) -> (settings: WorkspaceSettings?, diagnostics: DiagnosticBag) {
        let reading = Reading()
        let settings = YAMLReader(path: path).read(bytes, into: &reading.bag).flatMap { read($0, reading) }
        return (reading.bag.hasErrors ? nil : settings, reading.bag)
    }

    static func read(_ root: Value, _ reading: Reading) -> WorkspaceSettings? {
        guard var map = MapReader(root, "gazette.yaml", reading) else { return nil }
        var periods: [String: ReportingPeriod] = [:]
        for (subsystem, entry) in map.textMap("periods").sorted(by: { $0.value.place < $1.value.place }) {
            if let period = ReportingPeriod(entry.text) { periods[subsystem] = period } else {
                reading.add(DefinitionDiagnostics.invalidValue(entry.text, for: "periods", expected: "a month as 2026-10", nearest: nil, at: entry.place))
            }
        }
        if !map.has("system_date") { reading.add(DefinitionDiagnostics.missingKey("system_date", in: "gazette.yaml", at: map.start)) }
        let date = map.date("system_date")
        let settings = WorkspaceSettings(
            office: map.requiredText("office"), city: map.requiredText("city"), definitions: map.requiredText("definitions"),
            exchange: map.text("exchange") ?? "exchange", warehouse: map.text("warehouse") ?? "warehouse", output: map.text("output") ?? "output",
            releases: map.text("releases") ?? "releases", fonts: map.requiredText("fonts"), periods: periods,
            systemDate: date ?? CalendarDate(year: 1, month: 1, day: 1)!, dataMark: map.text("data_mark"), origin: map.start)
        map.finish()
        return settings
    }
}
