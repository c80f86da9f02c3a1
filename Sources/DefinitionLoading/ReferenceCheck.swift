internal import Diagnostics
internal import ReportModel

/// Does every name that a definition uses exist? Runs over the whole catalogue, after all files are read.
struct ReferenceCheck {
    let catalogue: Catalogue
    private let reading: Reading

    init(_ catalogue: Catalogue, _ reading: Reading) {
        self.catalogue = catalogue
        self.reading = reading
    }

    func run() {
        catalogue.interfaces.forEach(check)
        catalogue.measures.forEach(check)
        catalogue.reports.forEach(check)
        catalogue.balances.forEach(check)
        let feeds = catalogue.interfaces.map(\.id) + catalogue.checks.map(\.id)
        for feed in catalogue.exchange.feeds where !feeds.contains(feed.interface) {
            unknown("interface", feed.interface, among: feeds, at: feed.origin)
        }
    }

    func unknown(_ what: String, _ name: String, among names: [String], at place: SourceRange) {
        reading.add(DefinitionDiagnostics.unknown(what, name, nearest: Suggestion.nearest(to: name, among: names), at: place))
    }

    // MARK: Interfaces and measures

    private func check(_ specification: InterfaceSpecification) {
        for column in specification.columns {
            guard case .code(let table) = column.type, catalogue.codeTable(table) == nil else { continue }
            unknown("code table", table, among: catalogue.codeTables.map(\.id), at: column.origin)
        }
        for test in specification.rules.flatMap({ [$0.test] + $0.conditions }) + specification.filters.flatMap(\.conditions) {
            for id in test.sums.flatMap(\.terms).flatMap(\.calibers) { checkCaliber(id, at: test.origin) }
            if case .member(let column, let codes, _) = test.kind { checkCodes(codes, ofColumn: column, specification, at: test.origin) }
        }
        if let insurance = specification.insurance { checkMember(insurance, of: "insurance", at: specification.origin) }
        if let other = catalogue.interfaces.first(where: { $0.id == specification.id }), other.source != specification.source {
            reading.add(DefinitionDiagnostics.misuse(
                "interface '\(specification.id)' is of source \(specification.source.rawValue) here and of source \(other.source.rawValue) in \(other.origin.file)",
                hint: "rows of the two sources are kept apart: give one of the interfaces an id of its own", at: specification.origin))
        }
    }

    /// Rows of source A and source B never meet in a measure, nor in the definitions of one code.
    private func checkSources(_ measure: MeasureDefinition) {
        func source(_ id: String) -> DataSource? { catalogue.interfaces.first { $0.id == id }?.source }
        let first = catalogue.measures.first { $0.code == measure.code }?.interfaces ?? []
        guard let other = (first + measure.interfaces).first(where: { source($0) != nil }) else { return }
        for id in measure.interfaces {
            guard let found = source(id), let expected = source(other), found != expected else { continue }
            reading.add(DefinitionDiagnostics.misuse(
                "measure '\(measure.code)' mixes source \(expected.rawValue) (\(other)) with source \(found.rawValue) (\(id))",
                hint: "rows of the two sources are kept apart: define a measure with a code of its own for \(id)", at: measure.origin))
        }
    }

    private func check(_ measure: MeasureDefinition) {
        checkSources(measure)
        for id in measure.interfaces {
            guard let specification = catalogue.interfaces.last(where: { $0.id == id }) else {
                unknown("interface", id, among: catalogue.interfaces.map(\.id), at: measure.origin)
                continue
            }
            switch measure.aggregation {
            case .countRows: break
            case .sum(let parts): for part in parts { checkColumn(part.column, of: specification, numeric: true, at: measure.origin) }
            case .distinct(let column, let by):
                checkColumn(column, of: specification, numeric: false, at: measure.origin)
                for dimension in by where !specification.dimensions.contains(dimension) {
                    unknown("dimension", dimension, among: specification.dimensions, at: measure.origin)
                }
            }
            measure.conditions.forEach { check($0, of: specification) }
        }
    }

