public import Composition
public import Diagnostics
internal import ReportModel

/// Turns a report into the plan of its workbook: the table with its frame, the charts, and the charts' data on a sheet of its own.
public enum WorkbookPlanner {
    /// Throws when a chart's picture is no PNG, or the creation date is no date. Findings are warnings and notices.
    /// Pictures of two-axis charts may be left out of a plan that is not written.
    public static func plan(_ report: BuiltReport, options: WorkbookOptions) throws -> (plan: WorkbookPlan, findings: [Diagnostic]) {
        guard let created = CreationDate.seconds(options.created) else { throw OutputDiagnostics.badDate(options.created) }
        var styles = WorkbookStyles(options)
        var findings: [Diagnostic] = []
        var sheet = ReportSheetBuilder(report: report, table: report.tables.first, styles: styles)
        sheet.build(&findings)
        styles = sheet.styles
        var names = sheet.names, sheets: [SheetPlan], others: [SheetPlan] = []
        for table in report.tables.dropFirst() {
            let taken = [sheet.name] + others.map(\.name) + [ReportSheetBuilder.chartSheetName, ChartDataBuilder.sheetName]
            var own = ReportSheetBuilder(report: report, table: table, styles: styles, isFirst: false, taken: taken)
            own.build(&findings)
            styles = own.styles
            names += own.names
            others.append(own.finish())
        }
        sheet.styles = styles
        if report.charts.isEmpty {
            sheets = [sheet.finish()] + others
        } else {
            var data = ChartDataBuilder(styles: styles, page: sheet.page)
            let blocks = report.charts.map { data.add($0) }
            styles = data.styles
            sheet.styles = styles
            // A head repeated over half a chart is worse than a second sheet.
            let ownSheet = sheet.usedHeight + sheet.chartsHeight(report.charts) > sheet.pageHeight * 0.97
            var charts = ownSheet ? ReportSheetBuilder(chartSheetFor: report, styles: styles) : sheet
            try charts.addCharts(report.charts, data: blocks, pictures: options.chartPictures)
            styles = charts.styles
            sheets = (ownSheet ? [sheet.finish()] + others + [charts.finish()] : [charts.finish()] + others) + [data.finish()]
        }
        let plan = WorkbookPlan(properties: properties(report, created: created), styles: styles.table.styles, sheets: sheets, names: names)
        return (plan, findings)
    }

    private static func properties(_ report: BuiltReport, created: Int64) -> WorkbookPlan.Properties {
        let office = report.form.office
        let name = office.firstIndex(of: "：").map { String(office[office.index(after: $0)...]) } ?? office
        return WorkbookPlan.Properties(
            title: "\(report.title)（\(report.form.period)）", subject: "\(report.code) \(report.scope.name)", author: name,
            keywords: [report.form.state, report.form.dataMark ?? "", report.form.provenanceCode].filter { !$0.isEmpty }.joined(separator: " "),
            comments: [report.form.formNumber, report.form.units].filter { !$0.isEmpty }.joined(separator: "　"),
            category: report.frequency == .annual ? "年报" : "月报", status: report.form.state,
            custom: [
                ("表号", report.code), ("报告期", report.periodKey), ("范围", report.scope.name), ("溯源码", report.form.provenanceCode),
                ("数据标识", report.form.dataMark ?? ""), ("批次", report.batches.joined(separator: " ")),
            ].filter { !$0.1.isEmpty && $0.1.count <= 255 }.map { WorkbookPlan.Properties.Custom(name: $0.0, value: $0.1) }, created: created)
    }
}

/// `2026-11-15T00:00:00Z` as seconds since 1970, proleptic Gregorian, without the C library's zone rules.
enum CreationDate {
    static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 20, bytes[4] == 45, bytes[7] == 45, bytes[10] == 84, bytes[13] == 58, bytes[16] == 58, bytes[19] == 90 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            range.reduce(Int?.some(0)) { value, index in
                (48...57).contains(bytes[index]) ? value.map { $0 * 10 + Int(bytes[index] - 48) } : nil
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), year >= 1970, (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400, yearOfEra = shifted % 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return Int64(days * 86_400 + hour * 3600 + minute * 60 + second)
    }
}
