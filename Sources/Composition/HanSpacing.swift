extension Unicode.Scalar {
    /// True for Han characters; punctuation and kana are not.
    public var isHan: Bool {
        switch value {
        case 0x4e00...0x9fff, 0x3400...0x4dbf, 0xf900...0xfaff, 0x20000...0x3ffff: true
        default: false
        }
    }

    fileprivate var isDigit: Bool { (0x30...0x39).contains(value) }
}

extension String {
    /// A blank parts Han characters and figures in everything that is printed: `2026 年`, `满 1 年`. Numbers of documents stay as they
    /// are: `〔2025〕7号`.
    public var spaced: String {
        guard utf8.contains(where: { (0x30...0x39).contains($0) }) else { return self }
        var result = UnicodeScalarView(), previous: Unicode.Scalar = " ", isDocumentNumber = false
        for scalar in unicodeScalars {
            if scalar.isDigit ? previous.isHan : scalar.isHan && previous.isDigit && !isDocumentNumber { result.append(" ") }
            if scalar.isDigit ? !previous.isDigit : true { isDocumentNumber = scalar.isDigit && previous == "〕" }
            result.append(scalar)
            previous = scalar
        }
        return String(result)
    }
}

extension BuiltReport {
    /// With all texts of its definition as they are printed; what comes from data stays as it is delivered.
    var spaced: BuiltReport {
        var report = self
        report.title = title.spaced
        report.tables = tables.map(\.spaced)
        report.charts = charts.map(\.spaced)
        report.notes = notes.map { BuiltNote(mark: $0.mark, text: $0.text.spaced) }
        return report
    }
}

extension BuiltTable {
    fileprivate var spaced: BuiltTable {
        var table = self
        table.title = title?.spaced
        table.stubTitle = stubTitle.spaced
        table.diagonal = diagonal.map(\.spaced)
        for index in columns.indices { table.columns[index].title = columns[index].title.spaced }
        for index in headerCells.indices { table.headerCells[index].lines = headerCells[index].lines.map(\.spaced) }
        table.rows = rows.map({ row in
            var row = row
            (row.title, row.shortTitle) = (row.title.spaced, row.shortTitle.spaced)
            return row
        }, run: { $0 })
        return table
    }
}

extension BuiltChart {
    fileprivate var spaced: BuiltChart {
        var chart = self
        chart.title = title.spaced
        chart.band?.lines = band?.lines.map(\.spaced) ?? []
        chart.target?.text = target?.text.spaced ?? ""
        for index in references.indices { chart.references[index].text = references[index].text.spaced }
        for index in series.indices { chart.series[index].name = series[index].name.spaced }
        for (index, category) in categories.enumerated() {
            chart.categories[index].label = category.label.spaced
            chart.categories[index].year = category.year?.spaced
            chart.categories[index].note = category.note?.spaced
        }
        return chart
    }
}
