internal import Intake
internal import Quantities
internal import ReportModel

/// An error class, rule or filter in the office's words: what it is called, what must hold, what has to be done.
struct ProblemClass {
    /// As in the batch history and in file names: `column-count`, `rule-due-unit`.
    var name: String
    var title: String
    var rule: String
    var action: String

    /// `name` as in `LoadRecord.errors`.
    static func error(_ name: String, _ specification: InterfaceSpecification) -> ProblemClass {
        if name.hasPrefix("rule-") { return rule(String(name.dropFirst(5)), file: name, action: "核对规则涉及的各列，更正后重报", specification) }
        guard let errorClass = ErrorClass.allCases.first(where: { $0.name == name }) else { return ProblemClass(name: name, title: name, rule: "", action: "更正后重报") }
        let (title, rule, action) = words(errorClass, specification)
        return ProblemClass(name: name, title: title, rule: rule, action: action)
    }

    /// A row rule by its id: 疑似 and 提示 have one.
    static func suspect(_ id: String, _ specification: InterfaceSpecification) -> ProblemClass {
        rule(id, file: "suspect-\(id)", action: "核实：无误则书面确认，有误则更正后重报", specification)
    }
    static func warning(_ id: String, _ specification: InterfaceSpecification) -> ProblemClass { rule(id, file: "warning-\(id)", action: "已装载，请留意", specification) }

    static func filter(_ id: String, _ specification: InterfaceSpecification) -> ProblemClass {
        let filter = specification.filters.first { $0.id == id }
        return ProblemClass(name: "filter-\(id)", title: filter?.name ?? id, rule: filter.map { RuleWording(specification: specification).text($0.conditions) } ?? "", action: "按规范不装载，无须处理")
    }

    private static func rule(_ id: String, file: String, action: String, _ specification: InterfaceSpecification) -> ProblemClass {
        if let rule = specification.rules.first(where: { $0.id == id }) {
            let words = RuleWording(specification: specification), when = rule.conditions.isEmpty ? "" : "（条件：\(words.text(rule.conditions))）"
            return ProblemClass(name: file, title: rule.name, rule: words.text(rule.test) + when, action: action)
        }
        for (prefix, sign) in [("minimum-", "≥"), ("maximum-", "≤")] where id.hasPrefix(prefix) {
            let name = String(id.dropFirst(prefix.count)), column = specification.columns.first { $0.name == name }
            guard let column, case .number(let format) = column.type else { break }
            let limit = prefix == "minimum-" ? format.minimum : format.maximum
            return ProblemClass(name: file, title: "\(column.title)超出范围", rule: "\(column.title) \(sign) \(limit.map { "\($0)" } ?? "")", action: action)
        }
        return ProblemClass(name: file, title: id, rule: "", action: action)
    }

    private static func words(_ errorClass: ErrorClass, _ specification: InterfaceSpecification) -> (title: String, rule: String, action: String) {
        let delimiter = specification.delimiter == 9 ? "制表符" : "“\(Character(UnicodeScalar(specification.delimiter)))”"
        let encoding = switch specification.encoding {
        case .utf8: "UTF-8"
        case .gb18030: "GB18030（含 GBK）"
        case .detect: "UTF-8 或 GB18030"
        }
        func titles(_ names: [String]) -> String { names.map { name in specification.columns.first { $0.name == name }?.title ?? name }.joined(separator: "、") }
        return switch errorClass {
        case .columnCount: ("列数不符", "每行 \(specification.columns.count) 列，以\(delimiter)分隔", "检查字段内是否含分隔符、行是否被截断，补齐或删去多余的列")
        case .encoding: ("编码错误", "全部为 \(encoding) 编码的完整字符", "检查导出程序的编码，以及字段是否在半个汉字处截断")
        case .required: ("必填为空", "必填列不得为空", "补填")
        case .type: ("类型不符", "数值为半角数字、小数点与负号，不用千分位、指数或全角；逻辑值为 1 或 0", "改为规定的写法")
        case .length: ("字符超长", "字符数不超过规范的长度", "核对内容与列宽，缩短或申请调整规范")
        case .code: ("代码无效", "报告期末有效的代码表代码", "更正代码；新增代码须先经确认入库")
        case .date: ("日期无效", "日历上存在的日期，按规范的格式", "更正日期")
        case .dateRange: ("日期过早", "不早于 1753-01-01", "更正日期")
        case .decimals: ("小数位超长", "小数位不超过规范，且该列不作四舍五入", "按规范的小数位报送")
        case .integerDigits: ("整数位超长", "整数位不超过规范", "核对金额或数量")
        case .range: ("超出范围", "在规范的最小值与最大值之间", "核对金额或数量")
        case .period: ("期间不符", "与文件名的期间一致", "更正期间，或改报到相应的月份")
        case .duplicateKey: ("主键重复", "主键（\(titles(specification.key))）在一期内唯一", "保留正确的一行，删去其余")
        case .returned: ("疑似退回", "核实后认为有误而退回", "更正后重报，或书面说明无误")
        }
    }
}
