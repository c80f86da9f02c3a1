public import Quantities
public import ReportModel

/// 数据接口规范 as a document: a model of headings, paragraphs and tables, printed as Markdown or HTML.
public struct SpecificationDocument: Sendable {
    public enum Block: Sendable, Hashable {
        case heading(String)
        case paragraph(String)
        case table(columns: [String], rows: [[String]])
    }
    public let title: String
    public let blocks: [Block]

    /// As in force in `period`, with the code tables of its last day and all versions.
    public init(_ specification: InterfaceSpecification, catalogue: Catalogue, period: ReportingPeriod) {
        let resolved = specification.resolved(for: period)
        title = "数据接口规范：\(specification.name)"
        var blocks: [Block] = [.table(columns: ["项目", "内容"], rows: Self.general(resolved, catalogue, period))]
        blocks += [.heading("列"), .table(columns: ["序号", "列名", "名称", "类型", "长度", "必填", "缺省值", "取值", "说明"], rows: Self.columns(resolved))]
        if let header = resolved.header { blocks += [.heading("首行"), .paragraph(Self.control(header, resolved))] }
        if let trailer = resolved.trailer { blocks += [.heading("末行"), .paragraph(Self.control(trailer, resolved))] }
        if !resolved.rules.isEmpty { blocks += [.heading("行内规则"), .table(columns: ["编号", "名称", "规则", "条件", "违反时"], rows: resolved.rules.map(Self.rule))] }
        if !resolved.filters.isEmpty {
            blocks += [.heading("不装载的行"), .table(columns: ["编号", "名称", "条件"], rows: resolved.filters.map { [$0.id, $0.name, $0.conditions.map(\.text).joined(separator: "；")] })]
        }
        blocks += Self.codeTables(resolved, catalogue, period)
        let first = [["\(specification.version)", specification.effective.description, "首次发布"]]
        blocks += [.heading("版本"), .table(columns: ["版本", "执行起始", "变更"], rows: first + specification.versions.map { version in
            let added = specification.columns.filter { $0.from == version.from }.map { "增加 \($0.name)" }
            let removed = specification.columns.filter { $0.until?.adding(months: 1) == version.from }.map { "取消 \($0.name)" }
            return ["\(version.version)", "\(version.from)", ([version.note] + added + removed).joined(separator: "；")]
        })]
        self.blocks = blocks
    }

    private static func general(_ specification: InterfaceSpecification, _ catalogue: Catalogue, _ period: ReportingPeriod) -> [[String]] {
        func titles(_ names: [String]) -> String { names.map { name in specification.columns.first { $0.name == name }.map { "\($0.title)（\(name)）" } ?? name }.joined(separator: "、") }
        let encoding = switch specification.encoding {
        case .utf8: "UTF-8"
        case .gb18030: "GB18030（含 GBK）"
        case .detect: "UTF-8 或 GB18030，收到时识别"
        }
        let delimiter = specification.delimiter == 9 ? "制表符" : String(Character(UnicodeScalar(specification.delimiter)))
        let feed = catalogue.exchange.feed(specification.id)
        return [
            ["接口", "\(specification.id)（\(specification.feed)）"], ["版本", "\(specification.version)，适用 \(period.printed)"], ["归口", specification.owner],
            ["提供方", feed.provider ?? ""], ["期限", "次月 \(feed.dueDay ?? catalogue.exchange.dueDay) 日"],
            ["文件名", specification.filePattern + (specification.parts.isEmpty ? "" : "，{part}：\(specification.parts.joined(separator: "、"))")],
            ["编码", encoding], ["分隔符", delimiter + (specification.allowsTrailingDelimiter ? "（行尾可有）" : "")], ["行结束", "LF"],
            ["主键", titles(specification.key)], ["汇总维度", titles(specification.dimensions)],
        ].filter { !$0[1].isEmpty }
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
            return ["\(index + 1)", column.name, column.title, type, length, column.required ? "是" : "否", column.defaultText ?? "", values, column.note ?? ""]
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

    private static func codeTables(_ specification: InterfaceSpecification, _ catalogue: Catalogue, _ period: ReportingPeriod) -> [Block] {
        var done: [String] = []
        return specification.columns.flatMap { column -> [Block] in
            guard case .code(let id) = column.type, !done.contains(id), let table = catalogue.codeTable(id) else { return [] }
            done.append(id)
            let rows = table.leaves(on: period.lastDay).map { [$0.code, $0.name, $0.remark] }
            return [.heading("代码表 \(id)（\(period.lastDay.printed)）"), .table(columns: ["代码", "名称", "备注"], rows: rows)]
        }
    }

    // MARK: Printing

    public var markdown: String {
        func cell(_ text: String) -> String { text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
        func line(_ cells: [String]) -> String { "| \(cells.map(cell).joined(separator: " | ")) |\n" }
        return "# \(title)\n" + blocks.map { block in
            switch block {
            case .heading(let text): "\n## \(text)\n"
            case .paragraph(let text): "\n\(text)\n"
            case .table(let columns, let rows): "\n" + line(columns) + "|\(columns.map { _ in "---" }.joined(separator: "|"))|\n" + rows.map(line).joined()
            }
        }.joined()
    }

    /// One file for screen and print.
    public var html: String {
        func row(_ cells: [String], _ tag: String) -> String { "<tr>\(cells.map { "<\(tag)>\(Self.escaped($0))</\(tag)>" }.joined())</tr>\n" }
        let body = blocks.map { block in
            switch block {
            case .heading(let text): "<h2>\(Self.escaped(text))</h2>\n"
            case .paragraph(let text): "<p>\(Self.escaped(text))</p>\n"
            case .table(let columns, let rows): "<table>\n<thead>\(row(columns, "th"))</thead>\n<tbody>\n\(rows.map { row($0, "td") }.joined())</tbody>\n</table>\n"
            }
        }.joined()
        return """
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><title>\(Self.escaped(title))</title><style>
            @page { size: A4 landscape; margin: 18mm 16mm; }
            body { font: 10.5pt/1.5 "Noto Serif CJK SC", "Songti SC", SimSun, serif; max-width: 260mm; margin: 2em auto; color: #1a1a1a; }
            h1 { font: 600 17pt/1.4 "Noto Sans CJK SC", "PingFang SC", SimHei, sans-serif; text-align: center; }
            h2 { font: 600 12pt/1.4 "Noto Sans CJK SC", "PingFang SC", SimHei, sans-serif; margin: 1.6em 0 .5em; break-after: avoid; }
            table { border-collapse: collapse; width: 100%; border-block: 1.5pt solid; }
            th, td { padding: 3pt 6pt; text-align: left; vertical-align: top; border-bottom: .4pt solid #999; }
            th { font-weight: 600; border-bottom: .8pt solid; white-space: nowrap; } thead { display: table-header-group; } tr { break-inside: avoid; }
            </style></head><body>
            <h1>\(Self.escaped(title))</h1>
            \(body)</body></html>

            """
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}
