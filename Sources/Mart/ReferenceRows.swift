internal import Diagnostics
internal import Quantities
internal import ReportModel
internal import Warehouse

/// The small tables of the mart that say what codes mean.
enum ReferenceRows {
    /// Parents before children: in this order rows can be inserted.
    static func rows(_ catalogue: Catalogue, dimensions: [String], months: [ReportingPeriod], protected: Set<String>) -> [MartRows] {
        [
            periods(months), dimensionRows(catalogue, dimensions), members(catalogue, dimensions), measures(catalogue, protected), sources(catalogue),
            interfaces(catalogue),
        ]
    }

    private static func periods(_ months: [ReportingPeriod]) -> MartRows {
        let columns = ["period", "year", "quarter", "month", "first_day", "last_day", "previous", "same_month_last_year"]
        return MartRows("period", columns: columns, rows: months.map { month in
            [
                .text(month.description), .integer(Int64(month.year)), .integer(Int64((month.month + 2) / 3)), .integer(Int64(month.month)),
                .text(month.firstDay.description), .text(month.lastDay.description), .text(month.previous.description), .text(month.sameMonthLastYear.description),
            ]
        })
    }

    private static func dimensionRows(_ catalogue: Catalogue, _ dimensions: [String]) -> MartRows {
        MartRows("dimension", columns: ["code", "name", "code_table"], rows: dimensions.map { name in
            [.text(name), .text(title(of: name, catalogue)), .optional(catalogue.codeTable(forDimension: name)?.id)]
        })
    }

    /// The title of the column that carries the dimension.
    static func title(of dimension: String, _ catalogue: Catalogue) -> String {
        catalogue.interfaces.lazy.flatMap(\.columns).first { $0.name == dimension }?.title ?? (dimension == "insurance" ? "险种" : dimension)
    }

    private static func members(_ catalogue: Catalogue, _ dimensions: [String]) -> MartRows {
        let columns = ["dimension", "code", "effective_from", "effective_to", "name", "short", "parent", "level", "is_leaf", "position", "successors", "remark"]
        var rows: [[MartValue]] = []
        for dimension in dimensions {
            guard let table = catalogue.codeTable(forDimension: dimension) else { continue }
            for (position, member) in table.members.enumerated() {
                let isLeaf = !table.members.contains { $0.parent == member.code && $0.effective.overlaps(member.effective) }
                rows.append([
                    .text(dimension), .text(member.code), .text(member.effective.from.description), .optional(member.effective.to?.description), .text(member.name),
                    .text(member.short), .optional(member.parent), .integer(Int64(level(member, table))), .flag(isLeaf), .integer(Int64(position + 1)),
                    .text(member.successors.joined(separator: " ")), .text(member.remark),
                ])
            }
        }
        return MartRows("member", columns: columns, rows: rows)
    }

    /// 1 for a member without a parent.
    private static func level(_ member: CodeMember, _ table: CodeTable) -> Int {
        var level = 1, next = member.parent
        while let parent = next, level <= table.members.count {
            level += 1
            next = table.members.first { $0.code == parent && $0.effective.overlaps(member.effective) }?.parent
        }
        return level
    }

    private static func measures(_ catalogue: Catalogue, _ protected: Set<String>) -> MartRows {
        var seen: Set<String> = [], rows: [[MartValue]] = []
        for measure in catalogue.measures where seen.insert(measure.code).inserted {
            rows.append([
                .text(measure.code), .text(measure.name), .text(measure.subject), .text(measure.unit.name), .optional(measure.caliber), .text(measure.overTime.rawValue),
                .flag(protected.contains(measure.code)),
            ])
        }
        return MartRows("measure", columns: ["code", "name", "subject", "unit", "caliber", "over_time", "is_protected"], rows: rows)
    }

    private static func sources(_ catalogue: Catalogue) -> MartRows {
        let rows = catalogue.measures.flatMap { measure in
            measure.interfaces.map { interface -> [MartValue] in
                [.text(measure.code), .text(interface), .text(measure.aggregationText), .text(measure.conditionText), .flag(measure.isAdditive)]
            }
        }
        return MartRows("measure_source", columns: ["measure", "interface", "aggregation", "conditions", "is_additive"], rows: rows)
    }

    private static func interfaces(_ catalogue: Catalogue) -> MartRows {
        let rows = Set(catalogue.interfaces.map(\.id)).sorted().compactMap { id -> [MartValue]? in
            guard let specification = catalogue.interfaces.last(where: { $0.id == id }) else { return nil }
            return [.text(id), .text(specification.name), .optional(specification.insurance), .text(specification.owner), .optional(catalogue.exchange.feed(id).provider)]
        }
        return MartRows("interface", columns: ["code", "name", "insurance", "owner", "provider"], rows: rows)
    }
}

extension MeasureDefinition {
    /// The file that it stands in: `contributions`.
    var subject: String { String(origin.file.split(separator: "/").last?.split(separator: ".").first ?? "") }

    var isAdditive: Bool {
        if case .distinct = aggregation { return false }
        return true
    }

    /// 行数, 求和 paid_unit + paid_person, 去重计数 unit
    var aggregationText: String {
        switch aggregation {
        case .countRows: "行数"
        case .sum(let parts): "求和 " + parts.map { $0.part.isEmpty ? $0.column : "\($0.column)（\($0.part)）" }.joined(separator: " + ")
        case .distinct(let column, let by): "去重计数 \(column)" + (by.isEmpty ? "" : "，按 \(by.joined(separator: "、")) 分")
        }
    }

    var conditionText: String {
        conditions.map { condition in
            switch condition {
            case .member(let column, let codes, _): "\(column) in \(codes.joined(separator: ", "))"
            case .compare(let columns, let comparison, .number(let number), _): "\(columns.joined(separator: " + ")) \(comparison.rawValue) \(number)"
            case .compare(let columns, let comparison, .caliber(let id, let times), _):
                "\(columns.joined(separator: " + ")) \(comparison.rawValue) 口径(\(id))" + (times == Amount(1) ? "" : " × \(times)")
            }
        }.joined(separator: "；")
    }
}
