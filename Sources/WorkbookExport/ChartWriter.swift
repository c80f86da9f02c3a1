internal import CXlsxWriter
internal import Glibc
internal import Quantities

/// Writes one native chart: no frame, hair grid lines, small grey labels, series in the plan's colours.
struct ChartWriter {
    let book: UnsafeMutablePointer<lxw_workbook>?
    /// Solid first; then each series of a line chart has its own dash, so that a photocopy tells them apart.
    private static let dashes = [LXW_CHART_LINE_DASH_SOLID, LXW_CHART_LINE_DASH_DASH, LXW_CHART_LINE_DASH_ROUND_DOT, LXW_CHART_LINE_DASH_LONG_DASH, LXW_CHART_LINE_DASH_DASH_DOT]

    func write(_ plan: ChartPlan, to sheet: UnsafeMutablePointer<lxw_worksheet>, check: (lxw_error) throws -> Void) throws {
        let type = switch plan.kind {
        case .column: LXW_CHART_COLUMN
        case .line: LXW_CHART_LINE
        case .bar: LXW_CHART_BAR
        case .stacked: LXW_CHART_COLUMN_STACKED
        case .stackedShare: LXW_CHART_COLUMN_STACKED_PERCENT
        case .area: LXW_CHART_AREA_STACKED
        case .pie: LXW_CHART_PIE
        case .ring: LXW_CHART_DOUGHNUT
        case .histogram: LXW_CHART_COLUMN
        }
        guard let chart = workbook_add_chart(book, UInt8(type.rawValue)) else { return try check(LXW_ERROR_MEMORY_MALLOC_FAILED) }
        chart_title_off(chart)
        for series in plan.series { try add(series, plan, chart, check) }
        if plan.kind.isRound { styleRound(plan, chart) } else { styleAxes(plan, chart) }
        styleAreas(plan, chart)
        try check(gz_worksheet_insert_chart(sheet, UInt32(plan.row), UInt16(plan.column), chart, Double(plan.widthPixels), Double(plan.heightPixels), plan.description))
    }

    private func add(_ series: ChartPlan.Series, _ plan: ChartPlan, _ chart: UnsafeMutablePointer<lxw_chart>, _ check: (lxw_error) throws -> Void) throws {
        guard let handle = chart_add_series(chart, nil, nil) else { return try check(LXW_ERROR_MEMORY_MALLOC_FAILED) }
        let c = plan.categories, v = series.values, n = series.nameCell
        chart_series_set_categories(handle, plan.dataSheet, UInt32(c.firstRow), UInt16(c.firstColumn), UInt32(c.lastRow), UInt16(c.lastColumn))
        chart_series_set_values(handle, plan.dataSheet, UInt32(v.firstRow), UInt16(v.firstColumn), UInt32(v.lastRow), UInt16(v.lastColumn))
        chart_series_set_name_range(handle, plan.dataSheet, UInt32(n.firstRow), UInt16(n.firstColumn))
        var failures: Int32 = 0
        for text in plan.categoryTexts { failures |= gz_range_append(gz_series_categories(handle), 0, text, 0) }
        for number in series.numbers {
            failures |= gz_range_append(gz_series_values(handle), number.map(SpreadsheetNumber.double) ?? 0, nil, number == nil ? 1 : 0)
        }
        failures |= gz_range_append(gz_series_name(handle), 0, series.name, 0)
        if failures != 0 { try check(LXW_ERROR_MEMORY_MALLOC_FAILED) }
        let color = spreadsheetColor(series.color)
        if plan.kind.isRound {
            try check(gz_series_slices(handle, series.slices.map { spreadsheetColor($0.color) }, series.slices.count, spreadsheetColor(0xffffff)))
        } else if plan.kind == .line {
            var line = gz_line(color, 1.75, UInt8(ChartWriter.dashes[series.dash % ChartWriter.dashes.count].rawValue))
            chart_series_set_line(handle, &line)
            chart_series_set_marker_type(handle, UInt8(LXW_CHART_MARKER_NONE.rawValue))
        } else {
            var fill = lxw_chart_fill()
            fill.color = color
            chart_series_set_fill(handle, &fill)
            var line = gz_no_line()
            chart_series_set_line(handle, &line)
        }
        try label(series, plan, handle, check)
    }

    private func label(_ series: ChartPlan.Series, _ plan: ChartPlan, _ handle: UnsafeMutablePointer<lxw_chart_series>, _ check: (lxw_error) throws -> Void) throws {
        guard series.labels != .none, let last = series.numbers.lastIndex(where: { $0 != nil }) else { return }
        chart_series_set_labels(handle)
        if plan.kind.isRound { return try labelSlices(series, plan, handle, check) }
        chart_series_set_labels_num_format(handle, NumberFormat.grouped(decimals: plan.decimals, suffix: "").code)
        plan.look.font.withCString { name in
            let color = plan.kind == .bar ? plan.look.ink : plan.kind.isStacked ? readable(on: series.color, plan.look) : series.text
            var style = gz_font(name, 8, 0, spreadsheetColor(color))
            chart_series_set_labels_font(handle, &style)
        }
        let position = plan.kind == .line
            ? LXW_CHART_LABEL_POSITION_ABOVE : plan.kind.isStacked ? LXW_CHART_LABEL_POSITION_CENTER : LXW_CHART_LABEL_POSITION_OUTSIDE_END
        chart_series_set_labels_position(handle, UInt8(position.rawValue))
        if series.labels == .last { try check(gz_series_label_last(handle, UInt16(series.numbers.count), UInt16(last))) }
    }

