public import Cubes
public import ReportModel
public import Quantities
public import Warehouse

/// 期末 = 上期 + 新增 − 减少: both sides of a relation between measures, for the whole and for each member.
public struct ChangeBalance {
    let definition: BalanceDefinition
    let catalogue: Catalogue
    let cube: SummaryCube
    let period: ReportingPeriod
    /// Loads of this month and the one before, for their rejected rows.
    let records: [LoadRecord]

    public init(_ definition: BalanceDefinition, catalogue: Catalogue, cube: SummaryCube, period: ReportingPeriod, records: [LoadRecord]) {
        self.records = records
        self.definition = definition; self.catalogue = catalogue; self.cube = cube; self.period = period
    }

    public func compare(into sheet: inout BalanceSheet) throws {
        guard let relation = definition.relation else { return }
        func add(_ place: [String: String], _ text: String) throws {
            let left = try value(relation.left, place, period), right = try value(relation.right, place, period)
            sheet.exact(definition.id, "\(relation.left)", text, left: left, right: right) {
                left == nil || right == nil ? ("missing", "有一期或一个接口未装载") : rejected(relation)
            }
        }
        try add([:], "")
        for dimension in definition.by {
            for member in catalogue.codeTable(forDimension: dimension)?.leaves(on: period.lastDay) ?? [] {
                try add([dimension: member.code], "\(dimension)=\(member.code)")
            }
        }
    }

    /// A hint, no excuse: rows that were rejected are missing from one of the two stocks.
    private func rejected(_ relation: BalanceDefinition.Relation) -> (kind: String, text: String)? {
        let codes = Set((relation.left.measures + relation.right.measures).map(\.code))
        let interfaces = Set(catalogue.measures.filter { codes.contains($0.code) }.flatMap(\.interfaces))
        let found = records.filter { interfaces.contains($0.interface) && $0.batch.rejected > 0 && catalogue.feeds(relation, $0.interface) }
        if found.isEmpty { return nil }
        return ("rejects", "可能因拒收：" + found.map { "\($0.interface) \($0.period) \($0.batch.rejected) 行" }.joined(separator: "、"))
    }

    /// Nil: a feed is not loaded.
    private func value(_ expression: Expression, _ place: [String: String], _ period: ReportingPeriod) throws -> Amount? {
        switch expression {
        case .number(let number, _): return number
        case .measure(let reference):
            guard case .value(let amount, _) = cube.value(of: reference.code, in: place.merging(reference.slice) { $1 }, period: period) else { return nil }
            return amount
        case .negate(let inner, _): return try value(inner, place, period)?.negated
        case .binary(let sign, let left, let right, _):
            guard let a = try value(left, place, period), let b = try value(right, place, period) else { return nil }
            return sign == .add ? try a.adding(b) : try a.subtracting(b)
        case .call(_, let arguments, _): return try arguments.first.flatMap { try value($0, place, period.previous) }
        default: return nil
        }
    }
}

extension Catalogue {
    /// Does the interface feed the relation in the insurance that its slices name?
    fileprivate func feeds(_ relation: BalanceDefinition.Relation, _ interface: String) -> Bool {
        let insurance = interfaces.last { $0.id == interface }?.insurance
        let named = (relation.left.measures + relation.right.measures).compactMap { $0.slice["insurance"] }
        return insurance == nil || named.isEmpty || named.contains(insurance!)
    }
}
