internal import Cubes
public import Documents
public import Quantities
public import ReportModel
public import Warehouse

/// 数据质量报告 of one insurance and month: problems with their volume and share, masked samples, the trend, decisions, late and
/// repeated deliveries, contacts. Every figure stands beside the batch that it comes from.
public struct QualityReport: Sendable {
    /// `110`, or `common` for feeds that belong to no insurance.
    public var insurance: String
    public var name: String
    public var period: ReportingPeriod
    /// The feeds of the insurance that are loaded in the month.
    public var outcomes: [FeedOutcome]
    /// Names of feeds that are expected and not loaded.
    public var absent: [String]
    /// All loads of these feeds over the months shown, superseded ones too.
    public var history: [LoadRecord]
    /// Decisions about suspects of these feeds and the month, revoked ones too.
    public var decisions: [StoredDecision]

    /// Months that the trend goes back.
    public static let months = 13

    public init(
        insurance: String, name: String, period: ReportingPeriod, outcomes: [FeedOutcome], absent: [String], history: [LoadRecord], decisions: [StoredDecision]
    ) {
        self.insurance = insurance; self.name = name; self.period = period; self.outcomes = outcomes
        self.absent = absent; self.history = history; self.decisions = decisions
    }

    /// `today`: the day that deadlines are compared with. `mark` stands at the foot.
    public func document(office: String, today: CalendarDate, mark: String) -> Document {
        var document = Document(title: "数据质量报告（\(name)）", head: [office.isEmpty ? "" : "编制单位：\(office)", period.printed, "险种：\(insurance == "common" ? "综合" : insurance)"], mark: mark)
        document.heading("概况")
        document.table(overview)
        if !absent.isEmpty { document.paragraph("未装载的接口：\(absent.joined(separator: "、"))。") }
        document.heading("问题与数据量")
        document.table(problems)
        document.heading("样例")
        document.paragraph("每类至多 \(RejectTally.shown) 行，个人编号等已遮盖。")
        document.table(samples)
        addTrend(to: &document)
        document.heading("疑似数据与处理决定")
        document.table(decisionTable)
        document.heading("报送时间与重复报送")
        document.table(deliveries)
        document.heading("联系记录")
        document.table(contacts(today))
        return document
    }

    private func records(_ interface: String, _ month: ReportingPeriod) -> [LoadRecord] { history.filter { $0.interface == interface && $0.period == month } }

    // MARK: The month

    private var overview: DocumentTable {
        var table = DocumentTable(columns: [
            .init("接口"), .init("批次"), .figures("收到行"), .figures("装载行"), .figures("拒收行"), .figures("拒收率（%）"), .figures("疑似"), .figures("舍入"), .figures("取缺省"), .figures("不装载"), .init("状态"),
        ], empty: "本月尚未装载")
        for outcome in outcomes {
            let record = outcome.record, batch = record.batch
            let light: DocumentCell = batch.rejected > 0 ? .light(.attention, "有错误") : outcome.suspectRecords > 0 ? .light(.attention, "有疑似") : .light(.good, "无错误")
            table.add([
                .text(outcome.specification.name), .code(batch.id), .count(batch.rows), .count(batch.accepted), .count(batch.rejected), OutcomeTables.percent(batch.rejected, batch.rows),
                .count(outcome.suspectRecords), .count(record.rounded), .count(record.defaulted), .count(OutcomeTables.filtered(record)), light,
            ])
        }
        return table
    }

    /// 拒收, 疑似, 提示, 不装载, then what was rounded and defaulted.
    private var problems: DocumentTable {
        var table = DocumentTable(columns: [.init("类型"), .init("问题"), .figures("记录数"), .figures("占收到行数（%）"), .init("规则"), .init("批次")], empty: "无问题")
        for outcome in outcomes {
            let record = outcome.record, specification = outcome.specification
            var isNamed = false
            func add(_ kind: String, _ problem: ProblemClass, _ count: Int) {
                if !isNamed { table.section(specification.name) }
                isNamed = true
                table.add([
                    .text(kind), .text(problem.title), .count(count), OutcomeTables.percent(count, record.batch.rows), .text(problem.rule), .code(record.batch.id),
                ])
            }
            record.errors.forEach { add("拒收", .error($0.name, specification), $0.count) }
            record.suspects.forEach { add("疑似", .suspect($0.name, specification), $0.count) }
            record.warnings.forEach { add("提示", .warning($0.name, specification), $0.count) }
            record.filters.forEach { add("不装载", .filter($0.name, specification), $0.count) }
            if record.rounded > 0 { add("已处理", ProblemClass(name: "", title: "小数位超长，已舍入", rule: "按规范的小数位四舍五入", action: ""), record.rounded) }
            if record.defaulted > 0 { add("已处理", ProblemClass(name: "", title: "空值，已取缺省", rule: "按规范的缺省值", action: ""), record.defaulted) }
        }
        return table
    }

