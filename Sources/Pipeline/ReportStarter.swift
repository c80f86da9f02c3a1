/// The text of a new report definition: every important key with a comment, the optional ones commented out.
struct ReportStarter {
    let request: StarterRequest
    /// Path of the JSON Schema from the new file; nil when there is none beside the definitions.
    let schema: String?

    var text: String {
        [schemaLine, head, table, rest].joined(separator: "\n") + "\n"
    }

    private var schemaLine: String {
        schema.map { "# yaml-language-server: $schema=\($0)" } ?? "# 编辑器提示：gazette schema --write schema 之后，在此写 # yaml-language-server: $schema=schema/report.schema.json"
    }

    private func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
    }

    private var head: String {
        """
        # \(request.code)：由 gazette new 生成。改好后：gazette lint；gazette render --report \(request.code)
        # 每个键的含义和图样见 Docs/ReportDefinitions.md。
        report: \(request.code)                 # 表号；别的报表的公式写 \(request.code.split(separator: "-").last ?? "")[行,栏]
        title: \(quoted(request.title))
        subsystem: \(quoted(request.subsystem))             # 子系统：决定用哪个报告期
        # menu: [综合情况, 固定报表]       # 读者菜单中的位置，由外到内
        frequency: \(request.kind == .timeSeries ? "annual " : "monthly")                # monthly 月报，annual 年报
        scopes: [\(scopes)]                   # city 全市；district 每个区县再出一份
        page: {size: A4, orientation: \(request.kind == .table || request.kind == .groups ? "portrait" : "landscape")}   # 可加 binding: left（装订边）、duplex: true（双面）
        # classification: 内部资料　注意保存
        rounding: half-away              # 四舍五入，只在显示时舍入一次
        # parameters:                    # 出表时可选：render --set 金额单位=元
        #   - {name: 金额单位, type: unit, values: [元, 万元], default: 万元}

        """
    }

    private var scopes: String { request.kind == .table ? "city, district" : "city" }

    private var table: String {
        switch request.kind {
        case .table: Self.table
        case .crosstab: Self.crosstab
        case .timeSeries: Self.timeSeries
        case .groups: Self.groups
        }
    }

    private var rest: String {
        """

        notes:
          # 正文可引用现行口径：{value base.lower} 的值，{from base.lower} 的起始日
          - “—”表示不适用，“缺”表示无数据。\(request.kind == .timeSeries ? "\n  - {id: partial, text: 本年为 1 月至报告期的累计数，与全年数不可比。}   # partial_year_note 所指" : "")
        # signatures: [单位负责人：, 统计负责人：, 填表人：, 报出日期：　　　　年　　月　　日]
        """
    }

    private static let table = """
        table:
          stub: {title: 险种}             # 主栏；codes: false 不印行代码；diagonal: [指标, 险种] 为斜线表头
          columns:                        # 栏：栏号、名称（公式用）、标题、单位、公式
            - {code: 1, name: payers, title: 缴费人数, unit: 人, value: payers}
            - spanner: 收缴情况           # 跨栏标题，可以再套
              columns:
                - {code: 2, name: due, title: 应缴, unit: 万元, value: due}
                - {code: 3, name: paid, title: 实缴, unit: 万元, value: paid}
                - {code: 4, name: rate, title: 收缴率, unit: "%", value: paid栏 ÷ due栏}
            - {code: 5, name: total, title: 累计实缴, unit: 万元, value: 累计(paid)}
            - {code: 6, name: growth, title: 同比, unit: "%", value: 同比(total栏)}
            # - {code: 7, title: 欠缴, unit: 万元, value: owed, decimals: 0, only: {months: [3, 6, 9, 12]}}
          rows:                           # 行：代码、标题、取哪些成员
            - {code: "01", title: 企业职工基本养老保险, short: 企业职工养老, slice: {insurance: "110"}}
            - {code: "02", title: 单位缴费, style: of-which, level: 1, slice: {insurance: "110", part: unit}, not_applicable: [payers]}
            - {code: "03", title: 个人缴费, style: of-which, level: 1, slice: {insurance: "110", part: person}, not_applicable: [payers]}
            - {code: "04", title: 失业保险, slice: {insurance: "210"}}
            - {code: "05", title: 工伤保险, slice: {insurance: "410"}}
            # - {code: "06", title: 合计, style: total, value: 01行 + 04行 + 05行}
          # highlight:                    # 条件成立时突出
          #   - {when: "rate栏 ≤ 90", columns: [rate], look: warning}
        charts:
          - id: fig1
            kind: bars                    # bars-and-line、lines、ranking、stacked、pie、histogram、waterfall…
            title: 应缴与实缴
            unit: 万元
            categories: {rows: ["01", "04", "05"]}
            series:
              - {name: 应缴, column: due, tinted: true}
              - {name: 实缴, column: paid}
        relations:                        # 审核关系：发布前必须成立
          - 01行 = 02行 + 03行
          - {check: rate栏 ≤ 100, severity: warning}
        """

    private static let crosstab = """
        table:
          stub: {title: 区县, diagonal: [指标, 区县]}   # 斜线表头：从右上到左下
          columns:
            - {code: 1, name: all, title: 合计, unit: 人, value: active}
            - spanner: 按人员类别
              columns:
                - repeat: class           # 按编码表的成员重复；栏号续编
                  members: all            # 或列出编码：["11", "12"]
                  skip_empty: true        # 没有数的成员不出现
                  title: "{name}"
                  columns:
                    - {name: n, title: 人数, unit: 人, value: active}
                    # - {name: r, title: 比重, unit: "%", decimals: 1, value: n栏 ÷ all栏}
          rows:
            - {code: "01", title: 合计, style: total}
            - {each: district, name: districts, first_code: "02"}   # 一个区县一行；可加 sort: {by: all, top: 8, others: 其他}
          # suppress: {below: 5, columns: [all, n]}   # 隐去不足 5 人的数及可由此推算的数
        charts:
          - id: fig1
            kind: ranking
            title: 分区县在职参保人数
            unit: 人
            categories: {rows: all}
            series: [{name: 在职参保人数, column: all}]
        relations:
          - {check: "01行 = sum(districts行)", columns: [all]}
        """

    private static let timeSeries = """
        table:
          stub: {title: 年度}
          columns:
            - {code: 1, name: months, title: 缴费人月, unit: 人, value: 累计(payers), slice: {insurance: "110"}}
            - {code: 2, name: paid, title: 实缴金额, unit: 万元, value: 累计(paid), slice: {insurance: "110"}}
            - {code: 3, name: growth, title: 比上年, unit: "%", value: 增幅(paid栏)}
            - {code: 4, name: mean, title: 人均月实缴, unit: 元/人, value: paid栏 ÷ months栏}
            - {code: 5, name: lower, title: 缴费基数下限, unit: 元/月, value: 口径(base.lower)}
          rows:
            - {each: year, from: 2024, first_code: "01", partial_year_note: partial}   # 一年一行，到报告期所在年
        charts:
          - id: fig1
            kind: bars
            title: 各年实缴金额
            unit: 万元
            categories: {rows: all}
            series: [{name: 实缴金额, column: paid}]
        # relations:
        #   - lower栏 ≥ 0
        """

    private static let groups = """
        table:
          stub: {title: 险种与区县}
          # carry_forward: true           # 跨页时加“过次页”“承前页”
          columns:
            - {code: 1, name: payers, title: 缴费人数, unit: 人, value: payers}
            - {code: 2, name: due, title: 应缴, unit: 万元, value: due}
            - {code: 3, name: paid, title: 实缴, unit: 万元, value: paid}
            - {code: 4, name: rate, title: 收缴率, unit: "%", value: paid栏 ÷ due栏}
          rows:
            - group: insurance            # 每个险种一组，组内一个区县一行
              members: ["110", "210", "410"]
              first_code: "01"
              title: "{name}"
              subtotal: first             # first 小计在前，last 在后，none 只有组标题
              rows:
                - {each: district}        # 可加 sort: {by: paid, top: 5, others: 其他区县}
        # highlight 在 table 之内：- {when: "rate栏 ≤ 95", columns: [rate], look: warning}
        relations:
          - {check: rate栏 ≤ 100, severity: warning}
        """
}
