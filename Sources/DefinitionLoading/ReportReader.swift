internal import Diagnostics
internal import Quantities
internal import ReportModel

/// One report definition per file; the language is described in Docs/ReportDefinitions.md.
enum ReportReader {
    static func read(_ root: Value, _ reading: Reading) -> ReportDefinition? {
        guard var map = MapReader(root, "a report definition", reading) else { return nil }
        let code = map.requiredText("report")
        let codePlace = map.keyPlace("report")
        var report = ReportDefinition(code: code, title: map.requiredText("title"), subsystem: map.requiredText("subsystem"), origin: codePlace)
        report.menu = map.texts("menu")
        report.frequency = map.choice("frequency", ReportDefinition.Frequency.self) ?? .monthly
        let scopes = map.choices("scopes", ReportDefinition.ScopeKind.self)
        if !scopes.isEmpty { report.scopes = scopes }
        if let page = map.value("page") { report.page = self.page(page, reading) }
        report.classification = map.text("classification")
        report.parameters = (map.list("parameters") ?? []).compactMap { ParameterReader.read($0, reading) }
        report.rounding = map.choice("rounding", RoundingRule.self) ?? .halfAwayFromZero
        if let table = map.value("table") { report.tables = [TableReader.read(table, reading)].compactMap { $0 } }
        if let tables = map.list("tables") {
            if !report.tables.isEmpty { reading.add(DefinitionDiagnostics.misuse("'table' and 'tables' stand side by side", hint: "put all tables into 'tables'", at: map.keyPlace("tables"))) }
            report.tables = tables.compactMap { TableReader.read($0, reading) }
        }
        report.charts = (map.list("charts") ?? []).compactMap { ChartReader.read($0, reading) }
        report.relations = (map.list("relations") ?? []).compactMap { relation($0, reading) }
        report.notes = (map.list("notes") ?? []).compactMap { note($0, reading) }
        report.evidenceNotes = map.textMap("evidence_notes").mapValues(\.text)
        let signatures = map.texts("signatures")
        if !signatures.isEmpty { report.signatures = signatures }
        map.finish()
        if report.table == nil && report.charts.isEmpty { reading.add(DefinitionDiagnostics.missingKey("table", in: "report '\(code)'", at: codePlace)) }
        return report
    }

    private static func page(_ value: Value, _ reading: Reading) -> PageSetup {
        guard var map = MapReader(value, "'page'", reading) else { return PageSetup() }
        let setup = PageSetup(
            size: map.choice("size", PageSetup.PaperSize.self) ?? .a4, orientation: map.choice("orientation", PageSetup.Orientation.self) ?? .landscape,
            binding: map.choice("binding", PageSetup.Binding.self) ?? .none, isDuplex: map.boolean("duplex") ?? false)
        map.finish()
        return setup
    }

    private static func note(_ value: Value, _ reading: Reading) -> NoteDefinition? {
        if case .scalar(let text, _, let place) = value { return NoteDefinition(text: text, origin: place) }
        guard var map = MapReader(value, "a note", reading) else { return nil }
        let note = NoteDefinition(id: map.requiredText("id"), text: map.requiredText("text"), origin: map.start)
        map.finish()
        return note
    }

    private enum Severity: String, CaseIterable { case error, warning }

    private static func relation(_ value: Value, _ reading: Reading) -> RelationDefinition? {
        if case .scalar(let text, _, let place) = value { return parse(text, place, reading) }
        guard var map = MapReader(value, "a relation", reading) else { return nil }
        if !map.has("check") { reading.add(DefinitionDiagnostics.missingKey("check", in: "the relation", at: map.start)) }
        let check = map.textWithPlace("check").flatMap { parse($0.text, $0.place, reading) }
        let table = map.text("table"), columns = map.texts("columns"), rows = map.texts("rows"), exceptRows = map.texts("except_rows")
        let tolerance = map.quantity("tolerance"), severity = map.choice("severity", Severity.self)
        let exception = map.value("exception").flatMap { self.exception($0, reading) }
        let exceptMonths = map.months("except_months")
        map.finish()
        guard var relation = check else { return nil }
        relation.table = table
        relation.columns = columns
        relation.rows = rows
        relation.exceptRows = exceptRows
        if let tolerance { (relation.tolerance, relation.toleranceUnit) = tolerance }
        if let severity { relation.severity = severity == .error ? .error : .warning }
        relation.exception = exception
        relation.exceptMonths = exceptMonths
        return relation
    }

    private static func exception(_ value: Value, _ reading: Reading) -> RelationDefinition.Exception? {
        guard var map = MapReader(value, "an exception", reading) else { return nil }
        let reason = map.requiredText("reason")
        if !map.has("amount") { reading.add(DefinitionDiagnostics.missingKey("amount", in: "the exception", at: map.start)) }
        let amount = map.quantity("amount")
        map.finish()
        return amount.map { .init(reason: reason, amount: $0.value, unit: $0.unit) }
    }

    private static func parse(_ text: String, _ place: SourceRange, _ reading: Reading) -> RelationDefinition? {
        do {
            let (left, comparison, right) = try ExpressionParser.parseRelation(text, at: place)
            return RelationDefinition(left: left, comparison: comparison, right: right, origin: place)
        } catch let error as DiagnosticsError {
            error.diagnostics.forEach(reading.add)
        } catch {}
        return nil
    }
}
