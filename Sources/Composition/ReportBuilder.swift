public import Diagnostics
public import Quantities
public import ReportModel
internal import Cubes

/// Builds reports: definition + context → every figure, mark, note and chart. Keeps what it has computed, so that reports
/// of one run share cells (other months, other reports).
///
/// The steps of `build`, in order: resolve the table → compute cells → meet totals (largest remainder) → set marks →
/// fill notes → build charts.
public struct ReportBuilder {
    public var context: ReportContext
    let evaluator: Evaluator

    public init(context: ReportContext) {
        self.context = context
        evaluator = Evaluator(context: context)
    }

    /// Builds one report. Throws `DiagnosticsError` with places in the definition; warnings are returned.
    public mutating func build(_ definition: ReportDefinition, scope: ReportScope, period: ReportingPeriod) throws -> (report: BuiltReport, warnings: [Diagnostic]) {
        var warnings: [Diagnostic] = []
        var marks = MarkNumbers(definition)
        var tables: [BuiltTable] = [], labels: [[String?]] = []
        for index in definition.tables.indices {
            let number = try evaluator.number(of: key(definition, index, scope, period), at: definition.origin), resolved = evaluator.table(number)
            let refused = evaluator.checkAdditivity(resolved)
            if !refused.isEmpty { throw DiagnosticsError(diagnostics: refused) }
            labels.append(resolved.columns.map(\.definition.unitLabel))
            tables.append(try buildTable(resolved, number: number, definition: definition, index: index, marks: &marks, warnings: &warnings))
        }
        let notes = try NoteBuilder(context: context, period: period).build(definition.notes, marks: marks)
        let charts = try buildCharts(definition, scope: scope, period: period)
        let sources = usedSources(tables, notes: notes.calibers)
        var report = BuiltReport(
            code: definition.code, title: definition.title, scope: scope, period: period, frequency: definition.frequency,
            form: form(definition, period: period, tables: tables, labels: labels), page: definition.page, rounding: definition.rounding, table: nil,
            charts: charts, notes: notes.notes, calibers: sources.calibers, batches: sources.batches, origin: definition.origin)
        report.tables = tables
        report.variant = definition.variant
        return (report, warnings)
    }

    private func key(_ definition: ReportDefinition, _ table: Int, _ scope: ReportScope, _ period: ReportingPeriod) -> Evaluator.TableKey {
        Evaluator.TableKey(report: definition.lookup, table: table, scope: scope, period: period)
    }

    /// Evaluates an expression of a definition in one cell's place; `table`, `row` and `column` are indices of the built report.
    /// For relations: the same mechanism and the same cells as the report itself.
    public mutating func value(
        of expression: Expression, in definition: ReportDefinition, scope: ReportScope, period: ReportingPeriod, table index: Int, row: Int, column: Int
    ) throws -> RelationOperand {
        let number = try evaluator.number(of: key(definition, index, scope, period), at: definition.origin), table = evaluator.table(number)
        let site = Evaluator.Site(table: number, row: row, column: column, period: table.rows[row].period ?? period)
        let result = try evaluator.evaluate(expression, at: site)
        return RelationOperand(value: result.value, dimension: result.dimension, isLiteral: result.isLiteral)
    }

    /// The report as it may leave the house: small counts suppressed, hidden rows and columns gone, texts as they are printed,
    /// a note on —, 缺 and * where none of its own says what they mean or which files are missing. Call it after the relations,
    /// which are checked with the true figures. Throws CMP017.
    public mutating func finish(_ report: BuiltReport, of definition: ReportDefinition) throws -> BuiltReport {
        guard definition.tables.contains(where: { $0.suppression != nil }) else { return finished(report) }
        var report = report
        for index in definition.tables.indices { try suppress(index, of: definition, in: &report) }
        report.charts = try buildCharts(definition, scope: report.scope, period: report.period)
        return finished(report)
    }

