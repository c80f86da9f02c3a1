internal import CXlsxWriter
internal import Diagnostics
internal import Glibc
internal import Quantities

/// Writes a plan through libxlsxwriter, row by row. Owns the library's workbook.
final class WorkbookWriter {
    private let path: String
    private let temporary: String
    private let folder: String
    private var book: UnsafeMutablePointer<lxw_workbook>?
    private var formats: [UnsafeMutablePointer<lxw_format>?] = []
    private var packed: [PackedRows] = []

    /// `path` is what messages name; `temporary` is written, with the library's own scratch files in `folder`.
    init(path: String, temporary: String, folder: String) throws {
        self.path = path
        self.temporary = temporary
        self.folder = folder
        book = gz_workbook_open(temporary, folder)
        if book == nil { throw OutputDiagnostics.libraryFailed(path, "out of memory", step: "create") }
    }

    deinit {
        if let book { lxw_workbook_free(book) }
    }

    /// Writes the package without the rows of its sheets and returns those, in order.
    func write(_ plan: WorkbookPlan) throws -> [PackedRows] {
        let p = plan.properties
        try check(gz_workbook_properties(book, p.title, p.subject, p.author, p.author, p.keywords, p.comments, p.category, p.status, p.created), "properties")
        for property in p.custom { try check(workbook_set_custom_property_string(book, property.name, property.value), "properties") }
        formats = plan.styles.map(makeFormat)
        var sheets: [UnsafeMutablePointer<lxw_worksheet>] = []
        for sheet in plan.sheets {
            guard let handle = workbook_add_worksheet(book, sheet.name) else { throw OutputDiagnostics.libraryFailed(path, "sheet \(sheet.name)", step: "add sheet") }
            guard let rows = PackedRows(handle) else { throw OutputDiagnostics.libraryFailed(path, "out of memory", step: "add sheet") }
            packed.append(rows)
            sheets.append(handle)
        }
        for (index, (sheet, handle)) in zip(plan.sheets, sheets).enumerated() {
            try setUp(sheet, handle)
            try writeRows(sheet, handle)
            try check(packed[index].finish() ? LXW_NO_ERROR : LXW_ERROR_MEMORY_MALLOC_FAILED, "rows")
            for chart in sheet.charts { try ChartWriter(book: book).write(chart, to: handle) { try self.check($0, "chart") } }
            for picture in sheet.pictures { try insert(picture, handle) }
        }
        for name in plan.names {
            let place = name.range.absolute(onSheet: name.sheet)
            try check(workbook_define_name(book, name.name, place), "name \(name.name)")
        }
        let closing = book
        book = nil
        try check(workbook_close(closing), "close")
        return packed
    }

    private func check(_ error: lxw_error, _ step: String) throws {
        if error == LXW_NO_ERROR { return }
        // The library does not say that the disk is full.
        if min(Self.freeBytes(folder), Self.freeBytes(temporary)) < 1 << 16 { throw OutputDiagnostics.cannotWrite(path, ENOSPC, step: step) }
        throw OutputDiagnostics.libraryFailed(path, String(cString: lxw_strerror(error)), step: step)
    }

    private static func freeBytes(_ path: String) -> UInt64 {
        var status = statvfs()
        return statvfs(path, &status) == 0 ? UInt64(status.f_bavail) * UInt64(status.f_frsize) : .max
    }

    // MARK: Sheets

    private func setUp(_ sheet: SheetPlan, _ handle: UnsafeMutablePointer<lxw_worksheet>) throws {
        let page = sheet.page
        worksheet_gridlines(handle, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
        worksheet_set_zoom(handle, 100)
        worksheet_set_default_row(handle, sheet.defaultRowHeight, 0)
        for (column, pixels) in sheet.columnPixels.enumerated() {
            try check(worksheet_set_column_pixels(handle, UInt16(column), UInt16(column), UInt32(pixels), nil), "columns")
        }
        worksheet_set_paper(handle, page.isA3 ? 8 : 9)
        if page.isLandscape { worksheet_set_landscape(handle) } else { worksheet_set_portrait(handle) }
        worksheet_set_margins(handle, page.marginLeft, page.marginRight, page.marginTop, page.marginBottom)
        worksheet_fit_to_pages(handle, 1, 0)
        worksheet_center_horizontally(handle)
        gz_worksheet_footer(handle, page.footer, page.marginBottom / 2)
        if sheet.frozenRows > 0 || sheet.frozenColumns > 0 { worksheet_freeze_panes(handle, UInt32(sheet.frozenRows), UInt16(sheet.frozenColumns)) }
        if let rows = sheet.repeatedRows { try check(worksheet_repeat_rows(handle, UInt32(rows.lowerBound), UInt32(rows.upperBound)), "print titles") }
        let area = sheet.printArea
        try check(
            worksheet_print_area(handle, UInt32(area.firstRow), UInt16(area.firstColumn), UInt32(area.lastRow), UInt16(area.lastColumn)), "print area")
        if !sheet.textNumberRanges.isEmpty {
            let ranges = sheet.textNumberRanges.map(\.description).joined(separator: " ")
            try check(worksheet_ignore_errors(handle, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), ranges), "text ranges")
        }
        if let filter = sheet.filter {
            try check(
                worksheet_autofilter(handle, UInt32(filter.firstRow), UInt16(filter.firstColumn), UInt32(filter.lastRow), UInt16(filter.lastColumn)), "filter")
        }
        if sheet.isProtected { gz_worksheet_protect(handle) }
        for range in sheet.merges {
            if gz_worksheet_merge(handle, UInt32(range.firstRow), UInt16(range.firstColumn), UInt32(range.lastRow), UInt16(range.lastColumn)) != 0 {
                throw OutputDiagnostics.libraryFailed(path, "out of memory", step: "merge")
            }
        }
    }

