internal import Cubes
internal import Diagnostics
internal import Quantities
internal import ReportModel

extension ReportBuilder {
    /// Steps, in order: categories → values of each series → scales → positions → texts.
    mutating func buildCharts(_ definition: ReportDefinition, scope: ReportScope, period: ReportingPeriod) throws -> [BuiltChart] {
        var charts: [BuiltChart] = []
        for (index, chart) in definition.charts.enumerated() {
            let key = Evaluator.TableKey(report: definition.lookup, table: definition.tableIndex(chart.table) ?? 0, scope: scope, period: period)
            do { charts.append(try buildChart(chart, number: index + 1, of: definition, key: key)) } catch QuantityError.overflow {
                throw DiagnosticsError(CompositionDiagnostics.overflow(of: "a figure or the axis of chart '\(chart.id)'", at: chart.origin))
            }
        }
        return charts
    }

    private struct Plan {
        var categories: [BuiltCategory]
        /// Row or record, and period of each category.
        var places: [(row: Int?, record: Int?, period: ReportingPeriod)]
    }

    private mutating func buildChart(_ chart: ChartDefinition, number: Int, of definition: ReportDefinition, key: Evaluator.TableKey) throws -> BuiltChart {
        let chart = try withPanels(chart, definition: definition, key: key)
        var plan = try categories(of: chart, definition: definition, key: key)
        var values = try chart.series.map { try seriesValues($0, chart: chart, plan: plan, definition: definition, key: key) }
        if chart.kind == .ranking { sort(&plan, &values) }
        var built = try builtChart(chart, number: number, of: definition, key: key, plan: &plan, values: values)
        for index in chart.series.indices { built.series[index].absences = try absences(chart.series[index], values[index], chart: chart, plan: plan, key: key) }
        return built
    }

    private mutating func builtChart(
        _ chart: ChartDefinition, number: Int, of definition: ReportDefinition, key: Evaluator.TableKey, plan: inout Plan, values: [[Value?]]
    ) throws -> BuiltChart {
        if chart.kind == .tileMap { return try tileMap(chart, number: number, of: definition, key: key, plan: plan, values: values[0]) }
        if [.stacked, .stackedShare, .area, .pie, .ring, .waterfall].contains(chart.kind) {
            if chart.kind == .stacked { try addTotals(to: &plan, values, chart: chart, rounding: definition.rounding) }
            return try partsChart(chart, number: number, of: definition, key: key, plan: plan, values: values)
        }
        let hasSecond = chart.kind == .barsAndLine
        let firstValues = (hasSecond ? Array(values.dropLast()) : values).flatMap { $0.compactMap { $0?.amount } }
        let secondValues = hasSecond ? values.last!.compactMap { $0?.amount } : []
        let target = try chart.target.flatMap { try targetValue($0, chart: chart, definition: definition, key: key) }
        let scale = try ScaleBuilder.scale(for: firstValues + (target.map { [$0.amount] } ?? []), fromZero: !isOfLines(chart) || chart.startsAtZero, whole: chart.unit.isCount)
        let second = hasSecond ? try ScaleBuilder.lowScale(for: secondValues, whole: (chart.series.last?.unit ?? chart.unit).isCount) : nil
        let series = chart.series.indices.map { index in
            builtSeries(chart.series[index], at: index, chart: chart, values: values[index], scale: scale, second: second)
        }
        let fromZero = !isOfLines(chart) || scale.minimum <= .zero
        let range = chart.kind == .smallMultiples && !scale.ticks.isEmpty ? "，各图纵轴 \(scale.ticks.first?.text ?? "")～\(scale.ticks.last?.text ?? "")" : ""
        return BuiltChart(
            id: chart.id, number: "图\(number)", title: try chartTitle(chart, definition: definition, plan: plan, key: key), kind: chart.kind, unit: chart.unit,
            unitText: chart.unit.name + (range.isEmpty && !fromZero ? "，纵轴不从零开始" : range), categories: plan.categories, series: series,
            scale: scale, secondScale: second, secondUnit: hasSecond ? chart.series.last?.unit ?? chart.unit : nil,
            band: try chart.band.flatMap { try band($0, plan: plan, at: chart.origin) }, references: try references(chart, plan: plan, definition: definition, key: key),
            target: target.map { BuiltChart.Target(position: ScaleBuilder.position(of: $0.amount, on: scale), text: "\(chart.target!.name) \($0.display.text())") },
            isEmpty: series.allSatisfy { $0.points.allSatisfy { $0 == nil } })
    }

