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
        """)
}
