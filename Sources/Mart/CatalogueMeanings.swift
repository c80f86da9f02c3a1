extension ObjectMeanings {
    /// `catalog.sqlite`: one paragraph for each table of the warehouse's migrations.
    static let catalogue = ObjectMeanings("""
        [batch] 批次：每次装载一行；重新装载产生新批次并取代旧批次，从不覆盖 | gazette load
        id | 批次号：接口-期别-序号 | | | 装载时编定
        interface | 接口标识 | | | 接口规范
        period | 费款所属期，yyyymm | 6 | | 装载的月份
        sequence | 同一接口同一期别的第几次装载 | | 次 | 装载时编定
        file | 文件名；多个文件时为共同的名称 | | | 交换文件夹
        digest | 全部文件字节的 SHA-256 | 64 | | 计算
        recipe | 影响结果的规范、度量、编码、口径与人工决定的摘要；变化则重新装载 | 64 | | 计算
        rows | 数据行数 | | 行 | 装载
        accepted | 入库行数 | | 行 | 装载
        rejected | 错误行数；rows = accepted + rejected | | 行 | 装载
        rounded | 四舍五入的值的个数 | | 个 | 装载
        defaulted | 按默认值补空的个数 | | 个 | 装载
        detail_file | 明细文件：接口/期别-序号.sqlite，在 detail 文件夹下 | | | 装载
        superseded_by | 取代本批次的批次号；空为有效批次 | | | 重新装载
        insurance | 整个文件属于一个险种时的险种代码 | | | 接口规范
        dimensions | 汇总单元的维度，按序以竖线分隔 | | | 接口规范
        filtered | 按声明的过滤条件排除的行数，不计入 rows | | 行 | 装载
        settled | 按以往决定放行的疑似行数 | | 行 | 人工决定
        corrected | 按以往决定改正后入库的行数 | | 行 | 人工决定
        loaded_at | 装载时间，UTC | 20 | | 时钟
        source | 来源：A 接口数据，B 社会保险业务备份库 | 1 | | 接口规范
        has_districts | 1 有分区县的错误、过滤与改正账目；旧批次为 0 | 1 | | 装载
        [load_error] 每批次各类错误、疑似、警告、过滤的行数 | gazette load
        batch | 批次号 | | | batch.id
        position | 序号，按检查的次序 | | | 装载
        name | 错误类或规则标识 | | | 接口规范
        count | 行数 | | 行 | 装载
        kind | error 错误、suspect 疑似、warning 警告、filter 过滤 | | | 装载
        [load_sum] 每批次各数值列的合计 | gazette load
        batch | 批次号 | | | batch.id
        position | 序号，按列的次序 | | | 装载
        column | 数值列名 | | | 接口规范
        sum | 入库行合计 × 10 的 scale 次方 | | 列的单位 | 装载
        scale | 小数位数 | | 位 | 接口规范
        rejected | 错误行中可读值的合计，同样放大 | | 列的单位 | 装载
        unreadable | 错误行中该列读不出的行数 | | 行 | 装载
        [load_file] 每批次的文件 | gazette load
        batch | 批次号 | | | batch.id
        position | 序号，按读取次序 | | | 装载
        name | 文件名 | | | 交换文件夹
        digest | 文件字节的 SHA-256 | 64 | | 计算
        bytes | 字节数 | | 字节 | 交换文件夹
        rows | 数据行数 | | 行 | 装载
        accepted | 入库行数 | | 行 | 装载
        encoding | 识别出的字符编码 | | | 装载
        form | 形式：text 文本、oracle-exp、postgres、csv、sqlite | | | 接口规范
        table | 转储文件中的表名；文本为空 | | | 接口规范
        [load_control] 首尾记录申报的行数与合计，和装载结果并列 | gazette load
        batch | 批次号 | | | batch.id
        position | 序号 | | | 装载
        file | 文件名 | | | 交换文件夹
        item | 申报项目，如 trailer rows | | | 接口规范
        declared | 申报值 × 10 的 scale 次方 | | 列的单位 | 首尾记录
        loaded | 入库值，同样放大 | | 列的单位 | 装载
        rejected | 错误行的值，同样放大 | | 列的单位 | 装载
        filtered | 过滤行的值，同样放大 | | 列的单位 | 装载
        scale | 小数位数 | | 位 | 接口规范
        unreadable | 错误行中读不出的行数 | | 行 | 装载
        [refusal] 整个被拒的文件：同样的文件按同样的规则不再提示装载 | gazette load
        interface | 接口 | | | 接口规范
        period | 报告期 | | | 接口规范
        file | 文件名 | | | 交换文件夹
        digest | 文件的 SHA-256 | | | 装载
        bytes | 字节数 | | 字节 | 装载
        recipe | 所用规则的摘要 | | | 装载
        message | 拒收原因 | | | 装载
        hint | 下一步 | | | 装载
        noted_at | 记录时间（UTC） | | | 装载
        [summary] 汇总单元：报表的数据来源；不对外发布 | gazette load
        batch | 批次号 | | | batch.id
        measure | 度量代码 | | | 度量定义
        part | 组成部分，如 unit 单位、person 个人；没有则为空串 | | | 度量定义
        members | 各维度成员代码，以竖线分隔，次序同 batch.dimensions；* 为不分 | | | 接口文件
        value | 值 × 10 的 scale 次方，基本单位（元、人） | | 度量的单位 | 装载时汇总
        scale | 小数位数 | | 位 | 接口规范
        [suspect_decision] 对疑似数据的决定 | gazette suspects
        id | 决定编号 | | |
        interface | 接口标识 | | | 接口规范
        period | 费款所属期，yyyymm | 6 | |
        line | 文件中的行号 | | 行 |
        row | 该行原文 | | | 接口文件
        rules | 触发的规则标识，以逗号分隔 | | | 接口规范
        decision | accept 放行、fix 改正、return 退回 | | | 人工
        replacement | 改正后的行 | | | 人工
        reason | 理由 | | | 人工
        person | 决定人 | | | 人工
        decided_at | 决定时间，UTC | 20 | | 时钟
        batch | 作出决定时的批次 | | | batch.id
        revoked_by | 撤销本决定的决定编号 | | | 人工
        [contact] 与数据提供单位的联系记录 | gazette contact
        id | 编号 | | |
        period | 费款所属期，yyyymm | 6 | |
        interface | 接口标识 | | | 接口规范
        party | 对方 | | | 人工
        channel | 方式：电话、邮件等 | | | 人工
        subject | 事由 | | | 人工
        due | 答复期限 | 10 | | 人工
        person | 记录人 | | | 人工
        noted_at | 记录时间，UTC | 20 | | 时钟
        answered_by | 答复：批次号或结论；空为未答复 | | | 装载或人工
        [slip] 日程顺延 | gazette intake slip
        id | 编号 | | |
        period | 费款所属期，yyyymm | 6 | |
        days | 顺延天数；负数为收回 | | 天 | 人工
        cause | 原因 | | | 人工
        interface | 造成顺延的接口；可为空串 | | | 人工
        person | 记录人 | | | 人工
        noted_at | 记录时间，UTC | 20 | | 时钟
        [code_request] 编码变更申请：登记、确认、执行 | gazette codes
        id | 申请编号 | | | 登记时编定
        period | 申请所属月份，yyyymm | 6 | | 申请文件
        file | 申请文件名 | | | 交换文件夹
        digest | 申请文件字节的 SHA-256 | 64 | | 计算
        line | 申请文件中的行号 | | 行 | 申请文件
        code_table | 编码表 | | | 申请文件
        code | 代码 | | | 申请文件
        name | 名称 | | | 申请文件
        short | 简称 | | | 申请文件
        parent | 上级代码 | | | 申请文件
        effective_from | 启用日期 | 10 | | 申请文件
        effective_to | 停用前最后一日 | 10 | | 申请文件
        action | new 新增、change 变更、end 停用 | | | 申请文件
        successors | 停用后的后继代码，以空格分隔 | | | 申请文件
        reason | 申请理由 | | | 申请文件
        state | open 待确认、confirmed 已确认、rejected 已驳回、applied 已执行 | | | 人工
        [code_event] 编码变更申请的每一步：谁、何时、为何 | gazette codes
        id | 编号 | | |
        request | 申请编号 | | | code_request.id
        event | requested 登记、confirmed 确认、rejected 驳回、applied 执行 | | | 人工
        person | 经办人 | | | 人工
        reason | 理由 | | | 人工
        noted_at | 时间，UTC | 20 | | 时钟
        [code_file] 编码表文件的历史：每次执行前的原文件 | gazette codes apply
        id | 编号 | | |
        code_table | 编码表 | | |
        digest_before | 执行前文件的 SHA-256 | 64 | | 计算
        content_before | 执行前文件的内容 | | | ReportDefs/codes
        digest_after | 执行后文件的 SHA-256 | 64 | | 计算
        requests | 执行的申请编号，以空格分隔 | | | code_request.id
        person | 执行人 | | | 人工
        noted_at | 执行时间，UTC | 20 | | 时钟
        [load_district] 每批次未按原样入库的行，分区县、分指标 | gazette load
        batch | 批次号 | | | batch.id
        kind | rejected 错误、filtered 过滤、corrected 改正 | | | 装载
        district | 经办区县代码；空为读不出 | | | 交付的行
        figure | 指标：rows 行数、sum 列名、measure 度量 | | | 接口规范、度量
        value | 值 × 10 的 scale 次方 | | 指标的单位 | 装载
        scale | 小数位数 | | 位 | 装载
        unreadable | 该指标读不出的行数 | | 行 | 装载
        [reconciliation] 每次与核对表、自查报告对账 | gazette reconcile
        id | 编号 | | |
        period | 费款所属期，yyyymm | 6 | | 对账的月份
        inputs | 文件、批次与定义的摘要；变化则对账过时 | 64 | | 计算
        made_at | 对账时间，UTC | 20 | | 时钟
        [reconciliation_file] 每次对账读的核对表与自查报告 | gazette reconcile
        run | 对账编号 | | | reconciliation.id
        position | 序号 | | | 对账
        definition | 核对表定义的标识 | | | ReportDefs/checks
        name | 文件名 | | | 交换文件夹
        digest | 文件字节的 SHA-256；没有文件时为空 | | | 计算
        bytes | 字节数 | | 字节 | 交换文件夹
        state | 已读、缺文件或不能读 | | | 对账
        required | 1 必须有，0 可以没有 | 1 | | ReportDefs/checks
        [reconciliation_line] 对账的每一项：申报＝入库＋错误＋过滤＋改正＋可说明＋取整＋不明 | gazette reconcile
        run | 对账编号 | | | reconciliation.id
        position | 序号 | | | 对账
        definition | 核对表定义的标识 | | | ReportDefs/checks
        role | declared 核对表、self-check 自查报告 | | | ReportDefs/checks
        interface | 接口标识 | | | ReportDefs/checks
        batch | 批次号 | | | batch.id
        district | 经办区县代码；空为合计 | | | 核对表
        figure | 指标 | | | ReportDefs/checks
        unit | 计量单位 | | | ReportDefs/checks
        blocks | 1 不明则停止，0 只提示 | 1 | | ReportDefs/checks
        place | 核对表中的位置：工作表与单元格，或行 | | | 核对表
        declared | 申报值，十进制文本；空为未申报 | | 本行单位 | 核对表
        tolerance | 申报值末位的一半 | | 本行单位 | 核对表
        loaded | 入库值 | | 本行单位 | 装载
        rejected | 错误行的值 | | 本行单位 | 装载
        filtered | 过滤行的值 | | 本行单位 | 装载
        corrected | 改正前后之差 | | 本行单位 | 装载
        unreadable | 该指标读不出的行数 | | 行 | 装载
        by_unreadable | 由读不出的行说明的差额 | | 本行单位 | 对账
        without_district | 由区县读不出的行说明的差额 | | 本行单位 | 对账
        rounding | 由申报值取整说明的差额 | | 本行单位 | 对账
        unexplained | 不明的差额，带符号 | | 本行单位 | 对账
        [balance_run] 每次平衡核对 | gazette balances run
        id | 编号 | | |
        period | 费款所属期，yyyymm | 6 | | 核对的月份
        run_at | 核对时间，UTC | 20 | | 时钟
        definitions | 平衡定义的摘要；变化则结果过时 | | | 计算
        batches | 核对时的有效批次 | | | batch.id
        skipped | 未核对的平衡及原因 | | | 核对
        [balance_result] 每次核对中每种平衡、每个指标的计数 | gazette balances run
        run | 核对编号 | | | balance_run.id
        position | 序号 | | | 核对
        balance | 平衡的标识 | | | ReportDefs/balances
        subject | 接口或报表 | | | 核对
        item | 度量或指标 | | | 核对
        compared | 比对数；等于以下五项之和 | | 项 | 核对
        agreed | 相符 | | 项 | 核对
        explained | 不符而有原因 | | 项 | 核对
        warned | 提示 | | 项 | 核对
        blocked | 阻止 | | 项 | 核对
        open | 缺数未比 | | 项 | 核对
        left | 左边的合计，十进制文本 | | 指标的单位 | 核对
        right | 右边的合计，十进制文本 | | 指标的单位 | 核对
        [balance_line] 不相符的每一项，及从数据查明的原因 | gazette balances run
        run | 核对编号 | | | balance_run.id
        position | 序号 | | | 核对
        balance | 平衡的标识 | | | ReportDefs/balances
        subject | 接口或报表 | | | 核对
        item | 度量或指标 | | | 核对
        place | 区县、类别或单元格 | | | 核对
        left | 左边的值，十进制文本；空为缺数 | | 指标的单位 | 核对
        right | 右边的值，十进制文本；空为缺数 | | 指标的单位 | 核对
        verdict | explained 有原因、warns 提示、blocks 阻止、open 未比 | | | 核对
        cause_kind | 原因的种类：编码、规范、口径、政策、规则、重报、说明；空为未查明 | | | 核对
        cause | 原因 | | | 核对
        [balance_explanation] 人工记下的说明，只对同样的数有效 | gazette balances explain
        id | 编号 | | |
        period | 费款所属期，yyyymm | 6 | | 人工
        balance | 平衡的标识 | | | ReportDefs/balances
        subject | 接口或报表 | | | balance_line
        item | 度量或指标 | | | balance_line
        place | 区县、类别或单元格 | | | balance_line
        left | 说明时左边的值 | | 指标的单位 | balance_line
        right | 说明时右边的值 | | 指标的单位 | balance_line
        reason | 理由 | | | 人工
        person | 说明人 | | | 人工
        noted_at | 时间，UTC | 20 | | 时钟
        [batch_rows] 每批次各维度组合的入库行数，第一次用到时从明细数出 | gazette balances run
        batch | 批次号 | | | batch.id
        members | 维度成员，按序以竖线分隔 | | | 明细
        rows | 行数 | | 行 | 明细
        [reclean] 重洗：按新规则在旁装载的几个月，待人决定 | gazette reclean
        id | 编号 | | |
        first | 第一个月，yyyymm | 6 | | 人工
        last | 最后一个月，yyyymm | 6 | | 人工
        definitions | 所用定义的文件夹 | | | 人工
        made_at | 时间，UTC | 20 | | 时钟
        state | open 待定、switched 已切换、discarded 已放弃 | | | 人工
        reason | 决定的理由 | | | 人工
        person | 决定人 | | | 人工
        decided_at | 决定时间，UTC | 20 | | 时钟
        [reclean_batch] 重洗的批次及其所替的批次 | gazette reclean
        reclean | 重洗编号 | | | reclean.id
        batch | 新批次号 | | | 重洗
        interface | 接口标识 | | | 接口规范
        period | 费款所属期，yyyymm | 6 | | 装载的月份
        base | 重洗时的有效批次号；空为没有 | | | batch.id
        """)
}