    private func isOfLines(_ chart: ChartDefinition) -> Bool { chart.kind == .lines || chart.kind == .smallMultiples }

    /// A series for each panel of small multiples.
    private func withPanels(_ chart: ChartDefinition, definition: ReportDefinition, key: Evaluator.TableKey) throws -> ChartDefinition {
        guard chart.kind == .smallMultiples, let first = chart.series.first else { return chart }
        let table = evaluator.table(try evaluator.number(of: key, at: chart.origin))
        var chart = chart
        chart.series = try chartRows(chart.panels, of: table, definition: definition, at: chart.origin).map { index in
            let row = table.rows[index].definition
            return SeriesDefinition(name: row.shortTitle ?? row.title, column: first.column, row: row.code, origin: first.origin)
        }
        return chart
    }

    private func tileMap(
        _ chart: ChartDefinition, number: Int, of definition: ReportDefinition, key: Evaluator.TableKey, plan: Plan, values: [Value?]
    ) throws -> BuiltChart {
        let table = evaluator.table(try evaluator.number(of: key, at: chart.origin)), classes = TileClasses(values.compactMap { $0?.display })
        var categories = plan.categories
        for index in categories.indices {
            guard let row = plan.places[index].row, let tile = tile(of: table.rows[row].definition) else {
                throw DiagnosticsError(CompositionDiagnostics.noTile(categories[index].label, chart: chart.id, at: chart.origin))
            }
            categories[index].tile = tile
        }
        let points = values.map { value in value.map { BuiltPoint(position: Double(classes.number(of: $0.display)), display: $0.display, text: $0.display.text()) } }
        var built = BuiltChart(
            id: chart.id, number: "图\(number)", title: try chartTitle(chart, definition: definition, plan: plan, key: key), kind: chart.kind, unit: chart.unit,
            unitText: chart.unit.name + (classes.texts.count > 1 ? "，除最高档外不含上限" : ""), categories: categories,
            series: [BuiltSeries(name: chart.series[0].name, mark: .bar, paletteIndex: 0, tinted: false, usesSecondScale: false, points: points)],
            scale: try ScaleBuilder.scale(for: values.compactMap { $0?.amount }, fromZero: true), isEmpty: points.allSatisfy { $0 == nil })
        built.classes = classes.texts
        return built
    }

    private func tile(of row: RowDefinition) -> TilePlace? {
        row.slice.sorted { $0.key < $1.key }.lazy.compactMap { context.catalogue.codeTable(forDimension: $0.key)?.member($0.value)?.tile }.first
    }

    /// The sum of each stack, added up before rounding as the table does; where a part is missing or negative there is none.
    private func addTotals(to plan: inout Plan, _ values: [[Value?]], chart: ChartDefinition, rounding: RoundingRule) throws {
        if chart.series.count < 2 || chart.series.contains(where: { $0.unit != nil && $0.unit != chart.unit }) { return }
        for category in plan.categories.indices {
            let parts = values.compactMap { $0[category] }
            if parts.count < values.count || parts.contains(where: { $0.amount.isNegative }) { continue }
            let decimals = parts.map(\.display.scale).max() ?? 0
            let total = if parts.allSatisfy({ $0.exact != nil }) {
                try chart.unit.display(try parts.reduce(Amount.zero) { try $0.adding($1.exact!) }, decimals: decimals, rounding)
            } else {
                try parts.reduce(Amount.zero) { try $0.adding($1.amount) }.rounded(toScale: decimals, rounding)
            }
            plan.categories[category].total = total.text()
        }
    }

