internal import Quantities
internal import ReportModel

extension ObjectMeanings {
    /// Detail files of an interface: its columns with type, length and rule as of all versions.
    static func detail(_ specification: InterfaceSpecification, _ catalogue: Catalogue) -> ObjectMeanings {
        var meanings = ObjectMeanings("""
            [code] 本文件代码列的代码：序号与代码对照 | 编码表，装载月末有效的成员
            column | 列名 | | | 接口规范
            ordinal | 序号，即 detail 中存的数 | | |
            code | 代码 | | | 编码表
            [suspect] 疑似数据：已入库、等待决定的行 | 接口规范的规则
            line | 文件中的行号 | | 行 |
            rules | 触发的规则标识，以逗号分隔 | | | 接口规范
            row | 该行原文 | | | 接口文件
            """)
        var detail = Object(meaning: "\(specification.name)：每行一条入库明细", source: specification.filePattern)
        detail.columns = [("line", Column(meaning: "文件中的行号；多个文件时连续编号", unit: "行", source: "接口文件"))]
        for column in specification.columns {
            if case .period = column.type { continue }
            detail.columns.append((column.name, describe(column)))
        }
        meanings.objects["detail"] = detail
        return meanings
    }

    private static func describe(_ column: InterfaceColumn) -> Column {
        let note = column.note.map { "；\($0)" } ?? ""
        switch column.type {
        case .period: return Column(meaning: column.title)
        case .text(let length): return Column(meaning: column.title + note, length: "\(length) 字", source: "接口文件")
        case .code(let table): return Column(meaning: "\(column.title)，存序号，见 code 表\(note)", source: "编码表 \(table)")
        case .date: return Column(meaning: "\(column.title)，存 yyyymmdd\(note)", length: "8 位", source: "接口文件")
        case .logical: return Column(meaning: "\(column.title)，1 是、0 否\(note)", length: "1 位", source: "接口文件")
        case .number(let format):
            let unit = format.decimals > 0 ? "原值 × 1\(String(repeating: "0", count: format.decimals))" : "原值"
            return Column(meaning: column.title + note, length: "整数 \(format.integerDigits) 位、小数 \(format.decimals) 位", unit: unit, source: "接口文件")
        }
    }
}
