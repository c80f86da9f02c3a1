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
        file | 文件名，例如 YL_{period}.TXT | file name; {period} is yyyymm
        encoding | 编码：utf-8（默认）或 gb18030 | encoding
        delimiter | 分隔符，一个 ASCII 字符，默认竖线；制表符写 \\t | one ASCII character; \\t for a tab
        key | 一个报告期内唯一的列 | columns that together are unique
        dimensions | 成为汇总维度的编码列 | code columns that become dimensions
        columns | 各列，按文件中的次序 | the columns, in the file's order

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