    /// Charts whose marks stand on each other.
    private func partsChart(
        _ chart: ChartDefinition, number: Int, of definition: ReportDefinition, key: Evaluator.TableKey, plan: Plan, values: [[Value?]]
    ) throws -> BuiltChart {
        let amounts = values.map { $0.map { $0?.amount } }
        let stack = try ChartStack(chart, amounts: amounts, categories: plan.categories)
        let series = chart.series.indices.map { index in
            let points = plan.categories.indices.map { category -> BuiltPoint? in
                guard let value = values[index][category], let mark = stack.marks[index][category] else { return nil }
                return BuiltPoint(
                    position: ScaleBuilder.position(of: mark.end, on: stack.scale), base: ScaleBuilder.position(of: mark.start, on: stack.scale),
                    share: mark.share, display: value.display, text: value.display.text())
            }
            return BuiltSeries(name: chart.series[index].name, mark: .bar, paletteIndex: index, tinted: chart.series[index].tinted, usesSecondScale: false, points: points)
        }
        return BuiltChart(
            id: chart.id, number: "图\(number)", title: try chartTitle(chart, definition: definition, plan: plan, key: key), kind: chart.kind, unit: chart.unit,
            unitText: chart.kind == .stackedShare ? "构成，%" : chart.unit.name, categories: plan.categories, series: series, scale: stack.scale,
            isEmpty: series.allSatisfy { $0.points.allSatisfy { $0 == nil } })
    }

    private func targetValue(_ target: ChartDefinition.Target, chart: ChartDefinition, definition: ReportDefinition, key: Evaluator.TableKey) throws -> Value? {
        let number = try evaluator.number(of: key, at: chart.origin)
        let site = Evaluator.Site(table: number, row: 0, column: 0, period: key.period)
        guard case .number(let amount) = try evaluator.evaluate(target.value, at: site).converted(to: chart.unit.dimension).value else { return nil }
        let shown = try chart.unit.display(amount, decimals: chart.decimals, definition.rounding)
        return Value(amount: shown.amount, display: shown)
    }

    private func references(_ chart: ChartDefinition, plan: Plan, definition: ReportDefinition, key: Evaluator.TableKey) throws -> [BuiltChart.Reference] {
        if chart.references.isEmpty { return [] }
        let table = evaluator.table(try evaluator.number(of: key, at: chart.origin))
        return try chart.references.compactMap { line in
            guard let row = table.rowIndex(line.row), let category = plan.places.firstIndex(where: { $0.row == row }) else {
                throw DiagnosticsError(CompositionDiagnostics.unknownRow(line.row, in: definition.code, at: line.origin))
            }
            var text = line.name
            if let id = line.caliber {
                guard let value = context.calibers.value(id, on: key.period.lastDay, knownOn: context.knownOn), value.value.evidence != .unverified else { return nil }
                text += " " + (try value.value.value.rounded(toScale: value.unit.defaultDecimals).text()) + (value.unit == chart.unit ? "" : " \(value.unit.name)")
            }
            let offset = switch line.side {
            case .before: 0.0
            case .at: 0.5
            case .after: 1.0
            }
            return BuiltChart.Reference(place: Double(category) + offset, text: text)
        }
    }

