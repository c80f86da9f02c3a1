internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Do the figures of check tables exist in their interfaces, in units that fit them?
struct CheckTableCheck {
    private let catalogue: Catalogue
    private let reading: Reading

    init(_ catalogue: Catalogue, _ reading: Reading) {
        self.catalogue = catalogue
        self.reading = reading
    }

    func run() {
        for check in catalogue.checks {
            for sheet in check.sheets {
                guard let specification = catalogue.interfaces.last(where: { $0.id == sheet.interface }) else {
                    unknown("interface", sheet.interface, among: catalogue.interfaces.map(\.id), at: sheet.origin)
                    continue
                }
                for figure in sheet.figures { self.check(figure, specification) }
                repeats(sheet)
                for cell in sheet.cells {
                    guard let district = cell.district, let table = catalogue.codeTable("district"), table.member(district) == nil else { continue }
                    unknown("district", district, among: table.members.map(\.code), at: cell.figure.origin)
                }
            }
            if !check.isWorkbook { for sheet in check.sheets where sheet.sheet != nil {
                misuse("'\(check.filePattern)' is a text file and has no sheets", "leave out 'sheet'", sheet.origin)
            } }
        }
    }

    /// One figure twice in a sheet would be reconciled twice, perhaps against two numbers.
    private func repeats(_ sheet: CheckSheet) {
        var first: [CheckedFigure.Kind: SourceRange] = [:]
        for figure in sheet.table?.columns.map(\.figure) ?? [] {
            if let earlier = first[figure.kind] { reading.add(DefinitionDiagnostics.duplicate("figure", figure.kind.text, first: earlier, at: figure.origin)) } else { first[figure.kind] = figure.origin }
        }
    }

    private func check(_ figure: CheckedFigure, _ specification: InterfaceSpecification) {
        switch figure.kind {
        case .rows, .distinct:
            if ![.persons, .organisations, .occurrences, .number].contains(figure.unit.dimension) {
                unit("'\(figure.kind.text)' counts, and cannot be in \(figure.unit)", "write it in 人, 户, 人次 or 无", figure)
            }
            if case .distinct(let name) = figure.kind, column(name, specification, figure) != nil { distinct(name, specification, figure) }
        case .sum(let name):
            guard let column = column(name, specification, figure) else { return }
            guard case .number = column.type else { return misuse("'\(name)' of \(specification.id) is no number", "sum a number column", figure.origin) }
            if !figure.unit.dimension.isAdditive { unit("a sum cannot be in \(figure.unit)", "write it in 元, 万元, 人 or another unit that adds up", figure) }
        case .measure(let code, let part): measure(code, part, specification, figure)
        }
    }

    private func column(_ name: String, _ specification: InterfaceSpecification, _ figure: CheckedFigure) -> InterfaceColumn? {
        if let column = specification.columns.first(where: { $0.name == name }) { return column }
        unknown("column of \(specification.id)", name, among: specification.columns.map(\.name), at: figure.origin)
        return nil
    }

    /// Rows count distinct values only when the column alone is the key within a month.
    private func distinct(_ name: String, _ specification: InterfaceSpecification, _ figure: CheckedFigure) {
        let key = specification.key.filter { key in !specification.columns.contains { $0.name == key && $0.type == .period } }
        if key == [name] { return }
        misuse("'\(name)' is not the key of \(specification.id), so its distinct values are not counted", "declare a measure with 'distinct: \(name)' and check 'measure CODE'", figure.origin)
    }

    private func measure(_ code: String, _ part: String?, _ specification: InterfaceSpecification, _ figure: CheckedFigure) {
        let own = catalogue.measures.filter { $0.interfaces.contains(specification.id) }
        guard let measure = own.first(where: { $0.code == code }) else { return unknown("measure of \(specification.id)", code, among: own.map(\.code), at: figure.origin) }
        if measure.unit.dimension != figure.unit.dimension { unit("measure '\(code)' is in \(measure.unit), not in \(figure.unit)", "write it in \(measure.unit) or a multiple of it", figure) }
        if let part {
            let parts: [String] = if case .sum(let parts) = measure.aggregation { parts.map(\.part).filter { !$0.isEmpty } } else { [] }
            if !parts.contains(part) { unknown("part of measure '\(code)'", part, among: parts, at: figure.origin) }
        }
        if case .distinct(_, let by) = measure.aggregation, !by.contains("district") {
            misuse("measure '\(code)' is not counted by district", "add 'by: [district]' to the measure", figure.origin)
        }
    }

    private func unknown(_ what: String, _ name: String, among names: [String], at place: SourceRange) {
        reading.add(DefinitionDiagnostics.unknown(what, name, nearest: Suggestion.nearest(to: name, among: names), at: place))
    }
    private func misuse(_ message: String, _ hint: String, _ place: SourceRange) { reading.add(DefinitionDiagnostics.misuse(message, hint: hint, at: place)) }
    private func unit(_ message: String, _ hint: String, _ figure: CheckedFigure) { reading.add(DefinitionDiagnostics.units(message, hint: hint, at: figure.origin)) }
}
