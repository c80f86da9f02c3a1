extension KeyDescriptions {
    static let report = KeyDescriptions("""
        [report-definition] 报表定义：一个文件一张报表 | a report definition, one in a file
        report | 表号，例如 SB-Z02；别的报表的公式写 Z02 | form number; formulas of other reports write Z02
        title | 报表标题；{comparison} 换成所选的对比期 | title; {comparison} becomes the chosen comparison
        subsystem | 子系统：决定用哪个报告期 | subsystem whose report period applies
        menu | 读者菜单中的位置，由外到内 | place in the readers' menu, outermost first
        frequency | 报送频率：monthly 月报（默认），annual 年报 | monthly (default) or annual
        scopes | 哪些范围单独出表：city 全市（默认），district 每个区县一份 | who gets a report of their own: city (default), district
        page | 纸张、方向与装订边 | paper, orientation and binding edge
        classification | 左上角的密级或“内部资料”字样 | classification at the upper left of every page
        parameters | 用户出表时可选的参数 | what a user may choose with render --set
        rounding | 显示时的舍入：half-away 四舍五入（默认），half-even，down | rounding at display; once, here
        table | 报表只有一张表时写这里 | the table, when there is one
        tables | 一页多表：按先后排列，第二张起要有 name | several tables, one below the other
        charts | 由表中数字画出的图 | charts made from cells of the tables
        relations | 审核关系，例如 01行 = sum(02行:19行) | balance relations, checked and printed
        notes | 表下说明 | notes below the table
        evidence_notes | 按口径依据的可靠程度加注：{second-hand: 注号} | note that marks caliber values by evidence
        signatures | 签字栏的各项，从左到右 | labels of the signature line, left to right

        [page] 纸张 | page
        size | 纸张：A4（默认）或 A3 | A4 (default) or A3
        orientation | 方向：landscape 横向（默认）或 portrait 纵向 | landscape (default) or portrait
        binding | 装订边：none 无（默认），left 左，top 上；宽度见样式的 binding_edge | side with room for binding; its width is the theme's binding_edge
        duplex | 双面印：偶数页左右边距对调 | printed on both sides: even pages mirror the margins

        [parameter] 可选参数 | a parameter
        name | 参数名；出表时写 --set 名=值 | name, as in --set name=value
        type | 种类：member 成员，unit 金额单位，comparison 对比期，hide 隐藏栏，period 报告期，scope 编报范围 | what is chosen: a member, a unit, a comparison, columns to hide, the month, the scope
        values | 可选的值，按出现的先后；period 写月份或起止月（2025-01～2026-12、2025-01～），scope 写 city 或区县代码 | what may be chosen, in the order offered; months and ranges for period, city and district codes for scope
        default | 不选时的值；unit 与 comparison 必须有，period 与 scope 没有 | value when nothing is chosen; needed for unit and comparison, none for period and scope
        dimension | member：按哪个维度收窄所有度量 | member: the dimension that narrows every measure

        [table] 统计表：主栏、宾栏、行 | a table: stub, columns, rows
        name | 表名，公式写 名[01,6]；第一张可不写 | name for formulas, charts and relations
        title | 印在表上方的小标题 | printed above the table
        stub | 主栏（左侧项目栏） | the stub at the left
        columns | 宾栏：栏、跨栏标题或按成员重复的栏 | columns, spanners and repeated columns
        rows | 各行，或由数据决定的行 | rows, or rows made from data
        suppress | 隐去小数目及一切可由此推算的数 | hides small counts and whatever would give them away
        highlight | 条件成立时突出显示的单元格 | cells that stand out under a condition
        carry_forward | 跨页时加“过次页”“承前页”，只累加金额 | sums of money carried forward at page breaks

        [stub] 主栏 | the stub
        title | 主栏标题 | title of the stub
        codes | 行代码栏的标题；false 不印行代码 | title of the row code column; false prints none
        diagonal | 斜线表头的两个或三个词，从右上到左下 | two or three labels of a slanted head, upper right to lower left
        overflow | 行标题过宽时：wrap 折行（默认），shrink 主栏缩小字号，fail 报错 | titles that are too wide: wrap (default), shrink or fail

        [column] 宾栏：栏（code）、跨栏标题（spanner）或重复的栏（repeat） | a column, a spanner or repeated columns
        code | 栏号，例如 7；公式写 7栏 | column number; formulas write 7栏
        name | 栏名；公式写 paid栏 | name; formulas write paid栏
        title | 栏标题；一行放不下时在 \\n 处换行；repeat 中 {name}、{short} 换成成员名 | title; \\n breaks the line where one is not enough
        unit | 计量单位；不同单位不能相加 | unit; a type, not a label
        unit_label | 代替单位印在表头的字；空串不印 | text in place of the unit's name; empty prints none
        decimals | 小数位数；不写按单位 | decimals; the unit's own when left out
        value | 本栏的公式，例如 7栏 ÷ 5栏 | the column's formula
        slice | 本栏只取这些成员：{维度: 编码} | narrows measures in this column: {dimension: code}
        not_applicable | 在这些行不适用（—） | rows in which it is not applicable
        scopes | 只在这些范围适用，其余印“—” | scopes in which it applies
        parts_to_total | 分项与合计：round-each 各自舍入（默认），largest-remainder 最大余数法调平 | how displayed parts meet their total
        overflow | 数字过宽时：shrink 只缩小本栏，fail 报错；不写则全表一起缩小 | figures that are too wide: shrink this column alone, or fail
        hidden | 只计算，不印 | computed for formulas, not printed
        only | 只在这些范围或月份印 | printed in these scopes or months only
        spanner | 跨栏标题 | title over the columns below it
        columns | 标题之下的栏 | the columns below
        repeat | 按哪个维度的成员重复这些栏 | dimension whose members repeat the columns
        members (all) | 成员编码的列表；all 为期末有效的全部成员 | member codes; all: every member in force
        skip_empty | 没有数的成员不出现 | leaves out members without a figure

        [repeated-column] 按成员重复的栏，栏号自动续编 | a column of a repeat; numbered on
        code | 一般不写，栏号自动续编 | usually left out: numbered on
        name | 栏名；同组的公式先在本组中找 | name; looked up in the same group first
        title | 栏标题；一行放不下时在 \\n 处换行 | title; \\n breaks the line where one is not enough
        unit | 计量单位 | unit
        unit_label | 代替单位印在表头的字；空串不印 | text in place of the unit's name
        decimals | 小数位数；不写按单位 | decimals
        value | 本栏的公式 | the column's formula
        slice | 本栏只取这些成员：{维度: 编码} | narrows measures in this column
        not_applicable | 在这些行不适用（—） | rows in which it is not applicable
        scopes | 只在这些范围适用 | scopes in which it applies
        parts_to_total | 分项与合计：round-each 或 largest-remainder | how displayed parts meet their total
        overflow | 数字过宽时：shrink 只缩小本栏，fail 报错 | figures that are too wide: shrink or fail
        hidden | 只计算，不印 | computed, not printed
        only | 只在这些范围或月份印 | printed in these scopes or months only

        [only] 何时印出 | where it is printed
        scopes | 只在这些范围印：city、district | scopes
        months | 只在这些月份印：1 至 12 | months, 1 to 12

        [suppress] 隐去小数目 | suppression of small counts
        below | 小于此数的人数隐去（0 照印） | counts of 1 and more below this are hidden
        columns | 哪些人数栏 | columns of counts, by number or name

        [highlight] 条件突出显示 | a highlight
        when | 条件，例如 10栏 ≤ 90 | condition with =, ≥ or ≤
        columns | 突出哪些栏；不写为整行 | columns that stand out; the whole row when left out
        except_rows | 这些行不突出 | rows that it is not tested in
        look | 样子：warning 底色加粗（默认），strong 加粗，muted 变灰 | warning (default), strong or muted

        [row] 行：一行，或由数据决定的行（each、group、records） | a row, or rows made from data
        code | 行代码，例如 "01"；不写则续编 | row code; numbered on when left out
        name | 行名；公式写 income行 | name; formulas write income行
        title | 行标题；组内 {name}、{short} 换成成员名 | title; in a group {name} and {short} are the member's
        short | 图中的短标题 | short title for charts
        style | 行的样子：normal、total 合计、subtotal 小计、of-which 其中、supplement 补充资料、heading 只有标题 | kind of row
        level | 缩进级数，0 不缩进 | indent, 0 for none
        value | 本行的公式，代替读度量的栏公式：02行 + 05行 | formula of the row for columns that read measures
        cells | 单个单元格的公式：{栏: 公式}，优先于一切 | formulas of single cells by column; they win
        slice | 本行只取这些成员：{维度: 编码} | narrows measures in this row
        not_applicable | 在这些栏不适用（—）；"*" 为所有栏 | columns that are not applicable here; "*" for all
        notes | 行标题后的注号 | notes whose marks the title carries
        hidden | 只计算，不印 | computed for formulas, not printed
        only | 只在这些范围或月份印 | printed in these scopes or months only
        each (year) | 按维度的成员一员一行；year 为一年一行 | one row for each member of a dimension, or each year
        first_code | 第一行的代码，其余续编 | code of the first row; the others count on
        except | 不出现的成员 | members to leave out
        skip_empty | 没有数的成员不出现 | leaves out members without a figure
        sort | 按某栏排序，可只取前几名 | sorted by a column, cut to the top
        from | 第一个年份 | the first year
        partial_year_note | 当年未完时，末行累计数的注号 | note on the last row while the year is not over
        group | 按维度的成员分组 | dimension whose members make groups
        members (all) | 成员编码的列表；all 为全部 | member codes; all: every member in force
        subtotal | 小计：first 在前（默认），last 在后，none 只有组标题 | where the subtotal stands
        rows | 每组之内的行 | the rows of each group
        keep | together：本行与其下级各行（或每组）尽量不跨页 | together: a row and the deeper rows below it, or each group, on one page
        records | 随报表送来的数据文件，一条一行 | record table: one row for each record

        [sort] 排序 | order of rows
        by | 按哪一栏 | column, by number or name
        order | ascending 升序，descending 降序（默认） | ascending or descending (default)
        top | 只印前几名，其余合并 | how many are printed; the rest is added up
        others | 合并行的标题，默认“其他” | title of the row for the rest

        [chart] 图 | a chart
        id | 图的标识，文件名用 | id, for file names
        kind | 图的种类：bars 柱，bars-and-line 柱线双轴，lines 线，ranking 排名横条，stacked 堆积，stacked-100 百分比堆积，area 面积，pie 饼，ring 环，histogram 直方，waterfall 瀑布，small-multiples 小图阵，tile-map 区县格图 | kind of chart
        title | 图题 | title
        unit | （左）轴的单位；同类单位自动换算 | unit of the left axis
        decimals | 数据标签的小数位数 | decimals of the labels
        categories | 横轴：行或月份 | what stands along the axis
        series | 数据系列 | the series
        starts_at_zero | false 时折线不从零起，图上注明 | false lets lines start above zero; the chart says so
        band | 从该口径最近一次变动起着底色 | tints from the last change of this caliber on
        category_note | 类别下方加注某栏的值 | writes a column's value under each category
        references | 直方图的参考线 | reference lines of a histogram
        target | 排名图上的目标线 | a line across the bars of a ranking
        table | 取哪张表；不写为第一张 | table that it shows; the first when left out
        panels (all) | small-multiples：哪些行各画一格；all 为合计以外的全部 | small-multiples: rows that get a panel; all but totals

        [categories] 类别 | categories
        rows (all) | 行代码的列表；all 为合计以外的全部行 | row codes; all: all rows but totals
        months | 到本期为止的几个月 | the last n months up to the period
        records | 数据文件的各条 | the records of a record table

        [category_note] 类别下的附注 | note under each category
        prefix | 值之前的字 | text before the value
        column | 取值的栏 | column of the value
        suffix | 值之后的字 | text after the value

        [reference-line] 参考线，before、at、after 取其一 | a reference line: before, at or after a row
        name | 线的名称 | name
        caliber | 名称后注明该口径的现行值 | caliber whose value stands behind the name
        before | 画在这一行的柱之前 | before the bar of this row
        at | 画在这一行的柱上 | on the bar of this row
        after | 画在这一行的柱之后 | after the bar of this row

        [target] 目标线 | a target line
        name | 名称 | name
        value | 公式，例如 时序进度() | formula

        [series] 数据系列 | a series
        name | 图例中的名称 | name in the legend
        column | 取哪一栏 | column, by number or name
        row | 取哪一行；类别为月份时用 | row, for categories that are months
        tinted | 浅色：计划数、上期数 | light tint, for planned or past values
        unit | 右轴的单位（bars-and-line 的线） | unit of the right axis

        [relation] 审核关系 | a relation
        check | 关系式，例如 01行 = sum(02行:19行) | the relation, with =, ≥ or ≤
        table | 关于哪张表；不写为第一张 | table that it is about
        columns | 只在这些栏核对 | checked in these columns only
        rows | 只在这些行核对 | checked in these rows only
        except_rows | 这些行不核对 | rows that are left out
        tolerance | 允许的差额，例如 100 元；不写单位时按基本单位（元、人）计 | allowed difference, 100 元; a bare number counts base units (元, 人)
        severity | error 不符不能发布（默认），warning 只提示 | error (default) stops publication; warning does not
        exception | 已说明的例外：差额恰为此数时通过 | documented exception
        except_months | 这些月份不核对 | months in which it does not hold by nature

        [exception] 例外 | an exception
        reason | 原因 | reason
        amount | 差额，例如 100 元；不写单位时按基本单位计 | the exact difference, 100 元; a bare number counts base units

        [note] 有注号的说明 | a note that marks point to
        id | 注的标识；行的 notes 指向它 | id that rows point to
        text | 正文；{value ID}、{from ID}、{basis ID} 换成现行口径的值、起始日、依据 | text; {value ID}, {from ID}, {basis ID} are filled from the caliber in force
        """)
}
