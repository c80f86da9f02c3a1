internal import Diagnostics
internal import Quantities
internal import ReportModel

/// Does what a user may choose exist, and does the report use it?
struct ParameterCheck {
    private let catalogue: Catalogue
    private let reading: Reading

    init(_ catalogue: Catalogue, _ reading: Reading) {
        self.catalogue = catalogue
        self.reading = reading
    }

    func check(_ report: ReportDefinition, _ outlines: [TableOutline]) {
        var seen: [String: SourceRange] = [:]
        for parameter in report.parameters {
            if let first = seen[parameter.name] { reading.add(DefinitionDiagnostics.duplicate("parameter", parameter.name, first: first, at: parameter.origin)) }
            seen[parameter.name] = parameter.origin
            switch parameter.kind {
            case .member(let dimension): checkMembers(of: dimension, parameter, outlines)
            case .unit: checkUnits(parameter, outlines)
            case .comparison: checkComparison(parameter)
            case .hide: for value in parameter.values { checkColumn(value, parameter, outlines) }
            case .scope: for value in parameter.values { checkScope(value, parameter, report) }
            case .period: break
            }
        }
        if report.parameters.contains(where: { $0.kind == .comparison }) { return }
        for expression in outlines.flatMap(\.formulas) where expression.compares {
            reading.add(DefinitionDiagnostics.misuse(
                "'对比' needs a parameter of type comparison, and \(report.code) has none", hint: "declare it, or use 上月 or 上年同月", at: expression.place))
        }
    }

    private func unknown(_ what: String, _ name: String, among names: [String], _ parameter: ParameterDefinition) {
        reading.add(DefinitionDiagnostics.unknown(what, name, nearest: Suggestion.nearest(to: name, among: names), at: parameter.origin))
    }

    private func checkMembers(of dimension: String, _ parameter: ParameterDefinition, _ outlines: [TableOutline]) {
        guard let table = catalogue.codeTable(forDimension: dimension) else {
            return unknown("dimension", dimension, among: catalogue.codeTables.map(\.id), parameter)
        }
        for value in parameter.values where table.member(value) == nil { unknown("member of \(dimension)", value, among: table.members.map(\.code), parameter) }
        if outlines.contains(where: { $0.usedDimensions.contains(dimension) }) {
            reading.add(DefinitionDiagnostics.misuse(
                "the report shows '\(dimension)' in its rows or columns, so it cannot be narrowed by '\(parameter.name)'",
                hint: "leave the parameter out, or hide the columns with a parameter of type hide", at: parameter.origin))
        }
    }

    private func checkUnits(_ parameter: ParameterDefinition, _ outlines: [TableOutline]) {
        let units = parameter.values.compactMap { value in
            if let unit = Unit.named(value) { return unit }
            unknown("unit", value, among: Unit.all.map(\.name), parameter)
            return nil
        }
        if Set(units.map(\.dimension)).count > 1 {
            reading.add(DefinitionDiagnostics.misuse("the units of '\(parameter.name)' measure different things", hint: "offer units of one kind: 元, 万元, 亿元", at: parameter.origin))
        }
        if let standard = parameter.standard, !outlines.contains(where: { $0.columns.contains { $0.unit.name == standard } }) {
            reading.add(DefinitionDiagnostics.misuse("no column of the report is in \(standard)", hint: "let the default be the unit of the columns that shall change", at: parameter.origin))
        }
    }

    private func checkComparison(_ parameter: ParameterDefinition) {
        let offered = [Expression.Function.previousMonth, .sameMonthLastYear].map(\.rawValue)
        for value in parameter.values where !offered.contains(value) { unknown("comparison", value, among: offered, parameter) }
    }

    private func checkScope(_ value: String, _ parameter: ParameterDefinition, _ report: ReportDefinition) {
        let districts = (catalogue.codeTable(forDimension: "district")?.members ?? []).filter(\.reportsAlone).map(\.code)
        if value != "city", !districts.contains(value) { return unknown("scope", value, among: ["city"] + districts, parameter) }
        if report.scopes.contains(value == "city" ? .city : .district) { return }
        reading.add(DefinitionDiagnostics.misuse(
            "\(report.code) has no edition for '\(value)'",
            hint: "add \(value == "city" ? "city" : "district") to 'scopes' of the report, or leave the value out", at: parameter.origin))
    }

    private func checkColumn(_ value: String, _ parameter: ParameterDefinition, _ outlines: [TableOutline]) {
        if outlines.contains(where: { $0.columnNames.contains(value) }) { return }
        unknown("column", value, among: outlines.flatMap(\.columnNames), parameter)
    }
}

extension TableOutline {
    /// Every formula of the table's columns and rows.
    fileprivate var formulas: [Expression] {
        columns.map(\.value) + rows.flatMap { row in [row.value].compactMap { $0 } + row.cells.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// Dimensions that rows and columns narrow measures by.
    fileprivate var usedDimensions: Set<String> {
        Set(repeats.map(\.dimension) + memberRows.map(\.dimension) + groups.map(\.dimension) + columns.flatMap(\.slice.keys) + rows.flatMap(\.slice.keys))
    }
}

extension Expression {
    fileprivate var compares: Bool {
        switch self {
        case .call(let function, let arguments, _): [.comparison, .comparisonGrowth].contains(function) || arguments.contains(where: \.compares)
        case .negate(let inner, _): inner.compares
        case .binary(_, let left, let right, _): left.compares || right.compares
        default: false
        }
    }
}