    private func finished(_ report: BuiltReport) -> BuiltReport {
        var report = report.printed
        if let note = MarkExplanation(context: context).note(for: report) { report.notes.append(note) }
        return report.spaced
    }

    private mutating func suppress(_ index: Int, of definition: ReportDefinition, in report: inout BuiltReport) throws {
        guard let rule = definition.tables[index].suppression else { return }
        var table = report.tables[index]
        let number = try evaluator.number(of: key(definition, index, report.scope, report.period), at: definition.origin)
        let hidden: Set<Int>
        do { hidden = try TableSuppressor(definition, index: index, rule: rule, number: number, evaluator: evaluator, table: table).hiddenCells() } catch QuantityError.overflow {
            throw DiagnosticsError(CompositionDiagnostics.overflow(of: "a relation of counts to be suppressed", at: rule.origin))
        }
        let columns = Set(table.columns.indices.filter { rule.columns.contains(table.columns[$0].code) || table.columns[$0].name.map(rule.columns.contains) == true })
        for row in table.rows.indices {
            for column in table.columns.indices {
                table.rows[row].cells[column].emphasis = nil
                if hidden.contains(row * table.columns.count + column) {
                    table.rows[row].cells[column] = BuiltCell(value: .suppressed, display: nil, text: context.catalogue.theme.suppressedText)
                } else {
                    // Operands would give hidden figures away.
                    for index in table.rows[row].cells[column].provenance.operands.indices where !hidden.isEmpty {
                        table.rows[row].cells[column].provenance.operands[index].value = context.catalogue.theme.suppressedText
                    }
                }
            }
        }
        evaluator.suppress(hidden, of: number, below: rule.below, columns: columns)
        for highlight in definition.tables[index].highlights { try self.highlight(highlight, in: &table, number: number) }
        report.tables[index] = table
    }

    // MARK: Table

    private mutating func buildTable(
        _ resolved: ResolvedTable, number: Int, definition: ReportDefinition, index: Int, marks: inout MarkNumbers, warnings: inout [Diagnostic]
    ) throws -> BuiltTable {
        let source = definition.tables[index]
        let columns = resolved.columns.map { column in
            var built = BuiltColumn(
                code: column.code, name: column.definition.name, title: column.definition.title, unit: column.definition.unit,
                decimals: column.definition.decimals, group: column.groupName, isHidden: column.isHidden)
            built.overflow = column.definition.overflow
            return built
        }
        var rows = BuiltRows()
        var blocks = resolved.rows.runs[...]
        while rows.count < resolved.rows.count {
            if let block = blocks.first, block.start == rows.count {
                rows.append(run: buildRecords(blocks.removeFirst(), of: resolved, definition: definition))
            } else {
                rows.append(try buildRow(rows.count, of: resolved, number: number, definition: definition, marks: &marks))
            }
        }
        var table = BuiltTable(
            name: source.name ?? "", title: source.title, stubTitle: source.stub.title, codeTitle: source.stub.codeTitle, columns: columns,
            headerCells: resolved.headerCells, headerRowCount: resolved.headerRowCount, rows: rows,
            diagonal: source.stub.diagonal, carriesForward: source.carriesForward)
        table.stubOverflow = source.stub.overflow
        table.spans = resolved.printedSpans
        for (place, column) in resolved.columns.enumerated() where column.definition.partsToTotal == .largestRemainder {
            if !PartsToTotal.adjust(column: place, of: &table) {
                warnings.append(CompositionDiagnostics.cannotAdjustParts(column.code, at: column.definition.origin))
            }
        }
        for rule in source.highlights { try highlight(rule, in: &table, number: number) }
        table.formulas = FormulaBuilder(
            definition: definition, index: index, resolved: resolved, period: evaluator.key(number).period, catalogue: context.catalogue
        ).formulas(of: table)
        return table
    }

