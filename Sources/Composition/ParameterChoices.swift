public import Diagnostics
public import Quantities
public import ReportModel

extension ReportDefinition {
    /// The report with values chosen for its parameters in place of their defaults. Throws CMP020 (no such parameter) and CMP021
    /// (value not offered); an empty list of choices gives the report as it is published.
    public func choosing(_ wanted: [Choice], in catalogue: Catalogue) throws -> ReportDefinition {
        var report = self
        for choice in wanted {
            guard let parameter = parameters.first(where: { $0.name == choice.parameter }) else {
                throw DiagnosticsError(CompositionDiagnostics.unknownParameter(choice.parameter, of: self))
            }
            let values = choice.values.isEmpty ? [""] : choice.values
            for value in values where !parameter.offers(value) || (values.count > 1 && !parameter.takesSeveral) {
                throw DiagnosticsError(CompositionDiagnostics.unknownChoice(values.count > 1 ? values.joined(separator: "+") : value, for: parameter, of: self))
            }
            // Month and scope are those of the run: the report is the one that is published for them.
            if parameter.kind == .period || parameter.kind == .scope { continue }
            if values != [parameter.standard ?? ""] { report.choices.append(Choice(parameter: parameter.name, values: values)) }
        }
        report.choices.sort { $0.parameter < $1.parameter }
        for parameter in parameters { report.apply(parameter, in: catalogue) }
        return report
    }

    /// What is in force for a parameter: the choice, else the default; empty for neither.
    func values(of parameter: ParameterDefinition) -> [String] {
        choices.first { $0.parameter == parameter.name }?.values ?? parameter.standard.map { [$0] } ?? []
    }

    /// Narrowing of every measure by the parameters.
    var parameterSlice: [String: String] {
        var slice: [String: String] = [:]
        for parameter in parameters { if case .member(let dimension) = parameter.kind, let member = values(of: parameter).first { slice[dimension] = member } }
        return slice
    }

    /// What 对比 compares with.
    var comparison: Expression.Function {
        let chosen = parameters.first { $0.kind == .comparison }.flatMap { values(of: $0).first }
        return chosen == Expression.Function.previousMonth.rawValue ? .previousMonth : .sameMonthLastYear
    }

    private mutating func apply(_ parameter: ParameterDefinition, in catalogue: Catalogue) {
        let chosen = values(of: parameter)
        switch parameter.kind {
        case .member(let dimension):
            if let member = chosen.first { title += "（\(catalogue.codeTable(forDimension: dimension)?.member(member)?.name ?? member)）" }
        case .unit:
            guard let old = parameter.standard.flatMap(Unit.named), let new = chosen.first.flatMap(Unit.named), old != new else { return }
            for index in tables.indices { tables[index].columns = tables[index].columns.map { $0.changing { $0.change(unit: old, to: new) } } }
            for index in charts.indices where charts[index].unit == old {
                charts[index].unit = new
                charts[index].decimals = new.defaultDecimals
            }
        case .period, .scope: return
        case .comparison:
            let word = chosen.first ?? ""
            for index in tables.indices { tables[index].columns = tables[index].columns.map { $0.renaming("{comparison}", word) } }
            for index in charts.indices {
                charts[index].title = charts[index].title.replacing("{comparison}", with: word)
                for series in charts[index].series.indices {
                    charts[index].series[series].name = charts[index].series[series].name.replacing("{comparison}", with: word)
                }
            }
        case .hide:
            for index in tables.indices {
                tables[index].columns = tables[index].columns.map { item in
                    item.changing { if chosen.contains($0.code ?? "") || chosen.contains($0.name ?? "") { $0.visibility.isHidden = true } }
                }
            }
        }
    }
}

extension ColumnDefinition {
    fileprivate mutating func change(unit old: Unit, to new: Unit) {
        guard unit == old else { return }
        unit = new
        decimals = new.defaultDecimals
        unitLabel = nil
    }
}

extension ColumnItem {
    fileprivate func changing(_ change: (inout ColumnDefinition) -> Void) -> ColumnItem {
        switch self {
        case .column(var column):
            change(&column)
            return .column(column)
        case .spanner(var spanner):
            spanner.columns = spanner.columns.map { $0.changing(change) }
            return .spanner(spanner)
        case .repeated(var group):
            for index in group.columns.indices { change(&group.columns[index]) }
            return .repeated(group)
        }
    }

    fileprivate func renaming(_ placeholder: String, _ word: String) -> ColumnItem {
        var item = changing { $0.title = $0.title.replacing(placeholder, with: word) }
        if case .spanner(var spanner) = item {
            spanner.title = spanner.title.replacing(placeholder, with: word)
            spanner.columns = spanner.columns.map { $0.renaming(placeholder, word) }
            item = .spanner(spanner)
        }
        return item
    }
}
