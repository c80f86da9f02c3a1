internal import ReportModel
internal import Warehouse

extension ObjectMeanings {
    /// `mart.sqlite`, with the tables and views that follow from the definitions.
    static func mart(_ catalogue: Catalogue, plan: MartPlan) -> ObjectMeanings {
        var meanings = fixedMart
        let dimensions = plan.structure.dimensions
        var fact = Object(meaning: "汇总单元：每行一个度量在一个维度组合下的值", source: "目录库 summary，只取有效批次")
        fact.columns = factHead + dimensions.map { ($0, member($0, catalogue)) } + factTail
        meanings.objects["fact"] = fact
        for dimension in dimensions {
            var view = Object(meaning: "\(ReferenceRows.title(of: dimension, catalogue))的成员，含历史", source: "member")
            view.columns = dimensionColumns
            meanings.objects["dim_\(dimension)"] = view
        }
        for subject in MartViews.subjects(catalogue) {
            let names = catalogue.measures.filter { $0.subject == subject }.map(\.name)
            let listed = names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }.map(\.element)
            var view = Object(meaning: "按主题的汇总单元，代码附当期名称：" + listed.joined(separator: "、"), source: "fact、member、measure、interface")
            let own = MartViews.dimensions(of: subject, catalogue, all: dimensions)
            view.columns = subjectHead + own.flatMap { name -> [(name: String, column: Column)] in
                let title = ReferenceRows.title(of: name, catalogue)
                return [(name, member(name, catalogue)), ("\(name)_name", Column(meaning: "\(title)当期名称；不分时为“不分”", source: "member.name"))]
            } + subjectTail
            meanings.objects["subject_\(subject.replacingDashes)"] = view
        }
        return meanings
    }

    private static func member(_ dimension: String, _ catalogue: Catalogue) -> Column {
        let table = catalogue.codeTable(forDimension: dimension)?.id
        return Column(
            meaning: "\(ReferenceRows.title(of: dimension, catalogue))代码；空为该接口没有此维度，* 为不分", source: table.map { "编码表 \($0)" } ?? "接口文件")
    }

    private static let factHead: [(name: String, column: Column)] = [
        ("batch", Column(meaning: "批次号", source: "batch.id")), ("interface", Column(meaning: "接口标识", source: "interface.code")),
        ("period", Column(meaning: "费款所属期，yyyy-mm", length: "7", source: "period.period")), ("measure", Column(meaning: "度量代码", source: "measure.code")),
        ("part", Column(meaning: "组成部分，如 unit 单位、person 个人；没有则为空串", source: "度量定义")),
    ]
    private static let factTail: [(name: String, column: Column)] = [
        ("state", Column(meaning: "value 有值；suppressed 受保护，值不在本库", source: "报表的隐去规则")),
        ("value", Column(meaning: "值 × 10 的 scale 次方，基本单位；受保护时为空", unit: "见 unit", source: "summary.value")),
        ("scale", Column(meaning: "小数位数", unit: "位", source: "summary.scale")), ("unit", Column(meaning: "基本单位：元、人、户等", source: "度量定义")),
    ]
    private static let dimensionColumns: [(name: String, column: Column)] = [
        ("code", Column(meaning: "代码", source: "编码表")), ("name", Column(meaning: "名称", source: "编码表")), ("short", Column(meaning: "简称", source: "编码表")),
        ("parent", Column(meaning: "上级代码；空为顶级", source: "编码表")), ("level", Column(meaning: "层次，顶级为 1", unit: "级", source: "按上级推算")),
        ("is_leaf", Column(meaning: "1 没有下级，可出现在接口文件中；0 有下级", source: "按上级推算")),
        ("effective_from", Column(meaning: "启用日期", length: "10", source: "编码表")), ("effective_to", Column(meaning: "停用前最后一日；空为有效至今", length: "10", source: "编码表")),
        ("successors", Column(meaning: "停用后的后继代码，以空格分隔", source: "编码表")), ("position", Column(meaning: "次序，即报表中的次序", source: "编码表")),
        ("remark", Column(meaning: "备注", source: "编码表")),
    ]
    private static let subjectHead: [(name: String, column: Column)] = [
        ("period", Column(meaning: "费款所属期，yyyy-mm", length: "7", source: "fact.period")), ("interface", Column(meaning: "接口标识", source: "fact.interface")),
        ("interface_name", Column(meaning: "接口名称", source: "interface.name")), ("measure", Column(meaning: "度量代码", source: "fact.measure")),
        ("measure_name", Column(meaning: "度量名称", source: "measure.name")), ("part", Column(meaning: "组成部分", source: "fact.part")),
    ]
    private static let subjectTail: [(name: String, column: Column)] = [
        ("state", Column(meaning: "value 有值；suppressed 受保护", source: "fact.state")),
        ("amount", Column(meaning: "值的精确小数文本，基本单位", unit: "见 unit", source: "value ÷ 10 的 scale 次方")),
        ("value", Column(meaning: "值 × 10 的 scale 次方", unit: "见 unit", source: "fact.value")), ("scale", Column(meaning: "小数位数", unit: "位", source: "fact.scale")),
        ("unit", Column(meaning: "基本单位", source: "fact.unit")), ("is_additive", Column(meaning: "1 可相加；0 去重计数，不可跨成员相加", source: "measure_source.is_additive")),
        ("batch", Column(meaning: "批次号", source: "fact.batch")),
    ]

    private static let fixedMart = ObjectMeanings("""
        [mart_info] 本库的状态：定义摘要、更新时间、版本 | gazette load、gazette mart rebuild
        key | structure 结构摘要、reference 参照表摘要、refreshed_at 更新时间、version 软件版本 | | |
        value | 值 | | |
        [structure_change] 结构变更记录：随报表与度量定义新增、调整、删除的表和视图 | gazette load、gazette mart rebuild
        number | 编号 | | |
        changed_at | 时间，UTC | 20 | | 时钟
        version | 软件版本 | | |
        object | 表或视图 | | | 定义
        action | created 新增、changed 调整、removed 删除 | | |
        [period] 期别 | 目录库的有效批次
        period | 费款所属期，yyyy-mm | 7 | |
        year | 年 | | |
        quarter | 季度 | | | (月 + 2) ÷ 3
        month | 月 | | |
        first_day | 首日 | 10 | |
        last_day | 末日：编码与口径按这一天取值 | 10 | |
        previous | 上月 | 7 | |
        same_month_last_year | 上年同月 | 7 | |
        [dimension] 维度 | 接口规范
        code | 维度标识，即 fact 的列名 | | | 接口规范
        name | 名称 | | | 接口规范的列标题
        code_table | 编码表；空为没有编码表 | | | 接口规范
        [member] 各维度的成员，含历史：名称或上级变更时旧行停用、新行启用 | ReportDefs/codes
        dimension | 维度标识 | | | dimension.code
        code | 代码 | | | 编码表
        effective_from | 启用日期；0001-01-01 为自始有效 | 10 | | 编码表
        effective_to | 停用前最后一日；空为有效至今 | 10 | | 编码表
        name | 名称 | | | 编码表
        short | 简称 | | | 编码表
        parent | 上级代码；空为顶级 | | | 编码表
        level | 层次，顶级为 1 | | 级 | 按上级推算
        is_leaf | 1 没有下级；0 有下级 | | | 按上级推算
        position | 次序，即报表中的次序 | | | 编码表
        successors | 停用后的后继代码，以空格分隔 | | | 编码表
        remark | 备注 | | | 编码表
        [measure] 度量 | ReportDefs/measures
        code | 度量代码 | | |
        name | 名称 | | |
        subject | 主题，即定义文件名；对应视图 subject_… | | |
        unit | 单位 | | |
        caliber | 统计口径编号，见 Docs/Calibers.md | | |
        over_time | flow 期间数，可跨月累计；stock 期末数，不可累计 | | |
        is_protected | 1 有报表隐去它的小数目，值不在本库；0 公开 | | | 报表的隐去规则
        [measure_source] 度量取自哪些接口、如何计算 | ReportDefs/measures
        measure | 度量代码 | | | measure.code
        interface | 接口标识 | | | interface.code
        aggregation | 计算方法：行数、求和、去重计数 | | |
        conditions | 计入的条件；空为全部行 | | |
        is_additive | 1 可跨维度成员相加；0 不可 | | |
        [interface] 接口 | ReportDefs/interfaces
        code | 接口标识 | | |
        name | 名称 | | |
        insurance | 整个文件的险种代码；空为由列给出 | | |
        owner | 规范的负责处室 | | |
        provider | 提供单位 | | | exchange.yaml
        [batch] 本库数据所来自的有效批次 | 目录库 batch
        id | 批次号 | | |
        interface | 接口标识 | | |
        period | 费款所属期，yyyy-mm | 7 | |
        file | 文件名 | | |
        digest | 全部文件字节的 SHA-256 | 64 | |
        rows | 数据行数 | | 行 |
        accepted | 入库行数 | | 行 |
        rejected | 错误行数 | | 行 |
        cells | 汇总单元数 | | 个 |
        loaded_at | 装载时间，UTC | 20 | |
        [report] 已生成的报表 | gazette render、gazette mart figures
        id | 编号 | | |
        report | 表号 | | | 报表定义
        variant | 所选参数；空串为正式口径 | | | render --set
        period | 报告期，yyyy-mm | 7 | |
        scope | city 全市或区县代码 | | | 报表定义
        title | 表名 | | | 报表定义
        scope_name | 范围名称 | | | 编码表
        frequency | monthly 月报、annual 年报 | | | 报表定义
        inputs | 批次、定义、口径、设置的摘要；相同则数相同 | 64 | | 计算
        provenance_code | 表上印出的来源码 | | | 计算
        cells | 数据格数 | | 个 |
        built_at | 生成时间，UTC | 20 | | 时钟
        is_current | 1 所用批次都有效；0 已有新批次，须重新生成 | | | 装载后更新
        [report_row] 报表的行 | gazette render、gazette mart figures
        report | 报表编号 | | | report.id
        table_number | 第几张表，从 1 起 | | |
        row_number | 第几行，从 1 起 | | |
        code | 行代码；以 # 开头的是没有数据的分组标题 | | | 报表定义
        title | 行标题 | | | 报表定义、编码表
        level | 缩进层次 | | 级 | 报表定义
        style | normal、total 合计、subtotal 小计、of-which 其中、supplement 补充资料、heading 标题 | | | 报表定义
        [report_column] 报表的列 | gazette render、gazette mart figures
        report | 报表编号 | | | report.id
        table_number | 第几张表，从 1 起 | | |
        column_number | 第几列，从 1 起 | | |
        code | 栏次 | | | 报表定义
        title | 列标题 | | | 报表定义
        member | 重复栏组的成员名称 | | | 编码表
        unit | 印出的单位 | | | 报表定义
        decimals | 印出的小数位数 | | 位 | 报表定义
        [figure] 报表的数：与印出的完全一致 | gazette render、gazette mart figures
        report | 报表编号 | | | report.id
        table_number | 第几张表，从 1 起 | | |
        row_number | 第几行，从 1 起 | | |
        column_number | 第几列，从 1 起 | | |
        state | value 有值、zero 零、missing 缺、not-applicable 不适用、suppressed 隐去 | | |
        value | 精确值的文本，基本单位（元、人、%）；除不尽时为分子/分母；隐去、缺、不适用时为空 | | 基本单位 | 报表公式
        scale | value 的小数位数；除不尽时为空 | | 位 |
        printed | 印出的文字 | | 列的单位 | 报表公式
        source_set | 来源批次组 | | | source_set.number
        [source_set] 数所来自的批次 | gazette render、gazette mart figures
        report | 报表编号 | | | report.id
        number | 组号 | | |
        batch | 批次号 | | | batch.id
        [report_figure] 报表的数，连同表号、行、列、单位与来源，供查询 | report、report_row、report_column、figure、source_set
        report | 表号 | | | report.report
        variant | 所选参数；空串为正式口径 | | | report.variant
        period | 报告期，yyyy-mm | 7 | | report.period
        scope | city 全市或区县代码 | | | report.scope
        scope_name | 范围名称 | | | report.scope_name
        table_number | 第几张表，从 1 起 | | | figure.table_number
        row_code | 行代码 | | | report_row.code
        row_title | 行标题 | | | report_row.title
        column_code | 栏次 | | | report_column.code
        column_title | 列标题 | | | report_column.title
        member | 重复栏组的成员名称 | | | report_column.member
        unit | 印出的单位 | | | report_column.unit
        state | value、zero、missing、not-applicable、suppressed | | | figure.state
        value | 精确值的文本，基本单位 | | 基本单位 | figure.value
        scale | value 的小数位数 | | 位 | figure.scale
        printed | 印出的文字 | | unit | figure.printed
        batches | 来源批次号，以空格分隔 | | | source_set.batch
        is_current | 1 所用批次都有效；0 须重新生成 | | | report.is_current
        """)
}