    private func writeRows(_ sheet: SheetPlan, _ handle: UnsafeMutablePointer<lxw_worksheet>) throws {
        let lastColumn = UInt16(max(0, sheet.columnPixels.count - 1))
        var text = SheetText(columns: sheet.columnPixels.count, styles: formats.count, height: sheet.defaultRowHeight) { [formats] style in
            Int(lxw_format_get_xf_index(formats[style]))
        }
        var firstWaiting = 0, isPending = false
        func flush(before row: Int) throws {
            if text.bytes.isEmpty { return }
            let failure = gz_worksheet_append(handle, text.bytes, text.bytes.count, UInt32(firstWaiting), UInt32(row - 1), lastColumn)
            if failure != 0 { throw OutputDiagnostics.cannotWrite(path, failure, step: "write cells") }
            text.removeAll()
        }
        for (index, row) in sheet.rows.enumerated() {
            if text.bytes.isEmpty { firstWaiting = index }
            // Styles are numbered in the order in which rows are written.
            if isPending { lxw_worksheet_write_single_row(handle) }
            isPending = false
            if row.height == nil, !row.cells.isEmpty, text.append(row, number: index) {
                if text.bytes.count > 1 << 16 { try flush(before: index + 1) }
                continue
            }
            try flush(before: index)
            isPending = true
            let number = UInt32(index)
            // Said for every row: some readers fit rows without a height to their text.
            try check(worksheet_set_row(handle, number, row.height ?? sheet.defaultRowHeight, nil), "row height")
            for cell in row.cells { try write(cell, row: number, handle) }
        }
        try flush(before: sheet.rows.count)
    }

    private func write(_ cell: CellPlan, row: UInt32, _ handle: UnsafeMutablePointer<lxw_worksheet>) throws {
        let column = UInt16(cell.column), format = formats[cell.style]
        switch cell.content {
        case .number(let number): try check(worksheet_write_number(handle, row, column, SpreadsheetNumber.double(number), format), "number")
        case .formula(let text, let number):
            try check(worksheet_write_formula_num(handle, row, column, "=" + text, format, SpreadsheetNumber.double(number)), "formula")
        case .blank: try check(worksheet_write_blank(handle, row, column, format), "cell")
        case .text(let text): try check(worksheet_write_string(handle, row, column, text, format), "text")
        case .parts(let first, let firstStyle, let second, let secondStyle):
            try check(gz_worksheet_write_parts(handle, row, column, first, formats[firstStyle], second, formats[secondStyle], format), "text")
        }
    }

    private func insert(_ picture: PicturePlan, _ handle: UnsafeMutablePointer<lxw_worksheet>) throws {
        guard let size = PNGSize(picture.png) else { throw OutputDiagnostics.pictureMissing(picture, path) }
        let scale = min(Double(picture.widthPixels) / size.width, Double(picture.heightPixels) / size.height)
        try check(
            gz_worksheet_insert_picture(
                handle, UInt32(picture.row), UInt16(picture.column), picture.png, picture.png.count, scale, scale, picture.description),
            "picture")
    }

    // MARK: Formats

    private func makeFormat(_ style: CellStyle) -> UnsafeMutablePointer<lxw_format>? {
        guard let format = workbook_add_format(book) else { return nil }
        format_set_font_name(format, style.font)
        format_set_font_size(format, style.size)
        format_set_font_family(format, 0)
        format_set_font_charset(format, 134)
        format_set_font_color(format, spreadsheetColor(style.color))
        if style.bold { format_set_bold(format) }
        if let fill = style.fill {
            format_set_pattern(format, UInt8(LXW_PATTERN_SOLID.rawValue))
            format_set_fg_color(format, spreadsheetColor(fill))
        }
        let horizontal = style.horizontal == .left ? LXW_ALIGN_LEFT : style.horizontal == .center ? LXW_ALIGN_CENTER : LXW_ALIGN_RIGHT
        let vertical = style.vertical == .top ? LXW_ALIGN_VERTICAL_TOP : style.vertical == .middle ? LXW_ALIGN_VERTICAL_CENTER : LXW_ALIGN_VERTICAL_BOTTOM
        format_set_align(format, UInt8(horizontal.rawValue))
        format_set_align(format, UInt8(vertical.rawValue))
        if style.indent > 0 { format_set_indent(format, UInt8(style.indent)) }
        if style.wraps { format_set_text_wrap(format) }
        if style.shrinks { format_set_shrink(format) }
        if style.format != .general { format_set_num_format(format, style.format.code) }
        if let top = style.top {
            format_set_top(format, borderStyle(top))
            format_set_top_color(format, spreadsheetColor(top.color))
        }
        if let bottom = style.bottom {
            format_set_bottom(format, borderStyle(bottom))
            format_set_bottom_color(format, spreadsheetColor(bottom.color))
        }
        if let diagonal = style.diagonal {
            format_set_diag_type(format, UInt8(LXW_DIAGONAL_BORDER_DOWN.rawValue))
            format_set_diag_border(format, borderStyle(diagonal))
            format_set_diag_color(format, spreadsheetColor(diagonal.color))
        }
        return format
    }

    private func borderStyle(_ border: CellStyle.Border) -> UInt8 {
        switch border.line {
        case .thin: UInt8(LXW_BORDER_THIN.rawValue)
        case .medium: UInt8(LXW_BORDER_MEDIUM.rawValue)
        case .hair: UInt8(LXW_BORDER_HAIR.rawValue)
        }
    }
}

/// The library takes 0 for "no colour"; black has a number of its own.
func spreadsheetColor(_ rgb: UInt32) -> UInt32 { rgb == 0 ? 0x1000000 : rgb }