    /// What, and the period: unless the title, or the names of records, say a time themselves.
    private func chartTitle(_ chart: ChartDefinition, definition: ReportDefinition, plan: Plan, key: Evaluator.TableKey) throws -> String {
        let period = key.period
        let first = plan.places.first?.period ?? period, last = plan.places.last?.period ?? period
        let times = switch chart.categories {
        case .records: [chart.title] + plan.categories.map(\.label)
        case .months, .rows: [chart.title]
        }
        if times.contains(where: namesTime) { return chart.title }
        let text = switch chart.categories {
        case .months: "\(first.printed)—\(last.printed)"
        case .rows where first.year != last.year: "\(first.year)—\(last.year) 年"
        case .records where definition.frequency == .monthly: period.printed
        case .rows where try isOfOneMonth(chart, plan: plan, key: key, isAnnual: definition.frequency == .annual): period.printed
        case .rows where period.month == 1: period.printed
        case .rows, .records: period.month == 12 ? "\(period.year) 年" : "\(period.year) 年 1—\(period.month) 月"
        }
        return "\(chart.title)（\(text)）"
    }

    /// Its cells are not added up from January: on a form of a year, none of its series is, though they read measures; on one of a month, not
    /// all of them are.
    private func isOfOneMonth(_ chart: ChartDefinition, plan: Plan, key: Evaluator.TableKey, isAnnual: Bool) throws -> Bool {
        let number = try evaluator.number(of: key, at: chart.origin), table = evaluator.table(number)
        var readsMeasures = false, known: [Evaluator.CellKey: Bool] = [:]
        func addsUp(_ row: Int?, _ column: Int?) -> Bool {
            guard let row, let column else { return false }
            let cell = evaluator.cellKey(number, row: row, column: column)
            if let answer = known[cell] { return answer }
            known[cell] = false
            let answer = evaluator.formula(of: cell).map { addsUp($0, row, column) } ?? false
            known[cell] = answer
            return answer
        }
        func addsUp(_ formula: Expression, _ row: Int, _ column: Int) -> Bool {
            readsMeasures = readsMeasures || formula.readsMeasures
            return switch formula {
            case .call(let function, let arguments, _): function == .yearToDate || arguments.contains { addsUp($0, row, column) }
            case .binary(_, let left, let right, _): addsUp(left, row, column) || addsUp(right, row, column)
            case .negate(let inner, _): addsUp(inner, row, column)
            case .column(let code, _): addsUp(row, table.columnIndex(code, near: column))
            case .row(let code, _), .rowRange(let code, _, _): addsUp(table.rowIndex(code, near: row), column)
            case .cell(let cell) where cell.report == nil && cell.table == nil:
                addsUp(table.rowIndex(cell.row, near: row), table.columnIndex(cell.column, near: column))
            case .number, .quantity, .measure, .cell, .caliber, .field: false
            }
        }
        let added = chart.series.count { series in
            plan.places.contains { addsUp($0.row ?? series.row.flatMap { table.rowIndex($0) }, table.columnIndex(series.column, near: nil)) }
        }
        return isAnnual ? added == 0 && readsMeasures : added < chart.series.count
    }

    /// A year, month, quarter or day by number: `2026 年`, `近 13 个月`, `一季度`.
    private func namesTime(_ text: String) -> Bool {
        let text = text.filter { $0 != " " && $0 != "个" && $0 != "第" }
        return zip(text, text.dropFirst()).contains { before, after in
            "年月季日".contains(after) && (before.isNumber || "一二三四五六七八九十".contains(before))
        }
    }

    // MARK: Categories

    private mutating func categories(of chart: ChartDefinition, definition: ReportDefinition, key: Evaluator.TableKey) throws -> Plan {
        switch chart.categories {
        case .months(let count): return months(count, until: key.period)
        case .records(let name):
            guard let table = context.records[name] else { throw DiagnosticsError(CompositionDiagnostics.noRecords(name, at: chart.origin)) }
            // A subtotal among its parts would look like one of them; only in a waterfall it stands on zero.
            let records = (0..<table.count).filter { chart.kind == .waterfall || !table.isSubtotal($0) }
            return Plan(
                categories: records.map { BuiltCategory(label: table.label($0), isTotal: table.isSubtotal($0)) }, places: records.map { (nil, $0, key.period) })
        case .rows(let codes):
            let table = evaluator.table(try evaluator.number(of: key, at: chart.origin))
            let rows = try chartRows(codes, of: table, definition: definition, at: chart.origin)
            var plan = Plan(categories: [], places: [])
            for row in rows {
                let title = table.rows[row].definition.shortTitle ?? table.rows[row].definition.title
                let note = try chart.categoryNote.flatMap { try categoryNote($0, row: row, table: table, definition: definition, key: key) }
                let style = table.rows[row].definition.style
                var category = BuiltCategory(label: title, note: note, isTotal: style == .total || style == .subtotal)
                if let year = table.rows[row].period?.year, title == "\(year)" { category.time = "\(year) 年" }
                plan.categories.append(category)
                plan.places.append((row, nil, table.rows[row].period ?? key.period))
            }
            return plan
        }
    }

