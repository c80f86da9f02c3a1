internal import Cubes
internal import Quantities
internal import ReportModel
internal import Warehouse

/// What the data and the definitions say about a figure that moved between two months.
struct MonthCauses {
    typealias Cause = (kind: String, text: String)
    let month: FeedMonth
    let before: FeedMonth
    let catalogue: Catalogue
    let period: ReportingPeriod

    /// A member of the figure came or went between the two months, or one beside it did, under the same parent.
    func codes(_ dimensions: [String], _ members: [String]) -> Cause? {
        for (dimension, member) in zip(dimensions, members) {
            guard let table = catalogue.codeTable(forDimension: dimension) else { continue }
            let now = Set(table.leaves(on: period.lastDay).map(\.code)), then = Set(table.leaves(on: period.previous.lastDay).map(\.code))
            if now == then { continue }
            if now.contains(member) != then.contains(member) {
                return ("codes", "编码表 \(table.id)：\(member) 本月\(now.contains(member) ? "启用" : "停用")")
            }
            let parent = table.member(member)?.parent
            let changed = now.symmetricDifference(then).filter { table.member($0)?.parent == parent }.sorted()
            if !changed.isEmpty { return ("codes", "编码表 \(table.id) 本月变动：\(changed.joined(separator: "、"))") }
        }
        return nil
    }

    func specification() -> Cause? {
        let now = month.specification, then = before.specification
        if now.version != then.version { return ("specification", "接口规范本月起为第 \(now.version) 版（上月第 \(then.version) 版）") }
        if now.columns.map(\.name) != then.columns.map(\.name) { return ("specification", "接口规范本月起列有变动") }
        return nil
    }

    /// A caliber that the measure's conditions read has another value in force.
    func calibers(_ conditions: [MeasureCondition]) -> Cause? {
        let resolver = CaliberResolver(catalogue.calibers)
        for case .compare(_, _, .caliber(let id, _), _) in conditions {
            guard let now = resolver.value(id, on: period.lastDay), let then = resolver.value(id, on: period.previous.lastDay), now.value.value != then.value.value else { continue }
            return ("caliber", "口径变动：\(now.name) \(then.value.value) → \(now.value.value)（\(now.value.effective.from) 起）")
        }
        return nil
    }

    /// One of the two months was loaded under older definitions.
    func rules() -> Cause? {
        if month.hasOldRules == before.hasOldRules { return nil }
        let old = month.hasOldRules ? month : before
        return ("rules", "\(old.record.period) 按旧规则装载（\(old.record.batch.id)）")
    }

    /// A new delivery replaced another one, and with the other one the figure would be in line.
    func delivery(_ former: Amount?, _ formerBefore: Amount?, _ left: Amount, _ right: Amount, _ limit: BalanceLimit) -> Cause? {
        if let former, let record = month.former, former != left, !MonthBalance.isOutOfLine(former, right, limit) {
            return ("delivery", "本月重报：\(month.record.batch.id) 代替 \(record.batch.id)，原数 \(former)")
        }
        if let formerBefore, let record = before.former, formerBefore != right, !MonthBalance.isOutOfLine(left, formerBefore, limit) {
            return ("delivery", "上月重报：\(before.record.batch.id) 代替 \(record.batch.id)，原数 \(formerBefore)")
        }
        return nil
    }
}
