internal import Cubes
internal import Documents
internal import Quantities
internal import ReportModel
internal import Warehouse

/// The tables about one load, shared by the documents.
enum OutcomeTables {
    static func overview(_ outcome: FeedOutcome, today: CalendarDate) -> DocumentTable {
        let record = outcome.record, specification = outcome.specification, batch = record.batch
        var entries: [(String, String)] = [("提供方", outcome.provider ?? "（未登记）"), ("接口", "\(specification.id)，规范版本 \(specification.version)，归口：\(specification.owner)")]
        for file in record.files { entries.append(("文件", "\(file.name)，\(count(file.bytes)) 字节，SHA-256 \(file.digest.prefix(16))…")) }
        entries += [
            ("批次", batch.id + (record.sequence > 1 ? "，第 \(record.sequence) 次装载" : "")),
            ("收到", "\(count(batch.rows)) 行" + (filtered(record) > 0 ? "；另有 \(count(filtered(record))) 行按规范不装载" : "")), ("装载", "\(count(batch.accepted)) 行"),
            ("拒收", "\(count(batch.rejected)) 行" + (share(batch.rejected, of: batch.rows).map { "，占 \($0.text())%" } ?? "")), ("错误记录", "\(count(outcome.errorRecords)) 条，\(record.errors.count) 类"),
            ("已处理", "小数位超长舍入 \(count(record.rounded)) 处，空值取缺省 \(count(record.defaulted)) 处"), ("回复期限", deadline(outcome)),
        ]
        if entries.count % 2 == 1 { entries.append(("", "")) }
        var table = DocumentTable(columns: [.init("项目", share: 2), .init("内容", share: 7), .init("项目", share: 2), .init("内容", share: 7)])
        let half = entries.count / 2
        for index in 0..<half { table.add([entries[index].0, entries[index].1, entries[index + half].0, entries[index + half].1].map { .text($0) }) }
        return table
    }

    static func count(_ number: Int) -> String { DocumentCell.count(number).text }
    static func filtered(_ record: LoadRecord) -> Int { record.filters.reduce(0) { $0 + $1.count } }

    /// The last deadline that was agreed on, if any.
    static func deadline(_ outcome: FeedOutcome) -> String {
        if outcome.record.batch.rejected == 0, outcome.record.suspects.isEmpty { return "无须回复" }
        return outcome.contacts.compactMap(\.due).max()?.printed ?? "尚未约定（接口期限为 \(outcome.due.printed)）"
    }

    // MARK: Classes

    static func problems(_ outcome: FeedOutcome) -> [(problem: ProblemClass, count: Int)] {
        outcome.record.errors.map { (ProblemClass.error($0.name, outcome.specification), $0.count) }
    }

    /// `YL_202610.type.txt`, one for each file of the delivery.
    static func files(_ name: String, _ outcome: FeedOutcome) -> String {
        outcome.record.files.map { "\($0.name.prefix { $0 != "." }).\(name).txt" }.joined(separator: "\n")
    }

    static func classes(_ outcome: FeedOutcome) -> DocumentTable {
        let rows = outcome.record.batch.rows
        var table = DocumentTable(
            columns: [.init("类别"), .figures("记录数"), .figures("占收到行数（%）"), .init("规则"), .init("需要的处理"), .init("错误文件")], empty: "无错误")
        for (problem, count) in problems(outcome) {
            table.add([.text(problem.title), .count(count), percent(count, rows), .text(problem.rule), .text(problem.action), .code(files(problem.name, outcome))])
        }
        if !table.rows.isEmpty { table.add([.text("合计"), .count(outcome.errorRecords), percent(outcome.errorRecords, rows), .text(""), .text(""), .text("")], style: .total) }
        return table
    }

    static func percent(_ part: Int, _ whole: Int) -> DocumentCell { share(part, of: whole).map { .figure($0) } ?? .notApplicable }

    static func suspects(_ outcome: FeedOutcome) -> DocumentTable {
        var table = DocumentTable(columns: [.init("规则"), .figures("行数"), .init("须满足"), .init("需要的处理"), .init("文件")])
        for suspect in outcome.record.suspects {
            let problem = ProblemClass.suspect(suspect.name, outcome.specification)
            table.add([.text(problem.title), .count(suspect.count), .text(problem.rule), .text(problem.action), .code(files(problem.name, outcome))])
        }
        return table
    }

    // MARK: Districts