    /// Rows by code; `["*"]` for all but totals.
    private func chartRows(_ codes: [String], of table: ResolvedTable, definition: ReportDefinition, at place: SourceRange) throws -> [Int] {
        if codes == ["*"] { return table.rows.indices.filter { table.rows[$0].definition.style == .normal && !table.rows[$0].isHidden } }
        return try codes.map { code in
            guard let row = table.rowIndex(code) else { throw DiagnosticsError(CompositionDiagnostics.unknownRow(code, in: definition.code, at: place)) }
            return row
        }
    }

    private func months(_ count: Int, until period: ReportingPeriod) -> Plan {
        let months = (0..<count).reversed().map { period.adding(months: -$0) }
        return Plan(categories: BuiltCategory.months(months), places: months.map { (nil, nil, $0) })
    }

    private mutating func categoryNote(
        _ note: ChartDefinition.CategoryNote, row: Int, table: ResolvedTable, definition: ReportDefinition, key: Evaluator.TableKey
    ) throws -> String? {
        guard let column = table.columnIndex(note.column, near: nil) else { return nil }
        let cell = try evaluator.cell(evaluator.cellKey(try evaluator.number(of: key, at: definition.origin), row: row, column: column))
        let theme = context.catalogue.theme
        switch cell.value {
        case .number(let amount):
            let shown = try table.columns[column].definition.unit.display(amount, decimals: table.columns[column].definition.decimals, definition.rounding)
            return "\(note.prefix)\(shown.text())\(note.suffix)"
        case .missing: return note.prefix + theme.missingText
        case .notApplicable: return note.prefix + theme.notApplicableText
        case .suppressed: return note.prefix + theme.suppressedText
        }
    }

    // MARK: Values

    /// A number of a series in the unit of its axis, as displayed and as it lies on the axis.
    private struct Value {
        var amount: Amount
        var display: Decimal
        /// As the cell has it, before rounding, in base units; nil for a record's figure, which is exact and in the chart's unit.
        var exact: Amount?
    }

    private mutating func seriesValues(
        _ series: SeriesDefinition, chart: ChartDefinition, plan: Plan, definition: ReportDefinition, key: Evaluator.TableKey
    ) throws -> [Value?] {
        if case .records(let name) = chart.categories { return try recordValues(series, of: context.records[name]!, plan: plan) }
        let number = try evaluator.number(of: key, at: series.origin), table = evaluator.table(number)
        guard let column = table.columnIndex(series.column, near: nil) else {
            throw DiagnosticsError(CompositionDiagnostics.unknownColumn(series.column, in: definition.code, at: series.origin))
        }
        let unit = series.unit ?? chart.unit
        let sameUnit = unit == table.columns[column].definition.unit
        let decimals = sameUnit ? table.columns[column].definition.decimals : (series.unit == nil ? chart.decimals : unit.defaultDecimals)
        var values: [Value?] = []
        for place in plan.places {
            let rowCode = series.row ?? ""
            guard let row = place.row ?? table.rowIndex(rowCode) else {
                throw DiagnosticsError(CompositionDiagnostics.unknownRow(rowCode, in: definition.code, at: series.origin))
            }
            let cell = try evaluator.cell(Evaluator.CellKey(table: number, row: row, column: column, period: place.period))
            values.append(try cell.value.amount.map { amount in
                let shown = try unit.display(amount, decimals: decimals, definition.rounding)
                return Value(amount: shown.amount, display: shown, exact: amount)
            })
        }
        return values
    }

