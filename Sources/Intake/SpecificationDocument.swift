public import Documents
public import Quantities
public import ReportModel

/// 数据接口规范, made from the specification.
public enum SpecificationDocument {
    /// As in force in `period`, with the code tables of its last day and all versions.
    public static func document(_ specification: InterfaceSpecification, catalogue: Catalogue, period: ReportingPeriod, office: String = "") -> Document {
        let resolved = specification.resolved(for: period)
        var document = Document(
            title: "数据接口规范：\(specification.name)", head: [office.isEmpty ? "" : "编制单位：\(office)", period.printed, "接口：\(resolved.id)　版本：\(resolved.version)"],
            mark: "\(resolved.id)　版本 \(resolved.version)")
        document.heading("概要")
        document.table(DocumentTable(columns: [.init("项目", share: 2), .init("内容", share: 7)], rows: general(resolved, catalogue, period).map { .init($0.map { .text($0) }) }))
        document.heading("列")
        document.table(DocumentTable(
            columns: [
                .init("序号", alignment: .centre), .init("列名"), .init("名称"), .init("类型", alignment: .centre), .init("长度", alignment: .centre), .init("必填", alignment: .centre), .init("缺省值"),
                .init("取值"), .init("说明"),
            ], rows: columns(resolved).map { .init($0.enumerated().map { $0 == 1 ? .code($1) : .text($1) }) }))
        for (title, record) in [("首行", resolved.header), ("末行", resolved.trailer)] {
            guard let record else { continue }
            document.heading(title)
            document.paragraph(control(record, resolved))
        }
        if !resolved.rules.isEmpty {
            document.heading("行内规则")
            document.table(DocumentTable(columns: ["编号", "名称", "规则", "条件", "违反时"], texts: resolved.rules.map(rule)))
        }
        if !resolved.filters.isEmpty {
            document.heading("不装载的行")
            document.table(DocumentTable(columns: ["编号", "名称", "条件"], texts: resolved.filters.map { [$0.id, $0.name, $0.conditions.map(\.text).joined(separator: "；")] }))
        }
        for (id, rows) in codeTables(resolved, catalogue, period) {
            document.heading("代码表 \(id)（\(period.lastDay.printed)）")
            document.table(DocumentTable(columns: [.init("代码"), .init("名称"), .init("备注")], rows: rows.map { .init([.code($0[0]), .text($0[1]), .text($0[2])]) }))
        }
        document.heading("版本")
        document.table(DocumentTable(columns: ["版本", "执行起始", "变更"], texts: versions(specification)))
        return document
    }

    private static func versions(_ specification: InterfaceSpecification) -> [[String]] {
        [["\(specification.version)", specification.effective.description, "首次发布"]] + specification.versions.map { version in
            let added = specification.columns.filter { $0.from == version.from }.map { "增加 \($0.name)" }
            let removed = specification.columns.filter { $0.until?.adding(months: 1) == version.from }.map { "取消 \($0.name)" }
            return ["\(version.version)", "\(version.from)", ([version.note] + added + removed).joined(separator: "；")]
        }
    }

    private static func general(_ specification: InterfaceSpecification, _ catalogue: Catalogue, _ period: ReportingPeriod) -> [[String]] {
        func titles(_ names: [String]) -> String { names.map { name in specification.columns.first { $0.name == name }.map { "\($0.title)（\(name)）" } ?? name }.joined(separator: "、") }
        let feed = catalogue.exchange.feed(specification.id)
        let heading: [[String]] = [
            ["接口", "\(specification.id)（\(specification.feed)）"], ["数据来源", "\(specification.source.rawValue) \(specification.source.name)"], ["版本", "\(specification.version)，适用 \(period.printed)"], ["归口", specification.owner],
            ["提供方", feed.provider ?? ""], ["期限", "次月 \(feed.dueDay ?? catalogue.exchange.dueDay) 日"],
        ] + specification.forms.enumerated().flatMap { index, form in
            Self.form(form, period).map { index == 0 || $0[1].isEmpty ? $0 : ["或：\($0[0])", $0[1]] }
        }
        let keys = [
            ["主键", titles(specification.key)], ["汇总维度", titles(specification.dimensions)],
        ]
        return (heading + keys).filter { !$0[1].isEmpty }
    }

