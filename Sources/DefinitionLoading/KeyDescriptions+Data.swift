extension KeyDescriptions {
    static let measures = KeyDescriptions("""
        [measure-file] 度量 | measures
        measures | 度量的列表 | the measures

        [measure] 度量：从接口文件汇总出的数；count、sum、distinct 取其一 | a measure: count, sum or distinct
        code | 度量代码，公式中使用；可为别的接口再定义一次 | code for formulas; may be defined again for other interfaces
        name | 名称 | name
        caliber | 统计口径编号，见 Docs/Calibers.md | statistical definition, see Docs/Calibers.md
        unit | 计量单位 | unit
        interfaces | 取自哪些接口规范 | interface specifications that it is computed from
        count | 计数：写 rows | counts rows: write rows
        sum | 求和的列；或 {部分: 列}，部分成为维度 part | column to sum, or {part: column}
        distinct | 去重计数的列 | column whose distinct values are counted
        by | 去重时按这些维度分别计 | dimensions that distinct values are counted by
        where | 条件，须全部成立：status in 1, 2 | conditions; all must hold
        over_time | flow 可跨月累计（默认），stock 期末时点数 | flow (default) adds up over months; stock does not
        """)

    static let calibers = KeyDescriptions("""
        [caliber-file] 口径参数 | calibers
        calibers | 口径的列表 | the calibers

        [caliber] 口径：随日期变动的参数 | a caliber: a dated parameter
        id | 标识，公式写 口径(base.lower) | id; formulas write 口径(base.lower)
        name | 名称 | name
        unit | 计量单位 | unit
        values | 各时期的值 | its values

        [caliber-value] 一个时期的值 | a value
        from | 起始日，例如 2025-07-01 | first day in force
        to | 最后一日；不写则到下一值为止 | last day; until the next value when left out
        value | 值 | value
        evidence | 值的依据：official 正式文件，second-hand 转引，computed 推算，unverified 未核实（不作事实印出），synthetic 合成 | how well it is proven
        date_evidence | 起始日的依据，弱于值的依据时写 | evidence of the date, when weaker
        known_from | 何时起为人所知（补录旧值时写） | from when on it was known
        basis | 文号或来源 | legal basis or source
        """)

    static let interface = KeyDescriptions("""
        [interface-specification] 数据接口规范：一个文件一种接口文件 | an interface specification, one in a file
        interface | 接口标识 | id
        feed | 文件前缀，例如 YL | file prefix
        name | 名称 | name
        version | 版本号 | version
        effective | 本版本起用日 | first day of this version
        owner | 规范的负责人 | who answers for it
        insurance | 全文件的险种编码，文件无此列时写 | insurance code of every row, when there is no such column
        source | 数据来源：A 接口数据文件（默认），B 社会保险业务备份库；两者不混用 | source: A interface files (default), B the business backup library
        format | 文件形式：text 文本（默认），oracle-exp，postgres，csv，sqlite；见 Docs/DatabaseDumps.md | form of the file, see Docs/DatabaseDumps.md
        table | 数据库文件中的表，可带用户名，可含 {period} | table in a database's file; may name its schema and {period}
        alternatives | 同样的行也可按这些形式交付，每期取一种 | other forms in which the same rows may come; one of them in a month
        file | 文件名，例如 YL_{period}.TXT | file name; {period} is yyyymm
        parts | 一次交付分几个文件时各部分的名称，{part} 写进 file | names of the parts of a delivery, {part} in file
        encoding | 编码：utf-8（默认）、gb18030、gbk，detect 逐文件辨认 | encoding; detect tells it file by file
        trailing_delimiter | 行末另有一个分隔符 | lines may end with a delimiter
        header (titles) | 首记录：titles 为列名行，或控制记录 | first record: titles, or a control record
        trailer | 末记录：控制记录 | last record: a control record
        filters | 按规范不装载的行，另行计数 | rows that are left out by declaration, and counted
        rules | 跨列审核规则 | rules across columns
        versions | 以后的版本，按先后 | later versions, in order
        delimiter | 分隔符，一个 ASCII 字符，默认竖线；制表符写 \\t | one ASCII character; \\t for a tab
        key | 一个报告期内唯一的列 | columns that together are unique
        dimensions | 成为汇总维度的编码列 | code columns that become dimensions
        columns | 各列，按文件中的次序 | the columns, in the file's order

        [alternative] 另一种交付形式 | another form of delivery
        format | 文件形式：text，oracle-exp，postgres，csv，sqlite | form of the file
        file | 文件名，例如 YL_{period}.DMP | file name; {period} is yyyymm
        encoding | 编码；oracle-exp 只在库内声明有误时写 | encoding; for oracle-exp only when the database declares a wrong one
        delimiter | 分隔符，一个 ASCII 字符 | one ASCII character
        table | 数据库文件中的表，可带用户名，可含 {period} | table in a database's file; may name its schema and {period}

        [column] 列 | a column
        name | 列名（度量与规则中使用） | name for measures and rules
        title | 中文名称 | title
        type | 类型：period 报告期，text 文本，code 编码，date 日期，logical 逻辑，number 数值 | type
        required | 非空（默认 true） | must not be empty (default true)
        default | 空字段取此值，并计数 | taken for an empty field, and counted
        length | 文本的最大字数 | greatest length of a text
        codes | 编码表 | code table
        integer_digits | 整数位数 | digits before the point
        decimals | 小数位数 | decimals
        rounding | 小数过多时：reject 拒收（默认），half-away 四舍五入，half-even | what happens to more decimals
        minimum | 最小值 | smallest value
        maximum | 最大值 | greatest value
        outside | 超出范围时：error、warning 或 suspect 疑似 | what a value outside is
        format | 日期的写法 | how dates are written
        from | 自哪个月起有此列 | first month with the column
        until | 到哪个月为止 | last month with the column
        note | 说明，印入接口规范 | note for the printed specification
        source | 在数据库表或 CSV 首行中的列名，与列名不同时写 | its name in a database's table or a CSV head, when it differs

        [header] 首控制记录 | the header record
        marker | 记录标志 | mark of the record
        fields | 各字段：period、rows、sum 列名，“-”为不用 | fields: period, rows, sum COLUMN, -
        difference | 不符时：error（默认）或 warning | when it does not agree: error or warning

        [trailer] 末控制记录 | the trailer record
        marker | 记录标志 | mark of the record
        fields | 各字段：period、rows、sum 列名，“-”为不用 | fields: period, rows, sum COLUMN, -
        difference | 不符时：error（默认）或 warning | when it does not agree: error or warning

        [rule] 跨列审核规则 | a rule across columns
        id | 标识，成为错误文件名的一部分 | id, part of a file name
        name | 名称 | name
        check | 条件，例如 amount = base × rate within 0.01 | what must hold
        when | 只在这些条件成立时审核 | checked only when these hold
        severity | error 拒收（默认），warning 提示，suspect 疑似 | error rejects; warning; suspect
        from | 自哪个月起 | first month
        until | 到哪个月为止 | last month

        [filter] 不装载的行 | a filter
        id | 标识 | id
        name | 名称 | name
        drop | 条件全部成立的行不装载 | rows for which all hold are left out
        from | 自哪个月起 | first month
        until | 到哪个月为止 | last month

        [version] 以后的版本 | a later version
        version | 版本号 | version
        from | 自哪个月起 | first month
        note | 变动内容 | what changes
        """)

    static let checks = KeyDescriptions("""
        [check-table] 数据核对表或自查报告：一个文件一种表 | a check table or self-check report, one in a file
        check | 标识 | id
        name | 名称 | name
        role | declared 核对表（默认），self-check 自查报告 | check table (default) or self-check report
        file | 文件名，例如 HD_{period}.XLS；.xls、.xlsx 为工作簿，其余为文本 | file name; .xls and .xlsx are workbooks, others text
        required | 缺此表则不得发布（默认 true） | without it the month is not published (default true)
        from | 自哪个月起 | first month
        until | 到哪个月为止 | last month
        encoding | 文本文件的编码，默认 detect | encoding of a text file, detected by default
        delimiter | 文本文件的分隔符，默认逗号 | delimiter of a text file, a comma by default
        sheets | 各工作表（或各接口）的对应关系 | the sheets, or the parts of a text file

        [sheet] 一个接口在一张工作表中的数 | the figures of one interface in one sheet
        sheet | 工作表名称；不写则为第一张未隐藏的 | name of the sheet; the first one that is not hidden when left out
        interface | 与哪个接口核对 | interface that they are held against
        table | 每行一个区县的表 | a table with a district in each row
        cells | 单个格子 | single cells

        [district-table] 每行一个区县、每列一个数的表 | a table with a district in each row
        head_row | 表头第一行的行号（默认 1） | first row of the heads (default 1)
        head_rows | 表头占几行（默认 1） | how many rows the heads take (default 1)
        district | 区县一栏的表头；格中为名称、简称或代码 | head of the column that names the district, by name, short name or code
        total | 合计行的名称，表到此为止 | label of the row for all districts; the table ends there
        filter | {表头: 内容}：只取这些行 | {head: text}: only these rows
        columns | 各栏 | the columns

        [checked-column] 一栏 | a column
        head | 表头；多层表头由上而下写成列表 | head, or a list from top to bottom
        figure | 是什么数：rows 行数，sum 列，measure 度量，distinct 列 | rows, sum COLUMN, measure CODE, distinct COLUMN
        unit | 表中的计量单位 | unit of the table
        decimals | 表中的小数位数（默认按单位） | decimals of the table (default by unit)
        difference | 有差异时：blocks 不得发布（默认），warns 提示 | a difference blocks (default) or warns

        [checked-cell] 一个格子 | a cell
        cell | 格子的名称，例如 C25 | name of the cell
        district | 区县代码；不写则为全市 | district code; the whole city when left out
        figure | 是什么数：rows 行数，sum 列，measure 度量，distinct 列 | rows, sum COLUMN, measure CODE, distinct COLUMN
        unit | 表中的计量单位 | unit of the table
        decimals | 表中的小数位数（默认按单位） | decimals of the table (default by unit)
        difference | 有差异时：blocks 不得发布（默认），warns 提示 | a difference blocks (default) or warns
        """)

    static let theme = KeyDescriptions("""
        [theme] 版面样式：字号与线宽为磅，边距为毫米 | theme: sizes and rules in points, margins in millimetres
        title_size | 报表标题字号 | title
        period_size | 报告期字号 | period
        body_size | 表内字号 | table body
        header_size | 表头字号 | column heads
        column_number_size | 栏号字号 | column numbers
        note_size | 说明字号 | notes
        foot_size | 页脚字号 | foot of the page
        minimum_size | 最小字号，任何文字不得更小 | no text is ever smaller
        margin_left | 左边距 | left margin
        margin_right | 右边距 | right margin
        margin_top | 上边距 | top margin
        margin_bottom | 下边距 | bottom margin
        binding_edge | 装订边另加的宽度 | extra margin on the binding side
        outer_rule | 表上下粗线 | top and bottom rule
        header_rule | 表头下线 | rule under the heads
        hair_rule | 细线 | hair rule
        ink | 文字颜色 | text
        grey | 次要文字颜色 | secondary text
        faint | 特殊值（— 缺）的颜色 | special values
        header_tint | 表头底色 | behind column heads
        total_tint | 合计行底色 | behind total rows
        warning_tint | 突出显示的底色 | behind warnings
        hair | 细线颜色 | hair rules
        grid | 图中网格线颜色 | grid of charts
        planned_tint | 计划数、上期数的浅色 | planned or past values
        band_tint | 口径变动区间的底色 | band of a caliber
        not_applicable_text | 不适用的写法，默认“—” | what stands for not applicable
        missing_text | 缺数的写法，默认“缺” | what stands for missing
        suppressed_text | 隐去的写法，默认“*” | what stands for suppressed
        watermark | 水印，最后一层；{state} 换成版次 | outlined across every page; {state} is the edition
        palette | 图的系列颜色，按先后 | colours of series, in order
        ramp | 格图的五级颜色，由浅到深 | five classes of a tile map, light to dark
        """)

    static let balances = KeyDescriptions("""
        [balance-file] 平衡关系：每月数据须经受的比对 | what the figures of every month must stand
        balances | 平衡关系的列表 | the balances

        [balance] 一种平衡关系 | a balance
        id | 标识 | id
        name | 名称 | name
        kind | 种类：months 与上月比对，parts 分项之和等于总数，reports 统计等于报表，details 明细等于统计，change 期末＝上期＋新增−减少，members 维度不丢失 | months: against last month; parts: parts make the total; reports: summary cells equal printed cells; details: detail rows counted again; change: a relation between measures; members: no member is lost
        severity | 不平又无原因时：blocks 阻止（默认），warns 提示 | what a difference without a cause does: blocks (default) or warns
        interfaces | 只比对这些接口；不写为全部 | these interfaces only
        by | 除全市合计外，另按这些维度比对 | dimensions along which it compares, beside the whole
        limits | 允许的变动，按先后第一个适用的算 | how far figures may move; the first that fits counts
        policy_months | 按政策变动的月份 | months in which figures move by policy
        check | 度量之间的等式：insured = 上月(insured) + joined − left | a relation between measures

        [limit] 允许的变动：超过百分比并且超过绝对数才算异常 | out of line is what moves by more than both
        interfaces | 适用的接口；不写为全部 | interfaces it is for
        measures | 适用的度量；rows 是装载行数 | measures it is for; rows are the accepted rows
        unit | 适用的计量单位 | unit it is for
        percent | 与上月相差百分之几 | per cent of last month's figure
        absolute | 与上月相差多少（元、人） | difference in the base unit
        severity | 与本平衡关系不同时写 | in place of the balance's own

        [policy-month] 按政策变动的月份 | a month in which figures move by policy
        months | 几月：1 至 12 | months of the year
        interfaces | 适用的接口 | interfaces it is for
        measures | 适用的度量 | measures it is for
        reason | 原因，印在状态页上 | why
        """)

    static let exchange = KeyDescriptions("""
        [exchange-plan] 数据交换：每月应收的接口文件、期限与日程 | the files that are expected each month
        due_day | 次月几日前到齐 | day of the next month on which files are due
        volume_percent | 与上月行数相差超过此百分比时提示 | warns when the rows differ more from last month
        settle_seconds | 文件大小不变多少秒后才算传完 | seconds without growth before a file counts as whole
        ignore | 不理会的文件名 | file names that are ignored
        code_requests | 编码变更申请的文件名 | name of the file with requests for codes
        unsettled_codes | 有未办结的编码申请时装载：warn 提示、block 停止 | what a load does while code requests are not settled
        steps | 日程 | the steps of the month
        feeds | 与默认不同的接口 | feeds that differ from the defaults

        [step] 日程中的一步 | a step
        id | 标识 | id
        name | 名称 | name
        day | 几日 | day of the month

        [feed] 一种接口文件 | a feed
        interface | 接口或核对表的标识 | id of the interface specification or check table
        provider | 提供单位 | who delivers it
        due_day | 次月几日前 | day on which it is due
        volume_percent | 行数相差多少时提示 | limit of the difference in rows
        months | 只在这些月份有：1 至 12 | months in which it is delivered
        """)

    static let workspace = KeyDescriptions("""
        [gazette.yaml] 工作区设置：路径相对于本文件 | workspace settings; paths start at this file
        office | 编制单位 | office that issues the reports
        city | 全市的名称 | name of the whole city
        definitions | 定义文件夹 | folder of definitions
        exchange | 接口数据交换文件夹 | exchange folder
        warehouse | 数据仓库文件夹 | warehouse
        output | 输出文件夹 | outputs
        releases | 发布文件夹 | releases
        fonts | 字体文件夹 | typefaces
        periods | 各子系统的报告期；default 为其余 | report period per subsystem; default for the others
        system_date | 表上的日期，不取自时钟 | the day that counts as today
        data_mark | 每页印出的数据标记 | printed on every page
        """)
}