    private func highlight(_ rule: HighlightRule, in table: inout BuiltTable, number: Int) throws {
        let columns = table.columns.indices.filter { column in
            rule.columns.isEmpty || rule.columns.contains { $0 == table.columns[column].code || $0 == table.columns[column].name }
        }
        for row in table.rows.indices where table.rows[row].style != .heading {
            if rule.exceptRows.contains(table.rows[row].code) || table.rows[row].name.map(rule.exceptRows.contains) == true { continue }
            let site = Evaluator.Site(table: number, row: row, column: columns.first ?? 0, period: evaluator.cellKey(number, row: row, column: 0).period)
            let (first, second) = try Evaluated.comparable(try value(of: rule.left, at: site), try value(of: rule.right, at: site))
            guard case .number(let left) = first.value, case .number(let right) = second.value else { continue }
            let holds = switch rule.comparison {
            case .equal: left == right
            case .atLeast: left >= right
            case .atMost: left <= right
            }
            if holds { for column in columns { table.rows[row].cells[column].emphasis = rule.look } }
        }
    }

    private func value(of side: Expression, at site: Evaluator.Site) throws -> Evaluated {
        do { return try evaluator.evaluate(side, at: site) } catch QuantityError.overflow {
            throw DiagnosticsError(CompositionDiagnostics.overflow(of: "a side of a highlight's condition", at: side.place))
        }
    }

    /// Records are shown as they are: no formula, no provenance of their own.
    private func buildRecords(
        _ block: RowList<ResolvedTable.Row, ResolvedTable.RecordBlock>.Place, of resolved: ResolvedTable, definition: ReportDefinition
    ) -> BuiltRecords {
        let fields = resolved.recordFields[block.run.number].fields
        let columns = zip(resolved.columns, fields).map { column, field in
            BuiltRecords.Column(field: field, unit: column.definition.unit, decimals: column.definition.decimals)
        }
        let next = resolved.rows[block.end...].first { !$0.isHidden }?.definition
        return BuiltRecords(
            source: BuiltRecords.Source(
                table: block.run.table, columns: columns, rounding: definition.rounding, notApplicableText: context.catalogue.theme.notApplicableText),
            lastClosesGroup: (next?.level ?? 0) == 0)
    }

    private mutating func buildRow(
        _ index: Int, of resolved: ResolvedTable, number: Int, definition: ReportDefinition, marks: inout MarkNumbers
    ) throws -> BuiltRow {
        let row = resolved.rows[index]
        let next = resolved.rows[(index + 1)...].first { !$0.isHidden }?.definition
        let previous = resolved.rows[..<index].last { !$0.isHidden }?.definition
        let titleMarks = try row.definition.notes.map { try marks.number(of: $0, at: row.definition.origin) }
        var cells: [BuiltCell] = []
        cells.reserveCapacity(resolved.columns.count)
        for column in resolved.columns.indices {
            cells.append(try buildCell(row: index, column: column, of: resolved, number: number, definition: definition, marks: &marks))
        }
        var built = BuiltRow(
            code: row.definition.code, name: row.definition.name, title: row.definition.title, shortTitle: row.definition.shortTitle ?? row.definition.title,
            style: row.definition.style, level: row.definition.level,
            opensOfWhich: row.definition.style == .ofWhich && previous?.style != .ofWhich,
            closesGroup: (next?.level ?? 0) == 0, marks: titleMarks, cells: cells, isHidden: row.isHidden)
        built.keepsTogether = row.definition.keepsTogether
        return built
    }