    /// Why there is no number, where there is none: as the table's cell says.
    private mutating func absences(
        _ series: SeriesDefinition, _ values: [Value?], chart: ChartDefinition, plan: Plan, key: Evaluator.TableKey
    ) throws -> [BuiltSeries.Absence?] {
        if case .records = chart.categories { return Array(repeating: nil, count: values.count) }
        let number = try evaluator.number(of: key, at: series.origin), table = evaluator.table(number)
        return try zip(plan.places, values).map { place, value in
            guard value == nil, let row = place.row ?? table.rowIndex(series.row ?? ""), let column = table.columnIndex(series.column, near: nil) else { return nil }
            return switch try evaluator.cell(Evaluator.CellKey(table: number, row: row, column: column, period: place.period)).value {
            case .number: nil
            case .missing: .missing
            case .notApplicable: .notApplicable
            case .suppressed: .suppressed
            }
        }
    }

    private func recordValues(_ series: SeriesDefinition, of table: RecordTable, plan: Plan) throws -> [Value?] {
        guard let field = table.fields.firstIndex(of: series.column) else {
            throw DiagnosticsError(CompositionDiagnostics.noField(series.column, at: series.origin))
        }
        return plan.places.map { place in
            place.record.map { Value(amount: table.value($0, field).amount, display: table.value($0, field)) }
        }
    }

    private func sort(_ plan: inout Plan, _ values: inout [[Value?]]) {
        let first = values[0]
        let order = first.indices.sorted { a, b in
            switch (first[a], first[b]) {
            case (let x?, let y?): x.amount == y.amount ? a < b : x.amount > y.amount
            case (nil, nil): a < b
            case (let x, _): x != nil
            }
        }
        plan.categories = order.map { plan.categories[$0] }
        plan.places = order.map { plan.places[$0] }
        values = values.map { series in order.map { series[$0] } }
    }

    private func builtSeries(
        _ series: SeriesDefinition, at index: Int, chart: ChartDefinition, values: [Value?], scale: BuiltScale, second: BuiltScale?
    ) -> BuiltSeries {
        let usesSecond = second != nil && index == chart.series.count - 1
        let axis = usesSecond ? second! : scale
        let isLine = isOfLines(chart) || usesSecond
        let points = values.map { value in
            value.map { BuiltPoint(position: ScaleBuilder.position(of: $0.amount, on: axis), display: $0.display, text: $0.display.text()) }
        }
        let palette = chart.kind == .smallMultiples ? 0 : chart.series[..<index].count { !$0.tinted }
        return BuiltSeries(
            name: series.name, mark: isLine ? .line : .bar, paletteIndex: palette, tinted: series.tinted, usesSecondScale: usesSecond, points: points)
    }

    private func band(_ id: String, plan: Plan, at place: SourceRange) throws -> BuiltChart.Band? {
        guard let definition = context.calibers.definition(id) else { throw DiagnosticsError(CompositionDiagnostics.unknownCaliber(id, at: place)) }
        guard let first = plan.places.first?.period, let last = plan.places.last?.period,
            let change = context.calibers.changes(id, after: first.firstDay, until: last.lastDay).last,
            let index = plan.places.firstIndex(where: { $0.period.lastDay >= change }),
            let value = context.calibers.value(id, on: change, knownOn: context.knownOn), value.value.evidence != .unverified
        else { return nil }
        let text = try value.value.value.rounded(toScale: value.unit.defaultDecimals).text()
        let unit = value.unit == .yuanPerMonth ? "元" : value.unit.name
        return BuiltChart.Band(firstCategory: index, lines: ["\(change.year) 年 \(change.month) 月起", "\(definition.name) \(text) \(unit)"])
    }
}