    private var samples: DocumentTable {
        var table = DocumentTable(columns: [.init("问题"), .init("文件"), .figures("行"), .init("列"), .init("该列收到"), .init("收到的行（已遮盖）")], empty: "无样例")
        for outcome in outcomes {
            let rows = OutcomeTables.samples(outcome).rows
            if !rows.isEmpty {
                table.section(outcome.specification.name)
                table.rows += rows
            } else if outcome.tally == nil, outcome.errorRecords + outcome.suspectRecords > 0 {
                table.section("\(outcome.specification.name)：该批次的错误文件已不在，无样例")
            }
        }
        return table
    }

    // MARK: Trend

    /// Months from the first one that has a batch, at most 13, to this one.
    private var shownMonths: [ReportingPeriod] {
        let all = (0..<Self.months).map { period.adding(months: $0 - Self.months + 1) }, loaded = Set(history.filter { $0.supersededBy == nil }.map(\.period))
        return Array(all.drop { !loaded.contains($0) })
    }

    private func addTrend(to document: inout Document) {
        document.heading("月度趋势")
        let months = shownMonths
        document.paragraph("取各月现行批次；被取代的批次见“报送时间与重复报送”。“—”表示该月没有现行批次。")
        let current = outcomes.map { outcome in months.map { month in records(outcome.specification.id, month).first { $0.supersededBy == nil } } }
        let lines = zip(outcomes, current).map { outcome, records in
            DocumentChart.Line(outcome.specification.name, values: records.map { $0.flatMap { share($0.batch.rejected, of: $0.batch.rows) } })
        }.filter { $0.values.contains { $0.map { $0.unscaled > 0 } ?? false } }
        if months.count > 1, !lines.isEmpty {
            let others = lines.count < outcomes.count ? "；其余接口各月没有拒收" : ""
            document.chart(DocumentChart(title: "拒收率，近 \(months.count) 个月\(others)", unit: "%", months: months, lines: lines))
        }
        for (outcome, records) in zip(outcomes, current) {
            document.table(volumes(outcome, months, records))
            let classes = classTrend(outcome, months, records)
            if !classes.rows.isEmpty { document.table(classes) }
        }
    }

    private func volumes(_ outcome: FeedOutcome, _ months: [ReportingPeriod], _ records: [LoadRecord?]) -> DocumentTable {
        var table = DocumentTable(title: "\(outcome.specification.name)：数据量", columns: [
            .init("月份"), .init("批次"), .figures("收到行"), .figures("装载行"), .figures("拒收行"), .figures("拒收率（%）"), .figures("错误记录"), .figures("疑似"), .figures("舍入"), .figures("取缺省"),
        ])
        for (month, record) in zip(months, records) {
            guard let record else {
                table.add([.text(month.description)] + Array(repeating: .notApplicable, count: 9))
                continue
            }
            let batch = record.batch
            table.add([
                .text(month.description), .code(batch.id), .count(batch.rows), .count(batch.accepted), .count(batch.rejected), OutcomeTables.percent(batch.rejected, batch.rows),
                .count(record.errors.reduce(0) { $0 + $1.count }), .count(record.suspects.reduce(0) { $0 + $1.count }), .count(record.rounded), .count(record.defaulted),
            ])
        }
        return table
    }