    private static func errors(of outcome: FeedOutcome) -> [RejectTally.Problem] { outcome.record.errors.compactMap { outcome.tally?.problem($0.name) } }

    /// District × class, records.
    static func matrix(_ outcome: FeedOutcome) -> DocumentTable? {
        guard let tally = outcome.tally, tally.hasDistricts else { return nil }
        let problems = errors(of: outcome)
        var table = DocumentTable(
            columns: [.init("区县"), .figures("拒收行")] + problems.map { .figures(ProblemClass.error($0.name, outcome.specification).title) } + [.figures("错误记录")], empty: "无错误")
        for code in outcome.districtCodes {
            let counts = problems.map { $0.districts[code] ?? 0 }
            table.add([.text(outcome.districtName(code)), .count(tally.rows[code] ?? 0)] + counts.map { .count($0) } + [.count(counts.reduce(0, +))])
        }
        if !table.rows.isEmpty {
            table.add([.text("合计"), .count(tally.rows.values.reduce(0, +))] + problems.map { .count($0.records) } + [.count(problems.reduce(0) { $0 + $1.records })], style: .total)
        }
        return table
    }

    // MARK: Sums

    static func sums(_ outcome: FeedOutcome) -> DocumentTable {
        var table = DocumentTable(columns: [.init("列"), .figures("已装载"), .figures("拒收（可读部分）"), .figures("拒收中无法读取的行")])
        for sum in outcome.record.sums {
            table.add([.text(outcome.columnTitle(sum.column)), .figure(sum.sum, scale: sum.scale), .figure(sum.rejected, scale: sum.scale), .count(sum.unreadable)])
        }
        return table
    }

    /// declared = loaded + rejected + left out + unexplained
    static func controls(_ outcome: FeedOutcome) -> DocumentTable {
        var table = DocumentTable(columns: [.init("文件"), .init("项目"), .figures("申报"), .figures("装载"), .figures("拒收"), .figures("不装载"), .figures("未说明"), .init("状态")])
        for control in outcome.record.controls {
            let isExplained = control.unexplained == 0
            table.add([
                .code(control.file), .text(control.item), .figure(control.declared, scale: control.scale), .figure(control.loaded, scale: control.scale),
                .figure(control.rejected, scale: control.scale), .figure(control.filtered, scale: control.scale), .difference(control.unexplained, scale: control.scale),
                .light(isExplained ? .good : control.unreadable > 0 ? .attention : .stop, isExplained ? "一致" : control.unreadable > 0 ? "\(control.unreadable) 行无法读取" : "不符"),
            ])
        }
        return table
    }

    // MARK: Rows and talks

    static func samples(_ outcome: FeedOutcome) -> DocumentTable {
        var table = DocumentTable(columns: [.init("类别"), .init("文件"), .figures("行"), .init("列"), .init("该列收到"), .init("收到的行（已遮盖）")], empty: "无样例")
        guard let tally = outcome.tally else {
            table.empty = "该批次的错误文件已不在，无样例"
            return table
        }
        let known = problems(outcome).map(\.problem) + outcome.record.suspects.map { ProblemClass.suspect($0.name, outcome.specification) }
        for problem in known {
            for sample in tally.problem(problem.name)?.samples ?? [] {
                table.add([
                    .text(problem.title), .code(sample.file), .count(sample.line), .text(outcome.columnTitle(sample.column)),
                    sample.value.map { $0.isEmpty ? .text("（空）") : .code($0) } ?? .notApplicable, .code(sample.row),
                ])
            }
        }
        return table
    }

    static func contacts(_ outcome: FeedOutcome, today: CalendarDate) -> DocumentTable {
        var table = DocumentTable(columns: [.init("日期"), .init("对方"), .init("方式"), .init("事项"), .init("期限"), .init("回复")], empty: "尚无联系记录")
        for contact in outcome.contacts {
            let state: DocumentCell
            if let answer = contact.answeredBy { state = .light(.good, answer.hasPrefix("closed: ") ? RowMask.text(String(answer.dropFirst(8))) : "重报为 \(answer)") }
            else if let due = contact.due, due < today { state = .light(.stop, "逾期未复") }
            else { state = .light(.open, "待回复") }
            table.add([
                .text(String(contact.notedAt.prefix(10))), .text(RowMask.text(contact.party)), .text(contact.channel), .text(RowMask.text(contact.subject)),
                .text(contact.due?.description ?? ""), state,
            ])
        }
        return table
    }
}