    private func check(_ condition: MeasureCondition, of specification: InterfaceSpecification) {
        switch condition {
        case .member(let column, let codes, let place):
            guard checkColumn(column, of: specification, numeric: false, at: place) else { return }
            guard case .code? = specification.columns.first(where: { $0.name == column })?.type else {
                reading.add(DefinitionDiagnostics.misuse("'\(column)' of \(specification.id) is no code column", hint: "compare it with =, > or < instead of 'in'", at: place))
                return
            }
            checkCodes(codes, ofColumn: column, specification, at: place)
        case .compare(let columns, _, let operand, let place):
            for column in columns { checkColumn(column, of: specification, numeric: true, at: place) }
            if case .caliber(let id, _) = operand { checkCaliber(id, at: place) }
        }
    }

    private func checkCodes(_ codes: [String], ofColumn name: String, _ specification: InterfaceSpecification, at place: SourceRange) {
        guard case .code(let id)? = specification.columns.first(where: { $0.name == name })?.type, let table = catalogue.codeTable(id) else { return }
        for code in codes where table.member(code) == nil { unknown("code of \(id)", code, among: table.members.map(\.code), at: place) }
    }

    @discardableResult
    private func checkColumn(_ name: String, of specification: InterfaceSpecification, numeric: Bool, at place: SourceRange) -> Bool {
        guard let column = specification.columns.first(where: { $0.name == name }) else {
            unknown("column of \(specification.id)", name, among: specification.columns.map(\.name), at: place)
            return false
        }
        switch column.type {
        case .number, .logical: return true
        default:
            if numeric { reading.add(DefinitionDiagnostics.misuse("'\(name)' of \(specification.id) is no number", hint: "sum or compare number columns only", at: place)) }
            return !numeric
        }
    }

    private func checkCaliber(_ id: String, at place: SourceRange) {
        if catalogue.caliber(id) == nil { unknown("caliber", id, among: catalogue.calibers.map(\.id), at: place) }
    }

    private func checkMember(_ code: String, of dimension: String, at place: SourceRange) {
        guard let table = catalogue.codeTable(forDimension: dimension), table.member(code) == nil else { return }
        unknown("member of \(dimension)", code, among: table.members.map(\.code), at: place)
    }

    private func checkSlice(_ slice: [String: String], at place: SourceRange) {
        let known = Set(catalogue.interfaces.flatMap(\.dimensions)).union(["insurance", "part"]).sorted()
        for (dimension, member) in slice.sorted(by: { $0.key < $1.key }) {
            if !known.contains(dimension) { unknown("dimension", dimension, among: known, at: place) }
            else if dimension == "part" {
                let parts = Set(catalogue.measures.flatMap { measure -> [String] in
                    guard case .sum(let parts) = measure.aggregation else { return [] }
                    return parts.map(\.part)
                }).subtracting([""]).sorted()
                if !parts.contains(member) { unknown("part", member, among: parts, at: place) }
            } else { checkMember(member, of: dimension, at: place) }
        }
    }

    // MARK: Reports

    private func check(_ report: ReportDefinition) {
        let notes = report.notes.compactMap(\.id)
        for (evidence, note) in report.evidenceNotes.sorted(by: { $0.key < $1.key }) {
            if Evidence(rawValue: evidence) == nil { unknown("evidence", evidence, among: Evidence.allCases.map(\.rawValue), at: report.origin) }
            if !notes.contains(note) { unknown("note", note, among: notes, at: report.origin) }
        }
        checkTableNames(report)
        checkNotes(report)
        let outlines = report.tables.indices.map { TableOutline(report, $0) }
        ParameterCheck(catalogue, reading).check(report, outlines)
        for outline in outlines { checkTable(outline.table, outline, notes: notes) }
        for chart in report.charts { if let table = table(chart.table, of: report, at: chart.origin) { check(chart, outlines[table]) } }
        for relation in report.relations {
            guard let table = table(relation.table, of: report, at: relation.origin) else { continue }
            let outline = outlines[table]
            check(relation.left, outline)
            check(relation.right, outline)
            for column in relation.columns { checkColumn(column, outline, at: relation.origin) }
            for row in relation.rows + relation.exceptRows { checkRow(row, outline, at: relation.origin) }
        }
    }