    /// Files as they are delivered; with several forms one of them in a month.
    private static func form(_ specification: InterfaceSpecification, _ period: ReportingPeriod) -> [[String]] {
        let isText = specification.format == .text, isDelimited = isText || specification.format == .csv
        let encoding = switch specification.encoding {
        case .utf8: isDelimited ? "UTF-8" : ""
        case .gb18030: isDelimited ? "GB18030（含 GBK）" : "GB18030（库内声明有误）"
        case .detect: isDelimited ? "UTF-8 或 GB18030，收到时识别" : "按库内声明"
        }
        let delimiter = specification.delimiter == 9 ? "制表符" : String(Character(UnicodeScalar(specification.delimiter)))
        let parts = specification.parts.isEmpty ? "" : "，{part}：\(specification.parts.joined(separator: "、"))"
        return [
            ["文件名", specification.filePattern + parts], ["文件形式", formName(specification.format)], ["表", specification.table ?? ""], ["编码", encoding],
            ["分隔符", isDelimited ? delimiter + (isText && specification.allowsTrailingDelimiter ? "（行尾可有）" : "") : ""], ["行结束", isText ? "LF" : ""],
        ]
    }

    private static func formName(_ format: SourceForm.Format) -> String {
        switch format {
        case .text: "文本"
        case .oracleExport: "Oracle exp 导出文件（常规路径，DIRECT=N）"
        case .postgres: "PostgreSQL 备份（pg_dump）"
        case .csv: "CSV，首行为列名"
        case .sqlite: "SQLite 数据库"
        }
    }

    private static func columns(_ specification: InterfaceSpecification) -> [[String]] {
        specification.columns.enumerated().map { index, column in
            var type = "", length = "", values = ""
            switch column.type {
            case .period: (type, length, values) = ("期间", "6", "yyyymm，须与文件名一致")
            case .text(let count): (type, length) = ("字符", "\(count)")
            case .code(let table): (type, values) = ("代码", "代码表 \(table)")
            case .date(let format): (type, length, values) = ("日期", "\(format.rawValue.utf8.count)", "\(format.rawValue)，不早于 1753-01-01")
            case .logical: (type, length, values) = ("逻辑", "1", "1 是，0 否")
            case .number(let format):
                type = "数值"
                length = format.decimals == 0 ? "\(format.integerDigits)" : "\(format.integerDigits)+\(format.decimals)"
                values = number(format)
            }
            return ["\(index + 1)", column.name, column.title, type, length, column.required ? "是" : "否", column.defaultText ?? "", values, ([column.sourceName.map { "库中列名 \($0)" }, column.note].compactMap { $0 }).joined(separator: "；")]
        }
    }

    private static func number(_ format: InterfaceColumn.NumberFormat) -> String {
        let rounding = switch format.rounding {
        case nil: format.decimals == 0 ? "整数" : "小数超长拒收"
        case .halfAwayFromZero?: "小数超长四舍五入"
        case .halfToEven?: "小数超长按 GB/T 8170 修约"
        case .down?: "小数超长截去"
        }
        let limits = [format.minimum.map { "≥ \($0)" }, format.maximum.map { "≤ \($0)" }].compactMap { $0 }
        let outside = limits.isEmpty || format.outside == .error ? "" : "（否则\(severity(format.outside))）"
        return ([rounding] + limits).joined(separator: "，") + outside
    }

    private static func severity(_ severity: RuleSeverity) -> String {
        switch severity {
        case .error: "拒收"
        case .suspect: "列为疑似"
        case .warning: "提示"
        }
    }

    private static func rule(_ rule: RowRule) -> [String] {
        [rule.id, rule.name, rule.test.text, rule.conditions.map(\.text).joined(separator: "；"), severity(rule.severity)]
    }

    private static func control(_ record: ControlRecord, _ specification: InterfaceSpecification) -> String {
        if record.marker == nil, record.fields.allSatisfy({ if case .title = $0 { true } else { false } }) { return "各列名称，次序同上。" }
        let fields = record.fields.map { field in
            switch field {
            case .period: "期间 yyyymm"
            case .rows: "行数"
            case .sum(let column): "\(specification.columns.first { $0.name == column }?.title ?? column)合计"
            case .title(let column): column
            case .ignored: "（不核对）"
            }
        }
        let difference = record.difference == .error ? "不符则不装载" : "不符则提示"
        return ([record.marker.map { "“\($0)”" }].compactMap { $0 } + fields).joined(separator: "｜") + "。申报数＝装载数＋拒收数，\(difference)。"
    }

    private static func codeTables(_ specification: InterfaceSpecification, _ catalogue: Catalogue, _ period: ReportingPeriod) -> [(id: String, rows: [[String]])] {
        var done: [String] = []
        return specification.columns.compactMap { column in
            guard case .code(let id) = column.type, !done.contains(id), let table = catalogue.codeTable(id) else { return nil }
            done.append(id)
            return (id, table.leaves(on: period.lastDay).map { [$0.code, $0.name, $0.remark] })
        }
    }
}
