internal import Diagnostics
internal import Quantities
internal import ReportModel

/// A chart converts figures by powers of ten only: what it shows must be of the kind that its unit says.
extension UnitCheck {
    func check(_ chart: ChartDefinition, _ outline: TableOutline) {
        for (index, series) in chart.series.enumerated() {
            let usesSecond = chart.kind == .barsAndLine && index == chart.series.count - 1
            check(series, axis: (usesSecond ? series.unit : nil) ?? chart.unit, canHaveAxis: usesSecond, chart, outline)
        }
        if let target = chart.target { check(target, chart, outline) }
    }

    private func check(_ series: SeriesDefinition, axis: Unit, canHaveAxis: Bool, _ chart: ChartDefinition, _ outline: TableOutline) {
        if case .records(let name) = chart.categories { return checkField(series, of: name, axis: axis, outline) }
        guard let column = outline.column(series.column), column.unit.dimension != axis.dimension else { return }
        let own = canHaveAxis ? ", or give the line 'unit: \(column.unit.name)'" : ""
        reading.add(DefinitionDiagnostics.units(
            "the series '\(series.name)' shows \(name(column.unit.dimension)) on an axis in \(axis.name)",
            hint: "let the chart be in \(units(of: column.unit.dimension)), or show another column\(own)", at: series.origin))
    }

    /// Fields of records are drawn as they stand in the file; what they are is known when the table shows the same records.
    private func checkField(_ series: SeriesDefinition, of records: String, axis: Unit, _ outline: TableOutline) {
        guard outline.table.rows.contains(where: { if case .records(let rows) = $0 { rows.table == records } else { false } }) else { return }
        let column = outline.columns.first { if case .field(series.column, _) = $0.value { true } else { false } }
        guard let column, column.unit.power != axis.power || column.unit.dimension != axis.dimension else { return }
        reading.add(DefinitionDiagnostics.units(
            "the series '\(series.name)' shows records in \(column.unit.name) on an axis in \(axis.name)",
            hint: "let the chart be in \(column.unit.name)", at: series.origin))
    }

    private func check(_ target: ChartDefinition.Target, _ chart: ChartDefinition, _ outline: TableOutline) {
        switch infer(target.value, outline, column: nil) {
        case .value(let dimension, _):
            if dimension == chart.unit.dimension || (dimension == .number && chart.unit.dimension == .percent) { return }
            reading.add(DefinitionDiagnostics.units(
                "the line '\(target.name)' stands at \(name(dimension)) on an axis in \(chart.unit.name)",
                hint: "let the value be in \(units(of: chart.unit.dimension))", at: target.value.place))
        case .literal(false) where !chart.unit.dimension.takesBareNumbers:
            reading.add(DefinitionDiagnostics.units(
                "the line '\(target.name)' stands at a bare number on an axis in \(chart.unit.name)",
                hint: "write it with its unit: \(units(of: chart.unit.dimension))", at: target.value.place))
        case .literal, .unknown: return
        }
    }
}