    /// A note with an id is printed where a mark points to it: without one it never is.
    private func checkNotes(_ report: ReportDefinition) {
        let rows = report.tables.flatMap(\.rows), pointed = Set(rows.flatMap(\.notes)).union(report.evidenceNotes.values)
        for note in report.notes {
            guard let id = note.id, !pointed.contains(id) else { continue }
            reading.add(DefinitionDiagnostics.misuse(
                "nothing points to the note '\(id)', so it is never printed",
                hint: "name it in 'notes' of a row, 'evidence_notes' or 'partial_year_note', or write it as a plain text", at: note.origin))
        }
    }

    /// Index of the table that a chart or relation names; nil when there is none, which is reported unless the report has no table.
    private func table(_ name: String?, of report: ReportDefinition, at place: SourceRange) -> Int? {
        let index = report.tableIndex(name)
        if index == nil, let name { unknown("table", name, among: report.tables.compactMap(\.name), at: place) }
        return index
    }

    private func checkTableNames(_ report: ReportDefinition) {
        var seen: [String: SourceRange] = [:]
        for (index, table) in report.tables.enumerated() {
            guard let name = table.name else {
                if index > 0 { reading.add(DefinitionDiagnostics.missingKey("name", in: "table \(index + 1)", at: table.origin)) }
                continue
            }
            if let first = seen[name] { reading.add(DefinitionDiagnostics.duplicate("table", name, first: first, at: table.origin)) }
            seen[name] = table.origin
            if catalogue.report(name) != nil {
                reading.add(DefinitionDiagnostics.misuse("'\(name)' is the code of a report", hint: "give the table a name of its own", at: table.origin))
            }
        }
    }

    private func checkTable(_ table: TableDefinition, _ outline: TableOutline, notes: [String]) {
        for duplicate in outline.duplicates { reading.add(DefinitionDiagnostics.duplicate(duplicate.what, duplicate.name, first: duplicate.first, at: duplicate.place)) }
        for item in outline.repeats {
            checkDimension(item.dimension, also: [], at: item.origin)
            for member in item.members { checkMember(member, of: item.dimension, at: item.origin) }
        }
        for column in outline.columns {
            check(column.value, outline)
            checkSlice(column.slice, at: column.origin)
            for row in column.notApplicable { checkRow(row, outline, at: column.origin) }
        }
        for row in outline.rows { check(row, outline, notes: notes) }
        for rule in table.highlights {
            check(rule.left, outline)
            check(rule.right, outline)
            for column in rule.columns { checkColumn(column, outline, at: rule.origin) }
            for row in rule.exceptRows { checkRow(row, outline, at: rule.origin) }
        }
        for column in table.suppression?.columns ?? [] { checkColumn(column, outline, at: table.suppression!.origin) }
        for members in outline.memberRows {
            checkDimension(members.dimension, also: ["year"], at: members.origin)
            for code in members.except { checkMember(code, of: members.dimension, at: members.origin) }
            if let order = members.order { checkColumn(order.column, outline, at: members.origin) }
        }
        for group in outline.groups {
            checkDimension(group.dimension, also: [], at: group.origin)
            for code in group.members { checkMember(code, of: group.dimension, at: group.origin) }
        }
        for item in table.rows {
            if case .years(let years) = item, let note = years.partialYearNote, !notes.contains(note) { unknown("note", note, among: notes, at: years.origin) }
        }
    }

    private func checkDimension(_ dimension: String, also: [String], at place: SourceRange) {
        if catalogue.codeTable(forDimension: dimension) == nil { unknown("dimension", dimension, among: catalogue.codeTables.map(\.id) + also, at: place) }
    }

    private func check(_ row: RowDefinition, _ outline: TableOutline, notes: [String]) {
        if let value = row.value { check(value, outline) }
        for (column, expression) in row.cells.sorted(by: { $0.key < $1.key }) {
            checkColumn(column, outline, at: expression.place)
            check(expression, outline)
        }
        for column in row.notApplicable where column != "*" { checkColumn(column, outline, at: row.origin) }
        for note in row.notes where !notes.contains(note) { unknown("note", note, among: notes, at: row.origin) }
        checkSlice(row.slice, at: row.origin)
    }

