internal import Cubes
public import Documents
public import Quantities
internal import ReportModel
internal import Warehouse

/// 错误数据报告: what of a delivery was rejected and why, and what the provider has to do.
public enum ErrorReport {
    /// `today`: the day that deadlines are compared with. `mark` stands at the foot.
    public static func document(_ outcome: FeedOutcome, today: CalendarDate, mark: String) -> Document {
        let specification = outcome.specification, record = outcome.record
        var document = Document(
            title: "错误数据报告", head: ["\(specification.name)（\(specification.feed)）", record.period.printed, "批次：\(record.batch.id)"], mark: mark)
        document.table(OutcomeTables.overview(outcome, today: today))
        if record.batch.rejected == 0 {
            document.heading("结论")
            document.paragraph("无错误。收到 \(DocumentCell.count(record.batch.rows).text) 行，全部装载，没有需要更正的数据。")
        } else {
            document.heading("错误分类")
            document.paragraph("拒收 \(DocumentCell.count(record.batch.rejected).text) 行。一行有几处错误时，在每个类别各计一条，因此记录数之和可以大于行数。")
            document.table(OutcomeTables.classes(outcome))
            if let districts = OutcomeTables.matrix(outcome) {
                document.heading("分区县和类别")
                document.table(districts)
            }
            addSums(outcome, to: &document)
            document.heading("样例")
            document.paragraph("每类至多 \(RejectTally.shown) 行，个人编号等已遮盖；全部错误行原样在错误文件中，按类别一个文件：行号、列、类别、收到的原行。")
            document.table(OutcomeTables.samples(outcome))
        }
        if !record.suspects.isEmpty {
            document.heading("疑似数据")
            document.paragraph("下列行已装载，但不合规则，请核实；核实无误的书面确认，有误的更正后重报。")
            document.table(OutcomeTables.suspects(outcome))
        }
        document.heading("联系与回复")
        document.table(OutcomeTables.contacts(outcome, today: today))
        document.paragraph("更正后请以同一文件名重报整个文件：新批次取代旧批次，旧批次保留备查。回复请用所附回复单。")
        return document
    }

    private static func addSums(_ outcome: FeedOutcome, to document: inout Document) {
        if !outcome.record.sums.isEmpty {
            document.heading("数值合计")
            document.table(OutcomeTables.sums(outcome))
        }
        if !outcome.record.controls.isEmpty {
            document.heading("申报数核对")
            document.table(OutcomeTables.controls(outcome))
        }
    }
}

/// The workbook beside the report: the same figures as tables to sort and filter, and every class by district.
public enum ErrorSummary {
    public static func document(_ outcome: FeedOutcome, today: CalendarDate, mark: String) -> Document {
        let specification = outcome.specification, record = outcome.record
        var document = Document(
            title: "错误数据汇总", head: ["\(specification.name)（\(specification.feed)）", record.period.printed, "批次：\(record.batch.id)"], mark: mark)
        func add(_ name: String, _ table: DocumentTable) {
            var table = table
            table.title = name
            document.table(table)
        }
        add("概况", OutcomeTables.overview(outcome, today: today))
        add("按类别", OutcomeTables.classes(outcome))
        if let matrix = OutcomeTables.matrix(outcome) { add("按区县和类别", matrix) }
        add("数值合计", OutcomeTables.sums(outcome))
        if !record.controls.isEmpty { add("申报数核对", OutcomeTables.controls(outcome)) }
        add("样例（已遮盖）", OutcomeTables.samples(outcome))
        if !record.suspects.isEmpty { add("疑似数据", OutcomeTables.suspects(outcome)) }
        add("联系与回复", OutcomeTables.contacts(outcome, today: today))
        return document
    }
}

/// 回复单: what the provider fills in and sends back.
public enum ReplyForm {
    public static func document(_ outcome: FeedOutcome, mark: String) -> Document {
        let specification = outcome.specification, record = outcome.record
        var document = Document(
            title: "错误数据回复单", head: ["\(specification.name)（\(specification.feed)）", record.period.printed, "批次：\(record.batch.id)"], mark: mark)
        var table = DocumentTable(
            columns: [.init("类别"), .init("错误文件"), .figures("记录数"), .init("原因", share: 4), .init("处理（更正重报／确认无误／其他）", share: 4), .init("重报文件", share: 3)], empty: "无错误，无须回复")
        for entry in OutcomeTables.problems(outcome) {
            table.add([.text(entry.problem.title), .code(OutcomeTables.files(entry.problem.name, outcome)), .count(entry.count), .text("\n"), .text(""), .text("")])
        }
        document.table(table)
        document.paragraph("回复期限：\(OutcomeTables.deadline(outcome))")
        document.paragraph("提供方经办人：　　　　　　　　　　联系电话：　　　　　　　　　　日期：　　　　年　　月　　日")
        return document
    }
}
