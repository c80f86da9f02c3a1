public import Composition
public import Cubes
public import Quantities
public import ReportModel
public import Warehouse

/// 维度不丢失: no orphan key in the facts, no member lost between code table, dimension and report rows, the districts make the city.
public struct MemberBalance {
    let definition: BalanceDefinition
    let catalogue: Catalogue
    let period: ReportingPeriod

    public init(_ definition: BalanceDefinition, catalogue: Catalogue, period: ReportingPeriod) {
        self.definition = definition; self.catalogue = catalogue; self.period = period
    }

    /// Members of the facts against the code tables in force at the end of the month: left the rows or cells that carry an orphan,
    /// right none. `codes`: code column → code → rows of the detail file, when it was counted.
    public func compareKeys(_ feed: FeedMonth, codes: [String: [String: Int]]?, into sheet: inout BalanceSheet) {
        var carried = codes ?? [:]
        for (index, dimension) in feed.summary.dimensions.enumerated() where carried[dimension] == nil {
            for row in feed.summary.rows where row.members[index] != "*" { carried[dimension, default: [:]][row.members[index], default: 0] += 1 }
        }
        for (column, counts) in carried.sorted(by: { $0.key < $1.key }) {
            guard let table = table(of: column, feed.specification) else { continue }
            let inForce = Set(table.leaves(on: period.lastDay).map(\.code))
            let orphans = counts.filter { !inForce.contains($0.key) }.sorted { $0.key < $1.key }
            sheet.exact(feed.specification.id, column, left: Amount(orphans.reduce(0) { $0 + $1.value }), right: .zero) {
                feed.oldRules ?? ("codes", "编码表 \(table.id) 在 \(period.lastDay) 没有：\(orphans.map(\.key).joined(separator: "、"))")
            }
            for (code, count) in orphans {
                sheet.exact(feed.specification.id, column, "\(column)=\(code)", left: Amount(count), right: .zero) {
                    ("codes", table.member(code) == nil ? "编码表 \(table.id) 没有此码" : "编码 \(code) 不在有效期内")
                }
            }
        }
    }

    private func table(of column: String, _ specification: InterfaceSpecification) -> CodeTable? {
        guard case .code(let id)? = specification.columns.first(where: { $0.name == column })?.type else { return nil }
        return catalogue.codeTable(id)
    }

    /// Rows that a report makes from a code table: left the members in force, right those that have a row. And the reports of the
    /// districts: left the districts that report alone, right those that have a report.
    public func compareRows(_ reports: [BuiltReport], into sheet: inout BalanceSheet) {
        for report in reports {
            guard let definition = catalogue.report(report.lookup) else { continue }
            for (table, built) in zip(definition.tables, report.tables) {
                for case .members(let rows) in table.rows where !rows.skipsEmpty && rows.order?.top == nil {
                    let wanted = (catalogue.codeTable(forDimension: rows.dimension)?.leaves(on: period.lastDay) ?? []).filter { !rows.except.contains($0.code) }
                    let titles = Set(built.rows.stored.map(\.title)), lost = wanted.filter { !titles.contains($0.name) }
                    sheet.exact(report.key, "rows of \(rows.dimension)", left: Amount(wanted.count), right: Amount(wanted.count - lost.count)) {
                        ("members", "报表中没有：\(lost.map(\.name).joined(separator: "、"))")
                    }
                }
            }
        }
        let districts = (catalogue.codeTable(forDimension: "district")?.leaves(on: period.lastDay) ?? []).filter(\.reportsAlone)
        for definition in catalogue.reports where definition.scopes.contains(.district) && definition.choices.isEmpty {
            let made = Set(reports.filter { $0.code == definition.code }.compactMap(\.scope.district))
            if made.isEmpty { continue }
            let lost = districts.filter { !made.contains($0.code) }
            sheet.exact(definition.code, "reports of districts", left: Amount(districts.count), right: Amount(districts.count - lost.count)) {
                ("members", "没有分区县表：\(lost.map(\.name).joined(separator: "、"))")
            }
        }
    }

    /// 区县合计等于全市: every additive measure over all feeds; left the sum of the districts in force, right the city.
    public func compareDistricts(_ cube: SummaryCube, into sheet: inout BalanceSheet) throws {
        let districts = catalogue.codeTable(forDimension: "district")?.leaves(on: period.lastDay) ?? []
        var seen = Set<String>()
        for measure in catalogue.measures where measure.isAdditive && seen.insert(measure.code).inserted {
            let feeds = catalogue.measures.filter { $0.code == measure.code }.flatMap(\.interfaces)
            let specifications = feeds.compactMap { catalogue.interface($0, for: period) }
            guard specifications.allSatisfy({ $0.dimensions.contains("district") }) else { continue }
            guard case .value(let city, _) = cube.value(of: measure.code, in: [:], period: period) else { continue }
            var sum = Amount.zero
            for district in districts {
                if case .value(let value, _) = cube.value(of: measure.code, in: ["district": district.code], period: period) { sum = try sum.adding(value) }
            }
            sheet.exact("city", measure.code, left: sum, right: city)
        }
    }
}