    private func labelSlices(_ series: ChartPlan.Series, _ plan: ChartPlan, _ handle: UnsafeMutablePointer<lxw_chart_series>, _ check: (lxw_error) throws -> Void) throws {
        let isPie = plan.kind == .pie
        if isPie {
            chart_series_set_labels_position(handle, UInt8(LXW_CHART_LABEL_POSITION_OUTSIDE_END.rawValue))
            chart_series_set_labels_leader_line(handle)
        }
        let texts = series.slices.map { slice in slice.label.map { strdup($0) } ?? nil }
        defer { for text in texts { free(text) } }
        let colors = series.slices.map { spreadsheetColor(isPie ? plan.look.ink : readable(on: $0.color, plan.look)) }
        try check(plan.look.font.withCString { gz_series_label_texts(handle, texts, colors, texts.count, $0, 8) })
    }

    private func styleRound(_ plan: ChartPlan, _ chart: UnsafeMutablePointer<lxw_chart>) {
        chart_set_rotation(chart, 0)
        if plan.kind == .ring { chart_set_hole_size(chart, 56) }
    }

    /// White on dark colours.
    private func readable(on color: UInt32, _ look: ChartPlan.Look) -> UInt32 {
        let light = 0.299 * Double(color >> 16 & 255) + 0.587 * Double(color >> 8 & 255) + 0.114 * Double(color & 255)
        return light < 140 ? 0xffffff : look.ink
    }

    private func styleAxes(_ plan: ChartPlan, _ chart: UnsafeMutablePointer<lxw_chart>) {
        // In a bar chart the library's x axis is the horizontal one: the values.
        let isBar = plan.kind == .bar
        let category = isBar ? gz_chart_y_axis(chart) : gz_chart_x_axis(chart), value = isBar ? gz_chart_x_axis(chart) : gz_chart_y_axis(chart)
        plan.look.font.withCString { name in
            var small = gz_font(name, 8, 0, spreadsheetColor(plan.look.grey)), normal = gz_font(name, 8, 0, spreadsheetColor(plan.look.ink))
            chart_axis_set_num_font(category, &normal)
            chart_axis_set_num_font(value, &small)
        }
        var base = gz_line(spreadsheetColor(plan.look.grey), 0.75, UInt8(LXW_CHART_LINE_DASH_SOLID.rawValue)), none = gz_no_line()
        chart_axis_set_line(category, &base)
        chart_axis_set_line(value, &none)
        for axis in [category, value] {
            chart_axis_set_major_tick_mark(axis, UInt8(LXW_CHART_AXIS_TICK_MARK_NONE.rawValue))
            chart_axis_set_minor_tick_mark(axis, UInt8(LXW_CHART_AXIS_TICK_MARK_NONE.rawValue))
        }
        chart_axis_set_label_position(category, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
        gz_axis_has_values(value)
        if let axis = plan.axis {
            chart_axis_set_min(value, axis.minimum)
            chart_axis_set_max(value, axis.maximum)
            chart_axis_set_major_unit(value, axis.step)
            chart_axis_set_num_format(value, NumberFormat.grouped(decimals: axis.decimals, suffix: "").code)
        }
        if plan.kind == .stackedShare { chart_axis_set_num_format(value, "0%") }
        if isBar {
            chart_axis_set_reverse(category)
            chart_axis_major_gridlines_set_visible(value, 0)
            chart_axis_set_label_position(value, UInt8(LXW_CHART_AXIS_LABEL_POSITION_NONE.rawValue))
        } else {
            var line = gz_line(spreadsheetColor(plan.look.grid), 0.5, UInt8(LXW_CHART_LINE_DASH_SOLID.rawValue))
            chart_axis_major_gridlines_set_visible(value, 1)
            chart_axis_major_gridlines_set_line(value, &line)
        }
    }

    private func styleAreas(_ plan: ChartPlan, _ chart: UnsafeMutablePointer<lxw_chart>) {
        var none = gz_no_line()
        chart_chartarea_set_line(chart, &none)
        chart_plotarea_set_line(chart, &none)
        if plan.kind != .line && plan.kind != .area && !plan.kind.isRound {
            chart_set_series_gap(chart, plan.kind == .bar ? 45 : plan.kind == .histogram ? 2 : 70)
            if !plan.kind.isStacked { chart_set_series_overlap(chart, 0) }
        }
        if plan.kind == .ring ? false : plan.series.count < 2 {
            chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        } else {
            chart_legend_set_position(chart, UInt8((plan.kind == .ring ? LXW_CHART_LEGEND_RIGHT : LXW_CHART_LEGEND_TOP).rawValue))
            plan.look.font.withCString { name in
                var style = gz_font(name, 8.5, 0, spreadsheetColor(plan.look.ink))
                chart_legend_set_font(chart, &style)
            }
        }
    }
}