    /// Problem × month, records.
    private func classTrend(_ outcome: FeedOutcome, _ months: [ReportingPeriod], _ records: [LoadRecord?]) -> DocumentTable {
        let specification = outcome.specification
        let loaded = records.compactMap { $0 }
        var lines: [(title: String, counts: [DocumentCell])] = []
        func add(_ list: KeyPath<LoadRecord, [LoadRecord.ErrorCount]>, _ title: (String) -> String) {
            var names: [String] = []
            for name in loaded.flatMap({ $0[keyPath: list] }).map(\.name) where !names.contains(name) { names.append(name) }
            lines += names.map { name in
                (title(name), records.map { record in record.map { record in .count(record[keyPath: list].first { $0.name == name }?.count ?? 0) } ?? .notApplicable })
            }
        }
        add(\.errors) { ProblemClass.error($0, specification).title }
        add(\.suspects) { "疑似：" + ProblemClass.suspect($0, specification).title }
        var table = DocumentTable(title: "\(specification.name)：问题", columns: [.init("问题")] + months.map { .figures($0.description) })
        for line in lines { table.add([.text(line.title)] + line.counts) }
        return table
    }

    // MARK: Decisions, deliveries, contacts

    private var decisionTable: DocumentTable {
        var table = DocumentTable(columns: [
            .init("接口"), .init("规则"), .figures("行"), .init("决定"), .init("经办人"), .init("时间"), .init("理由"), .init("状态"), .init("批次"),
        ], empty: "本月没有决定")
        for outcome in outcomes {
            for suspect in outcome.record.suspects {
                table.add([
                    .text(outcome.specification.name), .text(ProblemClass.suspect(suspect.name, outcome.specification).title), .notApplicable,
                    .text("\(OutcomeTables.count(suspect.count)) 行待决定"), .text(""), .text(""), .text(""), .light(.open, "待决定"), .code(outcome.record.batch.id),
                ])
            }
            for decision in decisions where decision.interface == outcome.specification.id {
                let rules = decision.rules.split(separator: ",").map { ProblemClass.suspect(String($0), outcome.specification).title }
                let word = switch decision.decision {
                case .accept: "接受"
                case .fix: "更正"
                case .giveBack: "退回"
                }
                table.add([
                    .text(outcome.specification.name), .text(rules.joined(separator: "、")), .count(Int(decision.line & ((1 << 40) - 1))), .text(word), .text(RowMask.text(decision.person)),
                    .text(decision.decidedAt), .text(RowMask.text(decision.reason)), decision.revokedBy.map { .light(.attention, "被第 \($0) 号取代") } ?? .light(.good, "有效"), .code(decision.batch),
                ])
            }
        }
        return table
    }

    private var deliveries: DocumentTable {
        var table = DocumentTable(columns: [
            .init("接口"), .init("批次"), .init("文件"), .init("期限"), .init("装载时间（UTC）"), .figures("晚于期限（天）"), .figures("收到行"), .figures("拒收行"), .init("状态"),
        ], empty: "本月尚无报送")
        for outcome in outcomes {
            let all = records(outcome.specification.id, period)
            for (index, record) in all.enumerated() {
                let day = record.loadedAt.flatMap { CalendarDate($0.prefix(10)) }, late = day.map { max(0, $0.days(since: outcome.due)) }
                let repeats = index > 0 && all[..<index].contains { $0.batch.digest == record.batch.digest } ? "同一文件重装" : index > 0 ? "重报" : "首次"
                let state: DocumentCell = record.supersededBy.map { .light(.open, "\(repeats)，被 \($0) 取代") } ?? .light(late ?? 0 > 0 ? .attention : .good, "\(repeats)，现行\(late ?? 0 > 0 ? "，逾期" : "")")
                table.add([
                    .text(outcome.specification.name), .code(record.batch.id), .code(record.batch.file), .text(outcome.due.description), record.loadedAt.map { .text($0) } ?? .missing,
                    late.map { .count($0) } ?? .missing, .count(record.batch.rows), .count(record.batch.rejected), state,
                ])
            }
        }
        return table
    }

    private func contacts(_ today: CalendarDate) -> DocumentTable {
        var table = DocumentTable(columns: [.init("接口"), .init("日期"), .init("对方"), .init("方式"), .init("事项"), .init("期限"), .init("回复")], empty: "本月没有联系记录")
        for outcome in outcomes {
            for row in OutcomeTables.contacts(outcome, today: today).rows { table.add([.text(outcome.specification.name)] + row.cells) }
        }
        return table
    }
}