    private func check(_ chart: ChartDefinition, _ outline: TableOutline) {
        if case .records = chart.categories { return }
        if case .rows(let rows) = chart.categories, rows != ["*"] { for row in rows { checkRow(row, outline, at: chart.origin) } }
        for series in chart.series {
            checkColumn(series.column, outline, at: series.origin)
            if case .months = chart.categories {
                if let row = series.row { checkRow(row, outline, at: series.origin) }
                else if chart.kind != .smallMultiples { reading.add(DefinitionDiagnostics.missingKey("row", in: "the series over months", at: series.origin)) }
            }
        }
        for row in chart.panels where row != "*" { checkRow(row, outline, at: chart.origin) }
        if let target = chart.target { check(target.value, outline) }
        for line in chart.references {
            checkRow(line.row, outline, at: line.origin)
            if let caliber = line.caliber { checkCaliber(caliber, at: line.origin) }
        }
        if let band = chart.band { checkCaliber(band, at: chart.origin) }
        if let note = chart.categoryNote { checkColumn(note.column, outline, at: chart.origin) }
    }

    // MARK: Formulas

    private func check(_ expression: Expression, _ outline: TableOutline) {
        switch expression {
        case .number, .quantity, .field: break
        case .measure(let reference):
            if !catalogue.measures.contains(where: { $0.code == reference.code }) {
                unknown("measure", reference.code, among: catalogue.measures.map(\.code) + outline.columnNames.map { "\($0)栏" }, at: reference.origin)
            }
            checkSlice(reference.slice, at: reference.origin)
        case .column(let code, let place): checkColumn(code, outline, at: place)
        case .row(let code, let place):
            if outline.spanNames.contains(code) {
                reading.add(DefinitionDiagnostics.misuse("'\(code)' names all rows that 'each' makes", hint: "write sum(\(code)行), or name one row by its code", at: place))
            } else {
                checkRow(code, outline, at: place)
            }
        case .rowRange(let from, let to, let place):
            checkRow(from, outline, at: place)
            checkRow(to, outline, at: place)
        case .cell(let reference):
            guard let found = catalogue.table(of: reference, in: outline.report, own: outline.index) else {
                if let table = reference.table, let other = reference.report.flatMap(catalogue.report) {
                    unknown("table of \(other.code)", table, among: other.tables.compactMap(\.name), at: reference.origin)
                } else {
                    let names = outline.report.tables.compactMap(\.name) + catalogue.reports.map(\.shortCode)
                    unknown("report", reference.report ?? "", among: names, at: reference.origin)
                }
                return
            }
            let otherOutline = reference.report == nil ? outline : TableOutline(found.report, found.table)
            checkRow(reference.row, otherOutline, at: reference.origin)
            checkColumn(reference.column, otherOutline, at: reference.origin)
        case .caliber(let id, let place): checkCaliber(id, at: place)
        case .negate(let inner, _): check(inner, outline)
        case .binary(_, let left, let right, _):
            check(left, outline)
            check(right, outline)
        case .call(let function, let arguments, _): for argument in arguments where !(function == .sum && isSpan(argument, outline)) { check(argument, outline) }
        }
    }

    private func isSpan(_ argument: Expression, _ outline: TableOutline) -> Bool {
        if case .row(let name, _) = argument { outline.spanNames.contains(name) } else { false }
    }

    private func checkColumn(_ codeOrName: String, _ outline: TableOutline, at place: SourceRange) {
        if outline.columnNames.contains(codeOrName) || (outline.hasDataColumns && Int(codeOrName) != nil) { return }
        unknown("column", codeOrName, among: outline.columnNames, at: place)
    }

    /// Rows that come from data have numbers, which are known only when the report is built.
    private func checkRow(_ code: String, _ outline: TableOutline, at place: SourceRange) {
        if outline.hasDataRows, Int(code) != nil { return }
        if !outline.rowCodes.contains(code) { unknown("row", code, among: outline.rowCodes + outline.spanNames, at: place) }
    }
}

extension RowItem {
    /// Ids of the notes that its rows and figures may carry a mark of.
    fileprivate var notes: [String] {
        switch self {
        case .row(let row): row.notes
        case .group(let group): group.rows.flatMap(\.notes)
        case .years(let years): years.partialYearNote.map { [$0] } ?? []
        case .members, .records: []
        }
    }
}