    private mutating func buildCell(
        row: Int, column: Int, of resolved: ResolvedTable, number: Int, definition: ReportDefinition, marks: inout MarkNumbers
    ) throws -> BuiltCell {
        let cellKey = evaluator.cellKey(number, row: row, column: column)
        let result = try evaluator.cell(cellKey)
        let columnDefinition = resolved.columns[column].definition
        var cell: BuiltCell
        do { cell = try display(result.value, column: columnDefinition, rounding: definition.rounding) } catch QuantityError.overflow {
            let place = evaluator.formula(of: cellKey)?.place ?? columnDefinition.origin
            throw DiagnosticsError(CompositionDiagnostics.overflow("[\(resolved.rows[row].definition.code),\(resolved.columns[column].code)] of \(definition.code)", at: place))
        }
        if resolved.rows[row].definition.style == .heading { cell.text = "" }
        for evidence in Set(result.directCalibers.map(\.value.evidence)).sorted() {
            if let note = definition.evidenceNotes[evidence.rawValue] { cell.marks.append(try marks.number(of: note, at: columnDefinition.origin)) }
        }
        if let note = resolved.rows[row].partialYearNote, !result.batches.isEmpty, cell.display != nil {
            cell.marks.append(try marks.number(of: note, at: columnDefinition.origin))
        }
        cell.provenance = try evaluator.provenance(of: cellKey, result: result)
        return cell
    }

    private func display(_ value: BuiltValue, column: ColumnDefinition, rounding: RoundingRule) throws -> BuiltCell {
        let theme = context.catalogue.theme
        switch value {
        case .number(let amount):
            let shown = try column.unit.display(amount, decimals: column.decimals, rounding)
            return BuiltCell(value: value, display: shown, text: shown.text())
        case .missing: return BuiltCell(value: value, display: nil, text: theme.missingText)
        case .notApplicable: return BuiltCell(value: value, display: nil, text: theme.notApplicableText)
        case .suppressed: return BuiltCell(value: value, display: nil, text: theme.suppressedText)
        }
    }

    // MARK: Form

    private func form(_ definition: ReportDefinition, period: ReportingPeriod, tables: [BuiltTable], labels: [[String?]]) -> FormFrame {
        var units: [String] = []
        for (column, label) in zip(tables.flatMap(\.columns), labels.joined()) {
            let name = label.flatMap { $0.isEmpty ? nil : $0 } ?? column.unit.name
            if column.unit != .number, !units.contains(name) { units.append(name) }
        }
        let periodText = definition.frequency == .annual
            ? (period.month == 12 ? "\(period.year) 年" : "\(period.year) 年（截至 \(period.month) 月）") : period.printed
        var form = FormFrame(
            office: "编制单位：\(context.office)", period: periodText, formNumber: "表号：\(definition.code)",
            units: units.isEmpty ? "" : "计量单位：\(units.joined(separator: "、"))", signatures: definition.signatures,
            state: context.state, dataMark: context.dataMark, provenanceCode: "")
        form.classification = definition.classification
        form.seal = context.seal
        return form
    }

    private func usedSources(_ tables: [BuiltTable], notes: [ResolvedCaliber]) -> (calibers: [ResolvedCaliber], batches: [String]) {
        var calibers = Set(notes), batches = Set<String>()
        for table in tables {
          for row in table.rows.stored {
            for cell in row.cells {
                calibers.formUnion(cell.provenance.calibers)
                batches.formUnion(cell.provenance.batches)
            }
          }
        }
        return (calibers.sorted { ($0.id, $0.value.effective.from) < ($1.id, $1.value.effective.from) }, batches.sorted())
    }
}

/// Gives notes their numbers ①②… in the order in which cells first use them.
struct MarkNumbers {
    private(set) var used: [String] = []
    private let known: Set<String>

    init(_ definition: ReportDefinition) { known = Set(definition.notes.compactMap(\.id)) }

    mutating func number(of note: String, at place: SourceRange) throws -> Int {
        if !known.contains(note) { throw DiagnosticsError(CompositionDiagnostics.unknownNote(note, at: place)) }
        if let index = used.firstIndex(of: note) { return index + 1 }
        used.append(note)
        return used.count
    }
}

/// One side of a relation.
public struct RelationOperand: Sendable, Hashable {
    public var value: BuiltValue
    public var dimension: Unit.Dimension
    /// A plain number takes the unit of the other side.
    public var isLiteral: Bool
    public init(value: BuiltValue, dimension: Unit.Dimension, isLiteral: Bool) {
        self.value = value; self.dimension = dimension; self.isLiteral = isLiteral
    }
}
